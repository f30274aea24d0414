"""What each optimizer of lab 07 does to one array of weights, and what it does with each of the usual mistakes in it.

A rule is a function `rule(w, g, s, t, **numbers) -> w`: weights, gradient, the memory of this array (a dict), the
number of the step from 1 on, and the learning rate and its like.
"""

import numpy as np

NUMBERS = {
    "sgd": {"learning_rate": 0.01},
    "momentum": {"learning_rate": 0.01, "momentum": 0.9},
    "nesterov": {"learning_rate": 0.01, "momentum": 0.9},
    "adagrad": {"learning_rate": 0.001, "epsilon": 1e-7},
    "rmsprop": {"learning_rate": 0.001, "rho": 0.9, "epsilon": 1e-7},
    "adadelta": {"learning_rate": 0.001, "rho": 0.95, "epsilon": 1e-7},
    "adam": {"learning_rate": 0.001, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7},
    "adamw": {"learning_rate": 0.001, "weight_decay": 0.004, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7},
}
"""The numbers that each optimizer takes, with the defaults of the lab; they are Keras's but for momentum's 0."""


def sgd(w, g, s, t, learning_rate, **_):
    """Plain descent."""
    return w - learning_rate * g


def momentum(w, g, s, t, learning_rate, momentum, *, share=1.0, late=False, **_):
    """m = momentum·m − rate·g; `share` scales the gradient, `late` steps with the m of the step before."""
    before = s.get("m", 0 * g)
    s["m"] = momentum * before - learning_rate * share * g
    return w + (before if late else s["m"])


def nesterov(w, g, s, t, learning_rate, momentum, *, ahead=None, push=1.0, **_):
    """Momentum, and one more look ahead: w + momentum·m − rate·g."""
    s["m"] = momentum * s.get("m", 0 * g) - learning_rate * g
    return w + (momentum if ahead is None else ahead) * s["m"] - push * learning_rate * g


def adagrad(w, g, s, t, learning_rate, epsilon, **_):
    """v = v + g², from 0.1 on, and g divided by the root of it."""
    s["v"] = s.get("v", 0.1 + 0 * g) + g * g
    return w - learning_rate * g / np.sqrt(s["v"] + epsilon)


def rmsprop(w, g, s, t, learning_rate, rho, epsilon, *, new=None, root=np.sqrt, outside=0.0, late=False, **_):
    """v = rho·v + (1 − rho)·g², and g divided by the root of it; `new` replaces 1 − rho."""
    before = s.get("v", 0 * g)
    s["v"] = rho * before + (1 - rho if new is None else new) * g * g
    v = before if late else s["v"]
    return w - learning_rate * g / (root(v + epsilon * (1 - outside)) + outside * epsilon)


def adadelta(w, g, s, t, learning_rate, rho, epsilon, *, inside=True, early=False, of="step", root=np.sqrt, **_):
    """RMSProp whose rate is the root of a running mean of its own squared steps."""
    v = s["v"] = rho * s.get("v", 0 * g) + (1 - rho) * g * g
    d = s.get("d", 0 * g)
    below = root(v + epsilon) if inside else root(v) + epsilon
    if early:
        d = rho * d + (1 - rho) * ((root(d + epsilon) / below) * g) ** 2
    step = (root(d + epsilon) if inside else root(d) + epsilon) / below * g
    kept = {"step": step, "gradient": g, "move": learning_rate * step, "sign": step}[of]
    s["d"] = d if early else rho * d + (1 - rho) * (kept if of == "sign" else kept * kept)
    return w - learning_rate * step


def adam(w, g, s, t, learning_rate, beta_1, beta_2, epsilon, *, first=1, second=1, place="outside", square=True, **_):
    """Keras's Adam; `first` and `second` are 0 where that correction is left out, `place` is where ε stands."""
    m = s["m"] = beta_1 * s.get("m", 0 * g) + (1 - beta_1) * g
    v = s["v"] = beta_2 * s.get("v", 0 * g) + (1 - beta_2) * (g * g if square else np.abs(g))
    for_m, for_v = 1 - first * beta_1**t, 1 - second * beta_2**t
    if place == "paper":
        return w - learning_rate * (m / for_m) / (np.sqrt(v / for_v) + epsilon)
    root = np.sqrt(v + epsilon) if place == "inside" else np.sqrt(v) + epsilon
    return w - learning_rate * np.sqrt(for_v) / for_m * m / root


