# %% [markdown]
# # Do not memorise: regularization
#
# **You will** split data so that nothing leaks, make a network memorise noise, punish weights, write dropout with its
# backward pass, stop in time, shift digits, and let it all compete.
#
# **You will learn** why training loss proves little; what L1, L2 and dropout do exactly; how to compare honestly.
#
# **You need** labs 00 to 08. About 170 minutes. The quick profile downloads nothing. Goes with 51:25–57:16 of the lecture.
#
# **Stuck?** Go on: every section stands on its own. Where a cell wants a function that you have not finished, write
# `stand_in("penalty")` in place of `penalty`.

# %% [markdown]
# ## Warm up
#
# Four questions about labs 04 to 08. Answer from memory, then run the check.
#
# 1. `loss_of_guessing`: a network gives each of 10 classes the probability 0.1. What is its cross-entropy, to two decimals?
# 2. `after_the_step`: $w = 2$, the gradient is 3, the learning rate 0.1. Where is $w$ after one step of descent?
# 3. `through_relu`: the blame 5 arrives at a ReLU whose input was −2. How much passes through?
# 4. `steps_per_epoch`: 1000 examples in batches of 32, the last one smaller. How many steps make an epoch?

# %%
import keras
import numpy as np

from course_utils import datasets
from course_utils.labs.regularization import contest, figures
from course_utils.labs.regularization.plots import plot_digits, plot_forest, plot_memory, plot_stop, plot_two_errors

# %% solution="warm_up"
### BEGIN SOLUTION
loss_of_guessing = 2.30
after_the_step = 1.7
through_relu = 0
steps_per_epoch = 32
### END SOLUTION

# %% tests="warm_up" points=2
checks.close(loss_of_guessing, -np.log(0.1), "loss_of_guessing", atol=0.006, looks_like={
    "a missing minus sign": np.log(0.1), "a logarithm to base 10": 1.0, "the probability, not the loss": 0.1})
checks.close(after_the_step, 2 - 0.1 * 3, "after_the_step", looks_like={
    "a step uphill": 2.3, "a step without the learning rate": -1.0, "the step, not the place": 0.3})
checks.close(through_relu, 0, "through_relu", looks_like={
    "all of it: the slope of ReLU left of 0 is 0": 5, "blame times input": -10})
checks.close(steps_per_epoch, -(-1000 // 32), "steps_per_epoch", looks_like={
    "the last, smaller batch left out": 31, "a fraction: steps are whole": 1000 / 32, "examples, not steps": 1000})

# %% [markdown]
# ## Keep some data out of sight
#
# The goal is to be right on digits that nobody has seen. So deal the data into three parts. On **training** data you fit
# weights, on **validation** data you choose (a network, an epoch, a λ), and **test** data judge once, at the end.
# **Stratified** means that each class has its share in each part.
#
# **Exercise 9.1** (15 min). Complete `stratified_split`. In each part each class has its share of its own rows,
# rounded either way; every row lands in exactly one part; `rng` decides where.
#
# <details><summary>Hint 1: the idea</summary>
# Shuffle the row <em>numbers</em> of one class, cut them twice, go on with the next class. Index <code>X</code> and
# <code>y</code> with the same numbers.
# </details>
# <details><summary>Hint 2: the tools</summary>
# <code>np.flatnonzero(y == label)</code>, <code>rng.permutation(...)</code>, and <code>np.split(rows, [3, 5])</code>, which
# gives the first 3, the next 2, and the rest.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>parts = {name: [] for name in (...)}
# for label in np.unique(y):
#     rows = rng....
#     cuts = [round(... * len(rows)), round(... * len(rows))]
#     for name, piece in zip(parts, np.split(...)):
#         parts[name].extend(piece)
# return {name: (X[...], y[...]) for name, rows in parts.items()}</pre>
# </details>

# %% solution="stratified_split"
def stratified_split(X, y, rng, validation=0.2, test=0.2):
    """Deal examples into three parts with each class in proportion.

    Args:
        X: Inputs of shape (n, d).
        y: Labels of shape (n,).
        rng: A `numpy.random.Generator`.
        validation, test: The shares of these parts; training gets the rest.

    Returns:
        `{"train": (X, y), "validation": (X, y), "test": (X, y)}`.
    """
    ### BEGIN SOLUTION
    parts = {"test": [], "validation": [], "train": []}
    for label in np.unique(y):
        rows = rng.permutation(np.flatnonzero(y == label))
        cuts = [round(test * len(rows)), round((test + validation) * len(rows))]
        for name, piece in zip(parts, np.split(rows, cuts)):
            parts[name].extend(piece)
    return {name: (X[rows], y[rows]) for name, rows in parts.items()}
    ### END SOLUTION


# %% tests="stratified_split" points=1
from course_utils.labs.regularization.checks.splits import check_parts

y = np.repeat([0, 1, 2], [50, 30, 20])
X = np.column_stack([np.arange(100.0), 10 * y])  # the first number is the row, the second tells its label
parts = stratified_split(X.copy(), y.copy(), np.random.default_rng(0), validation=0.2, test=0.1)
check_parts(parts, X, y, {"train": 0.7, "validation": 0.2, "test": 0.1})

# %% hidden="stratified_split" points=2
# Hidden check: shuffled rows, another order with another generator, other shares, the defaults, the caller's arrays.
from course_utils.labs.regularization.checks.splits import check_parts

y = np.random.default_rng(1).permutation(np.repeat([3, 7, 8], [40, 25, 60]))
X = np.column_stack([np.arange(125.0), y])
for shares in ({}, {"validation": 0.3, "test": 0.3}, {"validation": 0.1, "test": 0.4}):
    X_given, y_given = X.copy(), y.copy()
    parts = stratified_split(X_given, y_given, np.random.default_rng(4), **shares)
    full = {"validation": 0.2, "test": 0.2, **shares}
    check_parts(parts, X, y, {"train": 1 - sum(full.values()), **full})
    checks.unchanged(X, X_given, "the caller's X")
    checks.unchanged(y, y_given, "the caller's y")
other = stratified_split(X, y, np.random.default_rng(5), **shares)
same = set(parts["test"][0][:, 0].astype(int)) == set(other["test"][0][:, 0].astype(int))
assert not same, "looks like rng was not used: two generators gave the same test rows; draw with rng.permutation"

# %% demo=true
X, y = datasets.load("digits")
parts = stratified_split(X, y, np.random.default_rng(9))
for name, (_, labels) in parts.items():
    print(f"{name:10} {len(labels):4} digits, share of each class: {np.round(np.bincount(labels) / len(labels), 2)}")

# %% [markdown]
# Lab 05 scaled features. But mean and standard deviation are learned from data as well. If the validation rows help
# to fit them, something of these rows has **leaked** into training.
#
# **Exercise 9.1**, second half (10 min). Complete `standardise`: mean and standard deviation of the *training* rows, used on all
# parts. A pixel that never changes has standard deviation 0: divide it by 1.
#
# <details><summary>Hint 1: the idea</summary>
# Fit once, apply three times. The other parts will not have mean 0, and that is right.
# </details>
# <details><summary>Hint 2: the tools</summary>
# <code>X.mean(axis=0)</code>, <code>X.std(axis=0)</code>, <code>np.where(condition, a, b)</code>.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>mean, std = ...
# std = np.where(...)
# return {name: (..., y) for name, (X, y) in parts.items()}</pre>
# </details>

