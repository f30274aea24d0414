"""The stand-ins of lab 03 against NumPy."""

import numpy as np
import pytest

from course_utils import stand_in
from course_utils.models.will_i_pass import YOU, untrained_net

X, W, B = np.array([[1.0, -2.0], [0.5, 3.0]]), np.array([[1.0, 0.0, 2.0], [-1.0, 0.5, 1.0]]), np.array([0.5, -1.0, 0.0])


def test_dense_is_its_formula_for_both_shapes_of_b():
    assert stand_in("dense")(X, W, B, np.tanh) == pytest.approx(np.tanh(X @ W + B))
    assert stand_in("dense")(X, W, B[None], np.tanh) == pytest.approx(np.tanh(X @ W + B))


def test_mlp_forward_bends_all_layers_but_the_last():
    params = [(W, B), (np.ones((3, 1)), np.array([1.0]))]
    assert stand_in("mlp_forward")(params, X) == pytest.approx(np.maximum(X @ W + B, 0) @ np.ones((3, 1)) + 1)
    assert stand_in("mlp_forward")(params, X, np.tanh) == pytest.approx(np.tanh(X @ W + B) @ np.ones((3, 1)) + 1)
    assert stand_in("mlp_forward")(params[:1], X) == pytest.approx(X @ W + B)


def test_count_parameters_with_and_without_biases():
    assert stand_in("count_parameters")([4, 8, 8, 3]) == 139
    assert stand_in("count_parameters")([4, 8, 8, 3], use_bias=False) == 120


def test_pass_probability_of_the_untrained_network():
    assert stand_in("pass_probability")(untrained_net(), np.array([YOU])) == pytest.approx([1 / (1 + np.exp(2.2))])


def test_dense_by_loops_is_the_layer_without_its_bend():
    assert stand_in("dense_by_loops")(X, W, B) == pytest.approx(X @ W + B)


def test_my_dense_is_a_keras_layer():
    layer = stand_in("MyDense")(3, activation="relu")
    layer(X)
    layer.set_weights([W, B])
    assert np.asarray(layer(X)) == pytest.approx(np.maximum(X @ W + B, 0), abs=1e-6)
