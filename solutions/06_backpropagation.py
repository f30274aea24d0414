# %% [markdown]
# # Send the blame back: backpropagation
#
# **You will** work out two gradients by hand, build an engine that finds them by itself, write a tool that catches wrong
# ones, cure five sick gradients, and train a network on handwritten digits with NumPy alone.
#
# **You will learn** that backpropagation is the chain rule, walked from the loss to the inputs; why blame *adds up* where
# a number is used twice; how to tell a right gradient from a nearly right one; what a gradient costs.
#
# **You need** labs 02 to 05: slopes of activations, `X @ W + b`, cross-entropy, gradient descent. About 170 minutes, so
# take two sittings. Goes with 40:25–44:05 of the lecture.
#
# **Stuck?** Go on: every section stands on its own. Where a cell wants a function that you have not finished, write
# `stand_in("backward")` in place of `backward`.

# %% [markdown]
# ## Warm up
#
# Four questions about earlier labs. Answer from memory, then run the check.
#
# 1. `slope_of_tanh`: at some state, tanh gives the *output* 0.6. What is the slope of tanh there? (Lab 02)
# 2. `parameters`: how many weights and biases has the network 2-3-1 of *Will I pass this class?* (Lab 03)
# 3. `slope_at_logit`: softmax gives the right class 0.7. What is the slope of this one example's cross-entropy at the
#    right class's logit? (Lab 04)
# 4. `new_weight`: a weight is 3, its gradient 2, the learning rate 0.1. What is the weight after one step of gradient
#    descent? (Lab 05)

# %%
import numpy as np
import tensorflow as tf

from course_utils import plots
from course_utils.labs.backpropagation.plots import plot_gradient_check

# %% solution="warm_up"
### BEGIN SOLUTION
slope_of_tanh = 0.64
parameters = 13
slope_at_logit = -0.3
new_weight = 2.8
### END SOLUTION

# %% tests="warm_up" points=1
like = {"the state's formula, 1 - tanh²(0.6): 0.6 is already the output": 1 - np.tanh(0.6) ** 2, "1 - output": 0.4}
checks.close(slope_of_tanh, 1 - 0.6**2, "slope_of_tanh", looks_like=like)
like = {"the biases left out": 2 * 3 + 3, "units, not weights": 6, "one bias for each layer": 11}
checks.close(parameters, 2 * 3 + 3 + 3 * 1 + 1, "parameters", looks_like=like)
like = {"y - p, the other way round; it is p - y": 1 - 0.7, "p without the 1 of the right class": 0.7}
checks.close(slope_at_logit, 0.7 - 1, "slope_at_logit", looks_like=like)
like = {"a step uphill": 3 + 0.1 * 2, "a step without the learning rate": 3 - 2, "only the step": 0.1 * 2}
checks.close(new_weight, 3 - 0.1 * 2, "new_weight", looks_like=like)

# %% [markdown]
# ## Who is to blame?
#
# The lecture's smallest network has one input, one hidden state, one output:
#
# $$x \xrightarrow{\;w_1\;} z_1 \xrightarrow{\;w_2\;} \hat y \longrightarrow J
# \qquad z_1 = w_1 x \qquad \hat y = w_2 \tanh(z_1) \qquad J = (\hat y - y)^2$$
#
# Take $x = 2$, $y = 1$, $w_1 = 0.5$, $w_2 = -1$. Then $z_1 = 1$ and $\hat y \approx -0.76$: far too low.
#
# Commit yourself before any algebra. To make $J$ smaller, should $w_1$ `"rise"` or `"fall"`? Either answer earns the point.

# %% solution="prediction_blame"
### BEGIN SOLUTION
prediction_blame = "fall"
### END SOLUTION

# %% tests="prediction_blame" points=1
checks.choice(prediction_blame, ["rise", "fall"], "prediction_blame")

# %% [markdown]
# The chain rule multiplies the slopes along the way from a weight to $J$:
#
# $$\frac{\partial J}{\partial w_2} = \frac{\partial J}{\partial \hat y} \cdot \frac{\partial \hat y}{\partial w_2} \qquad
# \frac{\partial J}{\partial w_1} = \frac{\partial J}{\partial \hat y} \cdot \frac{\partial \hat y}{\partial z_1} \cdot
# \frac{\partial z_1}{\partial w_1}$$
#
# Both begin with the same factor. It is worked out once and handed on: that is all of backpropagation.
#
# **Exercise 6.1** (15 min). Complete the two functions, for any four numbers.
#
# <details><summary>Hint 1: the idea</summary>
# Work out the four small slopes on paper, each on its own.
# </details>
# <details><summary>Hint 2: the formulas</summary>
# $\partial J / \partial \hat y = 2 (\hat y - y)$ and $\partial \hat y / \partial w_2 = \tanh(z_1)$ and
# $\partial z_1 / \partial w_1 = x$. The fourth needs the slope of tanh from lab 02, and a factor in front of it.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>z1 = ...
# y_hat = ...
# return 2 * (...) * ...</pre>
# </details>

# %% solution="smallest_network"
def dJ_dw2(x, y, w1, w2):
    """How fast J moves with w2: dJ/dy_hat * dy_hat/dw2."""
    ### BEGIN SOLUTION
    h = np.tanh(w1 * x)
    return 2 * (w2 * h - y) * h
    ### END SOLUTION


def dJ_dw1(x, y, w1, w2):
    """How fast J moves with w1: dJ/dy_hat * dy_hat/dz1 * dz1/dw1."""
    ### BEGIN SOLUTION
    h = np.tanh(w1 * x)
    return 2 * (w2 * h - y) * w2 * (1 - h**2) * x
    ### END SOLUTION


# %% tests="smallest_network" points=1
x, y, w1, w2 = 1.5, 0.5, 0.4, -1.2
z1, h, e = w1 * x, np.tanh(w1 * x), 2 * (w2 * np.tanh(w1 * x) - y)  # e is dJ/dy_hat
like = {"the 2 of the square is missing": e * h / 2, "dJ/dy_hat alone": e, "dy_hat/dw2 alone": h}
like = {**like, "z1 where tanh(z1) is needed": e * z1, "y - y_hat, the other way round": -e * h}
like["the numbers of the text typed in: use x, y, w1, w2"] = 2 * (-np.tanh(1.0) - 1) * np.tanh(1.0)
checks.close(dJ_dw2(x, y, w1, w2), e * h, "dJ_dw2(1.5, 0.5, 0.4, -1.2)", looks_like=like)
first = e * w2 * (1 - h**2) * x
like = {"the 2 of the square is missing": first / 2, "dz1/dw1 = x is missing": first / x, "w2 is missing": first / w2}
like = {**like, "the slope of tanh is missing": e * w2 * x, "tanh in place of its slope": e * w2 * h * x}
like["1 - z1² for the slope of tanh, as if z1 were already the output"] = e * w2 * (1 - z1**2) * x
like["y - y_hat, the other way round"] = -first
checks.close(dJ_dw1(x, y, w1, w2), first, "dJ_dw1(1.5, 0.5, 0.4, -1.2)", looks_like=like)

# %% hidden="smallest_network" points=2
# Hidden check: other inputs, targets and weights, against the tape; a perfect prediction.
for x, y, w1, w2 in [(1.5, -0.5, -0.8, 2.0), (-1.0, 3.0, 0.3, 0.7), (3.0, 0.0, 0.2, -1.2), (0.5, 2.0, 1.0, 1.0)]:
    w = tf.Variable([w1, w2], dtype=tf.float64)
    with tf.GradientTape() as tape:
        J = (w[1] * tf.tanh(w[0] * x) - y) ** 2
    first, second = tape.gradient(J, w).numpy()
    h, given = np.tanh(w1 * x), f"({x:g}, {y:g}, {w1:g}, {w2:g})"
    e, s = 2 * (w2 * h - y), 1 - h**2
    like = {"z1 where tanh(z1) is needed": e * w1 * x, "the target y is missing": 2 * w2 * h * h}
    checks.close(dJ_dw2(x, y, w1, w2), second, f"dJ_dw2{given}", looks_like=like)
    like = {"the 2 of the square is missing": first / 2, "dz1/dw1 = x is missing": e * w2 * s, "w2 is missing": e * s * x}
    like = {**like, "w1 where dz1/dw1 = x is needed": e * w2 * s * w1, "the slope of tanh is missing": e * w2 * x}
    like["1 - z1² for the slope of tanh, as if z1 were already the output"] = e * w2 * (1 - (w1 * x) ** 2) * x
    checks.close(dJ_dw1(x, y, w1, w2), first, f"dJ_dw1{given}", looks_like=like)
checks.close(dJ_dw1(2.0, np.tanh(1.0), 0.5, 1.0), 0.0, "dJ_dw1 where the prediction is right")

# %% [markdown]
# Step through the graph. Blue: the numbers going forward. Vermillion, ∂: how fast $J$ moves with them. Fill in each question
# mark yourself before you move on.

# %% demo=true
from course_utils.labs.backpropagation import figures

figures.backprop_steps(dJ_dw1, dJ_dw2)