# %% solution="standardise"
def standardise(parts):
    """Scale every part with the statistics of the training part.

        (X - mean) / std

    Args:
        parts: `{"train": (X, y), "validation": (X, y), "test": (X, y)}`.

    Returns:
        The same with scaled inputs.
    """
    ### BEGIN SOLUTION
    mean, std = parts["train"][0].mean(axis=0), parts["train"][0].std(axis=0)
    std = np.where(std == 0, 1, std)
    return {name: ((X - mean) / std, y) for name, (X, y) in parts.items()}
    ### END SOLUTION


# %% tests="standardise" points=1
from course_utils.labs.regularization.checks.splits import scaling_mistakes

rng = np.random.default_rng(2)
parts = {name: (rng.normal(k, 1 + k, (6 + k, 2)), np.arange(6 + k)) for k, name in enumerate(("train", "validation", "test"))}
mean, std = parts["train"][0].mean(axis=0), parts["train"][0].std(axis=0)
like = {name: scaling_mistakes(parts, name) for name in parts}
right = {name: (X - mean) / std for name, (X, _) in parts.items()}
got = standardise({name: (X.copy(), y.copy()) for name, (X, y) in parts.items()})
for name, (_, y) in parts.items():
    checks.close(got[name][0], right[name], f"the {name} inputs of standardise", looks_like=like[name])
    checks.equal(got[name][1], y, f"the {name} labels of standardise")

# %% hidden="standardise" points=2
# Hidden check: a pixel that never changes in training, real digits, the caller's arrays.
from course_utils.labs.regularization.checks.splits import scaling_mistakes

X, y = datasets.load("digits", n=120)
parts = {"train": (X[:60], y[:60]), "validation": (X[60:90], y[60:90]), "test": (X[90:], y[90:])}
mean, std = X[:60].mean(axis=0), X[:60].std(axis=0)
given = {name: (X.copy(), y.copy()) for name, (X, y) in parts.items()}
got = standardise(given)
for name, (X, y) in parts.items():
    hint = "a pixel that never changes has standard deviation 0: divide it by 1"
    checks.finite(got[name][0], f"the {name} inputs of standardise", hint=hint)
    right = (X - mean) / np.where(std == 0, 1, std)
    checks.close(got[name][0], right, f"the {name} inputs", looks_like=scaling_mistakes(parts, name), atol=1e-4)
    checks.unchanged(X, given[name][0], f"the caller's {name} inputs")

# %% [markdown]
# **Exercise 9.1**, the quiz (5 min). Which recipes let something of the judging data leak into training or choosing?
#
# | | recipe |
# |---|---|
# | A | Scale all images with the mean of all images, then split. |
# | B | Split, fit the scaler on the training images, scale all three parts with it. |
# | C | Make five shifted copies of each image, then split. |
# | D | Split, then make five shifted copies of each training image. |
# | E | Train ten networks, report the test accuracy of the one that does best on the test images. |
# | F | Train ten networks, keep the one that does best on validation, report its test accuracy. |
# | G | Stop at the epoch with the lowest test loss, report the test accuracy there. |
#
# Write `leaks`, a list of letters.

# %% solution="leaks"
### BEGIN SOLUTION
leaks = ["A", "C", "E", "G"]
### END SOLUTION

# %% tests="leaks" points=1
assert hasattr(leaks, "__iter__"), f'leaks: expected a list of letters such as ["A", "B"], received {leaks!r}'
given = {str(letter).strip().upper() for letter in leaks}
assert given <= set("ABCDEFG"), f"leaks: expected letters from A to G, received {sorted(given)}"
assert "A" in given, "A leaks: the mean of all images knows the validation and test images"
assert "B" not in given, "B is clean: the other parts had no say in the scaler"

# %% hidden="leaks" points=1
# Hidden check: recipes C to G.
given = {str(letter).strip().upper() for letter in leaks}
assert "C" in given, "C leaks: it is a split after augmenting, and copies of one image lie on both sides"
for letter, reason in {"D": "copies of training images only", "F": "the test images judge once, after the choice"}.items():
    assert letter not in given, f"{letter} is clean: {reason}"
for letter, reason in {"E": "the best of ten on the test images was chosen by them", "G": "the epoch was chosen by them"}.items():
    assert letter in given, f"{letter} leaks: {reason}"

# %% [markdown]
# In G the lecture speaks of a "test set". Whatever chooses an epoch is validation data. To keep ourselves honest, the test digits
# of this lab lie in a **vault** that opens once. Ask twice and it refuses; restart the kernel and it forgives you, but
# says how often it was opened. It is for the end.

# %% demo=true
from course_utils.datasets.locked_test_set import Vault

vault = Vault(*contest.parts()["test"], name="lab 09")
print(vault)

# %% [markdown]
# ## Underfit, right, overfit
#
# Twenty noisy points of one wave, and curves of rising **capacity**: polynomials of degree 0 to 15. Of the degrees 1,
# 5 and 14, which is best on 200 *new* points of the same wave? Commit yourself.

# %% solution="prediction_degree"
### BEGIN SOLUTION
prediction_degree = 5
### END SOLUTION

# %% tests="prediction_degree" points=1
checks.choice(prediction_degree, [1, 5, 14], "prediction_degree")

# %% [markdown]
# **Exercise 9.2** (10 min). Complete `fit_and_score`: fit the polynomial to the training points, and give the mean squared
# error on both sets.
#
# <details><summary>Hint 1: the tools</summary>
# <code>np.polynomial.Polynomial.fit(x, y, degree)</code> gives a function of <code>x</code>.
# </details>
# <details><summary>Hint 2: the skeleton</summary>
# <pre>curve = ...
# errors = [np.mean(...) for x, y in (train, validation)]
# return errors[0], errors[1]</pre>
# </details>

# %% solution="fit_and_score"
def fit_and_score(degree, train, validation):
    """Fit a polynomial to training points and measure it on both sets.

    Args:
        degree: Degree of the polynomial.
        train, validation: Pairs of arrays (x, y), each of shape (n,).

    Returns:
        Mean squared error on the training points, and on the validation points.
    """
    ### BEGIN SOLUTION
    curve = np.polynomial.Polynomial.fit(*train, degree)
    return tuple(np.mean((curve(x) - y) ** 2) for x, y in (train, validation))
    ### END SOLUTION


# %% tests="fit_and_score" points=1
from course_utils.labs.regularization.checks.splits import polynomial_mistakes

rng = np.random.default_rng(0)
train, validation = [(x, np.sin(3 * x) + 0.3 * rng.normal(size=len(x))) for x in (rng.uniform(-1, 1, 12), rng.uniform(-1, 1, 9))]
right, like = polynomial_mistakes(3, train, validation)
got = fit_and_score(3, *[tuple(array.copy() for array in pair) for pair in (train, validation)])
checks.close(got, right, "fit_and_score(3, train, validation)", looks_like=like)

# %% hidden="fit_and_score" points=1
# Hidden check: other degrees and sizes, the caller's arrays.
from course_utils.labs.regularization.checks.splits import polynomial_mistakes

