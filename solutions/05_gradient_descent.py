# %% [markdown]
# # Walk downhill: gradient descent
#
# **You will** measure a gradient, walk against it, see when the walk crawls, swings or flies apart, fit a line, and train
# the lecture's network until it says that you pass.
#
# **You will learn** what limits a learning rate; where descent stops and what it promises; why features are scaled first;
# how TensorFlow's tape replaces your own derivatives.
#
# **You need** labs 00 to 04. About 120 minutes. Nothing is downloaded. Goes with 35:12–40:25 of the lecture.
#
# **Stuck?** Go on: every section stands on its own. Where a cell wants a function that you have not finished, write
# `stand_in("gradient_descent")` in place of `gradient_descent`.

# %% [markdown]
# ## Warm up
#
# Four questions about labs 02 to 04. Answer from memory, then run the check.
#
# 1. `steepest_sigmoid`: what is the largest slope that the sigmoid has anywhere?
# 2. `numbers_in_the_net`: two inputs, three hidden units, one output: how many weights and biases together?
# 3. `loss_of_a_tenth`: the truth is 1 and the network says 0.1. What is the cross-entropy, to two decimals?
# 4. `mean_squared`: targets 1 and 3, predictions 2 and 5. What is the mean squared error?

# %%
import numpy as np
import tensorflow as tf

from course_utils import datasets, plots
from course_utils.labs.gradient_descent import figures
from course_utils.models import landscapes

# %% solution="warm_up"
### BEGIN SOLUTION
steepest_sigmoid = 0.25
numbers_in_the_net = 13
loss_of_a_tenth = 2.30
mean_squared = 2.5
### END SOLUTION

# %% tests="warm_up" points=2
s = 0.5
checks.close(steepest_sigmoid, s * (1 - s), "steepest_sigmoid", looks_like={
    "the sigmoid's value at 0, not its slope": s, "the slope of tanh at 0": 1.0})
weights, biases = 2 * 3 + 3 * 1, 3 + 1
checks.close(numbers_in_the_net, weights + biases, "numbers_in_the_net", looks_like={
    "weights without biases": weights, "units, not weights": 6, "the hidden layer alone": 9})
checks.close(loss_of_a_tenth, -np.log(0.1), "loss_of_a_tenth", atol=0.006, looks_like={
    "a missing minus sign": np.log(0.1), "a logarithm to base 10": 1.0, "the loss for the truth 0": -np.log(0.9)})
checks.close(mean_squared, (1 + 4) / 2, "mean_squared", looks_like={
    "the sum, not the mean": 5, "the mean error without the square": 1.5, "the root of it": 2.5**0.5})

# %% [markdown]
# ## Measure the slope under your feet
#
# With two weights a loss is a landscape: every place is a choice of weights, every height a loss. Training means to walk
# down. The **gradient** says, for each weight, how fast the loss rises when only that weight grows. In lab 02 you measured
# one slope. Now measure a whole vector of them, one weight at a time:
#
# $$\frac{\partial J}{\partial w_i} \approx \frac{J(w + h\,e_i) - J(w - h\,e_i)}{2h}$$
#
# where $e_i$ is 1 at place $i$ and 0 elsewhere.

# %% [markdown]
# **Exercise 5.1** (10 min). Complete `numerical_gradient`. One weight moves at a time, and the caller's `w` stays as it is. It may
# hold whole numbers.
#
# <details><summary>Hint 1: the idea</summary>
# For each weight, ask <code>f</code> twice: a step to the right and a step to the left.
# </details>
# <details><summary>Hint 2: the tools</summary>
# <code>np.eye(d)</code> has the vectors e as its rows, and <code>w + step * e</code> is a new array: nothing needs to be
# put back.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>slopes = []
# for e in np.eye(len(w)):
#     slopes.append((f(...) - f(...)) / (...))
# return np.array(slopes)</pre>
# </details>

# %% solution="numerical_gradient"
def numerical_gradient(f, w, step=1e-5):
    """Measure the gradient of f at w, one weight at a time.

        g[i] = (f(w + step e_i) - f(w - step e_i)) / (2 step)

    Args:
        f: Function of an array of shape (d,) that gives one number.
        w: Where to measure, shape (d,).
        step: How far to go to each side.

    Returns:
        The gradient, shape (d,).
    """
    ### BEGIN SOLUTION
    return np.array([(f(w + step * e) - f(w - step * e)) / (2 * step) for e in np.eye(len(w))])
    ### END SOLUTION


# %% tests="numerical_gradient" points=1
H, c, w, h = np.array([[2.0, 1.0], [1.0, 6.0]]), np.array([3.0, -1.0]), np.array([1.0, -2.0]), 0.5
right, bend, cross = H @ w + c, 0.5 * h * np.diag(H), np.array([0.0, h])
like = {
    "a one-sided difference, from w to w + step": right + bend,
    "a one-sided difference, from w - step to w": right - bend,
    "twice the slope: the way is 2 * step": 2 * right,
    "missing brackets: a / 2 * step multiplies by step": right * h * h,
    "a weight that was not put back before the next one moved": right + cross,
    "a weight that was not put back, and stayed on the left": right - cross,
    "w + step with w - step undone, so that one end is w itself": (right + bend) / 2,
    "left minus right": -right,
    "all weights moved at once": [np.sum(right)] * 2,
}
got = numerical_gradient(lambda v: 0.5 * v @ H @ v + c @ v, w.copy(), step=h)
checks.close(got, right, "numerical_gradient of a quadratic, step=0.5", looks_like=like)

# %% hidden="numerical_gradient" points=2
# Hidden check: the given step, the default step, the caller's w, one weight, whole numbers, other losses.
cube = lambda v: v[0] ** 3 + v[0] * v[1]
w = np.array([2.0, 3.0])
like = {"another step than the one given": [15.0, 2.0], "a one-sided difference": [16.75 + 1.5, 2.0]}
checks.close(numerical_gradient(cube, w, step=0.5), [15.25, 2.0], "numerical_gradient of v0³ + v0 v1, step=0.5", looks_like=like)
checks.unchanged([2.0, 3.0], w, "the caller's w")
rng = np.random.default_rng(1)
w = rng.normal(size=6)
before = w.copy()
checks.close(numerical_gradient(lambda v: np.sum(np.sin(v)) * v[0], w), np.cos(before) * before[0] + np.eye(6)[0] * np.sum(np.sin(before)),
             "numerical_gradient with the default step", rtol=1e-6, atol=1e-8)
checks.unchanged(before, w, "the caller's w")
checks.close(numerical_gradient(lambda v: 5 * v[0] ** 2, np.array([3.0])), [30.0], "numerical_gradient for a single weight, shape (1,)", rtol=1e-6)
cut = {"weights that were cut to whole numbers when a small step was added": [1.5e5, 1.5e5]}
checks.close(numerical_gradient(lambda v: v[0] ** 2 + 3 * v[1], np.array([2, 1])), [4.0, 3.0], "numerical_gradient at [2, 1] in whole numbers",
             looks_like=cut, rtol=1e-6)

