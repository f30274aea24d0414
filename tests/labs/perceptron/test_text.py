"""Lab 01: every number and every formula of the prose."""

import re
from itertools import permutations

import keras
import numpy as np
import pytest
import tensorflow as tf
from lab_text import lab_text
from scipy.optimize import linprog

import course_utils

CELLS, PROSE, _, solved = lab_text("01_perceptron")
W, W0 = np.array([3.0, -2.0]), 1.0  # the lecture's neuron


LAB = solved()
sigmoid, perceptron, boundary = LAB["sigmoid"], LAB["perceptron"], LAB["boundary"]
weighted_sum, fit_perceptron = LAB["weighted_sum"], LAB["fit_perceptron"]
corners, truth = LAB["corners"], LAB["truth"]


def says(text):
    """Is this in the prose? White space does not count."""
    return re.sub(r"\s+", " ", text) in PROSE


def table_of_the_run():
    """The rows of the prose's table, as lists of texts."""
    rows = re.findall(r"^\| ([12]) \| (.*) \|$", "\n".join(c.source for c in CELLS if not c.is_code), re.M)
    return [[epoch, *rest.replace("−", "-").split(" | ")] for epoch, rest in rows]


def numbers(text):
    return [float(number) for number in re.findall(r"-?\d+", text)]


def test_the_state_is_the_bias_plus_each_input_times_its_weight():
    assert says(r"z = w_0 + x_1 w_1 + x_2 w_2 + \dots + x_d w_d = w_0 + \mathbf{x} \cdot \mathbf{w}")
    x, w = np.array([0.5, -1.0, 2.0]), np.array([4.0, 3.0, -2.0])
    assert weighted_sum(x, w, 7.0) == 7 + 0.5 * 4 + -1 * 3 + 2 * -2


def test_the_first_example_gives_five():
    assert says(r"With $w_0 = 1$, $\mathbf{w} = (3, -2)$ and $\mathbf{x} = (2, 1)$ that is $z = 1 + 6 - 2 = 5$")
    assert 1 + 6 - 2 == 5
    assert weighted_sum(np.array([2.0, 1.0]), W, W0) == 5


def test_the_shape_of_five_numbers_in_a_row():
    assert says("five numbers in a row have the shape `(5,)`")
    assert np.zeros(5).shape == (5,)


def test_the_warm_up_answers_are_what_numpy_and_tensorflow_say():
    assert LAB["shape_of_sum"] == (np.ones(4) + np.ones((4, 1))).shape
    assert LAB["shape_of_product"] == (np.ones((5, 2)) @ np.ones(2)).shape
    assert LAB["value_of_product"] == np.array([1, 2]) @ np.array([3, 4])
    x = tf.Variable(3.0)
    with tf.GradientTape() as tape:
        y = x**2
    assert LAB["slope"] == tape.gradient(y, x).numpy()


def test_the_sigmoid_is_the_formula_of_the_text():
    assert says(r"\sigma(z) = \frac{1}{1 + e^{-z}}")
    z = np.linspace(-30, 30, 61)
    np.testing.assert_allclose(sigmoid(z), 1 / (1 + np.exp(-z)), rtol=1e-12)
    np.testing.assert_allclose(sigmoid(z), tf.math.sigmoid(z), rtol=1e-12)


def test_the_sigmoid_is_one_half_at_zero_flat_far_out_and_symmetric():
    assert says(r"It is $\frac12$ at $z = 0$, falls towards 0 on the left, rises towards 1 on the right")
    assert says(r"\sigma(-z) = 1 - \sigma(z)")
    z = np.linspace(-9, 9, 37)
    assert sigmoid(0.0) == 0.5
    assert sigmoid(-40.0) < 1e-15
    assert sigmoid(40.0) == 1.0
    np.testing.assert_allclose(sigmoid(-z), 1 - sigmoid(z), atol=1e-15)


def test_exp_of_a_thousand_is_inf_and_inf_over_inf_is_nan():
    assert says("`np.exp(1000.0)` is `inf`, and `inf / inf` is `nan`")
    with np.errstate(over="ignore", invalid="ignore"):
        assert np.exp(1000.0) == np.inf
        assert np.isnan(np.exp(1000.0) / np.exp(1000.0))
    assert np.isnan(np.nan + 1)  # it spoils every sum


