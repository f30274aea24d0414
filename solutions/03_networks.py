# %% [markdown]
# # Stack neurons into a network
#
# **You will** put neurons side by side in a layer and layers one behind the other, first with your own hands, then as
# a Keras layer and a Keras model; count a network's numbers; let a network answer that has learned nothing; and find one
# that untangles two spirals.
#
# **You will learn** to read shapes as a plan of the network; what a hidden layer does to the data; when width helps and
# when depth does; why nobody writes a layer as a loop.
#
# **You need** labs 00 to 02. About 120 minutes. Goes with 23:14–32:29 of the lecture.
#
# **Stuck?** Go on: every section stands on its own. Where a cell wants something that you have not finished, write
# `stand_in("dense")` in place of `dense`.

# %% [markdown]
# ## Warm up
#
# Four questions about labs 01 and 02. Answer from memory, then run the check.
#
# 1. `state`: a neuron has $w_0 = 1$ and $\mathbf{w} = (2, -1)$. What is $z$ at $\mathbf{x} = (3, 4)$?
# 2. `relu_value`: what does ReLU make of −3?
# 3. `shape_of_product`: what is the shape of `np.ones((5, 2)) @ np.ones((2, 3))`?
# 4. `layers_left`: five layers without an activation fold into how many?

# %%
import keras
import numpy as np

from course_utils import datasets, plots
from course_utils.labs.networks import figures
from course_utils.labs.networks.plots import plot_layer
from course_utils.models import dense_net

relu, sigmoid = stand_in("relu"), stand_in("sigmoid")

# %% solution="warm_up"
### BEGIN SOLUTION
state = 3
relu_value = 0
shape_of_product = (5, 3)
layers_left = 1
### END SOLUTION

# %% tests="warm_up" points=1
bias_first = {"a lost bias": 2, "a lost minus sign": 11, "swapped inputs, (4, 3)": 6}
checks.close(state, 1 + 2 * 3 - 1 * 4, "state", looks_like=bias_first)
checks.close(relu_value, max(0, -3), "relu_value", looks_like={"the absolute value": 3, "a leaky ReLU": -0.3, "no ReLU": -3})
shape = (np.ones((5, 2)) @ np.ones((2, 3))).shape
hint = "the inner 2 and 2 meet and vanish, the outer sizes stay"
assert np.ravel(shape_of_product).tolist() == list(shape), f"shape_of_product is not {shape_of_product}: {hint}"
checks.close(layers_left, 1, "layers_left", looks_like={"no folding at all": 5, "folding in pairs": 2.5})

# %% [markdown]
# ## Put neurons side by side
#
# One neuron asks one question. Two neurons that see the same inputs, each with its own weights and bias, ask two. In lab 01
# a neuron's weights were a vector. Now write the vectors of all neurons as the *columns* of a matrix $W$, and their
# biases as a vector $\mathbf{b}$. Then one line computes every neuron for every example:
#
# $$H = g(X W + \mathbf{b}) \qquad X\ (n, d) \quad W\ (d, units) \quad \mathbf{b}\ (units,) \quad H\ (n, units)$$

# %% [markdown]
# **Exercise 3.1** (10 min). Complete `dense`. `X` is always a batch, of one row at least; `b` comes as `(units,)` or as
# `(1, units)`; `activation` is a function of an array, such as `relu`. Leave the caller's arrays as they are.
#
# <details><summary>Hint 1: the idea</summary>
# It is the neuron of lab 01 with a matrix in the place of the vector: weigh, add the bias, bend.
# </details>
# <details><summary>Hint 2: the shapes</summary>
# Which product of <code>(n, d)</code> and <code>(d, units)</code> gives <code>(n, units)</code>? A <code>(units,)</code>
# lies down as a row, so broadcasting gives every example the same biases.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>return activation(... @ ... + ...)</pre>
# </details>

# %% solution="dense"
def dense(X, W, b, activation):
    """Let a layer of neurons look at a batch.

        H = activation(X @ W + b)

    Args:
        X: Inputs of shape (n, d).
        W: Weights of shape (d, units), one column per neuron.
        b: Biases of shape (units,) or (1, units).
        activation: A function of an array of any shape.

    Returns:
        The outputs, shape (n, units).
    """
    ### BEGIN SOLUTION
    return activation(X @ W + b)
    ### END SOLUTION


# %% tests="dense" points=1
X, W, b = np.array([[1.0, -2.0], [0.5, 3.0], [2.0, 1.0]]), np.array([[1.0, -1.0], [2.0, 0.5]]), np.array([0.5, -3.0])
by_loop = [[np.tanh(sum(x * w for x, w in zip(row, W[:, j])) + b[j]) for j in range(2)] for row in X]
mistakes = {
    "W was transposed: a column of W is a neuron": np.tanh(X @ W.T + b),
    "the bias was left out": np.tanh(X @ W),
    "the bias was added after the activation": np.tanh(X @ W) + b,
    "the bias was subtracted": np.tanh(X @ W - b),
    "the activation was not applied": X @ W + b,
    "ReLU, not the activation given": np.maximum(X @ W + b, 0),
    "the activation was applied twice": np.tanh(np.tanh(X @ W + b)),
}
checks.close(dense(X, W, b, np.tanh), by_loop, "dense(X, W, b, np.tanh)", looks_like=mistakes)

# %% hidden="dense" points=2
# Hidden check: other shapes, b as (1, units), a batch of one, one neuron, the caller's arrays untouched.
def call(X, W, b, activation, name, mistake):
    try:
        return dense(X, W, b, activation)
    except ValueError as error:
        raise AssertionError(f"looks like {mistake}: {name} raised {error}") from None


