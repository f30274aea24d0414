"""Lab 02: every number and formula of the prose, held against the reference solution."""

import re
from functools import cache

import numpy as np
import pytest
import tensorflow as tf
from lab_text import lab_text

import course_utils
from course_utils import datasets
from course_utils.labs.activations.figures import activation_curves, networks_by_depth
from course_utils.models import dense_net
from course_utils.plots.activations import SATURATED

CELLS, PROSE, CODE, lab = lab_text("02_activations")
NAMES = ("sigmoid", "tanh", "relu")
JOBS = re.findall(r"\| `(\w+)` \| [^|]+\| ([^|]*)\| ([^|]*)\|", PROSE)


@cache
def first_over_last(activation):
    """First norm over last at depth 20, the median of three seeds."""
    flows = [lab()["gradient_flow"](activation, 20, seed) for seed in range(3)]
    return float(np.median([flow[0] / flow[-1] for flow in flows]))


@cache
def accuracy(hidden_layers, activation):
    return float(np.median([lab()["accuracy"](hidden_layers, activation, seed) for seed in range(3)]))


def largest_error(curve, knots):
    x = np.linspace(0, 1, 401)
    fit = lab()["best_fit"](lab()["relu_basis"](x, np.arange(knots) / knots), curve(x))
    return np.abs(fit - curve(x)).max()


def sine(x):
    return np.sin(2 * np.pi * x)


def bump(x):
    return np.exp(-(((x - 0.5) / 0.2) ** 2))


def test_the_opening_names_work_and_lecture():
    minutes = sum(int(number) for number in re.findall(r"\((\d+) min\)", PROSE))
    assert "About 120 minutes" in PROSE
    assert 90 <= minutes <= 120
    assert "17:00–20:06" in PROSE


def test_the_warm_up_asks_what_its_answers_answer():
    assert "shape `(3,)` and one of shape `(3, 1)`" in PROSE
    assert (np.ones(3) + np.ones((3, 1))).shape == lab()["shape_of_sum"]
    assert "$x^2$ at $x = 5$" in PROSE
    assert lab()["slope_of_square"] == 2 * 5
    assert "$w_0 = 1$ and $w = (3, -2)$, what is $z$ at the point $(1, 2)$" in PROSE
    assert lab()["state_of_neuron"] == 1 + np.array([3, -2]) @ [1, 2]


def test_tanh_is_the_quotient_of_exponentials_of_the_text():
    z = np.linspace(-3, 3, 13)
    assert r"\tanh(z) = \frac{e^{z} - e^{-z}}{e^{z} + e^{-z}}" in PROSE
    assert np.allclose(lab()["tanh"](z), (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)))


def test_tanh_is_a_sigmoid_of_half_the_width_stretched():
    z = np.linspace(-3, 3, 13)
    assert r"$\tanh(z) = 2\,\sigma(2z) - 1$" in PROSE
    assert np.allclose(lab()["tanh"](z), 2 * lab()["sigmoid"](2 * z) - 1)


def test_relu_and_its_leaky_sister_are_those_of_the_text():
    z = np.array([-3.0, -0.5, 0.0, 0.5, 3.0])
    assert r"\mathrm{relu}(z) = \max(0, z)" in PROSE
    assert np.array_equal(lab()["relu"](z), [max(0, one) for one in z])
    assert r"z & z > 0 \\ s\,z & z \le 0" in PROSE
    assert np.array_equal(lab()["leaky_relu"](z, 0.5), [one if one > 0 else 0.5 * one for one in z])


def test_the_leaky_slope_is_a_tenth_and_whole_numbers_are_not_cut():
    assert "0.1 unless the caller says otherwise" in PROSE
    assert "`leaky_relu(-3)` is −0.3" in PROSE
    assert lab()["leaky_relu"](-3) == pytest.approx(-0.3)


def test_gelu_is_its_formula_and_the_shortcut_comes_within_a_thousandth():
    z = np.linspace(-6, 6, 241)
    assert r"\frac{z}{2}\left(1 + \mathrm{erf}(z / \sqrt{2})\right)" in PROSE
    assert np.allclose(lab()["gelu"](z), z / 2 * (1 + tf.math.erf(z / np.sqrt(2))))
    assert "Come within 0.001, so the usual shortcut with tanh counts" in PROSE
    assert np.abs(tf.nn.gelu(z, approximate=True) - lab()["gelu"](z)).max() < 1e-3
    assert np.abs(z * lab()["sigmoid"](1.702 * z) - lab()["gelu"](z)).max() > 1e-2


