"""The checks of lab 07: ten steps against Keras, tables of trainings, range tests, schedules."""

import numpy as np
import pytest

from course_utils import stand_in
from course_utils.labs.optimizers.checks.optimizer_paths import known_paths, rule_path
from course_utils.labs.optimizers.checks.optimizer_rules import MISTAKES, NUMBERS, RULES
from course_utils.labs.optimizers.checks.optimizer_steps import (
    check_l2,
    check_ten_steps,
    check_turns,
    keras_path,
    some_gradients,
)
from course_utils.labs.optimizers.checks.range_test import check_range_test, check_suggestion, line_data, range_curve
from course_utils.labs.optimizers.checks.schedules import check_schedules
from course_utils.labs.optimizers.checks.tables import as_race, as_table
from course_utils.labs.optimizers.optimizer_measures import largest_difference, where_is_epsilon
from course_utils.labs.optimizers.range_fit import fit_line

PARAMS = [np.array([1.0, -2.0]), np.array([0.5, 3.0])]
GRADIENTS = some_gradients([(2,), (2,)], sizes=[1.0, 0.01])
STRONG = {"learning_rate": 0.1, "epsilon": 0.01, "weight_decay": 0.5}


def strong(name):
    return {key: value for key, value in STRONG.items() if key in NUMBERS[name]}


@pytest.mark.parametrize("name", list(RULES))
def test_every_rule_goes_where_keras_goes(name):
    numbers = {**NUMBERS[name], **strong(name)}
    right = keras_path(name, PARAMS, GRADIENTS, **numbers)
    assert rule_path(RULES[name], PARAMS, GRADIENTS, **numbers) == pytest.approx(right, rel=1e-4, abs=2e-5)


@pytest.mark.parametrize("name", list(MISTAKES))
def test_every_mistake_is_another_path_than_the_right_one_and_than_the_others(name):
    right = keras_path(name, PARAMS, GRADIENTS, **strong(name))
    paths = list(known_paths(name, PARAMS, GRADIENTS, **strong(name)).values())
    for index, path in enumerate(paths):
        assert not np.allclose(path, right, rtol=1e-4, atol=1e-4)
        for other in paths[:index]:
            assert not np.allclose(path, other, rtol=1e-5, atol=1e-5, equal_nan=True)


@pytest.mark.parametrize("name", list(MISTAKES))
def test_the_stand_in_passes_the_checks_of_its_exercise(name):
    check_ten_steps(stand_in(name), name, PARAMS, GRADIENTS, **strong(name))
    check_turns(stand_in(name), name, learning_rate=0.1)
    assert largest_difference(stand_in(name), name) < 2e-5


def test_single_precision_passes():
    def single(params, grads, state, learning_rate=0.01, momentum=0.9):
        m = [
            momentum * old - learning_rate * g
            for old, g in zip(state.get("m", [np.float32(0)] * 2), grads, strict=True)
        ]
        return [np.float32(w + change) for w, change in zip(params, m, strict=True)], {"m": m}

    check_ten_steps(single, "momentum", PARAMS, GRADIENTS, learning_rate=0.1)


@pytest.mark.parametrize(("result", "words"), [(None, "a pair"), ([1], "a pair"), (([1.0], {}), "2 arrays of weights")])
def test_what_is_no_optimizer_is_named(result, words):
    with pytest.raises(AssertionError, match=words):
        check_ten_steps(lambda *_, **__: result, "momentum", PARAMS, GRADIENTS)


def test_one_state_for_arrays_of_different_shapes_is_named():
    def shared(params, grads, state, learning_rate=0.01, momentum=0.9):
        new = []
        for w, g in zip(params, grads, strict=True):
            state["m"] = momentum * state.get("m", 0.0) - learning_rate * g
            new.append(w + state["m"])
        return new, state

    with pytest.raises(AssertionError, match="one state for all variables"):
        check_ten_steps(shared, "momentum", [np.ones((3, 2)), np.ones(4)], some_gradients([(3, 2), (4,)]))


def test_two_trainings_may_not_share_a_memory():
    memory = {}

    def shared(params, grads, state, learning_rate=0.01, momentum=0.9):
        memory["m"] = momentum * memory.get("m", 0.0) - learning_rate * grads[0]
        return [params[0] + memory["m"]], {}

    with pytest.raises(AssertionError, match="outside of `state`"):
        check_turns(shared, "momentum", learning_rate=0.1)


