# %% [markdown]
# # Say how wrong you are: loss functions
#
# **You will** write the losses for numbers, for yes or no, and for many classes; make them survive infinity; find the one
# net in five that was trained with two softmaxes; measure whether a network's "90 % sure" deserves belief.
#
# **You will learn** what a loss rewards; where the minus sign of cross-entropy comes from; why classes want cross-entropy
# and not squared error; which number a loss should begin with.
#
# **You need** labs 01 to 03 and logarithms. About 140 minutes. Goes with 32:29–35:12 of the lecture.
#
# **Stuck?** Go on: every section stands on its own. Where a cell wants a function that you have not finished, write
# `stand_in("mse")` in place of `mse`.

# %% [markdown]
# ## Warm up
#
# Four questions about labs 01 to 03. Answer from memory, then run the check.
#
# 1. `state_of_half`: for which $z$ is $\sigma(z) = \frac12$?
# 2. `steepest`: how large does the slope of the sigmoid get, at most?
# 3. `last_layer`: which activation belongs on the last layer for "which one of ten digits is it?"
# 4. `parameters`: how many weights and biases has a network with 2 inputs, a hidden layer of 3, and 1 output?

# %%
import keras
import numpy as np
import tensorflow as tf

from course_utils import datasets, plots
from course_utils.labs.losses.plots import plot_fits, plot_reliability
from course_utils.models import dense_net

sigmoid = stand_in("sigmoid")

# %% solution="warm_up"
### BEGIN SOLUTION
state_of_half = 0
steepest = 0.25
last_layer = "softmax"
parameters = 13
### END SOLUTION

# %% tests="warm_up" points=1
checks.close(state_of_half, 0, "state_of_half", looks_like={"the output for z = 0, but the question asks for z": 0.5})
like = {"the value at 0; the slope is σ(1 − σ)": 0.5, "the slope of ReLU": 1}
checks.close(steepest, 0.5 * (1 - 0.5), "steepest", looks_like=like)
checks.choice(last_layer, ["none", "sigmoid", "tanh", "relu", "softplus", "softmax"], "last_layer")
assert last_layer.strip().lower() == "softmax", "last_layer: ten positive numbers that share one whole, as in lab 02"
like = {"the weights without the biases": 2 * 3 + 3, "the units": 2 + 3 + 1, "one layer only": 2 * 3 + 3 + 0.0}
checks.close(parameters, 2 * 3 + 3 + 3 * 1 + 1, "parameters", looks_like=like)

# %% [markdown]
# ## Measure a miss
#
# A student who has studied for nine hours asks for a forecast of the exam score. To fit a line, first say what a bad line is.
# Let $y$ be the truth, $p$ the prediction, $e = p - y$ the miss. Three ways to add up misses:
#
# $$\mathrm{MSE} = \frac1n \sum_i e_i^2 \qquad \mathrm{MAE} = \frac1n \sum_i |e_i| \qquad
# \mathrm{Huber} = \frac1n \sum_i \begin{cases} \frac12 e_i^2 & |e_i| \le \delta \\
# \delta\,(|e_i| - \frac12 \delta) & |e_i| > \delta \end{cases}$$
#
# Huber's is a parabola in the middle and straight outside, without a jump between.
#
# **Exercise 4.1** (15 min). Complete the three; each returns one number. There is a trap: labels come as `(n,)`, a Keras
# network answers with `(n, 1)`, and `y - p` of those two has shape `(n, n)`, without a warning. Be right for `(n,)` and `(n, 1)`
# in any mix.
#
# <details><summary>Hint 1: the idea</summary>
# First lay both out flat. Then it is the formula, and the mean. Try it: do <code>mse(y, p)</code> and
# <code>mse(y, p[:, None])</code> agree?
# </details>
# <details><summary>Hint 2: the tools</summary>
# <code>np.ravel(p)</code> has shape <code>(n,)</code>, whatever came. <code>np.where(condition, inside, outside)</code>
# chooses for each element.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>e = np.ravel(...) - np.ravel(...)
# mse:    return np.mean(...)
# huber:  size = np.abs(e)
#         return np.mean(np.where(size <= delta, ..., ...))</pre>
# </details>

# %% solution="regression_losses"
def mse(y, p):
    """Mean squared error of predictions p for targets y, n numbers each: one number."""
    ### BEGIN SOLUTION
    return np.mean((np.ravel(p) - np.ravel(y)) ** 2)
    ### END SOLUTION


def mae(y, p):
    """Mean absolute error of predictions p for targets y, n numbers each: one number."""
    ### BEGIN SOLUTION
    return np.mean(np.abs(np.ravel(p) - np.ravel(y)))
    ### END SOLUTION


def huber(y, p, delta=1.0):
    """Huber's loss: e²/2 up to |e| = delta, then delta (|e| - delta/2); the mean over n numbers."""
    ### BEGIN SOLUTION
    size = np.abs(np.ravel(p) - np.ravel(y))
    return np.mean(np.where(size <= delta, size**2 / 2, delta * (size - delta / 2)))
    ### END SOLUTION


# %% tests="regression_losses" points=1
y, p = np.array([3.0, 5.0, 2.5, 7.0]), np.array([2.5, 5.0, 4.0, 10.0])
e = p - y
like = {"the root of the MSE": np.mean(e**2) ** 0.5, "a sum, not a mean": np.sum(e**2), "half the MSE": np.mean(e**2) / 2}
like |= {"one miss per example, not their mean": e**2, "the square of the mean miss": np.mean(e) ** 2}
checks.close(mse(y, p), keras.losses.MeanSquaredError()(y, p), "mse(y, p)", looks_like=like)
like = {"misses of both signs that cancel each other": np.mean(e), "a sum, not a mean": np.sum(np.abs(e))}
checks.close(mae(y, p), keras.losses.MeanAbsoluteError()(y, p), "mae(y, p)", looks_like=like)
inside, outside, size = e**2 / 2, np.abs(e) - 0.5, np.abs(e)
like = {"the ½ in the middle is missing": np.mean(np.where(size <= 1, e**2, outside))}
like["a jump at delta: outside, δ/2 must be taken off"] = np.mean(np.where(size <= 1, inside, size))
like["two pieces that were swapped"] = np.mean(np.where(size <= 1, outside, inside))
checks.close(huber(y, p), keras.losses.Huber(delta=1.0)(y, p), "huber(y, p)", looks_like=like)

# %% hidden="regression_losses" points=2
# Hidden check: (n,) against (n, 1), both ways round; other deltas, no jump at delta, whole numbers, the caller's arrays.
y, p = np.array([1.0, 2.0, 4.0]), np.array([1.5, 2.5, 4.5])
piece = lambda e: np.where(np.abs(e) <= 1, e**2 / 2, np.abs(e) - 0.5)
forms = {"mse": (mse, np.square), "mae": (mae, np.abs), "huber": (huber, piece)}
for name, (loss, form) in forms.items():
    like = {"(n,) met (n, 1) and broadcasting made an (n, n) square of misses": np.mean(form(p[:, None] - y))}
    right = np.mean(form(p - y))
    checks.close(loss(y, p.reshape(-1, 1)), right, f"{name} of y (3,) and p (3, 1)", looks_like=like)
    checks.close(loss(y.reshape(-1, 1), p), right, f"{name} of y (3, 1) and p (3,)", looks_like=like)
    checks.close(loss(y.reshape(-1, 1), p.reshape(-1, 1)), right, f"{name} of y (3, 1) and p (3, 1)")
zero = np.zeros(1)
for delta in (0.5, 2.0, 10.0):
    e = np.array([0.4 * delta, -3.0 * delta])
    right = np.mean([0.08 * delta**2, 2.5 * delta**2])
    like = {"a delta that is always 1": np.mean(np.where(np.abs(e) <= 1, e**2 / 2, np.abs(e) - 0.5))}
    like["½ taken off, not δ/2"] = np.mean([0.08 * delta**2, delta * (3 * delta - 0.5)])
    like["the slope δ is missing outside"] = np.mean([0.08 * delta**2, 2.5 * delta])
    like["δ² taken off, not δ²/2"] = np.mean([0.08 * delta**2, 2 * delta**2])
    checks.close(huber(np.zeros(2), e, delta), right, f"huber with delta={delta}", looks_like=like)
    below, above = (float(huber(zero, np.array([delta * (1 + step)]), delta)) for step in (-1e-7, 1e-7))
    assert abs(above - below) < 1e-4 * delta**2, f"huber jumps at delta = {delta}: {below:.4g} on one side, {above:.4g} on the other"
