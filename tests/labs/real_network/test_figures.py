"""The figures of lab 10: starts, dashboard, landscape and drawing board, driven without a browser."""

import subprocess
import sys

import numpy as np
import pytest

from course_utils import stand_in
from course_utils.labs.real_network import figures
from course_utils.labs.real_network.figures import digit_drawing, initialization, training_dashboard
from course_utils.labs.real_network.loss_slices import losses_on_grid, moons_loss, random_direction, trained
from course_utils.labs.real_network.plots import loss_slices, run_cards
from course_utils.labs.real_network.sick_runs import sick_logs


def he(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out))


def update_ratios(before, after):
    return [np.linalg.norm(new - old) / np.linalg.norm(old) for old, new in zip(before, after, strict=True)]


def stub(*_):
    raise NotImplementedError("Exercise 10.5: filter_normalise")


@pytest.fixture(scope="module")
def landscape():
    return figures.loss_landscape(stand_in("filter_normalise"))


@pytest.fixture(scope="module")
def starts():
    return figures.starts_through_depth({"He": he, "zeros": lambda i, o, rng: np.zeros((i, o))})


@pytest.fixture(scope="module")
def dashboard():
    return figures.dashboard(update_ratios)


@pytest.mark.slow
def test_he_survives_and_zeros_vanish(starts):
    assert "24 layers of He, relu: after the last layer" in starts.html
    assert "it survives" in starts.html
    starts.set(start="zeros")
    assert "0 of the signal is left, it vanishes" in starts.html


def test_a_start_of_the_wrong_shape_is_named():
    figure = figures.starts_through_depth({"bad": lambda i, o, rng: np.zeros(o)})
    assert "expected shape (64, 64), received (64,)" in figure.picture.alt


def test_the_way_back_through_batch_norm_is_that_of_the_tape():
    rng = np.random.default_rng(0)
    z, dY = rng.normal(size=(9, 4)), rng.normal(size=(9, 4))
    hat = (z - z.mean(axis=0)) / np.sqrt(z.var(axis=0) + initialization.EPSILON)
    right = stand_in("batch_norm_backward")(z, np.ones(4), dY)[0]
    assert initialization.back(dY, hat, z.std(axis=0)) == pytest.approx(right, abs=1e-9)


def test_the_dashboard_tells_small_from_large_updates(dashboard):
    dashboard.set(rate=-4.0)
    assert "too small" in dashboard.html
    dashboard.reset()
    assert "healthy" in dashboard.html
    dashboard.set(rate=1.0)
    assert "0% of the units are active" in dashboard.html


def test_the_landscape_says_the_trained_loss_and_follows_the_network(landscape):
    landscape.set(directions="normalised")
    first = landscape.html.split('alt="')[1].split(", seed")[1].split('"')[0]
    landscape.set(network="no decay, rescaled")
    assert landscape.html.split('alt="')[1].split(", seed")[1].split('"')[0] == first
    assert f"loss {moons_loss(trained()):.3f} in the middle" in landscape.html


def test_the_fast_slice_is_the_direct_evaluation():
    weights, rng = trained("weight decay"), np.random.default_rng(5)
    d1, d2 = random_direction(weights, rng), random_direction(weights, rng)
    got = losses_on_grid(weights, d1, d2, [-0.5, 0.0, 1.0], [0.0, 0.25])
    for i, b in enumerate((0.0, 0.25)):
        for j, a in enumerate((-0.5, 0.0, 1.0)):
            moved = [w + a * x + b * z for w, x, z in zip(weights, d1, d2, strict=True)]
            assert got[i, j] == pytest.approx(moons_loss(moved), rel=1e-3)


def test_a_direction_of_the_wrong_shape_is_named():
    figure = figures.loss_landscape(lambda direction, weights: direction[:2])
    figure.set(directions="normalised")
    assert "filter_normalise: expected arrays of the shapes" in figure.html


def test_an_unfinished_exercise_stops_the_figure():
    with pytest.raises(NotImplementedError, match=r"Exercise 10\.5"):
        figures.loss_landscape(stub)


