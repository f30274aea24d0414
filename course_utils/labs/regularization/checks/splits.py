"""What the checks of splitting, scaling and fitting polynomials share: right values, and what known mistakes give."""

import numpy as np

from course_utils.checks.read_answer import fail, read_numbers


def check_parts(parts, X, y, shares):
    """Does every row lie in one part, with its label, and each class in proportion?

    Args:
        parts: Name -> (X, y), what the student's split gave.
        X: The inputs; the first number of each row is the number of the row.
        y: The labels, shape (n,).
        shares: Name -> the share of each class that belongs into this part.

    Raises:
        AssertionError: With the mistake that it looks like.
    """
    rows = {name: _rows_of(parts, name, X, y) for name in shares}
    _check_overlap(rows, len(y))
    for name, share in shares.items():
        for label in np.unique(y):
            count, wanted = np.sum(y[rows[name]] == label), share * np.sum(y == label)
            if abs(count - wanted) >= 1.5 + 1e-9:
                fail(
                    f"looks like a split that is not stratified: expected about {wanted:g} rows of class {label} in "
                    f"the {name} part, received {count}; cut each class by itself"
                )
    for name in ("validation", "test"):
        for label in np.unique(y):
            own, inside = np.flatnonzero(y == label), rows[name][y[rows[name]] == label]
            if 3 < len(inside) < len(own) and _in_one_piece(own, inside):
                fail(
                    f"looks like rows that were not shuffled: the {name} part holds neighbours of "
                    f"class {label}; use rng"
                )


def _rows_of(parts, name, X, y):
    """The row numbers in one part; fails where a label left its input."""
    if not hasattr(parts, "keys") or name not in parts:
        fail(f'expected a dictionary with "train", "validation" and "test", received {_kind(parts)}')
    try:
        inputs, labels = parts[name]
    except (TypeError, ValueError):
        fail(f"expected the {name} part to be a pair (X, y)")
    inputs, labels = read_numbers(inputs, f"the {name} inputs"), read_numbers(labels, f"the {name} labels")
    if inputs.ndim != 2 or inputs.shape[1:] != X.shape[1:] or labels.shape != inputs.shape[:1]:
        fail(f"the {name} part: expected X (m, {X.shape[1]}) and y (m,), received {inputs.shape} and {labels.shape}")
    rows = inputs[:, 0].astype(int)
    if not np.array_equal(inputs, X[rows % len(X)]):
        fail(f"looks like inputs that were changed: the {name} inputs are not rows of X")
    if not np.array_equal(labels, y[rows]):
        fail(
            f"looks like shuffled labels: in the {name} part an input lost its label; index X and y with the same rows"
        )
    return rows


def _check_overlap(rows, n):
    names = list(rows)
    for k, first in enumerate(names):
        for second in names[k + 1 :]:
            shared = set(rows[first]) & set(rows[second])
            if shared:
                fail(f"looks like leakage: row {min(shared)} lies in the {first} part and in the {second} part")
    everything = np.concatenate(list(rows.values()))
    if len(everything) != n or len(set(everything)) != n:
        fail(
            f"expected each of {n} rows once, received {len(everything)} rows, {len(set(everything))} of them different"
        )


def _in_one_piece(own, inside):
    """Are these rows neighbours among all rows of their class, in their old order or not?"""
    places = np.sort(np.searchsorted(own, inside))
    return places[-1] - places[0] == len(places) - 1


def _kind(value):
    return ", ".join(map(str, value.keys())) if hasattr(value, "keys") else type(value).__name__


def scaling_mistakes(parts, name):
    """What known mistakes of scaling give for the inputs of one part."""
    X, train = parts[name][0], parts["train"][0]
    everything = np.concatenate([inputs for inputs, _ in parts.values()])
    mean, std = train.mean(axis=0), train.std(axis=0)
    safe = np.where(std == 0, 1, std)
    like = {
        "leakage: mean and std of all parts together": scaled(X, everything),
        "a mean that was not taken off": X / safe,
        "a division by the variance": (X - mean) / safe**2,
        "one mean and std for all pixels, not one for each": (X - train.mean()) / train.std(),
    }
    if name != "train":
        like["a scaler of its own for each part: use the training statistics"] = scaled(X, X)
        like["a part that was not scaled"] = X
    return like


def scaled(X, fitted):
    """X with the mean and standard deviation of `fitted`; where that is 0, divided by 1."""
    std = fitted.std(axis=0)
    return (X - fitted.mean(axis=0)) / np.where(std == 0, 1, std)


def polynomial_mistakes(degree, train, validation):
    """The right two errors of a polynomial, and those of known mistakes."""
    curve = np.polynomial.Polynomial.fit(*train, deg=degree)
    right = _errors(curve, train, validation)
    both = np.concatenate([train[0], validation[0]]), np.concatenate([train[1], validation[1]])
    sums = [right[0] * len(train[0]), right[1] * len(validation[0])]
    like = {
        "a fit to both sets: leakage": _errors(np.polynomial.Polynomial.fit(*both, degree), train, validation),
        "the two errors in the wrong order": right[::-1],
        "the training error twice": [right[0]] * 2,
        "sums, not means": sums,
        "the root of the mean squared error": np.sqrt(right),
        "the mean size of the error, without the square": [
            np.mean(np.abs(curve(x) - y)) for x, y in (train, validation)
        ],
        "one degree too many": _errors(np.polynomial.Polynomial.fit(*train, degree + 1), train, validation),
    }
    if len(validation[0]) > degree:
        own = np.polynomial.Polynomial.fit(*validation, degree)
        like["a fit to the validation points"] = _errors(own, train, validation)
        like["a curve of its own for each set"] = [right[0], _errors(own, train, validation)[1]]
    close = {name for name, wrong in like.items() if np.allclose(wrong, right, rtol=1e-3)}
    return right, {name: wrong for name, wrong in like.items() if name not in close}


def _errors(curve, *sets):
    return [float(np.mean((curve(x) - y) ** 2)) for x, y in sets]
