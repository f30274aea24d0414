"""Figure 19: the cloud of mini-batch gradients, and the paths that they lead along."""

from typing import NamedTuple

import numpy as np

from course_utils.display.live import Choice, Live, Slider
from course_utils.labs.minibatches import experiments
from course_utils.models.descent_paths import read_path
from course_utils.plots.number_format import number
from course_utils.plots.points import BLUE, INK, VERMILLION

__all__ = ["minibatch_cloud", "minibatch_paths"]

EXAMPLES, ARROWS, EPOCHS, STEPS = 256, 96, 4, 40
ASIDE = np.array([-1.0, 0.25]) / np.hypot(1.0, 0.25)  # from the best weights to where the gradients are measured
BOX = ((-1.6, 3.4), (-3.4, 1.6))
START = np.array([-1.0, 1.0])
BINS = np.arange(0, 181, 15)


class Cloud(NamedTuple):
    """The numbers of the cloud: where, the batches' gradients, the whole data's, and the angles between them."""

    w: np.ndarray
    gradients: np.ndarray
    whole: np.ndarray
    angles: np.ndarray
    spread: float
    size: int


def minibatch_cloud(minibatches):
    """Figure 19, the cloud: each arrow is one batch's way down. It cures "noise is a bug".

    Args:
        minibatches: Your function, `minibatches(X, y, size, rng)`.

    Returns:
        The live figure.
    """
    X, y = experiments.two_features(EXAMPLES)
    best = experiments.best_weights(X, y)

    def compute(size, distance):
        return look(minibatches, X, y, best + distance * ASIDE, size)

    controls = {
        "size": Slider("examples per batch", 1, 64, 4, 1),
        "distance": Slider("distance from the best weights", 0.0, 3.0, 2.0, 0.25),
    }
    static = [{"size": 1}, {"size": 4}, {"size": 16}, {"size": 16, "distance": 0.25}]
    return Live(compute, draw_cloud, controls, say_cloud, static=static, size=(7.2, 3.6), panel_height=2.7)


def look(minibatches, X, y, w, size):
    """The gradients of some batches at `w`; batches that are smaller than asked are left out."""
    rng, gradients = np.random.default_rng(0), []
    while len(gradients) < ARROWS:
        batches = minibatches(X.copy(), y.copy(), size, rng)
        found = [experiments.mse_gradient(w, *batch) for batch in batches if len(batch[0]) == size]
        if not found:
            raise ValueError(f"minibatches gave no batch of {size} examples")
        gradients += found
    gradients, whole = np.array(gradients[:ARROWS]), experiments.mse_gradient(w, X, y)
    lengths = np.linalg.norm(gradients, axis=1) * np.linalg.norm(whole) + 1e-12
    angles = np.degrees(np.arccos(np.clip(gradients @ whole / lengths, -1, 1)))
    spread = float(np.sqrt(np.mean(np.sum((gradients - whole) ** 2, axis=1))))
    return Cloud(w, gradients, whole, angles, spread, size)


def draw_cloud(figure, data, artists=None):
    """The arrows on the map on the left, their angles to the whole data's arrow on the right."""
    if artists is None:
        left, right = figure.subplots(1, 2)
        draw_valley(left)
        look = {"angles": "xy", "scale_units": "xy", "scale": 1}
        many = left.quiver(*np.zeros((4, ARROWS)), color=BLUE, alpha=0.45, width=0.006, **look)
        one = left.quiver(*np.zeros((4, 1)), color=VERMILLION, width=0.016, zorder=6, **look)
        bars = right.bar(BINS[:-1], 0 * BINS[:-1], width=np.diff(BINS), align="edge", color=BLUE, edgecolor="white")
        right.set(xlabel="degrees off", ylabel="batches", xlim=(0, 180), ylim=(0, ARROWS))
        right.set_xticks([0, 45, 90, 135, 180])
        right.axvline(90, color=INK, linestyle="--", linewidth=1)
        artists = left, bars, many, one
    left, bars, many, one = artists
    for quiver, gradients in ((many, data.gradients), (one, data.whole[None])):
        quiver.set_offsets(np.repeat(data.w[None], len(gradients), axis=0))
        quiver.set_UVC(*(-0.2 * gradients).T)
    for bar, count in zip(bars, np.histogram(data.angles, BINS)[0], strict=True):
        bar.set_height(count)
    left.set_title(f"{data.size} per batch: spread {data.spread:.2g}", fontsize=10)
    return artists


def draw_valley(ax):
    """The map of the loss, with a star at the best weights."""
    X, y = experiments.two_features(EXAMPLES)
    a, b = np.meshgrid(*(np.linspace(*side, 61) for side in BOX))
    heights = experiments.mse_loss(np.stack([a, b], axis=-1), X, y)
    best = experiments.best_weights(X, y)
    lowest = experiments.mse_loss(best, X, y)
    ax.contour(a, b, heights - lowest, [0.05, 0.3, 1, 2.5, 5, 9, 14, 20], colors="0.6", linewidths=0.8)
    ax.plot(*best, "*", color="#FFD700", markeredgecolor="black", markersize=15, zorder=5)
    ax.set(xlabel="weight w1", ylabel="weight w2", xlim=BOX[0], ylim=BOX[1])
    ax.grid(False)