for degree, n, m in [(0, 5, 30), (1, 30, 4), (9, 40, 40)]:
    rng = np.random.default_rng(degree)
    pairs = [(x, np.cos(4 * x) + 0.2 * rng.normal(size=len(x))) for x in (rng.uniform(0, 2, n), rng.uniform(0, 2, m))]
    right, like = polynomial_mistakes(degree, *pairs)
    given = [tuple(array.copy() for array in pair) for pair in pairs]
    checks.close(fit_and_score(degree, *given), right, f"fit_and_score({degree}, …)", looks_like=like, rtol=1e-4)
    for name, was, now in zip(("train", "validation"), pairs, given):
        checks.unchanged(was, now, f"the caller's {name} points")

# %% demo=true
(X, y), (X_new, y_new) = datasets.noisy_curve(20, seed=1), datasets.noisy_curve(200, seed=2)
errors = np.array([fit_and_score(degree, (X[:, 0], y), (X_new[:, 0], y_new)) for degree in range(16)])
best = int(errors[:, 1].argmin())
alt = f"Training error falls with every degree, to {errors[-1, 0]:.1g}; validation error is lowest at {best} and ends at {errors[-1, 1]:.1g}."
print("validation error:", *(f"degree {degree}: {errors[degree, 1]:.2g}" for degree in (1, 5, 14)), sep="\n")
show(plot_two_errors(range(16), errors, xlabel="degree", log=True, noise=0.2**2), alt)

# %% [markdown]
# Training error can only fall: each degree contains all lower ones. Validation error falls, then rises: left of its
# lowest point the curve **underfits**, right of it it **overfits**. No validation error can be expected below the noise itself,
# $0.2^2 = 0.04$. Move capacity, noise, points and epochs; which of them cures overfitting?

# %% demo=true
figures.fit_dashboard(fit_and_score)

# %% [markdown]
# More points help most: at degree 15 the gap between the curves closes from 16 points to 100. Fewer epochs help too.
#
# ## Memorise noise
#
# Now a network with 128 hidden units, and 150 digits whose labels were **dealt out anew**: the picture of a 3 may say 8.
# There is nothing to understand. What share of these labels will it get right after training: about `0.1`, `0.5` or `1`?

# %% solution="prediction_random"
### BEGIN SOLUTION
prediction_random = 1
### END SOLUTION

# %% tests="prediction_random" points=1
checks.choice(prediction_random, [0.1, 0.5, 1], "prediction_random")

# %% [markdown]
# **Exercise 9.3** (10 min). Complete `memorise`. `contest.fit_net(X, labels, rng)` trains the network. The images stay in their
# order, only the labels move.
#
# The check trains on three shufflings of 150 digits. The median share of the shuffled labels that are learned must be at least 99 %,
# and the median on 300 digits with true labels below 25 %.
#
# <details><summary>Hint: the tools</summary>
# <code>rng.permutation(y)</code> gives the same labels in another order, and leaves <code>y</code> alone.
# </details>

# %% solution="memorise"
def memorise(X, y, rng):
    """Deal the labels out anew and train a network until it knows them.

    Args:
        X: Images of shape (n, 64).
        y: Labels of shape (n,); they stay as they are.
        rng: A `numpy.random.Generator`.

    Returns:
        The shuffled labels, shape (n,), and the network, a list of layers `(W, b)`.
    """
    ### BEGIN SOLUTION
    labels = rng.permutation(y)
    return labels, contest.fit_net(X, labels, rng)
    ### END SOLUTION


# %% tests="memorise" points=1
from course_utils.labs.regularization import contest

X, y = datasets.load("digits", n=150, seed=1)
given = y.copy()
labels, net = memorise(X, given, np.random.default_rng(0))
checks.unchanged(y, given, "the caller's y")
checks.equal(sorted(np.ravel(labels)), sorted(y), "the labels of memorise, in order of size")
assert np.mean(np.ravel(labels) == y) < 0.5, "looks like the true labels: deal them out anew with rng.permutation"
net = [(np.asarray(W), np.asarray(b)) for W, b in net]
assert contest.accuracy(net, X, y) < 0.5, "looks like a network that was trained on the true labels, or on images that moved with their labels"
checks.number(contest.accuracy(net, X, np.ravel(labels)), 0.99, 1, "the share of shuffled labels that the network knows")

# %% hidden="memorise" points=2
# Hidden check: three shufflings; the median share learned, and the median on digits with true labels.
from course_utils.labs.regularization import contest

X, y = datasets.load("digits", n=450, seed=3)
learned, unseen = [], []
for seed in (11, 12, 13):
    labels, net = memorise(X[:150], y[:150].copy(), np.random.default_rng(seed))
    net = [(np.asarray(W), np.asarray(b)) for W, b in net]
    learned.append(contest.accuracy(net, X[:150], np.ravel(labels)))
    unseen.append(contest.accuracy(net, X[150:], y[150:]))
checks.number(np.median(learned), 0.99, 1, "the median share of shuffled labels learned")
checks.number(np.median(unseen), 0, 0.25, "the median share of true labels on unseen digits")

# %% demo=true
X, y, X_new, y_new = *datasets.load("digits", n=150, seed=1), *contest.parts()["validation"]
labels, net = memorise(X, y, np.random.default_rng(0))
steps, curves = (0, 5, 10, 20, 40, 80, 120), {}
for name, told in (("true labels", y), ("shuffled labels", labels)):
    nets = [contest.fit_net(X, told, np.random.default_rng(0), steps=count) for count in steps]
    curves[name, "training"] = [contest.accuracy(one, X, told) for one in nets]
    curves[name, "unseen digits"] = [contest.accuracy(one, X_new, y_new) for one in nets]
ends = "; ".join(f"{name}, {part}: {values[-1]:.0%}" for (name, part), values in curves.items())
show(plot_memory(steps, curves), f"Share of right answers after 120 steps. {ends}.")

# %% [markdown]
# Both networks know their training labels by heart. On unseen digits one is useful, the other guesses. Perfect training accuracy
# does not say which one you have. Zhang and others showed the same for large networks in 2017.

# %% [markdown]
# ## Punish large weights
#
# To memorise, a network needs large weights. So make them cost something. **L2** adds $\lambda \sum w^2$ to the loss, **L1** adds
# $\lambda \sum |w|$:
#
# $$\frac{\partial}{\partial w}\,\lambda w^2 = 2\lambda w \qquad \frac{\partial}{\partial w}\,\lambda |w| = \lambda\,\mathrm{sign}(w)$$
#
# Some books write $\frac{\lambda}{2}$ or divide by $n$. We count as Keras does: no ½, a sum and not a mean, and biases
# go free, for they do not make a function wiggle.
#
# **Exercise 9.4** (15 min). Complete `penalty`. It gives the number, and the gradients in the shape of `params`.
#
# <details><summary>Hint 1: the idea</summary>
# The total is one number over all layers. Each weight's slope depends on that weight alone.
# </details>
# <details><summary>Hint 2: the tools</summary>
# <code>np.sign</code>, which is 0 at 0; <code>np.zeros_like(b)</code>.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>value = sum(l1 * ... + l2 * ... for W, b in params)
# grads = [(..., np.zeros_like(b)) for W, b in params]
# return value, grads</pre>
# </details>

