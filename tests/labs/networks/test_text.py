"""Lab 03: every number and formula of the prose, held against the reference solution."""

import re
from functools import cache

import keras
import numpy as np
import pytest
from lab_text import lab_text

from course_utils import datasets
from course_utils.labs.networks.figures import folding, spiral_playground
from course_utils.models import dense_net
from course_utils.models.will_i_pass import YOU, untrained_net

CELLS, PROSE, CODE, lab = lab_text("03_networks")
WIDTHS, DEPTHS = (2, 4, 8, 16), (1, 2, 3)


@cache
def accuracies(hidden):
    """Ten random starts of a network on the spirals."""
    return [lab()["accuracy"](list(hidden), seed) for seed in range(10)]


def medians(hidden):
    """The lab's bar is on the median of three starts: every three neighbours of the ten."""
    return [np.median(accuracies(hidden)[start : start + 3]) for start in range(8)]


def relu(z):
    return np.maximum(z, 0)


def test_the_opening_names_work_and_lecture():
    minutes = sum(int(number) for number in re.findall(r"\((\d+) min\)", PROSE))
    assert "About 120 minutes" in PROSE
    assert 90 <= minutes <= 130
    assert "23:14–32:29" in PROSE


def test_the_warm_up_asks_what_its_answers_answer():
    assert r"$w_0 = 1$ and $\mathbf{w} = (2, -1)$. What is $z$ at $\mathbf{x} = (3, 4)$" in PROSE
    assert lab()["state"] == 1 + np.array([2, -1]) @ [3, 4]
    assert "what does ReLU make of −3" in PROSE
    assert lab()["relu_value"] == relu(-3)
    assert "`np.ones((5, 2)) @ np.ones((2, 3))`" in PROSE
    assert (np.ones((5, 2)) @ np.ones((2, 3))).shape == lab()["shape_of_product"]
    assert lab()["layers_left"] == 1


def test_a_layer_is_the_formula_of_the_text():
    rng = np.random.default_rng(0)
    X, W, b = rng.normal(size=(5, 3)), rng.normal(size=(3, 2)), rng.normal(size=2)
    assert r"H = g(X W + \mathbf{b}) \qquad X\ (n, d) \quad W\ (d, units)" in PROSE
    assert np.allclose(lab()["dense"](X, W, b, np.tanh), np.tanh(X @ W + b))
    assert lab()["dense"](X, W, b, relu)[4, 1] == pytest.approx(relu(X[4] @ W[:, 1] + b[1]))


def test_the_weights_of_a_keras_layer_appear_with_the_first_batch():
    for layer in (lab()["MyDense"](2), keras.layers.Dense(2)):
        assert len(layer.weights) == 0
        layer(np.zeros((1, 3)))
        assert [tuple(weight.shape) for weight in layer.weights] == [(3, 2), (2,)]
    assert "The weights appear with the first batch" in PROSE


def test_the_layer_of_the_text_agrees_with_keras():
    X = np.random.default_rng(1).normal(size=(4, 3)).astype("float32")
    ours, theirs = lab()["MyDense"](5, activation="tanh"), keras.layers.Dense(5, activation="tanh")
    ours(X), theirs(X)
    ours.set_weights(theirs.get_weights())
    assert "That is what `keras.layers.Dense(units)` does" in PROSE
    assert np.allclose(ours(X), theirs(X), atol=1e-6)


def test_a_single_layer_learns_the_plane_of_the_text_far_below_the_bar():
    X = np.array([[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]])
    y = 2 * X[:, :1] - 3 * X[:, 1:] + 1
    assert "$y = 2x_1 - 3x_2 + 1$ to a mean squared error below 0.001, in 100 steps" in PROSE
    model = keras.Sequential([lab()["MyDense"](1)])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss="mse")
    model.fit(np.tile(X, (100, 1)), np.tile(y, (100, 1)), batch_size=4, shuffle=False, verbose=0)
    assert model.evaluate(X, y, verbose=0) < 1e-9


def test_the_network_is_the_recursion_of_the_text_with_a_bare_last_layer():
    rng = np.random.default_rng(2)
    params = [(rng.normal(size=(d, units)), rng.normal(size=units)) for d, units in [(2, 4), (4, 3), (3, 2)]]
    X = rng.normal(size=(6, 2))
    H = X
    for W, b in params[:-1]:
        H = relu(H @ W + b)
    assert r"H_k = g(H_{k-1} W_k + \mathbf{b}_k) \qquad \text{the last layer without } g" in PROSE
    assert np.allclose(lab()["mlp_forward"](params, X), H @ params[-1][0] + params[-1][1])


def test_no_line_separates_the_moons_at_the_start_and_one_does_behind_the_second_layer():
    frames = folding.fold(lab()["mlp_forward"])
    assert "No straight line separates the moons at the start. Behind the second layer one does" in PROSE
    assert "With two units each they can be watched" in PROSE
    assert folding.SIZES == [2, 2, 2, 1]
    assert frames[0].accuracy < 0.95
    assert frames[-1].accuracy == 1
    X, y = folding.moons()
    start = dense_net.init([2, 1], "none", np.random.default_rng(0))
    params, _ = dense_net.train(start, X, y, "none", steps=2000)
    assert np.mean((dense_net.forward(params, X, "none")[:, 0] > 0) == y) < 0.95


