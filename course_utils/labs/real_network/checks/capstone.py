"""What must hold for the capstone's model, its training and its saved file."""

import numpy as np

KEYS = ("loss", "val_loss", "accuracy", "val_accuracy")


def check_outputs(at_zero, first, second, both, classes):
    """Are these the logits of a network with a hidden layer and an activation?

    Args:
        at_zero, first, second, both: What the model gives for 0, for X, for Z and for X + Z, arrays (n, classes).
        classes: How many logits it should give.

    Raises:
        AssertionError: If not.
    """
    at_zero, first, second, both = (np.asarray(out) for out in (at_zero, first, second, both))
    assert first.shape == both.shape == (len(first), classes), (
        f"expected outputs of shape {(len(first), classes)}, received {first.shape}"
    )
    softmax = np.allclose(first.sum(axis=1), 1, atol=1e-3) and (first >= 0).all()
    assert not softmax, "looks like a softmax at the end: give logits, the loss applies its own softmax"
    assert (first < 0).any(), "no output is below 0: looks like an activation on the last layer, logits need none"
    straight = np.allclose(both - second, first - at_zero, rtol=1e-3, atol=1e-4)
    assert not straight, "the outputs of a sum are the sum of the outputs: looks like no hidden layer, or no activation"


def check_history(history, epochs, *, stopped=""):
    """Is this the history of so many epochs, with accuracies and validation?

    Raises:
        AssertionError: If not.
    """
    assert history is not None, "fit_model returned nothing: is there a `return`?"
    assert hasattr(history, "keys"), "expected the history as a dictionary: fit(...).history"
    missing = [key for key in KEYS if key not in history]
    assert not missing, f"the history has no {missing[0]!r}: are validation data and the metric there?"
    received = len(history["loss"])
    why = f" ({stopped})" if stopped else ""
    assert received == epochs, f"expected {epochs} epochs{why}, received {received}"


def two_parts(call):
    """Return what the call returns; say so where it is no pair.

    Raises:
        AssertionError: If it returns something else.
    """
    parts = call()
    assert parts is not None, "classify returned nothing: is there a `return`?"
    many = len(parts) if hasattr(parts, "__len__") else 1
    pair = many == 2 and np.ndim(parts[1]) == 2
    assert pair, "looks like a part is missing: expected a pair, the labels (n,) and the probabilities (n, classes)"
    return parts


def divided_digits(seed):
    """The digits in three parts, float32: 1077 to train on, 360 to choose by, 360 unseen."""
    from course_utils import datasets

    X, y = datasets.load("digits")
    order = np.random.default_rng(100 + seed).permutation(len(y))
    X, y = X[order].astype(np.float32), y[order]
    return X[:1077], y[:1077], X[1077:1437], y[1077:1437], X[1437:], y[1437:]


def check_saved(saved, claimed, y_val, y_test):
    """Does the saved model keep the budget, and is the share that was returned its own?

    Args:
        saved: `logits` for validation and test images together, and `parameters`.
        claimed: What the student's function returned.
        y_val, y_test: The labels.

    Returns:
        The share of right answers on the test images.

    Raises:
        AssertionError: If it is over the budget, or the claim does not fit.
    """
    assert saved["parameters"] <= 50_000, f"the budget is 50,000 parameters, the saved model has {saved['parameters']}"
    said = np.argmax(saved["logits"], axis=1)
    true = float(np.mean(said[: len(y_val)] == y_val))
    assert claimed is not None, "capstone returned nothing: is there a `return`?"
    claimed = float(np.asarray(claimed))
    assert claimed <= 1, f"expected a share from 0 to 1, received {claimed:.4g}: is it in percent?"
    assert abs(claimed - true) < 0.01, (
        f"the saved model gets {true:.1%} of the validation images right, the function returned {claimed:.1%}: save "
        "the trained model, load it, and judge the loaded one on the validation images"
    )
    return float(np.mean(said[len(y_val) :] == y_test))