y, p = np.array([1, 2, 3]), np.array([2, 2, 5])
checks.close([mse(y, p), mae(y, p), huber(y, p)], [5 / 3, 1.0, 2 / 3], "mse, mae and huber of whole numbers")
checks.unchanged(np.array([1, 2, 3]), y, "y")
checks.unchanged(np.array([2, 2, 5]), p, "p")

# %% [markdown]
# Now the exam. Sixty students; six of the most diligent fell ill and scored below 15. Each loss chooses the line that *it*
# finds best. Commit yourself: which line will the six pull down most? Write `"mse"`, `"mae"` or `"huber"`.

# %% solution="prediction_outliers"
### BEGIN SOLUTION
prediction_outliers = "mse"
### END SOLUTION

# %% tests="prediction_outliers" points=1
checks.choice(prediction_outliers, ["mse", "mae", "huber"], "prediction_outliers")

# %% demo=true
from course_utils.labs.losses.best_line import best_line

X, scores = datasets.exam_scores(60, outliers=6)
wide_huber = lambda y, p: huber(y, p, delta=10)
lines = {name: best_line(loss, X, scores) for name, loss in {"mse": mse, "mae": mae, "huber": wide_huber}.items()}
forecasts = [f"{name} {slope * 9 + intercept:.0f}" for name, (slope, intercept) in lines.items()]
show(plot_fits(X, scores, lines), f"The best line by each loss. Forecast for nine hours: {', '.join(forecasts)}.")

# %% [markdown]
# Take `outliers=6` away and all three forecast 89. With the six, MSE says 66: a miss of 80 points counts as much as 64 misses
# of 10. MAE and Huber hardly move.
#
# ## Average over the class
#
# The lecture calls the average over all examples the *empirical loss*. With a network $f$ and weights $W$:
#
# $$J(W) = \frac1n \sum_{i=1}^{n} \mathcal{L}\bigl(f(x_i; W),\, y_i\bigr)$$
#
# **Exercise 4.2** (5 min). Complete `empirical_loss(loss, y, p)`. `loss(y[i], p[i])` judges *one* example. The mean of no
# examples does not exist: raise a `ValueError` whose message mentions that the data are `empty`.
#
# <details><summary>Hint 1: the idea</summary>
# Call <code>loss</code> once for each example, and average.
# </details>
# <details><summary>Hint 2: the skeleton</summary>
# <pre>if len(y) == 0:
#     raise ValueError("...")
# return np.mean([loss(..., ...) for ... in zip(y, p)])</pre>
# </details>

# %% solution="empirical_loss"
def empirical_loss(loss, y, p):
    """Average the loss of single examples.

    Args:
        loss: Function of one truth and one prediction that gives a number.
        y: The truths; the first axis counts the examples.
        p: The predictions, as many.

    Returns:
        One number: the mean of loss(y[i], p[i]).

    Raises:
        ValueError: If there is no example.
    """
    ### BEGIN SOLUTION
    if len(y) == 0:
        raise ValueError("the data are empty: there is no mean of nothing")
    return np.mean([loss(truth, prediction) for truth, prediction in zip(y, p)])
    ### END SOLUTION


# %% tests="empirical_loss" points=1
def strict(truth, prediction):
    """Ten for each point too high, one for each point too low."""
    return 10 * (prediction - truth) if prediction > truth else truth - prediction


y, p = np.array([1.0, 5.0, 2.0, 6.0]), np.array([2.0, 4.0, 2.5, 3.0])  # losses 10, 1, 5, 3
like = {"a sum, not a mean": 19, "only the last example": 3, "one number per example, not their mean": [10, 1, 5, 3]}
like |= {"truth and prediction that were swapped": (1 + 10 + 0.5 + 30) / 4, "only the first example": 10}
try:
    got = empirical_loss(strict, y, p)
except ValueError as error:
    assert "ambiguous" not in str(error), "looks like the loss got all examples at once: call it for one example at a time"
    raise
checks.close(got, 19 / 4, "empirical_loss(strict, y, p)", looks_like=like)

# %% hidden="empirical_loss" points=1
# Hidden check: empty data; rows as examples; one example; other numbers of examples.
squared = lambda truth, prediction: float(np.sum((np.asarray(prediction) - np.asarray(truth)) ** 2))
checks.raises(lambda: empirical_loss(squared, np.zeros(0), np.zeros(0)), ValueError, "empirical_loss of no examples", mentions="empty")
y, p = np.eye(3)[[0, 2]], np.array([[0.5, 0.5, 0.0], [0.0, 0.0, 1.0]])
like = {"a mean over the columns, too: the first axis alone counts the examples": 0.5 / 6}
checks.close(empirical_loss(squared, y, p), 0.25, "empirical_loss for rows (2, 3)", looks_like=like)
checks.close(empirical_loss(squared, [4.0], [1.0]), 9.0, "empirical_loss of one example")
many = np.arange(101.0)
checks.close(empirical_loss(squared, many, many + 2), 4.0, "empirical_loss of 101 examples")

# %% [markdown]
# Back to *Will I pass this class?* The untrained network of lab 03 says 0.1 for the student (4, 5), who passed. Here is what
# it says about 120 past students, with the squared miss as loss:

# %% demo=true
from course_utils.models.will_i_pass import YOU, untrained_net

X, passed = datasets.will_i_pass(120)
chance = sigmoid(dense_net.forward(untrained_net(), X, "relu")[:, 0])
p_you = sigmoid(dense_net.forward(untrained_net(), np.array([YOU]), "relu"))[0, 0]
squared_miss = lambda truth, prediction: (prediction - truth) ** 2
print(f"(4, 5): p = {p_you:.3f}, squared miss {squared_miss(1, p_you):.2f}")
print(f"the class: empirical loss {empirical_loss(squared_miss, passed, chance):.3f}")

# %% [markdown]
# For a yes-or-no question there is a better loss, and the next sections say why.
#
# ## Find the minus sign
#
# A network says $p$, its chance for yes. How surprised must it be by the truth? Claude Shannon measured surprise with a
# logarithm: $\log p$ if the truth is $y = 1$, $\log(1 - p)$ if it is $y = 0$. In one line:
#
# $$y \log p + (1 - y) \log(1 - p)$$
#
# Viewers of the lecture asked: *should there not be a minus sign?* Two students passed, $y = 1$; the network said 0.9 for one
# and 0.1 for the other.
#
# **Exercise 4.3**, the minus sign (5 min). `bare_good` and `bare_bad`: what is the line above for $p = 0.9$ and for $p = 0.1$,
# to three digits? `descent_prefers`: training makes the loss *small*; which $p$ would it prefer, 0.9 or 0.1, if the line stood as
# it is? `np.log` is the natural logarithm.

# %% solution="minus_sign"
### BEGIN SOLUTION
bare_good = np.log(0.9)
bare_bad = np.log(0.1)
descent_prefers = 0.1
### END SOLUTION

# %% tests="minus_sign" points=1
for name, given, p in [("bare_good", bare_good, 0.9), ("bare_bad", bare_bad, 0.1)]:
    like = {"the minus sign is there already: take the line as it stands": -np.log(p), "a logarithm to base 10": np.log10(p)}
    like |= {"a logarithm to base 2": np.log2(p), "log(1 - p), which belongs to y = 0": np.log(1 - p)}
    checks.close(given, np.log(p), name, looks_like=like, rtol=0, atol=1e-3)
checks.choice(descent_prefers, [0.9, 0.1], "descent_prefers")
lower = "descent_prefers: -2.3 is smaller than -0.1, and training goes to the smaller number"
assert descent_prefers < 0.5, lower

# %% [markdown]
# As it stands, the line rewards the worst answer. With a minus in front it is near 0 for a good answer and large for a bad
# one. So yes, the minus sign belongs there:
#
# $$J = -\frac1n \sum_i \bigl( y_i \log p_i + (1 - y_i) \log(1 - p_i) \bigr)$$
#
# ## What about infinity?
#
# The viewers' second question: *if the network says 0 and the truth is 1, is the loss infinite?* On paper yes, $-\log 0 = \infty$.
# In a computer it is worse: $0 \cdot \log 0$ is `nan`. Our decision for probabilities is that of Keras: keep $p$ a margin of
# $10^{-7}$ away from 0 and 1.
#
# **Exercise 4.3** (15 min). Complete `binary_cross_entropy`. It must be finite for $p = 0$ and $p = 1$, also in float32, and still
# right to 0.02 at $p = 10^{-5}$ and $p = 1 - 10^{-5}$. A smaller margin, or another honest way to the same, is as good. Shapes `(n,)`
# and `(n, 1)` may mix, as before.
#
# <details><summary>Hint 1: the idea</summary>
# Flat, in double precision, clipped; then the formula and the mean.
# </details>
# <details><summary>Hint 2: the tools</summary>
# <code>np.ravel(p).astype(float)</code>: in float32, 1 − 1e-12 is 1. <code>np.clip(p, low, high)</code>.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>y, p = np.ravel(y), np.clip(..., 1e-7, ...)
# return -np.mean(y * ... + (1 - y) * ...)</pre>
# </details>