# %% solution="penalty"
def penalty(params, l1=0.0, l2=0.0):
    """Give what the weights cost, and the slope of it.

        value = l1 Σ |W| + l2 Σ W²        over the weights of all layers, not over biases

    Args:
        params: A list of layers, pairs of W (d, units) and b (units,).
        l1, l2: The strengths.

    Returns:
        The value, and a list of pairs (dW, db).
    """
    ### BEGIN SOLUTION
    value = sum(l1 * np.sum(np.abs(W)) + l2 * np.sum(W**2) for W, b in params)
    grads = [(l1 * np.sign(W) + 2 * l2 * W, np.zeros_like(b)) for W, b in params]
    return value, grads
    ### END SOLUTION


# %% tests="penalty" points=1
from course_utils.labs.regularization.checks.penalties import keras_penalty, penalty_mistakes

params = [(np.array([[1.0, -2.0, 0.0], [0.5, 4.0, -1.0]]), np.array([3.0, -1.0, 2.0])), (np.array([[2.0], [-0.5], [1.0]]), np.array([5.0]))]
for l1, l2 in ((0.0, 0.1), (0.1, 0.0)):
    right, slopes = keras_penalty(params, l1, l2)  # Keras's own regularizer, run now
    value, grads = penalty([(W.copy(), b.copy()) for W, b in params], l1=l1, l2=l2)
    like, like_slopes = penalty_mistakes(params, l1, l2)
    checks.close(value, right, f"the value of penalty with l1={l1}, l2={l2}", looks_like=like)
    for k, (got, dW, (_, b)) in enumerate(zip(grads, slopes, params)):
        checks.close(got[0], dW, f"dW of layer {k} with l1={l1}, l2={l2}", looks_like=like_slopes[k], rtol=1e-4)
        checks.close(got[1], np.zeros_like(b), f"db of layer {k}", looks_like={"biases that are punished": 2 * l2 * b + l1 * np.sign(b)})

# %% hidden="penalty" points=2
# Hidden check: both together, none, one layer, three layers, the caller's arrays.
from course_utils.labs.regularization.checks.penalties import keras_penalty, penalty_mistakes

rng = np.random.default_rng(6)
for sizes, l1, l2 in [((3, 4, 2, 5), 0.02, 0.3), ((6, 1), 0.5, 0.0), ((2, 3), 0.0, 0.0), ((5, 4, 3), 0.0, 1.5)]:
    params = [(rng.normal(size=pair), rng.normal(size=pair[1])) for pair in zip(sizes, sizes[1:])]
    given = [(W.copy(), b.copy()) for W, b in params]
    right, slopes = keras_penalty(params, l1, l2)
    like, like_slopes = penalty_mistakes(params, l1, l2)
    value, grads = penalty(given, l1=l1, l2=l2)
    checks.close(value, right, f"the value with l1={l1}, l2={l2}", looks_like=like, rtol=1e-4)
    for k, (got, dW, (_, b)) in enumerate(zip(grads, slopes, params)):
        checks.close(got[0], dW, f"dW of layer {k} with l1={l1}, l2={l2}", looks_like=like_slopes[k], rtol=1e-4)
        checks.close(got[1], np.zeros_like(b), f"db of layer {k}", looks_like={"biases that are punished": 2 * l2 * b + l1 * np.sign(b)})
    checks.unchanged(params, given, "the caller's params")

# %% demo=true
figures.weights_path(penalty)

# %% [markdown]
# L2 shrinks every weight by a factor and makes none of them zero: near 0 its slope $2\lambda w$ fades. L1 pushes with the same
# force everywhere, and small weights end at exactly 0. In the picture the corner of the diamond lies on an axis.
#
# ## Drop half of the network
#
# The lecture's favourite: in training, each pass sets a random share of the activations to 0, other ones each time. No unit can
# rely on one neighbour. With **rate** $r$, a **mask** $m$ of zeros and ones (each 0 with probability $r$), and a factor:
#
# $$\text{training:}\quad \tilde h = \frac{m \odot h}{1 - r} \qquad\qquad \text{test:}\quad \tilde h = h$$
#
# Why the factor? The expected value of $m$ is $1 - r$. Dividing in training keeps the mean, so nothing needs to happen at
# test time. That is **inverted** dropout, and what Keras does.

# %% [markdown]
# **Exercise 9.5** (15 min). Complete `dropout_forward`: the output and the mask. Each number of `H`, in each row, is dropped on its
# own. With `training=False` nothing is dropped and nothing scaled; the mask is then all ones.
#
# <details><summary>Hint 1: the idea</summary>
# Draw one random number for each entry of <code>H</code>. What share of them lies below the rate?
# </details>
# <details><summary>Hint 2: the tools</summary>
# <code>rng.random(H.shape)</code> gives numbers from 0 to 1. A comparison gives True and False, which multiply as 1 and 0.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>if not training:
#     return ..., np.ones_like(H)
# mask = rng.random(...) &gt;= ...
# return ... / ..., mask</pre>
# </details>

# %% solution="dropout_forward"
def dropout_forward(H, rate, rng, training=True):
    """Drop each activation with probability `rate`, and scale up the others.

        training: H * mask / (1 - rate)        test: H

    Args:
        H: Activations of shape (n, units).
        rate: Probability of being dropped, from 0 to below 1.
        rng: A `numpy.random.Generator`.
        training: Whether this is training.

    Returns:
        The output, and the mask (1 kept, 0 dropped), both of the shape of H.
    """
    ### BEGIN SOLUTION
    if not training:
        return H, np.ones_like(H)
    mask = rng.random(H.shape) >= rate
    return H * mask / (1 - rate), mask
    ### END SOLUTION


# %% tests="dropout_forward" points=1
from course_utils.labs.regularization.checks.dropout import check_kept, check_masks, keras_factor

H, rate = 1 + np.arange(2000.0).reshape(40, 50) / 1000, 0.2
out, mask = dropout_forward(H.copy(), rate, np.random.default_rng(0))
factor = keras_factor(rate)  # by what keras.layers.Dropout multiplies what it keeps, run now: 1.25
check_kept(out, mask, H, rate, factor)
check_masks(mask, rate)
out, mask = dropout_forward(H.copy(), rate, np.random.default_rng(0), training=False)
like = {"the rate's share taken off at test": H * (1 - rate), "scaled up at test": H * factor}
checks.close(out, H, "dropout_forward(H, …, training=False)", looks_like=like)
checks.close(mask, np.ones_like(H), "the mask with training=False, which drops nothing,")

# %% hidden="dropout_forward" points=3
# Hidden check: other rates, zeros and negative numbers in H, one mask for each call, the mean, the caller's H.
from course_utils.labs.regularization.checks.dropout import check_kept, check_masks, keras_factor

rng, data = np.random.default_rng(8), np.random.default_rng(9)
for shape, rate in [((60, 40), 0.5), ((30, 100), 0.75), ((500, 8), 0.1), ((20, 20), 0.0)]:
    H = data.normal(size=shape)
    H[0, :3] = 0
    before = H.copy()
    out, mask = dropout_forward(H, rate, rng)
    check_kept(out, mask, H, rate, keras_factor(rate))
    check_masks(mask, rate)
    checks.unchanged(before, H, "the caller's H")
    again = np.asarray(dropout_forward(H, rate, rng)[1]).astype(float)
    assert rate == 0 or not np.array_equal(mask, again), "looks like the same mask in every call: draw from the rng that is given"
    like = {"the rate's share taken off at test": H * (1 - rate), "scaled up at test": H / (1 - rate), "dropped at test": H * again / (1 - rate)}
    checks.close(dropout_forward(H, rate, rng, training=False)[0], before, "dropout_forward at test", looks_like=like if rate else {})