rng = np.random.default_rng(3)
for n, d, units in [(4, 3, 2), (1, 3, 5), (6, 2, 1), (1, 1, 1), (5, 4, 4)]:
    X, W, b = rng.normal(size=(n, d)), rng.normal(size=(d, units)), rng.normal(size=units)
    name = f"dense with X {X.shape}, W {W.shape}"
    expected = np.maximum(np.array([[np.dot(x, W[:, j]) + b[j] for j in range(units)] for x in X]), 0)
    before = X.copy(), W.copy(), b.copy()
    like = {"W was transposed: a column of W is a neuron": np.maximum(X @ W.T + b, 0)} if d == units else {}
    lost = {"a batch of one lost its axis: keep the shape (1, units)": expected[0]} if n == 1 else {}
    like |= {"the bias was left out": np.maximum(X @ W, 0), "an activation of its own": np.tanh(X @ W + b), **lost}
    got = call(X, W, b, lambda z: np.maximum(z, 0), name, "W was transposed, or the product has the wrong order")
    for part, old, now in zip(("X", "W", "b"), before, (X, W, b)):
        checks.unchanged(old, now, f"the caller's {part}")
    checks.close(got, expected, name, looks_like=like)
    row = b[None, :].copy()
    one_row = f"code that cannot use a b of shape (1, {units}), one row, as it comes"
    got = call(X, W, row, lambda z: np.maximum(z, 0), name, one_row)
    checks.close(got, expected, f"{name} and b of shape (1, {units})", looks_like=like)
whole = dense(np.array([[1, 2]]), np.array([[1, 0], [3, -1]]), np.array([1, 1]), lambda z: z)
checks.close(whole, [[8, -1]], "dense in whole numbers")

# %% demo=true
X = np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 1.0]])
W, b = np.array([[1.0, 0.0, 2.0, -1.0], [2.0, -1.0, 0.0, 1.0]]), np.array([1.0, 0.0, -2.0, 1.0])
H = dense(X, W, b, relu)
words = f"the example (3, 1) meets the neuron with weights (2, 0) and bias -2: your output is {H[2, 2]:g}"
show(plot_layer(X, W, b, H, row=2, unit=2), f"Tables of X, W, b and the output. Marked: {words}.")

# %% [markdown]
# A row of $X$ meets a column of $W$, and the bias joins them: one example, one neuron, one number.
#
# ## Make it a Keras layer
#
# In Keras a layer is a class that looks after its own weights. The lecture shows one in a few lines. Three methods make it:
#
# - `build(input_shape)` runs once, when the first batch arrives and the number of inputs is known;
# - `call(inputs)` runs for every batch;
# - `get_config()` says how to make another layer like this one, without its weights.

# %% [markdown]
# **Exercise 3.2** (15 min). Complete `MyDense`. `build` makes the weights `W` of shape `(d, units)`, starting at random, and
# then `b` of shape `(units,)`, starting at zero. `get_config` adds `units` and `activation` to what the parent class says.
#
# <details><summary>Hint 1: the idea</summary>
# Weights must be made by the layer, so that Keras knows that they can be trained:
# <code>self.add_weight(shape=..., initializer=..., name=...)</code>.
# </details>
# <details><summary>Hint 2: the tools</summary>
# <code>input_shape[-1]</code> is the number of inputs. Start with <code>"glorot_uniform"</code> and <code>"zeros"</code>.
# <code>keras.activations.get(self.activation)</code> turns a name, or None, into a function.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>build:       self.W = self.add_weight(shape=(..., ...), initializer=..., name="W")
#              self.b = ...
# call:        z = ... @ ... + ...
#              return keras.activations.get(...)(z)
# get_config:  return {**super().get_config(), "units": ..., ...}</pre>
# </details>

# %% solution="MyDense"
class MyDense(keras.layers.Layer):
    """A dense layer: activation(inputs @ W + b)."""

    def __init__(self, units, activation=None, **options):
        super().__init__(**options)
        self.units, self.activation = units, activation

    def build(self, input_shape):
        ### BEGIN SOLUTION
        self.W = self.add_weight(shape=(input_shape[-1], self.units), initializer="glorot_uniform", name="W")
        self.b = self.add_weight(shape=(self.units,), initializer="zeros", name="b")
        ### END SOLUTION

    def call(self, inputs):
        ### BEGIN SOLUTION
        return keras.activations.get(self.activation)(inputs @ self.W + self.b)
        ### END SOLUTION

    def get_config(self):
        ### BEGIN SOLUTION
        return {**super().get_config(), "units": self.units, "activation": self.activation}
        ### END SOLUTION


# %% tests="MyDense" points=1
X, W, b = np.array([[1.0, 2.0], [-1.0, 0.5]], "float32"), np.array([[1, 0, 2], [3, -1, 1]], "float32"), np.array([1, -2, 0], "float32")
layer = MyDense(units=3, activation="relu")
try:
    layer.build((None, 2)), layer(X)
except ValueError as error:
    raise AssertionError(f"make the weights once, in `build`, and only use them in `call`: {error}") from None
shapes, trained = [weight.shape for weight in layer.get_weights()], len(layer.trainable_weights)
assert trained == 2, f"expected 2 trainable weights, W and b, received {trained}: make each in `build` with self.add_weight(...)"
known = {((3,), (2, 3)): "looks like b was made before W: ", ((3, 2), (3,)): "looks like W was transposed: "}
looks = known.get(tuple(shapes), "")
assert shapes == [(2, 3), (3,)], f"{looks}expected W and b of shapes (d, units) = (2, 3) and (3,), received {shapes}"
layer.set_weights([W, b])
z = X @ W + b
like = {"the activation was left out": z, "the bias was left out": np.maximum(X @ W, 0), "tanh, not the activation given": np.tanh(z)}
checks.close(layer(X), np.maximum(z, 0), "the layer's output", looks_like=like)

# %% [markdown]
# The next check stacks two of your layers in a `Sequential` and trains them for a moment on four points: a single layer
# must learn $y = 2x_1 - 3x_2 + 1$ to a mean squared error below 0.001, in 100 steps.

