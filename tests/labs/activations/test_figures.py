"""Figures 3 and 5, driven without a browser: the numbers, the sentence and the picture."""

import numpy as np
import pytest

from course_utils.labs.activations import figures
from course_utils.labs.activations.figures import activation_curves


def relu(z):
    return np.maximum(z, 0)


def d_relu(z):
    return np.where(z > 0, 1.0, 0.0)


def relu_basis(x, knots):
    return relu(x[:, None] - knots[None, :])


TANH, RELU = (np.tanh, lambda z: 1 - np.tanh(z) ** 2), (relu, d_relu)


@pytest.fixture(scope="module")
def figure_3():
    return figures.activations({"tanh": TANH, "relu": RELU})


@pytest.fixture(scope="module")
def figure_5():
    return figures.bump_builder(relu_basis)


def test_the_view_holds_the_students_value_and_slope():
    view = activation_curves.look("tanh", *TANH, 0.0)
    assert (view.value, view.slope, view.fits) == (0.0, 1.0, True)
    np.testing.assert_allclose(view.values, np.tanh(view.states))


def test_either_slope_fits_at_a_kink_and_a_wrong_sign_does_not():
    for slope in (0.0, 0.5, 1.0):
        assert activation_curves.look("relu", relu, lambda z, slope=slope: slope + 0 * z, 0.0).fits
    assert not activation_curves.look("relu", relu, lambda z: -1.0 + 0 * z, 0.0).fits


def test_functions_that_give_single_precision_are_taken_as_well():
    single = (lambda z: np.tanh(z).astype("float32"), lambda z: (1 - np.tanh(z) ** 2).astype("float32"))
    assert all(activation_curves.look("tanh", *single, z).fits for z in (-6.0, -0.3, 0.0, 2.0, 6.0))


def test_figure_3_says_value_slope_and_whether_it_is_saturated(figure_3):
    figure_3.set(function="tanh", z=0.0)
    assert "tanh at z = 0.0: value 0.000, slope 1.000, not saturated." in figure_3.html
    figure_3.set(function="relu", z=-2.0)
    assert "relu at z = -2.0: value 0.000, slope 0.000, saturated, below 0.05." in figure_3.html


def test_figure_3_names_a_derivative_of_another_function():
    figure = figures.activations({"tanh": (np.tanh, lambda z: 1 - z**2)})
    figure.set(z=2.0)
    assert "the derivative does not belong to this function" in figure.html


def test_figure_3_starts_in_the_saturated_zone_and_its_static_twin_shows_both(figure_3):
    assert figures.activations({"tanh": TANH}).values == {"function": "tanh", "z": 4.0}
    assert "tanh at z = 0.0" in figure_3.picture.alt
    assert "tanh at z = 4.0: value 0.999, slope 0.001, saturated" in figure_3.picture.alt


def test_an_unfinished_function_stops_figure_3_with_its_own_message():
    def unfinished(z):
        raise NotImplementedError("Exercise 2.2: derivatives")

    with pytest.raises(NotImplementedError, match="Exercise 2.2"):
        figures.activations({"tanh": (np.tanh, unfinished)})


def test_more_hinges_follow_a_smooth_curve_better():
    errors = [
        activation_curves.build_curve(relu_basis, k, activation_curves.TARGETS["sine"], "descent").errors
        for k in (4, 8, 16, 32)
    ]
    best = [error["least squares"] for error in errors]
    assert best == sorted(best, reverse=True)
    assert best[-1] < 0.01


def test_the_parts_and_the_constant_add_up_to_the_curve():
    fit = activation_curves.build_curve(relu_basis, 5, activation_curves.TARGETS["bumps"], "least squares")
    assert fit.parts.shape == (201, 5)
    constant = fit.total - fit.parts.sum(axis=1)
    np.testing.assert_allclose(constant, constant[0], atol=1e-9)
    assert np.abs(fit.total - fit.target).max() == pytest.approx(fit.errors["least squares"])


def test_descent_with_the_same_hinges_fits_the_bumps_much_worse():
    errors = activation_curves.build_curve(relu_basis, 32, activation_curves.TARGETS["bumps"], "descent").errors
    assert errors["descent"] > 5 * errors["least squares"]


def test_descent_of_one_weight_arrives_at_once():
    np.testing.assert_allclose(
        activation_curves.descend(np.array([[1.0], [1.0]]), np.array([2.0, 4.0]), steps=1), [3.0]
    )


def test_figure_5_says_what_was_learned_and_what_could_be(figure_5):
    figure_5.set(hinges=32, target="bumps", fit="descent")
    assert "after 1000 steps of gradient descent the sum misses by up to 0.5" in figure_5.html
    assert "What can be represented is not yet learned." in figure_5.html


def test_figure_5_does_not_promise_a_jump(figure_5):
    figure_5.set(hinges=40, target="step", fit="least squares")
    assert "no number of them follows a jump" in figure_5.html


def test_a_basis_of_the_wrong_shape_becomes_a_readable_line():
    figure = figures.bump_builder(lambda x, knots: relu_basis(x, knots).T)
    assert "expected shape (201, 12), one column per knot, received (12, 201)" in figure.html


@pytest.mark.parametrize("figure", ["figure_3", "figure_5"])
def test_the_picture_of_every_redraw_stays_small(figure, request):
    figure = request.getfixturevalue(figure)
    name, values = ("z", np.linspace(-6, 6, 9)) if "z" in figure.values else ("hinges", range(4, 40, 4))
    sizes = []
    for value in values:
        figure.set(**{name: value})
        sizes.append(len(figure.html))
    assert max(sizes) < 200_000
