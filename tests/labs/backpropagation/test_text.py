"""Lab 06: every number and every formula of the prose, held against the reference solution."""

import re
from functools import cache

import numpy as np
import pytest
import tensorflow as tf
from lab_text import lab_text
from starts import FEW_OR_ALL

import course_utils
from course_utils.labs.backpropagation import buggy_models, figures
from course_utils.models import digit_classifier
from course_utils.models.will_i_pass import YOU, untrained_net

CELLS, PROSE, _, lab = lab_text("06_backpropagation")


@cache
def share_right(seed, steps=300):
    """The share of held-out digits that are right after training from this start."""
    X, y, X_held_out, y_held_out = digit_classifier.digits()
    params, _ = lab()["train"](lab()["start"](seed), X, y, steps)
    return float(np.mean(lab()["forward"](params, X_held_out)[2].argmax(axis=1) == y_held_out))


def pass_net():
    """The chance of the lecture's student as a Value, with its inputs, hidden units and outgoing weights."""
    Value = lab()["Value"]
    (W1, b1), (W2, b2) = untrained_net()
    x, w2 = [Value(number) for number in YOU], [Value(w) for w in W2[:, 0]]
    hidden = [(x[0] * W1[0, j] + x[1] * W1[1, j] + b1[j]).relu() for j in range(3)]
    chance = 1 / (1 + (-(sum(h * w for h, w in zip(hidden, w2, strict=True)) + b2[0])).exp())
    chance.backward()
    return chance, x, hidden, w2


@cache
def u_curve(dtype):
    """The error of the demo's gradient check for each ε."""
    epsilons, w = 10.0 ** -np.arange(1, 14, 0.5), np.linspace(0.4, 0.9, 5)

    def f(w):
        return float(np.sum(np.exp(np.asarray(w, dtype)), dtype=dtype))

    return epsilons, np.array([lab()["gradient_check"](f, w, np.exp(w), epsilon)[0] for epsilon in epsilons])


PIECES = [
    lambda f, a, b, c: a + b,
    lambda f, a, b, c: a * b,
    lambda f, a, b, c: a - b,
    lambda f, a, b, c: f["tanh"](a) * b,
    lambda f, a, b, c: f["exp"](f["tanh"](a)),
    lambda f, a, b, c: f["relu"](a - b),
    lambda f, a, b, c: (a * a + 1) ** -0.5,
    lambda f, a, b, c: f["tanh"](a) ** 3,
    lambda f, a, b, c: c * a,
    lambda f, a, b, c: c - a,
    lambda f, a, b, c: b / (c + a * a),
    lambda f, a, b, c: -a,
]


def random_expression(rng, leaves, functions):
    """A random expression of the leaves, the same for every engine: 3 to 11 pieces made from earlier ones."""
    numbers = list(leaves)
    for _ in range(rng.integers(3, 12)):
        a, b = (numbers[i] for i in rng.integers(0, len(numbers), 2))
        numbers.append(PIECES[rng.integers(len(PIECES))](functions, a, b, float(rng.uniform(0.5, 2))))
    return sum(functions["tanh"](number) for number in numbers[1:]) + numbers[0]


@pytest.mark.parametrize("block", range(10))
@pytest.mark.parametrize("engine", ["the lab's", "the stand-in's"])
def test_the_engine_agrees_with_the_tape_on_200_random_expressions(engine, block):
    Value = lab()["Value"] if engine == "the lab's" else course_utils.stand_in("Value")
    ours = {name: (lambda v, name=name: getattr(v, name)()) for name in ("tanh", "exp", "relu")}
    theirs = {"tanh": tf.tanh, "exp": tf.exp, "relu": tf.nn.relu}
    for seed in range(20 * block, 20 * block + 20):
        numbers = np.random.default_rng(seed).normal(size=3)
        leaves, variables = [Value(n) for n in numbers], [tf.Variable(n, dtype=tf.float64) for n in numbers]
        result = random_expression(np.random.default_rng(seed), leaves, ours)
        with tf.GradientTape() as tape:
            expected = random_expression(np.random.default_rng(seed), variables, theirs)
        result.backward()
        slopes = [float(slope) for slope in tape.gradient(expected, variables)]
        assert result.data == pytest.approx(float(expected))
        assert [leaf.grad for leaf in leaves] == pytest.approx(slopes)


