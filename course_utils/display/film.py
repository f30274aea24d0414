"""Films: a few finished pictures with a slider, step buttons and Play, which need no running kernel.

    frames = [weights_after(epoch) for epoch in range(0, 240, 10)]      # 1. compute, at most 24 frames
    Film(
        frames,
        draw,                                                           # 2. draw(figure, frame, artists=None)
        lambda frame: f"After {frame.epoch} epochs the line ...",       # 3. what one frame shows, as a sentence
        labels=[f"epoch {frame.epoch}" for frame in frames],            # 4. what stands beside the slider
        static=[0, 5, 23],                                              # 5. the telling frames of the static picture
    )

`draw` is the same kind of function as that of `live.Live`: it returns its artists. As the last line of a cell, a film
shows a static picture first and then, where a person is present, the film: one HTML element with a short script
(`film.js`). Where scripts do not run, its first frame stands there without any buttons.
"""

import hashlib
import io
import json
from pathlib import Path

from course_utils.display import picture
from course_utils.display.alt_text import join

__all__ = ["Film"]

MOST_FRAMES, COLOURS, HEAVIEST = 24, 64, 600_000  # HEAVIEST: characters of the whole HTML
SHARPNESS = (125, 100, 75)  # dots per inch, the first that is light enough; a hundred CSS pixels to the inch
SCRIPT = Path(__file__).with_name("film.js")


class Film:
    """A short film with a slider, step buttons beside Play, an alternative text for each frame, and a static twin.

    Args:
        frames: The numbers of each frame, at most 24 of them; computed already.
        draw: `draw(figure, frame, artists=None) -> artists`; with `artists` it updates them and draws nothing new.
            The figure may be a `SubFigure`. Keep the axes' limits fixed: the layout is found once.
        alt: `alt(frame) -> str`, what this frame shows.
        labels: A short name for each frame, shown beside the slider; its number by default.
        static: Which frames stand in the static picture, as indices; the first, the middle and the last by default.
        size: Width and height in inches; a hundred CSS pixels to the inch.
        columns: Panels in one row of the static picture.
        panel_height: Height of one panel of the static picture in inches.
        seconds: How long Play shows each frame.

    Raises:
        ValueError: No frames or more than 24, or as many labels as there are no frames.
    """

    def __init__(
        self, frames, draw, alt, *, labels=None, static=None, size=(6.4, 4), columns=2, panel_height=None, seconds=0.4
    ):
        self.frames = list(frames)
        if not 1 <= len(self.frames) <= MOST_FRAMES:
            raise ValueError(f"frames: expected 1 to {MOST_FRAMES}, received {len(self.frames)}")
        self.labels = list(labels or [f"frame {number}" for number in range(1, len(self.frames) + 1)])
        if len(self.labels) != len(self.frames):
            raise ValueError(f"labels: expected one for each of {len(self.frames)} frames, received {len(self.labels)}")
        self.alts = [alt(frame) for frame in self.frames]
        self._draw, self._size, self._milliseconds, self._html = draw, size, round(1000 * seconds), None
        last = len(self.frames) - 1
        static = sorted({0, last // 2, last}) if static is None else static
        self.picture = self._multiples(static, columns, panel_height or size[1])

    @property
    def html(self):
        """The film as one HTML element: the first frame as an `<img>`, and the script that adds the controls."""
        if self._html is None:
            self._html = self._as_html()
        return self._html

    def _ipython_display_(self):
        from IPython.display import display

        from course_utils.display.live import _someone_is_there

        display(self.picture)
        if _someone_is_there():
            display({"text/html": self.html, "text/plain": f"A film of {len(self.frames)} frames."}, raw=True)

    def _as_html(self):
        for dpi in SHARPNESS:
            html = film_html(self.pictures(dpi), self.labels, self._milliseconds)
            if len(html) <= HEAVIEST:
                break
        return html

    def pictures(self, dpi=SHARPNESS[0]):
        """Every frame as a `Picture` with its alternative text."""
        width = round(100 * self._size[0])
        return [picture.Picture(png, alt, width) for png, alt in zip(self._pngs(dpi), self.alts, strict=True)]

    def _pngs(self, dpi):
        """Draw every frame with the artists of the first."""
        with picture.style():
            figure = picture.new_figure(*self._size, dpi=dpi)
            artists = self._draw(figure, self.frames[0])
            figure.canvas.draw()  # the layout needs two rounds where an axes keeps its aspect
            pngs = [few_colours(figure)]
            figure.set_layout_engine("none")
            for frame in self.frames[1:]:
                artists = self._draw(figure, frame, artists)
                pngs.append(few_colours(figure))
        return pngs

    def _multiples(self, static, columns, panel_height):
        """The static picture: one panel for each of the telling frames."""
        columns = min(columns, len(static))
        rows = -(-len(static) // columns)
        with picture.style():
            figure = picture.new_figure(9.0 if columns > 1 else self._size[0], rows * panel_height)
            panels = figure.subfigures(rows, columns, squeeze=False, wspace=0.04, hspace=0.04).flat
            for panel, index in zip(panels, static, strict=False):
                self._draw(panel, self.frames[index])
            alt = join([self.alts[index] for index in static])
            return picture.Picture(picture.png(figure), alt, picture.width_on_page(figure))


def few_colours(figure):
    """The figure as a small PNG of at most 64 colours."""
    import numpy as np
    from PIL import Image

    figure.canvas.draw()
    opaque = Image.fromarray(np.asarray(figure.canvas.buffer_rgba())[..., :3])
    buffer = io.BytesIO()
    octree = Image.Quantize.FASTOCTREE  # it keeps the colour of a few pixels, as those of a small marker
    opaque.quantize(COLOURS, octree, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def film_html(pictures, labels, milliseconds):
    """The first picture, and a script that holds them all and puts a slider and buttons above it."""
    images = [one.html.rpartition("base64,")[2].removesuffix('">') for one in pictures]
    name = hashlib.sha256("".join(images).encode()).hexdigest()[:12]
    arguments = [name, images, [one.alt for one in pictures], labels, milliseconds]
    words = ", ".join(json.dumps(argument).replace("<", "\\u003c") for argument in arguments)
    script = SCRIPT.read_text(encoding="utf-8").strip()
    return f'<div data-film="{name}">{pictures[0].html}</div>\n<script>\n{script}({words});\n</script>'
