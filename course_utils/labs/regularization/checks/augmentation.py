"""The checks of shifted copies: which of the nine shifts is this, and if none, what does it look like?"""

import numpy as np

from course_utils.checks.exact import unchanged
from course_utils.checks.read_answer import fail, read_numbers

SHIFTS = tuple((down, right) for down in (-1, 0, 1) for right in (-1, 0, 1))


def shifted(image, down, right):
    """A square image moved by at most one pixel; zeros enter."""
    s = len(image)
    return np.pad(image, 1)[1 - down : 1 - down + s, 1 - right : 1 - right + s]


def check_copies(train, X, y):
    """Are these the originals and then one shifted copy of each, with its label?

    Args:
        train: The pair that the student's `augment` gave for the training part.
        X: The original images, shape (n, s²), with no pixel of 0 at random places.
        y: Their labels.

    Returns:
        The list of shifts (down, right).

    Raises:
        AssertionError: With the mistake that it looks like.
    """
    inputs, labels = _pair(train, "train")
    n = len(y)
    if inputs.shape != (2 * n, X.shape[1]):
        none = ": no copies were added" if inputs.shape == X.shape else ""
        fail(f"expected {2 * n} training images, shape {(2 * n, X.shape[1])}, received {inputs.shape}{none}")
    if labels.shape != (2 * n,):
        fail(f"expected {2 * n} labels, received shape {labels.shape}: each copy needs the label of its image")
    if not np.allclose(inputs[:n], X):
        fail("expected the originals first, unchanged and in their order, then the copies")
    if not (np.array_equal(labels[:n], y) and np.array_equal(labels[n:], y)):
        fail("looks like labels that were not kept: copy k shows image k and has its label")
    side = round(X.shape[1] ** 0.5)
    pairs = zip(inputs[n:].reshape(-1, side, side), X.reshape(-1, side, side), strict=True)
    places = [_place(copy, image) for copy, image in pairs]
    if n >= 20 and len(set(places)) == 1:
        fail(f"looks like one shift for all images, {places[0]}: draw one for each image")
    return places


def _place(copy, image):
    for down, right in SHIFTS:
        if np.allclose(copy, shifted(image, down, right)):
            return down, right
    for words, wrong in _mistakes(image):
        if np.allclose(copy, wrong):
            fail(f"looks like {words}")
    fail("expected each copy to be its image moved by −1, 0 or 1 pixel down and right, with zeros where nothing was")


def _mistakes(image):
    """Pairs (words, wrong copy)."""
    yield "an image turned upside down: a 6 becomes a 9", image[::-1, ::-1]
    yield "a mirrored image: that is no digit any more", image[:, ::-1]
    yield "an image flipped top to bottom: that is no digit any more", image[::-1]
    yield "a transposed image: rows and columns swapped", image.T
    for down, right in SHIFTS:
        rolled = np.roll(image, (down, right), axis=(0, 1))
        yield "pixels that come back on the other side: np.roll turns the image round, zeros should enter", rolled
    for down in range(-2, 3):
        for right in range(-2, 3):
            yield "a shift of two pixels: at most one is asked for", _far(image, down, right)


def _far(image, down, right):
    s = len(image)
    return np.pad(image, 2)[2 - down : 2 - down + s, 2 - right : 2 - right + s]


def check_untouched(got, parts):
    """Are all parts but the training part as they were?"""
    if not hasattr(got, "keys") or set(got.keys()) != set(parts):
        fail(f"expected a dictionary with {', '.join(parts)}, as it came")
    for name in parts:
        if name == "train":
            continue
        inputs, labels = _pair(got[name], name)
        if len(inputs) > len(parts[name][1]):
            fail(f"looks like a {name} part that was augmented: only training images get copies, we judge on real ones")
        unchanged(parts[name][0], inputs, f"the {name} inputs")
        unchanged(parts[name][1], labels, f"the {name} labels")


def _pair(part, name):
    try:
        X, y = part
    except (TypeError, ValueError):
        fail(f"expected the {name} part to be a pair (X, y)")
    return read_numbers(X, f"the {name} inputs"), read_numbers(y, f"the {name} labels")