# %% solution="binary_cross_entropy"
def binary_cross_entropy(y, p):
    """Judge chances for yes: the mean of -(y log p + (1 - y) log(1 - p)).

    Args:
        y: Labels 0 and 1, n numbers.
        p: The chances for 1, n numbers from 0 to 1.

    Returns:
        One number, finite also where p is 0 or 1.
    """
    ### BEGIN SOLUTION
    y, p = np.ravel(y), np.clip(np.ravel(p).astype(float), 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    ### END SOLUTION


# %% tests="binary_cross_entropy" points=1
y, p = np.array([1.0, 0.0, 1.0, 0.0]), np.array([0.9, 0.2, 0.3, 0.6])
yes, no = y * np.log(p), (1 - y) * np.log(1 - p)
like = {
    "the minus sign is missing": np.mean(yes + no),
    "the half for y = 0 is missing": -np.mean(yes),
    "a sum, not a mean": -np.sum(yes + no),
    "a mean over the examples with y = 1 only": -np.sum(yes) / 2,
    "y and p that were swapped, with the clip": -np.mean(p * np.log(np.clip(y, 1e-7, 1)) + (1 - p) * np.log(np.clip(1 - y, 1e-7, 1))),
    "a logarithm to base 2": -np.mean(yes + no) / np.log(2),
    "a logarithm to base 10": -np.mean(yes + no) / np.log(10),
}
checks.close(binary_cross_entropy(y, p), keras.losses.BinaryCrossentropy()(y, p), "binary_cross_entropy(y, p)", looks_like=like)
ends = binary_cross_entropy(np.array([1.0, 0.0, 1.0, 0.0]), np.array([0.0, 1.0, 1.0, 0.0]))
checks.finite(ends, "binary_cross_entropy with p = 0 and p = 1", hint="log(0) is -inf, and 0 * log(0) is nan")

# %% hidden="binary_cross_entropy" points=2
# Hidden check: (n,) against (n, 1); the loss still rises near 0 and 1; p = 0 and p = 1 one by one; float32; whole labels.
y, p = np.array([1.0, 0.0, 1.0]), np.array([0.8, 0.4, 0.3])
each = lambda y, p: -(y * np.log(p) + (1 - y) * np.log(1 - p))
like = {"(n,) met (n, 1) and broadcasting made an (n, n) square": np.mean(each(y, p[:, None]))}
checks.close(binary_cross_entropy(y, p[:, None]), np.mean(each(y, p)), "binary_cross_entropy of (3,) and (3, 1)", looks_like=like)
checks.close(binary_cross_entropy(np.array([[1], [0], [1]]), p), np.mean(each(y, p)), "binary_cross_entropy of (3, 1) and (3,)", looks_like=like)
one, zero = np.ones(1), np.zeros(1)
for name, label, chance in [("y = 1, p = ", one, lambda p: zero + p), ("y = 0, p = 1 - ", zero, lambda p: 1 - (zero + p))]:
    far, near, end = (float(binary_cross_entropy(label, chance(p))) for p in (1e-4, 1e-5, 0.0))
    flat = f"looks like a clip that is too wide: {name}1e-04 and {name}1e-05 cost about the same, {far:.3g} and {near:.3g}"
    assert near - far > 1, f"{flat}; where the loss is flat its slope is 0, and the worst answers teach nothing"
    checks.close(near, -np.log(1e-5), f"binary_cross_entropy for {name}1e-05", rtol=0, atol=0.02)
    checks.finite(end, f"binary_cross_entropy for {name}0")
    assert end > near - 1e-6, f"expected a loss for {name}0 above that for {name}1e-05, {near:.3g}; received {end:.3g}"
checks.close(binary_cross_entropy(one, one), 0.0, "binary_cross_entropy([1], [1])", atol=2e-6)
single = binary_cross_entropy(np.array([1, 0], np.float32), np.array([0, 1], np.float32))
checks.finite(single, "binary_cross_entropy in float32", hint="there 1 - 1e-12 is 1: turn p into float64, or take a margin of 1e-7")

# %% demo=true
p = np.linspace(0.001, 0.999, 200)
one = np.ones(1)
curves = {"cross-entropy": [binary_cross_entropy(one, p[i : i + 1]) for i in range(200)]}
curves["squared error"] = [mse(one, p[i : i + 1]) for i in range(200)]
ax = plots.plot_curve(p, curves, xlabel="p, where the truth is 1", ylabel="loss")
ends = [f"{name} {values[0]:.2f} at p = 0.001 and {values[-1]:.2f} at p = 0.999" for name, values in curves.items()]
print(f"(4, 5), p = 0.1: cross-entropy {binary_cross_entropy(one, np.array([0.1])):.2f}")
show(ax, f"Loss against confidence: {'; '.join(ends)}.")

# %% [markdown]
# For the student (4, 5) the loss is $-\log 0.1 = 2.30$. A squared error never exceeds 1; cross-entropy has no limit.
#
# **Exercise 4.3**, infinity (5 min). The truth is 1, and the margin is $10^{-7}$.
#
# - `loss_on_paper`: the loss at $p = 0$ by the formula alone (`np.inf` is a number, too);
# - `loss_clipped`: the same with the margin, to two decimals;
# - `clipped_loss_falls`: does the clipped loss fall when $p$ rises from 0 to $10^{-8}$? `True` or `False`.

# %% solution="infinity"
### BEGIN SOLUTION
loss_on_paper = np.inf
loss_clipped = -np.log(1e-7)
clipped_loss_falls = False
### END SOLUTION

# %% tests="infinity" points=1
checks.close(loss_on_paper, np.inf, "loss_on_paper", looks_like={"the logarithm alone, without the minus": -np.inf})
like = {"the minus sign is missing": np.log(1e-7), "a logarithm to base 10": 7, "a logarithm to base 2": -np.log2(1e-7)}
checks.close(loss_clipped, -np.log(1e-7), "loss_clipped", looks_like=like, rtol=0, atol=0.006)
checks.choice(clipped_loss_falls, [True, False], "clipped_loss_falls")
assert not clipped_loss_falls, "clipped_loss_falls: after the clip both are 1e-7, so which loss is smaller?"

# %% [markdown]
# Finite, but flat: within the margin the slope is 0, and a network that is *that* wrong learns nothing. The real cure starts
# earlier. Do not make a probability first: work from the state of the last neuron, its **logit** $z$. With $p = \sigma(z)$ the
# formula becomes
#
# $$\mathcal{L}(y, z) = \log(1 + e^{z}) - y z = \max(z, 0) - y z + \log(1 + e^{-|z|})$$
#
# The second form never overflows. A sigmoid never reaches 0 on paper, and the loss at $z = -1000$ is 1000, not infinite.
#
# **Exercise 4.3**, from the logit (10 min). Complete `binary_cross_entropy_from_logits`: exact at $z = \pm 1000$, and never flat on
# the wrong side.
#
# <details><summary>Hint 1: the idea</summary>
# The exponent of the second form is never positive. Translate it piece by piece; no sigmoid, no clip.
# </details>
# <details><summary>Hint 2: the tools</summary>
# <code>np.maximum</code>, <code>np.abs</code>, <code>np.log1p(x)</code> for log(1 + x); or <code>np.logaddexp(0, z)</code>,
# which is log(1 + exp(z)).
# </details>

# %% solution="binary_cross_entropy_from_logits"
def binary_cross_entropy_from_logits(y, z):
    """Judge logits for yes: the mean of max(z, 0) - y z + log(1 + exp(-|z|)).

    Args:
        y: Labels 0 and 1, n numbers.
        z: Logits, n numbers of any size.

    Returns:
        One number.
    """
    ### BEGIN SOLUTION
    y, z = np.ravel(y), np.ravel(z)
    return np.mean(np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z))))
    ### END SOLUTION


