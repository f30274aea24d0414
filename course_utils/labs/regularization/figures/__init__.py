"""The live figures of lab 09; each takes the student's own functions and runs them."""

from course_utils.labs.regularization.figures.dropout import dropout_masks
from course_utils.labs.regularization.figures.overfitting import fit_dashboard
from course_utils.labs.regularization.figures.overparameterization import double_descent
from course_utils.labs.regularization.figures.weight_penalty import weights_path

__all__ = ["double_descent", "dropout_masks", "fit_dashboard", "weights_path"]
