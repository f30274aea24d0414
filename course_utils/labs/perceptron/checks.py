"""Follow a perceptron's path from mistake to mistake, and name the first step that breaks the rule."""

import numpy as np


def first_bad_step(path, X, y):
    """Name the first step of a path that breaks Rosenblatt's rule.

        mistake:  y (w · x + w0) <= 0,  with y = -1 or +1
        update:   w = w + y x,  w0 = w0 + y

    Args:
        path: Pairs (w, w0): the zeros first, then one pair after every mistake.
        X: The rows, shape (n, d), in the order in which they are visited.
        y: Labels of shape (n,), either -1 and +1 or 0 and 1.

    Returns:
        A sentence, or an empty text when every step follows the rule.
    """
    if path is None:
        return "there is no path: is there a `return path`?"
    pairs = path_rows(path)
    if pairs.ndim != 2 or pairs.shape[1] != X.shape[1] + 1:
        return f"the path should be a list of pairs (w, w0), w with {X.shape[1]} numbers and w0 with one"
    if pairs[0].any():
        return f"the path starts with {_say(pairs[0])} instead of zeros. Does `w += ...` change the array in the path?"
    pulls = np.column_stack([X, np.ones(len(X))]) * np.where(np.asarray(y) > 0, 1, -1)[:, None]
    visited = -1
    for step, change in enumerate(np.diff(pairs, axis=0), start=1):
        due = _next_wrong(pulls @ pairs[step - 1] <= 0, visited)
        if due is None or not _close(change, pulls[due]):
            return f"step {step}: {_reason(pairs[step - 1], change, pulls, due)}"
        visited = due
    return ""


def path_rows(path):
    """The path as numbers, one row `w1, …, wd, w0` per pair; an empty array where the pairs do not fit together."""
    rows = [np.concatenate([np.ravel(part) for part in (pair if np.iterable(pair) else [pair])]) for pair in path]
    fit = rows and all(len(row) == len(rows[0]) for row in rows)
    return np.array(rows, dtype=float) if fit else np.empty(0)


def _next_wrong(wrong, visited):
    """The first wrong row after the one visited last, going round once; None if no row is wrong."""
    order = np.roll(np.arange(len(wrong)), -(visited + 1))
    return next((int(row) for row in order if wrong[row]), None)


def _reason(before, change, pulls, due):
    """Say what a change looks like that is not the pull of the row that was due."""
    if not change.any():
        return "nothing changed. Add a pair only after a mistake, and turn label 0 into -1 first"
    same, wrong = np.array([_close(pull, change) for pull in pulls]), pulls @ before <= 0
    if due is not None and (same & wrong).any():
        early = np.argmax(same & wrong)
        return (
            f"row {early} came before row {due}. Visit the rows in their order, and after a mistake go on with the next"
        )
    if same.any():
        return f"row {np.argmax(same)} was right already. Update only after a mistake"
    if due is None:
        return "no row was wrong any more, but the path goes on"
    likeness = _likeness(before, change, pulls, due)
    return f"{likeness}row {due} was a mistake and should add {_say(pulls[due])} to (w, w0), received {_say(change)}"


def _likeness(before, change, pulls, due):
    """Recognise a usual mistake in a change; an empty text if it is none of them."""
    pull, label = pulls[due], pulls[due][-1]
    away = (
        "the wrong direction, add y x instead of subtracting it" if label > 0 else "a missing label, add y x and not x"
    )
    suspects = {
        away: -pull,
        "a bias that does not learn": [*pull[:-1], 0],
        "a bias that goes the wrong way": [*pull[:-1], -label],
        "2y - 1 on labels that were -1 and +1 already": 3 * pull,
        "all mistakes of an epoch in one step, update after each one": pulls[pulls @ before <= 0].sum(axis=0),
        "one pair per epoch, add one after every mistake": _epoch(before, pulls) - before,
    }
    found = (name for name, suspect in suspects.items() if _close(change, suspect))
    return next((f"looks like {name}: " for name in found), "")


def _epoch(theta, pulls):
    """Where one whole epoch from the first row leads."""
    for pull in pulls:
        theta = theta + pull * (pull @ theta <= 0)
    return theta


def _close(change, pull):
    """Equal up to what float32 loses when it adds and subtracts."""
    return np.allclose(change, pull, rtol=1e-4, atol=1e-4)


def _say(values):
    return "(" + ", ".join(f"{value + 0.0:g}" for value in values) + ")"
