"""The words in every figure of every solved lab stand out from what is behind them."""

import numpy as np
import pytest
from accessibility.text_contrast import contrast, faint_texts
from lab_files import EVERY_LAB, solved_run

from course_utils.display import picture

GREY_ON_WHITE = {"#767676": True, "#777777": False}  # the two greys on both sides of WCAG's 4.5


@pytest.mark.parametrize("lab", EVERY_LAB)
def test_every_text_in_every_figure_can_be_read(lab):
    found = solved_run(lab).metadata["text_contrast"]
    assert found, "no picture was looked at"
    assert [text for texts in found for text in texts] == []


def figure_with(text="figure text", background="white", **look):
    with picture.style():
        figure = picture.new_figure(4, 3)
        ax = figure.subplots()
        ax.set_facecolor(background)
        ax.text(0.5, 0.5, text, ha="center", **look)
    return figure, ax


def faint(figure):
    with picture.style():
        return [one["text"] for one in faint_texts(figure)]


def test_the_contrast_is_wcags():
    assert contrast(np.zeros(3), np.ones(3)) == pytest.approx(21)
    for grey, enough in GREY_ON_WHITE.items():
        value = int(grey[1:3], 16) / 255 * np.ones(3)
        assert (contrast(value, np.ones(3)) >= 4.5) == enough


def test_dark_text_passes_and_pale_text_is_found():
    assert faint(figure_with(color="#222222")[0]) == []
    assert faint(figure_with(color="#999999")[0]) == ["figure text"]
    assert faint(figure_with(color="#222222", alpha=0.4)[0]) == ["figure text"]


def test_the_background_counts_that_lies_behind_the_letters():
    assert faint(figure_with(color="#222222", background="#555555")[0]) == ["figure text"]
    assert faint(figure_with(color="white", background="#555555")[0]) == []
    box = {"facecolor": "white", "edgecolor": "none"}
    assert faint(figure_with(color="#222222", background="#555555", bbox=box)[0]) == []


def test_a_map_behind_half_of_the_letters_is_found():
    figure, ax = figure_with(color="#222222")
    ax.axvspan(0.5, 1, color="#333333", zorder=0)
    assert faint(figure) == ["figure text"]


def test_a_thin_line_through_the_letters_does_no_harm():
    figure, ax = figure_with(color="#222222")
    ax.plot([0, 1], [0.5, 0.56], color="#444444", linewidth=0.8)
    assert faint(figure) == []


def test_large_letters_need_less():
    assert faint(figure_with(color="#909090", fontsize=20)[0]) == []
    assert faint(figure_with(color="#909090", fontsize=11)[0]) == ["figure text"]


def test_the_look_of_the_text_is_as_before():
    figure, ax = figure_with(color="#123456")
    faint(figure)
    assert ax.texts[0].get_color() == "#123456"
