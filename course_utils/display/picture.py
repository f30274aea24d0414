"""Pictures with an alternative text: drawn in the course's style, shown the same way in every notebook."""

import base64
import io
import sys
import textwrap
from html import escape
from pathlib import Path

STYLE = Path(__file__).with_name("course.mplstyle")
SHORTEST_ALT = 20
_look = {}


class Picture:
    """A PNG image together with the sentence that says what it shows.

    Args:
        png: The bytes of the image.
        alt: The alternative text: the finding, for a reader who does not see the picture.
        width: Width on the page in CSS pixels; the image may hold more pixels than that.
    """

    def __init__(self, png, alt, width=640):
        self.png, self.alt, self.width = png, alt, width

    @property
    def html(self):
        """The picture as one `<img>` element that holds everything it needs."""
        return (
            f'<img alt="{escape(self.alt, quote=True)}" width="{self.width}" style="max-width: 100%" '
            f'src="data:image/png;base64,{self._base64()}">'
        )

    def _base64(self):
        return base64.b64encode(self.png).decode("ascii")

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {
            "text/html": self.html,
            "image/png": self._base64(),
            "text/plain": textwrap.fill(self.alt, 100),
        }

    def __repr__(self):
        return f"Picture: {self.alt}"


def show(drawing, alt):
    """Turn a finished plot into a picture with an alternative text.

    Args:
        drawing: A figure, an axes, or an array of axes of one figure.
        alt: One or two sentences that state the finding.

    Returns:
        A `Picture`. As the last line of a cell it is displayed; the figure is closed, so that it shows once.

    Raises:
        ValueError: The alternative text is too short to say anything.
    """
    if len(alt.strip()) < SHORTEST_ALT:
        raise ValueError(f"alt: expected a sentence that states the finding, received {alt!r}")
    figure = _figure_of(drawing)
    picture = Picture(png(figure), alt, width_on_page(figure))
    _close(figure)
    return picture


def style():
    """The course's look for everything drawn inside a `with` block, whether or not `start()` has run."""
    import matplotlib

    if not _look:
        _look.update(matplotlib.rc_params_from_file(STYLE, use_default_template=False))
    return matplotlib.rc_context(_look)


def new_figure(width, height, *, dpi=100):
    """A private Agg figure that pyplot does not know, in the course's style (call it inside `style()`)."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), dpi=dpi, layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def png(figure):
    """The figure as PNG bytes with two pixels per CSS pixel, so that text stays sharp on fine screens."""
    buffer = io.BytesIO()
    with style():
        figure.draw_without_rendering()  # one more round of layout, for axes that keep their aspect
        figure.savefig(buffer, format="png", dpi=200, facecolor="white")
    return buffer.getvalue()


def quick_png(figure):
    """The same for a private figure that is drawn again and again: no second layout, light compression."""
    import numpy as np
    from PIL import Image

    figure.canvas.draw()
    opaque = np.asarray(figure.canvas.buffer_rgba())[..., :3]
    buffer = io.BytesIO()
    Image.fromarray(opaque).save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def wipe(*axes):
    """Remove what was drawn, and keep the axes with their ticks: half the cost of `ax.clear()`.

    Labels, limits and scales stay as they were, so that whoever draws again must set those that change.
    """
    for ax in axes:
        for artist in [*ax.lines, *ax.collections, *ax.patches, *ax.texts, *ax.images]:
            artist.remove()
        if ax.get_legend() is not None:
            ax.get_legend().remove()
        ax.set_prop_cycle(None)


def width_on_page(figure):
    """Width in CSS pixels: a hundred to the inch."""
    return round(100 * figure.get_figwidth())


def _figure_of(drawing):
    if hasattr(drawing, "savefig"):
        return drawing
    first = next(iter(getattr(drawing, "flat", [drawing])))
    if not hasattr(first, "get_figure"):
        raise TypeError(f"expected a figure or its axes, received {type(drawing).__name__}")
    figure = first.get_figure()
    while not hasattr(figure, "savefig"):  # a SubFigure lies inside another figure
        figure = figure.figure
    return figure


def _close(figure):
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close(figure)