def test_the_opening_names_work_and_lecture():
    minutes = sum(int(number) for number in re.findall(r"\((\d+) min\)", PROSE))
    assert "About 170 minutes" in PROSE
    assert minutes == 170
    assert "40:25–44:05" in PROSE


def test_the_warm_up_asks_what_its_answers_answer():
    assert "tanh gives the *output* 0.6" in PROSE
    assert lab()["slope_of_tanh"] == pytest.approx(1 - np.tanh(np.arctanh(0.6)) ** 2)
    assert "the network 2-3-1" in PROSE
    assert lab()["parameters"] == sum(W.size + b.size for W, b in untrained_net())
    assert "the right class 0.7" in PROSE
    logits = np.log([[0.7, 0.2, 0.1]])
    assert lab()["slope_at_logit"] == pytest.approx(lab()["loss_backward"](logits, np.array([0]))[0, 0])
    assert "a weight is 3, its gradient 2, the learning rate 0.1" in PROSE
    assert lab()["new_weight"] == pytest.approx(3 - 0.1 * 2)


def test_the_smallest_network_has_the_numbers_of_the_text():
    assert r"z_1 = w_1 x \qquad \hat y = w_2 \tanh(z_1) \qquad J = (\hat y - y)^2" in PROSE
    assert r"$x = 2$, $y = 1$, $w_1 = 0.5$, $w_2 = -1$. Then $z_1 = 1$ and $\hat y \approx -0.76$" in PROSE
    assert f"{-np.tanh(0.5 * 2):.2f}" == "-0.76"
    assert r"$\partial J / \partial w_1 \approx 2.96$ is positive" in PROSE
    assert f"{lab()['dJ_dw1'](2, 1, 0.5, -1):.2f}" == "2.96"
    assert lab()["prediction_blame"] == "fall"


def test_the_chain_rule_multiplies_the_small_slopes_of_the_hint():
    x, y, w1, w2 = 1.5, 0.5, 0.4, -1.2
    z1 = w1 * x
    y_hat, e = w2 * np.tanh(z1), 1e-6
    assert r"$\partial J / \partial \hat y = 2 (\hat y - y)$" in PROSE
    assert 2 * (y_hat - y) == pytest.approx(((y_hat + e - y) ** 2 - (y_hat - e - y) ** 2) / (2 * e))
    assert r"$\partial \hat y / \partial w_2 = \tanh(z_1)$ and $\partial z_1 / \partial w_1 = x$" in PROSE
    assert r"\frac{\partial J}{\partial \hat y} \cdot \frac{\partial \hat y}{\partial w_2}" in PROSE
    assert lab()["dJ_dw2"](x, y, w1, w2) == pytest.approx(2 * (y_hat - y) * np.tanh(z1))
    y_by_z = (w2 * np.tanh(z1 + e) - w2 * np.tanh(z1 - e)) / (2 * e)
    assert r"\frac{\partial \hat y}{\partial z_1} \cdot \frac{\partial z_1}{\partial w_1}" in PROSE
    assert lab()["dJ_dw1"](x, y, w1, w2) == pytest.approx(2 * (y_hat - y) * y_by_z * x)


def test_both_orders_of_the_example_put_parents_first():
    made_from = {"J": ["c", "a"], "c": ["a", "b"], "a": [], "b": []}
    assert 'both `["a", "b", "c", "J"]` and `["b", "a", "c", "J"]` are right' in PROSE
    for order in (["a", "b", "c", "J"], ["b", "a", "c", "J"]):
        assert all(order.index(parent) < order.index(node) for node in order for parent in made_from[node])
    assert lab()["in_order"]("J", made_from.get) == ["a", "b", "c", "J"]