# %% [markdown]
# A cut through a later landscape, with your slopes:

# %% demo=true
surface = landscapes.two_minima()
cut = lambda w: surface(np.array([w[0], 0.0]))
w = np.linspace(-1.9, 2.9, 121)
places = [(p, cut([p]), numerical_gradient(cut, np.array([p]))[0]) for p in (-1.6, -1.0, 0.9, 2.0)]
slopes = ", ".join(f"{round(slope, 2) + 0} at w = {p}" for p, _, slope in places)
show(plots.plot_slopes(w, [cut([p]) for p in w], places), f"A loss with two valleys and your slopes: {slopes}.")

# %% [markdown]
# Down is always *against* the slope. At the bottom of a valley the slope is 0.
#
# ## Take the step, again and again
#
# Gradient descent is one line, repeated. The **learning rate** $\eta$ says how long the step is for a given slope:
#
# $$w \leftarrow w - \eta\,\nabla J(w)$$
#
# For $J(w) = w^2$ the gradient is $2w$. From $w = 4$ with $\eta = 0.25$ the walk is 4, 2, 1, 0.5, …

# %% [markdown]
# **Exercise 5.2** (10 min). Complete `gradient_descent`. It returns the **path**: the start, then the place after every
# step, so `steps + 1` places in all. The caller's `w` stays as it is.
#
# <details><summary>Hint 1: the idea</summary>
# Ask for the gradient at the place where you stand <em>now</em>, not where you began.
# </details>
# <details><summary>Hint 2: a trap</summary>
# <code>w -= ...</code> also changes the array that is already in your path. <code>w = w - ...</code> makes a new one.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>path = [...]
# for _ in range(steps):
#     w = ...
#     path.append(...)
# return np.array(path)</pre>
# </details>

# %% solution="gradient_descent"
def gradient_descent(gradient, w, learning_rate, steps):
    """Walk downhill and remember the way.

        w = w - learning_rate * gradient(w)

    Args:
        gradient: Function of a place, shape (d,), that gives the gradient there, shape (d,).
        w: The start, floats of shape (d,).
        learning_rate: Length of the step for a gradient of length 1.
        steps: How many steps.

    Returns:
        The places, shape (steps + 1, d), the start first.
    """
    ### BEGIN SOLUTION
    path = [w]
    for _ in range(steps):
        w = w - learning_rate * gradient(w)
        path.append(w)
    return np.array(path)
    ### END SOLUTION


# %% tests="gradient_descent" points=1
gradient, w = lambda v: np.array([2.0, 4.0]) * v, np.array([4.0, -8.0])
exact = np.array([[4.0, -8.0], [2.0, 0.0], [1.0, 0.0], [0.5, 0.0]])  # by hand, with learning rate 0.25
path = gradient_descent(gradient, w, 0.25, 3)
checks.unchanged([4.0, -8.0], w, "the caller's w")
checks.shape(path, (4, 2), "the path of 3 steps", looks_like={
    "the start is missing from the path": (3, 2), "only the last place, not the path": (2,), "one step too many": (5, 2)})
like = {
    "steps uphill: subtract the gradient": [[4, -8], [6, -16], [9, -32], [13.5, -64]],
    "an array that was changed in place: every entry of the path is the last place": [exact[3]] * 4,
    "the gradient of the start in every step": [[4, -8], [2, 0], [0, 8], [-2, 16]],
    "a step without the learning rate": [[4, -8], [-4, 24], [4, -72], [-4, 216]],
}
checks.close(path, exact, "gradient_descent(gradient, [4, -8], 0.25, 3)", looks_like=like)

# %% hidden="gradient_descent" points=2
# Hidden check: other losses, rates and numbers of weights, no steps at all, a walk that goes on from where one ended.
def walk(gradient, w, rate, steps):
    path = [w]
    for _ in range(steps):
        path.append(path[-1] - rate * gradient(path[-1]))
    return np.array(path)


bent = lambda v: np.sin(v) + 0.1 * v**3
for w, rate, steps in [([1.0], 0.3, 5), ([1.0, -2.0, 0.5], 0.1, 7), ([2.0, 1.0, -1.0, 0.0], 0.02, 4)]:
    w = np.array(w)
    exact, before = walk(bent, w, rate, steps), w.copy()
    up, fixed = walk(bent, w, -rate, steps), w - rate * np.outer(np.arange(steps + 1), bent(w))
    path = gradient_descent(bent, w, rate, steps)
    checks.unchanged(before, w, "the caller's w")
    checks.shape(path, exact.shape, f"the path of {steps} steps")
    checks.close(path, exact, f"the path from {before.tolist()}", looks_like={
        "steps uphill: subtract the gradient": up, "the gradient of the start in every step": fixed,
        "an array that was changed in place: every entry is the last place": [exact[-1]] * (steps + 1)})
checks.close(gradient_descent(bent, np.array([3.0, 4.0]), 0.1, 0), [[3.0, 4.0]], "the path of 0 steps, the start alone,")
first = np.array(gradient_descent(bent, np.array([3.0, 4.0]), 0.1, 2))
checks.close(gradient_descent(bent, first[-1], 0.1, 2), walk(bent, first[-1], 0.1, 2), "a walk that goes on from the last place")

# %% [markdown]
# ## Choose how far
#
# Take the simplest valley, $J(w) = \frac{\lambda}{2} w^2$ with **curvature** $\lambda = 2$. Its gradient is $\lambda w$, so
# each step multiplies $w$ by the same number:
#
# $$w \leftarrow w - \eta\,\lambda\,w = (1 - \eta\lambda)\,w$$
#
# Six walks of 20 steps begin at $w = -3$, with rates 0.01, 0.2, 0.5, 0.9, 0.99 and 1.02. Each does one of four things:
#
# - `"crawl"`: it comes closer to 0 but has more than half of the way left;
# - `"converge"`: it comes close;
# - `"oscillate"`: it comes closer and changes sides at every step;
# - `"diverge"`: it ends farther away than it began.
#
# Commit yourself: a list of six words, in the order of the rates. Any legal words earn the point.

# %% solution="prediction_rates"
### BEGIN SOLUTION
prediction_rates = ["crawl", "converge", "converge", "oscillate", "oscillate", "diverge"]
### END SOLUTION

# %% tests="prediction_rates" points=1
checks.shape([len(str(word)) for word in prediction_rates], (6,), "prediction_rates, six words,")
for number, word in enumerate(prediction_rates):
    checks.choice(word, ["crawl", "converge", "oscillate", "diverge"], f"prediction_rates[{number}]")

# %% demo=true
from course_utils.models.descent_paths import how_it_went

paths = {rate: gradient_descent(lambda w: 2 * w, np.array([-3.0]), rate, 20) for rate in (0.01, 0.2, 0.5, 0.9, 0.99, 1.02)}
went = [how_it_went(path) for path in paths.values()]
print(*(f"rate {rate}: {word}, predicted {guess}" for rate, word, guess in zip(paths, went, prediction_rates)), sep="\n")
words = ", ".join(f"rate {rate}: {word}" for rate, word in zip(paths, went))
show(plots.plot_runs(lambda w: w**2, paths), f"Six walks in the same valley. {words}.")

