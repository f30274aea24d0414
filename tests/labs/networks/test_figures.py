"""Figures 6 and 7 and the film of lab 03, driven without a browser."""

import subprocess
import sys

import numpy as np
import pytest

from course_utils.display.film import HEAVIEST
from course_utils.labs.networks import figures
from course_utils.labs.networks.figures import folding, spiral_playground


def mlp_forward(params, X, activation):
    for W, b in params[:-1]:
        X = activation(X @ W + b)
    W, b = params[-1]
    return X @ W + b


@pytest.fixture(scope="module")
def playground():
    return figures.mini_playground()


def test_the_plane_is_moved_by_straight_lines_and_bent_by_tanh():
    frames = folding.fold(mlp_forward)
    moved = next(frame for frame in frames if frame.name == "layer 1: W and b move" and frame is frames[4])
    assert np.abs(np.diff(moved.grid, 2, axis=1)).max() < 1e-9
    assert np.abs(np.diff(frames[9].grid, 2, axis=1)).max() > 1e-3
    assert np.abs(frames[9].grid).max() <= 1


def test_behind_the_last_hidden_layer_one_line_is_enough():
    frames = folding.fold(mlp_forward)
    assert frames[0].accuracy < 0.95
    assert frames[-1].accuracy == 1
    assert "the last neuron's straight line has 100% of the points on their side" in folding.say_fold(frames[-1])


def test_the_film_of_the_fold_has_at_most_24_light_frames():
    film = figures.folding_space(mlp_forward)
    assert len(film.frames) == 20
    assert len(film.html) < HEAVIEST
    assert film.picture.alt.startswith("4 panels. Panel 1: The inputs: a straight line puts")


def test_a_function_of_the_wrong_shape_is_named():
    with pytest.raises(ValueError, match=r"mlp_forward: expected shape \(\d+, 2\) for 1 layers of 2 units"):
        figures.folding_space(lambda params, X, activation: X[:, :1])


def test_an_unfinished_exercise_stops_the_film():
    def stub(params, X, activation):
        raise NotImplementedError("Exercise 3.3: mlp_forward")

    with pytest.raises(NotImplementedError, match=r"Exercise 3\.3"):
        figures.folding_space(stub)


def test_the_alt_text_follows_a_wrong_function():
    film = figures.folding_space(lambda params, X, activation: np.zeros_like(X))
    assert "100%" not in film.alts[-1]


def test_the_playground_says_share_loss_and_where_the_unit_is_active(playground):
    playground.set(preset="spirals, 2 layers of 8", epoch=1000, unit=12)
    one = spiral_playground.run("spirals", (8, 8))
    assert f"epoch 1000: {one.accuracies[-1]:.0%} of the points are right" in playground.html
    assert f"the loss is {one.losses[1000]:.2f}" in playground.html
    assert "layer 2, unit 4" in playground.html


def test_the_slider_of_units_ends_with_the_network(playground):
    playground.set(preset="spirals, 1 layer of 16", unit=16)
    playground.set(preset="circles, 1 layer of 4")
    assert playground.limits == {"unit": 4}
    assert playground.values["unit"] == 4
    assert "layer 1, unit 4" in playground.html


def test_every_network_but_the_narrow_one_learns_its_points():
    shares = {name: spiral_playground.run(*preset).accuracies[-1] for name, preset in spiral_playground.PRESETS.items()}
    assert shares.pop("spirals, 1 layer of 4") < 0.9
    assert min(shares.values()) > 0.95


def test_the_same_setting_gives_the_same_picture(playground):
    playground.set(preset="spirals, 2 layers of 8", epoch=100, unit=1)
    before = playground.html
    playground.set(epoch=500)
    playground.set(preset="circles, 1 layer of 4")
    playground.set(preset="spirals, 2 layers of 8", epoch=100, unit=1)
    assert playground.html == before
    assert len(before) < 200_000


def test_the_film_of_the_boundary_ends_with_what_the_network_learned():
    film = figures.boundary_film([16, 16])
    one = spiral_playground.run("spirals", (16, 16), spiral_playground.FILM)
    assert film.labels[-1] == "epoch 1000"
    assert f"at epoch 1000: {one.accuracies[-1]:.0%} of the spirals' points" in film.alts[-1]
    assert len(film.html) < HEAVIEST


def test_a_run_looks_before_the_first_step_and_trains_as_in_one_go():
    often, seldom = spiral_playground.run("circles", (4,)), spiral_playground.run("circles", (4,), (0, 1000))
    assert often.accuracies[0] == seldom.accuracies[0]
    assert often.losses == pytest.approx(seldom.losses)
    assert len(often.losses) == 1001


def test_the_figures_do_not_import_tensorflow():
    code = "import sys; from course_utils.labs.networks import figures; print('tensorflow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "False"
