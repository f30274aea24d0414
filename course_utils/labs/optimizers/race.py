"""A race of optimizers over two weights: the walks, what is remembered on the way, each one's best rate, the winner.

Each weight is an array of its own, shape (1,), so that an optimizer with one state for both shows it.
"""

from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np

from course_utils.models import landscapes

STEPS = 150
SURFACES = {
    "ravine": partial(landscapes.ravine, 20, 30),
    "saddle": landscapes.saddle,
    "rosenbrock": landscapes.rosenbrock,
    "two minima": landscapes.two_minima,
}
RATES = tuple(float(rate) for rate in np.geomspace(1e-4, 10, 11).round(6)) + (0.02, 0.2)
FAR = 1e6


class Run(NamedTuple):
    """One walk: places (steps + 1, 2), losses (steps + 1,), and by step the memories m and v (steps, 2), or None."""

    path: np.ndarray
    losses: np.ndarray
    m: np.ndarray | None
    v: np.ndarray | None

    @property
    def moves(self):
        """How far each weight moved in each step, shape (steps, 2)."""
        return np.abs(np.diff(self.path, axis=0))


def walk(step, surface, rate, steps=STEPS):
    """Let an optimizer walk over a surface from its start.

    Args:
        step: The student's function, `step(params, grads, state, learning_rate=…) -> (params, state)`.
        surface: A landscape.
        rate: The learning rate.
        steps: How many steps.

    Returns:
        The run; once it is far away it stays there.

    Raises:
        ValueError: If the function returns something else.
    """
    path, memories, state = [np.array(surface.start, dtype=float)], [], {}
    with np.errstate(all="ignore"):
        for _ in range(steps):
            if not max(abs(path[-1][0]), abs(path[-1][1])) < FAR:  # nan is far away, too
                path.append(path[-1])
                memories.append(state)
                continue
            g = surface.gradient(path[-1])
            params, state = taken(step([path[-1][:1], path[-1][1:]], [g[:1], g[1:]], state, learning_rate=rate))
            path.append(np.concatenate(params))
            memories.append(state)
        path = np.clip(np.nan_to_num(np.array(path, dtype=float), nan=FAR), -FAR, FAR)
        losses = surface(path)
    return Run(path, losses, memory(memories, "m"), memory(memories, "v"))


def taken(result):
    """The weights and the state that a step returned; says what was expected where they are none."""
    wanted = "expected each optimizer to return the new weights, a list of two arrays, and the state"
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise ValueError(f"{wanted}, received {result!r:.80}")
    params, state = result
    try:
        first, second = params
        return [np.array(first, dtype=float).reshape(1), np.array(second, dtype=float).reshape(1)], state
    except (TypeError, ValueError):
        raise ValueError(f"{wanted}, received {result!r:.80}") from None


def memory(states, name):
    """What is kept under this name, by step, shape (steps, 2); None where nothing is."""
    try:
        return np.array([np.ravel(np.concatenate([np.ravel(w) for w in state[name]])) for state in states])
    except (KeyError, TypeError, ValueError, IndexError):
        return None


def score(surface, run):
    """How well a run went, lower is better: its last loss, or on the saddle the number of steps that left the map.

    On the saddle no step may be longer than 0.5: a leap that leaves it at once says nothing.
    """
    if surface.minima:
        return run.losses[-1] if np.abs(run.path[-1]).max() < 100 else np.inf
    out = np.abs(run.path[:, 1]) > surface.box[1][1]
    left = int(np.argmax(out))
    return (
        float(left) if left and np.linalg.norm(np.diff(run.path[: left + 1], axis=0), axis=1).max() <= 0.5 else np.inf
    )


@lru_cache(maxsize=64)
def best_run(step, name, rates=RATES):
    """The rate with the best score on the surface of this name, and the run with it; found once for each function."""
    surface = SURFACES[name]()
    runs = {rate: walk(step, surface, rate) for rate in rates}
    best = min(rates, key=lambda rate: (score(surface, runs[rate]), rate))
    return best, runs[best]


def winners(optimizers):
    """Who wins on each surface, each racer at its best rate there.

    Args:
        optimizers: Name -> the student's function.

    Returns:
        A dict: surface -> name.
    """
    found = {}
    for name, make in SURFACES.items():
        surface = make()
        scores = {racer: score(surface, best_run(step, name)[1]) for racer, step in optimizers.items()}
        found[name] = min(scores, key=scores.get)
    return found