# %% tests="MyDense" points=1
X, y = np.array([[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]]), np.array([[2.0], [-4.0], [6.0], [0.0]])
MyDense(units=1).build((None, 2))  # an exercise that is still open says so here
model = checks.build("sequential", [MyDense(units=3, activation="tanh"), MyDense(units=1)])
checks.shape(model(X), (4, 1), "the output of two of your layers")
checks.equal(model.count_params(), 2 * 3 + 3 + 3 * 1 + 1, "the number of parameters of a 2-3-1 network of your layers")
model = checks.build("sequential", [MyDense(units=1)])
rate = {"class_name": "SGD", "config": {"learning_rate": 0.1}}
model.compile(optimizer=rate, loss="mse")
model.fit(np.tile(X, (100, 1)), np.tile(y, (100, 1)), batch_size=4, shuffle=False, verbose=0)
checks.less(model.evaluate(X, y, verbose=0), 0.001, "the error of a trained layer", hint="are both W and b used and trained?")

# %% hidden="MyDense" points=2
# Hidden check: a second call does not rebuild, a random start, other activations, and a copy made from the config.
X = np.arange(12.0, dtype="float32").reshape(4, 3) / 10
for activation in (None, "sigmoid", "tanh"):
    layer = MyDense(units=4, activation=activation)
    first, W, b = layer(X), *layer.get_weights()
    same = np.array_equal(layer(X), first)
    assert same, "a second call gives other outputs: make the weights once, in `build`, and leave them alone in `call`"
    layer(X[:1])
    checks.equal(len(layer.trainable_weights), 2, "the number of trainable weights after three calls")
    assert np.std(W, axis=1).max() > 0, "W starts with equal neurons, so all of them would learn the same: start at random"
    checks.close(b, np.zeros(4), "the biases at the start")
    W, b = np.linspace(-1, 1, 12, dtype="float32").reshape(3, 4), np.array([0.5, -0.5, 1.0, 2.0], "float32")
    layer.set_weights([W, b])
    z = X.astype(float) @ W + b
    expected = {None: z, "sigmoid": 1 / (1 + np.exp(-z)), "tanh": np.tanh(z)}[activation]
    checks.close(layer(X), expected, f"a layer with activation {activation}", looks_like={"the activation was left out": z})
    checks.close(layer(X[:1]), expected[:1], f"a batch of one, activation {activation}")
    config = layer.get_config()
    for name, value in {"units": 4, "activation": activation, "name": layer.name}.items():
        assert name in config, f"get_config() lacks {name!r}: it holds {sorted(config)}"
        told = config[name]
        assert told == value or name == "activation", f"get_config()[{name!r}] is {told!r}, expected {value!r}"
    copy = layer.from_config(config)
    copy(X)
    copy.set_weights([W, b])
    text = "a layer made from get_config()"
    checks.close(copy(X), expected, text, looks_like={"the activation was lost on the way": z})

# %% demo=true
layer = MyDense(2, activation="relu")
print("before the first batch:", len(layer.weights), "weights")
print("output:", layer(np.array([[1.0, 2.0, 3.0]])).numpy())
print("after it:", {weight.name: tuple(weight.shape) for weight in layer.weights})

# %% [markdown]
# That is what `keras.layers.Dense(units)` does. The weights appear with the first batch, since only then the layer
# knows how many inputs it has.
#
# ## Stack the layers
#
# What one layer puts out, the next takes in. A layer between input and output is **hidden**: neither its inputs nor its
# outputs belong to us. We write a network as a list of pairs `(W, b)`, input side first, and call it `params`:
#
# $$H_0 = X \qquad H_k = g(H_{k-1} W_k + \mathbf{b}_k) \qquad \text{the last layer without } g$$
#
# The last layer stays bare, because what follows it depends on the question (lab 02).

# %% [markdown]
# **Exercise 3.3** (10 min). Complete `mlp_forward`, for any number of layers, one included. Do not change the list or its
# arrays.
#
# <details><summary>Hint 1: the idea</summary>
# Carry one array through the layers and replace it at each. Treat the last layer by itself.
# </details>
# <details><summary>Hint 2: the tools</summary>
# <code>params[:-1]</code> is all but the last, <code>params[-1]</code> the last. For the last, the activation is
# <code>lambda z: z</code>, or none at all.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>H = X
# for W, b in params[...]:
#     H = ...
# W, b = ...
# return ... @ ... + ...</pre>
# </details>

# %% solution="mlp_forward"
def mlp_forward(params, X, activation=relu):
    """Send a batch through a network.

    Args:
        params: Pairs (W, b), input side first; W (d, units), b (units,).
        X: Inputs of shape (n, d).
        activation: The function behind every layer but the last.

    Returns:
        The states of the last layer, shape (n, units).
    """
    ### BEGIN SOLUTION
    for W, b in params[:-1]:
        X = activation(X @ W + b)
    W, b = params[-1]
    return X @ W + b
    ### END SOLUTION


# %% tests="mlp_forward" points=1
rng = np.random.default_rng(1)
params = [(rng.normal(size=shape), rng.normal(size=shape[1])) for shape in [(3, 4), (4, 4), (4, 2)]]
X = rng.normal(size=(5, 3))
model = keras.Sequential([keras.Input((3,)), *(keras.layers.Dense(units, g) for units, g in [(4, "relu"), (4, "relu"), (2, None)])])
model.set_weights([array for pair in params for array in pair])
theirs, bend, ((W1, b1), (W2, b2), (W3, b3)) = model(X).numpy(), lambda z: np.maximum(z, 0), params
like = {
    "an activation behind the last layer, which should stay bare": np.maximum(theirs, 0),
    "no activation between the layers": ((X @ W1 + b1) @ W2 + b2) @ W3 + b3,
    "the biases were left out": bend(bend(X @ W1) @ W2) @ W3,
    "the last bias was left out": theirs - b3,
    "a layer was left out": bend(X @ W1 + b1) @ W3 + b3,
}
checks.close(mlp_forward(params, X), theirs, "mlp_forward(params, X)", looks_like=like, rtol=1e-5, atol=1e-5)