# %% [markdown]
# $\partial J / \partial w_1 \approx 2.96$ is positive, so $w_1$ must fall: since $w_2$ is negative, a smaller $z_1$ lifts
# $\hat y$. And no weight moved: backpropagation finds slopes; the step is gradient descent's.
#
# ## Put the graph in order
#
# For a large network, let the computer remember the graph: each number knows those that it was made from, its *parents*.
# Blame walks from the result to the inputs, and a number hands its blame on once all of it has arrived. So first we need
# the numbers in order.
#
# **Exercise 6.2** (15 min). Complete `in_order(root, parents)`. A list of all that `root` was made from, each exactly
# once, each *after* its parents, so `root` comes last. `parents(node)` gives a list. For $J = c \cdot a$ with $c = a + b$,
# both `["a", "b", "c", "J"]` and `["b", "a", "c", "J"]` are right. Do not walk every way: in a
# row of 12 nodes, each made from the one before it and used twice, 2,048 ways lead from end to end.
#
# <details><summary>Hint 1: the idea</summary>
# To place a node: place its parents first, in the same way, then the node itself. And if it has been placed before?
# </details>
# <details><summary>Hint 2: the skeleton</summary>
# <pre>order, seen = [], set()
# def place(node):
#     if node in seen:
#         return
#     ...
#     for parent in parents(node):
#         ...
#     order.append(node)
# place(root)
# return order</pre>
# </details>

# %% solution="in_order"
def in_order(root, parents):
    """List a graph so that every node comes after its parents.

    Args:
        root: The result.
        parents: Function that gives the list of a node's parents.

    Returns:
        A list of nodes, each once, `root` last.
    """
    ### BEGIN SOLUTION
    order, seen = [], set()

    def place(node):
        if node in seen:
            return
        seen.add(node)
        for parent in parents(node):
            place(parent)
        order.append(node)

    place(root)
    return order
    ### END SOLUTION


# %% tests="in_order" points=1
made_from = {"J": ["c", "a"], "c": ["a", "b"], "a": [], "b": []}
got = in_order("J", lambda node: made_from[node])
assert got is not None, "in_order returned nothing: is there a `return`?"
got = list(got)
assert len(got) >= len(set(got)), "in_order: expected a list of nodes"
twice = [node for node in sorted(set(got)) if got.count(node) > 1]
assert not twice, f"looks like a node that was placed once for each use: {twice[0]} stands {got.count(twice[0])} times in {got}"
checks.equal(sorted(got), ["J", "a", "b", "c"], "the nodes of in_order, sorted")
assert got[0] != "J", f"looks like the order is reversed: expected J last, received {got}"
for node in got:
    late = [parent for parent in made_from[node] if got.index(parent) > got.index(node)]
    assert not late, f"expected {node} after its parents, received {got}: {late[0]} comes too late"

# %% hidden="in_order" points=2
# Hidden check: a short and a long way to one node; a node alone; nodes that are not texts; a ladder with many ways.
made_from = {"J": ["e", "a"], "e": ["d"], "d": ["c", "b"], "c": ["b"], "b": ["a"], "a": []}
got = list(in_order("J", lambda node: made_from[node]))
checks.equal(sorted(got), sorted(made_from), "the nodes of in_order, sorted")
for node in got:
    late = [parent for parent in made_from[node] if got.index(parent) > got.index(node)]
    why = "looks like nodes sorted by their distance from the root: a long way counts too"
    assert not late, f"{why}: expected {node} after {late[0]}, received {got}"
checks.equal(list(in_order("x", lambda node: [])), ["x"], "in_order of a node alone")
checks.equal(list(in_order(3, lambda node: [node - 1] if node else [])), [0, 1, 2, 3], "in_order of 3 → 2 → 1 → 0")
asked = []


def two_ways(node):
    assert len(asked) < 1000, "looks like every way is walked, not every node: ask a node for its parents only once"
    asked.append(node)
    return [node - 1, node - 1] if node else []


checks.equal(list(in_order(12, two_ways)), list(range(13)), "in_order of a ladder of 12 steps, two ways each")

# %% [markdown]
# ## Build an engine
#
# Now the numbers themselves. A `Node` holds `data`, its blame `grad` (0 at first), and `parents`: pairs of the node that
# it was made from and the *local slope* there. Here is a product, made by hand:

# %%
from course_utils.models.graph import Node, try_out

a, b = Node(2.0, name="a"), Node(3.0, name="b")
product = Node(a.data * b.data, [(a, b.data), (b, a.data)], name="·")  # d(ab)/da = b, d(ab)/db = a
print(product, "made from", product.parents)

# %% [markdown]
# Going back, each parent receives slope times blame. A parent that is used twice receives it twice, and the parts
# **add up**:
#
# $$\text{parent.grad} \mathrel{+}= \text{slope} \cdot \text{node.grad}$$
#
# **Exercise 6.2**, second half (30 min). Complete `Value`, a `Node` that does this by itself. The other side of `+` and `*`
# may be a plain number: wrap it, `Value(2)`. For `2 * x` Python asks `x.__rmul__(2)`. In `x ** power`, `power` is a plain
# number. The slope of ReLU at 0 is 0. `Node` makes `2 + x`, `-x`, `x - y` and `x / y` from yours.
#
# `backward` gives every node behind this one its `grad`, the slope of *this* number there. It starts from zero: calling
# it twice gives the same as calling it once.
#
# <details><summary>Hint 1: the idea</summary>
# Each operation is one line: a new Value with the result and a list of pairs. <code>backward</code> sets all
# <code>grad</code> to 0 and its own to 1, then goes through the nodes from the last to the first.
# </details>
# <details><summary>Hint 2: the slopes</summary>
# a + b: 1 and 1. a · b: b and a. aⁿ: n aⁿ⁻¹. exp: itself. tanh: 1 minus the square of its <em>output</em>. For the
# order, <code>in_order(self, lambda node: [parent for parent, slope in node.parents])</code>.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>__add__:   other = other if isinstance(other, Node) else ...
#            return Value(self.data + other.data, [(self, 1.0), (other, ...)], "+")
# backward:  nodes = in_order(...)
#            for node in nodes: node.grad = ...
#            self.grad = ...
#            for node in reversed(nodes):
#                for parent, slope in node.parents:
#                    parent.grad += ...</pre>
# </details>

# %% solution="Value"
class Value(Node):
    """A number that knows how it was made: Value(data, [(parent, local slope), ...], "name")."""

    def __add__(self, other):
        ### BEGIN SOLUTION
        other = other if isinstance(other, Node) else Value(other)
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)], "+")
        ### END SOLUTION

    def __mul__(self, other):
        ### BEGIN SOLUTION
        other = other if isinstance(other, Node) else Value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)], "·")
        ### END SOLUTION

    def __rmul__(self, other):
        ### BEGIN SOLUTION
        return self * other
        ### END SOLUTION

    def __pow__(self, power):
        ### BEGIN SOLUTION
        return Value(self.data**power, [(self, power * self.data ** (power - 1))], f"^{power:g}")
        ### END SOLUTION

    def exp(self):
        ### BEGIN SOLUTION
        e = np.exp(self.data)
        return Value(e, [(self, e)], "exp")
        ### END SOLUTION

    def tanh(self):
        ### BEGIN SOLUTION
        h = np.tanh(self.data)
        return Value(h, [(self, 1 - h**2)], "tanh")
        ### END SOLUTION

    def relu(self):
        ### BEGIN SOLUTION
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "relu")
        ### END SOLUTION

    def backward(self):
        """Set `grad` of every node behind this one to d(this) / d(node)."""
        ### BEGIN SOLUTION
        nodes = in_order(self, lambda node: [parent for parent, _ in node.parents])
        for node in nodes:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(nodes):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad
        ### END SOLUTION


# %% tests="Value" points=1
once = {  # each operation on its own, at x = 3: the number, and the slope there
    "x + 2": (lambda x: x + 2, 5.0, 1.0, {}),
    "x * 2": (lambda x: x * 2, 6.0, 2.0, {"the two slopes swapped: d(ab)/da is b": 3.0}),
    "2 * x": (lambda x: 2 * x, 6.0, 2.0, {"the two slopes swapped: d(ab)/da is b": 3.0}),
    "x ** 2": (lambda x: x**2, 9.0, 6.0, {"n · x: the power must shrink by one, n xⁿ⁻¹": 18.0, "n is missing": 3.0}),
    "x.exp()": (lambda x: x.exp(), np.exp(3), np.exp(3), {"the slope of a power, not of exp": 3 * np.exp(2)}),
    "x.tanh()": (lambda x: x.tanh(), np.tanh(3), 1 - np.tanh(3) ** 2, {"1 - x²: square the output, tanh(x)": -8.0}),
    "x.relu()": (lambda x: x.relu(), 3.0, 1.0, {"the number in place of its slope": 3.0}),
}
for text, (expression, data, slope, like) in once.items():
    got, grads = try_out(Value, expression, [3.0], text)
    checks.close(got, data, f"({text}).data at x = 3")
    like = {"blame that never starts: the result's own grad is 1": 0.0, **like}
    checks.close(grads[0], slope, f"x.grad of {text} at x = 3", looks_like=like)

# %% tests="Value" points=1
numbers = [tf.Variable(number, dtype=tf.float64) for number in (2.0, 3.0)]
lost = "`=` where `+=` is needed: a number is used twice, and only one part of its blame is left"
like = {lost: [3.0, 2.0], f"{lost} ": [1.0, 2.0], "a walk forwards: begin at the result, reversed(nodes)": [1.0, 0.0]}
for text, expression in {"a * b + a": lambda a, b: a * b + a, "(a - b) / b": lambda a, b: (a - b) / b}.items():
    with tf.GradientTape() as tape:
        J = expression(*numbers)
    slopes = [slope.numpy() for slope in tape.gradient(J, numbers)]
    got, grads = try_out(Value, expression, [2.0, 3.0], text)
    checks.close(got, J, f"({text}).data at a = 2, b = 3")
    checks.close(grads, slopes, f"a.grad and b.grad of {text} at a = 2, b = 3", looks_like=like)

