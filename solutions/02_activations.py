# %% [markdown]
# # Bend the line: activation functions
#
# **You will** write three activations and their slopes, fold a deep network without activations into a single layer,
# build a curve out of hinges, follow a gradient down twenty layers, and find units that have died.
#
# **You will learn** why every hidden layer needs a bend; how to check a slope that you worked out on paper; why sigmoids
# starve deep networks and ReLU feeds them; which activation belongs on the last layer.
#
# **You need** labs 00 and 01, and the slope of a function of one variable. About 120 minutes. Goes with 17:00–20:06 of
# the lecture.
#
# **Stuck?** Go on: every section stands on its own. Where a cell wants a function that you have not finished, write
# `stand_in("relu")` in place of `relu`.

# %% [markdown]
# ## Warm up
#
# Four questions about labs 00 and 01. Answer from memory, then run the check.
#
# 1. `shape_of_sum`: which shape has the sum of an array of shape `(3,)` and one of shape `(3, 1)`?
# 2. `slope_of_square`: what does a tape answer for $x^2$ at $x = 5$?
# 3. `state_of_neuron`: with $w_0 = 1$ and $w = (3, -2)$, what is $z$ at the point $(1, 2)$?
# 4. `one_neuron_does_xor`: can a single neuron compute XOR? `True` or `False`.

# %%
import numpy as np
import tensorflow as tf

from course_utils import plots

sigmoid = stand_in("sigmoid")

# %% solution="warm_up"
### BEGIN SOLUTION
shape_of_sum = (3, 3)
slope_of_square = 10
state_of_neuron = 0
one_neuron_does_xor = False
### END SOLUTION

# %% tests="warm_up" points=1
shape = (np.zeros(3) + np.zeros((3, 1))).shape
given = np.ravel(shape_of_sum).tolist()
assert given == list(shape), f"shape_of_sum: {shape_of_sum} is not it; both arrays are stretched, as in lab 00"
checks.number(slope_of_square, -100, 100, "slope_of_square")
assert slope_of_square == 5 + 5, f"slope_of_square: {slope_of_square} is not it; the slope of x² is 2x"
checks.number(state_of_neuron, -100, 100, "state_of_neuron")
z, how = 1 + 3 * 1 - 2 * 2, "each input times its own weight, plus the bias"
assert state_of_neuron == z, f"state_of_neuron: {state_of_neuron} is not it; {how}"
checks.choice(one_neuron_does_xor, [True, False], "one_neuron_does_xor")
assert not one_neuron_does_xor, "one_neuron_does_xor: which straight line has both ones of XOR on one side, as in lab 01?"

# %% [markdown]
# ## Bend it in three ways
#
# A neuron computes its state $z = w_0 + w \cdot x$ and passes it through $g$. In lab 01, $g$ was the sigmoid. Here are
# three others:
#
# $$\tanh(z) = \frac{e^{z} - e^{-z}}{e^{z} + e^{-z}} \qquad \mathrm{relu}(z) = \max(0, z) \qquad
# \mathrm{leaky}(z) = \begin{cases} z & z > 0 \\ s\,z & z \le 0 \end{cases}$$
#
# The slope $s$ of the leaky one is small, 0.1 unless the caller says otherwise. The sigmoid of lab 01 is here too: it is
# the stand-in above.
#
# **Exercise 2.1** (10 min). Complete the three functions. Each takes a number or an array of any shape and gives back the
# same shape. It leaves the caller's array as it was, keeps float32, does not cut whole numbers
# (`leaky_relu(-3)` is −0.3), and survives $z = \pm 1000$.
#
# <details><summary>Hint 1: the idea</summary>
# ReLU asks of each number: you or zero, which is larger? Leaky ReLU chooses between two numbers. And tanh is a sigmoid in
# disguise: squeezed to half the width, then stretched from (0, 1) to (−1, 1).
# </details>
# <details><summary>Hint 2: the formula</summary>
# $\tanh(z) = 2\,\sigma(2z) - 1$. Python's <code>max</code> and <code>if</code> want one number; <code>np.maximum</code>
# and <code>np.where</code> go through an array.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>tanh:        return 2 * sigmoid(...) - ...
# relu:        return np.maximum(..., ...)
# leaky_relu:  return np.where(z > ..., ..., ...)</pre>
# </details>

# %% solution="activations"
def tanh(z):
    """Squash numbers of any shape into (-1, 1): (exp(z) - exp(-z)) / (exp(z) + exp(-z))."""
    ### BEGIN SOLUTION
    return np.tanh(z)
    ### END SOLUTION


def relu(z):
    """Keep what is positive, cut the rest to 0: max(0, z), of any shape."""
    ### BEGIN SOLUTION
    return np.maximum(z, 0)
    ### END SOLUTION


def leaky_relu(z, slope=0.1):
    """Keep what is positive, shrink the rest: z if z > 0, else slope * z, of any shape."""
    ### BEGIN SOLUTION
    return np.where(z > 0, z, slope * z)
    ### END SOLUTION


# %% demo=true
z = np.linspace(-4, 4, 161)
four = {"sigmoid": sigmoid, "tanh": tanh, "relu": relu, "leaky_relu": leaky_relu}
ends = [f"{name} goes from {f(z)[0]:.2f} to {f(z)[-1]:.2f}" for name, f in four.items()]
show(plots.plot_activation(four, z), f"Four curves between z = -4 and z = 4: {', '.join(ends)}.")

# %% tests="activations" points=1
z = np.linspace(-4.0, 4.0, 9)
left, right = 0.1 * z, np.maximum(z, 0)
truth = [tf.tanh(z), tf.nn.relu(z), tf.nn.leaky_relu(z, alpha=0.1)]
like_tanh = {"a sigmoid, which never goes below 0": tf.sigmoid(z), "sigmoid(z) where sigmoid(2z) is needed": tf.tanh(z / 2)}
like_relu = {"min instead of max": np.minimum(z, 0), "the absolute value": np.abs(z), "a step": 1.0 * (z > 0)}
like_leaky = {"two sides that were swapped": np.where(z > 0, left, z), "an ordinary relu": right}
like_leaky["a left side that points upwards"] = np.where(z > 0, z, -left)
try:
    relu(z.copy()), leaky_relu(z.copy())
except ValueError as error:
    assert "ambiguous" not in str(error), "looks like max or if, which take one number: use np.maximum, np.where"
    raise
checks.close(tanh(z.copy()), truth[0], "tanh(z)", looks_like=like_tanh)
checks.close(relu(z.copy()), truth[1], "relu(z)", looks_like=like_relu)
checks.close(leaky_relu(z.copy()), truth[2], "leaky_relu(z)", looks_like=like_leaky)

