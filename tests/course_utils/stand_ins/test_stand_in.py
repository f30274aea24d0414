"""Each stand-in against its formula in NumPy."""

import numpy as np
import pytest

from course_utils import checks, stand_in, stand_ins

Z = np.array([[-1000.0, -2.0, -0.5], [0.0, 0.5, 1000.0]])
X = np.array([[1.0, 2.0], [-1.0, 2.0], [0.5, 0.0]])
W = np.array([3.0, -2.0])


@pytest.fixture(autouse=True)
def nothing_told_yet(monkeypatch):
    monkeypatch.setattr(stand_ins, "_told", set())


def sigma(z):
    return np.where(z < 0, np.exp(np.minimum(z, 0)) / (1 + np.exp(np.minimum(z, 0))), 1 / (1 + np.exp(-np.abs(z))))


def test_it_says_once_that_it_is_a_stand_in(capsys):
    stand_in("sigmoid")
    stand_in("sigmoid")
    line = "sigmoid: a stand-in made from TensorFlow's own functions, so that you can go on.\n"
    assert capsys.readouterr().out == line


def test_an_unknown_name_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match=r"^stand_in: expected one of .*boundary, .*sigmoid, .*received 'sigmod'$"):
        stand_in("sigmod")
    with pytest.raises(ValueError, match="received None$"):
        stand_in(None)


def test_weighted_sum_of_a_row_and_of_a_batch():
    assert stand_in("weighted_sum")(X[1], W, 1.0) == -6.0
    assert stand_in("weighted_sum")(X, W, 1).tolist() == [0.0, -6.0, 2.5]
    assert stand_in("weighted_sum")([[1, 2]], [3, -2], 1).tolist() == [0.0]


def test_sigmoid_of_any_shape_and_size():
    assert stand_in("sigmoid")(0) == 0.5
    assert stand_in("sigmoid")(Z) == pytest.approx(sigma(Z), abs=1e-15)
    assert stand_in("sigmoid")(np.float32([1])).dtype == np.float32


def test_perceptron_is_the_lectures_neuron():
    assert stand_in("perceptron")([-1, 2], [3, -2], 1) == pytest.approx(1 / (1 + np.exp(6)))
    assert stand_in("perceptron")(X, W, 1) == pytest.approx(sigma(X @ W + 1))


def test_boundary_lies_on_the_line_and_refuses_a_vertical_one():
    x1 = np.array([-1.0, 0.0, 4.0])
    x2 = stand_in("boundary")(W, 1.0, x1)
    assert 1 + 3 * x1 - 2 * x2 == pytest.approx(0)
    assert stand_in("boundary")([3, -2], 1, 0) == 0.5
    with pytest.raises(ValueError, match="w2 is 0"):
        stand_in("boundary")([1.0, 0.0], 1.0, 2.0)


@pytest.mark.parametrize(
    ("name", "inputs", "answers"),
    [
        ("AND", [[0, 0], [0, 1], [1, 0], [1, 1]], [0, 0, 0, 1]),
        ("OR", [[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 1]),
        ("NAND", [[0, 0], [0, 1], [1, 0], [1, 1]], [1, 1, 1, 0]),
        ("NOT", [[0], [1]], [1, 0]),
    ],
)
def test_gates_answer_clearly(name, inputs, answers):
    w, w0 = stand_in("gate")(name)
    assert stand_in("perceptron")(inputs, w, w0) == pytest.approx(answers, abs=1e-4)


def test_an_unknown_gate_is_refused():
    with pytest.raises(ValueError, match=r"^gate: expected one of AND, OR, NAND, NOT, received 'XOR'$"):
        stand_in("gate")("XOR")


@pytest.mark.parametrize("labels", [[0, 1, 1], [-1, 1, 1]])
def test_fit_perceptron_goes_from_zeros_to_a_line_without_mistakes(labels):
    data, y = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]), np.array(labels)
    path = stand_in("fit_perceptron")(data, y)
    assert [(w.tolist(), w0) for w, w0 in path[:3]] == [([0, 0], 0), ([0, 0], -1), ([1, 0], 0)]
    w, w0 = path[-1]
    assert ((data @ w + w0 > 0) == (y > 0)).all()


def test_fit_perceptron_stops_at_max_epochs_where_no_line_separates():
    corners, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    assert len(stand_in("fit_perceptron")(corners, y, max_epochs=3)) <= 1 + 3 * 4


