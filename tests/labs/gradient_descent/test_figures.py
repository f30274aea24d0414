"""Figures 10, 11 and 12, the two valleys and the film of lab 05, driven without a browser."""

import subprocess
import sys

import numpy as np
import pytest

from course_utils.display.film import HEAVIEST
from course_utils.labs.gradient_descent import figures
from course_utils.labs.gradient_descent.figures import data_and_weight_space, descent, will_i_pass
from course_utils.models import landscapes
from course_utils.models.will_i_pass import train_by_hand


def gradient_descent(gradient, w, learning_rate, steps):
    path = [w]
    for _ in range(steps):
        path.append(path[-1] - learning_rate * gradient(path[-1]))
    return np.array(path)


def uphill(gradient, w, learning_rate, steps):
    return gradient_descent(gradient, w, -learning_rate, steps)


def mse_gradient(w, X, y):
    return 2 / len(y) * X.T @ (X @ w - y)


@pytest.fixture(scope="module")
def figure_11():
    return figures.descent_1d(gradient_descent)


@pytest.fixture(scope="module")
def figure_12():
    return figures.ravine(gradient_descent)


@pytest.fixture(scope="module")
def valleys():
    return figures.two_valleys(gradient_descent)


@pytest.fixture(scope="module")
def figure_10():
    return figures.two_spaces(mse_gradient)


@pytest.mark.parametrize(
    ("rate", "place", "verb"),
    [
        (0.01, "below 1/λ", "crawls"),
        (0.3, "below 1/λ", "converges"),
        (0.5, "at 1/λ", "converges"),
        (0.9, "between 1/λ and 2/λ", "oscillates"),
        (1.1, "above 2/λ", "diverges"),
    ],
)
def test_figure_11_compares_the_rate_with_its_marks(figure_11, rate, place, verb):
    figure_11.reset()
    figure_11.set(rate=rate)
    assert f"Learning rate {rate:.2f} is {place} (λ = 2): the walk from −3 {verb}" in figure_11.html


def test_figure_11_begins_with_a_rate_that_is_too_small(figure_11):
    figure_11.reset()
    assert figure_11.values["rate"] == 0.01
    assert "crawls" in figure_11.picture.alt
    assert "diverges" in figure_11.picture.alt


def test_a_larger_curvature_moves_the_marks(figure_11):
    figure_11.reset()
    figure_11.set(rate=0.6)
    assert "oscillates" in figure_11.html
    figure_11.set(curvature=4.0)
    assert "above 2/λ (λ = 4)" in figure_11.html
    assert "diverges" in figure_11.html


def test_in_a_round_bowl_the_first_step_heads_for_the_minimum_and_in_a_ravine_it_does_not(figure_12):
    figure_12.set(condition=1, share=0.5, angle=0)
    assert "points 0 degrees away from the minimum" in figure_12.html
    figure_12.set(condition=50)
    assert descent.first_step_off(np.array([[1.0, 1.0], [1.0, 0.5]]), (0, 0)) == pytest.approx(45)
    assert "points 61 degrees away from the minimum" in figure_12.html


def test_the_angle_turns_the_ravine_and_changes_no_loss(figure_12):
    found = []
    for angle in (0, 45, 90):
        figure_12.set(condition=20, share=1.8, angle=angle)
        found.append(figure_12.html.split("the loss went from ")[1].split(":")[0])
    assert len(set(found)) == 1


def test_above_the_limit_the_ravine_diverges(figure_12):
    figure_12.set(condition=20, share=2.05, angle=0)
    assert "the walk diverges" in figure_12.html


@pytest.mark.parametrize(
    ("start", "end"), [((-0.4, 1.5), "shallow minimum"), ((0.4, 1.5), "deep minimum"), ((0.0, 1.5), "saddle")]
)
def test_the_two_valleys_say_where_a_walk_ends(valleys, start, end):
    valleys.set(a=start[0], b=start[1], rate=0.1)
    assert f"the walk ends at the {end}" in valleys.html


