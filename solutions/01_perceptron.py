# %% [markdown]
# # Build a perceptron
#
# **What you will do.** Build one artificial neuron: a few lines of arithmetic that answer yes or no. Set
# its weights by hand, find a task that it cannot do, and let it learn from its own mistakes.
#
# **What you will learn**
#
# - to turn *dot product, bias, non-linearity* into code for one example or a thousand;
# - to read a neuron's weights as a straight line with a yes side and a no side;
# - why one neuron cannot do XOR, and what a second layer changes;
# - how Rosenblatt's rule finds the weights, and when it never ends.
#
# **What you need.** Python, a little NumPy, and lab 00. Nothing is downloaded. About 90 minutes. Goes with
# 14:48–23:14 of the lecture.
#
# **Stuck?** Go on: every section stands on its own. Where a cell wants a function that you have not
# finished, write `stand_in("sigmoid")` in place of `sigmoid`: a finished one, made from TensorFlow.

# %% [markdown]
# ## Warm up
#
# Four questions about lab 00. Answer from memory, then run the check. A shape is a tuple: five
# numbers in a row have the shape `(5,)`.
#
# 1. `shape_of_sum`: what is the shape of `np.ones(4) + np.ones((4, 1))`?
# 2. `shape_of_product`: what is the shape of `np.ones((5, 2)) @ np.ones(2)`?
# 3. `value_of_product`: what is `np.array([1, 2]) @ np.array([3, 4])`?
# 4. `slope`: a `GradientTape` watches $x^2$ at $x = 3$. Which gradient does it report?

# %%
import numpy as np

# %% solution="warm_up"
### BEGIN SOLUTION
shape_of_sum = (4, 4)
shape_of_product = (5,)
value_of_product = 11
slope = 6
### END SOLUTION

# %% points=2 tests="warm_up"
column, product = np.ones(4) + np.ones((4, 1)), np.ones((5, 2)) @ np.ones(2)
sum_hint = "(4,) lies down as a row (1, 4), then the row and the column are both copied until they match"
assert np.ravel(shape_of_sum).tolist() == list(column.shape), f"shape_of_sum is not {shape_of_sum}: {sum_hint}"
product_hint = "`@` pairs the 2 with the 2 and adds up; one number is left for each of the 5 rows"
assert np.ravel(shape_of_product).tolist() == list(product.shape), f"shape_of_product is not {shape_of_product}: {product_hint}"
checks.close(value_of_product, np.dot([1, 2], [3, 4]), "value_of_product", looks_like={
    "products that were never added up": [3, 8], "a sum of all four numbers": 10})
checks.close(slope, 2 * 3, "slope", looks_like={"the value x², not its slope 2x": 9, "2, without the x": 2})

# %% [markdown]
# ## Weigh the evidence
#
# Will you enjoy tonight's concert? A good band speaks for it, rain speaks against it, and some people
# say yes before they know anything. A neuron decides in the same way. Each input $x_i$ has a **weight**
# $w_i$ that says how much it counts, and in which direction. The **bias** $w_0$ is the readiness to say
# yes with no evidence at all. Together they give one number, the state of the neuron:
#
# $$z = w_0 + x_1 w_1 + x_2 w_2 + \dots + x_d w_d = w_0 + \mathbf{x} \cdot \mathbf{w}$$
#
# With $w_0 = 1$, $\mathbf{w} = (3, -2)$ and $\mathbf{x} = (2, 1)$ that is $z = 1 + 6 - 2 = 5$.

# %% [markdown]
# **Exercise 1.1** (10 min). Complete `weighted_sum`. `X` is either one example of shape `(d,)`, and the
# answer is one number, or a batch of shape `(n, d)`, and the answer has one number per row, shape
# `(n,)`. One expression serves both; no loop is needed.
#
# <details><summary>Hint 1: the idea</summary>
# Multiply each input by its own weight, add up the products, and add the bias to the total, once.
# </details>
# <details><summary>Hint 2: the formula</summary>
# <code>@</code> multiplies and adds up in one go, for every row. Which of the two goes first? The inner
# sizes must meet: <code>(n, d)</code> against <code>(d,)</code>.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>return ... @ ... + ...</pre>
# </details>

# %% solution="weighted_sum"
def weighted_sum(X, w, w0):
    """Add up the weighted inputs and the bias.

        z = w0 + x · w

    Args:
        X: One example of shape (d,), or a batch of shape (n, d).
        w: Weights of shape (d,).
        w0: The bias, one number.

    Returns:
        One number for one example; shape (n,) for a batch.
    """
    ### BEGIN SOLUTION
    return X @ w + w0
    ### END SOLUTION

# %% demo=true
from course_utils import plots
from course_utils.labs.perceptron.plots import plot_feature_space, plot_gates, plot_neuron

x, w, w0 = np.array([2.0, 1.0]), np.array([3.0, -2.0]), 1.0
z = weighted_sum(x, w, w0)
show(plot_neuron(x, w, w0, z), alt=f"A neuron: inputs 2 and 1, weights 3 and -2, bias 1, and the sum z = {z:g}.")

# %% points=1 tests="weighted_sum"
X, w, w0 = np.array([[1.0, 2.0, 3.0], [0.0, 1.0, 0.0], [2.0, 0.0, 1.0]]), np.array([1.0, 10.0, 100.0]), 7.0
by_loop = [sum(x * weight for x, weight in zip(row, w)) + w0 for row in X]
mistakes = {
    "the order of the product, w @ X instead of X @ w": w @ X + w0,
    "the bias was left out": X @ w,
    "the bias was subtracted": X @ w - w0,
    "the bias was added twice": X @ w + 2 * w0,
    "the bias was added once per input": X @ w + 3 * w0,
    "the bias was added to the inputs, before the weights": (X + w0) @ w,
}
checks.close(weighted_sum(X.copy(), w, w0), by_loop, "weighted_sum(X, w, w0) for a batch of 3", looks_like=mistakes)
checks.close(weighted_sum(X[0], w, w0), by_loop[0], "weighted_sum(x, w, w0) for one example")

# %% hidden="weighted_sum" points=2
# Hidden check: batches that are not square, one row, one input, the caller's arrays untouched.
X, w = np.array([[1.0, -2.0], [0.5, 4.0], [3.0, 0.0], [-1.0, 1.0], [2.0, 2.0]]), np.array([2.0, -1.0])
before = X.copy(), w.copy()
mistakes = {"the bias was left out": X @ w, "the bias was added once per input": X @ w - 6.0,
            "the weights were not used": X.sum(axis=1) - 3.0}