# %% tests="binary_cross_entropy_from_logits" points=1
y, z = np.array([1.0, 0.0, 1.0, 0.0]), np.array([2.0, -1.0, -3.0, 0.5])
right = tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=z).numpy()
double = tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=tf.sigmoid(z)).numpy()
like = {"the sigmoid was applied twice": np.mean(double), "a sum, not a mean": np.sum(right)}
like["the labels 0 and 1 that were swapped"] = np.mean(np.logaddexp(0, z) - (1 - y) * z)
like["y · z is missing"] = np.mean(np.logaddexp(0, z))
name = "binary_cross_entropy_from_logits"
checks.close(binary_cross_entropy_from_logits(y, z), np.mean(right), f"{name}(y, z)", looks_like=like)
far = binary_cross_entropy_from_logits(np.array([1.0, 0.0]), np.array([-1000.0, 1000.0]))
checks.finite(far, f"{name}([1, 0], [-1000, 1000])", hint="exp(1000) overflows, and sigmoid(-1000) is 0, whose log is -inf")
clipped = "looks like a clip: beyond its margin the loss stands still"
assert far > 100, f"{clipped}; expected {name}([1, 0], [-1000, 1000]) = 1000, received {far:.4g}"
checks.close(far, 1000.0, f"{name}([1, 0], [-1000, 1000])")

# %% hidden="binary_cross_entropy_from_logits" points=1
# Hidden check: the slope p − y far out on the wrong side; 0 on the right side; (n,) against (n, 1).
name = "binary_cross_entropy_from_logits"
for label, z, slope in [(1.0, -40.0, -1.0), (0.0, 40.0, 1.0), (1.0, -800.0, -1.0), (1.0, 800.0, 0.0), (0.0, -800.0, 0.0)]:
    y = np.array([label])
    right, left = (float(binary_cross_entropy_from_logits(y, np.array([z + step]))) for step in (0.5, -0.5))
    checks.close(right - left, slope, f"the slope of {name} at y = {label:g}, z = {z:g}",
                 looks_like={"a loss that was clipped until it is flat": 0.0 if slope else 1.0}, atol=1e-6)
y, z = np.array([1.0, 0.0, 1.0]), np.array([0.5, 2.0, -1.0])
each = lambda y, z: np.logaddexp(0, z) - y * z
like = {"(n,) met (n, 1) and broadcasting made an (n, n) square": np.mean(each(y, z[:, None]))}
checks.close(binary_cross_entropy_from_logits(y, z[:, None]), np.mean(each(y, z)), f"{name} of (3,) and (3, 1)", looks_like=like)

# %% [markdown]
# In Keras this choice is called `from_logits=True`: no sigmoid on the last layer, the loss takes the logit.
#
# ## More than two classes
#
# One logit per class, and softmax turns them into probabilities. We need their logarithms:
#
# $$p_k = \frac{e^{z_k}}{\sum_j e^{z_j}} \qquad \log p_k = (z_k - m) - \log \sum_j e^{z_j - m}$$
#
# Any constant $m$ gives the same; the largest logit *of the row* keeps every exponent at 0 or below.
#
# **Exercise 4.4** (15 min). Complete `log_softmax` for logits of shape `(n, C)` or `(C,)`; each row stands for itself. It must be
# finite at logits of $\pm 10^4$.
#
# <details><summary>Hint 1: the idea</summary>
# Take the row's largest logit away first. Then exp, sum and log along the last axis.
# </details>
# <details><summary>Hint 2: the tools</summary>
# <code>np.max(z, axis=-1, keepdims=True)</code> has shape <code>(n, 1)</code>, which a row of <code>(n, C)</code> can meet.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>shifted = logits - np.max(logits, axis=..., keepdims=...)
# return shifted - np.log(np.sum(..., axis=..., keepdims=...))</pre>
# </details>

# %% solution="log_softmax"
def log_softmax(logits):
    """Turn logits into log-probabilities: z - m - log(sum of exp(z - m)) along the last axis.

    Args:
        logits: Shape (n, C) or (C,).

    Returns:
        The same shape; exp of each row adds up to 1.
    """
    ### BEGIN SOLUTION
    shifted = logits - np.max(logits, axis=-1, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))
    ### END SOLUTION


# %% tests="log_softmax" points=1
z = np.array([[2.0, 1.0, -1.0], [0.5, 0.0, 3.0]])
right, far = tf.nn.log_softmax(z).numpy(), np.array([[1e4, 0.0, -1e4], [-1e4, 1e4, 0.0]])
like = {"the wrong axis: classes lie along the last one": tf.nn.log_softmax(z, axis=0), "softmax without the log": np.exp(right)}
like["one sum for the whole batch"] = z - np.log(np.sum(np.exp(z)))
like["the log is missing before the subtraction"] = z - np.sum(np.exp(z), axis=-1, keepdims=True)
like["the shift m is missing from the first term"] = right + np.max(z, axis=-1, keepdims=True)
try:
    got = log_softmax(z)
except ValueError as error:
    assert "broadcast" not in str(error), "looks like keepdims=True is missing: (2,) cannot meet (2, 3)"
    raise
checks.close(got, right, "log_softmax(z)", looks_like=like)
checks.close(np.sum(np.exp(np.asarray(got)), axis=-1), np.ones(2), "the sum of exp(log_softmax(z)) in each row")
checks.finite(log_softmax(far), "log_softmax of logits of ±10000", hint="take each row's largest logit away before exp, and no log of a p that may be 0")

# %% hidden="log_softmax" points=2
# Hidden check: rows of very different size; a single row; a constant in all logits; the caller's array.
z = np.array([[1e4, 1e4 - 1, 0.0], [-1e4, -1e4 + 1, -1e4 + 2], [0.0, 1.0, 2.0], [5.0, 5.0, 5.0]])
before = z.copy()
with np.errstate(all="ignore"):
    one_max = (z - z.max()) - np.log(np.sum(np.exp(z - z.max()), axis=-1, keepdims=True))
like = {"one largest logit for the whole batch: every row needs its own": one_max}
checks.close(log_softmax(z), tf.nn.log_softmax(before), "log_softmax of four rows", looks_like=like)
checks.unchanged(before, z, "logits")
checks.close(log_softmax(np.array([1.0, 2.0, 3.0, 4.0])), tf.nn.log_softmax([1.0, 2.0, 3.0, 4.0]), "log_softmax of a single row (4,)")
square = np.array([[0.0, 3.0], [1.0, -1.0]])
like = {"keepdims=True is missing: a row met the sums of others": square - np.log(np.sum(np.exp(square), axis=-1))}
checks.close(log_softmax(square), tf.nn.log_softmax(square), "log_softmax of a batch (2, 2)", looks_like=like)
checks.close(log_softmax(square + 77.0), tf.nn.log_softmax(square), "log_softmax of the same logits plus 77")

# %% [markdown]
# The loss is again the mean surprise, $J = -\frac1n \sum_i \log p_{i, y_i}$: of each row only the true class counts.
#
# **Exercise 4.4**, the loss (10 min). Complete `cross_entropy(y, logits)` with your `log_softmax` or its stand-in. Both forms of
# labels must work: integers `(n,)`, and one-hot rows `(n, C)`.
#
# <details><summary>Hint 1: the idea</summary>
# Make both forms one: <code>np.ndim(y)</code> tells them apart, <code>np.eye(C)[y]</code> turns integers into rows.
# </details>
# <details><summary>Hint 2: the skeleton</summary>
# <pre>Y = np.eye(...)[y] if np.ndim(y) == 1 else y
# return -np.mean(np.sum(Y * ..., axis=...))</pre>
# </details>

# %% solution="cross_entropy"
def cross_entropy(y, logits):
    """Judge logits for C classes: the mean of -log softmax(logits) at the true class.

    Args:
        y: Integers of shape (n,), or one-hot rows of shape (n, C).
        logits: Shape (n, C).

    Returns:
        One number.
    """
    ### BEGIN SOLUTION
    Y = np.eye(logits.shape[-1])[y] if np.ndim(y) == 1 else y
    return -np.mean(np.sum(Y * log_softmax(logits), axis=-1))
    ### END SOLUTION


