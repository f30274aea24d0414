# %% [markdown]
# # Choose the step: learning rates and optimizers
#
# **You will** try seven learning rates, write the optimizers of the lecture, race them, tune them fairly, and let a network
# find its own learning rate.
#
# **You will learn** what the optimizers remember between two steps; why none frees you from choosing a rate; how to compare
# them fairly; what a schedule buys.
#
# **You need** labs 04 to 06. About 150 minutes. Nothing is downloaded without a GPU. Goes with 44:05–48:09 of the lecture.
#
# **Stuck?** Go on: every section stands on its own. Where a cell wants a function that you have not finished, write
# `stand_in("adam")` in place of `adam`.

# %% [markdown]
# ## Warm up
#
# Answer from memory, then run the check.
#
# 1. `limit`: a bowl has curvatures 3 and 8. Below which learning rate does descent come to rest? (Lab 05)
# 2. `factor`: curvature 2, rate 0.1. By which number does a step multiply the distance to the minimum? (Lab 05)
# 3. `undecided`: a network says 0.5 to everything. What is its cross-entropy, to two decimals? (Lab 04)
# 4. `columns`: `X` has shape (32, 5) and `W` has (5, 4). How many columns has `dW`? (Lab 06)

# %%
import keras
import numpy as np

from course_utils import datasets
from course_utils.labs.optimizers import figures, race_network
from course_utils.labs.optimizers.plots import plot_bands, plot_decay, plot_range_test, plot_sweeps
from course_utils.models import landscapes

# %% solution="warm_up"
### BEGIN SOLUTION
limit = 0.25
factor = 0.8
undecided = 0.69
columns = 4
### END SOLUTION

# %% tests="warm_up" points=2
like = {"the gentler direction: the steeper one flies apart first": 2 / 3, "1/λmax": 1 / 8, "the sum of the curvatures": 2 / 11}
checks.close(limit, 2 / 8, "limit", looks_like=like)
like = {"what the step takes away, not what it leaves": 0.2, "a step uphill": 1.2, "a step without the curvature": 0.9}
checks.close(factor, 1 - 0.1 * 2, "factor", looks_like=like)
like = {"a missing minus sign": np.log(0.5), "a logarithm to base 10": -np.log10(0.5), "a logarithm to base 2": 1.0}
checks.close(undecided, -np.log(0.5), "undecided", atol=0.006, looks_like=like)
checks.close(columns, 4, "columns", looks_like={"dW has the shape of W, (5, 4): these are its rows": 5, "the examples": 32})

# %% [markdown]
# ## Try many and see
#
# Two rings of points and a network 2-16-16-1, as in lab 03. Here is the whole loop of the lecture: predict, loss, gradients,
# step. Only one thing in it can be exchanged, the `step`:

# %%
rings, arms = datasets.circles(200), datasets.spirals(200)


def train(step, learning_rate, seed=0, data=rings, steps=200):
    """Train the network 2-16-16-1 and give the loss before each step and after the last."""
    params, state, losses = race_network.start(seed), {}, []
    for _ in range(steps):
        loss, grads = race_network.loss_and_gradients(params, *data)
        params, state = step(params, grads, state, learning_rate=learning_rate)
        losses.append(loss)
    return np.array([*losses, race_network.loss_and_gradients(params, *data)[0]])


# %% [markdown]
# The simplest `step` is plain descent, which libraries call **SGD**. It takes the list of weight arrays and the list of
# gradients, and gives new weights. It remembers nothing, so its `state` stays as it is:

# %%
def sgd(params, grads, state, learning_rate=0.01):
    """Plain descent: w = w - learning_rate * g."""
    return [w - learning_rate * g for w, g in zip(params, grads)], state


def zeros(params):
    """One array of zeros for each array of weights: where most memories begin."""
    return [np.zeros_like(w) for w in params]


# %% [markdown]
# We shall try the rates 0.001, 0.01, 0.1, 1, 10, 100 and 1000, 200 steps each, and take the median of three seeds. Which one
# ends lowest? Commit yourself; any of the seven earns the point.

# %% solution="prediction_rate"
### BEGIN SOLUTION
prediction_rate = 1
### END SOLUTION

# %% tests="prediction_rate" points=1
checks.choice(prediction_rate, [0.001, 0.01, 0.1, 1, 10, 100, 1000], "prediction_rate")

# %% [markdown]
# **Exercise 7.1** (5 min). Complete `sweep`: call `train(rate)` for each rate and keep the **last** loss. A loss that is not a
# number counts as infinite: such a run must never look good.
#
# <details><summary>Hint 1: the tools</summary>
# <code>losses[-1]</code> is the last one; <code>np.isfinite(loss)</code> is False for nan and inf.
# </details>
# <details><summary>Hint 2: the skeleton</summary>
# <pre>for rate in rates:
#     loss = ...
#     table[rate] = loss if ... else ...</pre>
# </details>

# %% solution="sweep"
def sweep(train, rates):
    """Train once with each rate.

    Args:
        train: Function of a rate that gives the losses of one training, in order.
        rates: The rates to try.

    Returns:
        A dict: rate -> last loss, infinite where it is not finite.
    """
    table = {}
    ### BEGIN SOLUTION
    for rate in rates:
        loss = train(rate)[-1]
        table[rate] = loss if np.isfinite(loss) else np.inf
    ### END SOLUTION
    return table


# %% tests="sweep" points=1
from course_utils.labs.optimizers.checks.tables import as_table

runs = {0.01: [3.0, 2.0, 1.5], 0.1: [3.0, 1.0, 0.5], 1.0: [3.0, 0.2, 4.0]}
table = as_table(sweep(lambda rate: np.array(runs[rate]), list(runs)), list(runs), "sweep(train, [0.01, 0.1, 1.0])")
like = {"the first loss, not the last": [3.0, 3.0, 3.0], "the smallest loss on the way, not the last": [1.5, 0.5, 0.2],
        "the mean of the losses, not the last": [6.5 / 3, 1.5, 2.4], "the sum of the losses": [6.5, 4.5, 7.2]}
checks.close([table[rate] for rate in runs], [1.5, 0.5, 4.0], "the last losses", looks_like=like)

# %% hidden="sweep" points=1
# Hidden check: runs that fly apart, other rates, one training for each rate.
from course_utils.labs.optimizers.checks.tables import as_table

runs, asked = {0.5: [1.0, 0.25], 3.0: [1.0, 1e9, np.nan], 30.0: [1.0, np.inf], 2: [7.0, -1.0]}, []
table = as_table(sweep(lambda rate: asked.append(rate) or np.array(runs[rate]), list(runs)), list(runs), "sweep with runs that fly apart")
ends = [table[rate] for rate in runs]
like = {"a nan that was kept: it counts as infinite": [0.25, np.nan, np.inf, -1.0], "a nan that counts as 0": [0.25, 0.0, np.inf, -1.0],
        "a nan that counts as 0, and so does infinity": [0.25, 0.0, 0.0, -1.0]}