checks.close(weighted_sum(X, w, -3.0), [1.0, -6.0, 3.0, -6.0, -1.0], "weighted_sum for X of shape (5, 2)", looks_like=mistakes)
checks.unchanged(before[0], X, "X")
checks.unchanged(before[1], w, "w")
checks.close(weighted_sum(X[:1], w, 0.5), [4.5], "weighted_sum for a batch of one row, shape (1, 2)")
checks.close(weighted_sum(X[:, :1], np.array([4.0]), 1.0), [5.0, 3.0, 13.0, -3.0, 9.0], "weighted_sum for one input, X of shape (5, 1)")
checks.close(weighted_sum(np.array([1, 2]), np.array([3, 4]), 5), 16, "weighted_sum([1, 2], [3, 4], 5) in whole numbers")

# %% [markdown]
# Each input went through its weight, and the negative weight made the second one evidence *against*.
#
# ## Squeeze the sum
#
# The state $z$ can be any number. An answer should lie between 0 (no) and 1 (yes). The **sigmoid** squeezes it:
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}}$$
#
# It is $\frac12$ at $z = 0$, falls towards 0 on the left, rises towards 1 on the right, and is symmetric:
# $\sigma(-z) = 1 - \sigma(z)$.

# %% [markdown]
# On paper that is all. In a computer $e^{1000}$ is too large for a float: `np.exp(1000.0)` is `inf`, and
# `inf / inf` is `nan`, *not a number*, which spoils every sum that it enters.
#
# **Exercise 1.2** (10 min). Complete `sigmoid` so that it gives a finite answer for every $z$, also for
# ±1000. It takes a number or an array of any shape and returns the same shape. Whole numbers come back
# as floats; float32 stays float32. A warning from NumPy costs nothing, a `nan` does.
#
# <details><summary>Hint 1: the idea</summary>
# <code>exp</code> of a negative number never overflows. Use <code>e = exp(-|z|)</code> on both sides of zero.
# </details>
# <details><summary>Hint 2: the formula</summary>
# For <code>z ≥ 0</code> the sigmoid is <code>1 / (1 + e)</code>. For <code>z &lt; 0</code>, multiply top
# and bottom of the fraction by <code>exp(z)</code> and see what the top becomes.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>e = np.exp(-np.abs(z))
# return np.where(z >= 0, ..., ...) / (1 + e)</pre>
# </details>

# %% solution="sigmoid"
def sigmoid(z):
    """Squeeze any number into the range from 0 to 1.

        sigmoid(z) = 1 / (1 + exp(-z))

    Args:
        z: A number, or an array of any shape.

    Returns:
        The same shape, as floats; float32 stays float32.
    """
    ### BEGIN SOLUTION
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)
    ### END SOLUTION

# %% demo=true
z = np.linspace(-8, 8, 201)
show(
    plots.plot_curve(z, {"sigmoid(z)": sigmoid(z)}),
    alt=f"A curve that goes from {sigmoid(-8.0):.3f} at z = -8 through {sigmoid(0.0):.3f} at z = 0 to {sigmoid(8.0):.3f} at z = 8.",
)

# %% points=1 tests="sigmoid"
z = np.array([-2.0, -1.0, 0.0, 1.0, 2.0])
expected = 1 / (1 + np.exp(-z))
mistakes = {
    "the exponent has the wrong sign": 1 / (1 + np.exp(z)),
    "tanh, which runs from -1 to 1": np.tanh(z),
    "the bracket is missing: 1 / 1 + exp(-z)": 1 + np.exp(-z),
    "a step, which says only 0 or 1": (z > 0) * 1.0,
}
checks.close(sigmoid(z.copy()), expected, "sigmoid([-2, -1, 0, 1, 2])", looks_like=mistakes)
checks.close(np.add(sigmoid(z.copy()), sigmoid(-z)), np.ones(5), "sigmoid(z) + sigmoid(-z)")
checks.close(sigmoid(0.0), 0.5, "sigmoid(0.0), a single number")
checks.finite(sigmoid(np.array([-1000.0, 1000.0])), "sigmoid([-1000, 1000])", hint="overflow: exp of a large positive number is inf")

# %% hidden="sigmoid" points=2
# Hidden check: overflow, whole numbers, any shape, float32, the caller's array untouched.
z = np.array([-1.0, 5.0])
sigmoid(z)
checks.unchanged(np.array([-1.0, 5.0]), z, "z")
far = np.array([-1e4, -710.0, -50.0, 50.0, 710.0, 1e4])
checks.close(sigmoid(far), [0.0, 0.0, 0.0, 1.0, 1.0, 1.0], "sigmoid([-10000, -710, -50, 50, 710, 10000])")
checks.close(sigmoid(np.array([-3.0, 3.0])), [0.04742587, 0.95257413], "sigmoid([-3, 3])")
whole = np.array([-1, 0, 1])
checks.close(sigmoid(whole), [0.26894142, 0.5, 0.73105858], "sigmoid of the whole numbers [-1, 0, 1]",
             looks_like={"whole numbers cut off what stands after the point": np.zeros(3), "rounding": [0.0, 0.0, 1.0]})
cube = np.linspace(-3, 3, 24).reshape(2, 3, 4)
checks.close(sigmoid(cube), 1 / (1 + np.exp(-cube)), "sigmoid of an array of shape (2, 3, 4)")
checks.close(sigmoid(-2), 0.11920292, "sigmoid(-2), a single whole number")
checks.dtype(sigmoid(np.array([-3.0, 0.0, 3.0], dtype=np.float32)), "float32", "sigmoid of a float32 array")

# %% [markdown]
# Now give this curve one input and two knobs, $\sigma(w_0 + w x)$. Which knob makes the step steeper, which
# one slides it to the side? Guess, then move them.

# %% demo=true
from course_utils.labs.perceptron import figures

figures.neuron_1d(sigmoid)

# %% [markdown]
# The weight decides how steep the step is, and a negative one turns it round. The bias slides it: the
# middle lies at $x = -w_0 / w$, so a larger bias says yes earlier.
#
# ## Question the lecture's neuron
#
# The lecture's example has $w_0 = 1$ and $\mathbf{w} = (3, -2)$, and looks at $\mathbf{x} = (-1, 2)$. Its
# sources disagree about the output. **A**: one edition prints 0.002. **B**: a transcript of another prints 0.2.
#
# Before any code: whom do you believe? Write `"A"` or `"B"`. Either answer earns the point.

# %% solution="prediction_output"
### BEGIN SOLUTION
prediction_output = "A"
### END SOLUTION

# %% points=1 tests="prediction_output"
checks.choice(prediction_output, ["A", "B"], "prediction_output")