# %% [markdown]
# On the left twelve examples with the same 16 activations, on the right the sum that the next neuron receives, for 2000 masks. Each mask
# is a smaller network; all share their weights.

# %% demo=true
figures.dropout_masks(dropout_forward)

# %% [markdown]
# One mask alone is noise, but the mean over masks meets the test output: for a *linear* next layer exactly, through
# further ReLUs only nearly. At test time dropout is off, and the whole **ensemble** answers at the price of one network.
#
# Backwards: what was multiplied by 0 gets no blame, and what was scaled up gets as much more.
#
# **Exercise 9.5**, second half (5 min). Complete `dropout_backward`, with the mask of the forward pass.
#
# <details><summary>Hint: the idea</summary>
# Forward, each number was multiplied by a constant. What is the slope of that?
# </details>

# %% solution="dropout_backward"
def dropout_backward(d_out, mask, rate):
    """Send the blame back through dropout.

    Args:
        d_out: Slope of the loss at the output, shape (n, units).
        mask: The mask of the forward pass, 1 kept and 0 dropped.
        rate: The same rate.

    Returns:
        The slope at the input H, shape (n, units).
    """
    ### BEGIN SOLUTION
    return d_out * mask / (1 - rate)
    ### END SOLUTION


# %% tests="dropout_backward" points=1
d, mask, rate = np.array([[1.0, -2.0, 3.0], [4.0, 5.0, -6.0]]), np.array([[1, 0, 1], [0, 1, 1]]), 0.2
like = {
    "a backward pass without the mask": d / 0.8, "neither mask nor scale": d, "the mask without its scale": d * mask,
    "the mask upside down": d * (1 - mask) / 0.8, "multiplied by 1 - rate, not divided": d * mask * 0.8,
    "divided by the rate": d * mask / 0.2, "a scale of its own for what was dropped": d * np.where(mask, 1 / 0.8, 1)}
checks.close(dropout_backward(d.copy(), mask.copy(), rate), d * mask / 0.8, "dropout_backward(d_out, mask, 0.2)", looks_like=like)

# %% hidden="dropout_backward" points=1
# Hidden check: the slope that TensorFlow's tape finds through Keras's own Dropout, run now.
from course_utils.labs.regularization.checks.dropout import keras_slopes

for rate, shape in [(0.5, (6, 9)), (0.3, (1, 40)), (0.9, (20, 4))]:
    d, mask, right = keras_slopes(shape, rate, seed=3)
    like = {"a backward pass without the mask": d / (1 - rate), "the mask without its scale": d * mask, "divided by the rate": d * mask / rate}
    given = d.copy(), mask.copy()
    like = {name: wrong for name, wrong in like.items() if not np.allclose(wrong, right, rtol=1e-3)}
    checks.close(dropout_backward(*given, rate), right, f"dropout_backward with rate {rate}", looks_like=like, rtol=1e-4)
    checks.unchanged([d, mask], list(given), "the caller's arrays")
checks.close(dropout_backward(d, mask > 0, rate), d * mask / (1 - rate), "dropout_backward with a mask of True and False")

# %% demo=true
given = contest.data(seed=0)
for rate in (0.0, 0.25, 0.5, 0.75):
    run = contest.train(given, dropout=(dropout_forward, dropout_backward), rate=rate)
    print(f"rate {rate:.2f}: training loss {run.loss[-1]:.2f}, validation loss {run.val_loss[-1]:.2f}")

# %% [markdown]
# In these 100 digits some labels are wrong, drawn by lot, as careless people would. Dropout makes training worse; validation is best somewhere between none and most.
#
# ## Stop in time
#
# Training loss falls and falls; validation loss falls, then rises. **Early stopping** keeps the weights of the best
# epoch, and stops when **patience** epochs in a row brought no improvement of more than `min_delta`.
#
# With patience 2 and validation losses 0.9, 0.7, 0.75, 0.8, 0.6 it stops after the fourth epoch and gives back the weights of the
# second; the 0.6 is never seen.

# %% [markdown]
# **Exercise 9.6** (15 min). Complete `update`. The next value counts as better when it beats the *best* so far by more than
# `min_delta`. With mode `"max"` larger is better, as for accuracies.
#
# <details><summary>Hint 1: the idea</summary>
# Two cases: better than the best (remember value and weights, wait from 0 again), or not (one epoch more waited).
# </details>
# <details><summary>Hint 2: a trick</summary>
# Turn the sign of the value for <code>"max"</code>; then smaller is better in both modes.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>value = logs[...] * (... if self.mode == "max" else ...)
# self.waited += 1
# if self.best is None or value &lt; ...:
#     self.best, self.best_weights, self.waited = ...
# return self.waited &gt;= ...</pre>
# </details>

# %% solution="EarlyStopping"
class EarlyStopping:
    """Stop when the validation value has not improved for `patience` epochs in a row."""

    def __init__(self, patience, min_delta=0.0, monitor="val_loss", mode="min"):
        self.patience, self.min_delta, self.monitor, self.mode = patience, min_delta, monitor, mode
        self.best, self.best_weights, self.waited = None, None, 0

    def update(self, logs, weights):
        """Look at one epoch: `logs` is a dictionary such as {"loss": 0.3, "val_loss": 0.4}; True says stop."""
        ### BEGIN SOLUTION
        value = logs[self.monitor] * (-1 if self.mode == "max" else 1)
        self.waited += 1
        if self.best is None or value < self.best - self.min_delta:
            self.best, self.best_weights, self.waited = value, weights, 0
        return self.waited >= self.patience
        ### END SOLUTION


# %% tests="EarlyStopping" points=1
from course_utils.labs.regularization.checks.early_stopping import check_stop, curve

logs = curve([0.9, 0.7, 0.75, 0.8, 0.6, 0.65, 0.66, 0.67])
check_stop(lambda: EarlyStopping(patience=2), logs, patience=2)
check_stop(lambda: EarlyStopping(patience=3), logs, patience=3)

# %% hidden="EarlyStopping" points=3
# Hidden check: Keras's own callback on recorded curves: min_delta, accuracies, plateaus, values that come back.
from course_utils.labs.regularization.checks.early_stopping import check_stop, curve

recorded = [1.2, 0.9, 0.8, 0.82, 0.79, 0.81, 0.80, 0.795, 0.7, 0.75, 0.74, 0.73, 0.72, 0.71, 0.9, 0.9, 0.9]
for patience in (1, 2, 3, 4):
    check_stop(lambda: EarlyStopping(patience), curve(recorded), patience=patience)
for patience, min_delta in [(2, 0.05), (3, 0.15), (1, 0.5)]:
    check_stop(lambda: EarlyStopping(patience, min_delta), curve(recorded), patience=patience, min_delta=min_delta)