def test_the_central_difference_is_its_formula():
    assert r"f'(z) \approx \frac{f(z + h) - f(z - h)}{2h}" in PROSE
    assert lab()["central_difference"](lambda z: z**3, 1.0, 0.1) == pytest.approx((1.1**3 - 0.9**3) / 0.2)


def test_the_central_difference_keeps_the_stated_error():
    z = np.linspace(-3, 3, 50)
    measured = lab()["central_difference"](np.sin, z)
    assert "its relative error must stay below $10^{-6}$" in PROSE
    assert np.abs(measured / np.cos(z) - 1).max() < 1e-6


def test_brackets_below_the_line_matter():
    a, h = 3.0, 0.5
    assert "<code>a / 2 * h</code> multiplies by h" in PROSE
    assert a / 2 * h == a / 2 * 0.5 != a / (2 * h)


def test_the_slopes_are_the_formulas_of_the_hint():
    z = np.linspace(-4, 4, 17)
    s, t = 1 / (1 + np.exp(-z)), np.tanh(z)
    assert r"$\sigma' = \sigma\,(1 - \sigma)$ and $\tanh' = 1 - \tanh^2$" in PROSE
    assert np.allclose(lab()["d_sigmoid"](z), s * (1 - s))
    assert np.allclose(lab()["d_tanh"](z), 1 - t**2)


def test_at_the_kink_the_slope_is_that_of_tensorflow():
    z = tf.Variable([0.0])
    with tf.GradientTape(persistent=True) as tape:
        relu, leaky = tf.nn.relu(z), tf.nn.leaky_relu(z, alpha=0.3)
    assert "as TensorFlow does, so that `d_relu(0)` is 0 and `d_leaky_relu(0)` is `slope`" in PROSE
    assert tape.gradient(relu, z) == lab()["d_relu"](np.zeros(1)) == 0
    assert tape.gradient(leaky, z) == np.float32(lab()["d_leaky_relu"](np.zeros(1), 0.3)[0])


def test_formula_and_measurement_differ_by_less_than_a_billionth():
    z, names = np.linspace(-4, 4, 80), lab()
    assert "differ by less than a billionth" in PROSE
    for name in NAMES:
        difference = names[f"d_{name}"](z) - names["central_difference"](names[name], z)
        assert np.abs(difference).max() < 1e-9


def test_saturation_begins_where_the_figure_hatches():
    assert "its slope is below 0.05" in PROSE
    assert SATURATED == 0.05


def test_the_slope_of_the_sigmoid_is_at_most_a_quarter():
    z = np.linspace(-8, 8, 1601)
    slope = lab()["d_sigmoid"](z)
    assert "never above 0.25, and that only at $z = 0$; at $z = 4$ it is 0.018" in PROSE
    assert slope.max() == 0.25
    assert z[slope.argmax()] == pytest.approx(0)
    assert f"{lab()['d_sigmoid'](4.0):.3f}" == "0.018"
    assert lab()["d_relu"](np.array([1e9])) == 1


def test_two_layers_fold_as_in_the_hint():
    rng = np.random.default_rng(0)
    X, W1, b1, W2, b2 = (rng.normal(size=shape) for shape in [(4, 3), (3, 5), 5, (5, 2), 2])
    assert r"H = X W_1 + b_1 \qquad Y = H W_2 + b_2" in PROSE
    assert r"$Y = (X W_1 + b_1) W_2 + b_2 = X\,(W_1 W_2) + (b_1 W_2 + b_2)$" in PROSE
    W, b = lab()["collapse"]([(W1, b1), (W2, b2)])
    assert np.allclose((X @ W1 + b1) @ W2 + b2, X @ W + b)
    assert np.allclose(b, b1 @ W2 + b2)


def test_four_layers_of_8577_numbers_do_what_three_numbers_do():
    sizes = [2, 64, 64, 64, 1]
    assert f"sizes = {sizes}" in CODE
    layers = [(np.ones((d, units)), np.ones(units)) for d, units in zip(sizes, sizes[1:], strict=False)]
    W, b = lab()["collapse"](layers)
    assert "Four layers and 8,577 numbers, and three numbers say the same" in PROSE
    assert sum(W.size + b.size for W, b in layers) == 8577
    assert W.size + b.size == 3