def test_the_plan_of_4_8_8_3_is_the_one_of_keras():
    model = keras.Sequential([keras.Input((4,)), *(keras.layers.Dense(units) for units in (8, 8, 3))])
    assert "written 4-8-8-3" in PROSE
    assert [tuple(layer.kernel.shape) for layer in model.layers] == lab()["weight_shapes"]
    assert model.count_params() == lab()["parameters"] == lab()["count_parameters"]([4, 8, 8, 3])
    assert "139 numbers for the small one, 101,770 for a modest reader of digits" in PROSE
    assert (model.count_params(), lab()["count_parameters"]([784, 128, 10])) == (139, 101_770)


def test_a_layer_has_weights_and_one_bias_per_unit():
    assert r"A layer has $d \cdot units + units$ numbers" in PROSE
    assert "<code>d * units + units</code> for a layer" in PROSE
    assert lab()["count_parameters"]([7, 3]) == 7 * 3 + 3


def test_the_untrained_network_gives_you_a_tenth():
    p = lab()["pass_probability"](untrained_net(), np.array([YOU]))
    assert "You attended 4 and spent 5" in PROSE
    assert "The network gives you a chance of 0.1" in PROSE
    assert round(float(p[0]), 2) == 0.1


def test_it_says_no_to_everybody():
    X, _ = datasets.will_i_pass()
    assert "It says no to everybody" in PROSE
    assert np.sum(lab()["pass_probability"](untrained_net(), X) > 0.5) == lab()["yes_count"] == 0


def test_your_neighbours_passed():
    X, y = datasets.will_i_pass()
    near = np.linalg.norm(X - YOU, axis=1) < 1.5
    assert "among those who passed" in CODE
    assert near.sum() >= 3
    assert y[near].mean() > 0.8


def test_a_better_last_neuron_alone_could_tell_the_class_apart():
    X, y = datasets.will_i_pass()
    H = relu(X @ untrained_net()[0][0])
    start = dense_net.init([3, 1], "none", np.random.default_rng(0))
    params, _ = dense_net.train(start, H, y, "none", steps=3000)
    assert "a better last neuron alone could tell them apart" in PROSE
    assert np.mean((dense_net.forward(params, H, "none")[:, 0] > 0) == y) > 0.9


def test_the_three_networks_have_13_parameters():
    assert "Each must have 13 parameters" in PROSE
    assert lab()["count_parameters"]([2, 3, 1]) == 13
    for make in ("sequential_net", "functional_net", "PassNet"):
        net = lab()[make]()
        net(np.zeros((1, 2)))
        assert net.count_params() == 13


def test_the_study_has_200_points_and_1000_epochs():
    assert "200 points" in PROSE
    assert "for 1000 epochs" in PROSE
    assert "datasets.spirals(200)" in CODE
    assert "steps=1000" in CODE
    assert spiral_playground.EPOCHS == 1000


def test_one_hidden_layer_needs_16_units():
    assert "to put 95 % of the points on their side, in the median of three starts? Write 2, 4, 8 or 16" in PROSE
    assert lab()["prediction_width"] == 16
    assert min(medians((16,))) >= 0.95
    assert max(medians((8,))) < 0.95


def test_the_reference_network_keeps_far_above_its_bar_over_ten_starts():
    hidden = tuple(lab()["my_hidden"])
    assert "the median must reach 95 %, with at most 400 parameters" in PROSE
    assert lab()["count_parameters"]([2, *hidden, 1]) <= 400
    assert min(accuracies(hidden)) >= 0.99


def test_small_networks_reach_the_bar_too():
    assert "How few can you do with" in PROSE
    assert min(medians((8, 8))) >= 0.95
    assert lab()["count_parameters"]([2, 8, 8, 1]) == 105


def test_narrow_networks_fail_at_any_depth_and_a_second_layer_helps_wider_ones():
    assert "Narrow networks fail at any depth; where they are wide enough, a second layer helps" in PROSE
    assert max(max(medians((2,) * depth)) for depth in DEPTHS) < 0.95
    assert np.median(accuracies((8, 8))) > np.median(accuracies((8,)))


def test_the_loss_of_the_playground_rests_falls_and_jumps():
    losses = spiral_playground.run("spirals", (8, 8)).losses
    assert "it rests on plateaus, falls, and jumps up now and then" in PROSE
    assert np.diff(losses).max() > 0.02
    assert np.abs(losses[400] - losses[300]) < 0.01


def test_a_unit_of_the_first_layer_says_on_which_side_of_a_line_a_point_lies():
    one = spiral_playground.run("spirals", (8, 8))
    values = one.units[-1][0]
    assert "on which side of one line a point lies" in PROSE
    on = values > 0
    assert on.any()
    assert np.abs(np.diff(values, 2, axis=0)[on[2:] & on[1:-1] & on[:-2]]).max(initial=0) < 1e-4


def test_the_loops_are_the_sum_of_the_text():
    rng = np.random.default_rng(3)
    X, W, b = rng.normal(size=(3, 4)), rng.normal(size=(4, 2)), rng.normal(size=2)
    assert r"Z_{ij} = b_j + \sum_k X_{ik} W_{kj}" in PROSE
    assert np.allclose(lab()["dense_by_loops"](X, W, b), X @ W + b)


def test_the_timed_layer_has_409600_products():
    assert "For 200 examples, 64 inputs and 32 neurons" in PROSE
    assert "each of 409,600 products" in PROSE
    assert "size=(200, 64)), rng.normal(size=(64, 32))" in CODE
    assert 200 * 64 * 32 == 409_600


def test_an_activation_is_what_keeps_layers_from_folding():
    W1, W2 = np.ones((2, 3)), np.ones((3, 1))
    X = np.arange(4.0).reshape(2, 2)
    assert "Each hidden layer needs one, or it folds into its neighbour" in PROSE
    assert np.allclose((X @ W1) @ W2, X @ (W1 @ W2))
