"""Live figures: each is a thin skin over a tested drawing function and `live.Live`.

They take the student's own functions and run them. The files are imported when a figure is first used. No file
bears the name of a figure: importing it would hide the function of that name.
"""

from importlib import import_module

_HOME = {
    "perceptron_steps": "perceptron",
    "neuron_1d": "perceptron",
    "neuron_2d": "perceptron",
    "boundary_line": "perceptron",
    "activations": "curves",
    "bump_builder": "curves",
    "depth": "layers",
    "signal_through_depth": "layers",
    "loss_against_logit": "losses",
    "softmax_bars": "losses",
    "folding_space": "folding",
    "mini_playground": "spirals",
    "boundary_film": "spirals",
    "descent_1d": "descents",
    "ravine": "descents",
    "two_valleys": "descents",
    "two_spaces": "regression",
    "passing_film": "passing",
    "minibatch_cloud": "bites",
    "minibatch_paths": "bites",
    "momentum_regimes": "momenta",
    "optimizer_race": "racing",
    "race_film": "race_films",
    "schedules": "fading",
    "backprop_steps": "blame",
    "graph_steps": "blame",
    "learning_film": "learning",
    "weights_path": "penalized",
    "dropout_masks": "dropping",
    "fit_dashboard": "fitting",
    "double_descent": "descending_twice",
    "starts_through_depth": "starting",
    "dashboard": "gauges",
    "loss_landscape": "slices",
    "draw_a_digit": "drawing",
}
__all__ = sorted(_HOME)


def __getattr__(name):
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__():
    return __all__