# %% hidden="Value" points=2
# Hidden check: one number used several times; short and long ways to one node; slopes left of 0.
like = {"`=` where `+=` is needed: x is used twice, and only one part of its blame is left": [3.0]}
checks.close(try_out(Value, lambda x: x * x, [3.0], "x * x")[1], [6.0], "x.grad of x * x at x = 3", looks_like=like)
checks.close(try_out(Value, lambda x: x + x, [3.0], "x + x")[1], [2.0], "x.grad of x + x at x = 3")


def diamond(a, b):
    c = a * b
    d = c.tanh()
    return c * d + d * b


with tf.GradientTape() as tape:
    u, v = tf.Variable(0.5, dtype=tf.float64), tf.Variable(-2.0, dtype=tf.float64)
    c = u * v
    d = tf.tanh(c)
    J = c * d + d * v
slopes, h = [slope.numpy() for slope in tape.gradient(J, [u, v])], np.tanh(-1.0)
late = {"c handed its blame on before all of it had arrived: go through the nodes in order": [-2 * h, 0.5 * h + h]}
got, grads = try_out(Value, diamond, [0.5, -2.0], "c * d + d * b with c = a * b, d = tanh(c)")
checks.close(grads, slopes, "a.grad and b.grad of c * d + d * b with c = a * b, d = tanh(c)", looks_like=late)
for text, expression, data, slope in [
    ("x.relu()", lambda x: x.relu(), 0.0, 0.0),
    ("x ** 3", lambda x: x**3, -8.0, 12.0),
    ("x ** -1", lambda x: x**-1, -0.5, -0.25),
    ("2 - x", lambda x: 2 - x, 4.0, -1.0),
    ("6 / x", lambda x: 6 / x, -3.0, -1.5),
    ("0.5 + x * 1.5", lambda x: 0.5 + x * 1.5, -2.5, 1.5),
]:
    got, grads = try_out(Value, expression, [-2.0], text)
    checks.close(got, data, f"({text}).data at x = -2")
    checks.close(grads[0], slope, f"x.grad of {text} at x = -2")
kink = {"x >= 0, but the slope at 0 is to be 0": 1.0}
checks.close(try_out(Value, lambda x: x.relu(), [0.0], "x.relu()")[1][0], 0.0, "x.grad of x.relu() at 0", looks_like=kink)

# %% hidden="Value" points=1
# Hidden check: backward twice, two results from one number, 40 doublings in a row.
from course_utils.checks.deadline import finishes

text = "(a * b).tanh() * a"
_, expected = try_out(Value, lambda a, b: (a * b).tanh() * a, [0.5, 0.8], text)
_, grads = try_out(Value, lambda a, b: (a * b).tanh() * a, [0.5, 0.8], text, times=2)
why = "looks like the first call's blame was still there: set every grad to 0 first"
assert np.allclose(grads, expected), f"{why}: expected {expected} after backward twice, received {grads}"
x = Value(2.0)
first, second = x * 3, x * x
first.backward()
second.backward()
why = {"the blame of another result was still there: set every grad to 0 first": 7.0}
checks.close(x.grad, 4.0, "x.grad of x * x, after backward of x * 3", looks_like=why)


def doubled(x):
    for _ in range(40):
        x = x + x
    return x


hint = "each node hands its blame on once, not once for each way"
got = finishes(lambda: try_out(Value, doubled, [1.0], "x + x, 40 times"), "backward of 40 doublings", seconds=8, hint=hint)
checks.close(got[1], [2.0**40], "x.grad of 40 doublings")

# %% [markdown]
# Your engine's graph of a unit that uses `a` twice. Watch the blame of `a` arrive in two parts.

# %% demo=true
a, b, x = Value(0.5, name="a"), Value(-0.5, name="b"), Value(2.0, name="x")
J = (a * x + b).tanh() * a
J.name = "J"
J.backward()
print("your engine says", a)
figures.graph_steps(J)

# %% [markdown]
# ## Ask who holds you back
#
# *Will I pass this class?* The untrained network of lab 03 gives the student with 4 lectures and 5 hours of project work a
# chance of 0.0998. Build it from Values, $\sigma(z) = 1 / (1 + e^{-z})$ at the end, and send the blame back from the
# chance itself: which number would lift it?

# %% demo=true
from course_utils.models.will_i_pass import YOU, untrained_net

(W1, b1), (W2, b2) = untrained_net()
x = [Value(number) for number in YOU]
w1, w2 = [[[Value(w) for w in row] for row in W] for W in (W1, W2)]
hidden = [(x[0] * w1[0][j] + x[1] * w1[1][j] + float(b1[j])).relu() for j in range(3)]
z = sum(h * w2[j][0] for j, h in enumerate(hidden)) + float(b2[0])
chance = 1 / (1 + (-z).exp())
chance.backward()
print(f"chance {chance.data:.4f}")
print("one more lecture", f"{x[0].grad:+.3f},", "one more hour", f"{x[1].grad:+.3f}")
for j, h in enumerate(hidden):
    print(f"hidden unit {j + 1}: output {h.data:.1f}, slope of the chance at its weight {w2[j][0].grad:+.3f}")

# %% [markdown]
# More lectures and more hours *lower* this network's chance: it has never seen a student. The slope at each outgoing
# weight is $p (1 - p)$ times the unit's output, so the largest output has the largest say.
#
# Here your engine learns lab 01's XOR, with a 2-3-1 network:

# %% demo=true
rng = np.random.default_rng(3)
weights = [Value(number) for number in rng.normal(0, 1, 13)]
corners = [((-1, -1), -1), ((-1, 1), 1), ((1, -1), 1), ((1, 1), -1)]


def network(x):
    hidden = [(weights[3 * j] * x[0] + weights[3 * j + 1] * x[1] + weights[3 * j + 2]).tanh() for j in range(3)]
    return sum(weights[9 + j] * h for j, h in enumerate(hidden)) + weights[12]


for step in range(61):
    loss = sum((network(x) - y) ** 2 for x, y in corners) / 4
    loss.backward()
    for w in weights:
        w.data -= 0.2 * w.grad
print(f"loss {loss.data:.4f}, outputs", [round(network(x).data, 2) for x, _ in corners])

# %% [markdown]
# It is right, and slow: a Python object for every number. Exercise 6.4 does the same with whole matrices. But first: how
# would you know that a gradient is right?
#
# ## Catch a wrong gradient
#
# Nudge one number by ε, look at the loss, put it back. Lab 05 took both sides together; here keep them apart, for every
# place $i$ of an array:
#
# $$\text{right}_i = \frac{f(w + \varepsilon e_i) - f(w)}{\varepsilon} \qquad
# \text{left}_i = \frac{f(w) - f(w - \varepsilon e_i)}{\varepsilon}$$
#
# **Exercise 6.3** (10 min). Complete `both_slopes`. `w` is a float array of any shape, `f(w)` one number. After the call,
# `w` holds what it held before. Return `(left, right)`, two arrays of the shape of `w`.
#
# <details><summary>Hint 1: the idea</summary>
# Change one place of a copy, ask <code>f</code>, and take a fresh copy for the next question.
# <code>np.ndindex(w.shape)</code> goes through all places of any shape.
# </details>
# <details><summary>Hint 2: the skeleton</summary>
# <pre>left, right = np.zeros(w.shape), np.zeros(w.shape)
# for place in np.ndindex(w.shape):
#     up, down = w.copy(), ...
#     up[place] += ...
#     down[place] -= ...
#     right[place] = (f(up) - ...) / ...
#     left[place] = ...
# return left, right</pre>
# </details>

# %% solution="both_slopes"
def both_slopes(f, w, epsilon=1e-5):
    """Measure the slope of f to the left and to the right of every number in w.

    Args:
        f: Function of an array of the shape of w that gives one number.
        w: A float array of any shape.
        epsilon: How far to go to each side.

    Returns:
        The arrays `(left, right)`, each of the shape of w.
    """
    ### BEGIN SOLUTION
    left, right, here = np.zeros(w.shape), np.zeros(w.shape), f(w)
    for place in np.ndindex(w.shape):
        up, down = w.copy(), w.copy()
        up[place] += epsilon
        down[place] -= epsilon
        right[place] = (f(up) - here) / epsilon
        left[place] = (here - f(down)) / epsilon
    return left, right
    ### END SOLUTION


# %% tests="both_slopes" points=1
w = np.array([[1.0, 2.0], [3.0, -1.0]])
before, slope = w.copy(), 2 * w  # f is the sum of squares, so that (right - left) = 2 ε exactly
left, right = both_slopes(lambda w: np.sum(np.asarray(w) ** 2), w, epsilon=0.1)
checks.unchanged(before, w, "w")
one = "the central difference; keep both sides apart" if np.array_equal(left, right) else "another ε than the one given"
like = {one: slope, "left and right were swapped": slope - 0.1, "a division by 2ε": (slope + 0.1) / 2}
like = {**like, "the division by ε is missing": 0.1 * (slope + 0.1), "all numbers nudged at once": np.full((2, 2), 10.4)}
like["whole rows nudged: use np.ndindex(w.shape), w may have any shape"] = [[6.2, 6.2], [4.2, 4.2]]
like["w not restored: each nudge stays while the next place is measured"] = np.cumsum(slope + 0.1).reshape(2, 2)
checks.close(right, slope + 0.1, "right, for the sum of squares", looks_like=like)
checks.close(left, slope - 0.1, "left, for the sum of squares", looks_like={"the wrong sign": 0.1 - slope})

