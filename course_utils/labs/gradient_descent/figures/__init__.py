"""The live figures of lab 05; each takes the student's own functions and runs them."""

from course_utils.labs.gradient_descent.figures.data_and_weight_space import two_spaces
from course_utils.labs.gradient_descent.figures.descent import descent_1d, ravine, two_valleys
from course_utils.labs.gradient_descent.figures.will_i_pass import passing_film

__all__ = ["descent_1d", "passing_film", "ravine", "two_spaces", "two_valleys"]
