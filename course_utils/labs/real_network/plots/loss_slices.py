"""A slice through a loss: as a map with contour lines, and as a surface."""

import numpy as np

from course_utils.plots.points import INK, new_axes

LEVELS = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20)
CAP = 6.0  # the surface is cut off here


def plot_slice(losses, alphas, betas, *, ax=None, low=0.5):
    """Draw a slice as a map; the thick line surrounds the places with a loss below `low`.

    Args:
        losses: Shape (betas, alphas).
        alphas: Steps along the first direction.
        betas: Steps along the second.
        ax: The axes to draw on; None takes a new figure's.
        low: The level of the thick line.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    heights = np.log10(np.maximum(losses, 1e-3))
    sides = (alphas[0], alphas[-1], betas[0], betas[-1])
    ax.imshow(heights, extent=sides, origin="lower", cmap="BuPu", vmin=-2, vmax=1.5, aspect="equal")
    ax.grid(False)
    lines = [level for level in LEVELS if losses.min() < level < losses.max() and level != low]
    if lines:
        ax.contour(alphas, betas, losses, levels=lines, colors=INK, linewidths=0.7)
    if losses.min() < low < losses.max():
        ax.contour(alphas, betas, losses, levels=[low], colors="black", linewidths=2.5)
    ax.plot(0, 0, "*", color="#FFD700", markeredgecolor="black", markersize=14)
    ax.set(xlabel=f"steps along d₁ (bold: loss {low:g})", ylabel="steps along d₂")
    return ax


def plot_surface(losses, alphas, betas, *, ax):
    """Draw the same as a surface, cut off at a loss of 6.

    Args:
        losses: Shape (betas, alphas).
        alphas, betas: Steps along the two directions.
        ax: Axes with `projection="3d"`.

    Returns:
        The axes.
    """
    a, b = np.meshgrid(alphas, betas)
    ax.plot_surface(
        a,
        b,
        np.minimum(losses, CAP),
        cmap="BuPu",
        vmin=0,
        vmax=CAP,
        rstride=1,
        cstride=1,
        linewidth=0,
        antialiased=False,
    )
    ax.view_init(elev=45, azim=-60)
    ax.grid(False)
    ax.set(zlim=(0, CAP), zticks=(0, 3, 6), xticks=(), yticks=(), xlabel="d₁", ylabel="d₂", title="loss")
    return ax