# %% hidden="activations" points=1
# Hidden check: z = 1000 and z = -1000, other slopes, any number of axes, single numbers, the caller's array.
z, block = np.array([-1000.0, 0.0, 1000.0]), np.linspace(-1, 1, 24).reshape(2, 3, 4)
expected = {"tanh": [-1.0, 0.0, 1.0], "relu": [0.0, 0.0, 1000.0], "leaky_relu": [-100.0, 0.0, 1000.0]}
for name, f in {"tanh": tanh, "relu": relu, "leaky_relu": leaky_relu}.items():
    before = z.copy()
    got = f(z)
    checks.unchanged(before, z, "the caller's z")
    checks.finite(got, f"{name}([-1000, 0, 1000])", hint="looks like an overflow: exp(1000) is too large for a float")
    checks.close(got, expected[name], f"{name}([-1000, 0, 1000])")
    checks.shape(f(block), (2, 3, 4), f"{name} of an array of shape (2, 3, 4)")
    checks.close(np.ravel(f(block)), f(np.ravel(block)), f"{name} of an array of shape (2, 3, 4)")
    checks.close(f(1000.0), expected[name][2], f"{name}(1000.0)")
fixed = {"a slope that is always 0.1": [-0.2]}
checks.close(leaky_relu(np.array([-2.0]), 0.5), [-1.0], "leaky_relu([-2], 0.5)", looks_like=fixed)

# %% hidden="activations" points=1
# Hidden check: float32 stays float32; whole numbers.
small, whole = np.array([-3.0, 0.0, 2.0], dtype=np.float32), np.array([-3, 2])
for name, f in {"tanh": tanh, "relu": relu, "leaky_relu": leaky_relu}.items():
    checks.dtype(f(small), np.float32, f"{name} of float32 numbers")
checks.close(tanh(whole), np.tanh([-3.0, 2.0]), "tanh([-3, 2])", looks_like={"a result that was cut to whole numbers": [0, 0]})
checks.close(relu(whole), [0, 2], "relu([-3, 2])")
cut = {"a result that was cut to whole numbers": [0, 2]}
checks.close(leaky_relu(whole), [-0.3, 2.0], "leaky_relu([-3, 2])", looks_like=cut)

# %% [markdown]
# Sigmoid and tanh flatten out on both sides, ReLU on one: half of this lab is about that. TensorFlow calls the four
# `tf.math.sigmoid`, `tf.math.tanh`, `tf.nn.relu` and `tf.nn.leaky_relu`.
#
# **★ Bonus** (10 min). GELU, found in many language models, weighs $z$ by the chance that a standard normal number lies
# below it: $\mathrm{gelu}(z) = z\,\Phi(z) = \frac{z}{2}\left(1 + \mathrm{erf}(z / \sqrt{2})\right)$. Come within 0.001, so
# the usual shortcut with tanh counts as well. `tf.math.erf` knows erf.

# %% solution="gelu"
def gelu(z):
    """Weigh z by the share of standard normal numbers below it, for a float array `z` of any shape."""
    ### BEGIN SOLUTION
    return 0.5 * z * (1 + tf.math.erf(z / np.sqrt(2.0)).numpy())
    ### END SOLUTION


# %% tests="gelu" points=0
z = np.linspace(-4.0, 4.0, 17)
like = {"the sigmoid form, close but not GELU": z * tf.sigmoid(1.702 * z), "the √2 is missing": z / 2 * (1 + tf.math.erf(z))}
checks.close(gelu(z), tf.nn.gelu(z, approximate=False), "gelu(z)", looks_like=like, atol=1e-3)

# %% hidden="gelu" points=0
# Hidden check: z = 0 and large z.
checks.close(gelu(np.array([-50.0, 0.0, 50.0])), [0.0, 0.0, 50.0], "gelu([-50, 0, 50])", atol=1e-3)

# %% [markdown]
# ## Measure a slope
#
# How much does $g(z)$ move when $z$ moves a little? Training lives on the answer, as labs 05 and 06 will show. Formulas
# for slopes go wrong easily, so first build a tool that needs none: step a little to the right and a little to the
# left, and divide the rise by the way between.
#
# $$f'(z) \approx \frac{f(z + h) - f(z - h)}{2h}$$
#
# **Exercise 2.2** (5 min). Complete `central_difference`; `f` is any function that takes an array. With the default
# step, its relative error must stay below $10^{-6}$.
#
# <details><summary>Hint 1: the idea</summary>
# Call <code>f</code> twice. How far apart are the two places?
# </details>
# <details><summary>Hint 2: the formula</summary>
# It stands above. Mind the brackets below the line: <code>a / 2 * h</code> multiplies by h.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>return (f(...) - f(...)) / (...)</pre>
# </details>

# %% solution="central_difference"
def central_difference(f, z, step=1e-5):
    """Measure the slope of f at z: (f(z + step) - f(z - step)) / (2 step).

    Args:
        f: A function of an array.
        z: A number, or an array of any shape.
        step: How far to go to each side.

    Returns:
        The slope at each z, of the same shape.
    """
    ### BEGIN SOLUTION
    return (f(z + step) - f(z - step)) / (2 * step)
    ### END SOLUTION


# %% demo=true
z = np.linspace(-6, 6, 121)
slope = central_difference(np.tanh, z)
ax = plots.plot_curve(z, {"tanh": np.tanh(z), "its slope, as you measure it": slope})
show(ax, f"The measured slope of tanh is {slope[60]:.2f} at z = 0, {slope[90]:.2f} at z = 3 and {slope[120]:.0e} at z = 6.")

# %% tests="central_difference" points=1
like = {
    "a one-sided difference, from z to z + step": 3.31,
    "a one-sided difference, from z - step to z": 2.71,
    "twice the slope: the way is 2 * step": 6.02,
    "missing brackets: a / 2 * step multiplies by step": 0.0301,
    "left minus right": -3.01,
    "another step than the one given": 3.0,
}
got = central_difference(lambda z: z**3, 1.0, step=0.1)  # by hand: (1.331 - 0.729) / 0.2
checks.close(got, 3.01, "central_difference(cube, 1, step=0.1)", looks_like=like)

# %% hidden="central_difference" points=1
# Hidden check: whole arrays, any shape, the default step to a relative error of 1e-6.
z = np.linspace(-2.0, 2.0, 12).reshape(3, 4)
got = central_difference(np.sin, z)
checks.shape(got, (3, 4), "central_difference(np.sin, z)")
one_sided = {"a one-sided difference": (np.sin(z + 1e-5) - np.sin(z)) / 1e-5}
checks.close(got, np.cos(z), "central_difference(np.sin, z)", looks_like=one_sided, rtol=1e-6, atol=0)
checks.close(central_difference(lambda z: 5 * z, 2.0), 5.0, "central_difference(5z, 2)")
checks.close(central_difference(lambda z: z**2, 3.0, 0.5), 6.0, "central_difference(z², 3, 0.5)")

