"""Figure 13: the regimes of momentum in a bowl, and where they end."""

from typing import NamedTuple

import numpy as np

from course_utils.display.live import Live, Slider
from course_utils.plots.number_format import number
from course_utils.plots.points import BLUE, VERMILLION

STEPS, START, FAR = 60, 1.0, 1e6
RATES, BETAS = (0.0, 4.2), (0.0, 1.0)
WORDS = {
    "glide": "glides to the goal",
    "swing": "swings around the goal",
    "flip": "changes sides at every step",
    "away": "flies apart",
}


class Ride(NamedTuple):
    """The numbers of figure 13: rate · curvature, momentum, the path, the regime and the factor per step."""

    share: float
    beta: float
    path: np.ndarray
    regime: str
    factor: float


def momentum_regimes(momentum):
    """Figure 13: momentum in one dimension, and the map of what it does. It cures "momentum is just faster".

    Args:
        momentum: Your function, `momentum(params, grads, state, learning_rate, momentum) -> (params, state)`.

    Returns:
        The live figure.
    """

    def compute(share, beta):
        return Ride(share, beta, ride(momentum, share, beta), regime(share, beta), factor(share, beta))

    controls = {
        "share": Slider("rate × λ", 0.02, 4.2, 0.1, 0.02),
        "beta": Slider("momentum β", 0.0, 1.0, 0.9, 0.01),
    }
    static = [{"beta": 0.0}, {"beta": 0.46}, {}, {"share": 2.4, "beta": 0.3}]
    return Live(compute, draw_ride, controls, say_ride, static=static, size=(7.6, 3.6), columns=1, panel_height=2.4)


def ride(momentum, share, beta):
    """Where the student's momentum goes in the bowl w² / 2, with the rate times the curvature as rate."""
    params, state, path = [np.array([START])], {}, [START]
    for _ in range(STEPS):
        grads = [np.array([path[-1]])]
        result = momentum([w.copy() for w in params], grads, state, learning_rate=share, momentum=beta)
        if not isinstance(result, (tuple, list)) or len(result) != 2:
            raise ValueError(f"expected momentum to return the new weights and the state, received {result!r:.60}")
        params, state = [np.clip(np.asarray(w, dtype=float), -FAR, FAR) for w in result[0]], result[1]
        path.append(float(np.ravel(params[0])[0]))
    return np.array(path)


def factor(share, beta):
    """By which factor the distance changes per step at last: the largest |r| with r² − (1 + β − s) r + β = 0."""
    return float(np.abs(np.roots([1.0, -(1 + beta - share), beta])).max())


def regime(share, beta):
    """One of the keys of `WORDS`.

    away:  s > 2 (1 + β)            swing: (1 + β − s)² < 4 β, the roots are complex
    flip:  beyond that, roots below 0        glide: before it, roots above 0
    """
    if share > 2 * (1 + beta):
        return "away"
    if (1 + beta - share) ** 2 < 4 * beta:
        return "swing"
    return "flip" if share > 1 + beta else "glide"


def draw_ride(figure, data, artists=None):
    """The walk by step on the left, the map of the regimes with the point on the right; the map is drawn once."""
    if artists is None:
        left, right = figure.subplots(1, 2, width_ratios=(5, 4))
        draw_regimes(right)
        (line,) = left.plot([], [], "-o", color=BLUE, markersize=3, linewidth=1.2)
        (point,) = right.plot([], [], "o", color=VERMILLION, markeredgecolor="black", markersize=10, zorder=5)
        left.axhline(0, color="0.5", linewidth=1)
        left.set(xlabel="step", ylabel="weight w (goal: 0)", xlim=(-1, STEPS + 1), ylim=(-1.7, 1.7))
        artists = left, line, point
    left, line, point = artists
    out = np.abs(data.path) > 5
    shown = data.path[: np.argmax(out) + 1] if out.any() else data.path  # what has left the picture stays out
    line.set_data(np.arange(len(shown)), shown)
    point.set_data([data.share], [data.beta])
    left.set_title(f"{WORDS[data.regime]}; × {data.factor:.2f} per step", loc="left")
    return artists


def draw_regimes(ax):
    """The four regimes over rate · λ and β, each with its name."""
    beta = np.linspace(0, 1, 101)
    first, second, limit = (1 - np.sqrt(beta)) ** 2, (1 + np.sqrt(beta)) ** 2, 2 * (1 + beta)
    ax.fill_betweenx(beta, 0, first, color="#E3E3E3", linewidth=0)
    ax.fill_betweenx(beta, first, second, color="#DCE9F5", linewidth=0)
    ax.fill_betweenx(beta, second, limit, color="#FBE3D2", linewidth=0)
    ax.fill_betweenx(beta, limit, RATES[1], facecolor="white", edgecolor="0.75", hatch="///", linewidth=0)
    for edge in (first, second, limit):
        ax.plot(edge, beta, "-", color="0.35", linewidth=1)
    ax.text(1.3, 0.6, "swings", ha="center")
    ax.text(4.15, 0.06, "flies apart", ha="right", fontsize="small", bbox={"color": "white", "pad": 1})
    arrow = {"arrowstyle": "-", "color": "0.35"}
    ax.annotate("glides", (0.12, 0.18), (0.75, 0.32), fontsize="small", arrowprops=arrow)
    ax.annotate("changes sides", (2.15, 0.15), (4.15, 0.3), fontsize="small", ha="right", arrowprops=arrow)
    ax.set(xlim=RATES, ylim=(-0.04, 1.04), xticks=(0, 1, 2, 3, 4), xlabel="rate × λ", ylabel="momentum β")
    ax.grid(False)


def say_ride(data, share, beta):
    """The finding: the regime, the factor per step, and where the walk has come to."""
    end = data.path[-1]
    place = "far away" if abs(end) > 100 else f"at {number(end, 2)}"
    text = f"Rate × λ {share:.2f}, β {beta:.2f}: the walk {WORDS[data.regime]}, × {data.factor:.2f} per step"
    return f"{text}; after {len(data.path) - 1} steps from 1 it is {place}."