def test_the_hints_for_the_sigmoid_hold():
    assert says("For <code>z ≥ 0</code> the sigmoid is <code>1 / (1 + e)</code>")
    z = np.array([0.0, 0.3, 5.0])
    e = np.exp(-np.abs(z))
    np.testing.assert_allclose(1 / (1 + e), sigmoid(z))
    np.testing.assert_allclose(e / (1 + e), sigmoid(-z))


def test_the_sigmoid_survives_a_thousand():
    assert says("also for ±1000")
    assert np.array_equal(sigmoid(np.array([-1000.0, 1000.0])), [0.0, 1.0])
    assert sigmoid(np.float32([1, -1])).dtype == np.float32
    assert sigmoid(np.array([1, -1])).dtype == np.float64


def test_the_middle_of_the_step_lies_at_minus_bias_over_weight():
    assert says("the middle lies at $x = -w_0 / w$, so a larger bias says yes earlier")
    w, w0 = 2.5, -4.0
    assert sigmoid(w0 + w * (-w0 / w)) == pytest.approx(0.5)
    assert -(w0 + 1) / w < -w0 / w


def test_the_weight_is_the_steepness_of_the_step():
    assert says("The weight decides how steep the step is, and a negative one turns it round")
    slope = [(sigmoid(w * 1e-4) - sigmoid(-w * 1e-4)) / 2e-4 for w in (1.0, 3.0, -3.0)]
    np.testing.assert_allclose(slope, [0.25, 0.75, -0.75], rtol=1e-6)


def test_the_lecture_s_neuron_gives_minus_six_and_edition_a_is_right():
    assert says(r"$w_0 = 1$ and $\mathbf{w} = (3, -2)$, and looks at $\mathbf{x} = (-1, 2)$")
    assert says(r"$z = 1 - 3 - 4 = -6$, and $\sigma(-6) = 0.0025$")
    assert says("**A**: one edition prints 0.002. **B**: a transcript of another prints 0.2")
    assert 1 - 3 - 4 == -6 == weighted_sum(np.array([-1.0, 2.0]), W, W0)
    assert f"{perceptron(np.array([-1.0, 2.0]), W, W0):.4f}" == "0.0025"
    assert f"{perceptron(np.array([-1.0, 2.0]), W, W0):.3f}" == "0.002"
    assert LAB["right_edition"] == LAB["prediction_output"] == "A"


def test_an_output_of_a_fifth_would_need_another_state():
    assert says(r"An output of 0.2 would need $z \approx -1.39$")
    assert sigmoid(-1.39) == pytest.approx(0.2, abs=1e-3)
    assert np.log(0.2 / 0.8) == pytest.approx(-1.39, abs=5e-3)


def test_a_bias_of_seven_puts_the_point_on_the_line():
    assert says("reaches $(-1, 2)$ at $w_0 = 7$")
    assert LAB["bias_on_the_line"] == 7
    assert perceptron(np.array([-1.0, 2.0]), W, 7.0) == 0.5


def test_the_neuron_hesitates_near_the_line_and_is_sure_far_from_it():
    assert says("Near the line the neuron hesitates; far from it, it is almost sure")
    foot = np.array([1.0, 2.0])  # on the line
    away = np.array([0.1, 1.0, 3.0])[:, None] * W / np.linalg.norm(W)
    outputs = perceptron(foot + away, W, W0)
    assert 0.5 < outputs[0] < 0.6
    assert outputs[2] > 0.9999
    assert np.all(np.diff(outputs) > 0)


def test_the_arrow_points_to_the_yes_side():
    assert says(r"On the side that the arrow $\mathbf{w}$ points to, $z > 0$")
    on_the_line = np.array([0.0, boundary(W, W0, 0.0)])
    assert weighted_sum(on_the_line + 0.1 * W, W, W0) > 0 > weighted_sum(on_the_line - 0.1 * W, W, W0)