def adam_one_array(w, g, s, t, learning_rate, beta_1, beta_2, epsilon, **_):
    """Adam whose m and v are one and the same array, changed in place."""
    s["m"] = beta_2 * (beta_1 * s.get("m", 0 * g) + (1 - beta_1) * g) + (1 - beta_2) * g * g
    with np.errstate(invalid="ignore"):
        root = np.sqrt(s["m"]) + epsilon
    return w - learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t) * s["m"] / root


def adamw(w, g, s, t, learning_rate, weight_decay, *, how="apart", **others):
    """Adam, and apart from it w − rate·decay·w; `how` is one of the wrong places for the decay."""
    if how == "through the moments":
        return adam(w, g + weight_decay * w, s, t, learning_rate, **others)
    share = weight_decay * (1 if how == "without the rate" else learning_rate)
    moved = adam(w, g, s, t, learning_rate, **others)
    return moved - share * (moved if how == "after the step" else w)


COMMON = {"a step uphill: subtract the step": lambda rule: lambda w, g, *rest, **n: 2 * w - rule(w, g, *rest, **n)}
MISTAKES = {
    "momentum": {
        "an m that is forgotten after each step: return it in the state": (sgd, {}),
        "a running mean, (1 − momentum) g, where the velocity takes all of g": (momentum, {"share": 0.1}),
        "a step with the m of the step before": (momentum, {"late": True}),
    },
    "nesterov": {
        "plain momentum, without the look ahead": (momentum, {}),
        "an m that is forgotten after each step: return it in the state": (nesterov, {"forget": True}),
        "the look ahead alone: − learning_rate · g is missing": (nesterov, {"push": 0.0}),
        "m where momentum · m belongs": (nesterov, {"ahead": 1.0}),
    },
    "rmsprop": {
        "ε outside the root: Keras's RMSProp has it inside": (rmsprop, {"outside": 1.0}),
        "(1 − rho) left out": (rmsprop, {"new": 1.0}),
        "a root that is missing: divide by √(v + ε)": (rmsprop, {"root": np.asarray}),
        "the v of the step before": (rmsprop, {"late": True}),
        "a v that is forgotten after each step: return it in the state": (rmsprop, {"forget": True}),
    },
    "adadelta": {
        "ε outside the roots: Keras's AdaDelta has it inside both": (adadelta, {"inside": False}),
        "d renewed before the step: the step takes the old d": (adadelta, {"early": True}),
        "a d of squared gradients: it keeps the squares of the steps": (adadelta, {"of": "gradient"}),
        "a d of learning_rate · step: it keeps the squares of the steps without the rate": (adadelta, {"of": "move"}),
        "a d of steps that were not squared": (adadelta, {"of": "sign"}),
        "roots that are missing": (adadelta, {"root": np.asarray}),
        "a state that is forgotten after each step: return it": (adadelta, {"forget": True}),
    },
    "adam": {
        "(1 − βᵗ) left out, both of them": (adam, {"first": 0, "second": 0}),
        "(1 − βᵗ) left out for m": (adam, {"first": 0}),
        "(1 − βᵗ) left out for v": (adam, {"second": 0}),
        "ε inside the root: Keras's Adam has it outside": (adam, {"place": "inside"}),
        "ε added after the correction, as in the paper; Keras adds it to √v itself": (adam, {"place": "paper"}),
        "a v of g, not of g²": (adam, {"square": False}),
        "m and v as one and the same array: make zeros for each": (adam_one_array, {}),
        "a state that is forgotten after each step: return it": (adam, {"forget": True}),
    },
    "adamw": {
        "weight decay through the moments: that is Adam with L2": (adamw, {"how": "through the moments"}),
        "weight decay without the learning rate": (adamw, {"how": "without the rate"}),
        "weight decay left out: plain Adam": (adam, {}),
        "weight decay after the step: it shrinks the weights as they came": (adamw, {"how": "after the step"}),
    },
}
RULES = {rule.__name__: rule for rule in (sgd, momentum, nesterov, adagrad, rmsprop, adadelta, adam, adamw)}
