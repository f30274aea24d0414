"""The live figures of lab 03; each takes the student's own functions and runs them."""

from course_utils.labs.networks.figures.folding import folding_space
from course_utils.labs.networks.figures.spiral_playground import boundary_film, mini_playground

__all__ = ["boundary_film", "folding_space", "mini_playground"]