# %% [markdown]
# The factor $1 - \eta\lambda$ explains all six. At $\eta = 1/\lambda = 0.5$ it is 0: one step and you are there. Beyond that it
# is negative and you swing from side to side; beyond $2/\lambda = 1$ its size is above 1. Smaller is not always better: at
# 0.01 two thirds of the way are left. Move the rate along the ruler:

# %% demo=true
figures.descent_1d(gradient_descent)

# %% [markdown]
# ## Find the limit in a ravine
#
# With several weights the curvature depends on the direction. A bowl $J(w) = \frac12 w^\top H w$ has gradient $Hw$; its
# **Hessian** $H$ holds the second derivatives. Along each eigenvector of $H$ the walk is the one-dimensional one, with the
# eigenvalue as curvature. All directions share one rate.
#
# **Exercise 5.3** (10 min). Complete `rate_limit(hessian)`: the rate below which the walk comes to rest from every start, and
# above which it does not. `hessian` is symmetric, its eigenvalues are positive. Within 1 % counts.
#
# <details><summary>Hint 1: the idea</summary>
# In one dimension the limit is $2/\lambda$. Which of the directions flies apart first?
# </details>
# <details><summary>Hint 2: the tools</summary>
# <code>np.linalg.eigvalsh(hessian)</code> gives the curvatures along the eigenvectors. The diagonal holds those along the
# axes: something else when the bowl is turned.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>return ... / np.max(...)</pre>
# </details>

# %% solution="rate_limit"
def rate_limit(hessian):
    """Find the learning rate above which descent in a bowl diverges.

    Args:
        hessian: Symmetric matrix of second derivatives, shape (d, d), with positive eigenvalues.

    Returns:
        The limit, one number.
    """
    ### BEGIN SOLUTION
    return 2 / np.max(np.linalg.eigvalsh(hessian))
    ### END SOLUTION


# %% tests="rate_limit" points=1
H = np.diag([3.0, 4.0])
like = {
    "1/λmax, where the steepest direction takes a single step": 1 / 4,
    "the gentlest direction, 2/λmin: the steepest one diverges first": 2 / 3,
    "the sum of the curvatures": 2 / 7,
    "their mean": 2 / 3.5,
    "their product": 2 / 12,
    "the length of the matrix as one long vector": 2 / 5,
    "the curvature itself, not the rate": 4.0,
    "λmax/2, upside down": 2.0,
}
checks.close(rate_limit(H), 2 / 4, "rate_limit of diag(3, 4)", looks_like=like, rtol=0.01)

# %% hidden="rate_limit" points=2
# Hidden check: a narrow ravine turned by 45°, other angles, three weights, one weight.
from course_utils.models.landscapes import ravine

for condition, angle in [(9, 45), (60, 45), (25, -30), (1, 0)]:
    H = ravine(condition, angle).hessian([0.0, 0.0])
    like = {
        "the largest number on the diagonal: that is the curvature along an axis, not along the ravine": 2 / np.max(np.diag(H)),
        "the largest number in the matrix": 2 / np.max(np.abs(H)), "the sum of a row": 2 / np.max(np.abs(H).sum(axis=1)),
        "the gentlest direction, 2/λmin": 2.0, "1/λmax": 1 / condition, "the sum of the curvatures": 2 / np.trace(H),
    }
    like = {name: wrong for name, wrong in like.items() if abs(wrong * condition / 2 - 1) > 0.02}
    checks.close(rate_limit(H), 2 / condition, f"rate_limit of a ravine of condition number {condition}, turned by {angle}°", looks_like=like, rtol=0.01)
B = np.array([[1.0, 0.2, -0.4], [0.0, 1.5, 0.3], [0.5, 0.0, 0.7]])
checks.close(rate_limit(B.T @ B), 2 / np.linalg.norm(B, 2) ** 2, "rate_limit for three weights", rtol=0.01)
checks.close(rate_limit(np.array([[0.2]])), 10.0, "rate_limit of one weight with curvature 0.2", rtol=0.01)

# %% [markdown]
# Does the limit hold? Walk below and above it, in a ravine turned by 45°:

# %% demo=true
surface, descend = landscapes.ravine(condition=20, angle=45), stand_in("gradient_descent")
limit = rate_limit(surface.hessian([0, 0]))
for share in (0.5, 0.97, 1.03):
    path = descend(surface.gradient, surface.start, share * limit, 200)
    print(f"{share:.2f} of the limit: the loss goes from {surface(path[0]):.2g} to {surface(path[-1]):.2g}")

# %% demo=true
figures.ravine(gradient_descent)

# %% [markdown]
# The steepest direction sets the limit, the gentlest sets the time. Their ratio is the **condition number** $\kappa$: at the
# rate $1/\lambda_{\max}$ each step multiplies the gentle direction by $1 - 1/\kappa$, for $\kappa = 20$ by 0.95. And the walk
# does not head for the minimum. It heads straight across the contour lines, which in a ravine is nearly sideways.
#
# ## Ask where it stops
#
# Now two valleys with a pass between them. The deep minimum lies at (2, 0) with loss 0, the shallow one at (−1, 0) with loss
# 2.25. At (0, 0) is a **saddle**: uphill one way, downhill another, flat at the point itself. Move the start; stars mark the
# minima, the cross the saddle.

# %% demo=true
figures.two_valleys(gradient_descent)

# %% [markdown]
# **Exercise 5.4** (15 min). Where do these walks of 200 steps come to rest: `"deep"`, `"shallow"`, `"saddle"` or
# `"nowhere"`? Guess first, then let `landscapes.two_minima()` and your function answer.
#
# | walk | start | learning rate |
# |---|---|---|
# | A | (1, 1.5) | 0.1 |
# | B | (−0.5, −1) | 0.1 |
# | C | (0, 1) | 0.1 |
# | D | (−2, 0.5) | 0.1 |
# | E | (−2, 0.5) | 0.3 |
# | F | (1, 1) | 0.35 |
#
# And one number, `deep_limit`: below which rate does the deep minimum hold a walk that is near it (within 1 %)?
#
# <pre>stops = {"A": ..., "B": ..., "C": ..., "D": ..., "E": ..., "F": ...}
# deep_limit = ...</pre>
#
# <details><summary>Hint 1: the idea</summary>
# Look at the last place of each path. Has it stopped moving?
# </details>
# <details><summary>Hint 2: the tools</summary>
# <code>surface = landscapes.two_minima()</code> has <code>surface.gradient</code> and <code>surface.hessian</code>, both
# functions of a place. Near a minimum the landscape is a bowl.
# </details>

# %% solution="stops"
### BEGIN SOLUTION
stops = {"A": "deep", "B": "shallow", "C": "saddle", "D": "shallow", "E": "deep", "F": "nowhere"}
deep_limit = 1 / 3
### END SOLUTION