# %% hidden="mlp_forward" points=2
# Hidden check: one to six layers, another activation, a batch of one, and nothing of the caller's changed.
rng = np.random.default_rng(2)
sizes = [2, 5, 3, 4, 4, 2, 1]
params = [(rng.normal(size=(d, units)), rng.normal(size=units)) for d, units in zip(sizes, sizes[1:])]
X = rng.normal(size=(7, 2))
before = X.copy(), [(W.copy(), b.copy()) for W, b in params]
for depth in range(1, 7):
    some, h = params[:depth], X
    for W, b in some[:-1]:
        h = np.tanh(h @ W + b)
    W, b = some[-1]
    bare = h @ W + b
    name = f"mlp_forward with {depth} layer{'s' if depth > 1 else ''} and np.tanh"
    always = X
    for W, b in some[:-1]:
        always = np.maximum(always @ W + b, 0)
    like = {"an activation behind the last layer, which should stay bare": np.tanh(bare)}
    like["ReLU where another activation was given"] = always @ some[-1][0] + some[-1][1]
    got = mlp_forward(some, X, np.tanh)
    assert len(some) == depth, f"looks like the list of layers was changed: {depth} before, {len(some)} after; do not pop from it"
    checks.close(got, bare, name, looks_like=like)
    checks.close(mlp_forward(some, X[:1], np.tanh), bare[:1], f"{name}, a batch of one", looks_like=like)
checks.unchanged(before[0], X, "the caller's X")
for number, ((W, b), (old_W, old_b)) in enumerate(zip(params, before[1]), start=1):
    checks.unchanged(old_W, W, f"W of layer {number}")
    checks.unchanged(old_b, b, f"b of layer {number}")

# %% [markdown]
# So what do hidden layers do? With two units each they can be watched. Below, a trained network gets the two moons through
# *your* function, layer by layer. Step through the film: each layer moves the plane, then bends it.

# %% demo=true
figures.folding_space(mlp_forward)

# %% [markdown]
# No straight line separates the moons at the start. Behind the second layer one does, and drawing it is all that is left to
# the last neuron. Nobody told the hidden layers where to put the points; but they are no secret, you can look.
#
# ## Read a network's plan
#
# Shapes are a plan. A network with 4 inputs, two hidden layers of 8 and 3 outputs is written 4-8-8-3. Before Keras tells
# you: which shapes have its three weight matrices, and how many numbers, biases included, does it hold?
#
# **Exercise 3.4** (10 min). On paper: `weight_shapes`, a list of three tuples, and `parameters`, one number.
#
# <details><summary>Hint 1: the idea</summary>
# A weight for each line between two neighbouring layers, a bias for each neuron that computes something.
# </details>
# <details><summary>Hint 2: the formula</summary>
# <code>d * units + units</code> for a layer. Inputs compute nothing.
# </details>

# %% solution="plan"
### BEGIN SOLUTION
weight_shapes = [(4, 8), (8, 8), (8, 3)]
parameters = 139
### END SOLUTION

# %% tests="plan" points=1
sizes = [4, 8, 8, 3]
shapes = [[int(size) for size in np.ravel(shape)] for shape in weight_shapes]
right = [list(pair) for pair in zip(sizes, sizes[1:])]
assert shapes != [pair[::-1] for pair in right], "weight_shapes looks transposed: (inputs, units), one column per neuron"
assert shapes == right, f"weight_shapes: each W goes from one layer to the next, (inputs, units); received {shapes}"
checks.close(parameters, 4 * 8 + 8 + 8 * 8 + 8 + 8 * 3 + 3, "parameters", looks_like={
    "weights without biases": 120, "one bias per layer": 123, "biases for the inputs too": 143,
    "the neurons, not the numbers that they hold": 23, "a forgotten last layer": 112, "a forgotten middle layer": 67,
    "biases only": 19})

# %% demo=true
model = keras.Sequential([keras.Input((4,)), *(keras.layers.Dense(units) for units in (8, 8, 3))])
model.summary()

# %% [markdown]
# **Exercise 3.4**, second half (10 min). Complete `count_parameters`. `sizes` begins with the inputs, such as
# `[4, 8, 8, 3]`. With `use_bias=False` no neuron has a bias.
#
# <details><summary>Hint 1: the idea</summary>
# Walk along the list in pairs: each size with the next.
# </details>
# <details><summary>Hint 2: the tool</summary>
# <code>zip(sizes, sizes[1:])</code> gives the pairs.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>return sum(... for d, units in zip(sizes, sizes[1:]))</pre>
# </details>

# %% solution="count_parameters"
def count_parameters(sizes, use_bias=True):
    """Count the weights and biases of a dense network; sizes begins with the inputs."""
    ### BEGIN SOLUTION
    return sum(d * units + units * use_bias for d, units in zip(sizes, sizes[1:]))
    ### END SOLUTION


# %% demo=true
print("4-8-8-3:", count_parameters([4, 8, 8, 3]))
print("images of 28 x 28 pixels, 128 hidden units, 10 digits:", f"{count_parameters([784, 128, 10]):,}")

# %% tests="count_parameters" points=1
like = {
    "weights without biases": 120, "one bias per layer": 123, "biases for the inputs too": 143,
    "a forgotten last layer": 112, "a forgotten first layer": 99, "biases only": 19, "the neurons": 23,
}
checks.close(count_parameters([4, 8, 8, 3]), 139, "count_parameters([4, 8, 8, 3])", looks_like=like)

# %% hidden="count_parameters" points=1
# Hidden check: networks without biases, one layer, deep and wide ones, a tuple.
for sizes in ([2, 3, 1], [784, 128, 10], [5, 1], [3, 7, 7, 7, 7, 2]):
    for use_bias in (True, False):
        stack = [keras.Input((sizes[0],)), *(keras.layers.Dense(units, use_bias=use_bias) for units in sizes[1:])]
        expected, other = (sum(d * u + u * bias for d, u in zip(sizes, sizes[1:])) for bias in (use_bias, not use_bias))
        assert keras.Sequential(stack).count_params() == expected
        wrong = {f"biases that were counted {'not at all' if use_bias else 'although there are none'}": other}
        name = f"count_parameters({sizes}, use_bias={use_bias})"
        checks.close(count_parameters(list(sizes), use_bias=use_bias), expected, name, looks_like=wrong)
checks.close(count_parameters((6, 4, 1)), 33, "count_parameters((6, 4, 1))")