# %% [markdown]
# Three steps make the whole neuron: dot product, add the bias, apply the non-linearity.
#
# $$\hat y = \sigma(w_0 + \mathbf{x} \cdot \mathbf{w})$$
#
# **Exercise 1.3** (5 min). Complete `perceptron`. Use your two functions, or their stand-ins.
#
# <details><summary>Hint 1: the idea</summary>
# The output of one function is the input of the other.
# </details>
# <details><summary>Hint 2: the formula</summary>
# First the state <code>z</code>, bias included. Then the sigmoid of <code>z</code>, and nothing after it.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>z = ...
# return ...</pre>
# </details>

# %% solution="perceptron"
def perceptron(X, w, w0):
    """Answer with a number between 0 (no) and 1 (yes).

        output = sigmoid(w0 + x · w)

    Args:
        X: One example of shape (d,), or a batch of shape (n, d).
        w: Weights of shape (d,).
        w0: The bias, one number.

    Returns:
        One number for one example; shape (n,) for a batch.
    """
    ### BEGIN SOLUTION
    z = weighted_sum(X, w, w0)
    return sigmoid(z)
    ### END SOLUTION

# %% points=1 tests="perceptron"
squeeze = lambda z: 1 / (1 + np.exp(-np.asarray(z)))
X, w, w0 = np.array([[1.0, 0.0], [0.0, 1.0], [0.5, -0.5]]), np.array([0.5, -1.5]), 0.25
z = X @ w + w0
mistakes = {
    "the sigmoid is missing: this is z": z,
    "the bias was left out": squeeze(X @ w),
    "the bias was added after the sigmoid": squeeze(X @ w) + w0,
    "the sigmoid was applied twice": squeeze(squeeze(z)),
    "the answer was rounded to 0 or 1": (z > 0) * 1.0,
    "the lecture's weights were typed in: use w and w0": squeeze(X @ [3.0, -2.0] + 1.0),
}
checks.close(perceptron(X, w, w0), squeeze(z), "perceptron(X, w, w0) for a batch of 3", looks_like=mistakes)
checks.close(perceptron(X[0], w, w0), squeeze(z[0]), "perceptron(x, w, w0) for one example")

# %% hidden="perceptron" points=2
# Hidden check: other weights, more inputs, a batch of one row, answers far from zero.
squeeze = lambda z: 1 / (1 + np.exp(-np.asarray(z)))
X, w = np.array([[0.2, -1.0, 3.0, 0.7], [1.5, 0.0, -2.0, 0.1]]), np.array([1.0, 2.0, -0.5, 4.0])
checks.close(perceptron(X, w, -0.3), squeeze([-0.8, 2.6]), "perceptron for X of shape (2, 4)",
             looks_like={"the bias was left out": squeeze([-0.5, 2.9]), "the bias was subtracted": squeeze([-0.2, 3.2])})
checks.close(perceptron(X[:1], w, 2.0), squeeze([1.5]), "perceptron for a batch of one row, shape (1, 4)")
checks.close(perceptron(np.array([-1.0, 2.0]), np.array([3.0, -2.0]), 1.0), 0.00247262, "perceptron([-1, 2], [3, -2], 1)", atol=1e-7)
checks.close(perceptron(np.array([10.0, 90.0]), np.array([-10.0, -10.0]), 0.0), 0.0, "perceptron with z = -1000")

# %% [markdown]
# **Exercise 1.3**, the verdict (5 min). Settle the quarrel, with your function or on paper:
#
# - `lecture_z`: the state $z$ of the lecture's neuron at $(-1, 2)$;
# - `lecture_output`: its output there, to four decimals or more;
# - `right_edition`: `"A"` (0.002) or `"B"` (0.2);
# - `bias_on_the_line`: the bias that would make the output at this point exactly $\frac12$, with the same $\mathbf{w}$.
#
# <details><summary>Hint 1: the idea</summary>
# The output is one half where the state is zero. Which bias brings the state to zero?
# </details>
# <details><summary>Hint 2: the formula</summary>
# <code>z = w0 + w1 * x1 + w2 * x2</code>, with the minus signs in brackets: <code>3 * (-1)</code>.
# </details>

# %% solution="verdict"
### BEGIN SOLUTION
lecture_z = weighted_sum(np.array([-1.0, 2.0]), np.array([3.0, -2.0]), 1.0)
lecture_output = sigmoid(lecture_z)
right_edition = "A"
bias_on_the_line = 7
### END SOLUTION

# %% points=1 tests="verdict"
lost_minus = "a lost minus sign"
checks.close(lecture_z, 1 + 3 * (-1) + (-2) * 2, "lecture_z", looks_like={
    "the bias was left out": -7, "swapped inputs, (2, -1)": 9, lost_minus: 2, f"{lost_minus} (3 times -1)": 0})
by_hand = 1 / (1 + np.exp(6))
checks.close(lecture_output, by_hand, "lecture_output", rtol=0, atol=5e-5, looks_like={
    "the sigmoid of +6": 1 - by_hand, "edition B's number": 0.2, "too few decimals, four are asked for": 0.002})
checks.choice(right_edition, ["A", "B"], "right_edition")

# %% hidden="verdict" points=1
# Hidden check: the edition that you chose, and the bias that puts the point on the line.
checks.choice(right_edition, ["A", "B"], "right_edition")
assert str(right_edition).strip().upper() == "A", "right_edition: the sigmoid of -6 is 0.0025, which rounds to 0.002, not to 0.2"
checks.close(bias_on_the_line, 7, "bias_on_the_line", atol=1e-3, looks_like={
    "the change of the bias, 6, and not the bias itself": 6, "a bias on the wrong side of zero": -7, "the state z": -6})

# %% [markdown]
# So A is right: $z = 1 - 3 - 4 = -6$, and $\sigma(-6) = 0.0025$. An output of 0.2 would need
# $z \approx -1.39$.
#
# Below, the same neuron answers all points at once. Find the bias that puts $(-1, 2)$ on the line.

# %% demo=true
figures.neuron_2d(perceptron)

# %% [markdown]
# The weights turn the line, the bias pushes it sideways, and it reaches $(-1, 2)$ at $w_0 = 7$. Near the line
# the neuron hesitates; far from it, it is almost sure.
#
# ## Draw the line
#
# A neuron with two inputs says $\frac12$ exactly where $z = 0$. That is a straight line:
#
# $$w_0 + w_1 x_1 + w_2 x_2 = 0$$
#
# On the side that the arrow $\mathbf{w}$ points to, $z > 0$ and the answer leans to yes. On the other, to no.