def test_the_lecture_s_line_and_where_it_meets_the_axes():
    assert says("$1 + 3x_1 - 2x_2 = 0$")
    assert says("climbs by 1.5 for each step to the right and meets the $x_2$ axis at 0.5")
    assert says(r"reaches $x_2 = 0$ at $x_1 = -\frac13$, and left of that it does run below")
    assert boundary(W, W0, 1.0) - boundary(W, W0, 0.0) == 1.5
    assert boundary(W, W0, 0.0) == 0.5
    assert boundary(W, W0, -1 / 3) == pytest.approx(0, abs=1e-15)
    assert boundary(W, W0, -0.34) < 0 < boundary(W, W0, -0.33)


def test_the_viewer_s_question_is_answered_by_a_number():
    assert says(r"left of $x_1 = -\frac13$: at $x_1 = -1$ it lies at $x_2 = -1$")
    assert boundary(W, W0, -1.0) == -1


def test_the_first_but_not_the_second():
    assert says(
        r"$\mathbf{w} = (10, -10)$ and $w_0 = -5$. The four states are $-5, -15, 5, -5$: only (1, 0) gets a yes"
    )
    z = weighted_sum(corners, np.array([10.0, -10.0]), -5.0)
    assert z.tolist() == [-5, -15, 5, -5]
    assert corners[z > 0].tolist() == [[1, 0]]


def test_a_tenth_of_the_weights_is_the_same_line_and_a_timid_yes():
    assert says(r"With a tenth of each number the line stays where it is, but $\sigma(0.5) = 0.62$ is a timid yes")
    assert says(r"$\sigma(5) = 0.993$ a clear one")
    assert boundary(np.array([1.0, -1.0]), -0.5, 0.3) == pytest.approx(boundary(np.array([10.0, -10.0]), -5.0, 0.3))
    assert f"{sigmoid(0.5):.2f}" == "0.62"
    assert f"{sigmoid(5.0):.3f}" == "0.993"


def test_the_truth_tables():
    first, second = corners.T.astype(int)
    assert truth["AND"] == (first & second).tolist()
    assert truth["OR"] == (first | second).tolist()
    assert truth["NAND"] == (1 - (first & second)).tolist()
    assert truth["NOT"] == [1 - 0, 1 - 1]


def test_the_hint_for_the_gates_starts_from_zero_ten_ten_twenty():
    assert says("Start with weights of 10 and no bias. The states are 0, 10, 10, 20")
    assert weighted_sum(corners, np.array([10.0, 10.0]), 0.0).tolist() == [0, 10, 10, 20]


def test_nand_is_and_with_every_sign_turned_round_and_or_has_the_direction_of_and():
    assert says("AND and OR share their direction and differ only in the bias")
    assert says("NAND is AND with every sign turned round: the same line, seen from the other side")
    (w, w0), (v, v0) = LAB["AND"], LAB["NAND"]
    assert np.array_equal(w, -v)
    assert w0 == -v0
    assert np.array_equal(w, LAB["OR"][0])
    assert boundary(w, w0, 0.3) == boundary(v, v0, 0.3)


def test_xor_says_yes_when_exactly_one_input_is_one():
    assert says("XOR says yes when *exactly one* input is 1: its answers are 0, 1, 1, 0")
    assert [int(a + b == 1) for a, b in corners] == [0, 1, 1, 0]
    assert LAB["prediction_xor"] == "no"


def test_the_best_of_a_hundred_thousand_neurons_gets_three_corners(capsys):
    assert says("Try a hundred thousand neurons")
    assert says("Three, and luck cannot help")
    demo = next(cell for cell in CELLS if cell.kind == "demo" and "100_000" in cell.source)
    exec(demo.source, dict(LAB))
    assert capsys.readouterr().out == "the best of 100,000 neurons gets 3 of 4 corners right\n"


def test_the_four_demands_of_xor_contradict_each_other():
    assert says(r"XOR demands $w_0 \le 0$, $w_0 + w_1 > 0$, $w_0 + w_2 > 0$ and $w_0 + w_1 + w_2 \le 0$")
    assert says(r"The middle two add up to $2w_0 + w_1 + w_2 > 0$, the outer two to $2w_0 + w_1 + w_2 \le 0$")
    demands = np.array([[1, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]])  # rows: factors of w0, w1, w2
    assert np.array_equal(demands, np.column_stack([np.ones(4), corners])[[0, 2, 1, 3]])
    assert (demands[1] + demands[2]).tolist() == (demands[0] + demands[3]).tolist() == [2, 1, 1]
    signs, bounds = np.array([1, -1, -1, 1]), [0, -1, -1, 0]  # "> 0" scaled to ">= 1"
    assert linprog([0, 0, 0], signs[:, None] * demands, bounds, bounds=[(None, None)] * 3).status == 2  # infeasible
    assert linprog([0, 0, 0], (signs[:, None] * demands)[:3], bounds[:3], bounds=[(None, None)] * 3).status == 0