# %% tests="stops" points=1
assert hasattr(stops, "get"), f'stops: expected a dictionary such as {{"A": "deep", …}}, received {stops!r}'
right = {"A": "deep", "B": "shallow", "C": "saddle", "D": "shallow"}
why = {"A": "it begins on the side of the deep valley", "B": "it begins left of the pass, and small steps do not cross it"}
why |= {"C": "along a = 0 there is no slope to either side", "D": "print the last place of its path"}
for name in "ABCDEF":
    checks.choice(stops.get(name, "nothing"), ["deep", "shallow", "saddle", "nowhere"], f'stops["{name}"]')
for name, answer in right.items():
    given = stops[name].strip().lower()
    assert given == answer, f"walk {name} does not end at {given}: {why[name]}"

# %% hidden="stops" points=2
# Hidden check: walks E and F, and the limit of the deep minimum.
for name, answer, why in [("E", "deep", "compare it with D: the first step is three times as long"),
                          ("F", "nowhere", "print its last four places, and compare its rate with deep_limit")]:
    given = stops.get(name, "nothing").strip().lower()
    assert given == answer, f"walk {name} does not end at {given}: {why}"
like = {"the limit of the shallow minimum": 2 / 3, "the limit of the gentle direction": 2.0, "1/λmax": 1 / 6, "the curvature, not the rate": 6.0}
checks.close(deep_limit, 2 / 6, "deep_limit", looks_like=like, rtol=0.01)

# %% [markdown]
# The lecture says, loosely, that descent is *guaranteed to converge to a local minimum*. Exactly: let the loss be smooth and
# bounded below, with curvature never above $L$ in size, and let $\eta < 2/L$. Then no step goes up,
#
# $$J(w - \eta\,\nabla J) \le J(w) - \eta\left(1 - \frac{\eta L}{2}\right) |\nabla J|^2,$$
#
# and the gradient fades to 0. The walk nears **stationary** points, where the slope is 0. That can be a saddle, as in C, but
# only from rare starts: a push off the line $a = 0$, and it leaves. Nothing promises the *lowest* minimum (B, D). With larger
# steps nothing is promised at all: E leaps over the pass, F never rests.
#
# ## Fit a line without solving an equation
#
# In lab 04 the mean squared error judged a line. With a column of ones in $X$ the bias is a weight like any other:
#
# $$J(w) = \frac1n\,|Xw - y|^2 \qquad \nabla J(w) = \frac2n\,X^\top (Xw - y)$$

# %% [markdown]
# **Exercise 5.5** (10 min). Complete `mse_gradient`. When in doubt about a factor, measure: `numerical_gradient` knows.
#
# <details><summary>Hint 1: the idea</summary>
# First the errors, one per row. Then ask each column how much it has to do with them.
# </details>
# <details><summary>Hint 2: the shapes</summary>
# The errors have shape <code>(n,)</code>, the gradient <code>(d,)</code>, so <code>X.T</code> of shape
# <code>(d, n)</code> stands in front.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>errors = ...
# return 2 / ... * X.T @ ...</pre>
# </details>

# %% solution="mse_gradient"
def mse_gradient(w, X, y):
    """Give the gradient of the mean squared error of a linear model.

        gradient = 2/n Xᵀ (X w - y)

    Args:
        w: Weights of shape (d,).
        X: Inputs of shape (n, d); a column of ones makes its weight the bias.
        y: Targets of shape (n,).

    Returns:
        The gradient, shape (d,).
    """
    ### BEGIN SOLUTION
    return 2 / len(y) * X.T @ (X @ w - y)
    ### END SOLUTION


# %% tests="mse_gradient" points=1
from course_utils.labs.gradient_descent.checks import multiplied

X = np.array([[1.0, 2.0, 0.0], [1.0, 0.0, -1.0], [1.0, -1.0, 2.0], [1.0, 3.0, 1.0], [1.0, 1.0, 0.0]])
y, w = np.array([1.0, 2.0, 0.0, 5.0, 1.0]), np.array([0.5, 2.0, -1.0])
right = np.array([sum(2 * (x @ w - target) * x[i] for x, target in zip(X, y)) / 5 for i in range(3)])  # row after row
like = {
    "the factor 2 is missing: the square leaves one": right / 2,
    "1/n is missing: a sum, not a mean": 5 * right,
    "both 2 and 1/n are missing": 5 / 2 * right,
    "1/d in place of 1/n": 5 / 3 * right,
    "y - Xw, the error with the wrong sign": -right,
    "the errors alone, without the inputs": [right[0]] * 3,
}
got = multiplied(lambda: mse_gradient(w, X, y), "X where X.T is needed: the errors (n,) must meet the n rows")
checks.close(got, right, "mse_gradient(w, X, y) for 5 rows", looks_like=like)

# %% hidden="mse_gradient" points=2
# Hidden check: other numbers of rows and weights, at the best weights, the caller's arrays.
rng = np.random.default_rng(7)
for n, d in [(7, 3), (30, 1), (1, 4), (3, 3)]:
    X, y, w = rng.normal(size=(n, d)), rng.normal(size=n), rng.normal(size=d)
    right, before = 2 / n * X.T @ (X @ w - y), [X.copy(), y.copy(), w.copy()]
    like = {"the factor 2 is missing": right / 2, "1/n is missing": n * right, "1/d in place of 1/n": right * n / d, "the number 5 in place of n": right * n / 5}
    like = {name: wrong for name, wrong in like.items() if not np.allclose(wrong, right)}
    checks.close(mse_gradient(w, X, y), right, f"mse_gradient for X of shape ({n}, {d})", looks_like=like)
    for name, was, now in zip(("X", "y", "w"), before, (X, y, w)):
        checks.unchanged(was, now, f"the caller's {name}")
X, y = np.column_stack([np.ones(9), np.arange(9.0)]), 3 + 2 * np.arange(9.0)
checks.close(mse_gradient(np.array([3.0, 2.0]), X, y), [0.0, 0.0], "mse_gradient at the best weights, where it is 0,")

# %% [markdown]
# On the left each point is a pair of weights; on the right the same pair is a line. The arrow is your gradient, turned
# round. Walk the point to the star:

# %% demo=true
figures.two_spaces(mse_gradient)

# %% [markdown]
# This is a ravine too, and the arrow misses the star: hours run from 0 to 10, the ones stay 1. The cure: **standardise** each
# feature, $s = (x - \mu) / \sigma$ with its mean and standard deviation, walk in the rounder bowl, and translate the weights
# back. A weight $v$ for $s$ is $v / \sigma$ for $x$, and moves the bias by $-\mu v / \sigma$.
#
# **Exercise 5.5**, second half (20 min). Complete `fit_linear(X, y)` for features of any size. Return `d + 1` numbers for
# the features as they came, **the bias first**. They must agree with the exact solution (the normal equations
# $X^\top X w = X^\top y$) to a relative $10^{-4}$.
#
# <details><summary>Hint 1: the idea</summary>
# Standardise, put ones in front, descend from zero, translate back. In the standardised world a rate of 0.1 and 1000 steps
# are plenty for a few features.
# </details>
# <details><summary>Hint 2: the tools</summary>
# <code>X.mean(axis=0)</code>, <code>X.std(axis=0)</code>, <code>np.column_stack([np.ones(n), S])</code>. Write
# <code>gradient_descent(lambda w: mse_gradient(w, A, y), ...)</code>.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>mean, std = ...
# A = np.column_stack([...])
# w = gradient_descent(...)[-1]
# weights = w[1:] / ...
# bias = w[0] - weights @ ...
# return np.array([bias, *weights])</pre>
# </details>