def test_depth_without_an_activation_changes_nothing():
    shares = [accuracy(hidden, "none") for hidden in range(5)]
    assert max(shares) - min(shares) < 0.02
    assert max(shares) < 0.9
    assert lab()["prediction_depth"] == "same"


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_one_bent_hidden_layer_is_enough(activation):
    assert "one hidden layer of eight bent units is enough" in PROSE
    assert "to put 95 % of the points on their side" in PROSE
    assert accuracy(0, activation) < 0.9
    assert accuracy(1, activation) > 0.97
    assert lab()["verdict"] == {"none": "never", "tanh": 1, "relu": 1}


def test_the_figure_of_depth_trains_the_networks_of_the_table():
    assert "hidden layers of 8 units" in PROSE
    assert (networks_by_depth.UNITS, networks_by_depth.STEPS) == (8, 300)
    assert "[2, *[8] * hidden_layers, 1]" in CODE
    assert "steps=300" in CODE


def test_no_straight_line_separates_the_points():
    X, y = datasets.red_and_green(200)
    start = dense_net.init([2, 1], "none", np.random.default_rng(0))
    params, _ = dense_net.train(start, X, y, "none", steps=2000)
    assert np.mean((dense_net.forward(params, X, "none")[:, 0] > 0) == y) < 0.95


def test_a_hinge_is_flat_up_to_its_knot_and_then_rises_with_slope_one():
    hinge = lab()["relu_basis"](np.array([-1.0, 2.0, 3.0, 4.0]), np.array([2.0]))[:, 0]
    assert r"units $\mathrm{relu}(x - k)$" in PROSE
    assert hinge.tolist() == [0, 0, 1, 2]


def test_twenty_hinges_stay_below_the_stated_error():
    assert "with 20 evenly spread knots: the largest error must stay below 0.02" in PROSE
    assert largest_error(sine, 20) < 0.5 * 0.02


def test_twice_as_many_hinges_leave_a_quarter_of_the_error():
    ratio, of_a_bump = (largest_error(curve, 32) / largest_error(curve, 16) for curve in (sine, bump))
    assert "doubles the knots from 16 to 32, for the sine and for a bump" in PROSE
    assert "the largest error must fall to a third or less" in PROSE
    assert "about a quarter of the error" in PROSE
    assert ratio == pytest.approx(0.25, abs=0.02)
    assert of_a_bump < 0.3


def test_a_thousand_steps_of_training_find_worse_weights_than_least_squares():
    fit = activation_curves.build_curve(lab()["relu_basis"], 32, activation_curves.TARGETS["bumps"], "descent")
    assert "1000 steps of training" in PROSE
    assert activation_curves.DESCENT_STEPS == 1000
    assert fit.errors["descent"] > 10 * fit.errors["least squares"]


def test_the_tower_starts_as_the_text_says():
    assert r"\text{variance } \frac{2}{64} \text{ for ReLU (He)}" in PROSE
    assert r"\frac{1}{64} \text{ for the others (Glorot)}" in PROSE
    assert dense_net.spread(64, 64, "relu") ** 2 == pytest.approx(2 / 64)
    assert dense_net.spread(64, 64, "tanh") ** 2 == pytest.approx(1 / 64)


def test_the_stand_in_builds_the_same_tower():
    ours, theirs = lab()["gradient_flow"]("relu", 6, 3), course_utils.stand_in("gradient_flow")("relu", 6, 3)
    assert np.allclose(ours, theirs)


def test_nineteen_sigmoids_leave_less_than_a_millionth():
    assert r"$0.25^{19} \approx 4 \cdot 10^{-12}$" in PROSE
    passed_on = 0.25**19
    assert passed_on == pytest.approx(4e-12, rel=0.1)
    assert "below $10^{-6}$ of the last" in PROSE
    assert first_over_last("sigmoid") < 1e-6
    assert lab()["prediction_flow"] == "less than a millionth"


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_tanh_and_relu_keep_the_size_of_the_gradient(activation):
    assert 0.2 < first_over_last(activation) < 5


def test_relu_keeps_its_first_norm_well_above_the_bar():
    firsts = [lab()["gradient_flow"]("relu", 20, seed)[0] for seed in range(9)]
    assert "it must be above $10^{-3}$" in PROSE
    assert np.median(firsts) > 100 * 1e-3


