"""The surfaces of labs 05 and 07 against numerical derivatives, and what they claim about their minima."""

import numpy as np
import pytest

from course_utils.models import landscapes

SURFACES = {
    "ravine": landscapes.ravine(),
    "turned ravine": landscapes.ravine(condition=50, angle=45),
    "saddle": landscapes.saddle(),
    "two minima": landscapes.two_minima(),
    "rosenbrock": landscapes.rosenbrock(),
    "beale": landscapes.beale(),
}
POINTS = np.random.default_rng(0).uniform(-2, 2, (20, 2))


@pytest.fixture(params=SURFACES.values(), ids=SURFACES)
def surface(request):
    return request.param


def central(f, w, step=1e-5):
    """The central difference of f in each of the two weights, on a new last axis."""
    return np.stack([(f(w + step * one) - f(w - step * one)) / (2 * step) for one in np.eye(2)], axis=-1)


def test_the_gradient_is_the_numerical_one(surface):
    scale = 1 + np.abs(surface.gradient(POINTS)).max()
    assert surface.gradient(POINTS) == pytest.approx(central(surface, POINTS), abs=1e-7 * scale)


def test_the_hessian_is_the_numerical_slope_of_the_gradient(surface):
    scale = 1 + np.abs(surface.hessian(POINTS)).max()
    assert surface.hessian(POINTS) == pytest.approx(central(surface.gradient, POINTS), abs=1e-7 * scale)


def test_one_point_gives_one_number_and_many_points_many(surface):
    assert np.ndim(surface([0.5, -1.0])) == 0
    assert surface(POINTS.reshape(4, 5, 2)).shape == (4, 5)
    assert surface.gradient([0.5, -1.0]).shape == (2,)
    assert surface.gradient(POINTS.reshape(4, 5, 2)).shape == (4, 5, 2)
    assert surface.hessian([0.5, -1.0]).shape == (2, 2)
    assert surface.hessian(POINTS).shape == (20, 2, 2)


def test_at_a_minimum_the_gradient_is_zero_and_every_direction_leads_up(surface):
    for minimum in surface.minima:
        assert surface.gradient(minimum) == pytest.approx(0, abs=1e-12)
        assert np.linalg.eigvalsh(surface.hessian(minimum)).min() > 0


def test_at_a_saddle_the_gradient_is_zero_and_directions_lead_up_and_down(surface):
    for saddle in surface.saddles:
        low, high = np.linalg.eigvalsh(surface.hessian(saddle))
        assert surface.gradient(saddle) == pytest.approx(0, abs=1e-12)
        assert low < 0 < high


def test_the_lowest_minimum_stands_first(surface):
    values = [surface(minimum) for minimum in surface.minima]
    assert values == sorted(values)


def test_the_start_and_the_minima_lie_in_the_box(surface):
    for a, b in (surface.start, *surface.minima):
        (left, right), (bottom, top) = surface.box
        assert left < a < right
        assert bottom < b < top


def test_the_gradient_is_a_new_array(surface):
    w = np.array([0.5, 0.25])
    surface.gradient(w)[:] = 9
    assert w.tolist() == [0.5, 0.25]


@pytest.mark.parametrize(("condition", "angle"), [(1, 0), (10, 30), (100, 45)])
def test_the_eigenvalues_of_a_ravine_are_1_and_its_condition_number(condition, angle):
    hessian = landscapes.ravine(condition, angle).hessian([0.0, 0.0])
    assert np.linalg.eigvalsh(hessian) == pytest.approx([1, condition])


def test_the_gentle_direction_of_a_ravine_is_turned_by_the_angle():
    gentle = np.array([np.cos(np.radians(30)), np.sin(np.radians(30))])
    assert landscapes.ravine(20, 30).gradient(gentle) == pytest.approx(gentle)


def test_the_two_minima_have_the_stated_losses():
    surface = landscapes.two_minima()
    assert [surface(w) for w in ((2, 0), (-1, 0), (0, 0))] == pytest.approx([0, 2.25, 8 / 3])


def test_a_formula_takes_tensors(surface):
    import tensorflow as tf

    w = tf.Variable([0.5, -0.75], dtype=tf.float64)
    with tf.GradientTape() as tape:
        loss = surface.formula(w[0], w[1])
    assert tape.gradient(loss, w).numpy() == pytest.approx(surface.gradient(w.numpy()))


def test_a_landscape_is_found_by_its_name():
    assert landscapes.named("ravine", condition=4, angle=0).hessian([0, 0]).tolist() == [[1, 0], [0, 4]]
    with pytest.raises(ValueError, match=r"^landscape: expected one of ravine, saddle, .*received 'alps'$"):
        landscapes.named("alps")


def test_wrong_shapes_and_condition_numbers_are_refused():
    with pytest.raises(ValueError, match=r"^w: expected two weights, .*received shape \(3,\)$"):
        landscapes.beale()([1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match=r"^condition: expected a number of at least 1, received 0$"):
        landscapes.ravine(condition=0)