# %% [markdown]
# **Exercise 1.4** (10 min). Complete `boundary`: which $x_2$ lies on the line at a given $x_1$? With
# $w_2 = 0$ the line is vertical and no single $x_2$ exists: then raise a `ValueError` whose message
# mentions `w2`, so that the caller can see what is wrong.
#
# <details><summary>Hint 1: the idea</summary>
# Everything in the equation is known except x2. Bring it alone to one side.
# </details>
# <details><summary>Hint 2: the formula</summary>
# First <code>w2 * x2 = ...</code>, where every sign on the right has changed. Then divide. In the code
# <code>w1</code> is <code>w[0]</code> and <code>w2</code> is <code>w[1]</code>.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>if ...:
#     raise ValueError("w2 is 0: ...")
# return -(...) / ...</pre>
# </details>

# %% solution="boundary"
def boundary(w, w0, x1):
    """Find the x2 where the neuron says exactly one half.

        w0 + w1 x1 + w2 x2 = 0

    Args:
        w: The two weights (w1, w2), shape (2,).
        w0: The bias, one number.
        x1: A number, or an array of any shape.

    Returns:
        x2, in the shape of x1.

    Raises:
        ValueError: If w2 is 0.
    """
    ### BEGIN SOLUTION
    if w[1] == 0:
        raise ValueError("w2 is 0: the line is vertical, no single x2 belongs to x1")
    return -(w0 + w[0] * x1) / w[1]
    ### END SOLUTION

# %% points=1 tests="boundary"
w, w0, x1 = np.array([4.0, -2.0]), 3.0, np.array([-1.0, 0.0, 1.0, 2.0])
mistakes = {
    "the bias was left out": 2 * x1,
    "only the bias changed its sign: put a bracket around w0 + w1 * x1": (-w0 + 4 * x1) / -2,
    "the division reached only one term: put a bracket around w0 + w1 * x1": -(w0 + 4 * x1 / -2),
    "the two weights were swapped": -(w0 - 2 * x1) / 4,
    "only the slope: divide the bias by w2 too": 2 * x1 + w0,
}
x2 = boundary(w, w0, x1)
checks.close(x2, [-0.5, 1.5, 3.5, 5.5], "boundary((4, -2), 3, [-1, 0, 1, 2])", looks_like=mistakes)
checks.close(w0 + 4 * x1 - 2 * np.asarray(x2), np.zeros(4), "z on your line, which should be 0 everywhere")

# %% hidden="boundary" points=2
# Hidden check: other lines, a single number, a horizontal line, and w2 = 0 raises a ValueError.
checks.close(boundary(np.array([-1.0, 0.5]), -2.0, 3.0), 10.0, "boundary((-1, 0.5), -2, 3)")
checks.close(boundary(np.array([0.0, 2.0]), 5.0, np.array([0.0, 7.0])), [-2.5, -2.5], "boundary((0, 2), 5, [0, 7]), a horizontal line")
rng = np.random.default_rng(1)
x1 = rng.normal(size=(2, 3))
checks.close(1.5 + 0.3 * x1 - 0.7 * np.asarray(boundary(np.array([0.3, -0.7]), 1.5, x1)), np.zeros((2, 3)), "z on the line of w = (0.3, -0.7)")
checks.raises(lambda: boundary(np.array([1.0, 0.0]), 1.0, 2.0), ValueError, "boundary with w2 = 0", mentions="w2")
checks.raises(lambda: boundary(np.array([1.0, 0.0]), 1.0, np.array([0.0, 1.0])), ValueError, "boundary with w2 = 0 and an array", mentions="w2")

# %% [markdown]
# For the lecture's neuron that is $1 + 3x_1 - 2x_2 = 0$. A viewer asked whether the slide draws it right:
# should it not pass below $x_2 = 0$ somewhere? Ask your function.

# %% demo=true
for x1 in [-1.0, -1 / 3, 0.0, 1.0]:
    print(f"x1 = {x1:5.2f}   x2 on the line = {boundary(np.array([3.0, -2.0]), 1.0, x1):5.2f}")

# %% demo=true
figures.boundary_line(boundary)

# %% [markdown]
# The line climbs by 1.5 for each step to the right and meets the $x_2$ axis at 0.5. It reaches $x_2 = 0$ at
# $x_1 = -\frac13$, and left of that it does run below.
#
# ## Build gates by hand
#
# Four famous questions need one line each. Here are their answers to (0, 0), (0, 1), (1, 0), (1, 1); NOT has
# only one input, 0 or 1.

# %% shared=true
corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
truth = {"AND": [0, 0, 0, 1], "OR": [0, 1, 1, 1], "NAND": [1, 1, 1, 0], "NOT": [1, 0]}

# %% [markdown]
# An example that is not among them: *the first but not the second*. Take $\mathbf{w} = (10, -10)$ and
# $w_0 = -5$. The four states are $-5, -15, 5, -5$: only (1, 0) gets a yes. Size matters too. With a tenth of
# each number the line stays where it is, but $\sigma(0.5) = 0.62$ is a timid yes, $\sigma(5) = 0.993$ a clear one.

# %% [markdown]
# **Exercise 1.5** (10 min). Choose by hand a pair `(w, w0)` for each gate, such as
# `(np.array([10.0, -10.0]), -5.0)`; NOT has one weight. Soon one gate will feed another, so make them
#
# - clear: at the inputs above the output is below 0.1 or above 0.9;
# - robust: with each input off by up to 0.1, the output is still on the right side of $\frac12$.
#
# <details><summary>Hint 1: the idea</summary>
# Start with weights of 10 and no bias. The states are 0, 10, 10, 20. Which should be positive? The bias
# shifts them all.
# </details>
# <details><summary>Hint 2: the formula</summary>
# Put zero in the middle of the gap between the largest no and the smallest yes. What turns a gate into
# its opposite?
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>AND = (np.array([10.0, 10.0]), ...)
# NAND = (np.array([-10.0, ...]), ...)</pre>
# </details>

# %% solution="gates"
### BEGIN SOLUTION
AND = (np.array([10.0, 10.0]), -15.0)
OR = (np.array([10.0, 10.0]), -5.0)
NAND = (np.array([-10.0, -10.0]), 15.0)
NOT = (np.array([-10.0]), 5.0)
### END SOLUTION

# %% demo=true
gates = {"AND": AND, "OR": OR, "NAND": NAND, "NOT": NOT}
show(
    plot_gates(gates),
    alt="Four panels, AND, OR, NAND and NOT. Each neuron's line divides the corners, its yes side is shaded; "
    "a corner on the wrong side would be crossed out.",
)

