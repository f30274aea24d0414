"""The live figures of lab 10; each takes the student's own functions and runs them."""

from course_utils.labs.real_network.figures.digit_drawing import draw_a_digit
from course_utils.labs.real_network.figures.initialization import starts_through_depth
from course_utils.labs.real_network.figures.landscape_slices import loss_landscape
from course_utils.labs.real_network.figures.training_dashboard import dashboard

__all__ = ["dashboard", "draw_a_digit", "loss_landscape", "starts_through_depth"]