# %% [markdown]
# ## Work the slopes out
#
# Now the formulas, each as a function of the *state* $z$. At the kink there is no single slope: take the one on the
# left, as TensorFlow does, so that `d_relu(0)` is 0 and `d_leaky_relu(0)` is `slope`.
#
# **Exercise 2.2**, second half (15 min). Complete the four derivatives, with a relative error below $10^{-6}$, for arrays
# of any shape and for $z = \pm 1000$. Give numbers, not `True` and `False`.
#
# <details><summary>Hint 1: the idea</summary>
# ReLU has two straight pieces: how steep is each? For the sigmoid, differentiate $1 / (1 + e^{-z})$ and write the result
# with σ again.
# </details>
# <details><summary>Hint 2: the formula</summary>
# $\sigma' = \sigma\,(1 - \sigma)$ and $\tanh' = 1 - \tanh^2$, where σ and tanh stand for their values <em>at z</em>:
# first the function, then the formula.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>d_sigmoid:     s = ...(z);  return s * (...)
# d_tanh:        return 1 - np.tanh(...) ** ...
# d_relu:        return np.where(z > 0, ..., ...)
# d_leaky_relu:  the same, with another number on the left</pre>
# </details>

# %% solution="derivatives"
def d_sigmoid(z):
    """Slope of the sigmoid at the state z."""
    ### BEGIN SOLUTION
    s = sigmoid(z)
    return s * (1 - s)
    ### END SOLUTION


def d_tanh(z):
    """Slope of tanh at the state z."""
    ### BEGIN SOLUTION
    return 1 - np.tanh(z) ** 2
    ### END SOLUTION


def d_relu(z):
    """Slope of ReLU at the state z; 0 at z = 0."""
    ### BEGIN SOLUTION
    return np.where(z > 0, 1.0, 0.0)
    ### END SOLUTION


def d_leaky_relu(z, slope=0.1):
    """Slope of leaky ReLU at the state z; `slope` at z = 0."""
    ### BEGIN SOLUTION
    return np.where(z > 0, 1.0, slope)
    ### END SOLUTION


# %% demo=true
z = np.linspace(-4, 4, 80)  # 80 points, so that none falls on the kink
pairs = {"sigmoid": (sigmoid, d_sigmoid), "tanh": (np.tanh, d_tanh), "relu": (stand_in("relu"), d_relu)}
errors = {name: np.abs(df(z) - central_difference(f, z)) for name, (f, df) in pairs.items()}
ax = plots.plot_error(z, errors)
ax.set(xlabel="state z", ylabel="your formula minus your measurement")
worst = [f"{name} {error.max():.0e}" for name, error in errors.items()]
show(ax, f"The largest differences between your formulas and your measurements: {', '.join(worst)}.")

# %% tests="derivatives" points=1
z = tf.Variable(np.linspace(-4.0, 4.0, 8))
with tf.GradientTape(persistent=True) as tape:
    outputs = [tf.sigmoid(z), tf.tanh(z), tf.nn.relu(z), tf.nn.leaky_relu(z, alpha=0.1)]
slopes, z = [tape.gradient(output, z) for output in outputs], z.numpy()
like_sigmoid = {"z * (1 - z), as if z were already the output": z * (1 - z), "the sigmoid itself": tf.sigmoid(z)}
like_tanh = {"1 - z², as if z were already the output": 1 - z**2, "the square is missing": 1 - np.tanh(z)}
like_relu = {"the relu itself": np.maximum(z, 0), "1 on the wrong side": 1.0 * (z < 0)}
like_leaky = {"-slope on the left": np.where(z > 0, 1, -0.1), "0 on the left, as for relu": 1.0 * (z > 0)}
like_leaky["slope * z on the left, which is the value and not its slope"] = np.where(z > 0, 1, 0.1 * z)
checks.close(d_sigmoid(z), slopes[0], "d_sigmoid(z)", looks_like=like_sigmoid, rtol=1e-6, atol=0)
checks.close(d_tanh(z), slopes[1], "d_tanh(z)", looks_like=like_tanh, rtol=1e-6, atol=0)
checks.close(d_relu(z), slopes[2], "d_relu(z)", looks_like=like_relu)
checks.close(d_leaky_relu(z), slopes[3], "d_leaky_relu(z)", looks_like=like_leaky)

# %% hidden="derivatives" points=1
# Hidden check: z = 0, where the slope on the left counts; other slopes; numbers and not True or False.
checks.close(d_relu(np.array([0.0])), [0.0], "d_relu([0])", looks_like={"z >= 0, but the slope at 0 is to be 0": [1.0]})
like = {"z >= 0, but the slope at 0 is to be that of the left side": [1.0], "0, the slope of relu": [0.0]}
checks.close(d_leaky_relu(np.array([0.0])), [0.1], "d_leaky_relu([0])", looks_like=like)
fixed = {"a slope that is always 0.1": [0.1, 1.0], "-slope on the left": [-0.3, 1.0]}
checks.close(d_leaky_relu(np.array([-2.0, 2.0]), 0.3), [0.3, 1.0], "d_leaky_relu([-2, 2], 0.3)", looks_like=fixed)
for name, df in {"d_relu": d_relu, "d_leaky_relu": d_leaky_relu}.items():
    kind = np.asarray(df(np.array([-1.0, 1.0]))).dtype.kind
    assert kind != "b", f"{name} gives True and False: expected numbers, 1.0 and so on"

# %% hidden="derivatives" points=1
# Hidden check: z = 1000 and z = -1000, relative error below 1e-6, any number of axes.
far, z = np.array([-1000.0, 1000.0]), np.linspace(-6, 6, 24).reshape(2, 3, 4)
s = tf.sigmoid(z).numpy()
expected = {"d_sigmoid": s * (1 - s), "d_tanh": 1 / np.cosh(z) ** 2, "d_relu": 1.0 * (z > 0)}
expected["d_leaky_relu"] = np.where(z > 0, 1, 0.1)
for name, df in {"d_sigmoid": d_sigmoid, "d_tanh": d_tanh, "d_relu": d_relu, "d_leaky_relu": d_leaky_relu}.items():
    checks.finite(df(far), f"{name}([-1000, 1000])", hint="looks like an overflow: use a sigmoid that survives 1000")
    checks.close(df(z), expected[name], name, rtol=1e-6, atol=0)
    checks.shape(df(z), (2, 3, 4), f"{name} of an array of shape (2, 3, 4)")
checks.close(d_sigmoid(far), [0.0, 0.0], "d_sigmoid([-1000, 1000])")

# %% [markdown]
# Formula and measurement differ by less than a billionth, so you can trust both. Now choose a function, move $z$, and find
# where the slope dies:

# %% demo=true
from course_utils.labs.activations import figures

mine = {"sigmoid": (sigmoid, d_sigmoid), "tanh": (tanh, d_tanh), "leaky_relu": (leaky_relu, d_leaky_relu)}
figures.activations({**mine, "relu": (relu, d_relu)})