def say_cloud(data, size, distance):
    """The finding: how far the arrows scatter, and how many point uphill."""
    off, uphill = np.median(data.angles), np.mean(data.angles > 90)
    return (
        f"Batches of {size}, at distance {number(distance)} from the best weights: {ARROWS} arrows of spread "
        f"{data.spread:.2g} around one of length {np.linalg.norm(data.whole):.2g}; half are within {off:.0f} degrees "
        f"of it, and {uphill:.0%} point uphill."
    )


class Paths(NamedTuple):
    """The numbers of two walks: the chosen size and all examples at once, with the loss above the best."""

    size: int
    path: np.ndarray
    above: np.ndarray
    whole_path: np.ndarray
    whole_above: np.ndarray
    rate: float
    against: str


def minibatch_paths(sgd_path):
    """Figure 19, the paths: small batches beside the whole data. It cures "bigger is faster".

    Args:
        sgd_path: Your function, `sgd_path(gradient, w, X, y, size, rate, epochs, rng)`.

    Returns:
        The live figure.
    """
    X, y = experiments.two_features(EXAMPLES)
    lowest = experiments.mse_loss(experiments.best_weights(X, y), X, y)

    def walk(size, rate, against):
        rng, epochs = np.random.default_rng(1), EPOCHS
        if against == "steps":
            epochs = -(-STEPS * size // EXAMPLES)
        path = sgd_path(experiments.mse_gradient, START.copy(), X.copy(), y.copy(), size, rate, epochs, rng)
        path = read_path(path, 2)[: STEPS + 1 if against == "steps" else None]
        with np.errstate(all="ignore"):
            return path, experiments.mse_loss(path, X, y) - lowest

    def compute(size, rate, against):
        return Paths(size, *walk(size, rate, against), *walk(EXAMPLES, rate, against), rate, against)

    controls = {
        "size": Choice("examples per batch", (1, 4, 8, 32, 128), 32),
        "rate": Slider("learning rate", 0.01, 0.2, 0.05, 0.01),
        "against": Choice("loss against", ("examples", "steps"), "examples"),
    }
    static = [{"size": 1}, {}, {"size": 1, "rate": 0.01}, {"against": "steps"}]
    return Live(compute, draw_paths, controls, say_paths, static=static, size=(7.2, 3.6), panel_height=2.7)


def draw_paths(figure, data, artists=None):
    """Both walks on the map on the left, their losses on the right."""
    if artists is None:
        left, right = figure.subplots(1, 2)
        draw_valley(left)
        lines = [new_line(ax, whole) for ax in (left, right) for whole in (False, True)]
        right.set(ylabel="loss above the best", yscale="log", ylim=(1e-4, 300))
        right.set_yticks([1e-4, 1e-2, 1, 100])
        right.minorticks_off()
        artists = left, right, lines
    left, right, lines = artists
    labels = [f"batches of {data.size}", f"all {EXAMPLES} at once"]
    runs = [(data.size, data.path, data.above), (EXAMPLES, data.whole_path, data.whole_above)]
    for label, (size, path, above), on_map, on_loss in zip(labels, runs, lines[:2], lines[2:], strict=True):
        cost = np.arange(len(above)) * (size if data.against == "examples" else 1)
        every, long = max(1, len(above) // 256), len(path) > 200  # a long walk is drawn without its dots, and plain
        on_map.set_data(*np.clip(np.nan_to_num(path, nan=99), -99, 99).T)
        on_map.set(marker="none" if long else "D" if size == EXAMPLES else "o", linewidth=0.7 if long else 1.3)
        on_map.set_antialiased(not long)
        on_loss.set_antialiased(not long)
        on_map.set_markevery(max(1, len(path) // 12) if size == EXAMPLES else 1)
        on_loss.set_data(cost[::every], np.clip(np.nan_to_num(above, nan=1e9), 1e-9, 1e9)[::every])
        on_loss.set_label(label)
        on_loss.set_markevery(max(1, len(above) // every // 12))
    last = EXAMPLES * EPOCHS if data.against == "examples" else STEPS
    left.set_title(f"learning rate {data.rate:.2f}", fontsize=10)
    right.set(xlim=(0, last), xlabel="examples seen" if data.against == "examples" else "steps taken")
    right.legend(loc="upper right", fontsize=8)
    return artists


def new_line(ax, whole):
    """A line without places: hollow diamonds for the whole data, below the dots of the small batches."""
    look = {"color": VERMILLION, "markersize": 7, "markerfacecolor": "white", "zorder": 3}
    if not whole:
        look = {"color": BLUE, "markersize": 3, "zorder": 4}
    return ax.plot([], [], "--D" if whole else "-o", linewidth=1.3, **look)[0]


def say_paths(data, size, rate, against):
    """The finding: after the same number of examples, who is lower."""
    ends = data.above[-1], data.whole_above[-1]
    small, whole = len(data.above) - 1, len(data.whole_above) - 1
    text = (
        f"Rate {rate:.2f}: batches of {size} take {small} steps, {small * size} examples, and end {ends[0]:.2g} above "
        f"the best loss; all {EXAMPLES} at once take {whole} steps, {whole * EXAMPLES} examples, and end {ends[1]:.2g} "
        "above it."
    )
    if not ends[0] < data.above[0]:
        return text + " The small batches diverge."
    tail = data.above[-min(len(data.above) // 4, 64) :]
    jitters = np.diff(tail).max() > 0 and tail.max() > 3 * max(tail.min(), 1e-9)
    return text + (" At the end the small batches jitter around the best weights." if jitters else "")
