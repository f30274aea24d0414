"""Figures that move: a static picture first, then sliders that redraw it.

    values of the controls -> compute (NumPy) -> data -> draw -> artists -> PNG -> one <img> in one HTML widget

It needs only string traits of core widgets, so it works with ipywidgets 7.7 and 8, in JupyterLab, VS Code
and Colab, and what it shows always carries an alternative text.
"""

import sys
import textwrap
import time

from course_utils.display import picture
from course_utils.display.alt_text import complaint, error_html, join
from course_utils.display.live_controls import Choice, Slider, with_own_keys

__all__ = ["Choice", "Live", "Slider"]

SLOW = 0.1  # seconds: above this a slider redraws when it is let go, not while it moves
PAGE = 9.0  # inches: width of a static picture with two columns
LIVE_DPI = 150


class Live:
    """A figure with sliders that has a static twin.

    The first computation happens here and not on display, so that the error of an unfinished exercise
    stops the cell as any other error does.

    Args:
        compute: `compute(**values) -> data`, NumPy only, well under 100 ms.
        draw: `draw(figure, data, artists=None) -> artists`; with `artists` it updates them and draws nothing new.
            The figure may be a `SubFigure`. Keep the axes' limits fixed: the layout is found once.
        controls: Name of the value -> `Slider` or `Choice`.
        alt: `alt(data, **values) -> str`, the finding at these values.
        static: Telling values, one dict for each panel of the static picture; what is left out keeps its default.
        size: Width and height of the live figure in inches; a hundred CSS pixels to the inch.
        columns: Panels in one row of the static picture.
        panel_height: Height of one panel of the static picture in inches.
        highs: `highs(data) -> {name: highest value}` for sliders whose end depends on the data.
    """

    def __init__(
        self, compute, draw, controls, alt, *, static, size=(6.4, 4), columns=2, panel_height=None, highs=None
    ):
        self._compute, self._draw, self._alt, self._highs = compute, draw, alt, highs
        self._controls, self._size = dict(controls), size
        self._values = {name: control.value for name, control in self._controls.items()}
        self._figure, self._artists, self._html = None, None, None
        self._widgets, self._image, self._syncing = {}, None, False
        self._limits, self._seconds = {}, []
        self.picture = self._multiples(static, columns, panel_height or size[1])

    @property
    def values(self):
        """The current values of the controls, by name."""
        return dict(self._values)

    @property
    def controls_by_name(self):
        """The `Slider` and `Choice` of each value."""
        return dict(self._controls)

    @property
    def limits(self):
        """Where sliders end now whose end depends on the data: name -> highest value."""
        return dict(self._limits)

    @property
    def html(self):
        """What the live picture shows now: one `<img>` element, or a line that says what went wrong."""
        if self._html is None:
            self._redraw()
        return self._html

    @property
    def continuous(self):
        """Does the picture follow a slider while it moves? Not once two redraws in a row were slow."""
        return min(self._seconds[-2:], default=0) < SLOW

    def set(self, **values):
        """Set one or more controls and redraw, as moving the sliders does.

        Raises:
            ValueError: No such control, or a value that it does not offer.
        """
        for name, value in values.items():
            if name not in self._controls:
                raise ValueError(f"expected one of {list(self._controls)}, received {name!r}")
            values[name] = self._controls[name].check(value)
        if values.items() <= self._values.items() and self._html is not None:
            return
        self._values.update(values)
        self._redraw()
        self._sync()

    def reset(self):
        """Put every control back to its first value."""
        self.set(**{name: control.value for name, control in self._controls.items()})

    def _ipython_display_(self):
        from IPython.display import display

        display(self.picture)
        if _someone_is_there():
            display(self.controls())

    def controls(self):
        """The sliders, a Reset button and the picture as one widget."""
        import ipywidgets as widgets

        self._image = widgets.HTML(value=with_own_keys(self.html))
        for name, control in self._controls.items():
            self._widgets[name] = control.widget(
                widgets,
                description=control.label,
                style={"description_width": "initial"},
                layout=widgets.Layout(width="30em", max_width="100%"),
            )
            self._widgets[name].observe(lambda change, name=name: self._moved(name, change["new"]), names="value")
        button = widgets.Button(description="Reset", tooltip="Put every control back to its first value")
        button.on_click(lambda _: self.reset())
        self._sync()
        return widgets.VBox([*self._widgets.values(), button, self._image])

    def _moved(self, name, value):
        if not self._syncing:
            self.set(**{name: value})

    def _sync(self):
        """Bring the widgets in line with the values, without taking that for a person's doing."""
        self._syncing = True
        try:
            for name, widget in self._widgets.items():
                if name in self._limits and widget.max != self._limits[name]:
                    widget.max = self._limits[name]
                if widget.value != self._values[name]:
                    widget.value = self._values[name]
                if not self.continuous and getattr(widget, "continuous_update", False):
                    widget.continuous_update = False
            if self._image is not None and self._image.value != with_own_keys(self.html):
                self._image.value = with_own_keys(self.html)
        finally:
            self._syncing = False

    def _redraw(self):
        """Compute, draw, encode; an error becomes a readable line, and the next good value a new picture."""
        begin, first = time.perf_counter(), self._figure is None
        try:
            with picture.style():
                data = self._data()
                png = self._png(data)
            alt = self._alt(data, **self._values)
            self._html = picture.Picture(png, alt, round(100 * self._size[0])).html
        except Exception as error:
            self._figure = self._artists = None
            self._html = error_html(self._complaint(error, self._values), round(100 * self._size[1]))
            return
        if not first:
            self._seconds.append(time.perf_counter() - begin)

    def _data(self):
        data = self._compute(**self._values)
        self._limits = self._highs(data) if self._highs else {}
        beyond = {name: high for name, high in self._limits.items() if self._values[name] > high}
        if not beyond:
            return data
        self._values.update(beyond)
        return self._compute(**self._values)

    def _png(self, data):
        if self._figure is not None:
            self._artists = self._draw(self._figure, data, self._artists)
            return picture.quick_png(self._figure)
        self._figure = picture.new_figure(*self._size, dpi=LIVE_DPI)
        self._artists = self._draw(self._figure, data)
        self._figure.canvas.draw()  # the layout needs two rounds where an axes keeps its aspect
        png = picture.quick_png(self._figure)
        self._figure.set_layout_engine("none")  # the axes stay where they are, and a redraw costs half
        return png

    def _multiples(self, static, columns, panel_height):
        """The static picture: one panel for each of the telling values."""
        columns = min(columns, len(static))
        rows = -(-len(static) // columns)
        width = PAGE if columns > 1 else self._size[0]
        with picture.style():
            figure = picture.new_figure(width, rows * panel_height)
            panels = figure.subfigures(rows, columns, squeeze=False, wspace=0.04, hspace=0.04).flat
            alts = [self._panel(panel, {**self._values, **some}) for panel, some in zip(panels, static, strict=False)]
            return picture.Picture(picture.png(figure), join(alts), picture.width_on_page(figure))

    def _panel(self, panel, values):
        begin = time.perf_counter()
        try:
            data = self._compute(**values)
            self._seconds.append(time.perf_counter() - begin)
            self._draw(panel, data)
            return self._alt(data, **values)
        except NotImplementedError:
            raise
        except Exception as error:
            words = self._complaint(error, values)
            panel.clear()
            panel.text(0.5, 0.5, textwrap.fill(words, 40), ha="center", va="center")
            return words

    def _complaint(self, error, values):
        return complaint(error, {control.label: values[name] for name, control in self._controls.items()})


def _someone_is_there():
    """Is a notebook kernel running for a person, and not for a grader?"""
    from course_utils.session import runtime

    if runtime.grading() or "IPython" not in sys.modules:
        return False
    shell = sys.modules["IPython"].get_ipython()
    return getattr(shell, "kernel", None) is not None