# %% [markdown]
# In the hatched zones a unit *saturates*: its slope is below 0.05, so hardly anything that happens before it shows
# behind it. The sigmoid's slope is never above 0.25, and that only at $z = 0$; at $z = 4$ it is 0.018. On the right the
# slope of ReLU is 1, however far you go.

# %% [markdown]
# ## Stack without bending
#
# Suppose you leave the activations out. Two layers, with one example per row:
#
# $$H = X W_1 + b_1 \qquad Y = H W_2 + b_2$$
#
# Put the first into the second on paper and multiply out. What stands in front of $X$, and what stands alone?
#
# **Exercise 2.3** (15 min). Complete `collapse(layers)`. `layers` is a list of pairs `(W, b)`, input side first, with
# `W` of shape `(d_in, d_out)` and `b` of shape `(d_out,)`. Return the one pair `(W, b)` for which `X @ W + b` equals the
# whole stack. Do not change the arrays that you are given.
#
# <details><summary>Hint 1: the idea</summary>
# You need only know how to fold two layers into one. Then fold the result with the third, and so on.
# </details>
# <details><summary>Hint 2: the formula</summary>
# $Y = (X W_1 + b_1) W_2 + b_2 = X\,(W_1 W_2) + (b_1 W_2 + b_2)$. The first bias passes through the second layer.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>W, b = layers[0]
# for W_next, b_next in layers[1:]:
#     W, b = ..., ...
# return W, b</pre>
# </details>

# %% solution="collapse"
def collapse(layers):
    """Fold a stack of linear layers into one.

    Args:
        layers: Pairs `(W, b)`, input side first; `W (d_in, d_out)`, `b (d_out,)`.

    Returns:
        The pair `(W, b)` that does the same as the whole stack.
    """
    ### BEGIN SOLUTION
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W @ W_next, b @ W_next + b_next
    return W, b
    ### END SOLUTION


# %% tests="collapse" points=1
W1, b1 = np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([1.0, -1.0])
W2, b2 = np.array([[1.0, 0.0], [3.0, 1.0]]), np.array([2.0, 5.0])
W, b = collapse([(W1, b1), (W2, b2)])
like = {"the product in the wrong order": W2 @ W1, "a product of the elements, * for @": W1 * W2}
checks.close(W, [[7.0, 2.0], [3.0, 1.0]], "W of 2 layers", looks_like=like)
like = {
    "the sum of the biases, but b1 must pass through W2": b1 + b2,
    "only the last bias": b2,
    "the result without the last layer's bias": b1 @ W2,
    "W2 @ b1 where b1 @ W2 is needed": W2 @ b1 + b2,
}
checks.close(b, [0.0, 4.0], "b of 2 layers", looks_like=like)

# %% hidden="collapse" points=1
# Hidden check: other shapes, one to six layers, biases that are not zero.
rng = np.random.default_rng(2)
sizes = [3, 5, 2, 4, 4, 1, 2]
layers = [(rng.integers(-2, 3, (d, units)) * 1.0, rng.integers(1, 4, units) * 1.0) for d, units in zip(sizes, sizes[1:])]
X = rng.normal(size=(7, 3))
for depth in range(1, 7):
    expected = X
    for W, b in layers[:depth]:
        expected = expected @ W + b
    W, b = collapse(layers[:depth])
    checks.shape(W, (3, sizes[depth]), f"W of {depth} layers")
    checks.shape(b, (sizes[depth],), f"b of {depth} layers")
    checks.close(X @ np.asarray(W) + np.asarray(b), expected, f"X @ W + b of {depth} layers")

# %% hidden="collapse" points=1
# Hidden check: the caller's list and arrays stay as they were; the same list twice.
W1, b1, W2, b2 = np.eye(2), np.ones(2), 2 * np.eye(2), np.array([3.0, 4.0])
layers = [(W1, b1), (W2, b2)]
first = [np.array(part) for part in collapse(layers)]
assert len(layers) == 2, f"the caller's list had 2 layers and now has {len(layers)}: do not pop from it"
for name, before, now in [("W1", np.eye(2), W1), ("b1", np.ones(2), b1), ("W2", 2 * np.eye(2), W2), ("b2", [3, 4], b2)]:
    checks.unchanged(np.array(before, dtype=float), now, f"the caller's {name}")
checks.close(collapse(layers)[1], first[1], "b, the second time")

# %% demo=true
rng = np.random.default_rng(0)
sizes = [2, 64, 64, 64, 1]
layers = [(rng.normal(size=(d, units)), rng.normal(size=units)) for d, units in zip(sizes, sizes[1:])]
W, b = collapse(layers)
before = sum(W.size + b.size for W, b in layers)
print(f"{before:,} numbers in {len(layers)} layers do what {W.size + b.size} numbers can")

# %% [markdown]
# Four layers and 8,577 numbers, and three numbers say the same. Nothing was lost, because nothing was there: a straight
# line of a straight line is a straight line.

# %% [markdown]
# ## Does depth alone help?
#
# Here are points like the lecture's red and green ones (vermillion and blue here, so that everybody can tell them apart).
# We train small networks on them: no hidden layer, which is the lone neuron of lab 01, then one to four hidden layers of
# 8 units.
#
# Commit yourself: **without an activation**, what happens to the share of points on their own side of the boundary, from no
# hidden layer to four? Write `"better"`, `"same"` or `"worse"`.

# %% solution="prediction_depth"
### BEGIN SOLUTION
prediction_depth = "same"
### END SOLUTION

# %% tests="prediction_depth" points=1
checks.choice(prediction_depth, ["better", "same", "worse"], "prediction_depth")

# %%
from course_utils import datasets
from course_utils.models import dense_net


def accuracy(hidden_layers, activation, seed):
    """Train a network from one random start; the share of points on their own side of the boundary."""
    X, y = datasets.red_and_green(200)
    start = dense_net.init([2, *[8] * hidden_layers, 1], activation, np.random.default_rng(seed))
    params, _ = dense_net.train(start, X, y, activation, steps=300)
    return np.mean((dense_net.forward(params, X, activation)[:, 0] > 0) == y)


# %% [markdown]
# How `train` works is the subject of labs 04 to 07. The table shows the median share of three random starts.

# %% demo=true
print("hidden layers", *(f"{hidden:6}" for hidden in range(5)))
for activation in ("none", "tanh", "relu"):
    runs = [[accuracy(hidden, activation, seed) for seed in range(3)] for hidden in range(5)]
    print(f"{activation:13}", *(f"{np.median(run):6.1%}" for run in runs))

# %% [markdown]
# Now the boundaries. Move the slider with `none`, then with `tanh`:

# %% demo=true
figures.depth()

