"""Figure 1's drawing: one mistake, one update, and where line, arrow and ring stand."""

import numpy as np
import pytest

from course_utils.display import picture
from course_utils.labs.perceptron.plots.update import Update, draw_update

X = np.array([[1.0, 1.0], [-1.0, 0.0], [2.0, -1.0]])
y = np.array([1, 0, 0])
PATH = [(np.zeros(2), 0.0), (np.array([1.0, 1.0]), 1.0), (np.array([-1.0, 2.0]), 0.0)]


def update(step, path=PATH):
    return Update(X, y, path, step, "three points")


@pytest.fixture
def figure():
    with picture.style():
        yield picture.new_figure(6.4, 4)


def test_the_culprit_is_the_point_along_which_the_weights_moved():
    assert [update(step).culprit for step in (1, 2)] == [0, 2]


def test_a_change_along_no_point_has_no_culprit():
    odd = update(1, [PATH[0], (np.array([5.0, 0.0]), 1.0)])
    assert odd.culprit is None
    assert "the change lies along no point" in odd.headline


def test_the_headline_counts_mistakes_and_points_that_are_wrong_now():
    assert update(0).headline == "start: all weights are 0, no line yet\nthree points: 2 mistakes will follow"
    assert update(1).headline == "mistake 1 of 2: (1, 1) has label 1\nthree points: 2 of 3 points are now wrong"
    assert update(2).headline == "mistake 2 of 2: (2, −1) has label 0\nthree points: 1 of 3 points are still wrong"


def test_a_point_on_the_line_counts_as_wrong():
    assert update(0).wrong == 3


def test_the_sums_show_old_weights_the_point_and_new_weights():
    rows = [row.split() for row in update(2).sums.splitlines()[1:]]
    assert rows == [["w", "1", "1", "1"], ["−", "x", "2", "−1", "1"], ["=", "w", "−1", "2", "0"]]


def test_lines_before_and_after_lie_where_the_weights_say(figure):
    artists = draw_update(figure, update(2))
    for name, (w, w0) in {"before": PATH[1], "after": PATH[2]}.items():
        line, arrow = artists[name]
        assert line.get_xydata() @ w + w0 == pytest.approx([0, 0])
        direction = np.array(arrow.xy) - arrow.xyann
        assert direction / np.hypot(*direction) == pytest.approx(w / np.hypot(*w))
    assert artists["before"][0].get_linestyle() == "--"
    assert artists["after"][0].get_linestyle() == "-"


def test_the_ring_is_around_the_mistake(figure):
    artists = draw_update(figure, update(2))
    assert artists["ring"].get_xydata().tolist() == [[2.0, -1.0]]
    draw_update(figure, update(0), artists)
    assert len(artists["ring"].get_xydata()) == 0


def test_without_a_line_there_is_no_arrow(figure):
    artists = draw_update(figure, update(1))
    assert not artists["before"][1].get_visible()
    assert artists["after"][1].get_visible()


def test_other_data_move_into_the_same_axes(figure):
    artists = draw_update(figure, update(1))
    other = Update(X * 3, 1 - y, PATH, 1, "others")
    assert draw_update(figure, other, artists) is artists
    low, high = artists["classes"]
    assert low.get_offsets().tolist() == [[3.0, 3.0]]
    assert len(high.get_offsets()) == 2
    assert artists["ax"].get_xlim()[1] > 6


def test_both_axes_have_names_and_the_legend_names_every_mark(figure):
    ax = draw_update(figure, update(1))["ax"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("x₁", "x₂")
    names = [text.get_text() for text in ax.get_legend().get_texts()]
    assert names == ["label 0", "label 1", "line before", "line after", "the mistake"]


def test_a_narrow_panel_leaves_out_the_numbers_and_keeps_the_legend():
    with picture.style():
        narrow = picture.new_figure(4, 3.6)
        artists = draw_update(narrow, update(1))
    assert not artists["sums"].get_visible()
    assert [text.get_text() for text in narrow.legends[0].get_texts()][-1] == "the mistake"