checks.close(ends, [0.25, np.inf, np.inf, -1.0], "the last losses, infinite where a run flew apart", looks_like=like)
assert sorted(asked) == sorted(runs), f"expected one training for each of {sorted(runs)}, received trainings with {sorted(asked)}"

# %% demo=true
rates = [0.001, 0.01, 0.1, 1, 10, 100, 1000]
with np.errstate(all="ignore"):
    table = sweep(lambda rate: np.median([train(sgd, rate, seed) for seed in (0, 1, 2)], axis=0), rates)
print(*(f"rate {rate:<6g} last loss {loss:.3g}" for rate, loss in table.items()), sep="\n")
best = min(table, key=table.get)
print(f"smallest at rate {best:g}, predicted {prediction_rate:g}")
show(plot_sweeps({"SGD": (rates, [[loss] for loss in table.values()])}),
     f"The last loss against the learning rate, both logarithmic. It is smallest, {table[best]:.2g}, at rate {best:g}.")

# %% [markdown]
# Too small: after 200 steps the network knows hardly more than "0.5", whose loss is 0.69. Too large: it ends far worse than it
# began. The lecture's second idea: let the step adapt.
#
# ## Remember where you were heading
#
# In a ravine, plain descent swings across and crawls along. **Momentum** adds the gradients up in a velocity $m$: what swings
# cancels, what keeps its direction grows.
#
# $$m \leftarrow \beta\,m - \eta\,g \qquad w \leftarrow w + m$$
#
# Each array of weights has its own $m$, of its own shape. It lives in `state`, a dictionary that is empty before the first
# step. Three rules hold from here on: return the new weights *and* the new state; leave `params` and `grads` as they came; name
# the memories as the formulas do, since a figure will look for `"m"` and `"v"`.
#
# **Exercise 7.2**, momentum (10 min). Fill the gap: the new list `m`.
#
# <details><summary>Hint: the skeleton</summary>
# <pre>m = [... for old, g in zip(m, grads)]</pre>
# </details>

# %% solution="momentum"
def momentum(params, grads, state, learning_rate=0.01, momentum=0.9):
    """Descent with a velocity.

        m = momentum * m - learning_rate * g
        w = w + m
    """
    m = state.get("m", zeros(params))
    ### BEGIN SOLUTION
    m = [momentum * old - learning_rate * g for old, g in zip(m, grads)]
    ### END SOLUTION
    return [w + change for w, change in zip(params, m)], {"m": m}


# %% [markdown]
# Every optimizer here is checked the same way: ten steps with given gradients, against Keras run at that very moment.

# %% tests="momentum" points=1
from course_utils.labs.optimizers.checks.optimizer_steps import check_ten_steps, some_gradients

weights, gradients = [np.array([1.0, -2.0]), np.array([0.5, 3.0])], some_gradients([(2,), (2,)])
check_ten_steps(momentum, "momentum", weights, gradients, learning_rate=0.1)

# %% hidden="momentum" points=2
# Hidden check: other numbers and shapes, the defaults, two trainings that take turns.
from course_utils.labs.optimizers.checks.optimizer_steps import check_ten_steps, check_turns, some_gradients

weights = [np.ones((3, 2)), np.zeros(2), np.array([[-1.0]])]
gradients = some_gradients([(3, 2), (2,), (1, 1)], seed=1)
check_ten_steps(momentum, "momentum", weights, gradients, learning_rate=0.3, momentum=0.5)
check_ten_steps(momentum, "momentum", weights, gradients)
check_turns(momentum, "momentum", learning_rate=0.1)

# %% [markdown]
# How does momentum walk in a one-dimensional bowl of curvature λ? The map on the right holds all answers:

# %% demo=true
figures.momentum_regimes(momentum)

# %% [markdown]
# Momentum is not "just faster": with too much of it the walk swings around the goal, and near $\beta = 1$ it swings for ever.
# Yet it bears larger rates: up to $2(1 + \beta)/\lambda$ in place of $2/\lambda$. And for a gradient that stays the same, the
# steps grow to $\frac{1}{1 - \beta}$ times their length: tenfold for $\beta = 0.9$. So lower the rate when you switch it on.
#
# **Nesterov** looks ahead: it steps as if the new velocity were applied once more,
#
# $$m \leftarrow \beta\,m - \eta\,g \qquad w \leftarrow w + \beta\,m - \eta\,g$$
#
# **Exercise 7.2**, Nesterov (5 min). Fill the gap: the new weights.
#
# <details><summary>Hint: the skeleton</summary>
# <pre>params = [w + ... - ... for w, change, g in zip(params, m, grads)]</pre>
# </details>

# %% solution="nesterov"
def nesterov(params, grads, state, learning_rate=0.01, momentum=0.9):
    """Momentum with a look ahead.

        m = momentum * m - learning_rate * g
        w = w + momentum * m - learning_rate * g
    """
    m = [momentum * old - learning_rate * g for old, g in zip(state.get("m", zeros(params)), grads)]
    ### BEGIN SOLUTION
    params = [w + momentum * change - learning_rate * g for w, change, g in zip(params, m, grads)]
    ### END SOLUTION
    return params, {"m": m}


# %% tests="nesterov" points=1
from course_utils.labs.optimizers.checks.optimizer_steps import check_ten_steps, some_gradients

weights, gradients = [np.array([1.0, -2.0]), np.array([0.5, 3.0])], some_gradients([(2,), (2,)])
check_ten_steps(nesterov, "nesterov", weights, gradients, learning_rate=0.1)

# %% hidden="nesterov" points=1
# Hidden check: other numbers and shapes, the defaults, two trainings that take turns.
from course_utils.labs.optimizers.checks.optimizer_steps import check_ten_steps, check_turns, some_gradients

weights, gradients = [np.ones((3, 2)), np.zeros(2)], some_gradients([(3, 2), (2,)], seed=2)
check_ten_steps(nesterov, "nesterov", weights, gradients, learning_rate=0.2, momentum=0.6)
check_ten_steps(nesterov, "nesterov", weights, gradients)
check_turns(nesterov, "nesterov", learning_rate=0.1)

# %% [markdown]
# ## Give each weight its own step
#
# A weight with large gradients should step carefully, one with small gradients dare more. **AdaGrad** adds up the squares of each
# weight's gradients in $v$ and divides by the root:
#
# $$v \leftarrow v + g^2 \qquad w \leftarrow w - \eta\,\frac{g}{\sqrt{v + \varepsilon}}$$
#
# All of this goes number by number. Keras begins $v$ at 0.1, not 0, and so do we. The tiny $\varepsilon$ prevents dividing by 0.
# Here AdaGrad is finished, for you to read:

# %%
def adagrad(params, grads, state, learning_rate=0.001, epsilon=1e-7):
    """Descent with a step for each weight, which only ever shrinks: v = v + g², w = w - learning_rate * g / sqrt(v + epsilon)."""
    v = state.get("v", [0.1 + zero for zero in zeros(params)])
    v = [old + g**2 for old, g in zip(v, grads)]
    params = [w - learning_rate * g / np.sqrt(size + epsilon) for w, g, size in zip(params, grads, v)]
    return params, {"v": v}