# %% [markdown]
# **Exercise 2.4** (5 min). Your verdict: how many hidden layers does it take, at the least, to put 95 % of the points on
# their side? Answer for each activation with a number from 0 to 4, or with `"never"`:
#
# <pre>verdict = {"none": ..., "tanh": ..., "relu": ...}</pre>
#
# <details><summary>Hint 1: the idea</summary>
# Go along each row of the table until you meet 95 %.
# </details>
# <details><summary>Hint 2: the reason</summary>
# What does <code>collapse</code> make of four hidden layers without an activation?
# </details>

# %% solution="verdict"
### BEGIN SOLUTION
verdict = {"none": "never", "tanh": 1, "relu": 1}
### END SOLUTION

# %% tests="verdict" points=1
assert hasattr(verdict, "get"), f'verdict: expected a dictionary such as {{"none": 3, …}}, received {verdict!r}'
for activation in ("none", "tanh", "relu"):
    checks.choice(verdict.get(activation, "nothing"), [0, 1, 2, 3, 4, "never"], f'verdict["{activation}"]')
never = str(verdict["none"]).strip().lower() == "never"
assert never, "none: without an activation the boundary is one straight line: does any reach 95 %?"
for activation in ("tanh", "relu"):
    layers = verdict[activation]
    assert str(layers).strip().lower() != "never", f"{activation}: look along its row of the table again; it does reach 95 %"
    assert layers != 0, f"{activation}: with no hidden layer this is the lone neuron, and its boundary is straight"
    assert layers == 1, f"{activation}: {layers} do it, but look one column to the left: do fewer do it too?"

# %% [markdown]
# Depth without a bend buys nothing; one hidden layer of eight bent units is enough.

# %% [markdown]
# ## Build a curve from hinges
#
# Take one input $x$ and units $\mathrm{relu}(x - k)$. Each is a *hinge*: flat up to its knot $k$, then rising with slope 1.
# Add up hinges with different weights, some negative, and the line bends at every knot.
#
# **Exercise 2.5** (10 min). Complete `relu_basis(x, knots)`: one row per $x$, one column per knot.
#
# <details><summary>Hint 1: the idea</summary>
# This is the hidden layer of a network: each knot is a unit with weight 1 and bias −k. You need every x with every knot.
# </details>
# <details><summary>Hint 2: the tools</summary>
# In lab 00 a <code>(3, 1)</code> and a <code>(3,)</code> made a <code>(3, 3)</code> by accident. Here do it on
# purpose: <code>x[:, None]</code> has shape <code>(n, 1)</code>.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>return np.maximum(0, x[...] - ...)</pre>
# </details>

# %% solution="relu_basis"
def relu_basis(x, knots):
    """Evaluate one hinge per knot: column j is relu(x - knots[j]).

    Args:
        x: Positions, an array of shape (n,).
        knots: Where the hinges bend, an array of shape (k,).

    Returns:
        An array of shape (n, k).
    """
    ### BEGIN SOLUTION
    return np.maximum(0, x[:, None] - knots)
    ### END SOLUTION


# %% [markdown]
# The weights in front of the hinges need no training here: *least squares* finds the best ones in one stroke, and the
# output's bias with them.

# %% shared=true
def best_fit(H, y):
    """The combination 1·c0 + H @ c closest to y in squared error; `H (n, k)`, `y (n,)` -> `(n,)`."""
    H = np.column_stack([np.ones(len(y)), H])
    weights = np.linalg.lstsq(H, y, rcond=None)[0]
    return H @ weights


# %% [markdown]
# The check fits $\sin(2\pi x)$ on $[0, 1]$ with 20 evenly spread knots: the largest error must stay below 0.02. The hidden
# one doubles the knots from 16 to 32, for the sine and for a bump: the largest error must fall to a third or less.

# %% tests="relu_basis" points=1
x, knots = np.array([0.0, 1.0, 2.5]), np.array([0.0, 2.0, 0.5])
gap, expected = x[:, None] - knots, [[0.0, 0.0, 0.0], [1.0, 0.0, 0.5], [2.5, 0.5, 2.0]]
like = {
    "knots of its own, not those given": np.maximum(0, x[:, None] - np.linspace(0, 2.5, 3, endpoint=False)),
    "x and knots met in pairs, but every x needs every knot": np.maximum(0, x - knots),
    "the hinges added up: keep one column for each": np.sum(expected, axis=1),
    "hinges that look left, relu(knot - x)": np.maximum(0, -gap),
    "straight lines, without the relu": gap,
    "steps: 1 behind the knot instead of a slope": 1.0 * (gap > 0),
    "the knot added, not subtracted": np.maximum(0, x[:, None] + knots),
}
checks.close(relu_basis(x, knots), expected, "relu_basis(x, knots)", looks_like=like)
x, sine = np.linspace(0, 1, 201), np.sin(np.linspace(0, 2 * np.pi, 201))
error = np.abs(best_fit(relu_basis(x, np.arange(20) / 20), sine) - sine).max()
checks.less(error, 0.02, "the largest error with 20 hinges")

# %% hidden="relu_basis" points=1
# Hidden check: knots in any order, one knot, negative x, x out of order, as many knots as x.
x = np.array([0.5, -2.0, 3.0, 1.0])
for knots in ([1.0], [2.0, -1.0, 0.5], [0.0, 1.0, 2.0, 3.0], [-3.0, -2.0, -1.0, 0.0, 1.0]):
    expected = [[max(0.0, float(a) - k) for k in knots] for a in x]
    own = np.linspace(x.min(), x.max(), len(knots), endpoint=False)
    like = {"knots of its own instead of those given": np.maximum(0, x[:, None] - own)}
    checks.close(relu_basis(x, np.array(knots)), expected, f"relu_basis([0.5, -2, 3, 1], {knots})", looks_like=like)

# %% hidden="relu_basis" points=1
# Hidden check: the error falls as the text says, for another curve too.
x = np.linspace(0, 1, 401)
for name, curve in {"sin(2πx)": np.sin(2 * np.pi * x), "a bump": np.exp(-(((x - 0.5) / 0.2) ** 2))}.items():
    few, many = (np.abs(best_fit(relu_basis(x, np.arange(k) / k), curve) - curve).max() for k in (16, 32))
    checks.less(many, few / 3, f"the largest error for {name} with 32 hinges")

# %% demo=true
x = np.linspace(0, 1, 201)
sine = np.sin(2 * np.pi * x)
few, many = (best_fit(relu_basis(x, np.arange(k) / k), sine) for k in (4, 20))
ax = plots.plot_curve(x, {"sin(2πx)": sine, "from 4 hinges": few, "from 20 hinges": many})
ax.set(xlabel="x", ylabel="curve")
errors = [float(np.abs(fit - sine).max()) for fit in (few, many)]
show(ax, f"A sine and two fits of straight pieces: 4 hinges miss it by up to {errors[0]:.2f}, 20 by up to {errors[1]:.3f}.")

# %% [markdown]
# Twenty hinges follow the sine for the eye, and twice as many hinges leave about a quarter of the error. With enough of
# them one hidden layer *can* follow any continuous curve on an interval as closely as you like. But who finds the weights?
# Choose `descent` to see what 1000 steps of training make of the same hinges:

# %% demo=true
figures.bump_builder(relu_basis)

# %% [markdown]
# What a network can represent, training need not find. Lab 05 looks into the difference.

# %% [markdown]
# ## Follow the gradient down twenty layers
#
# So hidden layers need a bend, and more of them should do more. But training sends the slope of the loss back from the
# last layer to the first, and on its way each layer multiplies it by its weights and its $g'$.
#
# Commit yourself. In a fresh network of 20 sigmoid layers, how large is the gradient at the first layer's weights, compared
# with the last's? Write `"about equal"`, `"a thousandth"` or `"less than a millionth"`.

# %% solution="prediction_flow"
### BEGIN SOLUTION
prediction_flow = "less than a millionth"
### END SOLUTION

# %% tests="prediction_flow" points=1
checks.choice(prediction_flow, ["about equal", "a thousandth", "less than a millionth"], "prediction_flow")

# %% [markdown]
# Build it and see. The tower has `depth` layers, each 64 units wide, without biases: $H \leftarrow g(H W)$ in *every*
# layer, the last included. The entries of $W$ start as normal random numbers with mean 0 and
#
# $$\text{variance } \frac{2}{64} \text{ for ReLU (He)}, \qquad \frac{1}{64} \text{ for the others (Glorot)}.$$
#
# The input, 32 rows of normal random numbers, is given. The loss $J$ is the mean of all squared outputs.
#
# **Exercise 2.6** (20 min). Complete `gradient_flow`: return a list with the norm of $\partial J / \partial W$ of each
# layer, **first layer first**. The same seed gives the same list.
#
# <details><summary>Hint 1: the idea</summary>
# Make the weights; send h through the tower while a tape watches; ask the tape for the gradients; take the size of each.
# </details>
# <details><summary>Hint 2: the tools</summary>
# <code>rng.normal(0, std, (64, 64))</code> wants the standard deviation, the root of the variance. A tape watches a
# <code>tf.Variable</code>. <code>tape.gradient(loss, weights)</code> takes a list and gives a list.
# <code>tf.norm(dW)</code> is the root of the sum of squares.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>std = ...
# weights = [tf.Variable(rng.normal(0, std, (64, 64))) for _ in ...]
# with tf.GradientTape() as tape:
#     for W in weights:
#         h = ...
#     loss = tf.reduce_mean(...)
# return [float(tf.norm(...)) for dW in tape.gradient(..., ...)]</pre>
# </details>

# %% solution="gradient_flow"
def gradient_flow(activation, depth, seed=0):
    """Measure the gradient in each layer of a fresh tower.

    Args:
        activation: "sigmoid", "tanh" or "relu".
        depth: Number of layers, each 64 units wide.
        seed: The same seed gives the same tower.

    Returns:
        `depth` numbers: the norm of dJ/dW of each layer, first layer first.
    """
    g = {"sigmoid": tf.math.sigmoid, "tanh": tf.math.tanh, "relu": tf.nn.relu}[activation]
    rng = np.random.default_rng(seed)
    h = tf.constant(rng.normal(size=(32, 64)))
    ### BEGIN SOLUTION
    std = np.sqrt((2 if activation == "relu" else 1) / 64)
    weights = [tf.Variable(rng.normal(0, std, (64, 64))) for _ in range(depth)]
    with tf.GradientTape() as tape:
        for W in weights:
            h = g(h @ W)
        loss = tf.reduce_mean(h**2)
    return [float(tf.norm(dW)) for dW in tape.gradient(loss, weights)]
    ### END SOLUTION


# %% demo=true
flow = {name: gradient_flow(name, 20) for name in ("sigmoid", "tanh", "relu")}
ratios = [f"{name} {norms[0] / norms[-1]:.1g}" for name, norms in flow.items()]
ax = plots.plot_gradient_flow(flow)
show(ax, f"The gradient by layer, 1 to 20. The first norm as a part of the last: {', '.join(ratios)}.")

# %% [markdown]
# The hidden check takes the median of three seeds at depth 20. For sigmoid the first norm must be below $10^{-6}$ of the
# last; for ReLU it must be above $10^{-3}$. At depth 1 the size must agree with other towers of this kind to 20 %, in the
# median of 25.

# %% tests="gradient_flow" points=1
for activation in ("sigmoid", "tanh", "relu"):
    call = f'gradient_flow("{activation}", 5, 1)'
    try:
        norms = gradient_flow(activation, 5, 1)
    except (AttributeError, TypeError, ValueError) as error:
        watch = "looks like the tape did not watch the weights: make each a tf.Variable, compute inside `with`"
        assert "None" not in str(error), watch
        raise
    checks.shape(norms, (5,), call, looks_like={"one matrix per layer, not its norm": (5, 64, 64)})
    checks.finite(norms, call)
    assert min(norms) > 0, f"expected {call} above 0 in every layer, received {list(norms)}"
    checks.close(gradient_flow(activation, 5, 1), norms, f"{call}, again with the same seed,", rtol=1e-3)

# %% hidden="gradient_flow" points=1
# Hidden check: 20 layers, the median of three seeds; sigmoid's ratio of first to last, ReLU's first norm.
def median_flow(activation):
    return np.median([np.asarray(gradient_flow(activation, 20, seed), dtype=float) for seed in (11, 12, 13)], axis=0)


norms = median_flow("sigmoid")
ratio = norms[0] / norms[-1]
assert ratio < 1e5, f"looks like the list runs from the last layer to the first: sigmoid, first / last = {ratio:.2g}"
text = "expected first / last below 1e-6 for 20 sigmoid layers, received"
assert ratio < 1e-6, f"looks like the activation is missing in some layers: {text} {ratio:.2g}"
first = median_flow("relu")[0]
text = f"expected a first norm above 0.001 for 20 ReLU layers, received {first:.2g}"
assert first > 1e-10, f"looks like the variance was used as standard deviation: {text}"
assert first > 1e-3, f"looks like ReLU did not get its own start, variance 2/64: {text}"

# %% hidden="gradient_flow" points=1
# Hidden check: one layer against a tower of our own; another seed gives other numbers.
def one_layer(g, slope, variance, seed):
    rng = np.random.default_rng(seed)
    X, W = rng.normal(size=(32, 64)), rng.normal(0, variance**0.5, (64, 64))
    return np.linalg.norm(X.T @ (2 * g(X @ W) * slope(X @ W)) / (32 * 64))