# %% solution="fit_linear"
def fit_linear(X, y):
    """Fit a line, or a plane, by gradient descent on standardised features.

    Args:
        X: Features of shape (n, d), of any size, without a column of ones.
        y: Targets of shape (n,).

    Returns:
        Bias and weights for the features as they came, shape (d + 1,), bias first.
    """
    ### BEGIN SOLUTION
    mean, std = X.mean(axis=0), X.std(axis=0)
    A = np.column_stack([np.ones(len(X)), (X - mean) / std])
    w = gradient_descent(lambda w: mse_gradient(w, A, y), np.zeros(A.shape[1]), 0.1, 1000)[-1]
    weights = w[1:] / std
    return np.array([w[0] - weights @ mean, *weights])
    ### END SOLUTION


# %% tests="fit_linear" points=1
from course_utils.labs.gradient_descent.checks import check_line, multiplied

X = np.random.default_rng(3).normal([5.0, 30.0], [2.0, 4.0], (40, 2))
y = 35 + X @ [6.0, -1.5] + np.sin(np.arange(40))
got = multiplied(lambda: fit_linear(X.copy(), y.copy()), "shapes that do not meet: A has a column more than X")
check_line(got, X, y, "fit_linear for 2 features")

# %% hidden="fit_linear" points=2
# Hidden check: features of very different sizes, one feature, five features, related features, the caller's arrays.
from course_utils.labs.gradient_descent.checks import check_line

rng = np.random.default_rng(11)
related = rng.normal(size=(80, 1)) + rng.normal(size=(80, 3))
for name, X in [("sizes 0.01 and 1000", rng.normal([0.02, 4000.0], [0.01, 1000.0], (50, 2))), ("one feature", rng.uniform(0, 10, (25, 1))),
                ("five features", rng.normal(3, 2, (120, 5))), ("related features", related)]:
    y = 20 + (X / X.std(axis=0)) @ np.linspace(1.0, 3.0, X.shape[1]) + 0.3 * rng.normal(size=len(X))
    before = X.copy(), y.copy()
    got = fit_linear(X, y)
    checks.unchanged(before[0], X, "the caller's X")
    checks.unchanged(before[1], y, "the caller's y")
    check_line(got, X, y, f"fit_linear, {name}")

# %% demo=true
X, y = datasets.exam_scores(60)
bias, weight = fit_linear(X, y)
print(f"score = {bias:.2f} + {weight:.2f} · hours")
print("normal equations:", np.linalg.lstsq(np.column_stack([np.ones(60), X]), y, rcond=None)[0].round(2))

# %% [markdown]
# Descent and the normal equations agree. A network has no such equations; there the walk is all that is left.
#
# ## Race the gradient against chance
#
# Why *this* direction? Take the untrained network of *Will I pass this class?* and its loss:

# %%
from course_utils.models.will_i_pass import YOU, untrained_net

X_class, y_class = datasets.will_i_pass()
untrained = np.concatenate([part.ravel() for layer in untrained_net() for part in layer])


def class_loss(w):
    """The mean cross-entropy of the 2-3-1 network whose 13 numbers are `w`: W1, b1, W2, b2."""
    W1, b1, W2, b2 = np.split(w, [6, 9, 12])
    z = np.maximum(X_class @ W1.reshape(2, 3) + b1, 0) @ W2 + b2
    return np.mean(np.logaddexp(0, z) - y_class * z)


# %% [markdown]
# Take a short step in each of 200 random directions, all of the same length. How many go down at all? Write
# `"almost none"`, `"about half"` or `"almost all"`.

# %% solution="prediction_directions"
### BEGIN SOLUTION
prediction_directions = "about half"
### END SOLUTION

# %% tests="prediction_directions" points=1
checks.choice(prediction_directions, ["almost none", "about half", "almost all"], "prediction_directions")

# %% [markdown]
# **Exercise 5.6** (10 min). Complete `drops`: how far does the loss fall on a step of length `length` along each row of
# `directions`? The rows have different lengths, the steps must not. Where the loss rises, the drop is negative.
#
# <details><summary>Hint 1: the idea</summary>
# Divide each row by its own length, then multiply by the length that all shall have.
# </details>
# <details><summary>Hint 2: the tools</summary>
# <code>np.linalg.norm(directions, axis=1, keepdims=True)</code> is a column with one length per row.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>steps = length * directions / ...
# return np.array([f(...) - f(...) for step in steps])</pre>
# </details>

# %% solution="drops"
def drops(f, w, directions, length):
    """Measure how far f falls on a step of the same length in each direction.

        drop[k] = f(w) - f(w + length u_k),  u_k = directions[k] / |directions[k]|

    Args:
        f: Function of an array of shape (d,) that gives one number.
        w: Where to start, shape (d,).
        directions: One direction per row, shape (k, d), of any length.
        length: The length of every step.

    Returns:
        The drops, shape (k,).
    """
    ### BEGIN SOLUTION
    steps = length * directions / np.linalg.norm(directions, axis=1, keepdims=True)
    return np.array([f(w) - f(w + step) for step in steps])
    ### END SOLUTION


# %% tests="drops" points=1
from course_utils.labs.gradient_descent.checks import multiplied

f, w, directions = lambda v: v[0] ** 2 + 3 * v[1], np.array([1.0, 2.0]), np.array([[3.0, 4.0], [0.0, -2.0], [-5.0, 0.0]])
fall = lambda steps: np.array([f(w) - f(w + step) for step in steps])
right = fall([[0.3, 0.4], [0.0, -0.5], [-0.5, 0.0]])
like = {
    "the rise, not the fall": -right,
    "directions that kept their own lengths": fall(0.5 * directions),
    "steps of length 1: `length` is missing": fall([[0.6, 0.8], [0.0, -1.0], [-1.0, 0.0]]),
    "columns that were normalised, not rows": fall(0.5 * directions / np.linalg.norm(directions, axis=0)),
    "one length for the whole matrix": fall(0.5 * directions / np.linalg.norm(directions)),
    "the loss after the step, not its fall": f(w) - right,
    "a sum of numbers as length: the length is a root of squares": fall(0.5 * directions / [[7.0], [2.0], [5.0]]),
}
got = multiplied(lambda: drops(f, w, directions.copy(), 0.5), "a row of lengths where a column is needed: keepdims=True")
checks.close(got, right, "drops(f, w, directions, 0.5)", looks_like=like)