plateau = curve([0.5, 0.5, 0.5, 0.5, 0.4, 0.4])
check_stop(lambda: EarlyStopping(2), plateau, patience=2)
rising = curve([0.1, 0.6, 0.8, 0.79, 0.7, 0.75, 0.81, 0.78, 0.5, 0.4], monitor="val_accuracy", watched="accuracy")
for patience, min_delta in [(2, 0.0), (3, 0.0), (2, 0.05)]:
    how = {"patience": patience, "min_delta": min_delta, "monitor": "val_accuracy", "mode": "max"}
    check_stop(lambda: EarlyStopping(**how), rising, **how)

# %% demo=true
given, stopper = contest.data(seed=0), EarlyStopping(patience=5)
run = contest.train(given)
losses = zip(run.loss, run.val_loss)
stop = next((k for k, (loss, val) in enumerate(losses) if stopper.update({"loss": loss, "val_loss": val}, k)), len(run.loss) - 1)
best = stopper.best_weights
alt = f"Validation loss is lowest after epoch {best + 1}, {run.val_loss[best]:.2f}, and {run.val_loss[-1]:.2f} at the end, while training loss falls to {run.loss[-1]:.2f}."
show(plot_stop(run.loss, run.val_loss, best, stop), alt)

# %% [markdown]
# Left of the star the network underfits, right of it it begins to learn the wrong labels by heart.
#
# ## Make more of the digits
#
# A 3 that moved by one pixel is a 3. Shifted copies cost nothing and teach what does not matter. Not every change is
# harmless: a 6 turned upside down is a 9.
#
# **Exercise 9.7** (15 min). Complete `augment(parts, rng)`: the training part becomes the original images followed by one
# shifted copy of each, with its label. Down and right, each copy moves by −1, 0 or 1 pixel, drawn for each image; what enters is 0.
# All other parts stay as they are: we judge on real digits. Images are rows of $s^2$ pixels.
#
# <details><summary>Hint 1: the idea</summary>
# Put a frame of zeros around each image, then cut out a square of the old size at a random corner, (0, 0) to (2, 2).
# </details>
# <details><summary>Hint 2: the tools</summary>
# <code>X.reshape(-1, s, s)</code>, <code>np.pad(image, 1)</code>, <code>rng.integers(0, 3, 2)</code>,
# <code>image[r : r + s, c : c + s].ravel()</code>. <code>np.roll</code> would bring back on the right what leaves on the left.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>X, y = parts["train"]
# s, copies = ..., []
# for image in X.reshape(-1, s, s):
#     r, c = rng....
#     copies.append(...)
# return {**parts, "train": (np.concatenate([...]), np.concatenate([...]))}</pre>
# </details>

# %% solution="augment"
def augment(parts, rng):
    """Add a shifted copy of each training image; other parts stay as they are.

    Args:
        parts: Name -> (X, y), X of shape (n, s²), y of shape (n,). One of the names is "train".
        rng: A `numpy.random.Generator`.

    Returns:
        A new dictionary, with 2n images in the training part, the originals first.
    """
    ### BEGIN SOLUTION
    X, y = parts["train"]
    s, copies = round(X.shape[1] ** 0.5), []
    for image in X.reshape(-1, s, s):
        r, c = rng.integers(0, 3, 2)
        copies.append(np.pad(image, 1)[r : r + s, c : c + s].ravel())
    return {**parts, "train": (np.concatenate([X, copies]), np.concatenate([y, y]))}
    ### END SOLUTION


# %% tests="augment" points=1
from course_utils.labs.regularization.checks.augmentation import check_copies, check_untouched

rng = np.random.default_rng(0)
parts = {"train": (rng.uniform(0.1, 1, (30, 16)), np.arange(30) % 10), "validation": (rng.random((4, 16)), np.arange(4))}
got = augment({name: (X.copy(), y.copy()) for name, (X, y) in parts.items()}, np.random.default_rng(1))
check_copies(got["train"], *parts["train"])
check_untouched(got, parts)

# %% hidden="augment" points=2
# Hidden check: real digits, larger images, all nine shifts, other shifts from another generator, the caller's arrays.
from course_utils.labs.regularization.checks.augmentation import check_copies, check_untouched

X, y = datasets.load("digits", n=260)
big = np.random.default_rng(2).uniform(0.1, 1, (120, 144))
for parts in ({"train": (X[:200], y[:200]), "validation": (X[200:230], y[200:230]), "test": (X[230:], y[230:])}, {"train": (big, y[:120])}):
    given = {name: (X.copy(), y.copy()) for name, (X, y) in parts.items()}
    got = augment(given, np.random.default_rng(3))
    places = check_copies(got["train"], *parts["train"])
    check_untouched(got, parts)
    checks.unchanged(parts, given, "the caller's parts")
assert len(set(places)) == 9, f"expected all nine shifts among 120 images, received {len(set(places))}"
other = check_copies(augment(parts, np.random.default_rng(4))["train"], *parts["train"])
assert places != other, "looks like rng was not used: two generators gave the same shifts"

# %% demo=true
X, y = contest.parts()["validation"]
X, y = augment({"train": (X[:8], y[:8])}, np.random.default_rng(2))["train"]
labels = ", ".join(str(label) for label in y[:8])
show(plot_digits(X, y, rows=("original", "copy")), f"Eight digits ({labels}) and below each its copy, shifted by at most one pixel, with the same label.")

# %% [markdown]
# ## Let them compete
#
# One network, 100 digits of which 15 % got a label by lot, five ways to train it, each with three training sets. One
# number each would tell nothing: how much would it change with other digits? An **interval** says so. For the mean of $k$ scores
# with standard deviation $s$ (divide by $k - 1$), a 95 % interval is
#
# $$\bar a \pm t\,\frac{s}{\sqrt{k}}, \qquad t = 4.303 \text{ for } k = 3$$
#
# **Exercise 9.8** (10 min). Complete `interval`: the mean and the half width.
#
# <details><summary>Hint: the tools</summary>
# <code>np.std(scores, ddof=1)</code> divides by k − 1.
# </details>

# %% solution="interval"
def interval(scores, t=4.303):
    """Give the mean of some scores, and half the width of its 95 % interval.

        mean ± t · std / √k

    Args:
        scores: Scores of shape (k,), k at least 2.
        t: The factor for so many scores; 4.303 belongs to three.

    Returns:
        Two numbers, the mean and the half width.
    """
    ### BEGIN SOLUTION
    return np.mean(scores), t * np.std(scores, ddof=1) / np.sqrt(len(scores))
    ### END SOLUTION


# %% tests="interval" points=1
from course_utils.labs.regularization.checks.intervals import interval_mistakes

scores = np.array([0.7, 0.82, 0.79])
right, like = interval_mistakes(scores, 4.303)
checks.close(interval(scores.copy()), right, "interval([0.7, 0.82, 0.79])", looks_like=like)

# %% hidden="interval" points=1
# Hidden check: other numbers of scores and factors, equal scores.
from course_utils.labs.regularization.checks.intervals import interval_mistakes

for seed, k, t in [(0, 2, 12.71), (1, 5, 2.776), (2, 10, 2.262)]:
    scores = np.random.default_rng(seed).uniform(0.5, 1, k)
    right, like = interval_mistakes(scores, t)
    checks.close(interval(scores.copy(), t), right, f"interval of {k} scores with t={t}", looks_like=like)