def test_two_layers_do_xor_from_at_least_one_and_not_both():
    assert says("XOR is *at least one* and *not both*")
    assert LAB["XOR"] == (LAB["OR"], LAB["NAND"], LAB["AND"])
    H, output = LAB["two_layers"](corners, *LAB["XOR"])
    assert (output > 0.5).astype(int).tolist() == [0, 1, 1, 0]
    assert np.all(np.abs(output - [0, 1, 1, 0]) < 0.01)
    assert H.shape == (4, 2)


def test_both_yes_corners_land_on_one_spot():
    assert says("both yes corners have landed on one spot, and one line is enough")
    H, _ = LAB["two_layers"](corners, *LAB["XOR"])
    np.testing.assert_allclose(H[1], H[2])
    assert np.linalg.norm(H[0] - H[1]) > 0.9
    assert np.linalg.norm(H[3] - H[1]) > 0.9


def test_clear_and_robust_gates_can_be_built_with():
    assert says("the output is below 0.1 or above 0.9")
    assert says("with each input off by up to 0.1")
    for name in ("AND", "OR", "NAND"):
        output = perceptron(corners, *LAB[name])
        assert np.all(np.abs(output - truth[name]) < 0.1)
        for shift in ([0.1, 0.1], [-0.1, -0.1], [0.1, -0.1], [-0.1, 0.1]):
            assert ((perceptron(corners + shift, *LAB[name]) > 0.5) == truth[name]).all()


def test_the_table_is_a_run_of_the_reference_solution():
    rows = table_of_the_run()
    assert len(rows) == 6
    X = np.array([numbers(row[1]) for row in rows[:3]])
    y = np.array([int(row[2]) for row in rows[:3]])
    w, w0, path = np.zeros(2), 0.0, [[0, 0, 0]]
    for (_, _, _, state, mistake, after, bias), x, label in zip(rows, [*X, *X], [*y, *y], strict=True):
        z = w @ x + w0
        wrong = label * z <= 0
        assert z == float(state)
        assert wrong == mistake.startswith("yes")
        assert ("on the line" in mistake) == (z == 0)
        w, w0 = (w + label * x, w0 + label) if wrong else (w, w0)
        assert [*numbers(after), float(bias)] == [*w, w0]
        path += [[*w, w0]] if wrong else []
    assert [[*w, w0] for w, w0 in fit_perceptron(X, y, 10)] == path


def test_the_run_ends_in_epoch_three_with_a_path_of_four_pairs():
    assert says("Epoch 3 finds no mistake and ends the run: three mistakes, so a path of four pairs, zeros included")
    X, y = np.array([[0.0, 1.0], [2.0, 1.0], [1.0, 0.0]]), np.array([1, -1, -1])
    assert len(fit_perceptron(X, y, 2)) == len(fit_perceptron(X, y, 3)) == len(fit_perceptron(X, y, 99)) == 4
    assert len(fit_perceptron(X, y, 1)) == 3
    w, w0 = fit_perceptron(X, y, 2)[-1]
    assert np.all(y * (X @ w + w0) > 0)


def test_an_update_raises_the_row_by_its_length_squared_plus_one():
    assert says(r"An update raises $y\,(\mathbf{w} \cdot \mathbf{x} + w_0)$ for its row by $|\mathbf{x}|^2 + 1$")
    x, y, w, w0 = np.array([2.0, -3.0]), -1, np.array([0.5, 0.25]), 1.5
    assert says(r"$\mathbf{w} \leftarrow \mathbf{w} + y\,\mathbf{x}$ and $w_0 \leftarrow w_0 + y$")
    assert y * ((w + y * x) @ x + w0 + y) - y * (w @ x + w0) == 2**2 + 3**2 + 1


