"""Runs by settings, the eight sick ones, and the batch that is learned by heart."""

import numpy as np
import pytest

from course_utils.labs.real_network.checks.one_batch import adam_losses, small_batch
from course_utils.labs.real_network.sick_runs import PATIENTS, patient, treated
from course_utils.labs.real_network.training_runs import HEALTHY, loss_of, run, slopes
from course_utils.models import dense_net


def test_a_healthy_run_learns_and_notes_every_epoch():
    log = run({"epochs": 5})
    assert len(log["loss"]) == len(log["val_loss"]) == len(log["val_accuracy"]) == 6
    assert log["loss"][-1] < 0.5 < 2 < log["loss"][0]


def test_the_same_settings_and_seed_give_the_same_log():
    assert run({"epochs": 2}, 3) == run({"epochs": 2}, 3) != run({"epochs": 2}, 4)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"pixels": 1}, "expected some of hidden"),
        ({"start": "random"}, "start: expected one of he, zeros"),
        ({"learning_rate": "fast"}, "learning_rate: expected a number from"),
        ({"epochs": 0}, "epochs: expected a number from 1 to 120"),
        ({"epochs": float("nan")}, "epochs: expected"),
        ({"hidden": 32}, "hidden: expected at most 30 numbers"),
        ({"softmaxes": 3}, "softmaxes: expected one of 1, 2"),
    ],
)
def test_a_wrong_setting_is_named(settings, words):
    with pytest.raises(ValueError, match=words):
        run(settings)


@pytest.mark.parametrize("softmaxes", [1, 2])
def test_the_gradients_are_those_of_the_loss(softmaxes):
    rng = np.random.default_rng(0)
    params = dense_net.init([5, 4, 3], "tanh", rng)
    X, y, settings = rng.normal(size=(6, 5)), rng.integers(0, 3, 6), {"activation": "tanh", "softmaxes": softmaxes}
    w, grads = dense_net.flatten(params), dense_net.flatten(slopes(params, X, y, settings, 3))

    def loss(w):
        return loss_of(dense_net.forward(dense_net.unflatten(w, params), X, "tanh"), y, softmaxes)

    measured = [(loss(w + 1e-6 * e) - loss(w - 1e-6 * e)) / 2e-6 for e in np.eye(w.size)]
    assert grads == pytest.approx(np.array(measured), abs=1e-7)


def test_a_loss_beyond_reason_is_nan():
    assert np.isnan(loss_of(np.array([[np.inf, 0.0]]), np.array([0])))
    assert np.isnan(loss_of(np.array([[1e9, 0.0]]), np.array([1])))


def test_patients_are_new_dictionaries():
    assert set(PATIENTS) == set("ABCDEFGH")
    patient("A")["epochs"] = 99
    assert patient("A")["epochs"] != 99
    assert set(patient("A")) == set(HEALTHY)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (None, "a dictionary such as"),
        ({}, "one changed setting, received 0"),
        ({"epochs": 3, "start": "he"}, "one changed setting, received 2"),
        ({"start": "well"}, "cure D: start: expected one of"),
    ],
)
def test_a_treatment_is_one_legal_change(change, words):
    with pytest.raises(AssertionError, match=words):
        treated("D", change)


def test_adam_on_one_batch_is_that_of_keras():
    import keras

    from course_utils import checks
    from course_utils.labs.real_network.checks.one_batch import as_spec

    params, X, y = small_batch(1)
    model = checks.build("dense_net", as_spec(params))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(0.05), loss, run_eagerly=True)
    assert [model.train_on_batch(X, y) for _ in range(5)] == pytest.approx(adam_losses(params, X, y, 5, 0.05), rel=1e-3)