def test_a_row_of_twelve_nodes_has_2048_ways():
    @cache
    def ways(node):
        return 2 * ways(node - 1) if node else 1

    assert "row of 12 nodes, each made from the one before it and used twice, 2,048 ways" in PROSE.replace(" ", " ")
    assert ways(11) == 2048


def test_a_parent_that_is_used_twice_receives_its_blame_twice():
    x = lab()["Value"](3.0)
    J = x * x
    assert r"\text{parent.grad} \mathrel{+}= \text{slope} \cdot \text{node.grad}" in PROSE
    J.backward()
    assert x.grad == 3 + 3
    J.backward()
    assert "calling it twice gives the same as calling it once" in PROSE
    assert x.grad == 6


@pytest.mark.parametrize(
    ("said", "expression", "slope"),
    [
        ("a + b: 1 and 1", lambda x: x + 5, lambda x: 1),
        ("a · b: b and a", lambda x: x * 5, lambda x: 5),
        ("aⁿ: n aⁿ⁻¹", lambda x: x**3, lambda x: 3 * x**2),
        ("exp: itself", lambda x: x.exp(), np.exp),
        ("tanh: 1 minus the square of its <em>output</em>", lambda x: x.tanh(), lambda x: 1 - np.tanh(x) ** 2),
    ],
)
def test_the_slopes_of_the_hint_are_those_of_the_engine(said, expression, slope):
    assert said in PROSE
    x = lab()["Value"](0.7)
    expression(x).backward()
    assert x.grad == pytest.approx(slope(0.7))


def test_the_untrained_network_answers_a_tenth_and_lectures_lower_it():
    chance, x, hidden, w2 = pass_net()
    assert "4 lectures and 5 hours of project work a chance of 0.0998" in PROSE
    assert YOU == (4, 5)
    assert f"{chance.data:.4f}" == "0.0998"
    assert "More lectures and more hours *lower* this network's chance" in PROSE
    assert x[0].grad < 0
    assert x[1].grad < 0
    assert "$p (1 - p)$ times the unit's output" in PROSE
    assert [w.grad for w in w2] == pytest.approx([chance.data * (1 - chance.data) * h.data for h in hidden])


def test_the_engine_learns_xor_from_most_starts():
    demo = next(cell.source for cell in CELLS if cell.kind == "demo" and "corners = " in cell.source)
    losses = []
    for seed in (3, 4, 5):
        names = dict(lab(), print=lambda *_: None)
        exec(demo.replace("default_rng(3)", f"default_rng({seed})"), names)
        losses.append(names["loss"].data)
    assert "your engine learns lab 01's XOR, with a 2-3-1 network" in PROSE
    assert losses[0] < 0.01
    assert np.median(losses) < 0.2


def test_both_slopes_are_the_quotients_of_the_text():
    assert r"\frac{f(w + \varepsilon e_i) - f(w)}{\varepsilon}" in PROSE
    assert r"\frac{f(w) - f(w - \varepsilon e_i)}{\varepsilon}" in PROSE
    left, right = lab()["both_slopes"](lambda w: w[0] ** 2 * w[1], np.array([1.0, 2.0]), 0.1)
    assert right == pytest.approx([(1.1**2 * 2 - 2) / 0.1, 1])
    assert left == pytest.approx([(2 - 0.9**2 * 2) / 0.1, 1])


def test_the_check_follows_its_four_formulas():
    assert r"m = \frac{\text{left} + \text{right}}{2}" in PROSE
    assert r"s = \max(|g|, |m|, 0.01)" in PROSE
    assert r"|\text{right} - \text{left}| > 0.1\,s" in PROSE
    assert r"\text{error} = \frac{|g - m|}{s}" in PROSE
    w, g = np.array([1.0, 0.0, -3.0]), np.array([2.1, 0.0, -3.0])
    error, kinks = lab()["gradient_check"](lambda w: w[0] ** 2 + abs(w[1]) + 3 * abs(w[2]), w, g)
    assert error == pytest.approx(0.1 / 2.1)
    assert kinks.tolist() == [False, True, False]