# %% points=1 tests="gates"
answers = lambda z: [int(state > 0) for state in z]
for name, (w, w0) in {"AND": AND, "OR": OR, "NAND": NAND, "NOT": NOT}.items():
    inputs = corners[:2, 1:] if name == "NOT" else corners
    checks.shape(np.ravel(w), (inputs.shape[1],), f"the weights of {name}")
    weighted, bias = inputs @ np.ravel(w), np.ravel(w0)
    says = answers(weighted + bias)
    looks = [f"looks like {gate}: " for gate, table in truth.items() if table == says]
    looks += ["looks like a bias with the wrong sign: "] * (answers(weighted - bias) == truth[name])
    looks += ["looks like every sign the wrong way round: "] * (answers(-weighted - bias) == truth[name])
    message = f"{name} should answer {truth[name]} to {inputs.astype(int).tolist()}, received {says}"
    assert says == truth[name], "".join(looks[:1]) + message

# %% hidden="gates" points=2
# Hidden check: clear answers (below 0.1 or above 0.9), and the right side when inputs are off by up to 0.1.
from itertools import product

for name, (w, w0) in {"AND": AND, "OR": OR, "NAND": NAND, "NOT": NOT}.items():
    w, w0 = np.ravel(w), np.ravel(w0)[0]
    inputs = corners[:2, 1:] if name == "NOT" else corners
    for x, answer in zip(inputs, truth[name]):
        sign, word = (1, "yes") if answer else (-1, "no")
        for shift in product([-0.1, 0.1], repeat=len(w)):
            z = (x + shift) @ w + w0
            where = ", ".join(f"{value:g}" for value in x + shift)
            assert sign * z > 0, f"{name}({where}) should still say {word}, but z = {z:.2f}: move the line to the middle of the gap"
        output = 1 / (1 + np.exp(-(x @ w + w0)))
        clear = output > 0.9 if answer else output < 0.1
        where = ", ".join(f"{value:g}" for value in x)
        assert clear, f"{name}({where}) is a timid {word}, {output:.2f}: multiply w and w0 by the same larger number"

# %% [markdown]
# AND and OR share their direction and differ only in the bias. NAND is AND with every sign turned round:
# the same line, seen from the other side.
#
# ## Meet a wall
#
# XOR says yes when *exactly one* input is 1: its answers are 0, 1, 1, 0. Can one neuron do it, if only
# somebody finds the right three numbers? Write `"yes"` or `"no"`.

# %% solution="prediction_xor"
### BEGIN SOLUTION
prediction_xor = "no"
### END SOLUTION

# %% points=1 tests="prediction_xor"
checks.choice(prediction_xor, ["yes", "no"], "prediction_xor")

# %% [markdown]
# Try a hundred thousand neurons with random weights. How many of the four corners does the best one get right?

# %% demo=true
w0, w1, w2 = np.random.default_rng(0).normal(size=(3, 100_000, 1))
z = w0 + w1 * corners[:, 0] + w2 * corners[:, 1]
right = ((z > 0) == [False, True, True, False]).sum(axis=1)
print("the best of 100,000 neurons gets", right.max(), "of 4 corners right")

# %% [markdown]
# Three, and luck cannot help. XOR demands $w_0 \le 0$, $w_0 + w_1 > 0$, $w_0 + w_2 > 0$ and
# $w_0 + w_1 + w_2 \le 0$. The middle two add up to $2w_0 + w_1 + w_2 > 0$, the outer two to
# $2w_0 + w_1 + w_2 \le 0$. Both cannot be: no straight line separates the two diagonals.
#
# But two lines might. XOR is *at least one* and *not both*: three gates, in two layers. The two in
# front are called **hidden**, since what they say is neither input nor output.

# %% [markdown]
# **Exercise 1.6** (15 min). Complete `two_layers`. Two neurons, `first` and `second`, look at the same
# inputs; what they say fills the two columns of `H`. The neuron `last` looks only at `H`. Then choose three
# gates for `XOR = (first, second, last)`. Use your `perceptron` and gates, or `stand_in("perceptron")` and
# `stand_in("gate")("OR")`.
#
# <details><summary>Hint 1: the idea</summary>
# Call the same neuron function three times. The third call does not get <code>X</code>.
# </details>
# <details><summary>Hint 2: the tools</summary>
# A pair unpacks: <code>perceptron(X, *first)</code>. <code>np.stack([a, b], axis=1)</code> makes two
# columns. Which gate says <em>at least one</em>, which <em>not both</em>, and which joins them?
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>H = np.stack([perceptron(X, *first), ...], axis=1)
# return H, perceptron(..., *last)</pre>
# </details>

# %% solution="xor"
def two_layers(X, first, second, last):
    """Two hidden neurons side by side, and one that listens to them.

    Args:
        X: Inputs of shape (n, 2).
        first: The pair (w, w0) of the first hidden neuron.
        second: The pair (w, w0) of the second hidden neuron.
        last: The pair (w, w0) of the neuron that sees only `H`.

    Returns:
        `H`, the hidden outputs, shape (n, 2), and the final outputs, shape (n,).
    """
    ### BEGIN SOLUTION
    H = np.stack([perceptron(X, *first), perceptron(X, *second)], axis=1)
    return H, perceptron(H, *last)
    ### END SOLUTION


### BEGIN SOLUTION
XOR = (OR, NAND, AND)
### END SOLUTION

# %% points=1 tests="xor"
neuron = lambda X, w, w0: 1 / (1 + np.exp(-(np.asarray(X) @ np.ravel(w) + np.ravel(w0)[0])))
checks.equal(len(XOR), 3, "the number of gates in XOR")
hidden = np.stack([neuron(corners, *XOR[0]), neuron(corners, *XOR[1])], axis=1)
says = [int(output > 0.5) for output in neuron(hidden, *XOR[2])]
checks.equal(says, [0, 1, 1, 0], "what your three gates say to (0, 0), (0, 1), (1, 0), (1, 1)")
pairs = [(np.array([1.0, -1.0]), 0.5), (np.array([0.5, 0.5]), -1.0), (np.array([2.0, -3.0]), 1.0)]
result = two_layers(np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 1.0]]), *pairs)
assert len(result) == 2, f"two_layers should return two things, H and the output, received {len(result)}"
checks.shape(result[0], (3, 2), "H for 3 examples", looks_like={"one row per neuron: H needs one column per neuron": (2, 3)})
checks.shape(result[1], (3,), "the output for 3 examples")

