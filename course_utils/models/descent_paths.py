"""What a walk downhill in one dimension looked like: did it crawl, converge, oscillate or diverge?"""

import numpy as np

WORDS = ("crawl", "converge", "oscillate", "diverge")


def read_path(path, dimensions, name="gradient_descent"):
    """The path as an array of shape (steps + 1, dimensions); says what was expected where it is none.

    Args:
        path: What the student's function returned.
        dimensions: How many weights each place has.
        name: The student's function.

    Returns:
        The array.

    Raises:
        ValueError: If it is no such path.
    """
    wanted = f"expected {name} to return the places in order, {dimensions} weight{'s' if dimensions > 1 else ''} each"
    try:
        places = np.asarray([np.asarray(place, dtype=float).reshape(dimensions) for place in path])
    except (TypeError, ValueError):
        raise ValueError(f"{wanted}, received {path!r:.80}") from None
    if len(places) < 2:
        raise ValueError(f"{wanted}, received {len(places)} place{'s' if len(places) != 1 else ''}")
    return places


def how_it_went(path, goal=0.0):
    """Put a path of single weights into one word.

        diverge:    it ends farther from the goal than it began
        oscillate:  it comes closer and changes sides at every step
        crawl:      it comes closer, but more than half of the way is left
        converge:   any other

    Args:
        path: Places, shape (steps + 1,), the start first.
        goal: Where the minimum is.

    Returns:
        One of `WORDS`.
    """
    distance = np.ravel(path) - goal
    if not np.isfinite(distance).all() or abs(distance[-1]) > abs(distance[0]):
        return "diverge"
    if distance[0] * distance[1] < 0 and distance[1] * distance[2] < 0:
        return "oscillate"
    return "crawl" if abs(distance[-1]) > abs(distance[0]) / 2 else "converge"
