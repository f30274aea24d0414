"""Figures 13, 14 and 18 and the film of lab 07, driven without a browser."""

import subprocess
import sys

import numpy as np
import pytest
from matplotlib.figure import Figure

from course_utils.display.film import HEAVIEST
from course_utils.labs.optimizers import figures, race
from course_utils.labs.optimizers.figures import momentum_paths
from course_utils.labs.optimizers.plots import plot_bands, plot_decay, plot_range_test, plot_sweeps
from course_utils.labs.optimizers.race_plane import fixed_slice, walk


def sgd(params, grads, state, learning_rate=0.01):
    return [w - learning_rate * g for w, g in zip(params, grads, strict=True)], state


def momentum(params, grads, state, learning_rate=0.01, momentum=0.9):
    m = [momentum * old - learning_rate * g for old, g in zip(state.get("m", [0.0] * len(grads)), grads, strict=True)]
    return [w + change for w, change in zip(params, m, strict=True)], {"m": m}


def rmsprop(params, grads, state, learning_rate=0.001):
    v = [0.9 * old + 0.1 * g * g for old, g in zip(state.get("v", [0.0] * len(grads)), grads, strict=True)]
    return [w - learning_rate * g / np.sqrt(s + 1e-7) for w, g, s in zip(params, grads, v, strict=True)], {"v": v}


def stub(*_, **__):
    raise NotImplementedError("Exercise 7.2: momentum")


RACERS = {"SGD": sgd, "momentum": momentum, "RMSProp": rmsprop}


def cosine(step, total, peak):
    return peak / 2 * (1 + np.cos(np.pi * step / (total - 1)))


def warm_up(step, total, peak, warm):
    return peak * (step + 1) / warm if step < warm else cosine(step + 1 - warm, total - warm + 1, peak)


@pytest.fixture(scope="module")
def figure_13():
    return figures.momentum_regimes(momentum)


@pytest.fixture(scope="module")
def figure_14():
    return figures.optimizer_race(RACERS)


@pytest.fixture(scope="module")
def figure_18():
    return figures.schedules({"cosine": cosine, "none": lambda step, total, peak: peak}, warm_up)


@pytest.mark.parametrize("share", [0.05, 0.6, 1.5, 2.5, 3.5])
@pytest.mark.parametrize("beta", [0.0, 0.2, 0.6, 0.95])
def test_the_regimes_are_those_of_the_path(share, beta):
    path, word = momentum_paths.ride(momentum, share, beta), momentum_paths.regime(share, beta)
    grows = np.abs(path[-10:]).max() > np.abs(path[:10]).max()
    assert grows == (word == "away")
    sides = np.sum(np.diff(np.sign(path[:30])) != 0)
    if word == "glide":
        assert sides <= 1
    if word == "flip":
        assert sides >= 20


def test_figure_13_tells_the_regime_and_the_factor(figure_13):
    figure_13.set(share=0.1, beta=0.9)
    assert "swings around the goal, × 0.95 per step" in figure_13.html
    figure_13.set(share=4.0, beta=0.5)
    assert "flies apart" in figure_13.html
    assert "it is far away" in figure_13.html


def test_figure_13_runs_the_students_function():
    def uphill(params, grads, state, learning_rate, momentum):
        return [w + g for w, g in zip(params, grads, strict=True)], {}

    assert "it is far away" in figures.momentum_regimes(uphill).picture.alt
    broken = figures.momentum_regimes(lambda params, *_, **__: params)
    assert "expected momentum to return the new weights and the state" in broken.picture.alt


@pytest.mark.parametrize("make", [figures.momentum_regimes, lambda f: figures.optimizer_race({"A": f})])
def test_an_unfinished_exercise_stops_the_figure(make):
    with pytest.raises(NotImplementedError, match=r"Exercise 7\.2"):
        make(stub)


def test_a_walk_remembers_what_the_optimizer_keeps():
    surface = race.SURFACES["ravine"]()
    run = race.walk(momentum, surface, 0.01, steps=5)
    assert run.path.shape == (6, 2)
    assert run.m == pytest.approx(np.diff(run.path, axis=0))
    assert run.v is None
    assert race.walk(rmsprop, surface, 0.01, steps=5).v.shape == (5, 2)