# %% hidden="xor" points=2
# Hidden check: really two layers, for any three gates; the truth table of XOR through your own functions.
neuron = lambda X, w, w0: 1 / (1 + np.exp(-(np.asarray(X) @ np.ravel(w) + np.ravel(w0)[0])))
rng = np.random.default_rng(2)
X = rng.normal(size=(6, 2))
first, second, last = [(rng.normal(size=2), float(rng.normal())) for _ in range(3)]
a, b = neuron(X, *first), neuron(X, *second)
expected = np.stack([a, b], axis=1)
H, output = two_layers(X, first, second, last)
checks.close(H, expected, "H, the hidden outputs", looks_like={
    "the two columns were swapped": expected[:, ::-1], "the first neuron was used twice": np.stack([a, a], axis=1),
    "the second neuron listened to the first instead of X": np.stack([a, neuron(np.stack([a, a], axis=1), *second)], axis=1),
    "the hidden layer lost its sigmoid": np.stack([X @ first[0] + first[1], X @ second[0] + second[1]], axis=1),
    "the hidden outputs were rounded": expected.round()})
checks.close(output, neuron(expected, *last), "the output of the last neuron", looks_like={
    "the last neuron looked at X: it should see only H": neuron(X, *last),
    "the last sigmoid is missing": expected @ last[0] + last[1], "a rounded output": neuron(expected, *last).round(),
    "the hidden outputs were rounded on their way": neuron(expected.round(), *last)})
H, output = two_layers(corners, *[(np.ravel(w), float(np.ravel(w0)[0])) for w, w0 in XOR])
checks.equal([int(value > 0.5) for value in np.ravel(output)], [0, 1, 1, 0], "two_layers(corners, *XOR)")

# %% demo=true
H, output = two_layers(corners, *XOR)
print("output at the four corners:", np.round(output, 3))
show(
    plot_feature_space(corners, H, [0, 1, 1, 0], line=XOR[2])[0].figure,
    alt="Left: the corners of XOR, which no line separates. Right: the same points as the hidden layer sees them: "
    "the two yes corners have fallen together, and one line separates them from the no corners.",
)

# %% [markdown]
# On the left no line will do. On the right are the same points as the hidden layer reports them: both yes
# corners have landed on one spot, and one line is enough. A hidden layer redraws the data until the question
# becomes easy.
#
# ## Learn from mistakes
#
# When nobody knows the weights, they can come from mistakes. Frank Rosenblatt's perceptron of 1958 had a step
# instead of a sigmoid, yes when $z > 0$, and learned by this rule. Write each label as $y = -1$ (no) or
# $y = +1$ (yes):
#
# - **start** with $\mathbf{w} = \mathbf{0}$ and $w_0 = 0$;
# - **visit** the rows in their order, first to last; one such pass is an *epoch*;
# - a row is a **mistake** when $y\,(\mathbf{w} \cdot \mathbf{x} + w_0) \le 0$: on the wrong side, or on the line;
# - after each mistake, **update** at once: $\mathbf{w} \leftarrow \mathbf{w} + y\,\mathbf{x}$ and $w_0 \leftarrow w_0 + y$;
#   then go on with the next row;
# - **stop** after an epoch without a mistake, or after `max_epochs` epochs.

# %% [markdown]
# An update raises $y\,(\mathbf{w} \cdot \mathbf{x} + w_0)$ for its row by $|\mathbf{x}|^2 + 1$: towards right. A
# whole run on three rows:
#
# | epoch | row | $y$ | $z$ before | mistake? | $\mathbf{w}$ after | $w_0$ after |
# |---|---|---|---|---|---|---|
# | 1 | (0, 1) | +1 | 0 | yes, on the line | (0, 1) | 1 |
# | 1 | (2, 1) | −1 | 2 | yes | (−2, 0) | 0 |
# | 1 | (1, 0) | −1 | −2 | no | (−2, 0) | 0 |
# | 2 | (0, 1) | +1 | 0 | yes, on the line | (−2, 1) | 1 |
# | 2 | (2, 1) | −1 | −2 | no | (−2, 1) | 1 |
# | 2 | (1, 0) | −1 | −1 | no | (−2, 1) | 1 |
#
# Epoch 3 finds no mistake and ends the run: three mistakes, so a path of four pairs, zeros included.

# %% [markdown]
# Where a line can separate the data: does the rule end with the same line, whatever the order of the rows?
# Write `"same"` or `"different"`.

# %% solution="prediction_order"
### BEGIN SOLUTION
prediction_order = "different"
### END SOLUTION

# %% points=1 tests="prediction_order"
checks.choice(prediction_order, ["same", "different"], "prediction_order")

# %% [markdown]
# **Exercise 1.7** (20 min). Complete `fit_perceptron`, by the five points above. It returns its `path`, a
# list of pairs `(w, w0)`: the zeros first, then one pair after every mistake. Labels come as −1 and +1, or as
# 0 and 1, where 0 means −1. Leave the caller's arrays as they are. A run takes milliseconds; the checks give
# up after five seconds.
#
# <details><summary>Hint 1: the idea</summary>
# First turn the labels into signs: <code>np.where(y &gt; 0, 1, -1)</code>. Then two loops: one counts epochs,
# the one inside visits the rows. Remember whether this epoch saw a mistake.
# </details>
# <details><summary>Hint 2: the tools</summary>
# <code>zip(X, signs)</code> gives each row with its sign. Write <code>w = w + ...</code>, since
# <code>w += ...</code> would also change the array in the path. <code>first_bad_step(path, X, y)</code> from
# the check below names the first step that breaks the rule.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>signs = ...
# for epoch in range(...):
#     before = len(path)
#     for x, sign in zip(X, signs):
#         if ... &lt;= 0:
#             w, w0 = ..., ...
#             path.append(...)
#     if len(path) == before:
#         ...</pre>
# </details>

# %% solution="fit_perceptron"
def fit_perceptron(X, y, max_epochs):
    """Learn a line from mistakes, by Rosenblatt's rule.

        mistake:  y (w · x + w0) <= 0,  with y = -1 or +1
        update:   w = w + y x,  w0 = w0 + y

    Args:
        X: Inputs of shape (n, d).
        y: Labels of shape (n,), either -1 and +1 or 0 and 1.
        max_epochs: At most this many passes over the rows.

    Returns:
        A list of pairs (w, w0): the zeros first, then one pair after every mistake.
    """
    w, w0 = np.zeros(X.shape[1]), 0.0
    path = [(w, w0)]
    ### BEGIN SOLUTION
    signs = np.where(y > 0, 1, -1)
    for _ in range(max_epochs):
        before = len(path)
        for x, sign in zip(X, signs):
            if sign * (x @ w + w0) <= 0:
                w, w0 = w + sign * x, w0 + sign
                path.append((w, w0))
        if len(path) == before:
            break
    ### END SOLUTION
    return path

