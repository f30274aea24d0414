"""Plots: numbers in, axes out. Each draws on one axes, labels both sides and returns it.

The files are imported when one of their functions is first used, Matplotlib with them.
"""

from importlib import import_module

_HOME = {
    "plot_points": "points",
    "plot_map": "points",
    "plot_line": "lines",
    "plot_curve": "lines",
    "plot_neuron": "neuron",
    "plot_gates": "gates",
    "plot_feature_space": "gates",
    "plot_activation": "activations",
    "plot_error": "activations",
    "plot_gradient_flow": "depth",
    "plot_living_units": "depth",
    "plot_fits": "losses",
    "plot_reliability": "losses",
    "plot_layer": "matrices",
    "plot_students": "will_i_pass",
    "plot_hidden_units": "will_i_pass",
    "plot_study": "tables_and_times",
    "plot_times": "tables_and_times",
    "plot_slopes": "landscape",
    "plot_runs": "landscape",
    "plot_landscape": "landscape",
    "plot_drops": "landscape",
    "plot_losses": "landscape",
    **dict.fromkeys(("plot_spread", "plot_grid", "plot_class_mix", "plot_step_times", "plot_time_split"), "bites"),
    "plot_sweeps": "optimizers",
    "plot_bands": "optimizers",
    "plot_range_test": "optimizers",
    "plot_decay": "optimizers",
    "plot_graph": "blame",
    "plot_gradient_check": "blame",
    **dict.fromkeys(("plot_two_errors", "plot_memory", "plot_stop", "plot_digits", "plot_forest"), "regularization"),
    "plot_slice": "slices",
    "plot_cards": "cards",
    "plot_trials": "cards",
}
__all__ = sorted(_HOME)


def __getattr__(name):
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__():
    return __all__