# %% tests="cross_entropy" points=1
y, z = np.array([0, 2, 1, 1]), np.array([[2.0, 1.0, -1.0], [0.5, 0.0, 3.0], [1.0, 0.0, 0.5], [-1.0, 2.0, 0.0]])
p, right = tf.nn.softmax(z).numpy(), keras.losses.SparseCategoricalCrossentropy(from_logits=True)(y, z)
rows = np.arange(4)
like = {"a double softmax: the probabilities went through it again": -np.mean(tf.nn.log_softmax(p).numpy()[rows, y])}
like["softmax along the wrong axis"] = -np.mean(tf.nn.log_softmax(z, axis=0).numpy()[rows, y])
like |= {"the minus sign is missing": -right, "a sum, not a mean": 4 * right, "a mean over the classes, too": right / 3}
like |= {"the probability itself, without a log": -np.mean(p[rows, y]), "raw logits, without softmax": -np.mean(z[rows, y])}
for form, labels in {"integer": y, "one-hot": np.eye(3)[y]}.items():
    try:
        got = cross_entropy(labels, z)
    except (IndexError, TypeError, ValueError) as error:
        assert False, f"looks like {form} labels of shape {labels.shape} were not expected: {error}"
    checks.close(got, right, f"cross_entropy for {form} labels", looks_like=like)

# %% hidden="cross_entropy" points=2
# Hidden check: as many rows as classes, whole one-hot numbers, ±10000, one example, labels untouched.
y, z = np.array([2, 0, 1]), np.array([[1e4, 0.0, -1e4], [3.0, 2.0, 1.0], [0.0, -1e4, 5.0]])
right = float(np.mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=z)))
for form, labels in {"integer": y, "one-hot": np.eye(3)[y], "whole one-hot": np.eye(3, dtype=int)[y]}.items():
    before = labels.copy()
    got = cross_entropy(labels, z)
    checks.finite(got, f"cross_entropy for {form} labels and logits of ±10000", hint="log after softmax meets log(0): use log_softmax")
    checks.close(got, right, f"cross_entropy for {form} labels, three rows and three classes")
    checks.unchanged(before, labels, "y")
checks.close(cross_entropy(np.array([1]), np.zeros((1, 7))), np.log(7), "cross_entropy of one example with seven equal logits")
checks.close(cross_entropy(np.array([0, 1, 1, 0, 1]), np.tile([0.0, 3.0], (5, 1))), np.logaddexp(0, 3) - 1.8, "cross_entropy of five examples, two classes")

# %% [markdown]
# Move the logits. What does *add to all* do? What does a low *temperature*, by which the logits are divided?

# %% demo=true
from course_utils.labs.losses import figures

figures.softmax_bars(log_softmax)

# %% [markdown]
# A constant changes nothing: only differences count. Temperature leaves the order of the classes alone and makes the network as
# sure as you please. So "97 %" is at first no more than a number; *Is it honest?* below puts it to the test.

# %% [markdown]
# ## Two classes are the sigmoid
#
# The lecture speaks of *softmax cross-entropy* for its yes-or-no question. Exactly said, one output with a sigmoid needs the
# *binary* cross-entropy. Are they related? Find two logits whose softmax gives yes the chance $\sigma(z)$.
#
# **Exercise 4.4**, two classes (5 min). Complete `two_logits(z)`: from `(n,)` to `(n, 2)`, column 0 for no, column 1 for yes.
#
# <details><summary>Hint 1: the idea</summary>
# Divide top and bottom of softmax's fraction for yes by the exponential above. Which difference of logits stands in the exponent?
# </details>
# <details><summary>Hint 2: the tool</summary>
# <code>np.stack([..., ...], axis=1)</code> puts columns side by side.
# </details>

# %% solution="two_logits"
def two_logits(z):
    """Logits for no and yes, shape (n, 2), whose softmax says yes with chance sigmoid(z), z of shape (n,)."""
    ### BEGIN SOLUTION
    return np.stack([np.zeros_like(z), z], axis=1)
    ### END SOLUTION


# %% tests="two_logits" points=1
z, y = np.array([-3.0, 0.0, 0.5, 4.0, -0.2]), np.array([0, 1, 1, 0, 1])
pairs = two_logits(z)
checks.shape(pairs, (5, 2), "two_logits(z)")
pairs = np.asarray(pairs)
p = tf.sigmoid(z).numpy()
like = {"swapped columns: 0 is no, 1 is yes": -z, "twice the difference: -z and z are 2z apart": 2 * z}
like |= {"probabilities in the place of logits": 2 * p - 1, "two equal logits": 0 * z, "sigmoid(z) in the place of z": p}
checks.close(pairs[:, 1] - pairs[:, 0], z, "logit of yes minus logit of no", looks_like=like)
softmax_form = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=pairs)
binary_form = tf.nn.sigmoid_cross_entropy_with_logits(labels=y * 1.0, logits=z)
checks.close(softmax_form, binary_form, "softmax cross-entropy of two_logits(z)")

# %% demo=true
z, y = np.array([-3.0, 0.0, 0.5, 4.0]), np.array([0, 1, 1, 0])
print("softmax, two logits:", cross_entropy(y, two_logits(z)))
print("sigmoid, one logit: ", binary_cross_entropy_from_logits(y, z))

# %% [markdown]
# The same loss: $\frac{e^{z}}{e^{0} + e^{z}} = \sigma(z)$. The two-class softmax has a logit to spare. So the lecture's
# `tf.nn.softmax_cross_entropy_with_logits` needs two outputs; for one output it is `tf.nn.sigmoid_cross_entropy_with_logits`.
#
# ## Follow the slope
#
# Training needs the slope of the loss at the logits. After half a page of algebra, this remains:
#
# $$\frac{\partial J}{\partial z} = \frac{p - y}{n}$$
#
# with $p$ the softmax rows and $y$ the one-hot rows: what was said, minus what was true.
#
# **Exercise 4.4**, the gradient (10 min). Complete `cross_entropy_gradient`, for both forms of labels.
#
# <details><summary>Hint 1: the idea</summary>
# You have the logarithm of p already.
# </details>
# <details><summary>Hint 2: the skeleton</summary>
# <pre>Y = ...
# return (np.exp(...) - ...) / len(...)</pre>
# </details>

# %% solution="cross_entropy_gradient"
def cross_entropy_gradient(y, logits):
    """The slope of the mean cross-entropy at every logit: (softmax(logits) - one-hot y) / n.

    Args:
        y: Integers of shape (n,), or one-hot rows of shape (n, C).
        logits: Shape (n, C).

    Returns:
        Shape (n, C).
    """
    ### BEGIN SOLUTION
    Y = np.eye(logits.shape[-1])[y] if np.ndim(y) == 1 else y
    return (np.exp(log_softmax(logits)) - Y) / len(logits)
    ### END SOLUTION


# %% tests="cross_entropy_gradient" points=1
y, z = np.array([0, 2]), tf.Variable([[2.0, 1.0, -1.0], [0.5, 0.0, 3.0]], dtype=tf.float64)
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=z))
right, Y, p, logits = tape.gradient(loss, z).numpy(), np.eye(3)[y], tf.nn.softmax(z).numpy(), z.numpy()
like = {"y - p: the sign is flipped": -right, "the slope of the sum: divide by n": p - Y, "the log of p in the place of p": (np.log(p) - Y) / 2}
like |= {"p / n, without the truth": p / 2, "divided by all entries, n · C, not by n": right / 3}
like |= {"a softmax along the wrong axis": (tf.nn.softmax(z, axis=0).numpy() - Y) / 2, "logits minus y, without softmax": (logits - Y) / 2}
like["a double softmax"] = (tf.nn.softmax(p).numpy() - Y) / 2
checks.close(cross_entropy_gradient(y, logits), right, "cross_entropy_gradient(y, logits)", looks_like=like)

# %% hidden="cross_entropy_gradient" points=1
# Hidden check: one-hot labels, ±10000, each row adds up to 0, the caller's arrays.
y, z = np.array([1, 0, 0, 1, 1]), np.array([[1e4, -1e4], [0.0, 2.0], [1.0, 1.0], [-3.0, 3.0], [-1e4, 1e4]])
before, Y = z.copy(), np.eye(2)[y]
right = (tf.nn.softmax(before).numpy() - np.eye(2)[[1, 0, 0, 1, 1]]) / 5
for form, labels in {"integer": y, "one-hot": Y}.items():
    try:
        got = cross_entropy_gradient(labels, z)
    except (IndexError, TypeError, ValueError) as error:
        assert False, f"looks like {form} labels of shape {labels.shape} were not expected: {error}"
    checks.finite(got, f"cross_entropy_gradient for {form} labels at ±10000", hint="use log_softmax, which survives large logits")
    checks.close(got, right, f"cross_entropy_gradient for {form} labels")
checks.unchanged(before, z, "logits")
checks.unchanged(np.eye(2)[[1, 0, 0, 1, 1]], Y, "y")