def test_right_gradients_come_out_below_a_millionth():
    assert "A right gradient comes out below $10^{-6}$" in PROSE
    rng = np.random.default_rng(0)
    for _ in range(50):
        w, A = rng.normal(size=4) * 10 ** rng.uniform(-2, 2), rng.normal(size=(4, 4))
        error, kinks = lab()["gradient_check"](
            lambda w, A=A: np.sum(np.tanh(A @ w)), w, A.T @ (1 - np.tanh(A @ w) ** 2)
        )
        assert error < 1e-6
        assert not kinks.any()


def test_the_u_has_its_bottom_near_a_hundred_thousandth():
    epsilons, errors = u_curve(np.float64)
    assert "the bottom lies near $10^{-5}$" in PROSE
    assert 1e-6 <= epsilons[np.argmin(errors)] <= 1e-4
    assert lab()["prediction_epsilon"] == 1e-5
    at = dict(zip(np.round(np.log10(epsilons), 1), errors, strict=True))
    assert at[-5.0] < at[-2.0]
    assert at[-5.0] < at[-12.0]


def test_half_of_epsilon_leaves_a_quarter_of_the_error():
    f, w = (lambda w: np.sum(np.exp(w))), np.array([0.5])
    whole, half = (lab()["gradient_check"](f, w, np.exp(w), epsilon)[0] for epsilon in (0.02, 0.01))
    assert "half of ε leaves a quarter of the error" in PROSE
    assert half / whole == pytest.approx(0.25, rel=0.01)


def test_no_epsilon_helps_in_single_precision():
    assert "with 32-bit floats no ε comes below $10^{-6}$" in PROSE
    assert u_curve(np.float32)[1].min() > 1e-6


def test_the_layers_go_back_by_the_formulas_of_the_text():
    rng = np.random.default_rng(0)
    X, W, dZ = rng.normal(size=(5, 3)), rng.normal(size=(3, 2)), rng.normal(size=(5, 2))
    assert r"dX = dZ\,W^\top \qquad dW = X^\top dZ \qquad db = \text{sum of the rows of } dZ" in PROSE
    for got, right in zip(lab()["dense_backward"](X, W, dZ), (dZ @ W.T, X.T @ dZ, sum(dZ)), strict=True):
        assert np.allclose(got, right)
    assert r"\frac{1}{n} \left(\mathrm{softmax}(\text{logits}) - \text{one-hot}(y)\right)" in PROSE
    y = np.array([0, 1, 1, 0, 1])
    assert np.allclose(lab()["loss_backward"](dZ, y), (tf.nn.softmax(dZ).numpy() - np.eye(2)[y]) / 5)
    assert np.allclose(lab()["loss_backward"](dZ, y), course_utils.stand_in("cross_entropy_gradient")(y, dZ))


def test_check_and_way_back_agree_to_eight_digits():
    demo = next(cell.source for cell in CELLS if cell.kind == "demo" and "kinks {kinks.sum()}" in cell.source)
    printed = []
    exec(demo, dict(lab(), print=printed.append))
    assert "agree to eight digits" in PROSE
    assert len(printed) == 4
    assert all(float(re.search(r"error (\S+),", line)[1]) < 1e-8 for line in printed)
    assert all("kinks 0" in line for line in printed)


@pytest.mark.parametrize("name", buggy_models.PARAMETERS)
def test_each_patient_has_one_bug_and_its_cure_is_right(name):
    p, X, T = buggy_models.patient(name, 7)
    right, sick, cured = (
        f(p, X, T)
        for f in (lambda *a: buggy_models.true_slopes(name, *a), lab()["claims"][name], lab()[f"cured_{name}"])
    )
    assert "each claim has **one** bug" in PROSE
    assert not all(np.allclose(sick[key], right[key]) for key in p)
    assert all(np.allclose(cured[key], right[key]) for key in p)
    found = lab()["find_bugs"](lambda q: buggy_models.patient_loss(name, q, X, T), p, sick)
    assert sorted(found) == sorted(key for key in p if not np.allclose(sick[key], right[key]))


