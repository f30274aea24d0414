"""Plots that several labs use: numbers in, axes out. Each draws on one axes, labels both sides and returns it."""

from course_utils.plots.activations import plot_activation, plot_error
from course_utils.plots.depth import plot_gradient_flow, plot_living_units
from course_utils.plots.landscape import plot_drops, plot_landscape, plot_losses, plot_runs, plot_slopes
from course_utils.plots.lines import plot_curve, plot_line
from course_utils.plots.points import plot_map, plot_points
from course_utils.plots.tables_and_times import plot_study, plot_times
from course_utils.plots.will_i_pass import plot_hidden_units, plot_students

__all__ = [
    "plot_activation",
    "plot_curve",
    "plot_drops",
    "plot_error",
    "plot_gradient_flow",
    "plot_hidden_units",
    "plot_landscape",
    "plot_line",
    "plot_living_units",
    "plot_losses",
    "plot_map",
    "plot_points",
    "plot_runs",
    "plot_slopes",
    "plot_students",
    "plot_study",
    "plot_times",
]