@pytest.mark.parametrize("name", ["starts", "dashboard", "landscape"])
def test_the_picture_of_every_redraw_stays_small(name, request):
    figure = request.getfixturevalue(name)
    figure.reset()
    slider = {"starts": "depth", "dashboard": "rate", "landscape": "seed"}[name]
    control, sizes = figure.controls_by_name[slider], []
    for share in (0.0, 0.5, 1.0):
        steps = round((control.high - control.low) / control.step)
        figure.set(**{slider: control.low + control.step * round(share * steps)})
        sizes.append(len(figure.html))
    assert max(sizes) < 200_000


def says(label):
    def classify(images):
        p = np.full((len(images), 10), 0.01)
        p[:, label] = 0.91
        return np.full(len(images), label), p

    return classify


def test_the_board_shows_the_given_two_and_what_the_network_says():
    board = figures.draw_a_digit(says(2))
    ink = int(digit_drawing.given_drawing().sum())
    assert f"A drawing with ink on {ink} of 64 squares: the network says 2 with 91%" in board.picture.alt


def test_pressing_a_button_draws_and_asks_again():
    asked = []

    def classify(images):
        asked.append(np.array(images))
        return says(7)(images)

    board = figures.draw_a_digit(classify)
    board.controls()
    assert len(board.buttons) == 64
    assert board.buttons[0].tooltip == "row 1, column 1"
    before = len(asked)
    board.buttons[0].value = True
    assert len(asked) == before + 1
    assert board.ink[0, 0]
    assert asked[-1][0, 0] > asked[0][0, 0]
    assert board.buttons[0].description == "■"
    assert board._image.value == board.picture.html


def test_clear_wipes_the_board_with_one_question():
    asked = []

    def classify(images):
        asked.append(1)
        return says(0)(images)

    board = figures.draw_a_digit(classify)
    board.controls()
    before = len(asked)
    board.set(np.zeros((8, 8), bool))
    assert len(asked) == before + 1
    assert "An empty board" in board.picture.alt
    assert not any(button.value for button in board.buttons)


@pytest.mark.parametrize(("side", "pixels"), [(8, 64), (28, 784)])
def test_ink_becomes_an_image_of_the_networks_size(side, pixels):
    image = digit_drawing.as_image(digit_drawing.given_drawing(), side)
    assert image.shape == (pixels,)
    assert image.dtype == np.float32
    assert image.min() >= 0
    assert image.max() <= 1


def test_the_cards_say_where_each_run_ends():
    logs = sick_logs()
    axes = run_cards.plot_cards(logs)
    assert [ax.get_title(loc="left") for ax in axes.flat] == list("ABCDEFGH")
    assert "off the chart" in axes.flat[1].texts[0].get_text()
    assert "H: 2.3 to 2.3" in run_cards.say_cards(logs)


def test_the_thick_line_is_the_best_trial():
    trials = [({"rate": 0.01, "units": 8}, 0.5), ({"rate": 0.1, "units": 16}, 0.9), ({"rate": 1.0, "units": 8}, 0.1)]
    ax = run_cards.plot_trials(trials)
    widths = [line.get_linewidth() for line in ax.lines[:3]]
    assert int(np.argmax(widths)) == 1
    assert [label.get_text() for label in ax.get_xticklabels()] == ["rate", "units", "validation"]


def test_the_slice_is_drawn_with_its_middle():
    steps = np.linspace(-1, 1, 5)
    losses = steps[:, None] ** 2 + steps**2
    ax = loss_slices.plot_slice(losses, steps, steps)
    assert ax.get_xlabel() == "steps along d₁ (bold: loss 0.5)"
    assert ax.lines[-1].get_xydata().tolist() == [[0, 0]]


def test_the_gauges_count_living_units_per_layer():
    data = training_dashboard.watch(update_ratios, 0.1, "he")
    assert data.active.shape == (training_dashboard.STEPS, 2)
    assert data.ratios.shape == data.gradients.shape == (training_dashboard.STEPS, 3)


def test_the_figures_do_not_import_tensorflow():
    code = "import sys; from course_utils.labs.real_network import figures; print('tensorflow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "False"
