"""Training against unseen data: errors by capacity, memory, the place to stop, digits and their copies, intervals."""

import matplotlib.pyplot as plt
import numpy as np

from course_utils.plots.points import BLUE, INK, VERMILLION, new_axes


def plot_two_errors(capacities, errors, *, ax=None, xlabel="capacity", log=False, noise=None):
    """Draw training and validation error by capacity, with a star on the lowest validation error.

    Args:
        capacities: Numbers, shape (k,).
        errors: Training and validation error of each, shape (k, 2).
        ax: The axes to draw on; None takes a new figure's.
        xlabel: What the capacity is.
        log: Whether errors stand on a logarithmic scale.
        noise: The error that no model can beat on average, drawn as a level; or None.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    capacities, (train, validation) = np.asarray(capacities), np.transpose(errors)
    ax.plot(capacities, train, "-o", color=BLUE, label="training")
    ax.plot(capacities, validation, "--s", color=VERMILLION, label="validation")
    best = int(np.argmin(validation))
    star = {"color": "#FFD700", "markeredgecolor": "black", "markersize": 16, "linestyle": "none", "zorder": 5}
    ax.plot(capacities[best], validation[best], "*", label="lowest validation error", **star)
    if noise is not None:
        ax.axhline(noise, color="0.5", linestyle=":", label="noise alone")
    ax.set(xlabel=xlabel, ylabel="mean squared error", yscale="log" if log else "linear")
    ax.legend()
    return ax


def plot_memory(steps, curves, *, axes=None):
    """Draw shares of right answers by step: one panel for each set of labels.

    Args:
        steps: Steps of training, shape (k,).
        curves: (labels, part) -> shares, shape (k,); part is "training" or "unseen digits".
        axes: One axes per set of labels; a new figure by default.

    Returns:
        An array of the axes.
    """
    names = list(dict.fromkeys(name for name, _ in curves))
    if axes is None:
        axes = plt.figure(figsize=(9, 3)).subplots(1, len(names), sharey=True)
    for ax, name in zip(np.ravel(axes), names, strict=True):
        for part, look, color in (("training", "-o", BLUE), ("unseen digits", "--s", VERMILLION)):
            ax.plot(steps, curves[name, part], look, color=color, label=part)
        ax.axhline(0.1, color="0.5", linestyle=":", label="guessing")
        ax.set(xlabel="steps of training", title=name, ylim=(0, 1.05))
    np.ravel(axes)[0].set_ylabel("share of right answers")
    np.ravel(axes)[-1].legend(loc="center right")
    return np.ravel(axes)


def plot_stop(loss, val_loss, best, stop, *, ax=None):
    """Draw both losses by epoch, the best epoch as a star and the epoch of stopping as a line.

    Args:
        loss: Training loss after each epoch, shape (k,).
        val_loss: Validation loss, shape (k,).
        best: Index of the best epoch.
        stop: Index of the epoch after which training stops.
        ax: The axes to draw on; None takes a new figure's.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    epochs = np.arange(1, len(loss) + 1)
    ax.plot(epochs, loss, "-", color=BLUE, label="training loss")
    ax.plot(epochs, val_loss, "--", color=VERMILLION, label="validation loss")
    star = {"color": "#FFD700", "markeredgecolor": "black", "markersize": 16, "linestyle": "none", "zorder": 5}
    ax.plot(best + 1, val_loss[best], "*", label=f"weights of epoch {best + 1} are kept", **star)
    ax.axvline(stop + 1, color=INK, linestyle=":", label=f"training stops after epoch {stop + 1}")
    ax.axvspan(stop + 1, max(epochs[-1], stop + 1), facecolor="0.92", edgecolor="none")
    ax.set(xlabel="epoch", ylabel="mean cross-entropy", xlim=(1, epochs[-1]), ylim=(0, None))
    ax.legend()
    return ax


def plot_digits(X, y, *, rows=("original",), axes=None):
    """Draw square images in rows, each with its label above.

    Args:
        X: Images of shape (rows · columns, s²), row after row.
        y: Their labels.
        rows: The name of each row.
        axes: Axes of shape (rows, columns); a new figure by default.

    Returns:
        The axes.
    """
    columns, side = len(X) // len(rows), round(np.shape(X)[1] ** 0.5)
    if axes is None:
        axes = plt.figure(figsize=(1.1 * columns, 1.45 * len(rows))).subplots(len(rows), columns, squeeze=False)
    for ax, image, label in zip(np.ravel(axes), X, y, strict=True):
        ax.imshow(np.reshape(image, (side, side)), cmap="Greys", vmin=0, vmax=1)
        ax.set(xticks=(), yticks=())
        ax.set_title(f"{label}", fontsize=10, loc="center")
        ax.grid(False)
    for ax, name in zip(np.reshape(axes, (len(rows), -1))[:, 0], rows, strict=True):
        ax.set_ylabel(name)
    return axes


def plot_forest(rows, *, points=None, ax=None):
    """Draw a mean and its interval for each name, one below the other, and where the intervals all overlap.

    Args:
        rows: Name -> (mean, half width).
        points: Name -> the single scores, drawn small; or None.
        ax: The axes to draw on; None takes a new figure's.

    Returns:
        The axes.
    """
    if ax is None:
        ax = plt.figure(figsize=(7, 0.55 * len(rows) + 1.3)).gca()
    low = max(mean - half for mean, half in rows.values())
    high = min(mean + half for mean, half in rows.values())
    if low < high:
        ax.axvspan(low, high, facecolor="#DCE9F5", edgecolor="none", label="inside every interval")
    for place, (name, (mean, half)) in enumerate(rows.items()):
        first = {"label": "mean and 95 % interval"} if place == 0 else {}
        ax.errorbar(mean, place, xerr=half, fmt="o", color=BLUE, capsize=5, markersize=8, linewidth=2, **first)
        ax.annotate(f"{mean:.2f}", (mean, place), xytext=(0, 9), textcoords="offset points", ha="center")
        if points is not None:
            dots = {"label": "one training set each"} if place == 0 else {}
            ax.plot(points[name], np.full(len(points[name]), place + 0.22), "d", color=VERMILLION, markersize=5, **dots)
    ax.set_yticks(range(len(rows)), list(rows))
    ax.set(xlabel="validation accuracy", ylim=(len(rows) - 0.4, -0.7))
    ax.legend(loc="upper left", bbox_to_anchor=(1.01, 1))
    return ax
