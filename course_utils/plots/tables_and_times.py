"""Results of small experiments: a table as a map, and times as bars."""

import numpy as np

from course_utils.plots.points import BLUE, INK, new_axes


def plot_study(table, widths, depths, *, bar=0.95, ax=None):
    """Draw accuracies by depth and width as a map with the numbers in it; those that reach the bar are framed.

    Args:
        table: Accuracies from 0 to 1, shape (depths, widths).
        widths: Units in each hidden layer, one for each column.
        depths: Hidden layers, one for each row.
        bar: What counts as solved.
        ax: The axes to draw on; None takes a new figure's.

    Returns:
        The axes.
    """
    from matplotlib.patches import Rectangle

    ax = new_axes(ax)
    table = np.asarray(table, dtype=float)
    ax.imshow(table, cmap="Blues", vmin=0.4, vmax=1.5, aspect="auto")
    for (i, j), value in np.ndenumerate(table):
        solved = value >= bar
        ax.text(j, i, f"{value:.0%}", ha="center", va="center", fontweight="bold" if solved else "normal")
        if solved:
            ax.add_patch(Rectangle((j - 0.45, i - 0.42), 0.9, 0.84, fill=False, edgecolor=INK, linewidth=2.5))
    ax.set_xticks(range(len(widths)), [str(width) for width in widths])
    ax.set_yticks(range(len(depths)), [str(depth) for depth in depths])
    ax.set(xlabel="units in each hidden layer", ylabel="hidden layers", title=f"framed: at least {bar:.0%} right")
    ax.grid(False)
    return ax


def plot_times(seconds, *, ax=None):
    """Draw times as horizontal bars on a logarithmic scale, each with its number.

    Args:
        seconds: Name -> seconds.
        ax: The axes to draw on; None takes a new figure's.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    names, times = list(seconds), [max(time, 1e-9) for time in seconds.values()]
    bars = ax.barh(names, times, color=BLUE, height=0.55)
    ax.bar_label(bars, [say_seconds(time) for time in times], padding=4)
    ax.set(xscale="log", xlabel="seconds on this machine (logarithmic)", xlim=(min(times) / 3, max(times) * 8))
    ax.invert_yaxis()
    ax.grid(axis="y", visible=False)
    return ax


def say_seconds(seconds):
    """0.123 -> "123 ms", 4.5e-05 -> "45 µs"."""
    if seconds >= 1:
        return f"{seconds:.3g} s"
    return f"{1e3 * seconds:.3g} ms" if seconds >= 1e-3 else f"{1e6 * seconds:.3g} µs"