# %% [markdown]
# Its $v$ only grows, so its steps only shrink. **RMSProp** forgets: a running mean in place of the sum, beginning at 0.
#
# $$v \leftarrow \rho\,v + (1 - \rho)\,g^2 \qquad w \leftarrow w - \eta\,\frac{g}{\sqrt{v + \varepsilon}}$$
#
# **Exercise 7.2**, RMSProp (10 min). Fill the gap: new `v`, new `params`.
#
# <details><summary>Hint: the skeleton</summary>
# <pre>v = [rho * ... + ... for old, g in zip(v, grads)]
# params = [... for w, g, size in zip(params, grads, v)]</pre>
# </details>

# %% solution="rmsprop"
def rmsprop(params, grads, state, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    """AdaGrad that forgets.

        v = rho * v + (1 - rho) * g²
        w = w - learning_rate * g / sqrt(v + epsilon)
    """
    v = state.get("v", zeros(params))
    ### BEGIN SOLUTION
    v = [rho * old + (1 - rho) * g**2 for old, g in zip(v, grads)]
    params = [w - learning_rate * g / np.sqrt(size + epsilon) for w, g, size in zip(params, grads, v)]
    ### END SOLUTION
    return params, {"v": v}


# %% tests="rmsprop" points=1
from course_utils.labs.optimizers.checks.optimizer_steps import check_ten_steps, some_gradients

weights, gradients = [np.array([1.0, -2.0]), np.array([0.5, 3.0])], some_gradients([(2,), (2,)], sizes=[1.0, 0.01])
check_ten_steps(rmsprop, "rmsprop", weights, gradients, learning_rate=0.1, epsilon=0.01)

# %% hidden="rmsprop" points=2
# Hidden check: other numbers and shapes, the defaults, tiny gradients, gradients of 0, two trainings that take turns.
from course_utils.labs.optimizers.checks.optimizer_steps import check_ten_steps, check_turns, some_gradients

weights, gradients = [np.zeros((3, 2)), np.zeros(2)], some_gradients([(3, 2), (2,)], seed=3, sizes=[1.0, 1e-4])
check_ten_steps(rmsprop, "rmsprop", weights, gradients, learning_rate=0.02, rho=0.7)
check_ten_steps(rmsprop, "rmsprop", weights, gradients)
check_ten_steps(rmsprop, "rmsprop", weights, [[0 * g for g in grads] for grads in gradients[:2]], learning_rate=0.1)
check_turns(rmsprop, "rmsprop", learning_rate=0.1)

# %% [markdown]
# **AdaDelta** goes one step further. It multiplies by the root of a second running mean, $d$, of its own squared steps $s$:
#
# $$v \leftarrow \rho\,v + (1 - \rho)\,g^2 \qquad s = \frac{\sqrt{d + \varepsilon}}{\sqrt{v + \varepsilon}}\;g \qquad
# d \leftarrow \rho\,d + (1 - \rho)\,s^2 \qquad w \leftarrow w - \eta\,s$$
#
# The order matters: $s$ uses the old $d$.
#
# **Exercise 7.2**, AdaDelta (15 min). This time from nothing; both memories begin at zero.
#
# <details><summary>Hint 1: a trap</summary>
# <code>v = d = zeros(params)</code> makes two names for one list. Make zeros twice.
# </details>
# <details><summary>Hint 2: the skeleton</summary>
# <pre>v = [... for old, g in zip(state.get("v", zeros(params)), grads)]
# d = state.get(...)
# s = [... for size, old, g in zip(v, d, grads)]
# d = [... for old, change in zip(d, s)]
# return [...], {"v": ..., "d": ...}</pre>
# </details>

# %% solution="adadelta"
def adadelta(params, grads, state, learning_rate=0.001, rho=0.95, epsilon=1e-7):
    """RMSProp that measures its steps by its own earlier steps.

        v = rho * v + (1 - rho) * g²
        s = sqrt(d + epsilon) / sqrt(v + epsilon) * g
        d = rho * d + (1 - rho) * s²
        w = w - learning_rate * s
    """
    ### BEGIN SOLUTION
    v = [rho * old + (1 - rho) * g**2 for old, g in zip(state.get("v", zeros(params)), grads)]
    d = state.get("d", zeros(params))
    s = [np.sqrt(old + epsilon) / np.sqrt(size + epsilon) * g for old, size, g in zip(d, v, grads)]
    d = [rho * old + (1 - rho) * change**2 for old, change in zip(d, s)]
    return [w - learning_rate * change for w, change in zip(params, s)], {"v": v, "d": d}
    ### END SOLUTION


# %% tests="adadelta" points=1
from course_utils.labs.optimizers.checks.optimizer_steps import check_ten_steps, some_gradients

weights, gradients = [np.array([1.0, -2.0]), np.array([0.5, 3.0])], some_gradients([(2,), (2,)], sizes=[1.0, 0.01])
check_ten_steps(adadelta, "adadelta", weights, gradients, learning_rate=0.5, epsilon=0.01)

# %% hidden="adadelta" points=2
# Hidden check: other numbers and shapes, the defaults, two trainings that take turns.
from course_utils.labs.optimizers.checks.optimizer_steps import check_ten_steps, check_turns, some_gradients

weights, gradients = [np.zeros((3, 2)), np.zeros(2)], some_gradients([(3, 2), (2,)], seed=4, sizes=[1.0, 1e-3])
check_ten_steps(adadelta, "adadelta", weights, gradients, learning_rate=1.0, rho=0.8, epsilon=1e-4)
check_ten_steps(adadelta, "adadelta", weights, gradients, learning_rate=1.0)
check_ten_steps(adadelta, "adadelta", [w + 1e-6 for w in weights], gradients, epsilon=0.1)
check_turns(adadelta, "adadelta", learning_rate=1.0, epsilon=0.001)

# %% [markdown]
# ## Put both together: Adam
#
# **Adam** has both memories: the mean $m$ of the gradients, the mean $v$ of their squares. Both begin at 0, so in the first
# steps they are too small. If every gradient is $g$, then after $t$ steps $m = (1 - \beta_1^t)\,g$. Dividing by
# $1 - \beta_1^t$ makes up for it, and likewise for $v$:
#
# $$m \leftarrow \beta_1 m + (1 - \beta_1)\,g \qquad v \leftarrow \beta_2 v + (1 - \beta_2)\,g^2 \qquad
# w \leftarrow w - \eta\,\frac{\sqrt{1 - \beta_2^t}}{1 - \beta_1^t}\,\frac{m}{\sqrt{v} + \varepsilon}$$
#
# $t$ counts the steps: 1 in the first one.
#
# Does $\varepsilon$ stand in the root or beside it? Books differ, so measure: each of Keras's optimizers takes one step, with
# $\varepsilon = 0.01$ and small gradients, and is compared with both formulas.

# %% demo=true
from course_utils.labs.optimizers.optimizer_measures import where_is_epsilon

for name in ("adagrad", "rmsprop", "adadelta", "adam", "adamw"):
    print(f"{name:9} epsilon stands {where_is_epsilon(name)} the root")

# %% [markdown]
# Inside for three, outside for Adam. And the paper adds it after the correction, $\hat m / (\sqrt{\hat v} + \varepsilon)$; Keras
# to $\sqrt v$ itself, as written above.
#
# **Exercise 7.2**, Adam (15 min), from nothing. The state has `"t"`, `"m"` and `"v"`.
#
# <details><summary>Hint 1: the idea</summary>
# <code>t</code> is one number for all arrays. It rises once per call, before it is used.
# </details>
# <details><summary>Hint 2: the tools</summary>
# <code>state.get("t", 0) + 1</code>. The factor in front of the fraction is a single number: work it out once.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>t = ...
# m = [...]
# v = [...]
# rate = learning_rate * np.sqrt(...) / (...)
# return [w - rate * ... for w, mean, size in zip(params, m, v)], {"t": ..., "m": ..., "v": ...}</pre>
# </details>

# %% solution="adam"
def adam(params, grads, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    """Momentum over RMSProp, corrected for the start.

        t = t + 1
        m = beta_1 * m + (1 - beta_1) * g
        v = beta_2 * v + (1 - beta_2) * g²
        w = w - learning_rate * sqrt(1 - beta_2ᵗ) / (1 - beta_1ᵗ) * m / (sqrt(v) + epsilon)
    """
    ### BEGIN SOLUTION
    t = state.get("t", 0) + 1
    m = [beta_1 * old + (1 - beta_1) * g for old, g in zip(state.get("m", zeros(params)), grads)]
    v = [beta_2 * old + (1 - beta_2) * g**2 for old, g in zip(state.get("v", zeros(params)), grads)]
    rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return [w - rate * mean / (np.sqrt(size) + epsilon) for w, mean, size in zip(params, m, v)], {"t": t, "m": m, "v": v}
    ### END SOLUTION


# %% tests="adam" points=1
from course_utils.labs.optimizers.checks.optimizer_steps import check_ten_steps, some_gradients

weights, gradients = [np.array([1.0, -2.0]), np.array([0.5, 3.0])], some_gradients([(2,), (2,)], sizes=[1.0, 0.01])
check_ten_steps(adam, "adam", weights, gradients, learning_rate=0.1, epsilon=0.01)

# %% hidden="adam" points=3
# Hidden check: other numbers and shapes, the defaults, tiny gradients, a long walk, two trainings that take turns.
from course_utils.labs.optimizers.checks.optimizer_steps import check_ten_steps, check_turns, some_gradients

weights, gradients = [np.zeros((3, 2)), np.zeros(2), np.zeros(1)], some_gradients([(3, 2), (2,), (1,)], seed=5, sizes=[1.0, 1e-5, 100.0])
check_ten_steps(adam, "adam", weights, gradients, learning_rate=0.03, beta_1=0.8, beta_2=0.95)
check_ten_steps(adam, "adam", weights, gradients)
check_ten_steps(adam, "adam", weights[:1], some_gradients([(3, 2)], 40, seed=6), learning_rate=0.05, beta_2=0.9)
check_turns(adam, "adam", learning_rate=0.1)

# %% [markdown]
# **AdamW** also lets every weight shrink a little in each step, by the share $\eta\,\lambda$. This *weight decay* stays out
# of $m$ and $v$:
#
# $$w \leftarrow w - \eta\,\lambda\,w - \text{Adam's step}$$
#
# **Exercise 7.2**, AdamW (5 min). Reuse your `adam` (or `stand_in("adam")`); `others` are its β and ε.
#
# <details><summary>Hint: the idea</summary>
# Adam's step depends on the gradients only. Shrink the weights, hand them on, with the gradients as they are.
# </details>

# %% solution="adamw"
def adamw(params, grads, state, learning_rate=0.001, weight_decay=0.004, **others):
    """Adam with decay apart from it: w = w - learning_rate * weight_decay * w - Adam's step."""
    ### BEGIN SOLUTION
    shrunk = [w - learning_rate * weight_decay * w for w in params]
    return adam(shrunk, grads, state, learning_rate=learning_rate, **others)
    ### END SOLUTION


# %% tests="adamw" points=1
from course_utils.labs.optimizers.checks.optimizer_steps import check_ten_steps, some_gradients

weights, gradients = [np.array([1.0, -2.0]), np.array([0.5, 3.0])], some_gradients([(2,), (2,)], sizes=[1.0, 0.01])
check_ten_steps(adamw, "adamw", weights, gradients, learning_rate=0.1, weight_decay=0.5)

# %% hidden="adamw" points=2
# Hidden check: other numbers and shapes, the defaults, β and ε handed on, two trainings that take turns.
from course_utils.labs.optimizers.checks.optimizer_steps import check_ten_steps, check_turns, some_gradients

weights, gradients = [np.full((3, 2), 5.0), np.full(2, -100.0)], some_gradients([(3, 2), (2,)], seed=7)
check_ten_steps(adamw, "adamw", weights, gradients, learning_rate=0.05, weight_decay=0.2, beta_1=0.5, epsilon=0.1)
check_ten_steps(adamw, "adamw", weights, gradients)
check_turns(adamw, "adamw", learning_rate=0.1, weight_decay=0.3)

# %% [markdown]
# All eight, worked, filled and your own, against Keras:

# %% demo=true
from course_utils.labs.optimizers.optimizer_measures import largest_difference

optimizers = {"SGD": sgd, "momentum": momentum, "Nesterov": nesterov, "AdaGrad": adagrad}
optimizers |= {"RMSProp": rmsprop, "AdaDelta": adadelta, "Adam": adam, "AdamW": adamw}
for name, step in optimizers.items():
    print(f"{name:9} largest difference to Keras after 10 steps: {largest_difference(step, name.lower()):.0e}")

# %% [markdown]
# What is left is rounding: Keras keeps β in single precision.
#
# ## Race them
#
# Four walkers, SGD, momentum, RMSProp and Adam, on four surfaces: a `"ravine"`, a `"saddle"`, `"rosenbrock"` with its bent
# valley, and `"two minima"` with a start on the wrong side. Each has the best of 13 rates *for that surface*, found beforehand,
# and 150 steps. Who ends lowest (on the saddle: who leaves the map first, in steps of at most 0.5)? Any names earn the point.

# %% solution="prediction_winner"
### BEGIN SOLUTION
prediction_winner = {"ravine": "momentum", "saddle": "RMSProp", "rosenbrock": "momentum", "two minima": "Adam"}
### END SOLUTION

# %% tests="prediction_winner" points=1
assert hasattr(prediction_winner, "get"), f"prediction_winner: expected a dictionary with four surfaces, received {prediction_winner!r:.80}"
for surface in ("ravine", "saddle", "rosenbrock", "two minima"):
    name = f'prediction_winner["{surface}"]'
    checks.choice(prediction_winner.get(surface, "nothing"), ["SGD", "momentum", "RMSProp", "Adam"], name)

# %% demo=true
from course_utils.labs.optimizers.race import winners

racers = {"SGD": sgd, "momentum": momentum, "RMSProp": rmsprop, "Adam": adam}
for surface, winner in winners(racers).items():
    print(f"{surface:11} won by {winner}, predicted {prediction_winner[surface]}")

# %% [markdown]
# Right of the map: what one walker remembers for its two weights, and how far each moves in a step. Make all rates ten times
# smaller, then ten times larger:

# %% demo=true
figures.optimizer_race(racers)

# %% [markdown]
# No walker wins everywhere, and the adaptive ones need a good rate too: RMSProp and Adam take steps of about $\eta$, however
# steep or gentle the ground. With a rate ten times too small they crawl; with one ten times too large they leap about.
#
# Now a network of 13 weights, *Will I pass this class?* The film projects all paths onto the same two fixed directions, chosen
# without looking at the racers. Mind what it hides: the text below each picture says how far off the plane a walker is.

# %% demo=true
figures.race_film(racers)

# %% [markdown]
# ## Compare them fairly
#
# Whoever tunes only his own optimizer has won before the race. Fair means the same rates, seeds and steps for each.
#
# **Exercise 7.4** (10 min). Complete `fair_race`. For each optimizer take the rate with the smallest **median** loss over the
# seeds. A loss that is not finite counts as infinite.
#
# <details><summary>Hint 1: the tools</summary>
# <code>np.nan_to_num(loss, nan=np.inf)</code>, <code>np.median</code>, <code>min(rates, key=lambda rate: ...)</code>.
# </details>
# <details><summary>Hint 2: the skeleton</summary>
# <pre>for name in names:
#     losses = {rate: [... for seed in seeds] for rate in rates}
#     best = min(rates, key=lambda rate: ...)
#     table[name] = ..., ...</pre>
# </details>

# %% solution="fair_race"
def fair_race(train, names, rates, seeds):
    """Find each optimizer's best rate with the same budget for all.

    Args:
        train: Function `train(name, rate, seed)` that gives the last loss of one training.
        names: The optimizers.
        rates: The rates to try for each of them.
        seeds: The seeds to try with each rate.

    Returns:
        A dict: name -> (best rate, its losses in the order of the seeds).
    """
    table = {}
    ### BEGIN SOLUTION
    for name in names:
        losses = {rate: [float(np.nan_to_num(train(name, rate, seed), nan=np.inf)) for seed in seeds] for rate in rates}
        best = min(rates, key=lambda rate: np.median(losses[rate]))
        table[name] = best, losses[best]
    ### END SOLUTION
    return table


# %% tests="fair_race" points=1
from course_utils.labs.optimizers.checks.tables import as_race

runs = {("A", 0.1): [1.0, 5.0, 6.0], ("A", 1.0): [4.5, 4.0, 3.2], ("A", 10.0): [9.0, 9.0, 9.5]}
runs |= {("B", 0.1): [90.0, 2.0, 2.2], ("B", 1.0): [7.0, 8.0, 3.0], ("B", 10.0): [9.0, 9.0, 9.5]}
table = as_race(fair_race(lambda name, rate, seed: runs[name, rate][seed], ["A", "B"], [0.1, 1.0, 10.0], [0, 1, 2]), ["A", "B"])
rates = [table[name][0] for name in ("A", "B")]
like = {"the best single seed: that is luck": [0.1, 0.1], "the mean: one bad seed decides it": [1.0, 1.0], "the largest median": [10.0, 10.0],
        "the first seed alone": [0.1, 1.0]}
checks.close(rates, [1.0, 0.1], "the best rates of A and B", looks_like=like)
like = {"the median alone, not the losses of all seeds": [4.0], "sorted losses: keep the order of the seeds": [3.2, 4.0, 4.5]}
checks.close(table["A"][1], [4.5, 4.0, 3.2], "the losses of A at its best rate", looks_like=like)

# %% hidden="fair_race" points=2
# Hidden check: runs that fly apart, the same number of trainings for each, other names, rates and seeds.
from course_utils.labs.optimizers.checks.tables import as_race

asked, rng = [], np.random.default_rng(0)
losses = {(name, rate, seed): rng.uniform(1, 2) for name in "PQR" for rate in (0.01, 0.1, 1, 10) for seed in (4, 7, 11, 12, 20)}
losses |= {(name, 10, seed): np.nan for name in "PQ" for seed in (4, 7, 11)} | {("P", 1, seed): 0.1 for seed in (4, 7)}
losses |= {("R", 0.1, 4): np.inf, ("R", 0.1, 7): -np.inf * 0} | {("P", 10, seed): 0.0 for seed in (12, 20)}
table = as_race(fair_race(lambda *run: asked.append(run) or losses[run], list("PQR"), [0.01, 0.1, 1, 10], [4, 7, 11, 12, 20]), list("PQR"))
assert len(asked) == len(losses), f"expected {len(losses)} trainings, each rate with each seed, received {len(asked)}"
assert set(asked) == set(losses), "some trainings were run twice and others not at all: each rate with each seed, once"
for name in "PQR":
    tried = {rate: np.nan_to_num([losses[name, rate, seed] for seed in (4, 7, 11, 12, 20)], nan=np.inf) for rate in (0.01, 0.1, 1, 10)}
    right = min(tried, key=lambda rate: np.median(tried[rate]))
    like = {"a nan that won: it counts as infinite": 10, "the best single seed": min(tried, key=lambda rate: min(tried[rate]))}
    like = {mistake: rate for mistake, rate in like.items() if rate != right}
    checks.close(table[name][0], right, f"the best rate of {name}", looks_like=like)
    checks.close(table[name][1], tried[right], f"the losses of {name} at its best rate")

# %% [markdown]
# The race: two spirals, the harder task, 300 steps, five rates, three seeds, eight optimizers. First the lazy way: everybody at
# rate 0.01.

# %% demo=true
from functools import cache

rates, seeds = [0.001, 0.01, 0.1, 1.0, 10.0], [0, 1, 2]


@cache
def run(name, rate, seed):
    """All losses of one training on the spirals; kept, so that no training is run twice."""
    with np.errstate(all="ignore"):
        return train(optimizers[name], rate, seed, data=arms, steps=300)


lazy = {name: np.median([run(name, 0.01, seed)[-1] for seed in seeds]) for name in optimizers}
print(*(f"{name:9} {loss:.3f}" for name, loss in sorted(lazy.items(), key=lambda item: item[1])), sep="\n")

# %% [markdown]
# A triumph for Adam. Now each at its own best rate, the band from the best seed to the worst:

# %% demo=true
table = fair_race(lambda name, rate, seed: run(name, rate, seed)[-1], list(optimizers), rates, seeds)
for name, (rate, losses) in table.items():
    print(f"{name:9} best rate {rate:<6g} losses {', '.join(f'{loss:.3f}' for loss in sorted(losses))}")
bands = {f"{name}, {rate:g}": [run(name, rate, seed) for seed in seeds] for name, (rate, _) in table.items()}
order = sorted(table, key=lambda name: np.median(table[name][1]))
text = f"Loss by step, each at its best rate. Lowest in the end: {', '.join(order[:4])}; highest: {order[-1]}."
show(plot_bands(bands), text)

# %% demo=true
some = ("SGD", "momentum", "AdaDelta", "Adam")
ends = {name: (rates, [[run(name, rate, seed)[-1] for seed in seeds] for rate in rates]) for name in some}
best = {name: rates[np.argmin(np.median(losses, axis=1))] for name, (_, losses) in ends.items()}
text = "; ".join(f"{name} is best at {rate:g}" for name, rate in best.items())
show(plot_sweeps(ends), f"The last loss against the learning rate, with a band over three seeds: {text}.")

# %% [markdown]
# With rates of their own, momentum, Nesterov, Adam and AdamW all end below 0.02: three seeds and five rates cannot say which is
# best. What Adam buys is room: it ends below 0.05 with two of the five rates, momentum with one. Plain SGD, AdaGrad and AdaDelta
# have not finished after 300 steps, and AdaDelta's best rate is the largest we tried. That holds for this task and this budget.
#
# ## Let the network find its rate
#
# A **range test** is a sweep in one go: begin with a tiny rate, multiply it after every batch, write down the loss, stop when it
# explodes. The rate before batch $k = 0, 1, \dots, K - 1$:
#
# $$\eta_k = \text{lowest} \cdot \left(\frac{\text{highest}}{\text{lowest}}\right)^{k/(K-1)}$$
#
# In Keras this is a **callback**, an object whose methods `fit` calls on the way.
#
# **Exercise 7.5** (25 min). Complete `RangeTest`. It must
#
# - set the rate before each batch, and write it into `rates`;
# - write the loss of *this batch* into `losses`. A trap: `logs["loss"]` is the mean over all batches of the epoch so far. It starts
#   anew after the model's `reset_metrics()`;
# - stop after `batches` batches, or when a loss is not finite;
# - leave no trace: in the end, the weights and the rate are what they were.
#
# <details><summary>Hint 1: the idea</summary>
# Begin: keep copies. Before a batch: set and note the rate, forget the mean. After it: note the loss, perhaps stop. End: put
# back.
# </details>
# <details><summary>Hint 2: the tools</summary>
# <code>self.model.get_weights()</code> and <code>set_weights</code>;
# <code>float(self.model.optimizer.learning_rate)</code>, which can also be assigned to;
# the model's switch <code>stop_training</code>.
# </details>
# <details><summary>Hint 3: the skeleton</summary>
# <pre>begin:   self.weights, self.rate = ..., ...
# before:  share = len(self.rates) / (... - 1)
#          self.rates.append(...)
#          self.model.optimizer.learning_rate = ...
#          self.model....
# after:   self.losses.append(...)
#          if not np.isfinite(...) or len(...) == ...:
#              self.model.... = True
# end:     ...</pre>
# </details>

# %% solution="RangeTest"
class RangeTest(keras.callbacks.Callback):
    """Raise the rate from `lowest` to `highest` over so many batches; `rates` and `losses` hold one entry for each."""

    def __init__(self, lowest=1e-4, highest=10.0, batches=100):
        super().__init__()
        self.lowest, self.highest, self.batches, self.rates, self.losses = lowest, highest, batches, [], []

    def on_train_begin(self, logs=None):
        ### BEGIN SOLUTION
        self.weights, self.rate = self.model.get_weights(), float(self.model.optimizer.learning_rate)
        ### END SOLUTION

    def on_train_batch_begin(self, batch, logs=None):
        ### BEGIN SOLUTION
        share = len(self.rates) / (self.batches - 1)
        self.rates.append(self.lowest * (self.highest / self.lowest) ** share)
        self.model.optimizer.learning_rate = self.rates[-1]
        self.model.reset_metrics()
        ### END SOLUTION

    def on_train_batch_end(self, batch, logs=None):
        ### BEGIN SOLUTION
        self.losses.append(float(logs["loss"]))
        if not np.isfinite(self.losses[-1]) or len(self.losses) == self.batches:
            self.model.stop_training = True
        ### END SOLUTION

    def on_train_end(self, logs=None):
        ### BEGIN SOLUTION
        self.model.set_weights(self.weights)
        self.model.optimizer.learning_rate = self.rate
        ### END SOLUTION


# %% tests="RangeTest" points=1
from course_utils.labs.optimizers.checks.range_test import check_range_test, line_data

callback = RangeTest(lowest=0.001, highest=0.1, batches=10)
after = checks.build("fit_line", {"callbacks": [callback], "epochs": 2, **line_data(80)})
check_range_test(callback, after, line_data(80), 0.001, 0.1, 10)

# %% hidden="RangeTest" points=3
# Hidden check: several epochs, a nan in the data, the defaults, weights and rate put back each time.
from course_utils.labs.optimizers.checks.range_test import check_range_test, line_data

for rows, lowest, highest, batches, epochs in [(48, 0.01, 0.2, 20, 5), (120, 1e-4, 0.05, 7, 1), (64, 0.002, 0.05, 16, 2)]:
    callback = RangeTest(lowest, highest, batches)
    after = checks.build("fit_line", {"callbacks": [callback], "epochs": epochs, **line_data(rows, seed=rows)})
    check_range_test(callback, after, line_data(rows, seed=rows), lowest, highest, batches)
broken = line_data(80, nan_in_batch=5)
callback = RangeTest(0.001, 0.1, 20)
after = checks.build("fit_line", {"callbacks": [callback], "epochs": 3, **broken})
check_range_test(callback, after, broken, 0.001, 0.1, 20, stops_at=5)

# %% [markdown]
# Which rate to take from the curve? A rule of thumb: **a tenth of the rate at which the loss is smallest**. It is still falling
# there, and there is room. Batches make the curve jump, so smooth it first, for example with the mean of 5 neighbours.
#
# **Exercise 7.5**, second half (5 min). Complete `suggest_rate`. Lists may end with a nan. Within a factor of 3 of ours is right.
#
# <details><summary>Hint: the skeleton</summary>
# <pre>smooth = np.convolve(losses, ..., mode="valid")
# return rates[2 + np.nanargmin(...)] / ...</pre>
# </details>

# %% solution="suggest_rate"
def suggest_rate(rates, losses):
    """A tenth of the rate at which the smoothed loss is smallest; one number."""
    ### BEGIN SOLUTION
    smooth = np.convolve(losses, np.ones(5) / 5, mode="valid")
    return rates[2 + np.nanargmin(smooth)] / 10
    ### END SOLUTION


# %% tests="suggest_rate" points=1
from course_utils.labs.optimizers.checks.range_test import check_suggestion, range_curve

rates, losses = range_curve(best=0.3, noise=0.0)
check_suggestion(suggest_rate(rates, losses), rates, losses, "a smooth curve with its minimum near rate 0.3")

# %% hidden="suggest_rate" points=1
# Hidden check: curves that jump, other minima, a nan at the end.
from course_utils.labs.optimizers.checks.range_test import check_suggestion, range_curve

for best, seed in [(0.03, 1), (0.5, 2), (2.0, 3)]:
    rates, losses = range_curve(best=best, noise=0.03, seed=seed)
    check_suggestion(suggest_rate(rates, losses), rates, losses, f"a curve that jumps, with its minimum near {best}")
rates, losses = range_curve(best=0.2, noise=0.03, seed=4, ends_with_nan=True)
check_suggestion(suggest_rate(rates, losses), rates, losses, "a curve that ends with nan")

# %% [markdown]
# Try it on images: digits here, Fashion-MNIST where there is a GPU.

# %% demo=true
from course_utils.labs.optimizers import range_images

X, y = range_images.load()
model, finder = range_images.network(X), RangeTest(1e-4, 10.0, 100)
model.fit(X, y, batch_size=32, epochs=100, callbacks=[finder], verbose=0)
found = float(suggest_rate(finder.rates, finder.losses))
text = f"Loss of each batch against its rate: flat, then falling, then jumping. The suggestion is {found:.2g}."
show(plot_range_test(finder.rates, finder.losses, found), text)
start = model.get_weights()
for rate in (found / 100, found, 100 * found):
    model.set_weights(start)
    model.optimizer.learning_rate = rate
    history = model.fit(X, y, batch_size=32, epochs=3, verbose=0).history
    print(f"rate {rate:<8.2g} after 3 epochs: loss {history['loss'][-1]:.3g}, training accuracy {history['accuracy'][-1]:.2f}")

# %% [markdown]
# A hundred batches replace seven trainings. It is a rule of thumb, for the start of training and this batch size.
#
# ## Change the rate on the way
#
# Far away, large steps; near the goal, small ones: a **schedule** gives the rate for step 0, 1, …, `total − 1`. Three of them, with
# the highest rate `peak`:
#
# - **cosine**: from `peak` at step 0 to 0 at the *last* step, $\frac{\text{peak}}{2}\,(1 + \cos \pi p)$ with progress
#   $p = \frac{\text{step}}{\text{total} - 1}$;
# - **warm-up**: in the first `warm` steps, $\text{peak} \cdot \frac{\text{step} + 1}{\text{warm}}$; then the cosine over the
#   *remaining* steps, with $p = \frac{\text{step} + 1 - \text{warm}}{\text{total} - \text{warm}}$;
# - **1-cycle**: in straight lines from `peak / 25` at step 0 up to `peak` at step `0.3 * (total - 1)`, and down to 0 at the last.
#
# Step decay is finished: it halves the rate four times.
#
# **Exercise 7.6** (15 min). Complete the other three.
#
# <details><summary>Hint 1: the tools</summary>
# <code>np.interp(step, places, heights)</code> is a line through given points. Try the first and the last step by hand.
# </details>
# <details><summary>Hint 2: the skeleton</summary>
# <pre>cosine:     return peak / 2 * (...)
# warm_up:    if step &lt; warm:
#                 return ...
#             progress = ...
#             return ...
# one_cycle:  return np.interp(step, [0, ..., ...], [..., peak, ...])</pre>
# </details>

# %% solution="schedules"
def step_decay(step, total, peak):
    """Half the rate after each fifth of the way."""
    return peak * 0.5 ** (5 * step // total)


def cosine(step, total, peak):
    """From peak at step 0 along half a cosine to 0 at step total - 1."""
    ### BEGIN SOLUTION
    return peak / 2 * (1 + np.cos(np.pi * step / (total - 1)))
    ### END SOLUTION


def warm_up(step, total, peak, warm):
    """Up in `warm` steps to peak, then along half a cosine to 0 at step total - 1."""
    ### BEGIN SOLUTION
    if step < warm:
        return peak * (step + 1) / warm
    return peak / 2 * (1 + np.cos(np.pi * (step + 1 - warm) / (total - warm)))
    ### END SOLUTION


def one_cycle(step, total, peak):
    """From peak / 25 up to peak at 0.3 (total - 1), then down to 0 at step total - 1."""
    ### BEGIN SOLUTION
    return np.interp(step, [0, 0.3 * (total - 1), total - 1], [peak / 25, peak, 0])
    ### END SOLUTION


# %% tests="schedules" points=1
from course_utils.labs.optimizers.checks.schedules import check_schedules

check_schedules(cosine, warm_up, one_cycle, total=101, peak=2.0, warm=10)

# %% hidden="schedules" points=2
# Hidden check: other lengths and peaks, every step, a short warm-up, none at all.
from course_utils.labs.optimizers.checks.schedules import check_schedules

check_schedules(cosine, warm_up, one_cycle, total=41, peak=0.5, warm=8)
check_schedules(cosine, warm_up, one_cycle, total=11, peak=1.0, warm=1)
check_schedules(cosine, warm_up, one_cycle, total=7, peak=3.0, warm=5)
checks.close([warm_up(step, 10, 1.0, 0) for step in (9,)], [0.0], "the last rate of warm_up with warm = 0")

# %% [markdown]
# Is decay cosmetic? One neuron, two overlapping clouds, a loss whose smallest value is known. Each step sees 8 of 200 points, so
# its gradient is noisy. Dashed: a constant rate, 1.

# %% demo=true
schedules = {"step decay": step_decay, "cosine": cosine, "1-cycle": one_cycle}
figures.schedules(schedules, warm_up)

# %% [markdown]
# Decay is not cosmetic. With a constant rate the noise keeps the weights shaking; as the rate fades, so does the shaking, and the
# loss ends about ten times nearer to the best. A short warm-up changes little here. Large networks, whose first steps are
# fragile, often need it.
#
# ## Two kinds of decay
#
# L2 regularization adds $\frac{\lambda}{2}|w|^2$ to the loss, so $\lambda\,w$ to the gradient. For plain SGD that is weight
# decay. For Adam?
#
# **Exercise 7.7** (5 min). Complete `adam_l2`: your `adam`, on the gradients of the loss with L2.

# %% solution="adam_l2"
def adam_l2(params, grads, state, learning_rate=0.001, weight_decay=0.004, **others):
    """Adam on g + weight_decay * w."""
    ### BEGIN SOLUTION
    return adam(params, [g + weight_decay * w for w, g in zip(params, grads)], state, learning_rate=learning_rate, **others)
    ### END SOLUTION


# %% tests="adam_l2" points=1
from course_utils.labs.optimizers.checks.optimizer_steps import check_l2, some_gradients

weights, gradients = [np.array([1.0, -2.0]), np.array([0.5, 3.0])], some_gradients([(2,), (2,)], sizes=[1.0, 0.1])
check_l2(adam_l2, weights, gradients, learning_rate=0.1, weight_decay=0.5)

# %% hidden="adam_l2" points=1
# Hidden check: other numbers and shapes, the defaults.
from course_utils.labs.optimizers.checks.optimizer_steps import check_l2, some_gradients

weights, gradients = [np.full((3, 2), 5.0), np.full(2, -10.0)], some_gradients([(3, 2), (2,)], seed=8)
check_l2(adam_l2, weights, gradients, learning_rate=0.05, weight_decay=0.2, beta_1=0.5)
check_l2(adam_l2, weights, gradients)

# %% [markdown]
# Two groups of weights begin at 1. Their gradients are pure noise, of size 10 in one group and 0.1 in the other. Decay should shrink
# both. Under `adam_l2`, which will shrink more: those with `"large"` gradients, with `"small"` ones, or `"both"` alike?

# %% solution="prediction_decay"
### BEGIN SOLUTION
prediction_decay = "small"
### END SOLUTION

# %% tests="prediction_decay" points=1
checks.choice(prediction_decay, ["large", "small", "both"], "prediction_decay")

# %% demo=true
paths = {}
for name, step in {"AdamW": adamw, "Adam with L2": adam_l2}.items():
    rng, params, state = np.random.default_rng(0), [np.ones(200), np.ones(200)], {}
    means = [[1.0, 1.0]]
    for _ in range(1000):
        grads = [size * rng.normal(size=200) for size in (10, 0.1)]
        params, state = step(params, grads, state, learning_rate=0.01, weight_decay=0.1)
        means.append([w.mean() for w in params])
    paths[name] = np.array(means)
ends = "; ".join(f"{name}: large gradients {path[-1, 0]:.2f}, small {path[-1, 1]:.2f}" for name, path in paths.items())
print(ends, "· predicted:", prediction_decay)
show(plot_decay(paths), f"Mean weight by step in the two groups. After 1000 steps: {ends}.")

# %% [markdown]
# AdamW shrinks both groups to about $e^{-1} \approx 0.37$, as 1000 steps of $1 - \eta\lambda = 0.999$ should. With L2 the decay
# runs through $m$ and $v$: divided by large gradients hardly any is left, divided by small ones it is far too strong.
#
# ## ★ Ask the landscape for its limit
#
# A bowl bears rates below $2/\lambda_{\max}$. A network has no Hessian at hand, but two gradients give the Hessian times a vector,
# and **power iteration** does the rest: begin with any $u$ of length 1, and again and again
#
# $$Hu \approx \frac{g(w + hu) - g(w - hu)}{2h} \qquad \lambda = u^\top Hu \qquad u \leftarrow \frac{Hu}{|Hu|}$$
#
# **Exercise 7.8** ★ (15 min, no points). Complete `largest_curvature`.

# %% solution="largest_curvature"
def largest_curvature(gradient, w, rounds=100, step=1e-4):
    """The eigenvalue of the Hessian at w that is largest in size, by power iteration.

    Args:
        gradient: Function of weights (d,) that gives the gradient there, shape (d,).
        w: Where to measure, shape (d,).
        rounds: How many rounds.
        step: How far to go to each side.
    """
    u = np.random.default_rng(0).normal(size=len(w))
    ### BEGIN SOLUTION
    for _ in range(rounds):
        u = u / np.linalg.norm(u)
        Hu = (gradient(w + step * u) - gradient(w - step * u)) / (2 * step)
        curvature, u = u @ Hu, Hu
    return curvature
    ### END SOLUTION


# %% tests="largest_curvature" points=0
H, w = np.array([[3.0, 1.0, 0.0], [1.0, 2.0, 0.5], [0.0, 0.5, 1.0]]), np.array([1.0, -1.0, 2.0])
right = np.linalg.eigvalsh(H)
like = {"the smallest eigenvalue": right[0], "the trace": np.trace(H), "the largest number in H": 3.0, "the limit, not the curvature": 2 / right[2]}
like |= {"a one-sided difference over 2h: half of it": right[2] / 2, "a difference over h: twice as much": 2 * right[2]}
checks.close(largest_curvature(lambda v: H @ v, w.copy()), right[2], "largest_curvature of a bowl", looks_like=like, rtol=1e-3)

# %% hidden="largest_curvature" points=0
# Hidden check: other bowls, a direction that curves down, a landscape that is no bowl, the caller's w.
from course_utils.models import landscapes

for surface, place in [(landscapes.ravine(30, 40), (1.0, 2.0)), (landscapes.rosenbrock(), (-1.2, 1.0)), (landscapes.two_minima(), (0.5, 0.3))]:
    values, w = np.linalg.eigvalsh(surface.hessian(place)), np.array(place)
    right = values[np.argmax(np.abs(values))]
    checks.close(largest_curvature(surface.gradient, w), right, f"largest_curvature on {surface.name}", rtol=0.01)
    checks.unchanged(list(place), w, "the caller's w")

# %% demo=true
gradient, loss, w = race_network.trained(100, rings)
limit = 2 / largest_curvature(gradient, w)
for share in (0.5, 0.9, 1.5, 4.0):
    path = stand_in("gradient_descent")(gradient, w, share * limit, 30)
    losses = [loss(place) for place in path]
    print(f"{share:g} of 2/λmax = {share * limit:.2f}: the loss goes from {losses[0]:.3f} up to {max(losses):.3f}, ends at {losses[-1]:.3f}")

# %% [markdown]
# Well below the limit the loss falls step by step, far above it leaps up. But it need not stay there: a network is no bowl, and the
# leap may land where the ground is flatter. The limit predicts the leap, not the end.
#
# ## Say it in your own words
#
# A friend writes: *"I compared Adam and SGD, both with learning rate 0.001, one run each. Adam was ten times better. So Adam is
# the best optimizer, and since it adapts its rate I need not tune anything."* Answer in five to eight sentences. What is wrong
# with the comparison, and with both conclusions? What does Adam adapt, and what not?

# %% [markdown] answer="own_words" points=3
# ### BEGIN SOLUTION
# The same rate means different step lengths: Adam moves every weight by about 0.001 at the start, SGD by 0.001 times the
# gradient, which may be tiny. One run with one seed says nothing about the spread. A fair comparison tries the same number of
# rates for each, with several seeds, and compares medians with their spread (1 point). The result holds for one task, one
# network and one number of steps; with its own best rate, SGD with momentum is often as good, so no optimizer is best everywhere
# (1 point). Adam divides each weight's mean gradient by the root of its mean square, so it adapts the *relative* steps of the
# weights; the overall length is still the learning rate, ten times too large leaps about and ten times too small crawls, so
# it must be chosen, for example with a range test, and lowered towards the end (1 point).
# ### END SOLUTION

# %% [markdown]
# ## What you take with you
#
# - The learning rate matters most. Try powers of ten, or let a range test sweep them.
# - Momentum adds gradients up; AdaGrad, RMSProp and AdaDelta divide by their size; Adam does both and corrects its start.
# - Adaptive optimizers adapt the steps of the weights to one another, not the rate.
# - Fair means the same rates, seeds and steps for all, and the spread shown.
# - Let the rate fade at the end: the shaking fades with it.
#
# <details><summary>Common questions</summary>
#
# **Which optimizer should I take?** Adam or AdamW with a rate near 0.001 is a sound first try; SGD with momentum, well tuned,
# often does as well.
#
# **Why "stochastic" gradient descent, if we use all points?** The name is from training on a few random examples at a time. Lab 08
# does that.
#
# **Why did my AdaDelta hardly move?** Keras's default rate of 0.001 multiplies steps that are already small. The paper uses 1.
# </details>
#
# Next: lab 08, *Take small bites*.