checks.close(interval(np.full(3, 0.5)), [0.5, 0.0], "interval of three equal scores")

# %% [markdown]
# All five now learn, with your functions; where one is missing, write `stand_in("…")`. (The full profile takes 400 MNIST images
# each time.) Which do you expect in front?

# %% demo=true
from course_utils.session import runtime

helps = penalty, (dropout_forward, dropout_backward), EarlyStopping, augment
results, _ = contest.run(*helps, profile=runtime.profile())
rows = {name: interval(scores) for name, scores in results.items()}
found = "; ".join(f"{name} {mean:.2f} ± {half:.2f}" for name, (mean, half) in rows.items())
show(plot_forest(rows, points=results), f"Validation accuracy, mean of three and 95 % interval: {found}.")

# %% [markdown]
# On the small digits each of the four helps on average, and yet all five **intervals overlap**: three training sets do not tell which regularizer is best, nor
# here that any is better than none. Honest comparison needs more runs, or differences on the same digits. Say "we do not know
# yet"; that is a result.
#
# **Exercise 9.8**, second half (10 min). Now the vault. Complete `choose_and_open`: choose the name with the highest mean validation
# accuracy, then open the vault once, for this name only.
#
# <details><summary>Hint: the tools</summary>
# <code>max(table, key=...)</code> takes a function of a name. Call <code>open_vault</code> a single time.
# </details>

# %% solution="choose_and_open"
def choose_and_open(table, open_vault):
    """Choose by validation, then look at the test data once.

    Args:
        table: Name -> validation accuracies, shape (k,).
        open_vault: Function of a name that gives the test accuracy of that entry.

    Returns:
        The chosen name, and its test accuracy.
    """
    ### BEGIN SOLUTION
    name = max(table, key=lambda name: np.mean(table[name]))
    return name, open_vault(name)
    ### END SOLUTION


# %% tests="choose_and_open" points=1
opened, inside = [], {"none": 0.9, "L2": 0.7, "dropout": 0.8}
table = {"none": np.array([0.6, 0.95, 0.7]), "L2": np.array([0.8, 0.7, 0.7]), "dropout": np.array([0.81, 0.8, 0.79])}
name, score = choose_and_open(table, lambda name: (opened.append(str(name)), inside[str(name)])[1])
assert len(opened) > 0, "the vault was never opened: call open_vault(name)"
assert len(opened) == 1, f"looks like a vault opened more than once: it was opened for {', '.join(opened)}; choose by the validation table first"
assert name != "none", "looks like a choice by the best single score: compare the means"
assert name != "L2", "looks like a choice of the lowest mean: accuracy is better when larger"
checks.equal([name, score], ["dropout", 0.8], "choose_and_open(table, open_vault)")

# %% hidden="choose_and_open" points=1
# Hidden check: random tables, another order of names.
for seed in range(4):
    rng, opened = np.random.default_rng(seed), []
    names = [f"entry {k}" for k in rng.permutation(5)]
    table, inside = {name: rng.random(3) for name in names}, {name: round(rng.random(), 3) for name in names}
    best = max(names, key=lambda name: np.mean(table[name]))
    got = choose_and_open(table, lambda name: (opened.append(str(name)), inside[str(name)])[1])
    assert len(opened) <= 1, f"looks like a vault opened more than once: for {', '.join(opened)}"
    checks.equal(list(got), [best, inside[best]], "choose_and_open(table, open_vault)")

# %% demo=true
from course_utils.session import runtime
from course_utils.datasets.locked_test_set import Vault

results, entries = contest.latest()
vault = Vault(*contest.parts(runtime.profile())["test"], name="lab 09")
name, score = choose_and_open(results, lambda name: vault.open(lambda X: contest.predict(entries[name][0], X)))
print(f"{name}: validation {np.mean(results[name]):.1%}, test {score:.1%}")

# %% [markdown]
# Run the last cell again and read what the vault says.
#
# ## More parameters than examples
#
# Does overfitting grow without end as networks grow? Take $n = 200$ digits, 30 % of them with a label by lot. Push them
# through $p$ random ReLU units that stay as drawn, $\Phi = \mathrm{relu}(XV)$, and solve for the last layer only. With $p \ge n$
# every label can be learned by heart, in many ways; take the one with the smallest weights. At which $p$ is the error on unseen digits
# worst: `50`, `200` or `1600`?

# %% solution="prediction_peak"
### BEGIN SOLUTION
prediction_peak = 200
### END SOLUTION

# %% tests="prediction_peak" points=1
checks.choice(prediction_peak, [50, 200, 1600], "prediction_peak")

# %% [markdown]
# **Exercise 9.9** (15 min). Complete `min_norm`, the weights $W$ that make $|\Phi W - Y|^2 + \rho\,|W|^2$ smallest, with $\rho$ the
# **ridge** (L2 again). For $\rho = 0$ take the smallest of the best: $\Phi^{+} Y$, with the pseudo-inverse. For $\rho > 0$
#
# $$W = \Phi^\top (\Phi\Phi^\top + \rho I)^{-1}\, Y$$
#
# <details><summary>Hint: the tools</summary>
# <code>np.linalg.pinv(Phi)</code>; <code>np.linalg.solve(A, Y)</code> gives A⁻¹Y; <code>np.eye(n)</code>.
# </details>

# %% solution="min_norm"
def min_norm(Phi, Y, ridge=0.0):
    """Solve for the weights of the last layer.

        W = Φ⁺ Y  for ridge 0,   W = Φᵀ (Φ Φᵀ + ridge I)⁻¹ Y  above

    Args:
        Phi: Features of shape (n, p).
        Y: Targets of shape (n, classes).
        ridge: Strength of the penalty on |W|².

    Returns:
        The weights, shape (p, classes).
    """
    ### BEGIN SOLUTION
    if ridge == 0:
        return np.linalg.pinv(Phi) @ Y
    return Phi.T @ np.linalg.solve(Phi @ Phi.T + ridge * np.eye(len(Phi)), Y)
    ### END SOLUTION


# %% tests="min_norm" points=1
from course_utils.labs.regularization.random_features import ridge_mistakes, ridge_solution

rng = np.random.default_rng(0)
for shape, ridge in [((9, 4), 0.0), ((4, 9), 0.0), ((6, 3), 0.5)]:
    Phi, Y = rng.normal(size=shape), rng.normal(size=(shape[0], 2))
    right, like = ridge_solution(Phi, Y, ridge), ridge_mistakes(Phi, Y, ridge)
    got = min_norm(Phi.copy(), Y.copy(), ridge)
    checks.close(got, right, f"min_norm for Phi of shape {shape}, ridge={ridge}", looks_like=like, rtol=1e-4)

# %% hidden="min_norm" points=2
# Hidden check: other shapes and ridges, the caller's arrays, and the worst error near p = n (median of 3 seeds).
from course_utils.labs.regularization.random_features import errors_at, ridge_mistakes, ridge_solution

