"""The NumPy networks of the live figures, against mathematics and against Keras run now."""

import os

import numpy as np
import pytest

from course_utils.models import dense_net

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
NAMES = list(dense_net.ACTIVATIONS)


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture
def keras():
    return pytest.importorskip("keras")


def small_net(activation, rng, sizes=(2, 5, 4, 1)):
    params = dense_net.init(sizes, activation, rng)
    return [(W, b + rng.normal(0, 0.3, b.shape)) for W, b in params]


def test_a_net_by_hand_gives_the_value_by_hand():
    params = [(np.array([[3.0], [-2.0]]), np.array([1.0]))]
    assert dense_net.forward(params, [[-1, 2]], "tanh").tolist() == [[-6.0]]


def test_the_last_layer_has_no_activation():
    params = [(np.eye(1), np.zeros(1)), (np.array([[-4.0]]), np.zeros(1))]
    assert dense_net.forward(params, [[2.0], [-2.0]], "relu").tolist() == [[-8.0], [0.0]]


@pytest.mark.parametrize("activation", NAMES)
def test_forward_agrees_with_a_keras_stack_of_the_same_weights(activation, rng, keras):
    params = small_net(activation, rng)
    name = {"none": None}.get(activation, activation)
    model = keras.Sequential([keras.Input((2,)), *[keras.layers.Dense(W.shape[1], name) for W, _ in params]])
    model.layers[-1].activation = keras.activations.linear
    for layer, weights in zip(model.layers, params, strict=True):
        layer.set_weights(weights)
    X = rng.normal(size=(7, 2))
    np.testing.assert_allclose(dense_net.forward(params, X, activation), np.asarray(model(X)), atol=1e-5)


@pytest.mark.parametrize("loss", ["bce", "mse"])
@pytest.mark.parametrize("activation", NAMES)
def test_gradients_agree_with_central_differences(activation, loss, rng):
    params = small_net(activation, rng)
    X, y = rng.normal(size=(6, 2)), np.array([0, 1, 1, 0, 1, 0])
    _, found = dense_net.gradients(params, X, y, activation, loss)
    w, step = dense_net.flatten(params), 1e-6

    def value(w):
        return dense_net.loss_value(dense_net.forward(dense_net.unflatten(w, params), X, activation), y, loss)

    expected = [(value(w + step * e) - value(w - step * e)) / (2 * step) for e in np.eye(len(w))]
    np.testing.assert_allclose(dense_net.flatten(found), expected, atol=1e-8)


def test_bce_agrees_with_keras_and_survives_large_logits(rng, keras):
    z, y = np.array([[-30.0], [-1.0], [0.0], [2.0]]), np.array([1, 0, 1, 1])
    expected = keras.losses.BinaryCrossentropy(from_logits=True)(y[:, None], z)
    assert dense_net.loss_value(z, y) == pytest.approx(float(expected), rel=1e-6)
    assert dense_net.loss_value(np.array([[-1000.0]]), [1]) == 1000.0


def test_ten_steps_of_adam_agree_with_keras_adam(rng, keras):
    w = rng.normal(size=5)
    variable = keras.Variable(w.astype("float32"))
    ours, theirs = dense_net.Adam(learning_rate=0.1), keras.optimizers.Adam(learning_rate=0.1)
    for _ in range(10):
        g = rng.normal(size=5)
        w = ours.step(w, g)
        theirs.apply([keras.ops.convert_to_tensor(g.astype("float32"))], [variable])
    np.testing.assert_allclose(w, np.asarray(variable), rtol=1e-5, atol=1e-6)


def test_the_first_step_of_adam_has_the_length_of_the_rate():
    w = dense_net.Adam(learning_rate=0.1).step(np.array([1.0, 1.0]), np.array([5.0, -2.0]))
    np.testing.assert_allclose(w, [0.9, 1.1], atol=1e-5)


@pytest.mark.parametrize(
    ("activation", "scale", "expected"),
    [
        ("relu", None, np.sqrt(2 / 400)),
        ("tanh", None, np.sqrt(2 / 500)),
        ("tanh", 3.0, 3 / np.sqrt(400)),
    ],
)
def test_init_has_the_spread_of_its_rule(activation, scale, expected, rng):
    (W, b), *_ = dense_net.init([400, 100], activation, rng, scale=scale)
    assert W.std() == pytest.approx(expected, rel=0.02)
    assert not b.any()


def test_training_solves_xor_and_leaves_the_given_weights_alone(rng):
    X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    params = dense_net.init([2, 8, 1], "tanh", rng)
    before = dense_net.flatten(params)
    trained, losses = dense_net.train(params, X, y, "tanh", steps=300)
    assert ((dense_net.forward(trained, X, "tanh")[:, 0] > 0) == y).all()
    assert losses.shape == (300,)
    assert losses[-1] < 0.1 < losses[0]
    assert np.array_equal(dense_net.flatten(params), before)


def test_an_unknown_activation_is_named_with_the_known_ones(rng):
    with pytest.raises(ValueError, match="expected one of none, sigmoid, tanh, relu, received 'swish'"):
        dense_net.init([2, 1], "swish", rng)


def test_an_unknown_loss_is_named():
    with pytest.raises(ValueError, match='expected "bce" or "mse", received \'hinge\''):
        dense_net.loss_value(np.zeros((2, 1)), [0, 1], "hinge")