# %% hidden="drops" points=2
# Hidden check: a race in ten dimensions that the gradient wins, one direction, the caller's arrays.
rng = np.random.default_rng(5)
H, w, directions = np.diag(np.arange(1.0, 11.0)), rng.normal(size=10), rng.normal(size=(200, 10)) * rng.uniform(0.1, 10, (200, 1))
f, before = lambda v: 0.5 * v @ H @ v, (w.copy(), directions.copy())
units = directions / np.linalg.norm(directions, axis=1, keepdims=True)
right = np.array([f(w) - f(w + 0.01 * unit) for unit in units])
got = drops(f, w, directions, 0.01)
own = np.array([f(w) - f(w + 0.01 * direction) for direction in directions])
checks.close(got, right, "drops along 200 directions in ten dimensions", looks_like={"directions that kept their own lengths": own}, atol=1e-9)
best = drops(f, w, -(H @ w)[None], 0.01)
checks.shape(best, (1,), "drops along one direction")
assert np.max(np.asarray(got, dtype=float)) < np.asarray(best, dtype=float)[0], "a random direction beat the gradient: are all steps equally long?"
checks.unchanged(before[0], w, "the caller's w")
checks.unchanged(before[1], directions, "the caller's directions")

# %% demo=true
directions = np.random.default_rng(0).normal(size=(200, 13))
against = -stand_in("numerical_gradient")(class_loss, untrained)[None]
chance, downhill = drops(class_loss, untrained, directions, 0.01), drops(class_loss, untrained, against, 0.01)[0]
text = f"{np.mean(chance > 0):.0%} of 200 random steps go down, {np.sum(chance > downhill)} of them farther than the gradient's."
print(text)
show(plots.plot_drops(chance, downhill), f"A histogram of the falls: {text}")

# %% [markdown]
# About half lead down: turn an uphill direction round and it goes down. None beats the gradient. But that holds for *short*
# steps. With steps of length 3:

# %% demo=true
chance, downhill = drops(class_loss, untrained, directions, 3.0), drops(class_loss, untrained, against, 3.0)[0]
print(f"gradient: the loss falls by {downhill:.2f}; {np.sum(chance > downhill)} of 200 random steps do better")

# %% [markdown]
# The gradient knows only the place where it was measured. Hence small steps, and a new gradient after each.
#
# ## Let the tape do the derivatives
#
# The lecture's loop in TensorFlow: weights as a `tf.Variable`, a tape around the loss, the gradient from the tape, the step.
# How the tape knows is lab 06.
#
# **Exercise 5.7** (15 min). Complete `tape_descent`. It is `gradient_descent` again, but gets the *loss*. Return the
# path, start included.
#
# <details><summary>Hint 1: the idea</summary>
# The tape sees only what happens inside its <code>with</code> block: call the loss there.
# </details>
# <details><summary>Hint 2: the tools</summary>
# <code>tape.gradient(value, variable)</code>, after the block. <code>variable.assign_sub(...)</code> subtracts in place;
# <code>variable = variable - ...</code> would leave a plain tensor, which the next tape does not watch.
# <code>variable.numpy()</code> is a copy for the path.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>variable = tf.Variable(...)
# path = [variable.numpy()]
# for _ in range(steps):
#     with tf.GradientTape() as tape:
#         value = ...
#     variable.assign_sub(... * tape.gradient(..., ...))
#     path.append(...)
# return np.array(path)</pre>
# </details>

# %% solution="tape_descent"
def tape_descent(loss, w, learning_rate, steps):
    """Walk downhill with the gradients of a tape.

    Args:
        loss: Function of a tensor or variable of shape (d,) that gives a scalar tensor.
        w: The start, a NumPy array of shape (d,).
        learning_rate: Length of the step for a gradient of length 1.
        steps: How many steps.

    Returns:
        The places, shape (steps + 1, d), the start first.
    """
    ### BEGIN SOLUTION
    variable = tf.Variable(w)
    path = [variable.numpy()]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            value = loss(variable)
        variable.assign_sub(learning_rate * tape.gradient(value, variable))
        path.append(variable.numpy())
    return np.array(path)
    ### END SOLUTION


# %% tests="tape_descent" points=1
from course_utils.models import landscapes
from course_utils.checks.tape import from_tape

surface, w = landscapes.ravine(4, 30), np.array([1.5, -1.0])
exact, up = [w], [w]
for _ in range(5):
    exact, up = [*exact, exact[-1] - 0.2 * surface.gradient(exact[-1])], [*up, up[-1] + 0.2 * surface.gradient(up[-1])]
loss = checks.build("tensor_loss", {"landscape": "ravine", "condition": 4, "angle": 30})
path = from_tape(lambda: tape_descent(loss, w.copy(), 0.2, 5))
checks.shape(path, (6, 2), "the path of 5 steps", looks_like={"the start is missing from the path": (5, 2), "only the last place": (2,)})
like = {"steps uphill": up, "the variable itself in the path: every entry is the last place": [exact[-1]] * 6}
checks.close(path, exact, "tape_descent on a ravine", looks_like=like, rtol=1e-4)

# %% hidden="tape_descent" points=2
# Hidden check: other losses and rates against the hand gradient, the caller's w, no steps at all.
from course_utils.models import landscapes
from course_utils.checks.tape import from_tape

for name, start, rate, steps in [("two_minima", [-0.5, 1.5], 0.1, 12), ("rosenbrock", [-1.2, 1.0], 0.0005, 8), ("saddle", [-1.0, 0.1], 0.3, 6)]:
    surface, w = landscapes.named(name), np.array(start)
    exact = [w.copy()]
    for _ in range(steps):
        exact.append(exact[-1] - rate * surface.gradient(exact[-1]))
    loss = checks.build("tensor_loss", {"landscape": name})
    path = from_tape(lambda: tape_descent(loss, w, rate, steps))
    fixed = np.array(start) - rate * np.outer(np.arange(steps + 1), surface.gradient(start))
    checks.shape(path, (steps + 1, 2), f"the path of {steps} steps")
    checks.close(path, exact, f"tape_descent on {surface.name}", looks_like={"the gradient of the start in every step": fixed}, rtol=1e-4, atol=1e-5)
    checks.unchanged(start, w, "the caller's w")
loss = checks.build("tensor_loss", {"landscape": "saddle"})
checks.close(tape_descent(loss, np.array([1.0, 2.0]), 0.1, 0), [[1.0, 2.0]], "the path of 0 steps, the start alone,")

# %% demo=true
surface = landscapes.two_minima()
start = np.array([-0.5, 1.5])
by_tape = tape_descent(lambda w: surface.formula(w[0], w[1]), start, 0.1, 40)
by_hand = stand_in("gradient_descent")(surface.gradient, start, 0.1, 40)
print(f"largest difference between tape and hand: {np.abs(by_tape - by_hand).max():.0e}")