# %% hidden="both_slopes" points=1
# Hidden check: places that depend on each other, any shape, the default ε, a kink.
w = np.array([1.5, -0.5, 2.0])
before = w.copy()
left, right = both_slopes(lambda w: w[0] * w[1] * w[2] + w[0] ** 2, w, epsilon=0.1)
checks.unchanged(before, w, "w")
stays = [(1.6 * -0.5 * 2 + 1.6**2 - (1.5 * -0.5 * 2 + 1.5**2)) / 0.1, 1.6 * 2.0, 1.6 * -0.4]
like = {"w not restored: each nudge stays while the next place is measured": stays}
checks.close(right, [2.1, 3.0, -0.75], "right of w0 w1 w2 + w0²", looks_like=like)
checks.close(left, [1.9, 3.0, -0.75], "left of w0 w1 w2 + w0²")
cube = np.linspace(0.5, 1, 8).reshape(2, 2, 2)
left, right = both_slopes(lambda w: np.sum(np.sin(w)), cube)
error = np.abs(np.add(left, right) / 2 - np.cos(cube)).max()
why = "looks like an ε that is too small, where rounding takes over"
assert error < 1e-8, f"{why}: expected the middle of left and right within 1e-8 of the slope, received {error:.1g}"
checks.close(right, np.cos(cube), "right of sum(sin(w)), default ε", rtol=1e-4)
checks.close(left, np.cos(cube), "left of sum(sin(w)), default ε", rtol=1e-4)
left, right = both_slopes(lambda w: np.abs(w).sum(), np.array([0.0, 1.0]))
checks.close(left, [-1.0, 1.0], "left of |w0| + |w1| at (0, 1)")
checks.close(right, [1.0, 1.0], "right of |w0| + |w1| at (0, 1)")

# %% [markdown]
# Smooth functions have the same slope on both sides, up to a little bend. At a *kink*, such as ReLU at 0, the two differ
# and there is no slope to compare with. So a kink is reported, not failed. For each place:
#
# $$m = \frac{\text{left} + \text{right}}{2} \qquad s = \max(|g|, |m|, 0.01) \qquad \text{kink: } |\text{right} -
# \text{left}| > 0.1\,s \qquad \text{error} = \frac{|g - m|}{s}$$
#
# $g$ is the gradient to be checked. Dividing by $s$ makes the error *relative*; the 0.01 keeps it calm where the slope
# is next to 0. A right gradient comes out below $10^{-6}$.
#
# **Exercise 6.3**, second half (10 min). Complete `gradient_check`. The largest error counts, over all places that are no
# kinks; 0 if there are only kinks.
#
# <details><summary>Hint 1: the tools</summary>
# <code>np.maximum</code> takes two arrays, so use it twice. <code>error[~kinks]</code> keeps the places without a kink,
# and <code>.max(initial=0)</code> survives an empty array.
# </details>
# <details><summary>Hint 2: the skeleton</summary>
# <pre>left, right = both_slopes(...)
# middle = ...
# size = np.maximum(np.maximum(..., ...), 0.01)
# kinks = ... > 0.1 * size
# error = ... / size
# return error[~kinks].max(...), kinks</pre>
# </details>

# %% solution="gradient_check"
def gradient_check(f, w, gradient, epsilon=1e-5):
    """Compare a gradient with what small nudges say.

    Args:
        f: Function of an array of the shape of w that gives one number.
        w: A float array of any shape.
        gradient: The gradient to be checked, of the shape of w.
        epsilon: How far to nudge.

    Returns:
        The largest relative error, one number, and the kinks: True or False for each place, in the shape of w.
    """
    ### BEGIN SOLUTION
    left, right = both_slopes(f, w, epsilon)
    middle = (left + right) / 2
    size = np.maximum(np.maximum(np.abs(gradient), np.abs(middle)), 0.01)
    kinks = np.abs(right - left) > 0.1 * size
    error = np.abs(gradient - middle) / size
    return error[~kinks].max(initial=0), kinks
    ### END SOLUTION


# %% tests="gradient_check" points=1
w = np.array([[0.5, -1.0], [2.0, 1.5]])
f, right_one = lambda w: np.sum(np.sin(w)), np.cos(w)
try:
    error, kinks = gradient_check(f, w, right_one)
except TypeError as why:
    assert "unpack" not in str(why) and "iterable" not in str(why), "gradient_check must return two things: error, kinks"
    raise
hint = "this gradient is right: is it a one-sided slope, or an ε that is too small?"
checks.less(error, 1e-6, "the error of a right gradient", hint=hint)
checks.equal(kinks, np.zeros((2, 2), bool), "the kinks of a smooth function")
wrong = right_one.copy()
wrong[1, 0] *= 1.01  # one number of four, off by one hundredth
like = {"the mean error: the largest one counts": 0.01 / 1.01 / 4, "an error that is not relative": 0.01 * abs(np.cos(2.0))}
like["an error that keeps its sign: without |…| a negative one is lost"] = 0.0
checks.close(gradient_check(f, w, wrong)[0], 0.01 / 1.01, "the error of a wrong gradient", looks_like=like, rtol=1e-4)

# %% hidden="gradient_check" points=1
# Hidden check: wrong gradients of all sizes, the sign, small and large slopes, w untouched, your own ε.
for scale in (1e-4, 1.0, 1e4):
    w = np.array([1.0, -2.0, 0.5])
    before = w.copy()
    f = lambda w, scale=scale: scale * np.sum(np.asarray(w) ** 3)
    right_one = 3 * scale * w**2
    checks.less(gradient_check(f, w, right_one)[0], 1e-6, f"the error of a right gradient of size {scale:g}")
    checks.unchanged(before, w, "w")
    for factor in (1.001, 2.0, -1.0, 0.0):
        error, kinks = gradient_check(f, w, factor * right_one)
        middle, size = right_one, np.maximum(np.maximum(abs(factor), 1) * right_one, 0.01)
        expected = np.max(abs(factor - 1) * right_one / size)
        like = {"an error that keeps its sign": np.max((factor - 1) * right_one / size)}
        like["an error that is not relative"] = np.max(abs(factor - 1) * right_one)
        checks.close(error, expected, f"the error of a gradient that is {factor:g} times too large", looks_like=like, rtol=1e-3)
coarse, _ = gradient_check(lambda w: np.sum(np.asarray(w) ** 3), np.ones(2), 3 * np.ones(2), epsilon=0.01)
like = {"another ε than the one given": 0.0, "a one-sided slope": 0.0301 / 3.0301}
checks.close(coarse, 1e-4 / 3.0001, "the error for w³ with ε = 0.01", looks_like=like, rtol=1e-3)

# %% hidden="gradient_check" points=1
# Hidden check: a ReLU kink is reported and not failed; a wrong gradient beside a kink is failed all the same.
w = np.array([-1.0, 0.0, 2.0])
f, slope = lambda w: np.sum(np.maximum(np.asarray(w), 0) * np.array([1.0, 3.0, 5.0])), np.array([0.0, 0.0, 5.0])
error, kinks = gradient_check(f, w, slope)
checks.equal(kinks, [False, True, False], "the kinks of a ReLU at -1, 0, 2")
checks.less(error, 1e-6, "the error of ReLU's gradient", hint="looks like the kink was failed: report it, and leave it out")
error, kinks = gradient_check(f, w, np.array([0.0, 0.0, 4.0]))
checks.close(error, 0.2, "the error of a wrong gradient beside a kink", rtol=1e-3)
error, kinks = gradient_check(lambda w: np.abs(w).sum(), np.zeros(3), np.zeros(3))
checks.equal(kinks, [True, True, True], "the kinks of |w| at 0")
checks.close(error, 0.0, "the error where all places are kinks")
bowl, kinks = gradient_check(lambda w: np.sum(np.asarray(w) ** 2), np.zeros(2), np.zeros(2))
checks.equal(kinks, [False, False], "the kinks of w² at its minimum")

# %% [markdown]
# How large should ε be? The smaller, the less bend. Commit yourself: which of these measures a slope best,
# `1e-2`, `1e-5` or `1e-12`?

# %% solution="prediction_epsilon"
### BEGIN SOLUTION
prediction_epsilon = 1e-5
### END SOLUTION

# %% tests="prediction_epsilon" points=1
checks.choice(prediction_epsilon, [1e-2, 1e-5, 1e-12], "prediction_epsilon")

# %% demo=true
epsilons, w = 10.0 ** -np.arange(1, 14, 0.5), np.linspace(0.4, 0.9, 5)
errors = {}
for dtype in (np.float64, np.float32):
    f = lambda w, dtype=dtype: float(np.sum(np.exp(np.asarray(w, dtype)), dtype=dtype))
    errors[dtype.__name__] = [gradient_check(f, w, np.exp(w), epsilon)[0] for epsilon in epsilons]
best = {name: epsilons[np.argmin(row)] for name, row in errors.items()}
text = ", ".join(f"{name} is best near {epsilon:.0e}" for name, epsilon in best.items())
show(plot_gradient_check(epsilons, errors), f"The error falls with ε, then rises again, a U: {text}.")

# %% [markdown]
# A U. On its right the bend of the curve counts: half of ε leaves a quarter of the error. On its left two nearly equal
# numbers are subtracted and rounding is all that remains, so a smaller ε is *worse*. With 64-bit floats the bottom lies near
# $10^{-5}$; with 32-bit floats no ε comes below $10^{-6}$. Check gradients in double precision.
#
# ## Go back through a layer
#
# Now whole matrices. We write $dZ$ for $\partial J / \partial Z$: it has the shape of $Z$, always. For a dense layer
# $Z = X W + b$, with one example per row,
#
# $$dX = dZ\,W^\top \qquad dW = X^\top dZ \qquad db = \text{sum of the rows of } dZ$$
#
# The bias is used once for every example, so its blame adds up over the examples. For $H = \mathrm{relu}(Z)$, blame passes
# where $Z > 0$ and is stopped elsewhere. And for the mean cross-entropy of $n$ examples, lab 04 found
#
# $$d\text{logits} = \frac{1}{n} \left(\mathrm{softmax}(\text{logits}) - \text{one-hot}(y)\right)$$
#
# **Exercise 6.4** (20 min). Complete the three functions. `y` holds whole numbers. They must work for a batch of 1
# and leave the caller's arrays alone.
#
# <details><summary>Hint 1: the idea</summary>
# Let the shapes lead you: dW has the shape of W, and there is only one way to multiply X and dZ into it.
# </details>
# <details><summary>Hint 2: the tools</summary>
# <code>.T</code> transposes, <code>.sum(axis=0)</code> adds the rows up. Softmax: subtract each row's maximum,
# <code>axis=1, keepdims=True</code>. <code>P[np.arange(n), y]</code> are the entries of the right classes.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>dense_backward:  return dZ @ ..., ... @ dZ, dZ.sum(axis=...)
# relu_backward:   return dH * (...)
# loss_backward:   e = np.exp(logits - ...)
#                  P = e / e.sum(...)
#                  P[np.arange(len(y)), y] -= ...
#                  return P / ...</pre>
# </details>