s = lambda z: 1 / (1 + np.exp(-z))
sigmoid_tower, tanh_tower = (s, lambda z: s(z) * (1 - s(z)), 1 / 64), (np.tanh, lambda z: 1 - np.tanh(z) ** 2, 1 / 64)
towers = {"sigmoid": sigmoid_tower, "tanh": tanh_tower, "relu": (lambda z: np.maximum(z, 0), lambda z: z > 0, 2 / 64)}
for name, (g, slope, variance) in towers.items():
    ours = np.median([one_layer(g, slope, variance, seed) for seed in range(25)])
    theirs = np.median([float(gradient_flow(name, 1, seed)[0]) for seed in range(50, 75)])
    text = f"expected a norm near {ours:.3g} for one {name} layer, received {theirs:.3g}"
    assert not 0.8 < theirs / ours**2 < 1.2, f"looks like the norm was squared: {text}"
    assert theirs < 50 * ours, f"looks like the loss is a sum, not a mean: {text}"
    assert 0.8 < theirs / ours < 1.2, f"looks like another start, loss or norm than the text's: {text}"
a, b = (np.asarray(gradient_flow("tanh", 3, seed), dtype=float) for seed in (1, 2))
assert not np.allclose(a, b, rtol=1e-9), "two seeds gave the same numbers: draw the weights with `rng`"

# %% [markdown]
# Between the first layer and the last, the gradient meets 19 sigmoids whose slope is at most 0.25, and
# $0.25^{19} \approx 4 \cdot 10^{-12}$. Weights of Glorot's size do not make up for that: the first layer hears next to
# nothing. ReLU passes on all or nothing, and the 2 in He's variance makes up for the half that it stops. Below, the
# variance is scale² / 64, so Glorot's start is a scale of 1 and He's of $\sqrt{2} \approx 1.4$. Move it and watch:

# %% demo=true
figures.signal_through_depth()

# %% [markdown]
# ## Find the units that never wake
#
# ReLU has a weakness of its own: where $z \le 0$ its slope is 0. A unit whose state is negative for *every* example gets
# no gradient, so its weights stand still. It is dead.
#
# **Exercise 2.7** (15 min). Complete `dead_relu_fraction(model, X)`. `model` is a Keras network of dense layers; all but
# the last are hidden layers with ReLU. Return the share of hidden units, counted over all hidden layers together, whose
# output is 0 for every row of `X`.
#
# <details><summary>Hint 1: the idea</summary>
# Send X through layer after layer and look at the columns: each is one unit. One example that wakes it is enough.
# </details>
# <details><summary>Hint 2: the tools</summary>
# <code>model.layers[:-1]</code> are the hidden layers, and <code>layer(h)</code> gives a layer's output, ReLU
# included. <code>np.all(..., axis=0)</code> asks a question of every column.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>h, dead = X, []
# for layer in ...:
#     h = ...
#     dead.extend(np.all(... == 0, axis=...))
# return np.mean(...)</pre>
# </details>

# %% solution="dead_relu_fraction"
def dead_relu_fraction(model, X):
    """Find the share of hidden units that are 0 for every example.

    Args:
        model: A Keras network; all layers but the last are dense with ReLU.
        X: Inputs of shape (n, d).

    Returns:
        Dead hidden units / all hidden units, a number from 0 to 1.
    """
    ### BEGIN SOLUTION
    h, dead = X, []
    for layer in model.layers[:-1]:
        h = layer(h)
        dead.extend(np.all(np.asarray(h) == 0, axis=0))
    return np.mean(dead)
    ### END SOLUTION


# %% demo=true
rng = np.random.default_rng(4)
X = rng.normal(size=(60, 2))
hidden = {"W": rng.normal(size=(2, 24)), "b": rng.normal(-2, 1, 24), "activation": "relu"}
model = checks.build("dense_net", [hidden, {"W": np.ones((24, 1)), "b": [0.0], "activation": None}])
few, all_rows = dead_relu_fraction(model, X[:8]), dead_relu_fraction(model, X)
print(f"dead on 8 rows: {few:.0%}, dead on all 60: {all_rows:.0%}")
active = np.asarray(model.layers[0](X)) > 0
dead = int(np.sum(~active.any(axis=0)))
show(plots.plot_living_units(active), f"Of 24 columns, one per unit, {dead} are hatched: silent on all 60 examples.")

# %% tests="dead_relu_fraction" points=1
hidden = {"W": [[1, -1, 0, 0, 1, -1], [0, 0, 1, -1, 1, -1]], "b": [0, 0, 0, 0, 0, -1], "activation": "relu"}
model = checks.build("dense_net", [hidden, {"W": [[-1]] * 6, "b": [0], "activation": None}])
X = np.array([[1.0, 2.0], [3.0, 1.0], [-2.0, 3.0], [1.0, 1.0], [0.0, 0.0]])  # the units -x2 and -x1 - x2 - 1 never wake
like = {
    "the share of zeros, not of units": 18 / 30,
    "units that are 0 for some row, not for every row": 1.0,
    "the share of living units": 4 / 6,
    "the number of dead units, not their share": 2.0,
    "rows, not columns": 1 / 5,
    "the output layer counted as a hidden one": 2 / 7,
    "the output layer counted as a hidden one, with <= 0": 3 / 7,
    "the states z, before the activation: there a dead unit is below 0": 0.0,
}
checks.close(dead_relu_fraction(model, X), 2 / 6, "dead_relu_fraction(model, X)", looks_like=like)

# %% hidden="dead_relu_fraction" points=1
# Hidden check: two hidden layers of different width; a state below zero before the activation.
first = {"W": [[1, -1]], "b": [0, 0], "activation": "relu"}
second = {"W": [[1, -1, 1, -1, 0, -1], [0, 0, -1, -2, -1, 1]], "b": [0, 0, 0, 0, 0, -9], "activation": "relu"}
model = checks.build("dense_net", [first, second, {"W": [[1]] * 6, "b": [0], "activation": None}])
X = np.array([[1.0], [2.0], [3.0]])
like = {
    "mean of the layers' shares: count all units together": (1 / 2 + 4 / 6) / 2,
    "only the first hidden layer": 1 / 2,
    "only the last hidden layer": 4 / 6,
    "a network without its ReLU: the ReLU was left out between the layers": 3 / 8,
}
checks.close(dead_relu_fraction(model, X), 5 / 8, "dead_relu_fraction of two layers", looks_like=like)

# %% hidden="dead_relu_fraction" points=1
# Hidden check: dead on one batch is not dead on all data; nothing dead, everything dead.
def net(b):
    hidden = {"W": [[1, 1, 1, 1]], "b": b, "activation": "relu"}
    return checks.build("dense_net", [hidden, {"W": [[1]] * 4, "b": [0], "activation": None}])


X = np.zeros((500, 1))
X[-1] = 10.0  # a single late example wakes the third and fourth unit
like = {"only the first rows were looked at": 1.0, "the share of zeros, not of units": 1 - 2 / 2000}
checks.close(dead_relu_fraction(net([-20, -30, -5, -1]), X), 0.5, "dead_relu_fraction, 500 rows", looks_like=like)
checks.close(dead_relu_fraction(net([1, 2, 3, 4]), X), 0.0, "dead_relu_fraction, all alive")
checks.close(dead_relu_fraction(net([-50, -60, -70, -80]), X), 1.0, "dead_relu_fraction, all dead")

