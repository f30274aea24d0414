"""Figures 15 and 17 and the film of lab 06: what they hold and what they say."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from course_utils.labs.backpropagation import figures
from course_utils.labs.backpropagation.figures.graph import CHAIN, CHAIN_PLACES, at_step, count_steps, smallest_graph
from course_utils.labs.backpropagation.plots import plot_gradient_check, plot_graph, tiles
from course_utils.models.graph import Node


def dJ_dw2(x, y, w1, w2):
    return 2 * (w2 * np.tanh(w1 * x) - y) * np.tanh(w1 * x)


def dJ_dw1(x, y, w1, w2):
    return 2 * (w2 * np.tanh(w1 * x) - y) * w2 * (1 - np.tanh(w1 * x) ** 2) * x


def walk(step, w1=0.5, w2=-1.0):
    values, edges = smallest_graph(w1, w2)
    return at_step(CHAIN, CHAIN_PLACES, values, edges, step)


def product():
    a, b = Node(2.0, name="a"), Node(3.0, name="b")
    return Node(12.0, [(Node(6.0, [(a, 3.0), (b, 2.0)], "·"), 2.0), (a, 6.0)], "·")


def test_at_first_only_the_inputs_are_known_and_the_first_product_is_asked():
    start = walk(0)
    assert np.isnan(start.values).tolist() == [False, False, True, False, True, False, True]
    assert np.isnan(start.blames).all()
    assert start.names[start.asked] == "z₁"


def test_the_last_step_holds_the_gradient():
    values, edges = smallest_graph(0.5, -1.0)
    end = walk(count_steps(CHAIN, edges))
    assert end.asked is None
    assert end.blames[CHAIN.index("w₁")] == pytest.approx(dJ_dw1(2, 1, 0.5, -1))
    assert end.blames[CHAIN.index("w₂")] == pytest.approx(dJ_dw2(2, 1, 0.5, -1))
    assert np.isnan(end.blames[CHAIN.index("x")]), "nobody asks for the blame of the data"


def test_every_step_answers_the_question_before_it():
    _, edges = smallest_graph(0.5, -1.0)
    for step in range(count_steps(CHAIN, edges)):
        now, then = walk(step), walk(step + 1)
        known = [sum(map(np.isnan, (w.values[now.asked], w.blames[now.asked]))) for w in (now, then)]
        assert int(known[1]) == int(known[0]) - 1


def test_the_students_slopes_stand_under_the_boxes_once_the_blame_is_there():
    figure = figures.backprop_steps(dJ_dw1, dJ_dw2)
    figure.set(step=8)
    assert "At w₁, yours: 2.96." in figure.html
    assert "At w₂, yours: −2.68." in figure.html
    figure.set(step=3)
    assert "yours" not in figure.html


def test_a_wrong_slope_of_the_student_is_shown_beside_the_right_one():
    figure = figures.backprop_steps(lambda *numbers: 7.0, dJ_dw2)
    figure.set(step=8)
    assert "w₁: 2.96" in figure.html
    assert "At w₁, yours: 7." in figure.html


def test_an_open_exercise_stops_the_figure():
    def still_open(*numbers):
        raise NotImplementedError("Exercise 6.1: smallest_network")

    with pytest.raises(NotImplementedError, match="Exercise 6.1"):
        figures.backprop_steps(still_open, still_open)


def test_blame_of_a_shared_number_arrives_in_parts():
    figure = figures.graph_steps(product())
    last = figure.controls_by_name["step"].high
    figure.set(step=last - 1)
    assert "back, from · to a: 6 + 2 · 3 = ?" in figure.html
    figure.set(step=last)
    assert "a: 12" in figure.html


def test_the_graph_is_drawn_with_a_box_for_each_node_and_an_arrow_for_each_edge():
    values, edges = smallest_graph(0.5, -1.0)
    ax = plot_graph(CHAIN, CHAIN_PLACES, values, np.full(7, np.nan), edges, ax=Figure().subplots())
    texts = [text.get_text() for text in ax.texts]
    assert [name for name in CHAIN if name in texts] == CHAIN
    assert "×2" in texts
    assert len(ax.patches) == 7


def test_the_u_marks_its_smallest_error():
    ax = plot_gradient_check([1e-1, 1e-5, 1e-12], {"float64": [1e-3, 1e-10, 1e-4]}, ax=Figure().subplots())
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["float64: best 1e-10 at ε = 1e-05"]
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    assert all((ax.get_xlabel(), ax.get_ylabel()))


def test_tiles_put_each_units_weights_into_a_square_of_its_own():
    W = np.arange(8.0).reshape(4, 2)
    assert np.array_equal(tiles(W, columns=2)[:, [0, 1, 3, 4]], [[0, 2, 1, 3], [4, 6, 5, 7]])
    assert np.isnan(tiles(W, columns=2)[:, 2]).all()


def test_the_film_shows_losses_that_the_student_measured_and_keeps_its_size():
    def train(params, X, y, steps):
        return {**params, "W1": params["W1"] + 0.001 * steps}, [2.0] * steps

    def start(seed):
        rng = np.random.default_rng(seed)
        W1, W2 = rng.normal(0, 0.2, (64, 32)), rng.normal(size=(32, 10))
        return {"W1": W1, "b1": np.zeros(32), "W2": W2, "b2": np.zeros(10)}

    film = figures.learning_film(train, start)
    assert len(film.frames) == 16
    assert len(film.frames[-1].losses) == 300
    assert "After 300 steps the loss has come down to 2.00" in film.alts[-1]
    assert len(film.html) < 600_000