# %% points=1 tests="fit_perceptron"
from course_utils.checks.deadline import finishes
from course_utils.labs.perceptron.checks import first_bad_step, path_rows

X, y = np.array([[0.0, 1.0], [2.0, 1.0], [1.0, 0.0]]), np.array([1, -1, -1])
path = finishes(lambda: fit_perceptron(X, y, 10), "fit_perceptron on the three rows of the table")
bad = first_bad_step(path, X, y)
assert not bad, bad
assert len(path) > 1, "the path holds only the zeros: a row on the line (z = 0) is a mistake too"
table = [[0, 0, 0], [0, 1, 1], [-2, 0, 0], [-2, 1, 1]]
checks.equal(path_rows(path), table, "the path on the three rows of the table, as [w1, w2, w0]")

# %% points=1 tests="fit_perceptron"
from course_utils import datasets
from course_utils.checks.deadline import finishes
from course_utils.labs.perceptron.checks import first_bad_step, path_rows

X, y = datasets.blobs(60, seed=3)  # labels 0 and 1
path = finishes(lambda: fit_perceptron(X, y, 1000), "fit_perceptron on two blobs")
bad = first_bad_step(path, X, y)
assert not bad, f"two blobs with labels 0 and 1, {bad}"
z = np.column_stack([X, np.ones(60)]) @ path_rows(path)[-1]
checks.equal(int(np.sum((z > 0) != (y > 0))), 0, "the number of rows that your last line gets wrong on two blobs")
X, y = datasets.xor()
path = finishes(lambda: fit_perceptron(X, y, 5), "fit_perceptron on XOR", hint="no line is right there, so stop after max_epochs")
checks.equal(len(path), 21, "the number of pairs on XOR with max_epochs=5")

# %% hidden="fit_perceptron" points=4
# Hidden check: both kinds of labels, each step, the bound on mistakes, when it stops, max_epochs, your arrays.
from course_utils.checks.deadline import finishes
from course_utils.labs.perceptron.checks import first_bad_step, path_rows

separator = np.array([0.6, -0.8, 0.3])  # w1, w2, w0 of a line that is right for every row
rows = np.column_stack([np.random.default_rng(5).uniform(-2, 2, (90, 2)), np.ones(90)])
rows = rows[np.abs(rows @ separator) > 0.2]
X, y = rows[:, :2], np.sign(rows @ separator).astype(int)
before = X.copy(), y.copy()
path = finishes(lambda: fit_perceptron(X, y, 10**9), "fit_perceptron", hint="stop after the first epoch without a mistake")
bad = first_bad_step(path, X, y)
assert not bad, bad
wrong = int(np.sum(y * (rows @ path_rows(path)[-1]) <= 0))
assert wrong == 0, f"stopped too early: the last line still gets {wrong} of {len(y)} rows wrong, and max_epochs was not reached"
R, gamma = np.linalg.norm(rows, axis=1).max(), np.min(y * (rows @ separator)) / np.linalg.norm(separator)
checks.less(len(path) - 1, (R / gamma) ** 2 + 1e-9, "the number of mistakes, at most (R / gamma)²")
checks.unchanged(before[0], X, "X")
checks.unchanged(before[1], y, "y")

path = finishes(lambda: fit_perceptron(X, (y > 0).astype(int), 10**9), "fit_perceptron with labels 0 and 1")
bad = first_bad_step(path, X, y)
assert not bad, f"with labels 0 and 1: {bad}"
checks.equal(len(path) > 1, True, "the path has moved, with labels 0 and 1")

X, y = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), np.array([0, 1, 1, 0])
for epochs, pairs in [(1, 5), (2, 9), (6, 25)]:
    path = finishes(lambda: fit_perceptron(X, y, epochs), "fit_perceptron on XOR", hint="no line is right there, so stop after max_epochs")
    assert not first_bad_step(path, X, y), first_bad_step(path, X, y)
    checks.equal(len(path), pairs, f"the number of pairs on XOR with max_epochs={epochs}")

# %% [markdown]
# Step from mistake to mistake, with other data and another order of the rows. Then choose XOR.

# %% demo=true
figures.perceptron_steps(fit_perceptron)

# %% [markdown]
# Each mistake turns the arrow towards a missed yes, or away from a wrong one. Now your prediction: the same
# rows, from first to last and from last to first.

# %% demo=true
from course_utils import datasets

X, y = datasets.blobs(40, seed=4)
ax, found = plots.plot_points(X, y), []
for name, order, style in [("first to last", 1, "-"), ("last to first", -1, "--")]:
    path = fit_perceptron(X[::order], y[::order], 1000)
    found.append(f"{name}: {len(path) - 1} mistakes")
    plots.plot_line(*path[-1], ax=ax, style=style, label=found[-1], sides=False)
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
show(ax, alt="Two clouds of points and the line that the rule found in each order. " + "; ".join(found) + ".")

# %% [markdown]
# Different lines, both without a mistake. The rule stops at the *first* line that works, not at the best one.
#
# If some line separates the data, the rule always stops (Novikoff, 1962). Let $R$ be the length of the longest
# row $(\mathbf{x}, 1)$, and $\gamma$ the smallest $y\,(\mathbf{w} \cdot \mathbf{x} + w_0)$ of a separating line
# whose $(\mathbf{w}, w_0)$ has length 1. There are at most $(R/\gamma)^2$ mistakes, in any order. If no line
# does, as in XOR, it never stops by itself: hence `max_epochs`.

# %% [markdown]
# ## Hand it to Keras
#
# TensorFlow's sigmoid agrees about the lecture's example:

# %% demo=true
import tensorflow as tf

print(f"tf.math.sigmoid(-6.0) = {tf.math.sigmoid(-6.0).numpy():.4f}")

# %% [markdown]
# A whole neuron is a *dense layer* with one unit. It keeps one column of weights per neuron, here shape
# `(d, 1)`, and the bias as shape `(1,)`.
#
# **Exercise 1.8** (10 min). Complete `keras_perceptron`: make a `Dense` layer, copy the weights into it, call it
# on `X`. It must agree with the formula to better than $10^{-6}$, in shape `(n,)`.
#
# <details><summary>Hint 1: the idea</summary>
# A layer has no weights until it knows how many inputs it gets: build it, set the weights, call it.
# </details>
# <details><summary>Hint 2: the tools</summary>
# <code>layer.build((None, d))</code>, <code>layer.set_weights([kernel, bias])</code>,
# <code>layer(X)</code>. <code>reshape(-1, 1)</code> makes a column. The answer is a column, too.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>layer = keras.layers.Dense(1, activation=...)
# layer.build((None, ...))
# layer.set_weights([..., np.array([...])])
# return layer(X).numpy()[:, ...]</pre>
# </details>

