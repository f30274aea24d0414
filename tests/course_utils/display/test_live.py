"""A live figure shows a static picture first, follows its controls, and survives errors, without any browser."""

import base64
import io
import re
import time
from types import SimpleNamespace

import IPython
import numpy as np
import pytest
from PIL import Image

from course_utils.display import alt_text, live
from course_utils.display.live_controls import with_own_keys
from course_utils.session import runtime


def compute(slope, sign):
    if slope == 3:
        raise ZeroDivisionError("slope 3 <is> not allowed")
    return np.array([0.0, slope]) * (1 if sign == "plus" else -1)


def draw(figure, data, artists=None):
    if artists is None:
        ax = figure.add_subplot()
        artists = {"line": ax.plot([0, 1], [0, 1])[0], "title": ax.set_title("")}
        ax.set(ylim=(-5, 5))
    artists["line"].set_ydata(data)
    artists["title"].set_text(f"ends at {data[1]}")
    return artists


def say(data, slope, sign):
    return f'The line of slope {slope} ends at {data[1]}: "{sign}".'


def make(compute=compute, draw=draw, static=({"slope": 1}, {"slope": 2}), **options):
    controls = {"slope": live.Slider("slope", 0, 5, 1, 1), "sign": live.Choice("sign", ("plus", "minus"), "plus")}
    return live.Live(compute, draw, controls, say, static=list(static), **options)


@pytest.fixture
def displayed(monkeypatch):
    """What a figure displays, in order, in a notebook with a person in front of it."""
    shown = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    monkeypatch.setattr(IPython, "get_ipython", lambda: SimpleNamespace(kernel="running"))
    monkeypatch.setattr(runtime, "grading", lambda: False)
    return shown


def image_of(html):
    data = re.search(r"base64,([^\"]+)", html)[1]
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(data))))


def test_setting_a_control_changes_picture_and_alt():
    figure = make()
    before = figure.html
    figure.set(slope=4, sign="minus")
    assert figure.values == {"slope": 4, "sign": "minus"}
    assert 'alt="The line of slope 4 ends at -4.0: &quot;minus&quot;."' in figure.html
    assert not np.array_equal(image_of(before), image_of(figure.html))


def test_reset_brings_the_first_picture_back():
    figure = make()
    first = figure.html
    figure.set(slope=5)
    figure.reset()
    assert figure.values == {"slope": 1, "sign": "plus"}
    assert np.array_equal(image_of(figure.html), image_of(first))


def test_artists_persist_and_are_updated():
    seen = []

    def watch(figure, data, artists=None):
        seen.append(artists)
        return draw(figure, data, artists)

    figure = make(draw=watch, static=[{}])
    figure.html, figure.set(slope=2), figure.set(slope=4)
    assert seen[0] is None
    assert seen[1] is None
    assert seen[2] is seen[3]
    assert seen[2] is not None


def test_setting_the_same_values_draws_nothing():
    calls = []
    figure = make(compute=lambda **values: calls.append(values) or compute(**values))
    figure.html, figure.set(slope=2)
    count = len(calls)
    figure.set(slope=2)
    assert len(calls) == count


def test_an_error_becomes_a_line_and_the_next_good_value_a_picture():
    figure = make()
    figure.set(slope=3)
    assert figure.html.startswith('<p role="alert"')
    assert "No picture for slope = 3, sign = plus. ZeroDivisionError in compute, line " in figure.html
    assert "slope 3 &lt;is&gt; not allowed" in figure.html
    figure.set(slope=2)
    assert figure.html.startswith('<img alt="The line of slope 2')


def test_an_error_while_drawing_is_a_line_too():
    def fail(figure, data, artists=None):
        artists = draw(figure, data, artists)
        if data[1] == 4:
            raise ValueError("no room")
        return artists

    figure = make(draw=fail)
    figure.set(slope=4)
    assert "ValueError in fail, line" in figure.html
    figure.set(slope=5)
    assert "ends at 5.0" in figure.html


def test_a_stub_stops_the_cell_before_anything_is_shown():
    def stub(slope, sign):
        raise NotImplementedError("Exercise 1.3: perceptron")

    with pytest.raises(NotImplementedError, match=r"Exercise 1\.3: perceptron"):
        make(compute=stub)


def test_a_panel_that_fails_says_so_and_the_others_are_drawn():
    figure = make(static=[{"slope": 3}, {"slope": 2}])
    assert "Panel 1: No picture for slope = 3" in figure.picture.alt
    assert "Panel 2: The line of slope 2 ends at 2.0" in figure.picture.alt


