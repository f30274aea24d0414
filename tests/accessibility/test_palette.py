"""The course's colours stay apart for people who see fewer of them, and nobody writes red against green."""

import re
from itertools import combinations

import matplotlib
import numpy as np
import pytest
from lab_files import ROOT
from matplotlib.colors import CSS4_COLORS, to_rgb

from course_utils.plots.points import BLUE, VERMILLION

SOURCES = [*sorted((ROOT / "course_utils").rglob("*.py")), *sorted((ROOT / "solutions").glob("*.py"))]

# How a person sees linear RGB who lacks one kind of cone: Machado, Oliveira and Fernandes (2009), severity 1.
SIGHT = {
    "all cones": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def lab(colour, sight="all cones"):
    """CIELAB of a colour as somebody with this sight sees it."""
    srgb = np.array(to_rgb(colour))
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(SIGHT[sight] @ linear, 0, 1)
    ratio = XYZ @ seen / (XYZ @ np.ones(3))
    x, y, z = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def distance(one, other, sight="all cones"):
    """ΔE of 1976: 2 can just be told apart side by side."""
    return float(np.linalg.norm(lab(one, sight) - lab(other, sight)))


def worst(one, other):
    return min(distance(one, other, sight) for sight in SIGHT)


def cycle(style=ROOT / "course_utils" / "display" / "course.mplstyle"):
    """The colours that lines get one after the other."""
    settings = matplotlib.rc_params_from_file(style, use_default_template=False)
    return [to_rgb(colour) for colour in settings["axes.prop_cycle"].by_key()["color"]]


def nearest(colours):
    """The distance of the two colours that are hardest to tell apart, for whom it is hardest."""
    return min(worst(*pair) for pair in combinations(colours, 2))


def test_the_distance_is_that_of_the_textbook():
    assert distance("black", "white") == pytest.approx(100)
    assert lab("red") == pytest.approx([53.24, 80.09, 67.20], abs=0.05)


def test_the_two_class_colours_are_far_apart_for_everyone():
    assert worst(VERMILLION, BLUE) > 91


def test_red_and_green_would_not_be():
    assert worst("tab:green", "tab:red") < 10


def test_every_two_colours_of_the_cycle_can_be_told_apart():
    assert nearest(cycle()) > 15


def test_matplotlibs_own_cycle_would_not_do():
    assert nearest(matplotlib.colormaps["tab10"].colors) < 6


def test_the_two_sides_of_the_map_stay_apart_for_everyone():
    low, high = (matplotlib.colormaps["PuOr"](share)[:3] for share in (0.15, 0.85))
    assert worst(low, high) > 40


def colours_written_in(path):
    """Every colour that a string of this file names."""
    for text in re.findall(r"""["']([^"'\n]+)["']""", path.read_text(encoding="utf-8")):
        name = text.removeprefix("tab:")
        if re.fullmatch(r"#[0-9A-Fa-f]{6}", text) or name in CSS4_COLORS:
            yield text


def reddish_or_greenish(colour):
    """Is this a colour that someone without red or green cones takes for one of another hue?"""
    _, a, b = lab(colour)
    hue, colourful = np.degrees(np.arctan2(b, a)) % 360, np.hypot(a, b) > 40
    return "red" if colourful and (hue < 45 or hue > 340) else "green" if colourful and 110 < hue < 200 else None


def test_the_check_knows_red_and_green():
    assert [reddish_or_greenish(c) for c in ("red", "tab:green", VERMILLION, BLUE)] == ["red", "green", None, None]


def test_no_figure_is_written_in_green_or_red():
    found = {path.name: [c for c in colours_written_in(path) if reddish_or_greenish(c)] for path in SOURCES}
    assert {name: colours for name, colours in found.items() if colours} == {}
