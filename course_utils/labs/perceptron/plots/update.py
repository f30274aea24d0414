"""The perceptron's rule at work: one mistake, one update of the line and of its arrow."""

from dataclasses import dataclass

import numpy as np
from matplotlib.ticker import MaxNLocator

from course_utils.plots.lines import arrow_tip, line_ends
from course_utils.plots.number_format import number, pair
from course_utils.plots.points import INK, box_around, label_inputs, plot_points

GREY = "#767676"
AROUND = 1.6  # room around the points, so that the early lines are seen
ROOM = 2.2  # inches beside the axes, for the legend and the numbers
NARROW = 5.0  # inches: a panel of the static picture, without the numbers
SUMS_HEAD = "      x₁   x₂ bias"
NUMBERS = {"linespacing": 1.5, "family": "monospace", "fontsize": 10, "in_layout": False}


@dataclass(frozen=True)
class Update:
    """One step of a perceptron's training: the weights before and after, and the point that caused it.

    Args:
        X: Inputs, shape (n, 2).
        y: Labels, shape (n,), 0 and 1.
        path: Weights and bias after 0, 1, 2 … mistakes, as pairs `(w, w0)`.
        step: Which mistake to look at; 0 is the start.
        name: What the data are called.
    """

    X: np.ndarray
    y: np.ndarray
    path: list
    step: int
    name: str = "data"

    @property
    def mistakes(self):
        return len(self.path) - 1

    @property
    def before(self):
        return self.path[max(self.step - 1, 0)]

    @property
    def after(self):
        return self.path[self.step]

    @property
    def culprit(self):
        """Row of the point along which the weights moved; None at the start or when there is no such point.

        The update is (w, w0) += ±(x, 1): of all points the one whose (x, 1) lies along the change.
        """
        change = np.append(self.after[0] - self.before[0], self.after[1] - self.before[1])
        directions = np.column_stack([self.X, np.ones(len(self.X))])
        sizes = np.linalg.norm(directions, axis=1) * max(np.linalg.norm(change), 1e-12)
        likeness = np.abs(directions @ change) / sizes
        return int(likeness.argmax()) if likeness.max() > 0.999 else None

    @property
    def wrong(self):
        """How many points the weights after the update still put on the wrong side, or on the line."""
        w, w0 = self.after
        return int(np.sum((2 * (self.y > 0) - 1) * (self.X @ w + w0) <= 0))

    @property
    def headline(self):
        """What happens in this step, in two short lines."""
        left = self._what_is_left()
        if self.step == 0:
            return f"start: all weights are 0, no line yet\n{self.name}: {self.mistakes} mistakes will follow"
        if self.culprit is None:
            return f"mistake {self.step} of {self.mistakes}: the change lies along no point\n{left}"
        point = f"{pair(self.X[self.culprit], 2)} has label {int(self.y[self.culprit] > 0)}"
        return f"mistake {self.step} of {self.mistakes}: {point}\n{left}"

    def _what_is_left(self):
        if not self.wrong:
            return f"{self.name}: no point is wrong any more"
        when = "still" if self.step == self.mistakes else "now"
        return f"{self.name}: {self.wrong} of {len(self.X)} points are {when} wrong"

    @property
    def sums(self):
        """The update in numbers, for the margin of the picture: old weights, the point, new weights."""
        (old, old_bias), (new, new_bias) = self.before, self.after
        if self.step == 0 or self.culprit is None:
            return "\n".join([SUMS_HEAD, _sums_row("  w", new, new_bias)])
        point = _sums_row("+ x" if new_bias > old_bias else "− x", self.X[self.culprit], 1)
        return "\n".join([SUMS_HEAD, _sums_row("  w", old, old_bias), point, _sums_row("= w", new, new_bias)])


def _sums_row(name, w, w0):
    numbers = "".join(f"{number(value):>5}" for value in (*w, w0))
    return f"{name}{numbers}"


def draw_update(figure, update, artists=None):
    """Draw one update: the line before (dashed) and after (solid), each with its arrow; the mistake is ringed."""
    artists = artists or _axes(figure, update)
    box = box_around([update.X.min(axis=0) - AROUND, update.X.max(axis=0) + AROUND], margin=0)
    artists["ax"].set(xlim=box[0], ylim=box[1])
    for high, points in enumerate(artists["classes"]):
        points.set_offsets(update.X[(update.y > 0) == high])
    _move(artists["before"], update.before, box)
    _move(artists["after"], update.after, box)
    ring = update.culprit if update.step else None
    artists["ring"].set_data(*(([], []) if ring is None else update.X[ring][:, None]))
    artists["title"].set_text(update.headline)
    artists["sums"].set_text(update.sums)
    return artists


def _axes(figure, update):
    ax, roomy = _room(figure)
    plot_points(update.X, update.y, ax=ax, size=32)
    artists = {
        "ax": ax,
        "classes": list(ax.collections),
        "before": _line_and_arrow(ax, GREY, "--", "line before"),
        "after": _line_and_arrow(ax, INK, "-", "line after"),
        "ring": ax.plot([], [], "o", ms=16, mfc="none", mec="black", mew=2, label="the mistake")[0],
        "title": ax.set_title("\n", loc="left"),
        "sums": ax.text(1.04, 0, "", va="bottom", transform=ax.transAxes, **NUMBERS),
    }
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(MaxNLocator(5, integer=True))  # the same room for all data
    ax.set_aspect("equal", anchor="E" if roomy else "C")
    _legend(figure, ax, roomy)
    artists["sums"].set_visible(roomy)
    label_inputs(ax)
    return artists


def _room(figure):
    """The axes, and whether there is room beside them for the legend and the numbers."""
    width = figure.bbox.width / figure.dpi
    if width < NARROW:
        return figure.add_subplot(), False
    ax, margin = figure.subplots(1, 2, width_ratios=[width - ROOM, ROOM])
    margin.set_axis_off()  # it only keeps the room
    return ax, True


def _legend(figure, ax, roomy):
    if roomy:
        legend = ax.legend(loc="upper left", bbox_to_anchor=(1.02, 1.02), frameon=False, borderpad=0)
        return legend.set_in_layout(False)
    ax.get_legend().remove()
    names = {"ncols": 3, "frameon": False, "columnspacing": 1.0, "handlelength": 1.6, "borderpad": 0}
    return figure.legend(*ax.get_legend_handles_labels(), loc="outside lower center", **names)


def _line_and_arrow(ax, color, style, label):
    (line,) = ax.plot([], [], color=color, linestyle=style, label=label)
    arrow = {"arrowstyle": "-|>", "color": color, "linewidth": 2, "linestyle": style, "shrinkA": 0, "shrinkB": 0}
    return line, ax.annotate("", xy=(0, 0), xytext=(0, 0), arrowprops=arrow, zorder=4)


def _move(artist, weights, box):
    """Put a line and its arrow where the weights say; both vanish where there is no line."""
    line, arrow = artist
    ends = line_ends(*weights, box)
    arrow.set_visible(ends is not None)
    line.set_data(*(([], []) if ends is None else ends.T))
    if ends is not None:
        arrow.set_position(ends.mean(axis=0))
        arrow.xy = tuple(arrow_tip(ends, weights[0], box))