def test_the_table_of_patients_is_what_the_clinic_computes():
    formulas = re.findall(r"`([^`]+)`", PROSE[PROSE.index("| tanh | stretch") : PROSE.index("Below, each claims")])
    assert len(formulas) == 5
    for name, formula in zip(buggy_models.PARAMETERS, formulas, strict=True):
        p, X, _ = buggy_models.patient(name)
        given = {"X": X, "tanh": np.tanh, "sigmoid": buggy_models.sigmoid, **p}
        assert np.allclose(eval(formula, given), buggy_models.OUTPUTS[name](p, X)), name
    assert r"*penalty* adds $0.1 \sum W^2$" in PROSE
    p, X, T = buggy_models.patient("penalty")
    assert buggy_models.patient_loss("penalty", p, X, T) == pytest.approx(
        np.mean((X @ p["W"] - T) ** 2) + 0.1 * np.sum(p["W"] ** 2)
    )


def test_descent_with_a_forgotten_use_lowers_the_loss_all_the_same():
    p, X, _ = buggy_models.patient("shared", 1)
    begin = buggy_models.patient_loss("shared", p, X, X)
    for _ in range(500):
        p = {"W": p["W"] - 0.02 * lab()["slopes_shared"](p, X, X)["W"]}
    assert "Descent with it lowers the loss all the same" in PROSE
    assert buggy_models.patient_loss("shared", p, X, X) < 0.2 * begin


def test_the_digits_are_those_of_the_text():
    X, y, X_held_out, y_held_out = digit_classifier.digits()
    assert "8 × 8 pixels, made to numbers from 0 to 1; 1200 of them train, 597 are held out" in PROSE
    assert (X.shape, X_held_out.shape, y.shape, y_held_out.shape) == ((1200, 64), (597, 64), (1200,), (597,))
    assert (X.min(), X.max()) == (0, 1)


@FEW_OR_ALL
def test_all_starts_pass_the_bar_of_95_percent_with_room(starts):
    shares = [share_right(seed) for seed in range(starts)]
    print("held-out digits right:", *(f"{share:.3f}" for share in sorted(shares)))
    assert "for 300 steps" in PROSE
    assert "must reach 95 %" in PROSE
    assert min(shares) > 0.955
    assert np.median(shares) > 0.965


def test_the_film_keeps_its_weight():
    film = figures.learning_film(lab()["train"], lab()["start"])
    assert len(film.frames) <= 24
    assert len(film.html) < 600_000
    assert film.frames[-1].share > 0.95


def test_tape_and_hand_differ_by_less_than_stated():
    rng = np.random.default_rng(1)
    params, X, y = lab()["start"](1, (4, 5, 3)), rng.normal(size=(6, 4)), rng.integers(0, 3, 6)
    by_hand, by_tape = lab()["backward"](params, X, y), lab()["tape_gradients"](params, X, y)
    assert "by less than $10^{-5}$" in PROSE
    assert max(np.abs(by_hand[name] - slope).max() for name, slope in by_tape.items()) < 1e-5


def test_the_network_has_2410_numbers_and_each_product_becomes_two():
    assert "The network has 2,410 numbers" in PROSE
    assert sum(w.size for w in lab()["start"](0).values()) == 2410
    assert "Each matrix product on the way forward becomes two on the way back" in PROSE
    sources = {cell.name: cell.source for cell in CELLS if cell.kind == "solution"}
    layer = sources["layers_backward"]
    assert re.search(r"return dZ @ W\.T, X\.T @ dZ", layer)
    assert lab()["prediction_price"] == 3