# %% [markdown]
# ## Why not squared error?
#
# The lecture's neuron of lab 01 has $z = -6$ at $(-1, 2)$ and says $p = 0.0025$. Suppose the truth is $y = 1$: confidently wrong.
# Let $z$ alone learn, 100 steps, each one slope long and downhill. Commit yourself: which loss brings $p$ above ½?
# Write `"both"`, `"cross-entropy"`, `"squared error"` or `"neither"`.

# %% solution="prediction_learning"
### BEGIN SOLUTION
prediction_learning = "cross-entropy"
### END SOLUTION

# %% tests="prediction_learning" points=1
checks.choice(prediction_learning, ["both", "cross-entropy", "squared error", "neither"], "prediction_learning")

# %% [markdown]
# **Exercise 4.5** (10 min). Two numbers, to three digits: the slopes with respect to $z$ at $z = -6$, $y = 1$, for one example.
# `slope_cross_entropy`: of the binary cross-entropy, $p - y$. `slope_squared_error`: of $(p - y)^2$; mind the chain from $z$ to $p$.
#
# <details><summary>Hint 1: the idea</summary>
# The slope of (p − y)² at p, times the slope of p at z. Lab 02 knows the second: σ(1 − σ).
# </details>
# <details><summary>Hint 2: the tool</summary>
# No chain at hand? Measure: <code>stand_in("central_difference")(lambda z: (sigmoid(z) - 1) ** 2, -6.0)</code>.
# </details>

# %% solution="two_slopes"
### BEGIN SOLUTION
p = sigmoid(-6.0)
slope_cross_entropy = p - 1
slope_squared_error = 2 * (p - 1) * p * (1 - p)
### END SOLUTION

# %% tests="two_slopes" points=1
p = 1 / (1 + np.exp(6.0))
like = {"y - p: the sign is flipped": 1 - p, "the slope at p, not at z": -1 / p, "the loss itself": -np.log(p), "p, without y": p}
checks.close(slope_cross_entropy, p - 1, "slope_cross_entropy", looks_like=like, rtol=2e-3, atol=0)
like = {"the slope at p: the chain to z is missing": 2 * (p - 1), "the 2 is missing": (p - 1) * p * (1 - p), "the loss itself": (p - 1) ** 2}
like |= {"the sign is flipped": 2 * (1 - p) * p * (1 - p), "the slope of the sigmoid alone": p * (1 - p)}
checks.close(slope_squared_error, 2 * (p - 1) * p * (1 - p), "slope_squared_error", looks_like=like, rtol=2e-3, atol=0)

# %% demo=true
measure = stand_in("central_difference")
paths = {}
for name, loss in {"cross-entropy": binary_cross_entropy, "squared error": mse}.items():
    z, paths[name] = -6.0, []
    for _ in range(100):
        paths[name].append(sigmoid(z))
        z = z - measure(lambda z: loss(np.ones(1), sigmoid(np.array([z]))), z)
ax = plots.plot_curve(np.arange(100), paths, xlabel="step", ylabel="p, where the truth is 1")
ends = [f"{name} p = {path[-1]:.3f}" for name, path in paths.items()]
show(ax, f"A confidently wrong neuron after 100 steps: {', '.join(ends)}.")

# %% [markdown]
# Cross-entropy's slope is 203 times as large. Squared error's is $2p(1 - p)$ times the other: never more than half of it, and
# next to nothing where the answer is surely wrong. Move $z$ and compare:

# %% demo=true
figures.loss_against_logit(binary_cross_entropy, mse)

# %% [markdown]
# ## Know the first number
#
# A network with $C$ classes has seen nothing yet; its probabilities are all about $1/C$. Commit yourself: what loss should it begin
# with for ten classes? Write a number.

# %% solution="prediction_untrained"
### BEGIN SOLUTION
prediction_untrained = 2.3
### END SOLUTION

# %% tests="prediction_untrained" points=1
checks.number(prediction_untrained, -1000, 1000, "prediction_untrained")

# %% [markdown]
# It is $-\log \frac1C = \ln C$: 2.30 for ten classes. Whoever knows this finds a mistake before the first epoch. Eight runs, each
# with its number of classes and its first loss, measured on a batch of 32, stand below. Four are broken, each in its own way:
# `"sum"`, the losses were added up and not averaged; `"sign"`, the minus is missing; `"twice"`, the sum was divided by 32 twice;
# `"too sure"`, the weights began so large that it bets everything before it has seen anything.
#
# **Exercise 4.6** (5 min). Write a dictionary from the four broken runs to their illness: `broken = {"A": "sum", ...}`.

# %% shared=true
first_losses = {
    "A": {"classes": 2, "loss": 0.70},
    "B": {"classes": 10, "loss": 73.8},
    "C": {"classes": 100, "loss": 4.62},
    "D": {"classes": 10, "loss": -2.31},
    "E": {"classes": 3, "loss": 1.11},
    "F": {"classes": 10, "loss": 14.6},
    "G": {"classes": 1000, "loss": 6.93},
    "H": {"classes": 10, "loss": 0.072},
}

# %% solution="broken"
### BEGIN SOLUTION
broken = {"B": "sum", "D": "sign", "F": "too sure", "H": "twice"}
### END SOLUTION

# %% tests="broken" points=2
assert hasattr(broken, "get"), f'broken: expected a dictionary such as {{"A": "sum"}}, received {broken!r}'
illness = {"B": "sum", "D": "sign", "F": "too sure", "H": "twice"}
for run, given in broken.items():
    assert run in first_losses, f"broken: the runs are called A to H, received {run!r}"
    classes = first_losses[run]["classes"]
    assert run in illness, f"{run} is healthy: ln {classes} = {np.log(classes):.2f}"
    checks.choice(given, ["sum", "sign", "twice", "too sure"], f'broken["{run}"]')
for run, right in illness.items():
    start = first_losses[run]["loss"]
    assert run in broken, f"{run} is missing: it begins with {start}, and ln {first_losses[run]['classes']} is 2.30"
    hint = f"{start} / 2.30 = {start / np.log(10):.2f}: which mistake multiplies by that?"
    assert broken[run].strip().lower() == right, f"{run}: not {broken[run]!r}; {hint}"

# %% [markdown]
# ## The `from_logits` clinic
#
# Five nets learn the ten digits. With `from_logits=True` the loss applies a softmax itself.

# %% shared=true
from course_utils.models import digit_classifier

nets = {
    "A": {"layers": ["dense 32", "relu", "dense 10", "softmax"], "from_logits": False, "learning_rate": 0.2, "steps": 100},
    "B": {"layers": ["dense 32", "tanh", "dense 10"], "from_logits": True, "learning_rate": 0.2, "steps": 100},
    "C": {"layers": ["dense 64", "relu", "dense 10", "softmax"], "from_logits": True, "learning_rate": 0.2, "steps": 100},
    "D": {"layers": ["dense 16", "relu", "dense 10"], "from_logits": True, "learning_rate": 0.02, "steps": 100},
    "E": {"layers": ["dense 32", "tanh", "dense 10", "softmax"], "from_logits": False, "learning_rate": 0.5, "steps": 100},
}

# %% demo=true
for name, net in nets.items():
    losses, params = digit_classifier.train(net, seed=0)
    right = digit_classifier.accuracy(net, params)
    print(f"{name}: loss {losses[0]:.2f} -> {losses[-1]:.2f}, held-out accuracy {right:.0%}")

# %% [markdown]
# Two nets do badly. One is only slow; the other sends its outputs through softmax *twice*. The second softmax sees numbers from
# 0 to 1, so even a perfect $(1, 0, \dots, 0)$ becomes $\frac{e}{e + 9}$ for the true one of ten classes.
#
# **Exercise 4.7** (10 min).
#
# - `sick`: the letter of the net with the double softmax;
# - `lowest_loss`: the lowest loss that it could ever reach, to two decimals;
# - `cured`: its description, cured. Change the softmax and nothing else.
#
# The check trains `cured` from three starts; the median accuracy on held-out digits must be at least 85 %.
#
# <details><summary>Hint 1: the idea</summary>
# Count the softmaxes of each net: those among its layers, and the one in the loss. One is right.
# </details>
# <details><summary>Hint 2: the formula</summary>
# The loss is the surprise, minus log of the probability above.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>cured = {**nets[sick], ...: ...}</pre>
# </details>

# %% solution="clinic"
### BEGIN SOLUTION
sick = "C"
lowest_loss = -np.log(np.e / (np.e + 9))
cured = {**nets["C"], "from_logits": False}
### END SOLUTION

