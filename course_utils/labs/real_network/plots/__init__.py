"""The plots of lab 10: numbers in, axes out."""

from course_utils.labs.real_network.plots.loss_slices import plot_slice
from course_utils.labs.real_network.plots.run_cards import plot_cards, plot_trials

__all__ = ["plot_cards", "plot_slice", "plot_trials"]