# %% [markdown]
# 139 numbers for the small one, 101,770 for a modest reader of digits. All of them have to be found; lab 05 shows how.
#
# ## Ask a network that knows nothing
#
# *Will I pass this class?* The lecture looks at two numbers, lectures attended and hours on the final project. You attended
# 4 and spent 5. Here is a network with three hidden units, 2-3-1, whose weights nobody has trained:
#
# <pre>
# lectures ──┬── h1 ──┐
#            ├── h2 ──┼── p
# hours ─────┴── h3 ──┘
# </pre>

# %%
from course_utils.models.will_i_pass import untrained_net

class_net = untrained_net()
for W, b in class_net:
    print("W =", W.tolist(), " b =", b.tolist())

# %% [markdown]
# **Exercise 3.5** (10 min). Complete `pass_probability`: ReLU in the hidden layer, a sigmoid behind the last, one number per
# student. Use your `mlp_forward`, or `stand_in("mlp_forward")`.
#
# <details><summary>Hint 1: the idea</summary>
# <code>mlp_forward</code> leaves the last layer bare. Bend it once.
# </details>
# <details><summary>Hint 2: the shapes</summary>
# The network gives a column, <code>(n, 1)</code>. The first column of it has shape <code>(n,)</code>.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>return sigmoid(...)[:, ...]</pre>
# </details>

# %% solution="pass_probability"
def pass_probability(params, X):
    """Give each student's chance to pass, as the network sees it.

    Args:
        params: Pairs (W, b); the last layer has one unit.
        X: Lectures attended and hours on the project, shape (n, 2).

    Returns:
        Numbers from 0 to 1, shape (n,).
    """
    ### BEGIN SOLUTION
    return sigmoid(mlp_forward(params, X))[:, 0]
    ### END SOLUTION


# %% tests="pass_probability" points=1
from course_utils.models.will_i_pass import untrained_net

net, you = untrained_net(), np.array([[4.0, 5.0]])
h = np.maximum(you @ net[0][0], 0)  # its biases are zero
z, bent = (h @ net[1][0])[:, 0], 1 / (1 + np.exp(-you @ net[0][0]))
p = 1 / (1 + np.exp(-z))
like = {
    "the state z, without the sigmoid": z,
    "a column of shape (n, 1): take its first column": p[:, None],
    "the sigmoid twice": 1 / (1 + np.exp(-p)),
    "a sigmoid in the hidden layer too": 1 / (1 + np.exp(-(bent @ net[1][0])[:, 0])),
    "the chance to fail": 1 - p,
    "a ReLU before the sigmoid: the last layer should stay bare": [0.5],
}
checks.close(pass_probability(net, you), p, "pass_probability at (4, 5)", looks_like=like)
checks.number(pass_probability(net, you)[0], 0.09, 0.11, "your chance to pass")

# %% hidden="pass_probability" points=1
# Hidden check: a whole class, other weights, another width.
rng = np.random.default_rng(4)
X = rng.uniform(0, 10, (30, 2))
for width in (3, 5):
    net = [(rng.normal(size=(2, width)), rng.normal(size=width)), (rng.normal(size=(width, 1)) / 4, rng.normal(size=1))]
    z = (np.maximum(X @ net[0][0] + net[0][1], 0) @ net[1][0] + net[1][1])[:, 0]
    expected = 1 / (1 + np.exp(-z))
    like = {"the state z, without the sigmoid": z, "the chance of the first student alone": expected[:1]}
    like["a ReLU before the sigmoid: the last layer should stay bare"] = 1 / (1 + np.exp(-np.maximum(z, 0)))
    like["a column of shape (n, 1): take its first column"] = expected[:, None]
    checks.close(pass_probability(net, X), expected, f"pass_probability of 30 students, {width} hidden units", looks_like=like)

# %% demo=true
print("your chance:", np.round(pass_probability(class_net, np.array([[4.0, 5.0]])), 3))

# %% [markdown]
# The network gives you a chance of 0.1. Yet you passed. Here is last year's class, you among them as a star, and what the
# network says everywhere:

# %% demo=true
X, y = datasets.will_i_pass()
p = pass_probability(class_net, X)
ax = plots.plot_students(X, y, predict=lambda inputs: pass_probability(class_net, inputs))
finding = f"{np.mean(y):.0%} of the class passed; the network's highest chance for anyone is {p.max():.2f}"
show(ax, f"Students by lectures and hours, coloured by the network's chance to pass. {finding}.")

# %% [markdown]
# **Exercise 3.5**, the verdict (5 min).
#
# - `yes_count`: to how many of these students does the network give *more* than one half?
# - `reason`: why is it wrong about you? `"A"`: three hidden units are too few for this question. `"B"`: its weights have
#   never seen a student who passed or failed. `"C"`: you are an exception; students like you mostly fail.
#
# <details><summary>Hint</summary>
# Count with <code>np.sum(p &gt; 0.5)</code>. For the reason look at your neighbours in the picture, and ask where the
# weights came from.
# </details>

# %% solution="verdict"
### BEGIN SOLUTION
yes_count = 0
reason = "B"
### END SOLUTION

# %% tests="verdict" points=1
checks.close(yes_count, 0, "yes_count", looks_like={
    "the number of students who passed": int(datasets.will_i_pass()[1].sum()), "a share in the place of a number": 0.5,
    "the students to whom it says no": 120})
checks.choice(reason, ["A", "B", "C"], "reason")
letter = str(reason).strip().upper()
assert letter != "A", "reason: lab 05 trains this very network, 2-3-1, and it gets the class right; so width is not it"
assert letter != "C", "reason: look around the star: did those who sit close to you fail?"

# %% [markdown]
# It says no to everybody. It is not stupid, it is *ignorant*: its numbers come from nowhere. How the hidden layer
# sees the class is not hopeless at all:

# %% demo=true
H = stand_in("dense")(X, *class_net[0], relu)
you = stand_in("dense")(np.array([[4.0, 5.0]]), *class_net[0], relu)[0]
axes = plots.plot_hidden_units(H, y, you)
where = ", ".join(f"{value:.1f}" for value in you)
show(axes, f"The class in the space of the three hidden units, in pairs. You are at ({where}), among those who passed.")