def test_adam_with_l2_is_no_adamw():
    check_l2(stand_in("adam_l2"), PARAMS, GRADIENTS, learning_rate=0.1, weight_decay=0.5)
    with pytest.raises(AssertionError, match="AdamW"):
        check_l2(stand_in("adamw"), PARAMS, GRADIENTS, learning_rate=0.1, weight_decay=0.5)


def test_epsilon_is_found():
    assert [where_is_epsilon(name) for name in ("rmsprop", "adam")] == ["inside", "outside"]


def test_a_table_without_a_rate_is_named():
    assert as_table({1: 0.5}, [1], "sweep") == {1: 0.5}
    with pytest.raises(AssertionError, match="lacks"):
        as_table({1: 0.5}, [1, 2], "sweep")
    with pytest.raises(AssertionError, match="dictionary"):
        as_table([0.5], [1], "sweep")


@pytest.mark.parametrize(
    ("table", "words"), [([], "dictionary"), ({}, "lacks"), ({"A": 1.0}, "pair"), ({"A": ([1.0], 1)}, "one number")]
)
def test_a_table_of_a_race_that_is_none_is_named(table, words):
    with pytest.raises(AssertionError, match=words):
        as_race(table, ["A"])


def test_the_reference_of_the_range_test_is_what_keras_does():
    callback = stand_in("RangeTest")(0.001, 0.1, 10)
    after = fit_line({"callbacks": [callback], "epochs": 2, **line_data(48)})
    check_range_test(callback, after, line_data(48), 0.001, 0.1, 10)
    assert after["weights_at_the_end"] != after["weights"]


def test_a_range_test_stops_at_nan():
    data = line_data(48, nan_in_batch=3)
    callback = stand_in("RangeTest")(0.001, 0.1, 20)
    after = fit_line({"callbacks": [callback], "epochs": 2, **data})
    check_range_test(callback, after, data, 0.001, 0.1, 20, stops_at=3)


@pytest.mark.parametrize("best", [0.03, 0.3, 2.0])
def test_a_suggestion_is_a_tenth_of_the_best_rate(best):
    rates, losses = range_curve(best, 0.03, ends_with_nan=True)
    check_suggestion(stand_in("suggest_rate")(rates, losses), rates, losses, "a curve")
    with pytest.raises(AssertionError, match="take a tenth"):
        check_suggestion(rates[int(np.nanargmin(losses))], rates, losses, "a curve")


def test_the_schedules_of_the_stand_ins_pass():
    schedules = [stand_in(name) for name in ("cosine", "warm_up", "one_cycle")]
    check_schedules(*schedules, total=41, peak=2.0, warm=8)
    with pytest.raises(AssertionError, match="off by one"):
        check_schedules(
            lambda step, total, peak: peak * (1 + np.cos(np.pi * step / total)) / 2,
            *schedules[1:],
            total=41,
            peak=2.0,
            warm=8,
        )


def test_the_stand_ins_sweep_and_race_take_nan_as_infinite():
    assert stand_in("sweep")(lambda rate: [1.0, {1: 0.5, 2: np.nan}[rate]], [1, 2]) == {1: 0.5, 2: np.inf}
    losses = {(1, 0): 1.0, (1, 1): 3.0, (1, 2): 2.0, (2, 0): np.nan, (2, 1): 0.0, (2, 2): np.nan}
    table = stand_in("fair_race")(lambda name, rate, seed: losses[rate, seed], ["A"], [1, 2], [0, 1, 2])
    assert table == {"A": (1, [1.0, 3.0, 2.0])}


def test_the_largest_curvature_of_the_stand_in_keeps_its_sign():
    assert stand_in("largest_curvature")(lambda w: np.array([-5.0, 2.0]) * w, np.ones(2)) == pytest.approx(-5)


def test_the_images_of_the_full_profile_come_through_the_same_code(monkeypatch, capsys):
    from course_utils import datasets
    from course_utils.labs.optimizers import range_images

    asked = []
    monkeypatch.setattr(datasets, "load", lambda name, n: asked.append((name, n)) or (np.zeros((n, 784)), np.zeros(n)))
    monkeypatch.setenv("COURSE_PROFILE", "full")
    monkeypatch.setenv("COURSE_IMAGES", "512")
    X, _ = range_images.load()
    assert asked == [("fashion_mnist", 512)]
    assert "512 images of 784 pixels" in capsys.readouterr().out
    assert range_images.network(X).output_shape == (None, 10)
