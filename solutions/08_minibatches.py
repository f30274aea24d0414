# %% [markdown] gpu=true
# # Take small bites: mini-batches and speed
#
# **You will** deal data into batches, measure how noisy small bites are, mend a slow pipeline and a slow training loop, and
# share one batch among several workers.
#
# **You will learn** why 32 examples often beat all of them; how batch size and learning rate belong together; where the time
# goes on *your* machine.
#
# **You need** labs 00 to 07. About 130 minutes. Goes with 48:09–51:25 of the lecture. A CPU will do, and nothing is
# downloaded; for the ★ section at the end choose a T4 in Colab (Runtime → Change runtime type).
#
# **Stuck?** Go on: every section stands on its own. For a function that you have not finished write `stand_in("minibatches")` in
# place of `minibatches`.

# %% [markdown]
# ## Warm up
#
# Four questions about labs 04 to 07. Answer from memory, then run the check.
#
# 1. `untrained_loss`: an untrained network knows nothing about ten classes. Its cross-entropy, to two decimals?
# 2. `largest_rate`: a bowl has curvatures 1 and 8. Below which learning rate does descent come to rest?
# 3. `after_two_steps`: $J = w^2$, $w = 8$, rate 0.25. Where is $w$ after two steps?
# 4. `momentum_reach`: momentum 0.9, and the same gradient 1 again and again. Where does `v = 0.9 * v + g` settle?

# %%
import numpy as np
import tensorflow as tf
from tensorflow import keras

from course_utils import datasets, profile
from course_utils.labs.minibatches import devices, experiments, figures, pipelines, throughput, timing
from course_utils.labs.minibatches.plots import plot_class_mix, plot_grid, plot_spread, plot_step_times, plot_time_split

devices.split_cpu(2)  # TensorFlow shall see two devices; it decides that once, before its first operation

# %% solution="warm_up"
### BEGIN SOLUTION
untrained_loss = 2.30
largest_rate = 0.25
after_two_steps = 2.0
momentum_reach = 10.0
### END SOLUTION

# %% tests="warm_up" points=2
classes, curvatures = 10, (1, 8)
checks.close(untrained_loss, np.log(classes), "untrained_loss", atol=0.006, looks_like={
    "a tenth": 0.1, "a logarithm to base 10": 1.0, "a missing minus sign": -np.log(classes)})
checks.close(largest_rate, 2 / max(curvatures), "largest_rate", looks_like={
    "1/λmax, where the steepest direction takes a single step": 1 / 8, "the gentlest direction": 2.0})
checks.close(after_two_steps, 8 * (1 - 2 * 0.25) ** 2, "after_two_steps", looks_like={
    "one step": 4.0, "a gradient of w, not 2w": 8 * 0.75**2, "three steps": 1.0})
checks.close(momentum_reach, 1 / (1 - 0.9), "momentum_reach", looks_like={
    "the first step alone": 1.0, "the first two steps": 1.9, "1 / 0.9": 1 / 0.9})

# %% [markdown]
# ## Deal the cards
#
# Gradient descent looks at every example before it takes one step. With a million examples that is a long look. What if each
# step saw only 32 of them, dealt like cards from a shuffled deck?
#
# With 100 examples and a batch size of 32, how many batches make one **epoch**, one pass over the data?

# %% solution="prediction_batches"
### BEGIN SOLUTION
prediction_batches = 4
### END SOLUTION

# %% tests="prediction_batches" points=1
checks.choice(prediction_batches, range(1, 101), "prediction_batches")

# %% [markdown]
# Now deal them yourself. One epoch shows every example exactly once, in a new order each time, and an image must keep its own
# label.
#
# **Exercise 8.1** (10 min). Complete `minibatches`.
#
# <details><summary>Hint 1: the idea</summary>
# Do not shuffle <code>X</code> and <code>y</code>. Shuffle the row <em>numbers</em>, once, and use the same numbers for both.
# </details>
# <details><summary>Hint 2: the tools</summary>
# <code>rng.permutation(n)</code> gives the row numbers 0 … n − 1 in a random order; <code>range(0, n, size)</code> gives the
# place where each batch starts.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>order = ...
# for start in ...:
#     rows = order[start : ...]
#     yield ...</pre>
# </details>

# %% solution="minibatches"
def minibatches(X, y, size, rng):
    """Deal the examples into batches, in a new random order.

    Args:
        X: Inputs of shape (n, d).
        y: Labels of shape (n,).
        size: Examples per batch; the last batch may be smaller.
        rng: A `numpy.random.Generator`.

    Yields:
        Pairs `(X_batch, y_batch)` that together hold every example once.
    """
    ### BEGIN SOLUTION
    order = rng.permutation(len(X))
    for start in range(0, len(X), size):
        rows = order[start : start + size]
        yield X[rows], y[rows]
    ### END SOLUTION


# %% tests="minibatches" points=1
X, y = np.arange(10.0).reshape(10, 1), np.arange(10)  # row i holds i, and its label is i
batches = [(np.asarray(a), np.asarray(b)) for a, b in minibatches(X, y, 4, np.random.default_rng(0))]
sizes = [len(labels) for _, labels in batches]
assert sizes != [4, 4], "looks like the last batch was lost: 10 examples in batches of 4 should be [4, 4, 2], received [4, 4]"
assert sizes == [4, 4, 2], f"10 examples in batches of 4 should be [4, 4, 2], received {sizes}"
for inputs, labels in batches:
    checks.shape(inputs, (len(labels), 1), "X_batch")
    assert np.array_equal(inputs[:, 0], labels), "an input lost its label: shuffle X and y with the same row numbers"
dealt = sorted(int(label) for _, labels in batches for label in labels)
assert dealt == list(range(10)), f"every example should be dealt once, received {dealt}"

# %% hidden="minibatches" points=2
# Hidden check: another order each epoch, the caller's arrays untouched, a batch larger than the data, even parts.
rng = np.random.default_rng(3)
X, y = np.arange(60.0).reshape(30, 2), np.arange(30)
first, second = ([int(i) for _, labels in minibatches(X, y, 7, rng) for i in labels] for _ in range(2))
checks.unchanged(np.arange(30), y, "the caller's y")
checks.unchanged(np.arange(60.0).reshape(30, 2), X, "the caller's X")
assert sorted(first) == sorted(second) == list(range(30)), f"every example should be dealt once, received {sorted(first)}"
assert first != sorted(first), "the examples come in their original order: shuffle them"
assert first != second, "both epochs have the same order: draw a new permutation from `rng` each time"
for size, right in [(100, [30]), (30, [30]), (10, [10, 10, 10]), (1, [1] * 30), (29, [29, 1])]:
    sizes = [len(labels) for _, labels in minibatches(X, y, size, rng)]
    assert sizes == right, f"30 examples in batches of {size} should be {right}, received {sizes}"

# %% demo=true
figures.minibatch_cloud(minibatches)

# %% [markdown]
# Each small arrow is one batch's idea of the way down; the thick one is the whole data's. A batch of 16 points roughly right, a
# batch of 1 often does not. Drag the size and watch the cloud tighten. Near the star the thick arrow fades faster than the
# noise.
#
# ## Count before you run
#
# **Exercise 8.2** (5 min). MNIST has 60,000 training images, dealt in batches of 128 with a smaller last one. Write:
#
# - `steps_per_epoch`, and `last_batch`, the size of the last batch;
# - `steps_in_five_epochs`;
# - `epochs_in_10000_steps` for batches of **32**, to two decimals.

# %% solution="arithmetic"
### BEGIN SOLUTION
steps_per_epoch = 469
last_batch = 96
steps_in_five_epochs = 2345
epochs_in_10000_steps = 5.33
### END SOLUTION