def test_the_static_alt_names_every_panel_and_stays_short(monkeypatch):
    figure = make(static=[{"slope": slope} for slope in (1, 2, 4)])
    assert re.match(r"3 panels\. Panel 1: .* Panel 2: .* Panel 3: ", figure.picture.alt)
    monkeypatch.setattr(alt_text, "LONGEST_ALT", 90)
    short = make(static=[{"slope": slope} for slope in (1, 2, 4)]).picture.alt
    assert len(short) < 90 + len("3 panels. Panel 1: Panel 2: Panel 3: ")
    assert "…" in short


def test_one_panel_speaks_without_a_number():
    assert make(static=[{}]).picture.alt == say(compute(1, "plus"), 1, "plus")


def test_a_person_sees_the_static_picture_and_then_the_controls(displayed):
    figure = make()
    figure._ipython_display_()
    first, second = displayed
    assert first is figure.picture
    slider, choice, button, image = second.children
    assert [slider.description, choice.description, button.description] == ["slope", "sign", "Reset"]
    assert slider.readout
    assert image.value == with_own_keys(figure.html)


def test_moving_a_widget_redraws_and_the_button_resets(displayed):
    figure = make()
    figure._ipython_display_()
    slider, choice, button, image = displayed[1].children
    slider.value, choice.value = 4, "minus"
    assert 'alt="The line of slope 4 ends at -4.0' in image.value
    button.click()
    assert (slider.value, choice.value) == (1, "plus")
    assert 'alt="The line of slope 1 ends at 1.0' in image.value


def test_setting_from_code_moves_the_widgets(displayed):
    figure = make()
    figure._ipython_display_()
    figure.set(slope=2)
    assert displayed[1].children[0].value == 2


def test_the_html_trait_is_touched_only_when_the_picture_changes(displayed):
    figure = make()
    figure._ipython_display_()
    image, changes = displayed[1].children[-1], []
    image.observe(changes.append, names="value")
    figure.set(slope=1)
    figure.set(slope=2)
    assert len(changes) == 1


def test_while_grading_only_the_static_picture_is_shown(displayed, monkeypatch):
    monkeypatch.setattr(runtime, "grading", lambda: True)
    figure = make()
    figure._ipython_display_()
    assert displayed == [figure.picture]


@pytest.mark.parametrize("shell", [None, SimpleNamespace(), SimpleNamespace(kernel=None)])
def test_without_a_kernel_only_the_static_picture_is_shown(displayed, monkeypatch, shell):
    monkeypatch.setattr(IPython, "get_ipython", lambda: shell)
    figure = make()
    figure._ipython_display_()
    assert displayed == [figure.picture]


def test_a_slow_computation_waits_until_the_slider_is_let_go(displayed):
    def slow(slope, sign):
        time.sleep(0.11)
        return compute(slope, sign)

    figure = make(compute=slow)
    figure._ipython_display_()
    assert not displayed[1].children[0].continuous_update


def test_a_quick_one_follows_the_slider(displayed, monkeypatch):
    monkeypatch.setattr(live, "SLOW", 60)
    make()._ipython_display_()
    assert displayed[1].children[0].continuous_update


def test_the_end_of_a_slider_may_depend_on_the_data(displayed):
    figure = make(highs=lambda data: {"slope": 4} if data[1] >= 0 else {"slope": 2})
    figure._ipython_display_()
    slider, choice, *_ = displayed[1].children
    assert slider.max == 4
    slider.value = 4
    choice.value = "minus"
    assert (slider.max, slider.value) == (2, 2)
    assert 'alt="The line of slope 2 ends at -2.0' in figure.html


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"colour": 1}, r"expected one of \['slope', 'sign'\], received 'colour'"),
        ({"slope": 9}, "slope: expected a number from 0 to 5, received 9"),
        ({"sign": "times"}, r"sign: expected one of \['plus', 'minus'\], received 'times'"),
    ],
)
def test_set_names_what_it_does_not_know(values, message):
    figure = make()
    with pytest.raises(ValueError, match=message):
        figure.set(**values)
    assert figure.values == {"slope": 1, "sign": "plus"}


def test_a_slider_of_whole_numbers_gives_whole_numbers(displayed):
    make()._ipython_display_()
    assert type(displayed[1].children[0]).__name__ == "IntSlider"


def test_live_pictures_stay_off_pyplot():
    import matplotlib.pyplot as plt

    before = plt.get_fignums()
    make().set(slope=2)
    assert plt.get_fignums() == before


def test_live_pictures_are_light_enough_to_send():
    assert len(make().html) < 200_000