# %% [markdown]
# Does the picture agree with your number? On 8 rows more units look dead than on 60: a unit may sleep through one batch and wake in the next. Only those that
# sleep through *all* the data are lost. A leaky ReLU never sleeps.

# %% [markdown]
# ## Choose the last bend
#
# On the *last* layer the activation decides what the network is able to say. Two are new: softplus, $\log(1 + e^z)$, is a
# ReLU with a rounded corner; softmax gives several positive numbers that add up to 1. In code:

# %% shared=true
can_give = {
    "none": lambda outputs: True,
    "sigmoid": lambda outputs: 0 < min(outputs) and max(outputs) < 1,
    "tanh": lambda outputs: -1 < min(outputs) and max(outputs) < 1,
    "softplus": lambda outputs: min(outputs) > 0,
    "softmax": lambda outputs: min(outputs) > 0 and round(sum(outputs), 6) == 1,
}

# %% [markdown]
# Eight jobs:
#
# | job | the network says | must be possible | would be nonsense |
# |---|---|---|---|
# | `rain` | the chance of rain tomorrow | 0.7 | −0.5; 1.4 |
# | `digit` | the chance of each of 0, 1, 2, exactly one being right | 0.8, 0.1, 0.1 | 0.9, 0.8, 0.7 |
# | `tags` | for each tag the chance that it fits a photo; several may | 0.9, 0.8, 0.1 | −0.5, 0.5, 0.5; 1.5, 0.5, 0.5 |
# | `temperature` | degrees Celsius tomorrow | −12; 31 | |
# | `steering` | from −1, full left, to 1, full right | −0.8; 0.8 | 1.7 |
# | `waiting` | minutes until the bus comes | 45 | −3 |
# | `recipe` | the shares of flour, sugar and butter | 0.5, 0.3, 0.2 | 0.6, 0.6, 0.6 |
# | `profit` | a shop's profit or loss in euros | −2500; 8000 | |
#
# **Exercise 2.8** (10 min). Write a dictionary from job to `"none"`, `"sigmoid"`, `"tanh"`, `"softplus"` or `"softmax"`. The
# right choice can say everything that must be possible, and no nonsense.
#
# <pre>output_activations = {"rain": ..., "digit": ..., ...}</pre>
#
# <details><summary>Hint 1: the idea</summary>
# Between which limits do the numbers lie? And do they share one whole, so that one can only grow at the others' cost?
# </details>
# <details><summary>Hint 2: the tool</summary>
# Ask the code: <code>can_give["tanh"]([0.7])</code>.
# </details>
# <details><summary>Hint 3: a trap</summary>
# Softmax over a single number is always 1.
# </details>

# %% solution="output_activations"
### BEGIN SOLUTION
output_activations = {
    "rain": "sigmoid",
    "digit": "softmax",
    "tags": "sigmoid",
    "temperature": "none",
    "steering": "tanh",
    "waiting": "softplus",
    "recipe": "softmax",
    "profit": "none",
}
### END SOLUTION

# %% tests="output_activations" points=1
possible = {
    "rain": [[0.7]],
    "digit": [[0.8, 0.1, 0.1]],
    "tags": [[0.9, 0.8, 0.1]],
    "temperature": [[-12], [31]],
    "steering": [[-0.8], [0.8]],
    "waiting": [[45]],
    "recipe": [[0.5, 0.3, 0.2]],
    "profit": [[-2500], [8000]],
}
for job, outputs in [(job, outputs) for job in possible for outputs in possible[job]]:
    choice = output_activations.get(job, "nothing")
    checks.choice(choice, list(can_give), f'output_activations["{job}"]')
    choice = choice.strip().lower()
    assert can_give[choice](outputs), f"{job}: {choice} can never give {outputs}, and that must be possible"

# %% tests="output_activations" points=1
nonsense = {
    "rain": [[-0.5], [1.4]],
    "digit": [[0.9, 0.8, 0.7]],
    "tags": [[-0.5, 0.5, 0.5], [1.5, 0.5, 0.5]],
    "steering": [[1.7]],
    "waiting": [[-3]],
    "recipe": [[0.6, 0.6, 0.6]],
}
for job, outputs in [(job, outputs) for job in nonsense for outputs in nonsense[job]]:
    choice = output_activations.get(job, "nothing")
    checks.choice(choice, list(can_give), f'output_activations["{job}"]')
    choice = choice.strip().lower()
    assert not can_give[choice](outputs), f"{job}: {choice} can give {outputs}, and that makes no sense here"

# %% [markdown]
# The last activation follows from the question, not from fashion. Inside, ReLU is the usual first choice.

# %% [markdown]
# ## Say it in your own words
#
# A friend writes: *"My network has 30 layers. I left the activations out to make it faster; with that many layers it
# can learn anything. If that fails I shall put sigmoids in."* Answer in four to eight sentences. What can the network
# without activations learn, and why? What would go wrong with the sigmoids? What do you advise?

# %% [markdown] answer="advice" points=3
# ### BEGIN SOLUTION
# Each layer computes X @ W + b, and two of them in a row are again of this form; so all 30 fold into one pair (W, b), the
# boundary is one straight line, and the depth is wasted (1 point). With sigmoids it can bend, but going back each layer
# multiplies the gradient by a slope of at most 1/4, so the first of 30 layers gets next to none and hardly learns
# (1 point). I would take ReLU in the hidden layers, whose slope is 1 on the active side, with He's start, watch for dead
# units, and keep a sigmoid for the last layer of a yes-or-no question (1 point for advice with a reason).
# ### END SOLUTION

# %% [markdown]
# ## What you take with you
#
# - Layers without a bend fold into one. The activation is what makes depth count.
# - One hidden layer of hinges can follow any continuous curve; whether training finds the weights is another matter.
# - Going back, the gradient is multiplied by $g'$ at every layer. Sigmoid: at most 0.25 each time. ReLU: 1 or 0.
# - A start with the right variance keeps the signal's size; a ReLU that is never active cannot learn.
# - The last activation follows from what the network must be able to say.
#
# <details><summary>Common questions</summary>
#
# **ReLU has no slope at 0. Does that matter?** Hardly. A state is almost never exactly 0, and when it is, any slope from 0
# to 1 will do; TensorFlow takes 0.
#
# **A straight line has slope 1 everywhere. Why not that?** Its gradient does not fade, but its layers collapse. ReLU is
# straight almost everywhere, with one bend.
#
# **Is the sigmoid bad, then?** In a deep stack of hidden layers, yes. On the last layer of a yes-or-no question it is
# right.
#
# **Must all hidden layers use the same one?** No, but there is rarely a reason to mix them.
# </details>
#
# Next: lab 03, *Stack neurons into a network*.
