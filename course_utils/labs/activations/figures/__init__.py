"""The live figures of lab 02; each takes the student's own functions and runs them."""

from course_utils.labs.activations.figures.activation_curves import activations, bump_builder
from course_utils.labs.activations.figures.networks_by_depth import depth, signal_through_depth

__all__ = ["activations", "bump_builder", "depth", "signal_through_depth"]
