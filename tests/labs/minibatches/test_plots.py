"""What the plots of lab 08 hold."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from course_utils.labs.minibatches.plots import plot_class_mix, plot_grid, plot_spread, plot_step_times, plot_time_split


@pytest.fixture
def ax():
    return Figure().subplots()


def test_the_spread_is_drawn_beside_a_line_of_slope_minus_a_half(ax):
    assert plot_spread([1, 4, 16], [8.0, 4.1, 1.9], ax=ax) is ax
    guide, measured = ax.lines
    assert guide.get_ydata() == pytest.approx([8, 4, 2])
    assert measured.get_ydata() == pytest.approx([8, 4.1, 1.9])


def test_a_grid_shows_each_loss_and_frames_the_best_of_each_row(ax):
    plot_grid([[0.5, 0.2], [1.0, np.inf]], [16, 64], [0.1, 0.4], ax=ax)
    assert [text.get_text() for text in ax.texts] == ["0.50", "0.20", "1.00", "diverged"]
    assert [(round(frame.get_x() + 0.46), round(frame.get_y() + 0.44)) for frame in ax.patches] == [(1, 0), (0, 1)]


def test_a_class_mix_writes_every_count_but_zero(ax):
    plot_class_mix([[32, 0], [16, 16]], ax=ax)
    assert [text.get_text() for text in ax.texts] == ["32", "16", "16"]


def test_each_mode_has_its_colour_marker_and_line(ax):
    plot_step_times({"eager": {32: 0.001}, "tf.function": {32: 0.0002}, "XLA": {32: 0.0002}}, ax=ax)
    assert len({line.get_color() for line in ax.lines}) == len({line.get_marker() for line in ax.lines}) == 3
    assert ax.lines[0].get_ydata()[0] == pytest.approx(1.0)


def test_data_and_steps_stand_end_to_end(ax):
    plot_time_split({"slow": (2.0, 0.5), "fast": (0.1, 0.2)}, ax=ax)
    widths = [bar.get_width() for bar in ax.patches]
    assert widths == pytest.approx([2, 0.1, 0.5, 0.2])
    assert [bar.get_x() for bar in ax.patches][2:] == pytest.approx([2, 0.1])
    assert ax.texts[0].get_text() == "2 s + 500 ms"