def test_the_weights_are_the_sum_of_the_missed_rows():
    assert says(r"its $\mathbf{w}$ is the sum of $y\,\mathbf{x}$ over all mistakes")
    X, y = course_utils.datasets.blobs(40, seed=4)
    signs, path = np.where(y > 0, 1, -1), fit_perceptron(X, y, 1000)
    missed, total = -1, np.zeros(2)
    for w, w0 in path[:-1]:
        order = np.roll(np.arange(len(X)), -(missed + 1))
        missed = next(row for row in order if signs[row] * (X[row] @ w + w0) <= 0)
        total = total + signs[missed] * X[missed]
    np.testing.assert_allclose(path[-1][0], total)


def test_the_order_of_the_rows_changes_the_line():
    assert LAB["prediction_order"] == "different"
    assert says("Different lines, both without a mistake")
    X, y = course_utils.datasets.blobs(40, seed=4)
    (w, w0), (v, v0) = fit_perceptron(X, y, 1000)[-1], fit_perceptron(X[::-1], y[::-1], 1000)[-1]
    assert ((X @ w + w0 > 0) == y).all()
    assert ((X @ v + v0 > 0) == y).all()
    assert abs(np.degrees(np.arctan2(w[1], w[0]) - np.arctan2(v[1], v[0]))) > 5


def test_mistakes_are_at_most_r_over_gamma_squared_in_any_order():
    assert says(r"There are at most $(R/\gamma)^2$ mistakes, in any order")
    X, y = np.array([[0.0, 0.0], [1.0, 0.0], [0.2, 0.9], [1.0, 1.0], [0.9, 0.7]]), np.array([-1, -1, -1, 1, 1])
    rows, separator = np.column_stack([X, np.ones(5)]), np.array([1.0, 1.0, -1.3])
    gamma = np.min(y * (rows @ separator)) / np.linalg.norm(separator)
    assert gamma > 0
    bound = (np.linalg.norm(rows, axis=1).max() / gamma) ** 2
    for order in permutations(range(5)):
        order = list(order)
        path = fit_perceptron(X[order], y[order], 10**6)
        assert len(path) - 1 <= bound


def test_xor_never_stops_by_itself():
    assert says("If no line does, as in XOR, it never stops by itself: hence `max_epochs`")
    X, y = course_utils.datasets.xor()
    assert [len(fit_perceptron(X, y, epochs)) for epochs in (1, 5, 100)] == [5, 21, 401]


def test_the_checks_wait_for_as_long_as_the_text_says():
    from inspect import signature

    from course_utils.checks.deadline import finishes

    assert says("the checks give up after five seconds")
    assert signature(finishes).parameters["seconds"].default == 5


def test_a_keras_layer_is_the_same_neuron():
    assert says("better than $10^{-6}$")
    assert says("one column of weights per neuron, here shape `(d, 1)`, and the bias as shape `(1,)`")
    X = np.random.default_rng(0).uniform(-1, 1, (20, 2))
    assert np.max(np.abs(LAB["keras_perceptron"](X, W, W0) - perceptron(X, W, W0))) < 1e-6
    layer = keras.layers.Dense(1)
    layer.build((None, 2))
    assert [weights.shape for weights in layer.get_weights()] == [(2, 1), (1,)]
    assert f"{tf.math.sigmoid(-6.0).numpy():.4f}" == "0.0025"


def test_four_calls_of_nand_make_xor():
    assert says("Four calls are enough")
    calls = []
    nand = lambda a, b: calls.append(1) or int(not (a and b))  # noqa: E731
    assert [LAB["xor_from_nand"](nand, a, b) for a, b in [(0, 0), (0, 1), (1, 0), (1, 1)]] == [0, 1, 1, 0]
    assert len(calls) == 4 * 4


def test_the_lab_names_its_place_in_the_lecture():
    assert says("14:48–23:14 of the lecture")


def test_the_stand_ins_of_the_text_exist():
    for name in ("sigmoid", "weighted_sum", "perceptron", "boundary", "fit_perceptron"):
        assert callable(course_utils.stand_in(name))
    assert says('`stand_in("gate")("OR")`')
    H, output = LAB["two_layers"](corners, *(course_utils.stand_in("gate")(name) for name in ("OR", "NAND", "AND")))
    assert (output > 0.5).astype(int).tolist() == [0, 1, 1, 0]