def test_the_two_valleys_say_that_a_walk_jumped_or_never_rests(valleys):
    valleys.set(a=-2.0, b=1.5, rate=0.3)
    assert "It jumped over the saddle" in valleys.html
    valleys.set(a=1.0, b=1.0, rate=0.36)
    assert "the walk is not at rest" in valleys.html


def test_the_walk_is_cut_where_it_leaves_the_map():
    surface = landscapes.two_minima()
    path = np.array([[0.0, 0.0], [1.0, 1.0], [99.0, 1.0], [0.0, 0.0]])
    assert descent.inside(descent.Descent(surface, path, surface(path), "")).tolist() == [[0, 0], [1, 1]]


def test_figures_tell_what_a_wrong_function_does():
    assert "diverges" in figures.descent_1d(uphill).picture.alt
    assert "converges" not in figures.descent_1d(uphill).picture.alt


def test_a_path_that_is_none_is_named():
    figure = figures.ravine(lambda gradient, w, learning_rate, steps: w)
    assert "expected gradient_descent to return the places in order, 2 weights each" in figure.picture.alt


def test_an_unfinished_exercise_stops_the_figure():
    def stub(gradient, w, learning_rate, steps):
        raise NotImplementedError("Exercise 5.2: gradient_descent")

    with pytest.raises(NotImplementedError, match=r"Exercise 5\.2"):
        figures.descent_1d(stub)


def test_a_point_among_the_weights_is_a_line_in_the_data(figure_10):
    figure_10.set(w=1.0, b=60.0, noise=6.0)
    assert "The point w = 1, b = 60 is the line score = 60 + 1 · hours" in figure_10.html
    assert "Downhill is more weight and more bias" in figure_10.html


def test_at_the_best_line_nothing_is_lost_without_noise(figure_10):
    figure_10.set(w=6.0, b=35.0, noise=0.0)
    assert "the best line, w = 6.0, b = 35.0, has 0" in figure_10.html


def test_the_arrow_follows_the_students_gradient():
    figure = figures.two_spaces(lambda w, X, y: -mse_gradient(w, X, y))
    assert "Downhill is less weight and less bias" in figure.html


def test_the_normal_equations_give_the_star():
    A = np.column_stack([np.ones(4), np.arange(4.0)])
    data = data_and_weight_space.look(A, 2 + 3 * np.arange(4.0), 0.0, 0.0, np.zeros(2), 0.0)
    assert data.best == pytest.approx([2, 3])


def test_the_film_goes_from_a_tenth_to_a_pass_and_stays_light():
    film = figures.passing_film(train_by_hand)
    assert len(film.frames) == len(will_i_pass.STEPS) <= 24
    assert film.alts[0].startswith("After 0 steps the network gives you 0.10")
    assert film.frames[-1].yours > 0.9
    assert len(film.html) < HEAVIEST


def test_the_film_runs_the_students_function_from_frame_to_frame():
    frames = will_i_pass.moments(train_by_hand, 0)
    assert [frame.step for frame in frames] == list(will_i_pass.STEPS)
    assert [len(frame.losses) for frame in frames] == [step + 1 for step in will_i_pass.STEPS]
    assert frames[-1].losses[-1] < frames[0].losses[0]


@pytest.mark.parametrize("figure", ["figure_11", "figure_12", "valleys", "figure_10"])
def test_the_picture_of_every_redraw_stays_small(figure, request):
    figure = request.getfixturevalue(figure)
    name = next(iter(figure.values))
    control, sizes = figure.controls_by_name[name], []
    for share in (0.0, 0.3, 0.7, 1.0):
        steps = round((control.high - control.low) / control.step)
        figure.set(**{name: control.low + control.step * round(share * steps)})
        sizes.append(len(figure.html))
    assert max(sizes) < 200_000


def test_the_figures_do_not_import_tensorflow():
    code = "import sys; from course_utils.labs.gradient_descent import figures; print('tensorflow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "False"
