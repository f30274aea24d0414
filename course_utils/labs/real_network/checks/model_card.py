"""Is a model card complete, and do its numbers fit together?"""

import math

import numpy as np

WORDS = {"task": 5, "data": 5, "model": 5, "training": 5, "limits": 10}
NUMBERS = ("parameters", "validation_accuracy", "test_accuracy", "test_images", "margin", "vault_opened")


def check_words(card):
    """Are all entries there, and do the texts say something?

    Raises:
        AssertionError: If an entry is missing or too short.
    """
    assert hasattr(card, "keys"), f'card: expected a dictionary such as {{"task": "…", …}}, received {card!r}'
    for name in (*WORDS, *NUMBERS):
        assert name in card, f'the card has no "{name}"'
    for name, least in WORDS.items():
        words = len({word.strip(".,;:…").lower() for word in str(card[name]).split()} - {""})
        assert words >= least, f'card["{name}"]: expected a text of at least {least} different words, received {words}'


def check_numbers(card):
    """Are the numbers possible, and is the margin that of the test share?

    Raises:
        AssertionError: If not.
    """
    check_words(card)
    values = {name: _number(card, name) for name in NUMBERS}
    for name in ("validation_accuracy", "test_accuracy"):
        assert values[name] <= 1, (
            f'card["{name}"]: expected a share from 0 to 1, received {values[name]:g}: is it in percent?'
        )
        assert values[name] > 0.5, (
            f'card["{name}"]: expected a trained model, more than half right, received {values[name]:g}'
        )
    for name in ("parameters", "test_images"):
        assert values[name] >= 1, f'card["{name}"]: expected a whole number of at least 1, received {values[name]:g}'
    p, n = values["test_accuracy"], values["test_images"]
    right, like = _margins(p, n, values["validation_accuracy"])
    looks = next((f"looks like {mistake}: " for mistake, wrong in like.items() if _near(values["margin"], wrong)), "")
    assert _near(values["margin"], right), (
        f'{looks}expected card["margin"] = 1.96·√(p (1 − p) / n) = {right:.4f} for p = {p:g} and n = {n:g}, received '
        f"{values['margin']:.4g}"
    )
    opened = values["vault_opened"]
    assert opened == 1, (
        f'card["vault_opened"]: expected 1, received {opened:g}: a vault that opens more often is no test'
    )


def _number(card, name):
    try:
        value = float(np.asarray(card[name]))
    except (TypeError, ValueError):
        raise AssertionError(f'card["{name}"]: expected a number, received {card[name]!r}') from None
    assert math.isfinite(value), f'card["{name}"]: expected a finite number, received {value}'
    assert value >= 0, f'card["{name}"]: expected a number of at least 0, received {value:g}'
    return value


def _margins(p, n, validation):
    right = 1.96 * math.sqrt(p * (1 - p) / n)
    like = {
        "the margin without its root": 1.96 * p * (1 - p) / n,
        "one standard error: 1.96 is missing": right / 1.96,
        "a margin in percent": 100 * right,
        "the margin of the validation share": 1.96 * math.sqrt(validation * (1 - validation) / n),
        "a root without n": 1.96 * math.sqrt(p * (1 - p)),
    }
    return right, {name: wrong for name, wrong in like.items() if not _near(wrong, right)}


def _near(a, b):
    return abs(a - b) <= 0.02 * abs(b) + 5e-4 * (abs(b) < 0.05) * 0.5
