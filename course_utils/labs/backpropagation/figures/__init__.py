"""The live figures of lab 06; each takes the student's own functions and runs them."""

from course_utils.labs.backpropagation.figures.graph import backprop_steps, graph_steps
from course_utils.labs.backpropagation.figures.learning import learning_film

__all__ = ["backprop_steps", "graph_steps", "learning_film"]