# %% [markdown]
# In this space, too, failed and passed lie on different sides: a better last neuron alone could tell them apart. Lab 04
# measures how wrong the network is, lab 05 mends it.
#
# ## Say it in three dialects
#
# Keras offers three ways to write one network. **Sequential** is a list of layers. **Functional** names what flows
# between them, and may branch. A **subclass** is a class with `__init__` and `call`, and may do what Python can.
#
# **Exercise 3.6** (15 min). Write the 2-3-1 network (ReLU, then sigmoid) three times. Each must have 13 parameters.
#
# <details><summary>Hint 1: the idea</summary>
# All three need the same two <code>keras.layers.Dense</code>. Only the way they are joined differs.
# </details>
# <details><summary>Hint 2: the tools</summary>
# <code>keras.Sequential([keras.Input((2,)), ...])</code>; <code>keras.Model(inputs, outputs)</code>, where
# <code>outputs = layer(inputs)</code>; in a subclass make the layers in <code>__init__</code>, not in <code>call</code>.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>inputs = keras.Input(...)
# h = keras.layers.Dense(...)(inputs)
# outputs = keras.layers.Dense(...)(...)
# return keras.Model(inputs, outputs)</pre>
# </details>

# %% solution="three_ways"
def sequential_net():
    """The 2-3-1 network as a `keras.Sequential`."""
    ### BEGIN SOLUTION
    hidden, last = keras.layers.Dense(3, activation="relu"), keras.layers.Dense(1, activation="sigmoid")
    return keras.Sequential([keras.Input((2,)), hidden, last])
    ### END SOLUTION


def functional_net():
    """The same as a `keras.Model` of inputs and outputs."""
    ### BEGIN SOLUTION
    inputs = keras.Input((2,))
    h = keras.layers.Dense(3, activation="relu")(inputs)
    return keras.Model(inputs, keras.layers.Dense(1, activation="sigmoid")(h))
    ### END SOLUTION


class PassNet(keras.Model):
    """The same as a class of its own."""

    def __init__(self):
        super().__init__()
        ### BEGIN SOLUTION
        self.hidden = keras.layers.Dense(3, activation="relu")
        self.last = keras.layers.Dense(1, activation="sigmoid")
        ### END SOLUTION

    def call(self, inputs):
        ### BEGIN SOLUTION
        return self.last(self.hidden(inputs))
        ### END SOLUTION


# %% tests="three_ways" points=1
from course_utils.models.will_i_pass import untrained_net

weights, X = [array for pair in untrained_net() for array in pair], np.array([[4.0, 5.0], [0.0, 0.0], [9.0, 1.0]])
h = np.maximum(X @ weights[0], 0)
p = 1 / (1 + np.exp(-h @ weights[2]))
like = {"the sigmoid at the end is missing": h @ weights[2], "the ReLU is missing": 1 / (1 + np.exp(-X @ weights[0] @ weights[2]))}
like["a sigmoid in the place of the ReLU"] = 1 / (1 + np.exp(-(1 / (1 + np.exp(-X @ weights[0]))) @ weights[2]))
for name, make in {"sequential_net": sequential_net, "functional_net": functional_net, "PassNet": PassNet}.items():
    net = make()
    net(X)
    shapes, right = [array.shape for array in net.get_weights()], [(2, 3), (3,), (3, 1), (1,)]
    assert shapes or name != "PassNet", "PassNet has no weights: make its layers in __init__, not in call"
    assert shapes == right, f"{name}: expected weights of shapes {right}, received {shapes}"
    net.set_weights(weights)
    checks.close(net(X), p, f"{name}()(X)", looks_like=like)

# %% hidden="three_ways" points=2
# Hidden check: the same answers for shared weights, made anew in each call, and each in its own dialect.
rng = np.random.default_rng(6)
X = rng.normal(size=(8, 2))
weights = [rng.normal(size=shape) for shape in [(2, 3), (3,), (3, 1), (1,)]]
p = 1 / (1 + np.exp(-(np.maximum(X @ weights[0] + weights[1], 0) @ weights[2] + weights[3])))
for name, make in {"sequential_net": sequential_net, "functional_net": functional_net, "PassNet": PassNet}.items():
    net, other = make(), make()
    net(X), other(X)
    net.set_weights(weights)
    shared = all(np.array_equal(a, b) for a, b in zip(net.get_weights(), other.get_weights()))
    assert not shared, f"{name}: two networks share their weights: make new layers in each call"
    checks.close(net(X), p, f"{name}()(X)", rtol=1e-5, atol=1e-5)
    checks.equal(len(net.trainable_weights), 4, f"the number of trainable weights of {name}")
    checks.shape(net(X[:1]), (1, 1), f"{name} for a batch of one")
assert "input_layers" not in sequential_net().get_config(), "sequential_net: write it with keras.Sequential([...])"
assert "input_layers" in functional_net().get_config(), "functional_net: write it with keras.Model(inputs, outputs)"

# %% demo=true
for net in (sequential_net(), functional_net(), PassNet()):
    net(np.zeros((1, 2)))  # a subclass has no weights before its first batch
    net.set_weights([array for pair in class_net for array in pair])
    print(f"{net.count_params()} parameters, your chance: {net(np.array([[4.0, 5.0]])).numpy()[0, 0]:.4f}")

# %% [markdown]
# Three texts, one network. Sequential for a plain stack, Functional when paths split or join, a subclass when you need
# Python's `if` and `for` on the way.
#
# ## Wider or deeper?
#
# Two spirals, wound around each other, 200 points. Training is the subject of labs 04 to 07; here is a function that
# trains a network with the given hidden layers of ReLU units for 1000 epochs.

# %% shared=true
from course_utils import datasets
from course_utils.models import dense_net


def accuracy(hidden, seed):
    """Train from one random start; the share of the spirals' points on their own side of the boundary."""
    X, y = datasets.spirals(200)
    start = dense_net.init([2, *hidden, 1], "relu", np.random.default_rng(seed))
    params, _ = dense_net.train(start, X, y, "relu", steps=1000)
    return float(np.mean((dense_net.forward(params, X, "relu")[:, 0] > 0) == y))


