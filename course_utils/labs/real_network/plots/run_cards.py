"""Curve cards of training runs, and the trials of a search as lines through parallel axes."""

import numpy as np

from course_utils.plots.points import BLUE, INK, VERMILLION, new_axes

TOP = 3.2  # losses above are drawn at the upper edge


def plot_card(log, name, *, ax=None):
    """Draw one run's card: both losses by epoch, and three gauges below.

    Args:
        log: What `training_runs.run` gives.
        name: The title.
        ax: The axes to draw on; None takes a new figure's.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    for key, look, color, label in (("loss", "-", BLUE, "training"), ("val_loss", "--", VERMILLION, "held out")):
        losses = np.nan_to_num(np.asarray(log[key], dtype=float), nan=TOP)
        marker = {"marker": "s" if key == "loss" else "o", "markersize": 3.5, "markevery": max(1, len(losses) // 8)}
        ax.plot(np.minimum(losses, TOP), look, color=color, label=label, linewidth=1.6, **marker)
    ax.axhline(np.log(10), color="0.5", linewidth=1, linestyle=":")
    ax.set(ylim=(0, 1.03 * TOP), xlabel=gauges(log), yticks=(0, 1, 2, 3))
    if not np.max(log["loss"]) <= TOP:
        ax.text(0.5, 0.86, "↑ off the chart", ha="center", fontsize=8, style="italic", transform=ax.transAxes)
    ax.set_title(name, fontsize=11, loc="left")
    ax.xaxis.label.set_size(8.5)
    ax.tick_params(labelsize=8)
    return ax


def gauges(log):
    """The numbers under a card: loss at start and end, held-out accuracy, gradient of the first layer over the last."""
    return (
        f"epoch; loss {log['loss'][0]:.3g} → {log['loss'][-1]:.3g}\n"
        f"held out: {log['val_accuracy'][-1]:.0%} right\n"
        f"gradient first/last {log['gradient_ratio']:.1g}"
    )


def plot_cards(logs, *, columns=4):
    """Draw a card for each run, with one legend; the dotted line is ln 10, a guess.

    Args:
        logs: Name -> log.
        columns: Cards in a row.

    Returns:
        The array of axes.
    """
    import matplotlib.pyplot as plt

    rows = -(-len(logs) // columns)
    figure, axes = plt.subplots(rows, columns, figsize=(9.5, 3.0 * rows), squeeze=False, sharey=True)
    for ax, (name, log) in zip(axes.flat, logs.items(), strict=False):
        plot_card(log, name, ax=ax)
    for ax in axes[:, 0]:
        ax.set_ylabel("loss", fontsize=9)
    axes.flat[min(1, len(logs) - 1)].legend(fontsize=8, loc="lower left")
    return axes


def say_cards(logs):
    """The alternative text: where each run's losses begin and end."""
    parts = [
        f"{name}: {log['loss'][0]:.2g} to {log['loss'][-1]:.2g}, held out {log['val_loss'][-1]:.2g}, "
        f"{log['val_accuracy'][-1]:.0%} right, gradient {log['gradient_ratio']:.0e}"
        for name, log in logs.items()
    ]
    return "Training loss from start to end: " + "; ".join(parts) + "."


def plot_trials(trials, *, ax=None):
    """Draw each trial of a search as a line through its settings to its score; the best one is thick.

    Args:
        trials: Pairs of settings (name -> positive number, the same names in all) and score.
        ax: The axes to draw on; None takes a new figure's.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    names = list(trials[0][0])
    table = np.array([[settings[name] for name in names] for settings, _ in trials], dtype=float)
    scores = np.array([score for _, score in trials], dtype=float)
    low, high = np.log(table.min(axis=0)), np.log(table.max(axis=0))
    heights = (np.log(table) - low) / np.maximum(high - low, 1e-9)
    ends = (scores - scores.min()) / max(np.ptp(scores), 1e-9)
    for row, end, rank in zip(heights, ends, np.argsort(np.argsort(-scores, kind="stable")), strict=True):
        look = (
            {"color": VERMILLION, "linewidth": 3, "zorder": 4}
            if rank == 0
            else {"color": BLUE, "alpha": 0.25 + 0.6 * end}
        )
        ax.plot([*row, end], "-o", markersize=5, **look)
    edges = [*zip(table.min(axis=0), table.max(axis=0), strict=True), (scores.min(), scores.max())]
    for place, (bottom, top) in enumerate(edges):
        ax.axvline(place, color=INK, linewidth=1, zorder=0)
        for height, value, side in ((-0.05, bottom, "top"), (1.05, top, "bottom")):
            ax.text(place, height, f"{value:.3g}", ha="center", va=side)
    ax.set_xticks(range(len(names) + 1), [*(name.replace("_", " ") for name in names), "validation"])
    ax.set(
        ylim=(-0.2, 1.2), yticks=(), xlabel="settings on logarithmic axes; thick: the best trial", ylabel="low to high"
    )
    ax.grid(False)
    return ax
