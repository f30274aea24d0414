"""What a live figure can be asked to change: a number on a slider, or one of several options."""

from dataclasses import dataclass

# Notebook 7 takes arrow keys, Enter and Space for its own commands, unless the element in focus has a mark. Core
# widgets cannot be given one, so the picture asks the box around it to mark whatever gets the focus there.
_MARK = (
    "const mark = event => event.target.setAttribute('data-lm-suppress-shortcuts', 'true'); "
    "const find = tries => { const box = this.closest('.widget-box'); "
    "if (!box) return tries && setTimeout(find, 100, tries - 1); "
    "if (!box.dataset.keys) box.addEventListener('focusin', mark); box.dataset.keys = 'own' }; "
    "find(50)"
)


@dataclass(frozen=True)
class Slider:
    """A number between `low` and `high`; whole numbers when `low`, `value` and `step` are whole."""

    label: str
    low: float
    high: float
    value: float
    step: float = 0.1

    def widget(self, widgets, **common):
        whole = all(isinstance(number, int) for number in (self.low, self.value, self.step))
        make = widgets.IntSlider if whole else widgets.FloatSlider
        return make(value=self.value, min=self.low, max=self.high, step=self.step, readout=True, **common)

    def check(self, value):
        if not self.low <= value <= self.high:
            raise ValueError(f"{self.label}: expected a number from {self.low} to {self.high}, received {value}")
        return value


@dataclass(frozen=True)
class Choice:
    """One of several named options."""

    label: str
    options: tuple
    value: object

    def widget(self, widgets, **common):
        return widgets.Dropdown(options=list(self.options), value=self.value, **common)

    def check(self, value):
        if value not in self.options:
            raise ValueError(f"{self.label}: expected one of {list(self.options)}, received {value!r}")
        return value


def with_own_keys(html):
    """A picture that lets the controls in its box have their keys, whatever the notebook would do with them.

    Args:
        html: The picture's `<img>` element, or a line in its place, which stays as it is.
    """
    return html.replace("<img ", f'<img onload="{_MARK}" ', 1)
