"""Points, maps, lines and curves: ask the axes what they hold."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex

from course_utils import plots
from course_utils.display import picture
from course_utils.plots.lines import line_ends, yes_side

X = np.array([[0.0, 0.0], [1.0, 2.0], [2.0, 1.0]])


@pytest.fixture
def ax():
    with picture.style():
        figure, axes = plt.subplots()
        yield axes
        plt.close(figure)


def legend_of(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


@pytest.mark.parametrize(("y", "names"), [([0, 1, 1], ["label 0", "label 1"]), ([-1, 1, 1], ["label −1", "label +1"])])
def test_classes_have_their_own_colour_and_marker(ax, y, names):
    plots.plot_points(X, y, ax=ax)
    low, high = ax.collections
    assert [len(low.get_offsets()), len(high.get_offsets())] == [1, 2]
    assert [to_hex(points.get_facecolor()[0]) for points in (low, high)] == ["#d55e00", "#0072b2"]
    assert len(low.get_paths()[0].vertices) != len(high.get_paths()[0].vertices)
    assert legend_of(ax) == names
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("x₁", "x₂")


def test_points_keep_the_names_that_axes_already_have(ax):
    ax.set(xlabel="lectures", ylabel="hours")
    plots.plot_points(X, [0, 1, 1], ax=ax, names=("failed", "passed"))
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("lectures", "hours")
    assert legend_of(ax) == ["failed", "passed"]


def test_without_axes_a_plot_makes_its_own_figure():
    first, second = plots.plot_points(X, [0, 1, 1]), plots.plot_points(X, [0, 1, 1])
    assert first.figure is not second.figure
    plt.close("all")


def test_the_map_has_a_half_line_where_the_prediction_is_one_half(ax):
    plots.plot_map(lambda points: 1 / (1 + np.exp(-points[:, 0])), ax=ax)
    (contour,) = ax.collections
    (line,) = [path for path in contour.get_paths() if len(path.vertices)]
    assert np.abs(line.vertices[:, 0]).max() < 1e-9
    (image,) = ax.images
    assert image.get_array().shape == (120, 120)
    assert image.get_clim() == (0, 1)


def test_a_map_that_never_crosses_one_half_has_no_line(ax):
    plots.plot_map(lambda points: np.full(len(points), 0.9), ax=ax)
    assert not ax.collections


def test_a_map_reaches_around_its_points_and_takes_a_column(ax):
    plots.plot_map(lambda points: points[:, :1] * 0, X, [0, 1, 1], ax=ax)
    left, right, bottom, top = ax.images[0].get_extent()
    assert left < 0 < 2 < right
    assert bottom < 0 < 2 < top


@pytest.mark.parametrize(("w", "w0"), [((3, -2), 1), ((0, 2), -1), ((-2, 0), 3), ((0.3, 5), 0)])
def test_both_ends_lie_on_the_line_and_on_the_edge_of_the_box(w, w0):
    ends = line_ends(w, w0)
    assert ends @ w + w0 == pytest.approx([0, 0])
    assert np.abs(ends).max(axis=1) == pytest.approx([4, 4])


@pytest.mark.parametrize(("w", "w0"), [((0, 0), 1), ((1, 0), 9), ((1, 1), 8.5), ((1, 1), -8)])
def test_a_line_that_misses_the_box_has_no_ends(w, w0):
    assert line_ends(w, w0) is None


def test_the_line_is_drawn_with_its_arrow_and_its_sides(ax):
    plots.plot_line((3, -2), 1, ax=ax)
    (line,) = ax.lines
    assert 1 + line.get_xydata() @ (3, -2) == pytest.approx([0, 0])
    arrow = next(text for text in ax.texts if getattr(text, "arrow_patch", None))
    assert (np.array(arrow.xy) - arrow.xyann) @ (2, 3) == pytest.approx(0)
    assert (np.array(arrow.xy) - arrow.xyann) @ (3, -2) > 0
    names = {text.get_text(): np.array(text.get_position()) for text in ax.texts if text.get_text().startswith("z")}
    assert 1 + names["z > 0"] @ (3, -2) > 0 > 1 + names["z < 0"] @ (3, -2)


def test_a_line_keeps_the_view_of_the_points_under_it(ax):
    plots.plot_points(X, [0, 1, 1], ax=ax)
    before = ax.get_xlim(), ax.get_ylim()
    plots.plot_line((1, 1), -1, ax=ax)
    assert (ax.get_xlim(), ax.get_ylim()) == before


def test_no_line_is_said_in_words(ax):
    plots.plot_line((0, 0), 1, ax=ax)
    assert [text.get_text() for text in ax.texts] == ["no line in this picture"]


def test_the_yes_side_is_the_part_of_the_box_where_z_is_positive():
    corners = yes_side((1, 0), 0)
    assert (corners[:, 0] >= 0).all()
    x, y = corners.T
    area = 0.5 * abs(x @ np.roll(y, 1) - y @ np.roll(x, 1))
    assert area == pytest.approx(32)
    assert len(yes_side((0, 0), -1)) == 0
    assert len(yes_side((0, 0), 1)) == 4


def test_curves_differ_in_style_and_carry_their_names(ax):
    z = np.linspace(-1, 1, 5)
    plots.plot_curve(z, {"a": z, "b": z**2}, ax=ax)
    assert [line.get_linestyle() for line in ax.lines] == ["-", "--"]
    assert legend_of(ax) == ["a", "b"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("z", "g(z)")