# %% [markdown]
# When a tape answers `None`, it saw no way from w to J. Below, `w` is made, then the block runs, then `tape.gradient(J, w)`
# is asked.
#
# | | w | what runs |
# |---|---|---|
# | A | `w = tf.Variable(3.0)` | `with tf.GradientTape() as tape: J = w * w` |
# | B | `w = tf.constant(3.0)` | `with tf.GradientTape() as tape: J = w * w` |
# | C | `w = tf.constant(3.0)` | `with tf.GradientTape() as tape: tape.watch(w); J = w * w` |
# | D | `w = tf.Variable(3.0)` | `with tf.GradientTape() as tape: J = tf.square(w.numpy())` |
# | E | `w = tf.Variable(3.0); w = w - 0.1` | `with tf.GradientTape() as tape: J = w * w` |
# | F | `w = tf.Variable(3.0); J = w * w` | `with tf.GradientTape() as tape: pass` |
# | G | `w = tf.Variable(3)` | `with tf.GradientTape() as tape: J = w * w` |
#
# **Exercise 5.7**, the quiz (10 min). Write `none_cases`, a list of the letters for which the tape answers `None`. Guess, then
# try.
#
# <details><summary>Hint: four questions</summary>
# Is w watched? Did the calculation happen inside the block? Did it stay within TensorFlow? Are the numbers floats?
# </details>

# %% solution="none_cases"
### BEGIN SOLUTION
none_cases = ["B", "D", "E", "F", "G"]
### END SOLUTION

# %% tests="none_cases" points=1
assert hasattr(none_cases, "__iter__"), f'none_cases: expected a list of letters such as ["A", "B"], received {none_cases!r}'
given = {str(letter).strip().upper() for letter in none_cases}
assert given <= set("ABCDEFG"), f"none_cases: expected letters from A to G, received {sorted(given)}"
assert "A" not in given, "A gives 6: a variable is watched by itself, and J was computed inside the block"
assert "B" in given, "B: a constant is not watched unless the tape is told to"
assert "C" not in given, "C gives 6: tape.watch(w) tells the tape to follow a constant"

# %% hidden="none_cases" points=1
# Hidden check: cases D to G.
given = {str(letter).strip().upper() for letter in none_cases}
why = {
    "D": "w.numpy() leaves TensorFlow: the tape sees a plain number",
    "E": "w - 0.1 is a tensor, no variable any more, and it was made before the block",
    "F": "J was computed before the tape began to record",
    "G": "whole numbers have no gradient: 3, not 3.0",
}
for letter, reason in why.items():
    assert letter in given, f"{letter} gives None: {reason}"

# %% [markdown]
# ## Train the network
#
# Back to the class. The network gives you, with 4 lectures and 5 hours, a chance of 0.1, and you passed. Its weights are four
# arrays, and this is its loss in TensorFlow:

# %%
def network_loss(variables, X, y):
    """The mean cross-entropy of the network with `variables` W1, b1, W2, b2, as a scalar tensor."""
    W1, b1, W2, b2 = variables
    logits = (tf.nn.relu(X @ W1 + b1) @ W2 + b2)[:, 0]
    return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=tf.cast(y, logits.dtype), logits=logits))


# %% [markdown]
# **Exercise 5.8** (15 min). Complete `train_network`: a variable for each array, then the lecture's loop. For a *list* of
# variables the tape gives a list of gradients. Collect the loss before each step.
#
# The check trains on three classes of past students, with rate 0.08 and 800 steps from the untrained weights. The median of
# the three answers for (4, 5) must be above 0.9.
#
# <details><summary>Hint 1: the idea</summary>
# The same loop, with four variables that step together: first all gradients, then all steps.
# </details>
# <details><summary>Hint 2: the tools</summary>
# <code>variables = [tf.Variable(array) for array in weights]</code>, <code>tape.gradient(loss, variables)</code>,
# <code>zip(variables, gradients)</code>, <code>float(loss)</code>.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>variables, losses = [...], []
# for _ in range(steps):
#     with tf.GradientTape() as tape:
#         loss = network_loss(...)
#     for variable, gradient in zip(...):
#         variable....
#     losses.append(...)
# return [... for variable in variables], losses</pre>
# </details>

# %% solution="train_network"
def train_network(weights, X, y, learning_rate, steps):
    """Train the network by gradient descent on the whole class.

    Args:
        weights: The arrays W1 (2, 3), b1 (3,), W2 (3, 1), b2 (1,).
        X: Inputs of shape (n, 2).
        y: Labels 0 and 1, shape (n,).
        learning_rate: The learning rate.
        steps: How many steps.

    Returns:
        The trained arrays in the same order, and the list of losses, one before each step.
    """
    ### BEGIN SOLUTION
    variables, losses = [tf.Variable(array) for array in weights], []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = network_loss(variables, X, y)
        for variable, gradient in zip(variables, tape.gradient(loss, variables)):
            variable.assign_sub(learning_rate * gradient)
        losses.append(float(loss))
    return [variable.numpy() for variable in variables], losses
    ### END SOLUTION


# %% tests="train_network" points=1
from course_utils import datasets
from course_utils.models.will_i_pass import run_training, slightly_trained_weights, train_by_hand

(X, y), weights = datasets.will_i_pass(), slightly_trained_weights()
exact, expected_losses = train_by_hand(slightly_trained_weights(), X, y, 0.01, 3)
trained, losses = run_training(lambda: train_network(weights, X, y, 0.01, 3))
checks.unchanged(slightly_trained_weights(), weights, "the caller's weights")
like = {"losses after each step, not before": train_by_hand(slightly_trained_weights(), X, y, 0.01, 4)[1][1:]}
like["steps uphill"] = train_by_hand(slightly_trained_weights(), X, y, -0.01, 3)[1]
like["only the last two arrays were trained"] = train_by_hand(slightly_trained_weights(), X, y, 0.01, 3, parts=(2, 3))[1]
checks.close(losses, expected_losses, "the losses of 3 steps", looks_like=like, rtol=1e-4)
for name, got, right, start in zip(("W1", "b1", "W2", "b2"), trained, exact, slightly_trained_weights()):
    checks.close(got, right, f"{name} after 3 steps", looks_like={"an array that was not trained": start}, rtol=1e-4)

# %% hidden="train_network" points=1
# Hidden check: other rates and classes, weights that go on from where they were.
from course_utils import datasets
from course_utils.models.will_i_pass import run_training, slightly_trained_weights, train_by_hand

for seed, rate, steps in [(4, 0.02, 5), (5, 0.005, 2)]:
    X, y = datasets.will_i_pass(60, seed=seed)
    weights = slightly_trained_weights()
    before = [part.copy() for part in weights]
    exact, expected_losses = train_by_hand(weights, X, y, rate, steps)
    trained, losses = run_training(lambda: train_network(weights, X, y, rate, steps))
    checks.unchanged(before, weights, "the caller's weights")
    checks.close(losses, expected_losses, f"the losses of {steps} steps with rate {rate}", rtol=1e-4)
    for name, got, right, start in zip(("W1", "b1", "W2", "b2"), trained, exact, before):
        checks.close(got, right, f"{name} after {steps} steps", looks_like={"an array that was not trained": start}, rtol=1e-4, atol=1e-5)

# %% hidden="train_network" points=2
# Hidden check: three classes, rate 0.08, 800 steps: from 0.1 to a median above 0.9 at (4, 5).
from course_utils import datasets
from course_utils.models.will_i_pass import chance_to_pass, run_training, untrained_weights