# %% tests="clinic" points=1
checks.choice(sick, list(nets), "sick")
letter = sick.strip().upper()
assert letter != "D", "D is slow, not sick: one softmax, in the loss, and a learning rate of 0.02"
assert letter == "C", f"{letter} has one softmax: among its layers if from_logits is False, in the loss if it is True"
like = {"the probability, not the loss": np.e / (np.e + 9), "the minus sign is missing": np.log(np.e / (np.e + 9))}
like |= {"the loss of an untrained net": np.log(10), "ten others, but the true one is among the ten": np.log(1 + 10 / np.e)}
like["0, which a single softmax can come near"] = 0
checks.close(lowest_loss, np.log(1 + 9 / np.e), "lowest_loss", looks_like=like, rtol=0, atol=0.006)

# %% hidden="clinic" points=2
# Hidden check: one softmax left, nothing else changed, the median accuracy of three starts at least 0.85.
assert hasattr(cured, "keys"), f"cured: expected a dictionary like those in nets, received {cured!r}"
old, net = nets["C"], dict(cured)
checks.equal(sorted(net), sorted(old), "the keys of cured")
count = list(net["layers"]).count("softmax") + bool(net["from_logits"])
assert count < 2, "looks like a net that still has two softmaxes: one among its layers, one in the loss"
assert count > 0, "looks like a net with no softmax at all: its raw outputs reach a loss that expects probabilities"
rate = (net["learning_rate"], net["steps"])
hides = "another learning rate or more steps: that hides the illness, it does not cure it"
assert rate == (old["learning_rate"], old["steps"]), f"looks like {hides}"
checks.equal([layer for layer in net["layers"] if layer != "softmax"], ["dense 64", "relu", "dense 10"], "the other layers of cured")
accuracy = digit_classifier.median_accuracy(net, seeds=(3, 4, 5))
assert accuracy >= 0.85, f"expected a median accuracy of at least 0.85 for cured, received {accuracy:.2f}"

# %% demo=true
curves = {"sick": digit_classifier.train(nets[sick])[0], "cured": digit_classifier.train(cured)[0]}
curves["lowest possible with two softmaxes"] = np.full(100, lowest_loss)
ax = plots.plot_curve(np.arange(100), curves, xlabel="step", ylabel="training loss")
ends = ", ".join(f"{name} {values[-1]:.2f}" for name, values in curves.items())
print("median accuracy:", {"sick": digit_classifier.median_accuracy(nets[sick]), "cured": digit_classifier.median_accuracy(cured)})
show(ax, f"Training loss after 100 steps: {ends}.")

# %% [markdown]
# Its first loss was right, no error was raised, and it did learn, slowly, towards a loss above 1.46. Count the softmaxes.
#
# ## Is it honest?
#
# Is a sigmoid's output a probability? Here is the test that lab 01 promised: of all cases with an output near 0.8, about 80 %
# should come true. Cut the range from 0 to 1 into `bins` of equal width, and compare in each the mean output with the share that
# came true.
#
# **Exercise 4.8** (15 min). Complete `reliability`: one row `(mean confidence, share correct, count)` for each bin *that holds
# anything*, lowest first. The last bin includes 1.0, the first includes 0.0; the checks put nothing on the edges between bins.
#
# <details><summary>Hint 1: the idea</summary>
# 0.83 with ten bins belongs to bin 8: multiply by the number of bins, cut off the decimals. What happens to 1.0?
# </details>
# <details><summary>Hint 2: the tools</summary>
# <code>np.minimum((confidence * bins).astype(int), bins - 1)</code>; then <code>inside = place == k</code> for each k.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>rows = []
# for k in range(bins):
#     inside = ...
#     if ...:
#         rows.append((np.mean(...), np.mean(...), np.sum(...)))
# return np.array(rows)</pre>
# </details>

# %% solution="reliability"
def reliability(confidence, correct, bins=10):
    """Sort answers by confidence and see how often they were right.

    Args:
        confidence: Numbers from 0 to 1, shape (n,).
        correct: 1 where it came true, 0 where not, shape (n,).
        bins: Number of bins of equal width.

    Returns:
        Shape (k, 3): mean confidence, share correct, count, for the k bins that hold anything.
    """
    ### BEGIN SOLUTION
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    held = [place == k for k in np.unique(place)]
    return np.array([(confidence[inside].mean(), correct[inside].mean(), inside.sum()) for inside in held])
    ### END SOLUTION


# %% tests="reliability" points=1
confidence, correct = np.array([0.9, 0.2, 0.6, 0.8, 0.4, 0.7]), np.array([1, 0, 0, 1, 1, 1])
right = np.array([[0.3, 0.5, 2], [0.75, 0.75, 4]])
like = {
    "the middle of each bin, not the mean confidence in it": np.column_stack([[0.25, 0.75], right[:, 1:]]),
    "the number correct, not their share": np.column_stack([right[:, 0], [1, 3], right[:, 2]]),
    "the share of all examples, not the count": np.column_stack([right[:, :2], [1 / 3, 2 / 3]]),
    "confidence and correctness in the wrong order": right[:, [1, 0, 2]],
    "the highest bin first": right[::-1],
    "shares of all n, not of the bin": right * [[1 / 3, 1 / 3, 1], [2 / 3, 2 / 3, 1]],
}
checks.close(reliability(confidence, correct, bins=2), right, "reliability(confidence, correct, bins=2)", looks_like=like)

# %% hidden="reliability" points=2
# Hidden check: empty bins, 1.0 in the last bin, 0.0 in the first, the default of ten bins, the caller's arrays.
confidence, correct = np.array([1.0, 0.95, 0.0, 0.55, 1.0, 0.58, 0.05]), np.array([1, 0, 0, 1, 1, 0, 1])
before = confidence.copy(), correct.copy()
rows = np.asarray(reliability(confidence, correct), dtype=float)
assert not np.isnan(rows).any(), "looks like an empty bin, whose mean is nan: leave empty bins out"
assert np.ndim(rows) == 2 and rows.shape[1] == 3, f"expected reliability(…) of shape (k, 3), received shape {rows.shape}"
assert not np.any(rows[:, 2] == 0), "looks like empty bins that got a row of zeros: leave empty bins out"
assert rows[:, 2].sum() != 5, "looks like the two 1.0 fell out of the last bin: it includes its upper edge"
assert rows[:, 2].sum() != 6, "looks like 0.0 fell out of the first bin: it includes its lower edge"
assert len(rows) < 4, "looks like 1.0 got a bin of its own: it belongs to the last one"
right = [[0.025, 0.5, 2], [0.565, 0.5, 2], [2.95 / 3, 2 / 3, 3]]
checks.close(rows, right, "reliability of seven answers in ten bins")
checks.close(reliability(np.array([0.3]), np.array([1]), 4), [[0.3, 1.0, 1]], "reliability of one answer in four bins")
checks.unchanged(before[0], confidence, "confidence")
checks.unchanged(before[1], correct, "correct")

# %% [markdown]
# One number for all bins is the *expected calibration error*: the gaps, weighted by how many answers fell into the bin.
#
# $$\mathrm{ECE} = \sum_k \frac{n_k}{n}\, \bigl|\text{share correct}_k - \text{mean confidence}_k\bigr|$$
#
# **Exercise 4.8**, the error (5 min). Complete it with your `reliability` or its stand-in.

# %% solution="expected_calibration_error"
def expected_calibration_error(confidence, correct, bins=10):
    """The mean gap between share correct and confidence, each bin weighted by its count: one number."""
    ### BEGIN SOLUTION
    mean, share, count = reliability(confidence, correct, bins).T
    return np.sum(count * np.abs(share - mean)) / np.sum(count)
    ### END SOLUTION


# %% tests="expected_calibration_error" points=1
confidence = np.array([0.75, 0.875, 0.625, 0.75, 0.25, 0.125, 1.0, 1.0])
correct = np.array([1, 1, 0, 0, 1, 0, 1, 1])  # two bins: (0.1875, 1/2, 2) and (5/6, 4/6, 6)
gaps, weights = np.array([0.5 - 0.1875, 4 / 6 - 5 / 6]), np.array([2, 6]) / 8
like = {
    "every bin counted alike, however few answers it holds": np.mean(np.abs(gaps)),
    "gaps of both signs that cancel each other": np.sum(gaps * weights),
    "one bin for all": abs(np.mean(correct) - np.mean(confidence)), "the largest gap": np.max(np.abs(gaps)),
    "a sum of the gaps without weights": np.sum(np.abs(gaps)),
    "squared gaps": np.sum(gaps**2 * weights),
    "the miss of each single answer": np.mean(np.abs(correct - confidence)),
    "weights n_k that were not divided by n": 8 * np.sum(np.abs(gaps) * weights),
    "a reliability that loses 1.0 (to go on, take its stand-in)": (2 * 0.3125 + 4 * 0.25) / 6,
}
right = np.sum(np.abs(gaps) * weights)
checks.close(expected_calibration_error(confidence, correct, bins=2), right, "expected_calibration_error, two bins", looks_like=like)