def test_a_walk_of_descent_is_the_hand_made_one_and_what_flies_apart_stays_away():
    surface = race.SURFACES["rosenbrock"]()
    place = np.array(surface.start)
    for step in race.walk(sgd, surface, 0.001, steps=5).path:
        assert step == pytest.approx(place)
        place = place - 0.001 * surface.gradient(place)
    assert np.isfinite(race.walk(sgd, surface, 10.0).losses).all()


def test_no_step_on_the_saddle_is_longer_than_a_half():
    rate, run = race.best_run(rmsprop, "saddle")
    left = int(race.score(race.SURFACES["saddle"](), run))
    assert np.linalg.norm(np.diff(run.path[: left + 1], axis=0), axis=1).max() <= 0.5
    assert rate < 1


def test_figure_14_follows_its_controls(figure_14):
    figure_14.set(surface="saddle", step=20, walker="RMSProp", power=-1.0)
    assert "saddle, 0.1 × own best rates, step 20: losses" in figure_14.html
    assert "RMSProp moves a by" in figure_14.html
    figure_14.reset()
    assert "ravine, own best rates, step 150" in figure_14.html


def test_a_return_value_that_is_none_is_named():
    figure = figures.optimizer_race({"A": lambda params, *_, **__: (np.zeros(3), {})})
    assert "expected each optimizer to return the new weights" in figure.picture.alt


def test_the_plane_holds_its_own_directions_and_knows_what_is_off_it():
    plane = fixed_slice()
    places, off = plane.project([plane.origin + 2 * plane.directions[0] - plane.directions[1]])
    assert places == pytest.approx(np.array([[2, -1]]))
    assert off == pytest.approx([0], abs=1e-12)
    rows, losses = walk(sgd, 0.08, plane, 20)
    assert losses[0] == pytest.approx(plane.loss(rows[0]))
    assert losses[-1] == pytest.approx(plane.loss(rows[-1]))


def test_the_film_shows_all_racers_and_stays_light():
    film = figures.race_film(RACERS)
    assert len(film.frames) <= 24
    assert film.alts[0].startswith("After 0 steps the losses are")
    assert "off the drawn plane" in film.alts[-1]
    assert len(film.html) < HEAVIEST


def test_figure_18_says_how_much_nearer_decay_ends(figure_18):
    figure_18.set(schedule="cosine", warm=40)
    assert "Rate cosine after 40 steps of warm-up: in the last 50 steps the loss is 0.00" in figure_18.html
    figure_18.set(schedule="none", warm=0)
    above, constant = (
        figure_18.html.split("the loss is ")[1].split(" above")[0],
        figure_18.html.split("constant rate ")[1],
    )
    assert constant.startswith(above)


@pytest.mark.parametrize("figure", ["figure_13", "figure_14", "figure_18"])
def test_the_picture_of_every_redraw_stays_small(figure, request):
    figure = request.getfixturevalue(figure)
    name = next(name for name in ("share", "step", "warm") if name in figure.values)
    control, sizes = figure.controls_by_name[name], []
    for share in (0.1, 0.5, 1.0):
        steps = round((control.high - control.low) / control.step)
        figure.set(**{name: control.low + control.step * round(share * steps)})
        sizes.append(len(figure.html))
    assert max(sizes) < 200_000


def test_plots_hold_what_they_are_given():
    ax = plot_sweeps({"A": ([0.1, 1.0], [[1.0, 3.0, 2.0], [np.nan, 4.0, np.inf]])}, ax=Figure().subplots())
    assert ax.lines[0].get_ydata().tolist() == [2.0, 30.0]
    ax = plot_bands({"A": [[1.0, 0.5], [3.0, 0.1], [2.0, 0.2]], "B": [[1.0, 1.0]]}, ax=Figure().subplots())
    assert ax.lines[0].get_ydata().tolist() == [2.0, 0.2]
    ax = plot_range_test([0.1, 1.0, 10.0], [2.0, 1.0, np.nan], 0.1, ax=Figure().subplots())
    assert ax.lines[1].get_xdata()[0] == 0.1
    ax = plot_decay({"A": np.array([[1.0, 1.0], [0.9, 0.5]])}, ax=Figure().subplots())
    assert [line.get_ydata()[-1] for line in ax.lines[:2]] == [0.9, 0.5]


def test_the_figures_do_not_import_tensorflow():
    code = "import sys; from course_utils.labs.optimizers import figures; print('tensorflow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "False"