@pytest.mark.parametrize(
    ("name", "formula"),
    [
        ("tanh", np.tanh),
        ("relu", lambda z: np.maximum(0, z)),
        ("leaky_relu", lambda z: np.where(z > 0, z, 0.1 * z)),
        ("d_sigmoid", lambda z: sigma(z) * (1 - sigma(z))),
        ("d_tanh", lambda z: 1 - np.tanh(z) ** 2),
        ("d_relu", lambda z: (z > 0).astype(float)),
        ("d_leaky_relu", lambda z: np.where(z > 0, 1, 0.1)),
    ],
)
def test_activations_and_derivatives(name, formula):
    result = stand_in(name)(Z)
    assert isinstance(result, np.ndarray)
    assert result == pytest.approx(formula(Z), abs=1e-7)
    assert stand_in(name)(2) == pytest.approx(formula(np.array(2.0)), abs=1e-7)


def test_the_slope_of_leaky_relu_can_be_chosen():
    assert stand_in("leaky_relu")([-2.0, 2.0], slope=0.5).tolist() == [-1.0, 2.0]
    assert stand_in("d_leaky_relu")([-2.0, 2.0], slope=0.5).tolist() == [0.5, 1.0]


def test_central_difference_of_a_cube():
    slope = stand_in("central_difference")(lambda z: z**3, [1, 2])
    assert slope == pytest.approx([3, 12], rel=1e-8)
    assert stand_in("central_difference")(lambda z: z**3, 0.0, step=0.5) == 0.25


def test_collapse_gives_one_layer_that_does_the_same():
    rng = np.random.default_rng(0)
    layers = [(rng.normal(size=shape), rng.normal(size=shape[1])) for shape in ((2, 4), (4, 3), (3, 1))]
    W, b = stand_in("collapse")(layers)
    h = X
    for layer_W, layer_b in layers:
        h = h @ layer_W + layer_b
    assert (W.shape, b.shape) == ((2, 1), (1,))
    assert X @ W + b == pytest.approx(h)
    assert stand_in("collapse")(layers[:1])[0] == pytest.approx(layers[0][0])


def test_relu_basis_holds_one_hinge_per_column():
    assert stand_in("relu_basis")([0, 1, 3], [0, 2]).tolist() == [[0, 0], [1, 0], [3, 1]]


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_gradient_flow_of_two_layers_by_the_chain_rule(activation):
    g = {"sigmoid": sigma, "tanh": np.tanh, "relu": lambda z: np.maximum(0, z)}[activation]
    slope = {"sigmoid": lambda a: a * (1 - a), "tanh": lambda a: 1 - a**2, "relu": lambda a: a > 0}[activation]
    rng = np.random.default_rng(5)
    x = rng.normal(size=(32, 64))
    W1, W2 = (rng.normal(0, np.sqrt((2 if activation == "relu" else 1) / 64), (64, 64)) for _ in range(2))
    a1 = g(x @ W1)
    a2 = g(a1 @ W2)
    d2 = 2 * a2 / a2.size * slope(a2)
    d1 = d2 @ W2.T * slope(a1)
    expected = [np.linalg.norm(x.T @ d1), np.linalg.norm(a1.T @ d2)]
    assert stand_in("gradient_flow")(activation, 2, seed=5) == pytest.approx(expected)


def test_the_sigmoids_gradient_is_lost_on_the_way_and_relus_is_not():
    sigmoid, relu = (stand_in("gradient_flow")(name, 20) for name in ("sigmoid", "relu"))
    assert sigmoid[0] / sigmoid[-1] < 1e-6
    assert relu[0] > 1e-3


def test_gradient_flow_refuses_another_activation():
    with pytest.raises(ValueError, match=r"^gradient_flow: expected one of sigmoid, tanh, relu, received 'gelu'$"):
        stand_in("gradient_flow")("gelu", 3)


def test_dead_units_are_those_that_sleep_for_every_row():
    hidden = {"W": [[1, -1, 1]], "b": [0, 0, -9], "activation": "relu"}
    model = checks.build("dense_net", [hidden, {"W": [[1], [1], [1]]}])
    assert stand_in("dead_relu_fraction")(model, [[1.0], [2.0]]) == pytest.approx(2 / 3)
    assert stand_in("dead_relu_fraction")(model, [[1.0], [-2.0]]) == pytest.approx(1 / 3)
