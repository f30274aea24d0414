"""The plots of lab 01: numbers in, axes out."""

from course_utils.labs.perceptron.plots.gates import plot_feature_space, plot_gates
from course_utils.labs.perceptron.plots.neuron import plot_neuron

__all__ = ["plot_feature_space", "plot_gates", "plot_neuron"]