@pytest.mark.parametrize("activation", NAMES)
def test_the_median_of_25_towers_of_one_layer_lies_well_within_a_fifth(activation):
    norms = [lab()["gradient_flow"](activation, 1, seed)[0] for seed in range(250)]
    medians = np.median(np.reshape(norms, (10, 25)), axis=1)
    assert "to 20 %, in the median of 25" in PROSE
    assert np.abs(medians / np.median(norms) - 1).max() < 0.1


def test_relu_stops_half_of_the_gradient():
    z = np.random.default_rng(0).normal(size=10_000)
    assert "the half that it stops" in PROSE
    assert lab()["d_relu"](z).mean() == pytest.approx(0.5, abs=0.02)


def test_the_scale_of_the_figure_is_he_at_the_root_of_two():
    assert r"the variance is scale² / 64" in PROSE
    assert r"a scale of 1 and He's of $\sqrt{2} \approx 1.4$" in PROSE
    assert networks_by_depth.WIDTH == 64
    assert dense_net.spread(64, 64, "relu", 2**0.5) == pytest.approx(dense_net.spread(64, 64, "relu"))
    assert dense_net.spread(64, 64, "tanh", 1) == pytest.approx(dense_net.spread(64, 64, "tanh"))


def test_a_unit_that_is_never_active_gets_no_gradient():
    W, X = tf.Variable([[1.0, -1.0]]), tf.constant([[1.0], [2.0]])
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(tf.nn.relu(X @ W))
    assert "gets no gradient, so its weights stand still" in PROSE
    assert tape.gradient(loss, W).numpy().tolist() == [[3.0, 0.0]]


def test_on_few_rows_more_units_look_dead():
    rng = np.random.default_rng(4)
    X = rng.normal(size=(60, 2))
    hidden = {"W": rng.normal(size=(2, 24)), "b": rng.normal(-2, 1, 24), "activation": "relu"}
    model = course_utils.checks.build("dense_net", [hidden, {"W": np.ones((24, 1))}])
    few, all_rows = lab()["dead_relu_fraction"](model, X[:8]), lab()["dead_relu_fraction"](model, X)
    assert "On 8 rows more units look dead than on 60" in PROSE
    assert 0 < all_rows < few < 1


def test_softplus_is_a_rounded_relu_and_softmax_adds_up_to_one():
    z = np.linspace(-5, 5, 11)
    assert r"softplus, $\log(1 + e^z)$" in PROSE
    assert np.allclose(tf.nn.softplus(z), np.log(1 + np.exp(z)))
    assert np.abs(tf.nn.softplus(np.array([-50.0, 50.0])) - [0.0, 50.0]).max() < 1e-9
    assert "several positive numbers that add up to 1" in PROSE
    assert float(tf.reduce_sum(tf.nn.softmax(z))) == pytest.approx(1)
    assert tf.nn.softmax([[3.0]]).numpy() == 1


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "softplus", "softmax"])
def test_what_an_activation_gives_is_what_the_table_in_code_allows(name):
    outputs = getattr(tf.nn, name)(np.linspace(-3, 3, 7)).numpy()
    assert lab()["can_give"][name](outputs.tolist())


def test_the_table_of_jobs_is_the_one_that_the_checks_use():
    possible, nonsense = (checked(name) for name in ("possible", "nonsense"))
    assert [job for job, _, _ in JOBS] == list(lab()["output_activations"])
    for job, yes, no in JOBS:
        assert (vectors(yes), vectors(no)) == (possible[job], nonsense.get(job, [])), job


@pytest.mark.parametrize(("job", "yes", "no"), JOBS)
def test_each_job_has_exactly_one_right_choice(job, yes, no):
    can_give = lab()["can_give"]
    fits = [name for name in can_give if all(map(can_give[name], vectors(yes)))]
    fits = [name for name in fits if not any(map(can_give[name], vectors(no)))]
    assert fits == [lab()["output_activations"][job]]


def checked(name):
    """The dictionary of this name in the checks of `output_activations`."""
    source = next(cell.source for cell in CELLS if cell.kind == "tests" and cell.source.startswith(f"{name} = "))
    names = {}
    exec(source.split("\nfor ")[0], names)
    return names[name]


def vectors(entry):
    """An entry of the table as lists of numbers: `;` stands between outputs, `,` between the numbers of one."""
    outputs = [part for part in entry.replace("−", "-").split(";") if part.strip()]
    return [[float(number) for number in output.split(",")] for output in outputs]