# %% [markdown]
# Commit yourself: with *one* hidden layer, how many units does it take to put 95 % of the points on their side, in the
# median of three starts? Write 2, 4, 8 or 16.

# %% solution="prediction_width"
### BEGIN SOLUTION
prediction_width = 16
### END SOLUTION

# %% tests="prediction_width" points=1
checks.choice(prediction_width, [2, 4, 8, 16], "prediction_width")

# %% [markdown]
# One lucky start proves nothing, so every number in a study should come from several.
#
# **Exercise 3.7** (15 min). Complete `study`. A network of depth 3 and width 8 has the hidden layers `[8, 8, 8]`.
#
# <details><summary>Hint 1: the idea</summary>
# Three loops: over the depths (rows), over the widths (columns), and over the seeds, whose median goes into the table.
# </details>
# <details><summary>Hint 2: the tools</summary>
# <code>[width] * depth</code> repeats; <code>np.median</code> of a list.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>table = np.zeros((..., ...))
# for i, depth in enumerate(depths):
#     for j, width in enumerate(widths):
#         table[i, j] = np.median([... for seed in seeds])
# return table</pre>
# </details>

# %% solution="study"
def study(accuracy, widths, depths, seeds):
    """Try every depth with every width.

    Args:
        accuracy: A function of the hidden layers, such as [8, 8], and a seed; it returns a number.
        widths: Units in each hidden layer, one column each.
        depths: Hidden layers, one row each.
        seeds: The random starts.

    Returns:
        The median over the seeds, shape (depths, widths).
    """
    ### BEGIN SOLUTION
    table = np.zeros((len(depths), len(widths)))
    for i, depth in enumerate(depths):
        for j, width in enumerate(widths):
            table[i, j] = np.median([accuracy([width] * depth, seed) for seed in seeds])
    return table
    ### END SOLUTION


# %% tests="study" points=1
def pretend(hidden, seed):
    return 10.0 * len(hidden) + hidden[0] + [0.0, 0.5, 0.1][seed]


expected = [[12.1, 14.1, 18.1], [22.1, 24.1, 28.1]]
like = {
    "the mean over the seeds, not the median": np.array(expected) + 0.1,
    "the best seed, not the median": np.array(expected) + 0.4,
    "the worst seed, not the median": np.array(expected) - 0.1,
    "rows and columns that were swapped": np.transpose(expected),
    "one hidden layer at every depth": [expected[0], expected[0]],
}
checks.close(study(pretend, [2, 4, 8], [1, 2], [0, 1, 2]), expected, "study(pretend, [2, 4, 8], [1, 2], [0, 1, 2])", looks_like=like)

# %% hidden="study" points=1
# Hidden check: every combination is trained once, with the right layers; other seeds, one cell.
seen = []


def remember(hidden, seed):
    seen.append((list(hidden), seed))
    return float(len(hidden) * hidden[-1] + seed)


got = study(remember, [3, 5], [2, 4, 1], [7, 9, 30])
like = {"the mean over the seeds, not the median": np.array([[6.0, 10.0], [12.0, 20.0], [3.0, 5.0]]) + 46 / 3}
checks.close(got, np.array([[6.0, 10.0], [12.0, 20.0], [3.0, 5.0]]) + 9, "study with seeds 7, 9, 30", looks_like=like)
wanted = [([width] * depth, seed) for depth in (2, 4, 1) for width in (3, 5) for seed in (7, 9, 30)]
text = f"expected {len(wanted)} trainings, each combination once, received {len(seen)}"
assert sorted(seen) == sorted(wanted), text
checks.close(study(remember, [4], [1], [2]), [[6.0]], "study of one network")

# %% demo=true
widths, depths = [2, 4, 8, 16], [1, 2, 3]
table = study(accuracy, widths, depths, seeds=range(3))
rows = "; ".join(f"{depth} hidden: " + ", ".join(f"{share:.0%}" for share in row) for depth, row in zip(depths, table))
show(plots.plot_study(table, widths, depths), f"Median share of points right, for widths {widths}. {rows}.")

# %% [markdown]
# Now choose. **Exercise 3.7**, your network (5 min): `my_hidden`, a list with the units of each hidden layer. The check
# trains it from three starts; the median must reach 95 %, with at most 400 parameters. ★ How few can you do with?

# %% solution="my_hidden"
### BEGIN SOLUTION
my_hidden = [16, 16]
### END SOLUTION

# %% tests="my_hidden" points=1
hidden = [int(units) for units in np.ravel(my_hidden)]
assert hidden and min(hidden) > 0, f"my_hidden: expected a list such as [4, 4], one number per hidden layer, received {my_hidden}"
sizes = [2, *hidden, 1]
numbers = sum(d * units + units for d, units in zip(sizes, sizes[1:]))
assert numbers <= 400, f"my_hidden: {hidden} makes {numbers} parameters, and at most 400 are allowed"
shares = [accuracy(hidden, seed) for seed in (3, 4, 5)]
text = f"my_hidden: {hidden} reaches {np.median(shares):.0%} in the median of three starts: 95 % are asked for"
assert np.median(shares) >= 0.95, f"{text}; look for a framed cell in your table"

# %% demo=true
figures.boundary_film(my_hidden)

# %% [markdown]
# What does a single hidden unit know about spirals? Choose a network, move the epoch, and look at its units one by one.

# %% demo=true
figures.mini_playground()

# %% [markdown]
# Nothing. A unit of the first layer says on which side of one line a point lies; the spiral is in none of them, only in all
# of them together. And the loss does not glide down: it rests on plateaus, falls, and jumps up now and then.
#
# ## Never write the loop
#
# What does `@` do that you could not? Write the layer, without its activation, as a beginner would:
#
# $$Z_{ij} = b_j + \sum_k X_{ik} W_{kj}$$
#
# First commit yourself. For 200 examples, 64 inputs and 32 neurons: how many times faster is one `@` than three Python
# loops? Write 1, 10, 100 or 1000, whichever seems nearest.

# %% solution="prediction_speed"
### BEGIN SOLUTION
prediction_speed = 1000
### END SOLUTION

