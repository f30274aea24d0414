"""Pictures carry their alternative text everywhere, and look the same on every page."""

import base64
import io

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from course_utils.display import picture

ALT = 'A line that rises from 0 to 1: "up" & away.'


@pytest.fixture
def axes():
    figure, ax = plt.subplots()
    ax.plot([0, 1], [0, 1])
    yield ax
    plt.close(figure)


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)))


def test_show_gives_html_png_and_text_with_the_same_alt(axes):
    bundle = picture.show(axes, ALT)._repr_mimebundle_()
    assert set(bundle) == {"text/html", "image/png", "text/plain"}
    assert bundle["text/plain"] == ALT
    assert bundle["text/html"].startswith('<img alt="A line that rises from 0 to 1: &quot;up&quot; &amp; away."')
    assert base64.b64decode(bundle["image/png"]).startswith(b"\x89PNG")
    assert bundle["image/png"] in bundle["text/html"]


def test_show_closes_the_pyplot_figure_so_that_it_shows_once(axes):
    picture.show(axes, ALT)
    assert axes.figure.number not in plt.get_fignums()


def test_show_takes_a_figure_an_axes_or_an_array_of_axes():
    _, axes = plt.subplots(1, 2)
    assert picture.show(axes, ALT).width == picture.show(axes[0], ALT).width == picture.show(axes[0].figure, ALT).width


def test_show_finds_the_figure_around_a_part_of_it():
    figure = Figure()
    ax = figure.subfigures(1, 2)[0].subplots()
    assert picture.show(ax, ALT).width == 640


@pytest.mark.parametrize("alt", ["", "a plot", "   short             "])
def test_show_refuses_an_alt_text_that_says_nothing(axes, alt):
    with pytest.raises(ValueError, match="expected a sentence that states the finding, received"):
        picture.show(axes, alt)


def test_show_names_what_it_cannot_draw():
    with pytest.raises(TypeError, match="expected a figure or its axes, received int"):
        picture.show(3, ALT)


def test_pictures_are_opaque_and_light_even_when_the_page_is_dark():
    with plt.style.context("dark_background"):
        figure, ax = plt.subplots()
        shown = pixels(picture.show(ax, ALT).png)
    assert (shown[..., 3:] == 255).all()
    assert (shown[0, 0, :3] == 255).all()


def test_a_picture_holds_two_pixels_for_each_pixel_on_the_page(axes):
    shown = picture.show(axes, ALT)
    assert pixels(shown.png).shape[1] == 2 * shown.width
    assert f'width="{shown.width}"' in shown.html


def test_private_and_pyplot_figures_share_one_look():
    with picture.style():
        private, common = picture.new_figure(6.4, 4), plt.figure()
        for figure in (private, common):
            ax = figure.add_subplot()
            (line,) = ax.plot([0, 1])
            assert line.get_color() == "#3f90da"
            assert ax.title.get_fontsize() == 12
            assert figure.get_facecolor() == (1, 1, 1, 1)
    plt.close(common)


def test_no_text_of_the_style_is_smaller_than_ten_points():
    with picture.style():
        sizes = [value for name, value in matplotlib.rcParams.items() if name.endswith(("labelsize", "font.size"))]
        sizes += [matplotlib.rcParams["legend.fontsize"]]
        assert min(size for size in sizes if isinstance(size, float)) >= 10


def test_the_style_leaves_the_settings_of_others_alone():
    before = dict(matplotlib.rcParams)
    with picture.style():
        picture.new_figure(3, 2).add_subplot()
    assert dict(matplotlib.rcParams) == before


def test_lines_of_a_cycle_differ_in_style_as_well_as_in_colour():
    with picture.style():
        ax = picture.new_figure(3, 2).add_subplot()
        lines = [ax.plot([0, 1])[0] for _ in range(4)]
    assert [line.get_linestyle() for line in lines] == ["-", "--", "-.", ":"]


def test_wiped_axes_hold_nothing_of_what_was_drawn_and_keep_their_ticks_and_first_colour():
    with picture.style():
        ax = picture.new_figure(3, 2).subplots()
        ax.plot([1, 2], label="a line"), ax.scatter([0], [1]), ax.bar([0], [1]), ax.text(0, 0, "words")
        ax.imshow(np.eye(2)), ax.contour(np.eye(3)), ax.legend()
        before, first = ax.xaxis.get_major_ticks()[0], ax.lines[0].get_color()
        picture.wipe(ax)
        assert [*ax.lines, *ax.collections, *ax.patches, *ax.texts, *ax.images] == []
        assert ax.get_legend() is None
        assert ax.xaxis.get_major_ticks()[0] is before
        assert ax.plot([1, 2])[0].get_color() == first