# %% solution="keras_perceptron"
import keras


def keras_perceptron(X, w, w0):
    """Let a Keras layer be the neuron.

    Args:
        X: Inputs of shape (n, d).
        w: Weights of shape (d,), copied into the layer.
        w0: The bias, copied into the layer.

    Returns:
        The layer's outputs, shape (n,).
    """
    ### BEGIN SOLUTION
    layer = keras.layers.Dense(1, activation="sigmoid")
    layer.build((None, X.shape[1]))
    layer.set_weights([w.reshape(-1, 1), np.array([w0])])
    return layer(X).numpy()[:, 0]
    ### END SOLUTION

# %% demo=true
X, w, w0 = np.array([[-1.0, 2.0], [2.0, 1.0]]), np.array([3.0, -2.0]), 1.0
print("yours:", perceptron(X, w, w0))
print("Keras:", keras_perceptron(X, w, w0))

# %% points=1 tests="keras_perceptron"
X, w, w0 = np.array([[-1.0, 2.0], [0.5, 1.0], [0.0, 0.0]]), np.array([3.0, -2.0]), 1.0
squeeze = lambda z: 1 / (1 + np.exp(-z))
mistakes = {
    "the activation is missing: this is z": X @ w + w0,
    "the bias was not copied": squeeze(X @ w),
    "the bias was subtracted": squeeze(X @ w - w0),
    "tanh instead of the sigmoid": np.tanh(X @ w + w0),
    "relu instead of the sigmoid": np.maximum(X @ w + w0, 0),
}
got, again = keras_perceptron(X, w, w0), keras_perceptron(X, w, w0)
assert np.array_equal(got, again), "two calls differ: Keras starts with random weights, copy w and w0 into the layer"
checks.close(got, squeeze(X @ w + w0), "keras_perceptron(X, w, w0)", looks_like=mistakes, rtol=0, atol=1e-6)

# %% hidden="keras_perceptron" points=2
# Hidden check: random weights, other numbers of inputs, float32, a second call with other weights.
squeeze = lambda z: 1 / (1 + np.exp(-z))
rng = np.random.default_rng(8)
for n, d in [(4, 2), (7, 5), (1, 3)]:
    X, w, w0 = rng.uniform(-1, 1, (n, d)), rng.uniform(-1, 1, d), float(rng.uniform(-1, 1))
    mistakes = {"the bias was not copied": squeeze(X @ w)}
    for kind in [np.float64, np.float32]:
        got = keras_perceptron(X.astype(kind), w.astype(kind), kind(w0))
        checks.close(got, squeeze(X @ w + w0), f"keras_perceptron for X of shape ({n}, {d}), {kind.__name__}", looks_like=mistakes, rtol=0, atol=1e-6)

# %% [markdown]
# The same neuron, up to the digits that float32 drops.
#
# ## ★ Build everything from NAND
#
# **Exercise 1.9** ★ (no points). `xor_from_nand` gets a function `nand(a, b)` and two inputs, and may do nothing
# but call `nand`. Four calls are enough.
#
# <details><summary>Hint: the idea</summary>
# Call <code>nand</code> on both inputs. Let each input meet that answer, then let those two meet.
# </details>

# %% solution="xor_from_nand"
def xor_from_nand(nand, a, b):
    """Say whether exactly one of `a` and `b` is 1, by calling `nand` only."""
    ### BEGIN SOLUTION
    both = nand(a, b)
    return nand(nand(a, both), nand(b, both))
    ### END SOLUTION

# %% points=0 tests="xor_from_nand"
calls = []
nand = lambda a, b: calls.append((a, b)) or int(not (a and b))
answers = [xor_from_nand(nand, a, b) for a, b in [(0, 0), (0, 1), (1, 0), (1, 1)]]
checks.equal(answers, [0, 1, 1, 0], "your answers to (0, 0), (0, 1), (1, 0), (1, 1)")
assert calls, "XOR came out right, but `nand` was never called"

# %% hidden="xor_from_nand" points=0
# Hidden check: four calls of nand for each question, not more.
calls = []
nand = lambda a, b: calls.append((a, b)) or int(not (a and b))
answers = [xor_from_nand(nand, a, b) for a, b in [(0, 0), (0, 1), (1, 0), (1, 1)]]
checks.equal(answers, [0, 1, 1, 0], "your answers")
checks.less(len(calls) / 4, 4.5, "the number of calls of nand for one question")

# %% [markdown]
# ## Say it in your own words
#
# A friend says: "With the right weights, one neuron can answer any yes-or-no question about two numbers." Reply
# in five to eight sentences: what weights and bias mean for the line, why XOR is out of reach, what the second
# layer changes, and where the weights came from.

# %% [markdown] answer="own_words" points=3
# ### BEGIN SOLUTION
# One point each: weights turn the line, bias shifts it; one line cannot separate XOR, two and a neuron that
# joins them can; weights chosen by hand or learned from mistakes.
# ### END SOLUTION

# %% [markdown]
# ## Common questions
#
# **Neuron or perceptron?** In the lecture, two names for one thing. Rosenblatt's own had a step as its
# non-linearity; with a sigmoid most people say *neuron*.
#
# **What are the weights, and where do they come from?** They are numbers: one per input, and the bias. You set
# them by hand in 1.5. In 1.7 a rule found them: its $\mathbf{w}$ is the sum of $y\,\mathbf{x}$ over all mistakes.
# In lab 05 the slope of a loss finds them.
#
# **Is the line on the slide drawn right? Should it not pass below $x_2 = 0$?** It should, left of
# $x_1 = -\frac13$: at $x_1 = -1$ it lies at $x_2 = -1$.
#
# **Is the sigmoid's 0-to-1 a probability?** It has the range of one. It earns the name when, of all cases with
# an output of 0.8, about 80 % are a yes. Your hand-made gates promise no such thing. Lab 04 tests it.

# %% [markdown]
# ## Summary
#
# - A neuron takes three steps: dot product, add the bias, apply the non-linearity.
# - With two inputs it is a straight line. The weights turn it, the bias shifts it, their size makes it sure.
# - One line cannot do XOR. A hidden layer redraws the points so that one line is enough.
# - Rosenblatt's rule learns from mistakes alone. It ends at the first line that works, if there is one.
# - A Keras `Dense(1)` with a sigmoid is this same neuron.