# %% tests="prediction_speed" points=1
checks.choice(prediction_speed, [1, 10, 100, 1000], "prediction_speed")

# %% [markdown]
# **Exercise 3.8** (10 min). Complete `dense_by_loops` with three loops and no `@`. Time is not graded.
#
# <details><summary>Hint 1: the idea</summary>
# One loop over examples <code>i</code>, one over neurons <code>j</code>. Begin each sum with the bias.
# </details>
# <details><summary>Hint 2: the formula</summary>
# The innermost line adds <code>X[i, k] * W[k, j]</code> to <code>Z[i, j]</code>.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>for i in range(...):
#     for j in range(...):
#         Z[i, j] = b[...]
#         for k in range(...):
#             Z[i, j] += ...</pre>
# </details>

# %% solution="dense_by_loops"
def dense_by_loops(X, W, b):
    """The states X @ W + b of a layer, number by number.

        Z[i, j] = b[j] + sum over k of X[i, k] W[k, j]

    Args:
        X: Inputs of shape (n, d).
        W: Weights of shape (d, units).
        b: Biases of shape (units,).
    """
    Z = np.zeros((X.shape[0], W.shape[1]))
    ### BEGIN SOLUTION
    for i in range(X.shape[0]):
        for j in range(W.shape[1]):
            Z[i, j] = b[j]
            for k in range(X.shape[1]):
                Z[i, j] += X[i, k] * W[k, j]
    ### END SOLUTION
    return Z


# %% tests="dense_by_loops" points=1
X, W, b = np.array([[1.0, 2.0, 0.5], [-1.0, 3.0, 2.0]]), np.array([[1.0, 0.0], [2.0, -1.0], [4.0, 2.0]]), np.array([10.0, -5.0])
expected = X @ W + b
like = {
    "the bias was left out": X @ W,
    "the bias was added once for each input": X @ W + 3 * b,
    "the last input was left out": X[:, :2] @ W[:2] + b,
    "only the last product was kept: add up with +=": X[:, 2:] @ W[2:] + b,
    "only the last product was kept, and no bias": X[:, 2:] @ W[2:],
}
checks.close(dense_by_loops(X, W, b), expected, "dense_by_loops(X, W, b)", looks_like=like)

# %% hidden="dense_by_loops" points=1
# Hidden check: other shapes, one row, one input, one neuron, the caller's arrays untouched.
rng = np.random.default_rng(7)
for n, d, units in [(4, 4, 4), (1, 5, 3), (6, 1, 2), (3, 2, 1)]:
    X, W, b = rng.normal(size=(n, d)), rng.normal(size=(d, units)), rng.normal(size=units)
    before, name = (X.copy(), W.copy(), b.copy()), f"dense_by_loops with X {X.shape}, W {W.shape}"
    like = {"W was transposed: write W[k, j]": X @ W.T + b} if d == units else {}
    expected = X @ W + b
    checks.close(dense_by_loops(X, W, b), expected, name, looks_like={**like, "the bias was left out": expected - b})
    for part, old, now in zip(("X", "W", "b"), before, (X, W, b)):
        checks.unchanged(old, now, f"the caller's {part}")

# %% demo=true
import timeit

rng = np.random.default_rng(0)
X, W, b = rng.normal(size=(200, 64)), rng.normal(size=(64, 32)), np.zeros(32)
loops = min(timeit.repeat(lambda: dense_by_loops(X, W, b), number=1, repeat=2))
at_once = min(timeit.repeat(lambda: X @ W + b, number=50, repeat=5)) / 50
words = f"three loops take {loops / at_once:,.0f} times as long as one @ on this machine"
show(plots.plot_times({"three loops": loops, "X @ W + b": at_once}), f"Two bars on a logarithmic scale: {words}.")

# %% [markdown]
# The same numbers, often a thousand times sooner. `@` runs compiled code that takes many numbers at a time; a Python loop
# asks for each of 409,600 products by itself. On a GPU the gap grows further. So think in matrices: the shapes
# tell you what to multiply.

# %% [markdown]
# ## Say it in your own words
#
# A friend has seen the lecture and says: *"The network gave me a chance of 10 %, so with three hidden units it must be too
# small. And what a hidden layer does, nobody can know."* Reply in five to eight sentences: why was the network wrong,
# what would you change, and what does a hidden layer do to the data?

# %% [markdown] answer="own_words" points=3
# ### BEGIN SOLUTION
# The weights were never trained: the network has seen no student, and it says no to everybody (1 point). More units would
# not help, other numbers in the same 13 places would: measure the error on past students and change the weights to
# lower it (1 point). A hidden layer moves the data with W and b and bends it with the activation, so that the next
# layer can separate it more easily; one can compute and draw its outputs (1 point).
# ### END SOLUTION

# %% [markdown]
# ## What you take with you
#
# - A layer is one line: $g(XW + \mathbf{b})$. A row of $X$ is an example, a column of $W$ a neuron.
# - A network is a list of layers. Hidden layers move and bend the space until a straight line is enough.
# - A layer has $d \cdot units + units$ numbers. Untrained, they mean nothing.
# - Sequential, Functional, subclass: three texts for one network.
# - Narrow networks fail at any depth; where they are wide enough, a second layer helps. Use several seeds before you judge.
#
# <details><summary>Common questions</summary>
#
# **What happens to the non-linearity in the hidden layers, must it be the same everywhere?** Each hidden layer needs one,
# or it folds into its neighbour. They may differ; most people use the same one, often ReLU, in all of them.
#
# **Why is a layer called hidden?** Its outputs are neither given to us nor asked for. You may look at them, as in the film.
#
# **Rows or columns?** Other books write $W\mathbf{x}$ with one neuron per *row*. Keras and this course have examples in rows
# and neurons in columns.
#
# **How many hidden units does one need?** Nobody can say in advance. Try some sizes, with several seeds, on data that
# was not used for training (lab 09).
#
# **Is deeper always better?** No. Look at the column of width 2 in your table.
# </details>
#
# Next: lab 04, *Say how wrong you are*.