# %% hidden="expected_calibration_error" points=1
# Hidden check: an honest and a hopeless model, empty bins, other numbers of bins, ten by default.
always = np.full(10, 0.75)
name = "expected_calibration_error"
checks.close(expected_calibration_error(np.array([0.75] * 4), np.array([1, 1, 1, 0])), 0.0, f"{name} of an honest model")
checks.close(expected_calibration_error(np.ones(5), np.zeros(5)), 1.0, f"{name} of a model that is always sure and wrong")
checks.close(expected_calibration_error(always, np.ones(10)), 0.25, f"{name} with nine empty bins of ten")
confidence, correct = np.array([0.05, 0.12, 0.55, 0.97]), np.array([0, 1, 1, 1])
like = {"bins that do not change": (0.05 + 0.88 + 0.45 + 0.03) / 4}
checks.close(expected_calibration_error(confidence, correct, 5), (2 * 0.415 + 0.45 + 0.03) / 4, f"{name} with 5 bins", looks_like=like)
checks.close(expected_calibration_error(confidence, correct), (0.05 + 0.88 + 0.45 + 0.03) / 4, f"{name} with 10 bins")

# %% [markdown]
# A neuron learns *Will I pass this class?*, with much luck in play (`noise=2`), and is asked about 4000 others. Beside it a loud
# twin: every logit times 4.

# %% demo=true
X, y = datasets.will_i_pass(300, noise=2)
start = dense_net.init([2, 1], "none", np.random.default_rng(0))
params, _ = dense_net.train(start, X, y, "none", steps=2000)
X, y = datasets.will_i_pass(4000, noise=2, seed=1)
logits = dense_net.forward(params, X, "none")[:, 0]
models, words = {}, []
for name, factor in {"the neuron": 1, "its loud twin": 4}.items():
    p = sigmoid(factor * logits)
    models[name] = reliability(p, y)
    words.append(f"{name}: accuracy {np.mean((p > 0.5) == y):.1%}, ECE {expected_calibration_error(p, y):.3f}")
print(*words, sep="\n")
show(plot_reliability(models), f"Reliability. {'; '.join(words)}.")

# %% [markdown]
# The same accuracy, and yet only the first can be believed. Cross-entropy pays for honesty on the data that it sees; accuracy does
# not. (Networks that memorise their data get loud on new ones: lab 09.)

# %% [markdown]
# ## ★ Two knobs on the loss
#
# **Exercise 4.9** ★ (15 min, no points). *Label smoothing* asks for a little doubt: $Y (1 - \varepsilon) + \varepsilon / C$. *Class
# weights* count rare classes more: the mean over the $n$ examples of $w_{y_i} \mathcal{L}_i$. Write both as Keras has them.

# %% solution="smoothing"
def smooth_labels(Y, epsilon):
    """Mix one-hot rows Y (n, C) with the uniform row: Y (1 - epsilon) + epsilon / C."""
    ### BEGIN SOLUTION
    return Y * (1 - epsilon) + epsilon / Y.shape[1]
    ### END SOLUTION


def weighted_cross_entropy(y, logits, weights):
    """The mean over n examples of weights[y] times the cross-entropy; y (n,), logits (n, C), weights (C,)."""
    ### BEGIN SOLUTION
    losses = -log_softmax(logits)[np.arange(len(y)), y]
    return np.mean(weights[y] * losses)
    ### END SOLUTION


# %% tests="smoothing" points=0
y, z, w = np.array([0, 2, 2]), np.array([[1.0, 0.0, 0.5], [2.0, 1.0, 0.0], [0.0, 0.0, 3.0]]), np.array([5.0, 1.0, 0.5])
Y, log_p = np.eye(3)[y], tf.nn.log_softmax(z).numpy()
like = {"ε over C − 1": np.where(Y == 1, 0.7, 0.15), "a true class that kept its 1": np.where(Y == 1, 1.0, 0.1)}
like["ε that was not divided by C"] = Y * 0.7 + 0.3
checks.close(smooth_labels(Y, 0.3), [[0.8, 0.1, 0.1], [0.1, 0.1, 0.8], [0.1, 0.1, 0.8]], "smooth_labels(Y, 0.3)", looks_like=like)
smooth = keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.3)(Y, z)
checks.close(-np.mean(np.sum(np.asarray(smooth_labels(Y, 0.3)) * log_p, axis=1)), smooth, "cross-entropy of smooth labels")
right = keras.losses.SparseCategoricalCrossentropy(from_logits=True)(y, z, sample_weight=w[y])
each = -log_p[np.arange(3), y]
like = {"a mean that was divided by the sum of the weights": np.sum(w[y] * each) / np.sum(w[y]), "the mean without weights": np.mean(each)}
like["weights by place in the batch, not by class"] = np.mean(w * each)
checks.close(weighted_cross_entropy(y, z, w), right, "weighted_cross_entropy", looks_like=like)

# %% hidden="smoothing" points=0
# Hidden check: five classes, epsilon 0, weights that are all 1, the caller's labels.
Y = np.eye(5)[[4, 0]]
checks.close(smooth_labels(Y, 0.1), np.where(np.eye(5)[[4, 0]] == 1, 0.92, 0.02), "smooth_labels(Y, 0.1) for five classes")
checks.unchanged(np.eye(5)[[4, 0]], Y, "Y")
checks.close(smooth_labels(Y, 0.0), Y, "smooth_labels(Y, 0)")
z = np.array([[0.0, 2.0], [1.0, 0.0], [0.5, 0.5], [3.0, 0.0]])
right = np.mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=[1, 1, 0, 0], logits=z))
checks.close(weighted_cross_entropy(np.array([1, 1, 0, 0]), z, np.ones(2)), right, "weighted_cross_entropy with weights 1")

# %% [markdown]
# ## Say it in your own words
#
# A friend writes: *"My digit classifier begins with a loss of 2.30 and never gets below 1.46, whatever I do. Cross-entropy may be
# infinite anyway, so I shall take squared error."* Answer in five to eight sentences. What do the two numbers tell you? What should
# your friend look for? Is infinity a reason, and what would squared error cost?

# %% [markdown] answer="advice" points=3
# ### BEGIN SOLUTION
# 2.30 is ln 10: the start of an untrained net with ten classes is healthy (half a point). 1.46 is ln(1 + 9/e), the floor of a double
# softmax: there is a softmax on the last layer and from_logits=True, take one away (1 point). Infinity occurs only on paper at p = 0;
# computed from logits the loss is finite and its slope is p - y (half a point). With squared error the slope passes through the
# softmax or sigmoid, which is flat where the answer is confidently wrong, so that it learns least where it should most (1 point).
# ### END SOLUTION

# %% [markdown]
# ## What you take with you
#
# - A loss says what you want. MSE bends to outliers, MAE and Huber do not.
# - Cross-entropy is the mean surprise, minus the log of what the truth was given. Its slope at the logit is $p - y$.
# - Work from logits: finite everywhere and flat nowhere on the wrong side. And count the softmaxes: one.
# - A healthy classifier begins near $\ln C$.
# - Accuracy asks who is first; calibration asks whether the number can be believed.
#
# <details><summary>Common questions</summary>
#
# **Where is the minus sign?** In front. Without it training would seek the worst answer.
#
# **Is the loss infinite when the network is totally wrong?** On paper, at exactly $p = 0$. A sigmoid never gets there, and computed
# from the logit the loss at $z = -1000$ is 1000.
#
# **Softmax or sigmoid for yes or no?** The same: the sigmoid is the softmax of the logits 0 and $z$.
#
# **Does Keras not notice a double softmax?** Its own losses do where softmax is the last layer: they warn and go back to the
# logits. `tf.nn.softmax_cross_entropy_with_logits`, the lecture's, and any loss of your own do not.
#
# **Why natural logarithms?** Another base multiplies the loss by a constant. In base 2 the surprise is counted in bits.
# </details>
#
# Next: lab 05, *Walk downhill*.
