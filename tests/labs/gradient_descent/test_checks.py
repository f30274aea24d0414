"""What lab 05 leans on: words for a walk, the class trained by hand, the check of a line, what `None` means."""

import numpy as np
import pytest
import tensorflow as tf

from course_utils import checks, datasets
from course_utils.checks.tape import from_tape
from course_utils.labs.gradient_descent.checks import best_line_exactly, check_line, multiplied
from course_utils.models import landscapes
from course_utils.models.descent_paths import how_it_went, read_path
from course_utils.models.will_i_pass import (
    chance_to_pass,
    run_training,
    slightly_trained_weights,
    train_by_hand,
    untrained_weights,
)


@pytest.mark.parametrize(
    ("factor", "word"), [(0.98, "crawl"), (0.6, "converge"), (0.0, "converge"), (-0.8, "oscillate"), (-1.04, "diverge")]
)
def test_a_walk_is_put_into_one_word(factor, word):
    assert how_it_went(-3.0 * factor ** np.arange(21)) == word


def test_a_walk_that_overflows_diverges():
    assert how_it_went([-3.0, 1e300, np.nan]) == "diverge"


def test_a_path_is_read_whatever_holds_its_places():
    assert read_path([[1.0, 2.0], np.array([3.0, 4.0])], 2).tolist() == [[1, 2], [3, 4]]
    assert read_path([3.0, np.array([1.0])], 1).tolist() == [[3], [1]]


@pytest.mark.parametrize("path", [None, [1.0, 2.0], np.zeros((5, 3)), []])
def test_what_is_no_path_of_two_weights_is_refused(path):
    with pytest.raises(ValueError, match=r"^expected gradient_descent to return the places in order, 2 weights each"):
        read_path(path, 2)


def test_training_by_hand_follows_the_tape():
    X, y = datasets.will_i_pass(40)
    variables = [tf.Variable(array) for array in slightly_trained_weights()]
    for _ in range(4):
        with tf.GradientTape() as tape:
            W1, b1, W2, b2 = variables
            logits = (tf.nn.relu(X @ W1 + b1) @ W2 + b2)[:, 0]
            loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(tf.cast(y, tf.float64), logits))
        for variable, slope in zip(variables, tape.gradient(loss, variables), strict=True):
            variable.assign_sub(0.02 * slope)
    trained, losses = train_by_hand(slightly_trained_weights(), X, y, 0.02, 4)
    assert losses[-1] == pytest.approx(float(loss))
    for ours, theirs in zip(trained, variables, strict=True):
        assert ours == pytest.approx(theirs.numpy())


def test_only_the_chosen_parts_move():
    X, y = datasets.will_i_pass(40)
    trained, _ = train_by_hand(untrained_weights(), X, y, 0.02, 2, parts=(2, 3))
    moved = [not np.array_equal(now, then) for now, then in zip(trained, untrained_weights(), strict=True)]
    assert moved == [False, False, True, True]


def test_the_untrained_network_gives_you_a_tenth():
    assert chance_to_pass(untrained_weights()) == pytest.approx([0.1], abs=5e-4)


@pytest.mark.parametrize("seed", range(10))
def test_ten_classes_all_end_above_nine_tenths(seed):
    trained, _ = train_by_hand(untrained_weights(), *datasets.will_i_pass(seed=seed), 0.08, 800)
    assert chance_to_pass(trained)[0] > 0.93


def test_the_best_line_passes_and_a_short_walk_is_named():
    X = np.random.default_rng(0).normal(5, 2, (30, 2))
    y = 1 + X @ [2.0, -1.0] + np.sin(np.arange(30))
    best = best_line_exactly(X, y)
    check_line(best.tolist(), X, y, "fit_linear")
    with pytest.raises(AssertionError, match=r"^looks like too short a walk, or features"):
        check_line(best + [0.1, 0.01, 0.02], X, y, "fit_linear")
    with pytest.raises(AssertionError, match=r"^looks like the bias stands last"):
        check_line(np.roll(best, -1), X, y, "fit_linear")
    with pytest.raises(AssertionError, match="the walk diverged"):
        check_line(np.full(3, np.nan), X, y, "fit_linear")


def test_a_tape_without_a_way_is_explained_and_other_errors_pass():
    def unwatched():
        w = tf.constant(3.0)
        with tf.GradientTape() as tape:
            J = w * w
        return 0.1 * tape.gradient(J, w)

    assert from_tape(lambda: 7) == 7
    with pytest.raises(AssertionError, match=r"^looks like the tape did not watch the weights"):
        from_tape(unwatched)
    with pytest.raises(ValueError, match="five"):
        from_tape(lambda: (_ for _ in ()).throw(ValueError("five")))
    with pytest.raises(NotImplementedError):
        from_tape(lambda: (_ for _ in ()).throw(NotImplementedError("None yet")))


def test_a_tensor_loss_is_the_landscape_of_its_name():
    loss, w = (
        checks.build("tensor_loss", {"landscape": "ravine", "condition": 4, "angle": 30}),
        tf.Variable([1.5, -1.0]),
    )
    with tf.GradientTape() as tape:
        value = loss(w)
    surface = landscapes.ravine(4, 30)
    assert float(value) == pytest.approx(surface([1.5, -1.0]), rel=1e-6)
    assert tape.gradient(value, w).numpy() == pytest.approx(surface.gradient([1.5, -1.0]), rel=1e-5)


@pytest.mark.parametrize("seed", [0, 4, 5])
def test_after_one_step_no_student_lies_on_a_kink(seed):
    X, _ = datasets.will_i_pass(seed=seed)
    W1, b1, _, _ = untrained_weights()
    assert np.abs(X @ W1 + b1).min() < 1e-12
    W1, b1, _, _ = slightly_trained_weights()
    assert np.abs(X @ W1 + b1).min() > 1e-4


def test_a_training_loop_must_return_a_pair_of_four_arrays_and_losses():
    weights = untrained_weights()
    assert run_training(lambda: (weights, [1.0])) == (weights, [1.0])
    with pytest.raises(AssertionError, match="return a pair, the four arrays and the list of losses, received 4 items"):
        run_training(lambda: weights)
    with pytest.raises(AssertionError, match="expected four arrays, W1, b1, W2 and b2, received 2 items"):
        run_training(lambda: (weights[:2], [1.0]))
    with pytest.raises(AssertionError, match="is there a `return`"):
        run_training(lambda: None)


def test_shapes_that_do_not_fit_are_explained_and_other_errors_pass():
    assert multiplied(lambda: 7, "a mistake") == 7
    with pytest.raises(AssertionError, match=r"^looks like a missing \.T; NumPy says: "):
        multiplied(lambda: np.ones((5, 3)) @ np.ones(5), "a missing .T")
    with pytest.raises(AssertionError, match="^looks like a row"):
        multiplied(lambda: np.ones((5, 3)) / np.ones(5), "a row")
    with pytest.raises(ValueError, match="^seven$"):
        multiplied(lambda: (_ for _ in ()).throw(ValueError("seven")), "a mistake")