yours = []
for seed in (0, 1, 2):
    X, y = datasets.will_i_pass(seed=seed)
    trained, losses = run_training(lambda: train_network(untrained_weights(), X, y, 0.08, 800))
    checks.finite(losses, "the losses of 800 steps")
    yours.append(float(chance_to_pass(trained)[0]))
assert np.median(yours) > 0.9, f"expected a median above 0.9 for (4, 5) after training, received {np.round(yours, 3).tolist()}"

# %% [markdown]
# Watch the boundary move; the star is you:

# %% demo=true
figures.passing_film(train_network)

# %% [markdown]
# The network passes you. Ten steps bring the loss from 2.17 below 0.5, the other 790 straighten the line. Nobody wrote down a
# rule for passing; the weights came from the slope of a loss.

# %% [markdown]
# ## ★ Let the step find its own length
#
# Rosenbrock's valley, $J = (1 - a)^2 + 100\,(b - a^2)^2$, has steep walls and an almost flat floor: a rate that is safe on the
# walls crawls on the floor. **Backtracking** begins with a large rate and shrinks it until the loss falls *enough* (Armijo's
# condition), with $g = \nabla J(w)$ and a small $c$:
#
# $$J(w - \eta\,g) \le J(w) - c\,\eta\,|g|^2$$
#
# **Exercise 5.9** ★ (15 min, no points). Complete `backtracking`: the first of `rate`, `rate * shrink`,
# `rate * shrink**2`, … that fulfils the condition.
#
# <details><summary>Hint: the skeleton</summary>
# <pre>g = ...
# while f(...) &gt; ...:
#     rate = ...
# return rate</pre>
# </details>

# %% solution="backtracking"
def backtracking(f, gradient, w, rate=1.0, shrink=0.5, c=1e-4):
    """Shrink the rate until the step lowers the loss enough.

        f(w - rate g) <= f(w) - c rate g · g

    Args:
        f: The loss, a function of an array of shape (d,).
        gradient: Its gradient.
        w: Where to step from, shape (d,).
        rate: The first rate to try.
        shrink: Factor between one try and the next.
        c: How much of the promised fall is enough.

    Returns:
        The first rate that fulfils the condition.
    """
    ### BEGIN SOLUTION
    g = gradient(w)
    while f(w - rate * g) > f(w) - c * rate * g @ g:
        rate = rate * shrink
    return rate
    ### END SOLUTION


# %% tests="backtracking" points=0
from course_utils.checks.deadline import finishes

f, gradient, w = lambda v: 5.0 * v @ v, lambda v: 10.0 * v, np.array([3.0, -4.0])
rate = finishes(lambda: backtracking(f, gradient, w), "backtracking on a bowl", hint="does the rate shrink, and does the step go downhill?")
like = {"one shrink too many": 0.0625, "one shrink too few": 0.25, "the rate was never shrunk": 1.0}
checks.close(rate, 0.125, "backtracking on 5 |w|²", looks_like=like)
like = {"c was left out: the loss falls, but not enough": 0.125, "|g| in place of |g|²": 0.125}
checks.close(backtracking(f, gradient, w, c=0.5), 0.0625, "backtracking with c = 0.5", looks_like=like)

# %% hidden="backtracking" points=0
# Hidden check: Armijo's condition on Rosenbrock's valley, other factors, a first rate that is good enough.
from course_utils.models import landscapes
from course_utils.checks.deadline import finishes

surface = landscapes.rosenbrock()
for place, first, shrink, c in [((-1.2, 1.0), 1.0, 0.5, 1e-4), ((0.5, 0.8), 2.0, 0.8, 0.3), ((1.5, 2.0), 0.1, 0.25, 0.01), ((0.9, 0.9), 1e-5, 0.5, 0.1)]:
    w, right = np.array(place), first
    g = surface.gradient(w)
    while surface(w - right * g) > surface(w) - c * right * g @ g:
        right *= shrink
    got = finishes(lambda: backtracking(surface, surface.gradient, w, first, shrink, c), "backtracking in Rosenbrock's valley")
    checks.close(got, right, f"backtracking at {place} from rate {first}, shrink={shrink}, c={c}")
    checks.unchanged(list(place), w, "the caller's w")

# %% demo=true
surface, place = landscapes.rosenbrock(), np.array([-1.2, 1.0])
fixed, found = stand_in("gradient_descent")(surface.gradient, place, 0.001, 1000), [place]
for _ in range(1000):
    found.append(found[-1] - backtracking(surface, surface.gradient, found[-1]) * surface.gradient(found[-1]))
ends = f"fixed rate 0.001: loss {surface(fixed[-1]):.1g}; backtracking: loss {surface(found[-1]):.1g}"
show(plots.plot_landscape(surface, {"fixed rate": fixed, "backtracking": found}), f"1000 steps in Rosenbrock's bent valley. {ends}.")

# %% [markdown]
# Backtracking even leaps across the hill, where a long step lowers the loss enough. In lab 07 rates adapt in cheaper ways.

# %% [markdown]
# ## Say it in your own words
#
# A friend's training loss jumps up and down and ends as `nan`. He says: *"Descent always finds the lowest point, so TensorFlow
# has a bug. I shall set the learning rate to 0.0000001 to be safe."* Answer in four to eight sentences. What limits a learning
# rate? What does descent promise, and what not? What do you advise?

# %% [markdown] answer="own_words" points=3
# ### BEGIN SOLUTION
# The rate is above 2/λmax: along the steepest direction each step overshoots by more than it had to go, so the walk grows
# (1 point). Descent promises, for a smooth loss and a small enough step, a loss that never rises and a gradient that fades, so
# a stationary point: not the lowest one, and with a large step nothing (1 point). A rate of 1e-7 crawls; try rates a factor of
# ten or three apart and take one somewhat below where it becomes unstable, and scale the features so that one rate suits all
# directions (1 point for advice with a reason).
# ### END SOLUTION

# %% [markdown]
# ## What you take with you
#
# - The gradient points uphill. Against it the loss falls fastest, for a short step.
# - A bowl bears rates below $2/\lambda_{\max}$: the steepest direction sets the limit, the gentlest the time.
# - Scaled features make the bowl rounder and the walk shorter.
# - With a small enough step on a smooth loss, descent nears a stationary point. Which one depends on the start.
# - In TensorFlow: variables, a tape around the loss, the gradient, the step.
#
# <details><summary>Common questions</summary>
#
# **What are the weights, and where do they come from?** They are the numbers that the network multiplies and adds. They begin
# at random, and each step moves them a little against the gradient.
#
# **Why not test every possible weight?** Give each of the 13 numbers of our small network only 10 values: that is $10^{13}$
# networks. At a million per second it takes 116 days. The walk above took 800 steps.
#
# **Does a large network get stuck in bad local minima?** Its landscape is rough, and where you start matters. Lab 10 draws one.
# </details>
#
# Next: lab 06, *Send the blame back*.