# %% solution="layers_backward"
def dense_backward(X, W, dZ):
    """Back through Z = X @ W + b: returns `(dX, dW, db)` from dZ, of the shapes of X, W and b."""
    ### BEGIN SOLUTION
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)
    ### END SOLUTION


def relu_backward(Z, dH):
    """Back through H = relu(Z): returns dZ from dH; 0 where Z is 0."""
    ### BEGIN SOLUTION
    return dH * (Z > 0)
    ### END SOLUTION


def loss_backward(logits, y):
    """Back through the mean cross-entropy: returns dlogits (n, classes) for labels y (n,)."""
    ### BEGIN SOLUTION
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y] -= 1
    return P / len(y)
    ### END SOLUTION


# %% tests="layers_backward" points=1
X, W, dZ = np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 5.0]]), np.array([[1.0, 0.5], [-2.0, 4.0]]), np.eye(3)[:, :2] + 1
dX, dW, db = dense_backward(X, W, dZ)
like = {"dW was transposed": dZ.T @ X, "1/n: the loss has divided by n already": X.T @ dZ / 3}
checks.close(dW, X.T @ dZ, "dW", looks_like=like)
like = {"dZ @ W: W must be transposed": dZ @ W, "dX was transposed": (dZ @ W.T).T}
checks.close(dX, dZ @ W.T, "dX", looks_like=like)
like = {"db was not summed over the examples": dZ, "the mean of the rows, not their sum": dZ.mean(axis=0)}
like = {**like, "db with a sum over the wrong axis": dZ.sum(axis=1), "db added up to a single number": dZ.sum()}
like["db as a row of shape (1, units)"] = dZ.sum(axis=0, keepdims=True)
checks.close(db, dZ.sum(axis=0), "db", looks_like=like)

# %% tests="layers_backward" points=1
Z, dH = np.array([[2.0, -1.0, 0.5], [-3.0, 4.0, 0.0]]), np.array([[1.0, 2.0, -3.0], [-4.0, -5.0, 6.0]])
like = {"the ReLU's gradient by the sign of dH: ask Z": dH * (dH > 0), "the output in place of its slope": dH * np.maximum(Z, 0)}
like = {**like, "the ReLU of dH: ask Z, and keep negative blame": np.maximum(dH, 0), "Z >= 0": dH * (Z >= 0)}
like = {**like, "no ReLU at all": dH, "the slope alone, without dH": 1.0 * (Z > 0), "blame where Z < 0": dH * (Z < 0)}
checks.close(relu_backward(Z, dH), dH * (Z > 0), "relu_backward(Z, dH)", looks_like=like)
logits, y = np.array([[2.0, 1.0, -1.0], [0.5, 0.0, 3.0]]), np.array([0, 1])
P, Y = tf.nn.softmax(logits).numpy(), np.eye(3)[y]
like = {"1/n is missing: the loss is a mean": P - Y, "the softmax alone, without - 1 at the right class": P / 2}
like = {**like, "y - p: the other way round": (Y - P) / 2, "a softmax along the wrong axis": (tf.nn.softmax(logits, 0) - Y) / 2}
like = {**like, "a division by the classes, not by n": (P - Y) / 3, "1 taken off every class": (P - 1) / 2}
checks.close(loss_backward(logits, y), (P - Y) / 2, "dlogits", looks_like=like)

# %% hidden="layers_backward" points=2
# Hidden check: against the tape, other shapes, a batch of 1, large logits, the caller's arrays.
rng = np.random.default_rng(5)
for n, d, units in [(7, 4, 3), (1, 3, 5), (4, 1, 2), (3, 3, 3)]:
    X, W, b = rng.normal(size=(n, d)), rng.normal(size=(d, units)), rng.normal(size=units)
    y, size = rng.integers(0, units, n), f"n = {n}, d = {d}, units = {units}"
    tensors = [tf.Variable(array) for array in (X, W, b)]
    with tf.GradientTape(persistent=True) as tape:
        Z = tensors[0] @ tensors[1] + tensors[2]
        H = tf.nn.relu(Z)
        tape.watch(H)
        J = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=H))
        through = tf.nn.relu(Z)
    dH = tape.gradient(J, H).numpy()
    with tf.GradientTape() as second:
        Z2 = tf.Variable(Z)
        J2 = tf.reduce_sum(tf.nn.relu(Z2) * dH)
    dZ, Z, H = second.gradient(J2, Z2).numpy(), Z.numpy(), H.numpy()
    expected = {"dX": dZ @ W.T, "dW": X.T @ dZ, "db": dZ.sum(axis=0)}
    copies = {name: array.copy() for name, array in {"X": X, "W": W, "Z": Z, "dZ": dZ, "dH": dH, "logits": H, "y": y}.items()}
    one_too_many = {"1/n is missing: the loss is a mean": dH * n}
    checks.close(loss_backward(H, y), copies["dH"], f"dlogits for {size}", looks_like=one_too_many)
    checks.close(relu_backward(Z, dH), copies["dZ"], f"dZ of the ReLU for {size}")
    try:
        three = dense_backward(X, W, dZ)
    except (ValueError, IndexError) as error:
        raise AssertionError(f"dense_backward stopped for {size}: does a batch of 1 keep its axis? {error}") from None
    for name, got in zip(("dX", "dW", "db"), three):
        like = {"transposed": expected[name].T, "db not summed over the examples": copies["dZ"]}
        like["1/n: the loss has divided by n already"] = expected[name] / n
        checks.close(got, expected[name], f"{name} for {size}", looks_like=like)
    now = {"X": X, "W": W, "Z": Z, "dZ": dZ, "dH": dH, "logits": H, "y": y}
    for name, array in now.items():
        checks.unchanged(copies[name], array, name)
checks.close(relu_backward(np.zeros((1, 2)), np.ones((1, 2))), np.zeros((1, 2)), "relu_backward at Z = 0")
far = loss_backward(np.array([[1e4, 0.0], [-1e4, 0.0]]), np.array([1, 0]))
checks.finite(far, "dlogits at ±10000", hint="looks like an overflow: subtract each row's maximum first")
checks.close(far, [[0.5, -0.5], [-0.5, 0.5]], "dlogits at ±10000")

# %% [markdown]
# ## Go back through the network
#
# Here is the way forward of a network with one hidden layer, for any number of inputs, units and classes:

# %% shared=true
def forward(params, X):
    """Z = X @ W1 + b1,  H = relu(Z),  logits = H @ W2 + b2."""
    Z = X @ params["W1"] + params["b1"]
    H = np.maximum(Z, 0)
    return Z, H, H @ params["W2"] + params["b2"]


def mean_loss(params, X, y):
    """The mean cross-entropy of the network for labels y."""
    logits = forward(params, X)[2]
    return np.mean(np.logaddexp.reduce(logits, axis=1) - logits[np.arange(len(y)), y])


def start(seed, sizes=(64, 32, 10)):
    """He's random weights and zero biases for inputs, hidden units, classes."""
    rng, (d, units, classes) = np.random.default_rng(seed), sizes
    W1, W2 = rng.normal(0, np.sqrt(2 / d), (d, units)), rng.normal(0, np.sqrt(2 / units), (units, classes))
    return {"W1": W1, "b1": np.zeros(units), "W2": W2, "b2": np.zeros(classes)}


# %% [markdown]
# **Exercise 6.4**, second half (10 min). Complete `backward(params, X, y)`: the way back, step by step. Return a dictionary
# with *every* gradient on the way: `"dlogits"`, `"dH"`, `"dW2"`, `"db2"`, `"dZ"`, `"dW1"`, `"db1"`. Use your three functions.
#
# <details><summary>Hint 1: the idea</summary>
# Read <code>forward</code> from the bottom to the top: dlogits → dH, dW2, db2 → dZ → dW1, db1. What goes into the first
# layer is X, what goes into the second is H.
# </details>
# <details><summary>Hint 2: the skeleton</summary>
# <pre>Z, H, logits = ...
# dlogits = ...
# dH, dW2, db2 = dense_backward(..., ..., dlogits)
# dZ = ...
# _, dW1, db1 = dense_backward(..., ..., ...)
# return {"dlogits": dlogits, ...}</pre>
# </details>

# %% solution="backward"
def backward(params, X, y):
    """Walk back from the mean loss to every weight.

    Args:
        params: Dictionary with `W1 (d, units)`, `b1 (units,)`, `W2 (units, classes)`, `b2 (classes,)`.
        X: Inputs of shape (n, d).
        y: Labels of shape (n,), whole numbers.

    Returns:
        Dictionary with dlogits, dH, dW2, db2, dZ, dW1, db1; each has the shape of what it belongs to.
    """
    ### BEGIN SOLUTION
    Z, H, logits = forward(params, X)
    dlogits = loss_backward(logits, y)
    dH, dW2, db2 = dense_backward(H, params["W2"], dlogits)
    dZ = relu_backward(Z, dH)
    _, dW1, db1 = dense_backward(X, params["W1"], dZ)
    return {"dlogits": dlogits, "dH": dH, "dW2": dW2, "db2": db2, "dZ": dZ, "dW1": dW1, "db1": db1}
    ### END SOLUTION