# %% tests="arithmetic" points=1
n, size = 60_000, 128
checks.close(steps_per_epoch, -(-n // size), "steps_per_epoch", looks_like={
    "the last, smaller batch left out": n // size, "a fraction of a step": n / size})
checks.close(last_batch, n % size, "last_batch", looks_like={
    "a full batch": size, "what is missing from a full batch": size - n % size, "the number of full batches": n // size})

# %% hidden="arithmetic" points=1
# Hidden check: five epochs, and 10,000 steps.
n, size = 60_000, 128
checks.close(steps_in_five_epochs, 5 * -(-n // size), "steps_in_five_epochs", looks_like={
    "each epoch's last batch left out": 5 * (n // size), "one epoch": -(-n // size),
    "five epochs dealt as one long deck": -(-5 * n // size)})
checks.close(epochs_in_10000_steps, 10_000 * 32 / n, "epochs_in_10000_steps", atol=0.006, looks_like={
    "batches of 128, not 32": 10_000 / 469, "whole epochs only": 5.0, "upside down": n / 320_000})

# %% [markdown]
# ## Measure the noise
#
# A batch gives an opinion about the gradient, and on average it is right: the mean over all batches is the gradient of the whole
# data. Statisticians call that **unbiased**. What remains is the **spread**, the root of the mean squared distance from the mean:
#
# $$s = \sqrt{\frac1m \sum_{k=1}^{m} |g_k - \bar g|^2}$$
#
# You want half the spread. How many times as large must the batch be? Write 2, 4, 8 or 16.

# %% solution="prediction_half"
### BEGIN SOLUTION
prediction_half = 4
### END SOLUTION

# %% tests="prediction_half" points=1
checks.choice(prediction_half, [2, 4, 8, 16], "prediction_half")

# %% shared=true
def mse_gradient(w, X, y):
    """The gradient of the mean squared error of a linear model, shape (d,)."""
    return 2 / len(y) * X.T @ (X @ w - y)


# %% [markdown]
# **Exercise 8.3** (10 min). Complete `batch_cloud`: stand at one place `w`, and ask many random batches. Each batch is drawn anew
# from all rows.
#
# <details><summary>Hint 1: the tools</summary>
# <code>rng.choice(n, size, replace=False)</code> draws row numbers; use the same ones for X and y.
# </details>
# <details><summary>Hint 2: the skeleton</summary>
# <pre>cloud = []
# for _ in range(...):
#     rows = ...
#     cloud.append(gradient(w, ..., ...))
# return np.array(cloud)</pre>
# </details>

# %% solution="batch_cloud"
def batch_cloud(gradient, w, X, y, size, draws, rng):
    """Ask many random batches for the gradient at one place.

    Args:
        gradient: Function `gradient(w, X, y)` that gives the mean gradient of a batch, shape (d,).
        w: The place, shape (d,).
        X, y: All examples, shapes (n, d) and (n,).
        size, draws: Examples per batch, and how many batches.
        rng: A `numpy.random.Generator`.

    Returns:
        One gradient per batch, shape (draws, d).
    """
    ### BEGIN SOLUTION
    cloud = []
    for _ in range(draws):
        rows = rng.choice(len(X), size, replace=False)
        cloud.append(gradient(w, X[rows], y[rows]))
    return np.array(cloud)
    ### END SOLUTION


# %% tests="batch_cloud" points=1
X, seen = np.arange(20.0).reshape(20, 1), []  # row i holds i, and its label is 100 i
average = lambda w, inputs, labels: (seen.append((np.ravel(inputs), np.ravel(labels))), np.ones(3) * np.mean(inputs))[1]
cloud = batch_cloud(average, np.zeros(3), X, 100 * X[:, 0], 5, 40, np.random.default_rng(0))
checks.shape(cloud, (40, 3), "batch_cloud for 40 draws and 3 weights", looks_like={"one gradient, not one per batch": (3,)})
checks.close(cloud, [np.ones(3) * np.mean(inputs) for inputs, _ in seen[:40]], "batch_cloud, what the batches answered,")
sizes = sorted({len(inputs) for inputs, _ in seen})
assert sizes == [5], f"expected batches of 5 examples, received sizes {sizes}"
assert all(np.array_equal(100 * inputs, labels) for inputs, labels in seen), "an input lost its label: use the same rows for X and y"
assert len({tuple(sorted(inputs)) for inputs, _ in seen}) > 30, "looks like the same rows in every batch: draw anew each time"

# %% hidden="batch_cloud" points=2
# Hidden check: unbiased within five standard errors, the spread falls with slope −0.5 ± 0.05, the caller's arrays.
rng = np.random.default_rng(8)
X, w, sizes = rng.uniform(-1, 1, (3000, 2)), np.array([1.0, 0.5]), np.array([2, 6, 18, 54])
y, gradient = X @ [2.0, -1.0] + rng.uniform(-1, 1, 3000), lambda w, X, y: 2 / len(y) * X.T @ (X @ w - y)
before, whole, spreads = (X.copy(), y.copy()), gradient(w, X, y), []
for size in sizes:
    cloud = np.asarray(batch_cloud(gradient, w, X, y, int(size), 400, rng), dtype=float)
    checks.shape(cloud, (400, 2), "batch_cloud for 400 draws")
    error = cloud.std(axis=0) / 20
    assert (np.abs(cloud.mean(axis=0) - whole) < 5 * error + 1e-9).all(), (
        f"expected the mean of 400 batches of {size} near {whole.round(3)}, received {cloud.mean(axis=0).round(3)}")
    spreads.append(np.sqrt(cloud.var(axis=0).sum()))
assert min(spreads) > 0, "looks like the same batch each time: draw new rows from rng"
slope = np.polyfit(np.log(sizes), np.log(spreads), 1)[0]
assert abs(slope + 0.5) < 0.05, f"expected the spread to fall with slope -0.5 ± 0.05, received {slope:.3f}"
checks.unchanged(before[0], X, "the caller's X")
checks.unchanged(before[1], y, "the caller's y")

# %% [markdown]
# **Exercise 8.3**, second half (5 min). Complete `spread(cloud)` after the formula above: one number.
#
# <details><summary>Hint</summary>
# Subtract the mean row, square, sum over the weights, average over the batches, take the root.
# </details>

# %% solution="spread"
def spread(cloud):
    """The root of the mean squared distance of the rows from their mean.

    Args:
        cloud: Gradients of shape (m, d).

    Returns:
        One number.
    """
    ### BEGIN SOLUTION
    return np.sqrt(np.mean(np.sum((cloud - np.mean(cloud, axis=0)) ** 2, axis=1)))
    ### END SOLUTION


# %% tests="spread" points=1
cloud = np.array([[1.0, 5.0], [3.0, 5.0], [1.0, 9.0], [3.0, 9.0]])
like = {"the variance: the root is missing": 5.0, "the mean over all numbers: sum over the weights first": 2.5**0.5,
        "one spread per weight: sum the squares over the weights": [1.0, 2.0], "the distance from 0, not from the mean": 58.0**0.5,
        "the mean of all numbers subtracted, not the mean row": (5.0 + 12.5)**0.5, "a sum over the batches": 20.0**0.5}
checks.close(spread(cloud), 5**0.5, "spread of four gradients", looks_like=like)

# %% hidden="spread" points=1
# Hidden check: other shapes, a cloud without noise, the caller's array.
cloud = np.random.default_rng(5).normal([1.0, -2.0, 3.0], [1.0, 2.0, 0.5], (50, 3))
before, right = cloud.copy(), np.sqrt(np.trace(np.cov(cloud.T, bias=True)))
like = {"1/(m − 1) in place of 1/m": right * np.sqrt(50 / 49), "the variance: the root is missing": right**2}
checks.close(spread(cloud), right, "spread of 50 gradients of 3 weights", looks_like=like)
checks.unchanged(before, cloud, "the caller's cloud")
checks.close(spread(np.ones((4, 2))), 0.0, "spread of equal gradients")

# %% demo=true
X, y = experiments.two_features(5000)
sizes, w, rng = [1, 4, 16, 64, 256], np.array([-1.0, 1.0]), np.random.default_rng(0)
spreads = [spread(batch_cloud(mse_gradient, w, X, y, size, 400, rng)) for size in sizes]
slope = np.polyfit(np.log(sizes), np.log(spreads), 1)[0]
print("spread:", np.round(spreads, 2), f"slope {slope:.2f}, you predicted a factor of {prediction_half}")
show(plot_spread(sizes, spreads), f"The spread of batch gradients falls along a straight line of slope {slope:.2f}.")

# %% [markdown]
# The slope is −½: independent opinions average out like $1/\sqrt{B}$. Half the noise costs four times the work. The first few
# examples say most of what there is to say.
#
# ## Walk with small bites
#
# **Exercise 8.4** (10 min). Complete `sgd_path`: descent with one step per batch, for several epochs. Deal with `minibatches`.
# With `size` n it is lab 05's gradient descent; with `size` 1 the lecture's stochastic gradient descent.
#
# <details><summary>Hint 1: the idea</summary>
# Two loops: epochs outside, batches inside. The step is the old one, with the batch in place of the data.
# </details>
# <details><summary>Hint 2: two traps</summary>
# Deal anew in every epoch. And <code>w -= ...</code> would change the places that are already in the path.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>path = [w]
# for _ in range(...):
#     for X_batch, y_batch in minibatches(...):
#         w = ...
#         path.append(w)
# return np.array(path)</pre>
# </details>

# %% solution="sgd_path"
def sgd_path(gradient, w, X, y, size, rate, epochs, rng):
    """Walk downhill with one step per mini-batch.

        w = w - rate * gradient(w, X_batch, y_batch)

    Args:
        gradient: Function `gradient(w, X, y)`, shape (d,).
        w: The start, shape (d,).
        X, y: All examples.
        size, rate, epochs: Examples per batch, learning rate, passes over the data.
        rng: A `numpy.random.Generator`.

    Returns:
        The places, shape (steps + 1, d), the start first.
    """
    ### BEGIN SOLUTION
    path = [w]
    for _ in range(epochs):
        for X_batch, y_batch in minibatches(X, y, size, rng):
            w = w - rate * gradient(w, X_batch, y_batch)
            path.append(w)
    return np.array(path)
    ### END SOLUTION


# %% tests="sgd_path" points=1
gradient = lambda w, X, y: 2 / len(y) * X.T @ (X @ w - y)
X, y, w = np.ones((6, 1)), np.full(6, 3.0), np.array([7.0])  # every example says the same, so the order does not matter
path = sgd_path(gradient, w, X, y, 4, 0.25, 2, np.random.default_rng(0))
checks.unchanged([7.0], w, "the caller's w")
checks.shape(path, (5, 1), "the path of 2 epochs of 2 batches", looks_like={
    "one step per epoch": (3, 1), "the start is missing": (4, 1), "a single epoch": (3, 1), "the last, smaller batch left out": (3, 1),
    "only the last place": (1,)})
like = {"steps uphill": 3 + 4 * 1.5 ** np.arange(5.0)[:, None], "an array that was changed in place": [[3.25]] * 5,
        "the gradient of the start in every step": 7 - 2 * np.arange(5.0)[:, None]}
checks.close(path, [[7.0], [5.0], [4.0], [3.5], [3.25]], "sgd_path on equal examples", looks_like=like)

# %% hidden="sgd_path" points=2
# Hidden check: each step belongs to its batch, each epoch shows every row once and in another order, all rows at once.
rng, seen = np.random.default_rng(2), []
X, y, start = rng.normal(size=(11, 2)), np.arange(11.0), np.array([0.5, -0.5])
before, whole = (X.copy(), y.copy()), lambda w, X, y: 2 / len(y) * X.T @ (X @ w - y)
gradient = lambda w, inputs, labels: (seen.append((w.copy(), [int(label) for label in labels])), whole(w, inputs, labels))[1]
path = np.asarray(sgd_path(gradient, start.copy(), X, y, 4, 0.03, 3, np.random.default_rng(1)), dtype=float)
checks.shape(path, (10, 2), "the path of 3 epochs of 3 batches")
epochs = [[row for _, rows in seen[3 * k : 3 * k + 3] for row in rows] for k in range(3)]
for rows in epochs:
    assert sorted(rows) == list(range(11)), f"an epoch should show every row once, received rows {sorted(rows)}"
assert epochs[0] != epochs[1] != epochs[2], "looks like the same order in each epoch: deal anew inside the loop over epochs"
exact = [start]
for _, rows in seen[:9]:
    exact.append(exact[-1] - 0.03 * whole(exact[-1], X[rows], y[rows]))
like = {"the gradient of the start in every step": np.cumsum([start, *(-0.03 * whole(start, X[rows], y[rows]) for _, rows in seen[:9])], axis=0)}
checks.close(path, exact, "sgd_path, each step with its own batch,", looks_like=like)
checks.unchanged(before[0], X, "the caller's X")
full, exact = sgd_path(whole, start.copy(), X, y, 11, 0.05, 4, rng), [start]
for _ in range(4):
    exact.append(exact[-1] - 0.05 * whole(exact[-1], X, y))
checks.close(full, exact, "sgd_path with all rows in one batch, which is gradient descent,")

# %% demo=true
figures.minibatch_paths(sgd_path)

# %% [markdown]
# After the same number of *examples* the small bites are far ahead: they took many steps where the whole data took four.
# After the same number of *steps* a batch of 32 is about as good as all 256, for an eighth of the work. A batch of 1 arrives
# first and never settles: near the bottom its noise is larger than its gradient. A smaller rate calms it and makes the way
# longer; hence the schedules of lab 07.
#
# ## Trade batch size against rate
#
# A larger batch is less noisy and bears a larger step, says the lecture. **Linear scaling** makes that a rule: four times the
# batch, four times the rate. Does it hold? A 64-32-10 network on digits, three epochs for every combination. Write `"always"`,
# `"up to a limit"` or `"never"`.

# %% solution="prediction_scaling"
### BEGIN SOLUTION
prediction_scaling = "up to a limit"
### END SOLUTION

# %% tests="prediction_scaling" points=1
checks.choice(prediction_scaling, ["always", "up to a limit", "never"], "prediction_scaling")

# %% [markdown]
# **Exercise 8.5** (10 min). Complete `loss_grid`: train for every size and every rate, three seeds each, and keep the *median*
# loss. A run that diverged gives `nan`: count it as infinitely bad, so that one bad run of three does not spoil the median.
#
# <details><summary>Hint 1: the tools</summary>
# <code>np.nan_to_num(losses, nan=np.inf)</code> and <code>np.median</code>.
# </details>
# <details><summary>Hint 2: the skeleton</summary>
# <pre>table = np.zeros((len(...), len(...)))
# for i, size in enumerate(...):
#     for j, rate in enumerate(...):
#         losses = [... for seed in seeds]
#         table[i, j] = ...
# return table</pre>
# </details>

# %% solution="loss_grid"
def loss_grid(train, sizes, rates, seeds=(0, 1, 2)):
    """Train with every batch size and every learning rate.

    Args:
        train: Function `train(size, rate, seed)` that gives the loss, or nan if it diverged.
        sizes, rates: What to try.
        seeds: The runs of which the median counts; nan counts as infinite.

    Returns:
        The median losses, shape (len(sizes), len(rates)).
    """
    ### BEGIN SOLUTION
    table = np.zeros((len(sizes), len(rates)))
    for i, size in enumerate(sizes):
        for j, rate in enumerate(rates):
            losses = [train(size, rate, seed) for seed in seeds]
            table[i, j] = np.median(np.nan_to_num(losses, nan=np.inf))
    return table
    ### END SOLUTION


# %% tests="loss_grid" points=1
train = lambda size, rate, seed: size + 10 * rate + [0.0, 3.0, 0.5][seed]
right = np.array([[size + 10 * rate + 0.5 for rate in (1.0, 2.0)] for size in (4, 8, 16)])
got = loss_grid(train, [4, 8, 16], [1.0, 2.0])
checks.shape(got, (3, 2), "loss_grid for 3 sizes and 2 rates", looks_like={"rates as rows: a row for each size": (2, 3), "all seeds kept: take their median": (3, 2, 3)})
like = {"the mean of the seeds, not the median": right + 2 / 3, "the first seed only": right - 0.5, "the last entry was never filled": right * [1, 0],
        "the best seed, not the median": right - 0.5, "the worst seed, not the median": right + 2.5,
        "size and rate changed places": [[10 * size + rate + 0.5 for rate in (1.0, 2.0)] for size in (4, 8, 16)]}
checks.close(got, right, "loss_grid, the median of three seeds,", looks_like=like)

# %% hidden="loss_grid" points=2
# Hidden check: the grid is complete, one diverged run of three, three of three, other seeds.
calls, nan = [], float("nan")
bad = lambda size, rate, seed: (calls.append((size, rate, seed)), nan if rate > seed else size * rate + seed)[1]
got = loss_grid(bad, [2, 4], [0.5, 1.5, 2.5], seeds=(1, 2, 3))
right = np.array([[2 * 0.5 + 2, 2 * 1.5 + 3, np.inf], [4 * 0.5 + 2, 4 * 1.5 + 3, np.inf]])
wanted = {(size, rate, seed) for size in (2, 4) for rate in (0.5, 1.5, 2.5) for seed in (1, 2, 3)}
assert set(calls) == wanted, f"expected {len(wanted)} different runs, size × rate × seed, received {len(set(calls))}"
seen = np.array(got, dtype=float)
assert not np.isnan(seen).any(), "looks like nan in the table: count a diverged run as infinite before you take the median"
dropped = np.array([[3.0, 5.5, 2 * 2.5 + 3], [4.0, 8.5, 13.0]])
message = "looks like diverged runs that were left out: nan counts as infinite, it does not vanish"
assert not np.allclose(seen, dropped), message
assert np.allclose(seen, right), f"expected {right.tolist()}, received {seen.tolist()}"

# %% demo=true
sizes, rates = [16, 64, 256, 1024], [0.05, 0.2, 0.8, 3.2]
by_epoch = loss_grid(experiments.train_digits, sizes, rates)
diagonal = ", ".join(f"{size} with {rate}: {by_epoch[i, i]:.2f}" for i, (size, rate) in enumerate(zip(sizes, rates)))
text = f"Loss after three epochs by batch size and rate. Along the diagonal, {diagonal}."
show(plot_grid(by_epoch, sizes, rates, title="after 3 epochs; best of each row framed"), text)

# %% [markdown]
# Walk along the diagonal, down and to the right: four times the batch, four times the rate. For a while the loss stays about the
# same, then it gets worse, and in the last corner training fails: curvature limits the rate (lab 05), and no batch is large
# enough to lift that. The rule holds up to a limit. Now look down a column: at a small rate larger batches do worse, because
# three epochs give them fewer steps.
#
# A clock counts seconds, not epochs:

# %% demo=true
timed = lambda size, rate, seed: experiments.train_digits(size, rate, seed, seconds=0.15)
by_second = loss_grid(timed, sizes, rates, seeds=(0,))
best = [f"{size} at {rates[int(np.argmin(row))]}: {row.min():.2f}" for size, row in zip(sizes, by_second)]
text = "Loss after 0.15 seconds on this machine. Best of each batch size, " + ", ".join(best) + "."
show(plot_grid(by_second, sizes, rates, title="after 0.15 s on this machine, one seed"), text)

# %% [markdown]
# One seed, and your machine's clock: run the cell again and see the numbers move.
#
# ## Feed the network
#
# `tf.data` deals batches while the network computes. The order of its operations matters. The 1797 digits below lie **sorted by
# class**, as files in folders do:
#
# | | pipeline |
# |---|---|
# | A | `data.shuffle(1797).batch(32)` |
# | B | `data.batch(32).shuffle(57)` |
# | C | `data.shuffle(32).batch(32)` |
# | D | `data.shuffle(1797).cache().batch(32)` |
# | E | `data.cache().shuffle(1797).batch(32)` |
# | F | `data.shuffle(1797).batch(32).cache()` |
#
# `shuffle(k)` keeps k elements at hand and deals a random one; `cache()` keeps what arrives the first time and repeats it.
#
# **Exercise 8.6** (10 min). Write the dictionary `pipeline_faults`: for each letter `"sorted"` (most batches hold one or two
# classes), `"repeats"` (well mixed, but every epoch comes in the same order) or `"good"`. Guess, then try:
# `pipelines.recipe("B", *pipelines.sorted_digits())`.
#
# <details><summary>Hint</summary>
# Before <code>batch</code> an element is one image, after it a whole batch. <code>cache</code> freezes all that stands before it.
# </details>

# %% solution="pipeline_faults"
### BEGIN SOLUTION
pipeline_faults = {"A": "good", "B": "sorted", "C": "sorted", "D": "repeats", "E": "good", "F": "repeats"}
### END SOLUTION

# %% tests="pipeline_faults" points=1
assert hasattr(pipeline_faults, "get"), f'pipeline_faults: expected a dictionary such as {{"A": "good", …}}, received {pipeline_faults!r}'
for letter in "ABCDEF":
    checks.choice(pipeline_faults.get(letter, "nothing"), ["sorted", "repeats", "good"], f'pipeline_faults["{letter}"]')
why = {"A": ("good", "all images are at hand when the first is dealt"),
       "B": ("sorted", "whole batches are shuffled, and each still holds neighbours"),
       "D": ("repeats", "cache keeps the shuffled order of the first epoch")}
for letter, (answer, reason) in why.items():
    given = pipeline_faults[letter].strip().lower()
    assert given == answer, f"pipeline {letter} is not {given}: {reason}"

# %% hidden="pipeline_faults" points=1
# Hidden check: C, E and F.
why = {"C": ("sorted", "with 32 images at hand the first batch comes from the first 64 rows"),
       "E": ("good", "cache keeps the rows, and each epoch shuffles them anew"),
       "F": ("repeats", "cache keeps the finished batches")}
for letter, (answer, reason) in why.items():
    given = str(pipeline_faults.get(letter, "nothing")).strip().lower()
    assert given == answer, f"pipeline {letter} is not {given}: {reason}"

# %% demo=true
import matplotlib.pyplot as plt

rows, axes = pipelines.sorted_digits(), plt.figure(figsize=(9, 3.4)).subplots(1, 2)
for ax, letter in zip(axes, "AB"):
    plot_class_mix(pipelines.class_mix(pipelines.recipe(letter, *rows)), title=pipelines.RECIPES[letter], ax=ax)
show(axes, "Class counts of eight batches: shuffled images mix all ten digits, shuffled batches hold one or two digits each.")

# %% [markdown]
# A network that sees 32 sevens in a row forgets the rest.
#
# **Exercise 8.6**, second half (15 min). Build the whole chain:
#
# - `prepare(image, label)`, a slow function, runs **once** per image, and not again in the second epoch;
# - each epoch deals every image once, well mixed, in a new order; the last batch may be smaller;
# - `prefetch` comes last: it prepares the next batch while the network computes.
#
# <details><summary>Hint 1: the idea</summary>
# What shall be kept stands before <code>cache</code>, what shall be new each epoch after it.
# </details>
# <details><summary>Hint 2: the tools</summary>
# <code>tf.data.Dataset.from_tensor_slices((X, y))</code>, <code>.map(prepare, num_parallel_calls=tf.data.AUTOTUNE)</code>,
# <code>.prefetch(tf.data.AUTOTUNE)</code>. A shuffle is perfect when its buffer holds all rows.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>data = tf.data.Dataset.from_tensor_slices(...)
# data = data....cache()
# return data.shuffle(...)....prefetch(...)</pre>
# </details>

# %% solution="pipeline"
def pipeline(X, y, size, prepare):
    """Prepare images once, deal them anew each epoch.

    Args:
        X: Images of shape (n, d).
        y: Labels of shape (n,).
        size: Images per batch.
        prepare: Slow function of `(image, label)` that gives such a pair again.

    Returns:
        A `tf.data.Dataset` of batches.
    """
    ### BEGIN SOLUTION
    data = tf.data.Dataset.from_tensor_slices((X, y))
    data = data.map(prepare, num_parallel_calls=tf.data.AUTOTUNE).cache()
    return data.shuffle(len(X)).batch(size).prefetch(tf.data.AUTOTUNE)
    ### END SOLUTION


# %% tests="pipeline" points=1
X, y = np.arange(60.0).reshape(60, 1), np.arange(60) // 30  # sorted: thirty zeros, thirty ones; row i holds i
batches = [(np.asarray(a), np.asarray(b)) for a, b in pipeline(X, y, 25, checks.build("minibatches.preparation", {}))]
sizes = [len(labels) for _, labels in batches]
assert sorted(sizes) != [25, 25], "looks like the last, smaller batch was lost: expected sizes [25, 25, 10], received [25, 25]"
assert sorted(sizes) == [10, 25, 25], f"expected batches of sizes [25, 25, 10], received {sizes}"
values = np.concatenate([inputs[:, 0] for inputs, _ in batches])
assert not np.allclose(np.sort(values), X[:, 0]), "looks like `prepare` was never called: the images come as they were"
checks.close(np.sort(values), X[:, 0] / 2, "the prepared images of one epoch, sorted,")
for inputs, labels in batches:
    assert np.array_equal(inputs[:, 0] * 2 // 30, labels), "an image lost its label: keep pairs together"
mixed = all(0 < labels.sum() < len(labels) for _, labels in batches)
assert mixed, "looks like batches of one class: shuffle before batch, with a buffer that holds all rows"

# %% hidden="pipeline" points=2
# Hidden check: prepared once, a new order and new batches each epoch, a full buffer, the caller's arrays.
X, y = np.stack([np.arange(200.0), np.zeros(200)], axis=1), np.arange(200) // 100
before, dataset = X.copy(), pipeline(X, y, 16, checks.build("minibatches.preparation", {"seed": 8}))
dealt = [[np.asarray(inputs) for inputs, _ in dataset] for _ in range(3)]
runs = np.concatenate([pipelines.runs_seen(inputs, 8) for inputs in sum(dealt, [])])
epochs = [[inputs[:, 0] for inputs in epoch] for epoch in dealt]
calls, first, second = runs.max(), np.concatenate(epochs[0]), np.concatenate(epochs[1])
assert runs.min() > 0, "looks like images that `prepare` did not give: let every image go through it"
checks.close(np.sort(second), before[:, 0] / 2, "the prepared images of the second epoch, sorted,")
assert calls != 600, "looks like `prepare` runs in every epoch: cache what it gives, map before cache"
assert calls == 200, f"expected `prepare` to run 200 times for 200 images in three epochs, received {calls}"
assert not np.array_equal(first, second), "looks like every epoch in the same order: cache before shuffle, not after"
kept = {tuple(np.sort(batch)) for batch in epochs[0]} & {tuple(np.sort(batch)) for batch in epochs[1]}
assert not kept, "looks like the same images together in every epoch: shuffle images, not batches"
early = np.mean(np.concatenate(epochs[0][:3]) * 2)
assert early > 60, f"looks like a small buffer: the first 48 images come from the first rows, {early:.0f} on average; let it hold all rows"
checks.unchanged(before, X, "the caller's X")

# %% [markdown]
# What does it bring? With 0.2 ms of waiting per image, as for decoding a JPEG, one epoch of dealing takes:

# %% demo=true
X, y = pipelines.sorted_digits()
plain = tf.data.Dataset.from_tensor_slices((X, y)).map(pipelines.slow_preparation())
mine = pipeline(X, y, 32, pipelines.slow_preparation())
data_times = {"prepared every epoch": timing.epoch_seconds(plain.shuffle(1797).batch(32)), "your pipeline": timing.epoch_seconds(mine)}
print(", ".join(f"{name}: {1000 * seconds:.0f} ms" for name, seconds in data_times.items()))

# %% [markdown]
# ## Compile the step
#
# So far Python ran every operation: **eager** mode. `tf.function` lets Python run the function once, to draw a plan (it
# **traces**), and then runs the plan. `jit_compile=True` hands the plan to XLA, a compiler that melts operations together. This
# is our loss:

# %%
def digits_loss(variables, X, y):
    """The mean cross-entropy of a 64-32-10 network, a scalar tensor."""
    W1, b1, W2, b2 = variables
    logits = tf.nn.relu(X @ W1 + b1) @ W2 + b2
    return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(tf.cast(y, tf.int32), logits))


# %% [markdown]
# What does XLA do for this small network on a CPU, compared with `tf.function` alone? Write `"twice as fast"`, `"about the same"` or
# `"half as fast"`.

# %% solution="prediction_xla"
### BEGIN SOLUTION
prediction_xla = "about the same"
### END SOLUTION

# %% tests="prediction_xla" points=1
checks.choice(prediction_xla, ["twice as fast", "about the same", "half as fast"], "prediction_xla")

# %% [markdown]
# **Exercise 8.7** (10 min). Complete `make_step`: the lecture's loop body, written so that it runs eagerly *and* as a plan. While
# a plan is drawn there are no numbers yet: `.numpy()` has nothing to show, and a Python counter counts once. So the number
# of steps lives in `count`, a `tf.Variable`.
#
# <details><summary>Hint 1: the tools</summary>
# <code>variable.assign_sub(...)</code>, <code>count.assign_add(1)</code>.
# </details>
# <details><summary>Hint 2: the skeleton</summary>
# <pre>with tf.GradientTape() as tape:
#     value = ...
# for variable, gradient in zip(variables, ...):
#     ...
# count....
# return value</pre>
# </details>

# %% solution="make_step"
def make_step(loss, variables, count):
    """Make a function that takes one training step: `step(X, y, rate)`.

    Args:
        loss: Function `loss(variables, X, y)` that gives a scalar tensor.
        variables: A list of `tf.Variable`.
        count: A `tf.Variable`, the number of steps taken.

    Returns:
        `step`, which returns the loss before the step as a tensor.
    """

    def step(X, y, rate):
        ### BEGIN SOLUTION
        with tf.GradientTape() as tape:
            value = loss(variables, X, y)
        for variable, gradient in zip(variables, tape.gradient(value, variables)):
            variable.assign_sub(rate * gradient)
        count.assign_add(1)
        return value
        ### END SOLUTION

    return step


# %% tests="make_step" points=1
from course_utils.labs.minibatches.checks import by_hand, run_steps

X, y, w = np.array([[1.0, 2.0], [3.0, -1.0], [0.5, 0.5]]), np.array([1.0, 2.0, -1.0]), [0.5, -0.25, 0.1]
losses, weights = by_hand(w, [(X, y)] * 4, [0.1] * 4)
model = checks.build("minibatches.linear_model", {"weights": w})
got = run_steps(model.step_of(make_step), [(X, y)] * 4, [0.1] * 4)
assert got[0] is not None, "step returned nothing: return the loss"
later, up = by_hand(w, [(X, y)] * 5, [0.1] * 5)[0][1:], by_hand(w, [(X, y)] * 4, [-0.1] * 4)[0]
one = by_hand(w, [(X, y)] * 4, [0.1] * 4, np.array([1, 1, 0]))
like = {"the loss after the step, not before": later, "steps uphill": up, "no step at all": [losses[0]] * 4, "only the first variable moves": one[0]}
checks.close(got, losses, "the losses of four eager steps", looks_like=like)
checks.close(model.weights(), weights, "the weights after four eager steps")
count = model.steps_taken()
assert count == 4, f"expected count = 4 after four steps, received {count}: count.assign_add(1) in each step"

# %% hidden="make_step" points=2
# Hidden check: the same as a tf.function, with the count, other rates, batches in turn.
from course_utils.labs.minibatches.checks import by_hand, read_marks, run_steps, while_tracing

rng = np.random.default_rng(4)
batches, w = [(rng.normal(size=(5, 3)), rng.normal(size=5)) for _ in range(6)], [0.1, 0.2, -0.3, 0.4]
losses, weights = by_hand(w, batches, [0.05] * 6)
model = checks.build("minibatches.linear_model", {"weights": w, "marked": True})
step = checks.build("minibatches.compiled", model.step_of(make_step))
got = while_tracing(lambda: run_steps(step, batches, [0.05] * 6))
assert got[0] is not None, "step returned nothing: return the loss"
runs, got = read_marks(got)
frozen = {"the first loss again and again: a Python value was kept from the tracing": [losses[0]] * 6}
checks.close(got, losses, "the losses of six compiled steps", looks_like=frozen, rtol=1e-3, atol=1e-3)
checks.close(model.weights(), weights, "the weights after six compiled steps", looks_like={"one step only: the others were not in the plan": by_hand(w, batches[:1], [0.05])[1]})
assert set(runs) == {1}, f"expected Python to run the loss once, while tracing, received {max(runs)} times"
message = "Python side effects happen while tracing only; count.assign_add(1) is part of the plan"
count = model.steps_taken()
assert count == 6, f"expected count = 6 after six compiled steps, received {count}: {message}"

# %% [markdown]
# Each mode, on your machine, with your step:

# %% demo=true
times = timing.step_times(make_step, digits_loss, sizes=(32, 256, 1024))
words = "; ".join(f"{mode} {1e3 * by_size[32]:.2g} ms" for mode, by_size in times.items())
print(f"one step of 32 images: {words}. You predicted for XLA: {prediction_xla}")
show(plot_step_times(times), f"Time of one training step by batch size. With 32 images: {words}.")

# %% [markdown]
# The plan saves Python's overhead, most of all for small batches. On a quiet CPU XLA brings nothing for a network this small: there is
# too little to melt together. And 32 times the images take nowhere near 32 times as long: a large batch wastes less. Where do
# the seconds of an epoch go?

# %% demo=true
parts = timing.epoch_parts(pipeline, make_step, digits_loss, size=32)  # 57 steps make an epoch of the digits
words = "; ".join(f"{name}: data {1e3 * a:.0f} ms, steps {1e3 * b:.0f} ms" for name, (a, b) in parts.items())
show(plot_time_split(parts), f"One epoch of 57 steps on this machine. {words}.")

# %% [markdown]
# Data and steps were measured apart; prefetching lets them overlap. While the data are slow, a faster step changes little, and a
# GPU would wait too. Measure first, then mend the longer bar.
#
# ## Mind the trap of the second trace
#
# A plan fits the arguments that it was drawn for: the shape and type of tensors and arrays, but the *value* of Python numbers.
# Others need another trace. A fresh `@tf.function` that sums its argument is called like this:
#
# | | the calls |
# |---|---|
# | A | five different NumPy arrays, each of shape (3,), float32 |
# | B | the Python numbers 0.1, 0.2, 0.3, 0.4, 0.5 |
# | C | the tensors `tf.constant(0.1)` … `tf.constant(0.5)` |
# | D | batches of 32, 32, 32 and 4 rows |
# | E | an array of shape (3,) in float32, then the same in float64 |
# | F | the Python numbers 1.0, 1.0, 2.0 |
#
# **Exercise 8.7**, the quiz (5 min). Write the dictionary `trace_counts`: how often is each traced?

# %% solution="trace_counts"
### BEGIN SOLUTION
trace_counts = {"A": 1, "B": 5, "C": 1, "D": 2, "E": 2, "F": 2}
### END SOLUTION

# %% tests="trace_counts" points=1
assert hasattr(trace_counts, "get"), f'trace_counts: expected a dictionary such as {{"A": 1, …}}, received {trace_counts!r}'
why = {"A": (1, "arrays become tensors, and these have one shape and type"), "B": (5, "a Python number belongs to the plan: each value is a new one"),
       "C": (1, "tensors of one kind share a plan, whatever their value")}
for letter in "ABCDEF":
    checks.number(trace_counts.get(letter, -1), 1, 10, f'trace_counts["{letter}"]')
for letter, (right, reason) in why.items():
    given = float(trace_counts[letter])
    assert given == right, f"{letter} is not traced {given:g} times: {reason}"

# %% hidden="trace_counts" points=1
# Hidden check: D, E and F.
why = {"D": (2, "a batch of 4 rows has another shape"), "E": (2, "float64 is another type"), "F": (2, "1.0 was seen before, 2.0 was not")}
for letter, (right, reason) in why.items():
    checks.number(trace_counts.get(letter, -1), 1, 10, f'trace_counts["{letter}"]')
    given = float(trace_counts[letter])
    assert given == right, f"{letter} is not traced {given:g} times: {reason}"

# %% [markdown]
# Training meets B and D at once: a schedule gives a new Python rate for every step, and the last batch is smaller.
#
# **Exercise 8.7**, last part (10 min). Complete `compile_once`: whatever rate and batch size come, the step is traced **once**.
#
# <details><summary>Hint 1: the tools</summary>
# An <code>input_signature</code> tells <code>tf.function</code> beforehand what will come:
# <code>tf.TensorSpec([None, 3])</code> is a float32 tensor with any number of rows and 3 columns;
# <code>tf.TensorSpec([])</code> is a single number, and a Python number is turned into one.
# </details>
# <details><summary>Hint 2: the skeleton</summary>
# <pre>kinds = [tf.TensorSpec(...), tf.TensorSpec(...), tf.TensorSpec(...)]
# return tf.function(step, input_signature=..., jit_compile=...)</pre>
# </details>

# %% solution="compile_once"
def compile_once(step, features, jit_compile=False):
    """Compile a training step so that it is traced a single time.

    Args:
        step: Function `step(X, y, rate)` of float32 values: X (batch, features), y (batch,), rate one number.
        features: Columns of X.
        jit_compile: Hand the plan to XLA too?

    Returns:
        The compiled step, for any batch size and any rate.
    """
    ### BEGIN SOLUTION
    kinds = [tf.TensorSpec([None, features]), tf.TensorSpec([None]), tf.TensorSpec([])]
    return tf.function(step, input_signature=kinds, jit_compile=jit_compile)
    ### END SOLUTION


# %% tests="compile_once" points=1
from course_utils.labs.minibatches.checks import moved_by_means, read_marks, run_steps, while_tracing

rng, w = np.random.default_rng(6), [0.2, -0.1, 0.3]
batches, rates = [(rng.normal(size=(8, 2)), rng.normal(size=8)) for _ in range(4)], [0.1, 0.05, 0.025, 0.0125]
losses, weights = moved_by_means(w, batches, rates)
model = checks.build("minibatches.linear_model", {"weights": w, "marked": True})
runs, got = read_marks(while_tracing(lambda: run_steps(compile_once(model.step, 2, False), batches, rates)))
checks.close(got, losses, "the losses of four steps", looks_like={"the first rate in every step": moved_by_means(w, batches, [0.1] * 4)[0]}, rtol=1e-3, atol=1e-3)
reason = "looks like a Python float as rate, and a new plan for each value" if max(runs) == 4 else "give an input_signature"
assert set(runs) == {1}, f"{reason}: expected one trace for four rates, received {max(runs)}"
checks.close(model.weights(), weights, "the weights after four steps")

# %% hidden="compile_once" points=2
# Hidden check: batches of several sizes, other numbers of features, with XLA and without.
from course_utils.labs.minibatches.checks import is_refused, moved_by_means, read_marks, run_steps, while_tracing

for features, jit in [(3, False), (2, True), (5, False)]:
    rng, w = np.random.default_rng(features), np.linspace(-0.3, 0.3, features + 1).tolist()
    batches = [(rng.normal(size=(n, features)), rng.normal(size=n)) for n in (8, 8, 3, 1, 8)]
    rates = [0.1, 0.1, 0.07, 0.03, 0.01]
    losses, weights = moved_by_means(w, batches, rates)
    model = checks.build("minibatches.linear_model", {"weights": w, "marked": True})
    runs, got = read_marks(while_tracing(lambda: run_steps(compile_once(model.step, features, jit), batches, rates)))
    reason = "looks like new shapes, a new plan for each batch size: None stands for any length"
    assert set(runs) == {1}, f"{reason}; expected one trace for batches of 8, 8, 3, 1 and 8, received {max(runs)}"
    checks.close(got, losses, f"the losses of five steps with {features} features, jit_compile={jit}", rtol=1e-3, atol=1e-3)
    checks.close(model.weights(), weights, f"the weights after five steps with {features} features")
    message = "looks like jit_compile was not handed on: expected XLA" if jit else "expected no XLA"
    words = compile_once(model.words_step, features, jit)
    assert is_refused(words, batches[0], 0.1) == jit, f"{message} with jit_compile={jit}"

# %% demo=true
variables, data = timing.new_variables(), pipeline(*pipelines.sorted_digits(), 32, lambda image, label: (image, tf.cast(label, tf.float32)))
step = compile_once(make_step(digits_loss, variables, tf.Variable(0)), 64)
for epoch in range(5):
    losses = [float(step(X, y, 0.5 / (1 + epoch))) for X, y in data]
    print(f"epoch {epoch + 1}: mean loss {np.mean(losses):.3f}, traces so far {step.experimental_get_tracing_count()}")

# %% [markdown]
# Five rates, two batch sizes, one plan.
#
# ## Share the work
#
# A batch can be split among workers: each computes the gradient of its part, then all answers become one. The parts may be of
# unequal size, so **the mean of the means is not the mean**. With parts of $n_k$ of the $n$ rows:
#
# $$g = \sum_k \frac{n_k}{n}\, g_k$$
#
# **Exercise 8.8** (10 min). Complete `shared_gradient`. `np.array_split` deals the rows; a worker without rows says nothing. The result
# equals the whole batch's gradient to $10^{-6}$.
#
# <details><summary>Hint 1: the idea</summary>
# Weigh each worker's answer with its share of the rows, and add.
# </details>
# <details><summary>Hint 2: the skeleton</summary>
# <pre>total = 0
# for part, labels in zip(..., ...):
#     if len(part):
#         total = total + ... * gradient(...)
# return total</pre>
# </details>

# %% solution="shared_gradient"
def shared_gradient(gradient, w, X, y, workers):
    """Compute the gradient of a batch in parts.

    Args:
        gradient: Function `gradient(w, X, y)` that gives the mean gradient of its rows, shape (d,).
        w: The place, shape (d,).
        X, y: The batch, shapes (n, d) and (n,).
        workers: How many parts; some are empty where there are more workers than rows.

    Returns:
        The gradient of the whole batch, shape (d,).
    """
    ### BEGIN SOLUTION
    total = 0
    for part, labels in zip(np.array_split(X, workers), np.array_split(y, workers)):
        if len(part):
            total = total + len(part) / len(X) * gradient(w, part, labels)
    return total
    ### END SOLUTION


# %% tests="shared_gradient" points=1
X, y, w = np.array([[1.0, 2.0], [3.0, -1.0], [0.5, 0.5], [2.0, 1.0], [-1.0, 4.0]]), np.array([1.0, 2.0, -1.0, 0.0, 3.0]), np.array([0.5, -0.25])
gradient, sizes = lambda w, X, y: 2 / len(y) * X.T @ (X @ w - y), []
counting = lambda w, X, y: (sizes.append(len(X)), gradient(w, X, y))[1]
whole, parts = gradient(w, X, y), [gradient(w, X[:3], y[:3]), gradient(w, X[3:], y[3:])]
like = {"a mean of means: the parts have 3 and 2 rows": sum(parts) / 2, "a sum: divide by something": sum(parts),
        "the first worker alone": parts[0], "the last worker alone": parts[1], "a sum over rows, not a mean": 5 * whole}
checks.close(shared_gradient(counting, w, X, y, 2), whole, "shared_gradient of 5 rows among 2 workers", looks_like=like)
assert len(sizes) == 2, f"expected 2 workers to be asked, received parts of {sizes} rows"
assert max(sizes) == 3, f"expected parts of 3 and 2 rows, received {sizes}"

# %% hidden="shared_gradient" points=2
# Hidden check: other sizes, more workers than rows, even parts, the caller's arrays.
rng = np.random.default_rng(9)
gradient = lambda w, X, y: 2 / len(y) * X.T @ (X @ w - y) if len(y) else np.full(len(w), np.nan)
for n, d, k in [(10, 3, 4), (12, 2, 3), (3, 2, 5), (7, 4, 1), (64, 2, 7)]:
    X, y, w = rng.normal(size=(n, d)), rng.normal(size=n), rng.normal(size=d)
    right, before = gradient(w, X, y), (X.copy(), y.copy())
    parts = [gradient(w, *part) for part in zip(np.array_split(X, k), np.array_split(y, k)) if len(part[0])]
    like = {"a mean of means: the parts differ in size": np.mean(parts, axis=0)} if n % k else {}
    got = shared_gradient(gradient, w, X, y, k)
    checks.finite(got, f"shared_gradient of {n} rows among {k} workers", hint="a worker without rows says nothing")
    checks.close(got, right, f"shared_gradient of {n} rows among {k} workers", looks_like=like, rtol=1e-6, atol=1e-6)
    checks.unchanged(before[0], X, "the caller's X")

# %% [markdown]
# One worker alone can do the same in turns when a large batch does not fit into memory: **gradient accumulation**.
#
# **Exercise 8.8**, second half (5 min). Complete `accumulated_gradient`: the gradient of all batches together, with one batch at a
# time in memory.
#
# <details><summary>Hint: the skeleton</summary>
# <pre>total, rows = 0, 0
# for X, y in batches:
#     total = ...
#     rows = ...
# return ...</pre>
# </details>

# %% solution="accumulated_gradient"
def accumulated_gradient(gradient, w, batches):
    """The gradient of several batches together, one after the other.

    Args:
        gradient: Function `gradient(w, X, y)` that gives the mean gradient of its rows, shape (d,).
        w: The place, shape (d,).
        batches: Pairs (X, y) of any sizes.

    Returns:
        The gradient over all rows, shape (d,).
    """
    ### BEGIN SOLUTION
    total, rows = 0, 0
    for X, y in batches:
        total, rows = total + len(X) * gradient(w, X, y), rows + len(X)
    return total / rows
    ### END SOLUTION


# %% tests="accumulated_gradient" points=1
gradient, w = lambda w, X, y: 2 / len(y) * X.T @ (X @ w - y), np.array([1.0, -1.0])
batches = [(np.array([[1.0, 0.0], [2.0, 1.0], [0.0, 1.0]]), np.array([1.0, 0.0, 2.0])), (np.array([[3.0, 1.0]]), np.array([-1.0]))]
each = [gradient(w, *batch) for batch in batches]
right = gradient(w, np.concatenate([X for X, _ in batches]), np.concatenate([y for _, y in batches]))
like = {"a mean of means: the batches have 3 rows and 1": sum(each) / 2, "a sum": sum(each), "a sum over rows: divide by their number": 4 * right,
        "the last batch alone": each[1], "a sum over rows, divided by the number of batches": 2 * right}
checks.close(accumulated_gradient(gradient, w, batches), right, "accumulated_gradient of batches of 3 and 1", looks_like=like)

# %% hidden="accumulated_gradient" points=1
# Hidden check: many batches, a single one, the caller's arrays.
gradient, rng, w = lambda w, X, y: 2 / len(y) * X.T @ (X @ w - y), np.random.default_rng(3), np.array([0.3, -0.2, 0.9])
X, y = rng.normal(size=(50, 3)), rng.normal(size=50)
right, before, cuts = gradient(w, X, y), w.copy(), [0, 8, 16, 17, 40, 50]
got = accumulated_gradient(gradient, w, [(X[a:b], y[a:b]) for a, b in zip(cuts, cuts[1:])])
checks.close(got, right, "accumulated_gradient of five batches", rtol=1e-6, atol=1e-6)
checks.close(accumulated_gradient(gradient, w, [(X, y)]), right, "accumulated_gradient of a single batch", rtol=1e-6, atol=1e-6)
checks.unchanged(before, w, "the caller's w")

# %% [markdown]
# ## Let TensorFlow share the work
#
# `tf.distribute.MirroredStrategy` does it on several devices: each holds a copy of every variable and computes its part, the parts
# are added, all copies take the same step. The cell at the top split your CPU into two *logical* devices, good for learning and
# not for speed.
#
# | line | what it does |
# |---|---|
# | `with strategy.scope():` | variables that are made here get a copy on each device |
# | `devices.deal(strategy, X)` | cuts the rows into one share per device |
# | `strategy.run(f, args=(...))` | runs `f` on each device with its share |
# | `strategy.reduce("SUM", parts, axis=None)` | adds up what the devices gave |
#
# **Exercise 8.9** (15 min). Complete the two holes of `mirrored_descent`. Devices may hold unequal shares, so no device may take its own
# mean: it sums the squared errors of its rows and divides by `n`, the rows of the **whole** batch. Then the sum over the devices is the
# gradient. The weights must equal those of one device.
#
# <details><summary>Hint 1: the tools</summary>
# <code>tf.reduce_sum</code>, not <code>reduce_mean</code>; <code>tf.linalg.matvec(X, weights)</code> are the predictions.
# </details>
# <details><summary>Hint 2: the skeleton</summary>
# <pre>with tf.GradientTape() as tape:
#     loss = tf.reduce_sum(...) / ...
# return tape.gradient(...)
#
# parts = strategy.run(own_part, args=(..., ..., len(X)))
# weights.assign_sub(rate * strategy.reduce(...))</pre>
# </details>

# %% solution="mirrored_descent"
def mirrored_descent(strategy, w, batches, rate):
    """Descend on the mean squared error of `X w` with all devices of a strategy.

    Args:
        strategy: A `tf.distribute.Strategy`.
        w: The start, shape (d,).
        batches: Pairs (X, y); one step each.
        rate: The learning rate.
    """
    with strategy.scope():
        weights = tf.Variable(w)

    def own_part(X, y, n):
        ### BEGIN SOLUTION
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((tf.linalg.matvec(X, weights) - y) ** 2) / n
        return tape.gradient(loss, weights)
        ### END SOLUTION

    for X, y in batches:
        ### BEGIN SOLUTION
        parts = strategy.run(own_part, args=(devices.deal(strategy, X), devices.deal(strategy, y), len(X)))
        weights.assign_sub(rate * strategy.reduce("SUM", parts, axis=None))
        ### END SOLUTION
    return weights.numpy()


# %% tests="mirrored_descent" points=1
from course_utils.labs.minibatches.checks import by_hand, by_hand_in_shares

rng, w = np.random.default_rng(1), np.array([0.5, -1.0])
batches, strategy = [(rng.normal(size=(n, 2)), rng.normal(size=n)) for n in (7, 5, 3)], checks.build("minibatches.two_devices", {})
right = by_hand(w, batches, [0.1] * 3)[1]
like = {"a mean on each device and a mean of these: the shares differ in size": by_hand_in_shares(w, batches, 0.1, "mean of means"),
        "a mean on each device, then a sum": by_hand_in_shares(w, batches, 0.1, "sum of means"),
        "the right parts, but their mean: they need a sum": by_hand_in_shares(w, batches, 0.1, "mean of parts"),
        "a sum over rows: divide by n": by_hand_in_shares(w, batches, 0.1, "sum of sums"), "steps uphill": by_hand(w, batches, [-0.1] * 3)[1]}
checks.close(mirrored_descent(strategy, w, batches, 0.1), right, "mirrored_descent, three batches on two devices,", looks_like=like)
assert strategy.runs > 0, "the strategy was never asked: strategy.run(own_part, …)"
checks.unchanged([0.5, -1.0], w, "the caller's w")

# %% hidden="mirrored_descent" points=1
# Hidden check: other sizes, a batch of one row, float32, more steps.
from course_utils.labs.minibatches.checks import by_hand

rng = np.random.default_rng(12)
for d, sizes, kind, rate in [(3, (4, 4, 5, 2, 9), "float64", 0.05), (2, (6, 1, 8), "float32", 0.02)]:
    w, strategy = rng.normal(size=d).astype(kind), checks.build("minibatches.two_devices", {})
    batches = [(rng.normal(size=(n, d)).astype(kind), rng.normal(size=n).astype(kind)) for n in sizes]
    right = by_hand(w, batches, [rate] * len(sizes))[1]
    checks.close(mirrored_descent(strategy, w, batches, rate), right, f"mirrored_descent with batches of {sizes} rows")
    assert strategy.runs > 0, "the strategy was never asked: strategy.run(own_part, …)"

# %% demo=true
X, y = experiments.two_features(101)
batches, start = [(X[a : a + 25], y[a : a + 25]) for a in range(0, 101, 25)], np.array([-1.0, 1.0])
names = [device.name for device in tf.config.list_logical_devices("CPU")]
together = mirrored_descent(devices.two_devices(), start, batches, 0.1)
alone = mirrored_descent(tf.distribute.get_strategy(), start, batches, 0.1)
print(f"devices: {names}; largest difference to one device: {np.abs(together - alone).max():.0e}")

# %% [markdown]
# The same weights: sharing changes who computes, not what. Keras' `fit` does all this for a model made inside
# `strategy.scope()`.
#
# ## ★ Meet a GPU
#
# A GPU computes thousands of products at once, if it gets them. **Mixed precision** computes in float16 and keeps the weights in
# float32; the last layer computes in float32 too, since small differences of logits matter. It pays for large layers whose
# sizes are multiples of 8. Without a GPU the cells below run on a few digits.
#
# **Exercise 8.10** ★ (15 min, no points). Complete `image_model`: two 3×3 convolutions with ReLU and `padding="same"`, of `units` and
# `2 * units` channels, then global average pooling, then a dense layer that gives logits. The last layer is float32,
# the others have the given policy.
#
# <details><summary>Hint: the tools</summary>
# <code>keras.layers.Conv2D(units, 3, ..., dtype=policy)</code>, <code>GlobalAveragePooling2D</code>, <code>Dense</code>: every layer
# takes <code>dtype</code>.
# </details>

# %% solution="image_model"
def image_model(shape, classes, units, policy):
    """A small network for images with its own precision.

    Args:
        shape: Height, width and channels of an image.
        classes: Number of logits.
        units: Channels of the first convolution, a multiple of 8.
        policy: `"float32"` or `"mixed_float16"`.
    """
    ### BEGIN SOLUTION
    options = {"padding": "same", "activation": "relu", "dtype": policy}
    layers = [keras.Input(shape), keras.layers.Conv2D(units, 3, **options), keras.layers.Conv2D(2 * units, 3, **options)]
    layers += [keras.layers.GlobalAveragePooling2D(dtype=policy), keras.layers.Dense(classes, dtype="float32")]
    return keras.Sequential(layers)
    ### END SOLUTION


# %% tests="image_model" points=0
for policy, inside in [("float32", "float32"), ("mixed_float16", "float16")]:
    model = image_model((12, 8, 3), 10, 16, policy)
    kinds = [layer.compute_dtype for layer in model.layers if layer.count_params()]
    right = [inside, inside, "float32"]
    assert kinds[-1:] == ["float32"], f"expected the last layer to compute in float32, received {kinds[-1:]}"
    assert kinds == right, f"expected two convolutions and a dense layer that compute in {right}, received {kinds}"
    stored = {layer.variable_dtype for layer in model.layers if layer.count_params()}
    assert stored == {"float32"}, f"expected weights in float32: mixed_float16, not float16; received {sorted(stored)}"
    checks.equal(tuple(model.output_shape), (None, 10), "the shape of the logits")

# %% hidden="image_model" points=0
# Hidden check: the count of weights, other sizes, outputs that are no probabilities.
for shape, classes, units in [((12, 8, 3), 10, 16), ((2, 2, 1), 3, 8)]:
    model = image_model(shape, classes, units, "mixed_float16")
    right = 9 * shape[2] * units + units + 18 * units * units + 2 * units + (2 * units + 1) * classes
    checks.equal(model.count_params(), right, f"the number of weights for images of shape {shape}")
    logits = np.asarray(model(np.random.default_rng(0).normal(size=(4, *shape)).astype("float32")))
    checks.dtype(logits, "float32", "the logits")
    assert not np.allclose(logits.sum(axis=1), 1, atol=1e-3), "looks like a softmax at the end: the loss expects logits"

# %% demo=true
for name in ("fashion_mnist", "cifar10") if profile() == "full" else ("fashion_mnist",):
    job = throughput.plan(name)
    size = job.sizes[-2]
    print(job.estimate(runs=4, size=size))
    for kind, images in throughput.compare_precision(image_model, job, size).items():
        print(f"  {kind}: {images:,.0f} images a second")

# %% demo=true
job = throughput.plan("fashion_mnist")
print(job.estimate(runs=len(job.sizes)))
for size, (images, megabytes) in throughput.compare_sizes(image_model, job, "mixed_float16").items():
    memory = "no GPU, no peak memory" if megabytes is None else f"peak memory {megabytes:,.0f} MB"
    print(f"  batches of {size}: {images:,.0f} images a second, {memory}")

# %% [markdown]
# Without a GPU these few steps only show that the code works. With one, look at the small batches: starting an operation costs
# more than doing it.
#
# ## Say it in your own words
#
# A friend rents a large GPU. She raises the batch size from 32 to 8192, leaves the learning rate and the ten epochs as they were, and
# complains: *"An epoch is hardly faster, and the accuracy is worse."* Explain both in four to eight sentences, and give advice.

# %% [markdown] answer="own_words" points=3
# ### BEGIN SOLUTION
# An epoch of 8192 has 256 times fewer steps: ten epochs with the old rate cover a small part of the way, although each step is
# less noisy (1 point). An epoch is hardly faster because something else is the longer bar: reading and preparing data, Python's
# overhead or retracing; a GPU only shortens the steps (1 point). Advice with a reason, for example: measure where the time goes,
# cache and prefetch; raise the rate with the batch, but only up to the limit that curvature sets, or take a batch of a few
# hundred and more steps; the noise falls only like the root of the batch size (1 point).
# ### END SOLUTION

# %% [markdown]
# ## What you take with you
#
# - A batch's gradient is right on average. Its spread falls like $1/\sqrt{B}$: four times the work for half the noise.
# - Small bites win per example, large bites waste less time per example. In between lies the usual 32 to 512.
# - A larger batch bears a larger rate, up to a limit.
# - Shuffle images, not batches; cache before shuffle; prefetch last.
# - `tf.function` once, traced once. XLA and GPUs need enough work to pay.
# - Shared work is weighted by rows.
#
# <details><summary>Common questions</summary>
#
# **Is the noise a bug?** No. It is the price of a cheap step.
#
# **Why 32?** The lecture says tens or hundreds. Below that, a step costs almost the same and knows less.
#
# **Why was my first step so slow?** It was traced. Do not measure it.
# </details>
#
# Next: lab 09, *Do not memorise*.
