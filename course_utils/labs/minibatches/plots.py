"""Mini-batches: how noise shrinks, what batch size and rate do together, what a batch holds, where the time goes."""

import numpy as np

from course_utils.plots.points import BLUE, INK, VERMILLION, ink_on, new_axes
from course_utils.plots.tables_and_times import say_seconds

LOOKS = {"eager": (VERMILLION, "o", "-"), "tf.function": (BLUE, "s", "-"), "XLA": (INK, "^", "--")}


def plot_spread(sizes, spreads, *, ax=None):
    """Draw the spread of mini-batch gradients by batch size, both logarithmic, with the line of slope −1/2.

    Args:
        sizes: Examples per batch.
        spreads: The spread for each of them.
        ax: The axes to draw on; None takes a new figure's.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    sizes, spreads = np.asarray(sizes, dtype=float), np.asarray(spreads, dtype=float)
    guide = spreads[0] * (sizes / sizes[0]) ** -0.5
    ax.plot(sizes, guide, "--", color="0.5", label="slope −1/2: four times the batch, half the spread")
    ax.plot(sizes, spreads, "o", color=BLUE, markersize=9, label="measured")
    ax.set(xscale="log", yscale="log", xlabel="examples per batch (logarithmic)", ylabel="spread (logarithmic)")
    ax.set_xticks(sizes, [f"{size:g}" for size in sizes])
    low, high = 0.5 * min(spreads.min(), guide.min()), 1.8 * spreads.max()
    ticks = [tick for tick in (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20) if low <= tick <= high]
    ax.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
    ax.set_ylim(low, high)
    ax.minorticks_off()
    ax.legend()
    return ax


def plot_grid(table, sizes, rates, *, title="", ax=None):
    """Draw losses by batch size and learning rate as a map with numbers; the best of each row is framed.

    Args:
        table: Losses of shape (sizes, rates); infinite where training diverged.
        sizes: Examples per batch, one for each row.
        rates: Learning rates, one for each column.
        title: What is compared.
        ax: The axes to draw on; None takes a new figure's.

    Returns:
        The axes.
    """
    from matplotlib.patches import Rectangle

    ax = new_axes(ax)
    table = np.asarray(table, dtype=float)
    shown = np.clip(np.nan_to_num(table, nan=9.0, posinf=9.0), 0, 9)
    cells = np.log(np.maximum(shown, 0.01))
    image = ax.imshow(cells, cmap="Blues_r", vmin=np.log(0.02), vmax=np.log(6), aspect="auto")
    for (i, j), loss in np.ndenumerate(table):
        best = loss == np.min(table[i])
        text = f"{loss:.2f}" if np.isfinite(loss) and loss < 10 else "diverged"
        look = {"ha": "center", "va": "center", "fontsize": 9, "color": ink_on(image.to_rgba(cells[i, j]))}
        ax.text(j, i, text, fontweight="bold" if best else "normal", **look)
        if best:
            ax.add_patch(Rectangle((j - 0.46, i - 0.44), 0.92, 0.88, fill=False, edgecolor=VERMILLION, linewidth=3))
    ax.set_xticks(range(len(rates)), [f"{rate:g}" for rate in rates])
    ax.set_yticks(range(len(sizes)), [f"{size:g}" for size in sizes])
    ax.set(xlabel="learning rate", ylabel="examples per batch", title=title)
    ax.grid(False)
    return ax


def plot_class_mix(mix, *, title="", ax=None):
    """Draw how many examples of each class the first batches hold.

    Args:
        mix: Counts of shape (batches, classes).
        title: The pipeline.
        ax: The axes to draw on; None takes a new figure's.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    mix = np.asarray(mix)
    image = ax.imshow(mix, cmap="Purples", vmin=0, vmax=40, aspect="auto")
    for (i, j), count in np.ndenumerate(mix):
        if count:
            color = ink_on(image.to_rgba(count))
            ax.text(j, i, str(count), ha="center", va="center", color=color, fontsize=9)
    ax.set_xticks(range(mix.shape[1]))
    ax.set_yticks(range(len(mix)), [str(number + 1) for number in range(len(mix))])
    ax.set(xlabel="digit", ylabel="batch", title=title)
    ax.grid(False)
    return ax


def plot_step_times(times, *, ax=None):
    """Draw the time of one training step by batch size for several modes, both logarithmic.

    Args:
        times: Mode -> size -> seconds.
        ax: The axes to draw on; None takes a new figure's.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    for mode, by_size in times.items():
        color, marker, style = LOOKS[mode]
        ax.plot(
            list(by_size), [1e3 * t for t in by_size.values()], marker=marker, linestyle=style, color=color, label=mode
        )
    sizes = list(next(iter(times.values())))
    every = [1e3 * t for by_size in times.values() for t in by_size.values()]
    ax.set(xscale="log", yscale="log", xlabel="images per batch (logarithmic)", ylabel="milliseconds per step")
    ax.set_xticks(sizes, [str(size) for size in sizes])
    ticks = [t for t in (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100) if min(every) / 2 <= t <= 2 * max(every)]
    ax.set_yticks(ticks, [f"{t:g}" for t in ticks])
    ax.minorticks_off()
    ax.legend()
    return ax


def plot_time_split(parts, *, ax=None):
    """Draw where the time of an epoch goes: for each way of working, waiting for data and computing, end to end.

    Args:
        parts: Name -> (seconds for the data, seconds for the steps).
        ax: The axes to draw on; None takes a new figure's.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    names, data, steps = list(parts), *np.array(list(parts.values()), dtype=float).T
    ax.barh(names, data, color=VERMILLION, height=0.55, hatch="///", edgecolor="white", label="data")
    bars = ax.barh(names, steps, left=data, color=BLUE, height=0.55, label="steps")
    ax.bar_label(bars, [f"{say_seconds(a)} + {say_seconds(b)}" for a, b in zip(data, steps, strict=True)], padding=4)
    ax.set(xlabel="seconds for one epoch on this machine", xlim=(0, 1.45 * np.max(data + steps)))
    ax.invert_yaxis()
    ax.grid(axis="y", visible=False)
    ax.legend(loc="lower right")
    return ax