# %% tests="backward" points=1
rng = np.random.default_rng(1)
params, X, y = start(2, (3, 4, 2)), rng.normal(size=(5, 3)), np.array([0, 1, 1, 0, 1])
Z, H, logits = forward(params, X)
dlogits = (tf.nn.softmax(logits).numpy() - np.eye(2)[y]) / 5
dH = dlogits @ params["W2"].T
dZ = dH * (Z > 0)
right = {"dlogits": dlogits, "dW2": H.T @ dlogits, "db2": dlogits.sum(0), "dH": dH, "dZ": dZ, "dW1": X.T @ dZ, "db1": dZ.sum(0)}
like = {"dlogits": {"1/n is missing: the loss is a mean": dlogits * 5}, "dZ": {"dH: it never went through the ReLU": dH}}
like["dW2"] = {"Z where the layer's input H is needed": Z.T @ dlogits}
like["dW1"] = {"dH where dZ is needed: the way back leads through the ReLU": X.T @ dH}
got = backward(params, X, y)
for name, expected in right.items():  # from the loss to the inputs: the first that is wrong is named
    assert name in got, f'"{name}" is missing from the dictionary that backward returns'
    checks.close(got[name], expected, name, looks_like=like.get(name))

# %% hidden="backward" points=2
# Hidden check: each tensor against the tape, other sizes, a batch of 1, params and X untouched.
rng = np.random.default_rng(6)
for seed, (n, sizes) in enumerate([(6, (4, 5, 3)), (1, (2, 3, 2)), (3, (5, 2, 6)), (4, (4, 4, 4))]):
    params, X, y = start(seed, sizes), rng.normal(size=(n, sizes[0])), rng.integers(0, sizes[2], n)
    params["b1"], params["b2"] = rng.normal(0, 0.3, sizes[1]), rng.normal(0, 0.3, sizes[2])
    before = {**{name: array.copy() for name, array in params.items()}, "X": X.copy(), "y": y.copy()}
    variables = {name: tf.Variable(array) for name, array in params.items()}
    with tf.GradientTape() as tape:
        Z = X @ variables["W1"] + variables["b1"]
        tape.watch(Z)
        H = tf.nn.relu(Z)
        tape.watch(H)
        logits = H @ variables["W2"] + variables["b2"]
        tape.watch(logits)
        J = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))
    names = ["logits", "W2", "b2", "H", "Z", "W1", "b1"]
    tensors = [logits, variables["W2"], variables["b2"], H, Z, variables["W1"], variables["b1"]]
    expected = {f"d{name}": slope.numpy() for name, slope in zip(names, tape.gradient(J, tensors))}
    got = backward(params, X, y)
    for name, right in expected.items():
        like = {"1/n is missing: the loss is a mean": right * n, "transposed": right.T}
        checks.close(got[name], right, f"{name} for a batch of {n}, sizes {sizes}", looks_like=like)
    for name, array in {**params, "X": X, "y": y}.items():
        checks.unchanged(before[name], array, name)

# %% demo=true
rng = np.random.default_rng(0)
params, X, y = start(0, (5, 6, 3)), rng.normal(size=(8, 5)), rng.integers(0, 3, 8)
grads = backward(params, X, y)
for name in params:
    loss = lambda array, name=name: mean_loss({**params, name: array}, X, y)
    error, kinks = gradient_check(loss, params[name], grads["d" + name])
    print(f"{name}: error {error:.0e}, kinks {kinks.sum()}")

# %% [markdown]
# When two ways that have nothing in common agree to eight digits, believe them.
#
# ## Hold a clinic
#
# Five patients. Each loss is the mean of $(\text{output} - T)^2$; *penalty* adds $0.1 \sum W^2$.
#
# | tanh | stretch | penalty | shared | gate |
# |---|---|---|---|---|
# | `tanh(X @ W + b)` | `X * s + b` | `X @ W` | `X @ W @ W.T` | `sigmoid(X @ W) * (X @ V)` |
#
# Below, each claims to know its gradient, and each claim has **one** bug. Do not hunt by eye yet.

# %% shared=true
from course_utils.labs.backpropagation.buggy_models import patient, patient_loss, sigmoid


def slopes_tanh(p, X, T):
    Z = X @ p["W"] + p["b"]
    dZ = 2 * (np.tanh(Z) - T) / T.size * (1 - Z**2)
    return {"W": X.T @ dZ, "b": dZ.sum(axis=0)}


def slopes_stretch(p, X, T):
    d = 2 * (X * p["s"] + p["b"] - T) / T.size
    return {"s": (d * X).sum(axis=0), "b": d.mean(axis=0)}


def slopes_penalty(p, X, T):
    d = 2 * (X @ p["W"] - T) / T.size
    return {"W": X.T @ d + 0.1 * p["W"]}


# %% shared=true
def slopes_shared(p, X, T):
    H = X @ p["W"]
    d = 2 * (H @ p["W"].T - T) / T.size
    return {"W": d.T @ H}


def slopes_gate(p, X, T):
    G, V = sigmoid(X @ p["W"]), X @ p["V"]
    d = 2 * (G * V - T) / T.size
    return {"W": X.T @ (d * V * G * (1 - G)), "V": X.T @ d}


claims = {"tanh": slopes_tanh, "stretch": slopes_stretch, "penalty": slopes_penalty}
claims = {**claims, "shared": slopes_shared, "gate": slopes_gate}

# %% [markdown]
# **Exercise 6.5** (10 min). Complete `find_bugs(loss, params, claimed)` with your own checker. `loss(params)` takes a
# dictionary of arrays; `claimed` holds a gradient for each of them. Return a list of the names whose gradient is wrong,
# with an error of $10^{-6}$ or more. Kinks are not wrong.
#
# <details><summary>Hint 1: the idea</summary>
# One name at a time: <code>{**params, name: array}</code> is a new dictionary with one entry exchanged.
# </details>
# <details><summary>Hint 2: the skeleton</summary>
# <pre>wrong = []
# for name in params:
#     error, kinks = gradient_check(lambda array: loss({...}), params[name], ...)
#     if ...:
#         wrong.append(name)
# return wrong</pre>
# </details>

# %% solution="find_bugs"
def find_bugs(loss, params, claimed):
    """Name the parameters whose claimed gradient is wrong.

    Args:
        loss: Function of a dictionary of arrays that gives one number.
        params: Name -> float array.
        claimed: Name -> gradient, of the same shapes.

    Returns:
        A list of names.
    """
    ### BEGIN SOLUTION
    wrong = []
    for name, array in params.items():
        error, _ = gradient_check(lambda w, name=name: loss({**params, name: w}), array, claimed[name])
        if error >= 1e-6:
            wrong.append(name)
    return wrong
    ### END SOLUTION


# %% tests="find_bugs" points=2
sick = {"stretch": ["b"], "tanh": ["W", "b"], "penalty": ["W"], "shared": ["W"], "gate": ["V"]}
for name, expected in sick.items():
    p, X, T = patient(name)
    claimed = claims[name](p, X, T)
    wrong = find_bugs(lambda p, name=name, X=X, T=T: patient_loss(name, p, X, T), p, claimed)
    assert wrong is not None, "find_bugs returned nothing: is there a `return`?"
    wrong, call = sorted(wrong), f'find_bugs for the patient "{name}"'
    healthy = sorted(set(p) - set(expected))
    assert not set(wrong) & set(healthy), f"{call} accuses {healthy[0]}, whose gradient is right: received {wrong}"
    missed = sorted(set(expected) - set(wrong))
    assert not missed, f"{call} misses {missed[0]}: expected {expected}, received {wrong}"

# %% hidden="find_bugs" points=3
# Hidden check: five other bugs, small and well hidden; healthy gradients and a kink are not accused.
rng = np.random.default_rng(8)
X, T, y = rng.normal(size=(5, 3)), rng.normal(size=(5, 3)), np.array([0, 2, 1, 1, 0])
p = {"W": rng.normal(size=(3, 3)), "b": np.array([0.3, -0.2, 0.1])}


def tanh_loss(p):
    return np.mean((np.tanh(X @ p["W"] + p["b"]) - T) ** 2)


def entropy(p):
    return mean_loss({"W1": np.eye(3), "b1": np.full(3, 9.0), "W2": p["W"], "b2": p["b"] - 9 * p["W"].sum(axis=0)}, X, y)


def by_tape(f):
    variables = {name: tf.Variable(array) for name, array in p.items()}
    with tf.GradientTape() as tape:
        J = f(X @ variables["W"] + variables["b"])
    return {name: slope.numpy() for name, slope in tape.gradient(J, variables).items()}


t = by_tape(lambda Z: tf.reduce_mean((tf.tanh(Z) - T) ** 2))
c = by_tape(lambda Z: tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=Z)))
one_entry = t["b"] * [1, 1, -1]
cases = {
    "one entry of b with the wrong sign": (tanh_loss, {"W": t["W"], "b": one_entry}, ["b"]),
    "W too large by a thousandth": (tanh_loss, {"W": 1.001 * t["W"], "b": t["b"]}, ["W"]),
    "a square W that was transposed": (tanh_loss, {"W": t["W"].T, "b": t["b"]}, ["W"]),
    "a cross-entropy without 1/n": (entropy, {"W": 5 * c["W"], "b": 5 * c["b"]}, ["W", "b"]),
    "a last example that was forgotten": (entropy, {"W": c["W"] - 0.1 * X[-1][:, None], "b": c["b"]}, ["W"]),
    "nothing at all": (tanh_loss, t, []),
    "nothing at all (cross-entropy)": (entropy, c, []),
}
for what, (loss, claimed, expected) in cases.items():
    wrong = sorted(find_bugs(loss, {name: array.copy() for name, array in p.items()}, claimed))
    assert wrong == expected, f"the bug is {what}: expected find_bugs to name {expected}, received {wrong}"