rng = np.random.default_rng(5)
for shape, ridge in [((12, 30), 0.0), ((30, 12), 2.0), ((5, 5), 0.3), ((8, 20), 10.0)]:
    Phi, Y = rng.normal(size=shape), rng.normal(size=(shape[0], 3))
    given = Phi.copy(), Y.copy()
    right, like = ridge_solution(Phi, Y, ridge), ridge_mistakes(Phi, Y, ridge)
    checks.close(min_norm(*given, ridge), right, f"min_norm for Phi of shape {shape}, ridge={ridge}", looks_like=like, rtol=1e-4)
    checks.unchanged([Phi, Y], list(given), "the caller's arrays")
small, peak, large = np.median([errors_at(min_norm, (25, 100, 600), n=100, seed=seed, centred=True) for seed in (0, 1, 2)], axis=0)
assert peak > max(small, large), f"expected the worst error at p = n = 100, received {small:.2f} at 25, {peak:.2f} at 100, {large:.2f} at 600"

# %% demo=true
figures.double_descent(min_norm)

# %% [markdown]
# The peak stands at $p = n$: there exactly one solution learns all labels, and its weights are huge. Beyond it the error falls a second
# time, **double descent**. Does the second valley beat the first? Not here: with 30 % of the labels by lot, 1600 units are no better
# than the best small width. With true labels they are. So "larger is always better" and "larger always overfits" are both
# wrong. A ridge of 1 removes the peak, and with wrong labels it helps more than any width.
#
# ## ★ Ask how sure it is
#
# **Exercise 9.10** ★ (20 min, no points). Complete two functions. A network that knows its data by heart is often too sure. **Temperature scaling** divides its logits
# by one number $T$, chosen on validation data: no answer changes, only its probability.
#
# **Monte Carlo dropout** leaves dropout on at test time and averages the *probabilities* of many passes. Where passes disagree, the network
# is unsure.

# %% solution="best_temperature"
def best_temperature(logits, y, temperatures):
    """Give the temperature with the lowest mean cross-entropy of logits / T, for logits (n, classes) and labels (n,)."""
    ### BEGIN SOLUTION
    def loss(T):
        z = logits / T - np.max(logits / T, axis=1, keepdims=True)
        return np.mean(np.log(np.sum(np.exp(z), axis=1)) - z[np.arange(len(y)), y])
    return min(temperatures, key=loss)
    ### END SOLUTION


# %% tests="best_temperature" points=0
rng, temperatures = np.random.default_rng(0), [0.25, 0.5, 1.0, 2.0, 4.0]
logits = rng.normal(0, 2, (4000, 3))
p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
y = (rng.random((4000, 1)) > p.cumsum(axis=1)).sum(axis=1).clip(0, 2)  # labels that follow these probabilities
for T in (0.5, 1.0, 2.0):
    like = {"logits multiplied by T": 1 / T, "the highest loss, or the largest temperature": 4.0, "the smallest temperature": 0.25}
    like = {name: wrong for name, wrong in like.items() if wrong != T}
    checks.close(best_temperature(logits * T, y, temperatures), T, f"best_temperature of logits that are {T} times too large", looks_like=like)

# %% hidden="best_temperature" points=0
# Hidden check: large logits do not overflow.
from course_utils.labs.regularization.checks.dropout import sure_logits

logits, y, T = sure_logits(seed=1)
checks.close(best_temperature(logits, y, [0.1, 1.0, 10.0, 100.0]), T, "best_temperature of logits in the hundreds")

# %% solution="mc_dropout"
def mc_dropout(one_pass, times):
    """Average `times` passes; `one_pass()` gives probabilities (n, classes), each time with new masks."""
    ### BEGIN SOLUTION
    return np.mean([one_pass() for _ in range(times)], axis=0)
    ### END SOLUTION


# %% tests="mc_dropout" points=0
passes = iter(np.arange(24.0).reshape(4, 3, 2))
like = {"the first pass alone": [[0, 1], [2, 3], [4, 5]], "the sum, not the mean": [[36, 40], [44, 48], [52, 56]]}
like["the mean over the examples"] = [11, 12]
checks.close(mc_dropout(lambda: next(passes), 4), [[9, 10], [11, 12], [13, 14]], "mc_dropout of four passes", looks_like=like)

# %% hidden="mc_dropout" points=0
# Hidden check: as many passes as asked for, one pass.
count = []
checks.close(mc_dropout(lambda: (count.append(1), np.ones((2, 2)) * len(count))[1], 7), np.full((2, 2), 4.0), "mc_dropout of 7 passes")
checks.equal(len(count), 7, "the number of passes")
checks.close(mc_dropout(lambda: np.eye(3), 1), np.eye(3), "mc_dropout of one pass")

# %% demo=true
from course_utils.labs.regularization import calibration

given, masks = contest.data(seed=0), (stand_in("dropout_forward"), stand_in("dropout_backward"))
plain, dropped = contest.train(given).params, contest.train(given, dropout=masks).params
halves, rng = calibration.halves(plain, given), np.random.default_rng(0)
T = best_temperature(*halves["choose"], np.geomspace(0.3, 5, 40))
ways = {"as trained": calibration.softmax(halves["judge"][0]), f"temperature {T:.2f}": calibration.softmax(halves["judge"][0] / T)}
ways["50 masks"] = mc_dropout(lambda: calibration.one_pass(dropped, given, masks[0], rng), 50)
print(calibration.report(ways, halves["judge"][1]))

# %% [markdown]
# $T$ above 1 takes confidence away and changes no answer. Whether the calibration error falls as well is, on 150 digits, a matter of luck:
# here too one run does not tell.
#
# ## Say it in your own words
#
# A friend writes: *"My network has 100 % training accuracy, so it has learned the task. I tried 30 dropout rates and took the one
# with the best test accuracy, 94.1 % instead of 93.8 %. At prediction time I leave dropout on, to be safe."* Answer in four
# to eight sentences: what do the three claims get wrong, and what would you do?

# %% [markdown] answer="own_words" points=3
# ### BEGIN SOLUTION
# Perfect training accuracy proves nothing: the same network learns labels dealt by lot just as well, and only unseen data tell (1 point).
# The rate was chosen on the test data, so these are validation data now and 94.1 % is too rosy; and 0.3 points on one run
# say nothing without a spread over seeds: choose on validation data, repeat, give intervals, and open the test set once (1 point).
# At prediction time dropout is off: inverted dropout has scaled in training, so the whole network answers with the right
# mean; a pass with dropout on is one random smaller network (averaging many passes is another matter) (1 point).
# ### END SOLUTION

# %% [markdown]
# ## What you take with you
#
# - Training loss says nothing about unseen data. Split first; fit scalers and choose epochs without the test set; open that once.
# - L2 shrinks weights in proportion, L1 makes small ones exactly 0. Biases go free.
# - Inverted dropout: divide by $1 - r$ in training, nothing at test, the same mask backwards.
# - Early stopping compares with the *best* epoch and gives its weights back.
# - Regularizers are compared over several runs, with intervals. Overlapping ones leave the question open.
#
# <details><summary>Common questions</summary>
#
# **Why is my validation loss below my training loss?** With Keras, dropout is on while the training loss is measured and off for validation.
#
# **Which regularizer first?** More data, or augmentation where you know what does not matter. Early stopping is nearly free.
#
# **Is L2 the same as weight decay?** For plain descent yes. Lab 07 shows that for Adam it is not.
# </details>
#
# Next: lab 10, *Put it together*.
