"""Draw a digit on a grid of buttons and let a network say what it is."""

import numpy as np

from course_utils.display import picture
from course_utils.plots.points import BLUE, VERMILLION

SIDE = 8
GIVEN = """
...##...
..####..
.##..##.
.....##.
....##..
...##...
..######
..######
"""


def draw_a_digit(classify, side=SIDE):
    """A grid of 8 by 8 buttons to draw on, and what the network says; a given drawing where there is no person.

    Every button can be reached with Tab and pressed with the space bar.

    Args:
        classify: `classify(images)` gives labels (n,) and probabilities (n, 10) for rows of pixels from 0 to 1.
        side: Pixels along a side of the images that the network knows, 8 or 28.

    Returns:
        The drawing board.
    """
    return Board(classify, side)


class Board:
    """The drawing, the network's opinion of it, and the widgets that change it.

    Args:
        classify: As in `draw_a_digit`.
        side: Pixels along a side of the images that the network knows.
    """

    def __init__(self, classify, side=SIDE):
        self.classify, self.side = classify, side
        self.ink = given_drawing()
        self.buttons, self._image, self._filling = [], None, False
        with picture.style():
            self._figure, self._artists = picture.new_figure(6.4, 2.8), None
        self.picture = self.look()

    def look(self):
        """The picture of the drawing with the network's opinion."""
        labels, p = self.classify(as_image(self.ink, self.side)[None])
        label, p = int(np.ravel(labels)[0]), np.ravel(np.asarray(p, dtype=float))
        with picture.style():
            self._artists = draw_opinion(self._figure, as_image(self.ink, SIDE).reshape(SIDE, SIDE), p, self._artists)
            png = picture.quick_png(self._figure)
            self._figure.set_layout_engine("none")  # found once
        return picture.Picture(png, say_opinion(self.ink, label, p), 640)

    def _ipython_display_(self):
        from IPython.display import display

        from course_utils.display.live import _someone_is_there

        display(self.picture)
        if _someone_is_there():
            display(self.controls())

    def controls(self):
        """The grid of buttons, Clear, and the picture as one widget."""
        import ipywidgets as widgets

        self._image = widgets.HTML(value=self.picture.html)
        small = widgets.Layout(width="2.2em", height="2.2em", padding="0", margin="1px")
        self.buttons = [
            widgets.ToggleButton(
                value=bool(self.ink[row, column]),
                description="■" if self.ink[row, column] else "·",
                tooltip=f"row {row + 1}, column {column + 1}",
                layout=small,
            )
            for row in range(SIDE)
            for column in range(SIDE)
        ]
        for number, button in enumerate(self.buttons):
            button.observe(lambda change, number=number: self._pressed(number, change["new"]), names="value")
        rows = [widgets.HBox(self.buttons[begin : begin + SIDE]) for begin in range(0, SIDE * SIDE, SIDE)]
        clear = widgets.Button(description="Clear", tooltip="Wipe the board")
        clear.on_click(lambda _: self.set(np.zeros((SIDE, SIDE), dtype=bool)))
        return widgets.VBox([*rows, clear, self._image])

    def set(self, ink):
        """Replace the drawing, shape (8, 8), True where there is ink."""
        self.ink, self._filling = np.array(ink, dtype=bool).reshape(SIDE, SIDE), True
        try:
            for button, value in zip(self.buttons, self.ink.ravel(), strict=False):
                button.value, button.description = bool(value), "■" if value else "·"
        finally:
            self._filling = False
        self._redraw()

    def _pressed(self, number, value):
        self.buttons[number].description = "■" if value else "·"
        if self._filling:
            return
        self.ink[divmod(number, SIDE)] = value
        self._redraw()

    def _redraw(self):
        self.picture = self.look()
        if self._image is not None:
            self._image.value = self.picture.html


def given_drawing():
    """A two, drawn by hand, shape (8, 8), True where there is ink."""
    rows = GIVEN.split()
    return np.array([[mark == "#" for mark in row] for row in rows])


def as_image(ink, side):
    """Ink as an image that looks like the scanned ones: edges a little grey, one row of pixels from 0 to 1.

    For 28 × 28 each button becomes 3 × 3 pixels in the middle.

    Returns:
        Pixels of shape (side²,), float32.
    """
    image = np.asarray(ink, dtype=np.float32)
    if side != SIDE:
        scale = (side - 4) // SIDE
        margin = (side - scale * SIDE) // 2
        image = np.pad(np.kron(image, np.ones((scale, scale), np.float32)), margin)
    padded = np.pad(image, 1)
    neighbours = (padded[:-2, 1:-1] + padded[2:, 1:-1] + padded[1:-1, :-2] + padded[1:-1, 2:]) / 4
    return np.clip(0.8 * image + 0.2 * neighbours, 0, 1).astype(np.float32).ravel()


def draw_opinion(figure, image, p, artists=None):
    """The drawing on the left, the probabilities as bars on the right; the largest one is hatched."""
    if artists is None:
        left, right = figure.subplots(1, 2, width_ratios=(1, 1.8))
        seen = left.imshow(image, cmap="Greys", vmin=0, vmax=1)
        left.set(xticks=(), yticks=(), title="what the network sees")
        bars = right.bar(range(len(p)), p)
        right.set(xticks=range(len(p)), yticks=(0, 0.5, 1), ylim=(0, 1.05), xlabel="digit", ylabel="probability")
        for ax in (left, right):
            ax.grid(False)
        artists = seen, bars, right
    seen, bars, right = artists
    seen.set_data(image)
    for bar, height in zip(bars, p, strict=True):
        best = height == p.max()
        bar.set(height=height, facecolor=VERMILLION if best else BLUE, hatch="//" if best else "")
    right.set_title(f"it says {p.argmax()}, with {p.max():.0%}")
    return artists


def say_opinion(ink, label, p):
    """The finding, and the drawing in words."""
    if not ink.any():
        return f"An empty board: the network still has to name a digit, and says {label} with {p[label]:.0%}."
    second = int(np.argsort(p)[-2])
    return (
        f"A drawing with ink on {int(ink.sum())} of {ink.size} squares: the network says {label} with {p[label]:.0%}, "
        f"then {second} with {p[second]:.0%}."
    )