kinked, claimed = {"w": np.array([0.0, 1.0]), "v": np.array([2.0])}, {"w": np.array([0.0, 2.0]), "v": np.array([1.0])}
wrong = find_bugs(lambda p: np.sum(np.maximum(p["w"], 0)) * p["v"][0], kinked, claimed)
assert list(wrong) == [], f"a kink is not a bug: expected [], received {list(wrong)}"

# %% demo=true
for name in claims:
    p, X, T = patient(name)
    wrong = find_bugs(lambda p, name=name, X=X, T=T: patient_loss(name, p, X, T), p, claims[name](p, X, T))
    print(f"{name:8} wrong: {', '.join(wrong) or 'nothing':6} of {', '.join(p)}")

# %% [markdown]
# What is wrong and what is not tells you where to look. Now cure them.
#
# **Exercise 6.5**, second half (20 min). Write the five again, each without its bug. Copy the code from above and
# change one line.
#
# <details><summary>Hint 1: where to look</summary>
# tanh: where does its slope want the output? stretch: b is used once for every example. penalty: the slope of w².
# </details>
# <details><summary>Hint 2: two more</summary>
# shared: W is used twice, so blame arrives by two ways, and adds up. gate: what is V multiplied by on its way forward?
# </details>
# <details><summary>Hint 3: how to know</summary>
# Put your cured function in place of <code>claims[name]</code> in the demo above.
# </details>

# %% solution="cures"
def cured_tanh(p, X, T):
    ### BEGIN SOLUTION
    out = np.tanh(X @ p["W"] + p["b"])
    dZ = 2 * (out - T) / T.size * (1 - out**2)
    return {"W": X.T @ dZ, "b": dZ.sum(axis=0)}
    ### END SOLUTION


def cured_stretch(p, X, T):
    ### BEGIN SOLUTION
    d = 2 * (X * p["s"] + p["b"] - T) / T.size
    return {"s": (d * X).sum(axis=0), "b": d.sum(axis=0)}
    ### END SOLUTION


def cured_penalty(p, X, T):
    ### BEGIN SOLUTION
    d = 2 * (X @ p["W"] - T) / T.size
    return {"W": X.T @ d + 0.2 * p["W"]}
    ### END SOLUTION


def cured_shared(p, X, T):
    ### BEGIN SOLUTION
    H = X @ p["W"]
    d = 2 * (H @ p["W"].T - T) / T.size
    return {"W": d.T @ H + X.T @ d @ p["W"]}
    ### END SOLUTION


def cured_gate(p, X, T):
    ### BEGIN SOLUTION
    G, V = sigmoid(X @ p["W"]), X @ p["V"]
    d = 2 * (G * V - T) / T.size
    return {"W": X.T @ (d * V * G * (1 - G)), "V": X.T @ (d * G)}
    ### END SOLUTION


# %% tests="cures" points=2
from course_utils.labs.backpropagation.buggy_models import true_slopes

mine = {"tanh": cured_tanh, "stretch": cured_stretch, "penalty": cured_penalty, "shared": cured_shared, "gate": cured_gate}
for name, slopes in mine.items():
    p, X, T = patient(name)
    expected, as_before = true_slopes(name, p, X, T), claims[name](p, X, T)
    got = slopes(p, X, T)
    assert got is not None, f"cured_{name} returned nothing: is there a `return`?"
    for key in p:
        assert key in got, f'cured_{name}: the gradient of "{key}" is missing from the dictionary'
        like = {"the patient's old bug": as_before[key]} if not np.allclose(as_before[key], expected[key]) else {}
        checks.close(got[key], expected[key], f'cured_{name}(p, X, T)["{key}"]', looks_like=like)

# %% hidden="cures" points=2
# Hidden check: other numbers, a single example, the arrays untouched.
from course_utils.labs.backpropagation.buggy_models import true_slopes

mine = {"tanh": cured_tanh, "stretch": cured_stretch, "penalty": cured_penalty, "shared": cured_shared, "gate": cured_gate}
for name, slopes in mine.items():
    for seed, rows in [(11, 4), (12, 1), (13, 3)]:
        p, X, T = patient(name, seed)
        X, T = X[:rows], T[:rows]
        before = {key: array.copy() for key, array in p.items()}
        expected = true_slopes(name, p, X, T)
        got = slopes(p, X, T)
        for key in p:
            checks.close(got[key], expected[key], f'cured_{name}(p, X, T)["{key}"], {rows} examples')
            checks.unchanged(before[key], p[key], f'p["{key}"]')

# %% [markdown]
# *shared* had the bug of `=` for `+=` once more: two uses, one forgotten. Descent with it lowers the loss all the same,
# so the loss alone would never have told you.
#
# ## Train on handwritten digits
#
# Everything is there: gradients that you trust, and the step of lab 05. The digits are 8 × 8 pixels, made to
# numbers from 0 to 1; 1200 of them train, 597 are held out.
#
# **Exercise 6.6** (10 min). Complete `train(params, X, y, steps, learning_rate=0.5)`: that many steps of gradient
# descent on all examples at once, each `w - learning_rate * dw`. Return the new parameters and a list of losses, one
# measured *before* each step. The caller's dictionary and arrays stay as they were.
#
# The check trains three random starts for 300 steps. The median of their shares of right answers on the 597 held-out
# digits must reach 95 %.
#
# <details><summary>Hint 1: the idea</summary>
# All gradients first, at the same weights; then all weights move at once. <code>params["W1"] -= ...</code> would change the
# caller's array: build a new dictionary in each step.
# </details>
# <details><summary>Hint 2: the skeleton</summary>
# <pre>losses = []
# for _ in range(steps):
#     losses.append(mean_loss(...))
#     grads = backward(...)
#     params = {name: ... for name in params}
# return params, losses</pre>
# </details>

# %% solution="train"
def train(params, X, y, steps, learning_rate=0.5):
    """Train by gradient descent on all examples at once.

    Args:
        params: Dictionary with W1, b1, W2, b2; it is not changed.
        X: Inputs of shape (n, d).
        y: Labels of shape (n,).
        steps: Number of steps.
        learning_rate: Length of a step, as a multiple of the gradient.

    Returns:
        The new parameters, and the loss before each step.
    """
    ### BEGIN SOLUTION
    losses = []
    for _ in range(steps):
        losses.append(mean_loss(params, X, y))
        grads = backward(params, X, y)
        params = {name: w - learning_rate * grads["d" + name] for name, w in params.items()}
    return params, losses
    ### END SOLUTION


# %% tests="train" points=1
from course_utils.labs.backpropagation.stand_ins import backward as slopes

rng = np.random.default_rng(2)
old, X, y = start(4, (3, 5, 2)), rng.normal(size=(20, 3)), rng.integers(0, 2, 20)
copies, moved, first, d = {name: w.copy() for name, w in old.items()}, dict(old), mean_loss(old, X, y), slopes(old, X, y)
new, losses = train(old, X, y, 1, 0.1)
for name, w in copies.items():
    checks.unchanged(w, old[name], f'the caller\'s params["{name}"]')
    like = {"a step uphill": w + 0.1 * d["d" + name], "no step at all": w, "another learning rate": w - 0.5 * d["d" + name]}
    like["weights that moved one after the other: all gradients first"] = w - 0.1 * slopes(moved, X, y)["d" + name]
    moved[name] = w - 0.1 * d["d" + name]
    checks.close(new[name], moved[name], f'params["{name}"] after one step', looks_like=like)
checks.shape(losses, (1,), "the losses of one step", looks_like={"the loss after the last step counted as well": (2,)})
like = {"the loss after the step: measure it before": [mean_loss(moved, X, y)]}
checks.close(losses, [first], "the losses of one step", looks_like=like)

# %% hidden="train" points=1
# Hidden check: several steps in a row equal the same steps one by one; the caller's arrays.
from course_utils.labs.backpropagation.stand_ins import backward as true_backward

rng = np.random.default_rng(9)
X, y, begin = rng.normal(size=(12, 4)), rng.integers(0, 3, 12), start(6, (4, 6, 3))
expected, params = [], begin
for _ in range(5):
    expected.append(mean_loss(params, X, y))
    grads = true_backward(params, X, y)
    params = {name: w - 0.3 * grads["d" + name] for name, w in params.items()}
got, losses = train({name: w.copy() for name, w in begin.items()}, X, y, 5, 0.3)
checks.close(losses, expected, "the losses of 5 steps")
for name, w in params.items():
    checks.close(got[name], w, f'params["{name}"] after 5 steps')

# %% hidden="train" points=2
# Hidden check: 300 steps from three starts; the median share of right answers on the held-out digits.
from course_utils.models.digit_classifier import digits

X, y, X_held_out, y_held_out = digits()
shares = []
for seed in (20, 21, 22):
    params, _ = train(start(seed), X, y, 300)
    logits = forward({name: np.asarray(w) for name, w in params.items()}, X_held_out)[2]
    shares.append(float(np.mean(logits.argmax(axis=1) == y_held_out)))
assert np.median(shares) >= 0.95, f"expected a median of at least 95 % on the held-out digits, received {np.median(shares):.1%}"

