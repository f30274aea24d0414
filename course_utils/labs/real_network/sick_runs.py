"""Eight sick training runs, each with one wrong setting: what lab 10's clinic shows, and how a cure is tried."""

from functools import cache

import numpy as np

from course_utils.labs.real_network.training_runs import HEALTHY, read, run

DISEASES = {
    "learning rate too high": "learning_rate",
    "learning rate too low": "learning_rate",
    "all weights start at zero": "start",
    "inputs not scaled": "largest_pixel",
    "labels shuffled": "labels",
    "vanishing gradient": "activation",
    "too few examples": "examples",
    "softmax applied twice": "softmaxes",
}
BASE = {**HEALTHY, "activation": "tanh"}
PATIENTS = {
    "A": {"examples": 40, "hidden": (64,), "epochs": 20, "batch_size": 16, "learning_rate": 0.5},
    "B": {"activation": "relu", "largest_pixel": 255},
    "C": {"softmaxes": 2, "learning_rate": 0.3},
    "D": {"learning_rate": 0.0005},
    "E": {"activation": "sigmoid", "hidden": (32,) * 5},
    "F": {"labels": "shuffled", "hidden": (64,), "learning_rate": 0.2, "batch_size": 16, "epochs": 20},
    "G": {"learning_rate": 5.0},
    "H": {"start": "zeros"},
}
GOAL, LOSS = 0.9, 0.5  # a cured run gets so many of the held-out digits right, with a held-out loss below this


def patient(letter):
    """All settings of a sick run, a new dictionary; the letters are A to H."""
    return {**BASE, **PATIENTS[letter]}


def sick_logs(seed=0):
    """The logs of the eight sick runs: letter -> log."""
    return {letter: run(patient(letter), seed) for letter in PATIENTS}


def treated(letter, change, seeds=(0, 1, 2)):
    """Change one setting of a sick run, train again from several starts.

    Args:
        letter: A to H.
        change: A dictionary with one setting, such as `{"learning_rate": 0.1}`.
        seeds: The random starts.

    Returns:
        The medians, after the last epoch, of the share of held-out digits that are right and of their loss.

    Raises:
        AssertionError: If the change is not one legal setting.
    """
    assert hasattr(change, "items"), (
        f'cure {letter}: expected a dictionary such as {{"epochs": 20}}, received {change!r}'
    )
    assert len(change) == 1, f"cure {letter}: expected one changed setting, received {len(change)}"
    try:
        settings = read({**patient(letter), **dict(change)})
    except ValueError as error:
        raise AssertionError(f"cure {letter}: {error}") from None
    ends = [_end(tuple(sorted(settings.items())), seed) for seed in seeds]
    return tuple(float(median) for median in np.median(ends, axis=0))


@cache
def _end(settings, seed):
    """Held-out accuracy and loss after the last epoch; many cures lead to the same settings."""
    log = run(dict(settings), seed)
    return log["val_accuracy"][-1], log["val_loss"][-1]