# %% demo=true
figures.learning_film(train, start)

# %% [markdown]
# Each small picture holds the 64 weights of one hidden unit: purple counts for it, orange against. The noise turns into
# strokes and gaps. Nobody told the units what to look for; the blame did.
#
# ## Let the tape do it
#
# TensorFlow's tape does what your `Value` does: it writes down the graph on the way forward and walks it backwards.
#
# **Exercise 6.7** (10 min). Complete `tape_gradients(params, X, y)`: the same network with TensorFlow, float64, and the tape.
# Return a dictionary with `"dW1"`, `"db1"`, `"dW2"`, `"db2"`. They must differ from `backward`'s by less than $10^{-5}$.
#
# <details><summary>Hint 1: the tools</summary>
# A tape watches <code>tf.Variable(array)</code>, inside <code>with</code>. <code>tf.nn.relu</code>,
# <code>tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=...)</code> and <code>tf.reduce_mean</code> do the
# rest. <code>tape.gradient(J, v)</code> takes a dictionary and gives one.
# </details>
# <details><summary>Hint 2: the skeleton</summary>
# <pre>v = {name: ... for name, w in params.items()}
# with tf.GradientTape() as tape:
#     H = tf.nn.relu(X @ v["W1"] + ...)
#     logits = ...
#     J = ...
# return {"d" + name: ... for name, slope in tape.gradient(J, v).items()}</pre>
# </details>

# %% solution="tape_gradients"
def tape_gradients(params, X, y):
    """The gradients of the mean cross-entropy by TensorFlow's tape: a dictionary with dW1, db1, dW2, db2."""
    ### BEGIN SOLUTION
    v = {name: tf.Variable(w) for name, w in params.items()}
    with tf.GradientTape() as tape:
        H = tf.nn.relu(X @ v["W1"] + v["b1"])
        logits = H @ v["W2"] + v["b2"]
        J = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))
    return {"d" + name: slope.numpy() for name, slope in tape.gradient(J, v).items()}
    ### END SOLUTION


# %% tests="tape_gradients" points=1
from course_utils.labs.backpropagation.stand_ins import backward as slopes

rng = np.random.default_rng(3)
params, X, y = start(5, (4, 6, 3)), rng.normal(size=(7, 4)), rng.integers(0, 3, 7)
right, straight = slopes(params, X, y), (X @ params["W1"] + params["b1"]) @ params["W2"] + params["b2"]
no_relu = X.T @ (tf.nn.softmax(straight).numpy() - np.eye(3)[y]) / 7 @ params["W2"].T
watch = "looks like the tape did not watch: make each array a tf.Variable, compute inside `with`"
try:
    got = tape_gradients(params, X, y)
except AttributeError as error:
    assert "NoneType" not in str(error), watch
    raise
for name in ("dW1", "db1", "dW2", "db2"):
    assert got.get(name) is not None, watch if name in got else f'"{name}" is missing from the dictionary of tape_gradients'
    like = {"a sum over the examples, not the mean": right[name] * 7, "a hidden layer without its ReLU": no_relu}
    checks.close(got[name], right[name], name, looks_like=like, atol=1e-5)

# %% hidden="tape_gradients" points=1
# Hidden check: other sizes, a batch of 1, biases that are not 0, params untouched.
rng = np.random.default_rng(4)
for n, sizes in [(5, (3, 4, 2)), (1, (2, 5, 4))]:
    params, X, y = start(n, sizes), rng.normal(size=(n, sizes[0])), rng.integers(0, sizes[2], n)
    params["b1"], params["b2"] = rng.normal(size=sizes[1]), rng.normal(size=sizes[2])
    before = {name: w.copy() for name, w in params.items()}
    Z, H, logits = forward(params, X)
    d = (tf.nn.softmax(logits).numpy() - np.eye(sizes[2])[y]) / n
    dZ = d @ params["W2"].T * (Z > 0)
    right = {"dW1": X.T @ dZ, "db1": dZ.sum(axis=0), "dW2": H.T @ d, "db2": d.sum(axis=0)}
    got = tape_gradients(params, X, y)
    for name, expected in right.items():
        checks.close(got[name], expected, f"{name} for a batch of {n}", atol=1e-5)
        checks.unchanged(before[name[1:]], params[name[1:]], f'params["{name[1:]}"]')

# %% [markdown]
# What does it cost? The network has 2,410 numbers. One way forward gives the loss; nudging each number takes 2,410 more.
# And backpropagation? Loss and *all* slopes together, compared with the loss alone: about `3`, `50` or `2410` times
# as much? Commit yourself.

# %% solution="prediction_price"
### BEGIN SOLUTION
prediction_price = 3
### END SOLUTION

# %% tests="prediction_price" points=1
checks.choice(prediction_price, [3, 50, 2410], "prediction_price")

# %% demo=true
from timeit import repeat

from course_utils.models.digit_classifier import digits

params, (X, y, _, _) = start(0), digits()
both = min(repeat(lambda: backward(params, X, y), number=10, repeat=20)) / 10
forward_time = min(repeat(lambda: mean_loss(params, X, y), number=10, repeat=20)) / 10
count = sum(w.size for w in params.values())
bars = {"forward": forward_time, "forward and backward": both, f"{count:,} nudges (estimated)": count * forward_time}
text = f"The loss and its whole gradient cost {both / forward_time:.1f} times as much as the loss alone"
show(plots.plot_times(bars), f"{text}; nudging all {count:,} numbers would cost about {count:,} times as much.")

# %% [markdown]
# Each matrix product on the way forward becomes two on the way back, one for the weights and one for the inputs. So loss
# and gradient together cost about three times the loss, *whatever the number of weights*. That is why networks with
# billions of weights can be trained, and why nudges are for checking only.
#
# **★ Bonus** (10 min). Broadcasting copies a small array to fit a large one; going back, the copies' blame adds
# up. Complete `unbroadcast(gradient, shape)`: bring a gradient of the broadcast result back to the shape that went in.
# With it, a `Value` could hold arrays.

# %% solution="unbroadcast"
def unbroadcast(gradient, shape):
    """Sum a gradient over the axes that broadcasting added or stretched, back to `shape`."""
    ### BEGIN SOLUTION
    while gradient.ndim > len(shape):
        gradient = gradient.sum(axis=0)
    stretched = tuple(axis for axis, length in enumerate(shape) if length == 1)
    return gradient.sum(axis=stretched, keepdims=True)
    ### END SOLUTION


# %% tests="unbroadcast" points=0
d = np.arange(12.0).reshape(3, 4)
like = {"the mean: copies' blame adds up": d.mean(axis=0), "the wrong axis": d.sum(axis=1), "nothing summed": d}
checks.close(unbroadcast(d, (4,)), d.sum(axis=0), "unbroadcast from (3, 4) to (4,)", looks_like=like)
checks.close(unbroadcast(d, (3, 1)), d.sum(axis=1, keepdims=True), "unbroadcast from (3, 4) to (3, 1)")
checks.close(unbroadcast(d, (3, 4)), d, "unbroadcast from (3, 4) to (3, 4)")

# %% hidden="unbroadcast" points=0
# Hidden check: single numbers, several axes at once, against the tape.
rng = np.random.default_rng(0)
for big, shape in [((3, 4), ()), ((2, 3, 4), (3, 1)), ((2, 3, 4), (1, 1, 4)), ((5, 1), (1,)), ((2, 3), (1, 3))]:
    d, small = rng.normal(size=big), tf.Variable(np.zeros(shape))
    with tf.GradientTape() as tape:
        J = tf.reduce_sum((small + np.zeros(big)) * d)
    expected = tape.gradient(J, small).numpy()
    checks.close(unbroadcast(d, shape), expected, f"unbroadcast from {big} to {shape}")

# %% [markdown]
# ## Say it in your own words
#
# A friend writes: *"Backpropagation is how the network updates its weights. It must be terribly slow, because for each of a
# million weights it has to find out how the loss changes. I wrote my own, the loss goes down, so it is right."* Answer in
# four to eight sentences. Which three things would you put straight, and how could your friend make sure?

# %% [markdown] answer="blame" points=3
# ### BEGIN SOLUTION
# Backpropagation moves no weight: it finds the slope of the loss at every weight, and gradient descent (or another
# optimizer) takes the step (1 point). It does not treat the weights one by one: walking back once, each node hands on slope
# times blame, shared factors are worked out once, and loss and gradient together cost about three ways forward, however
# many weights there are (1 point). A falling loss proves little, since a gradient with a missing part often still points
# downhill; a gradient check with central differences, in double precision and ε near 1e-5, shows every wrong tensor (1
# point).
# ### END SOLUTION

# %% [markdown]
# ## What you take with you
#
# - Backpropagation is the chain rule from the loss backwards: each node hands its parents slope times blame.
# - Where a number is used more than once, its blame **adds up**: `+=`, the sum over a batch, over shared weights.
# - It finds the gradient and moves no weight. With its gradient, a loss costs about three times as much.
# - Every gradient has the shape of what it belongs to.
# - Trust no gradient that was never checked: two-sided, relative, double precision, ε near $10^{-5}$; mind the kinks.
#
# <details><summary>Common questions</summary>
#
# **Why walk backwards and not forwards?** Forwards you would carry the slopes of every number with respect to one weight,
# once for each weight. Backwards you carry the slopes of one loss with respect to every number, once in all.
#
# **What does the computer have to remember?** What went forward: `H` is needed for dW2, `Z` for the ReLU. That is
# why training takes more memory than predicting.
#
# **Can TensorFlow's tape be wrong?** Hardly. But a loss that you write yourself can be, and the tape will
# differentiate the wrong loss correctly.
# </details>
#
# Next: lab 07, *Choose the step*.
