"""Films: frames in, one HTML element out, a static twin first."""

import io
import re

import pytest
from PIL import Image

from course_utils.display.film import COLOURS, HEAVIEST, MOST_FRAMES, Film


def draw(figure, frame, artists=None):
    """A bar of this height; the same bar is used again."""
    if artists is None:
        ax = figure.subplots()
        ax.set(ylim=(0, 30), xlabel="bar", ylabel="height")
        artists = ax.bar([0], [0])
    artists[0].set_height(frame)
    return artists


def film(count=3, **options):
    return Film(range(count), draw, lambda height: f"One bar, and it is {height} high.", **options)


def test_every_frame_is_drawn_and_has_its_own_sentence():
    pictures = film(3).pictures()
    assert [one.alt for one in pictures] == [f"One bar, and it is {height} high." for height in range(3)]
    assert len({one.png for one in pictures}) == 3


def test_the_frames_share_their_artists():
    drawn = []

    def remember(figure, frame, artists=None):
        drawn.append(artists)
        return draw(figure, frame, artists)

    one = Film([1, 2, 3], remember, lambda height: f"One bar, and it is {height} high.", static=[0])
    drawn.clear()
    one.pictures()
    assert drawn[0] is None
    assert None not in drawn[1:]


def test_a_frame_has_at_most_64_colours():
    for one in film(3).pictures():
        assert len(Image.open(io.BytesIO(one.png)).convert("RGB").getcolors()) <= COLOURS


def test_the_html_holds_the_first_picture_all_frames_and_no_markup_inside_the_script():
    html = film(4, labels=["a <b>", "b", "c", "d"]).html
    markup, script = html.split("<script>")
    assert re.findall(r'<img alt="([^"]+)"', markup) == ["One bar, and it is 0 high."]
    assert "<" not in re.search(r"\}\)\((.*)\);\n</script>", script, re.S)[1]
    assert "One bar, and it is 3 high." in script
    assert "a \\u003cb>" in script


def test_the_whole_film_is_light_enough():
    assert len(film(MOST_FRAMES).html) < HEAVIEST


def test_the_static_picture_shows_the_first_the_middle_and_the_last_frame():
    assert film(9).picture.alt.startswith("3 panels. Panel 1: One bar, and it is 0 high.")
    assert "it is 4 high" in film(9).picture.alt
    assert "it is 8 high" in film(9).picture.alt


def test_the_static_picture_shows_the_telling_frames():
    assert film(9, static=[2]).picture.alt == "One bar, and it is 2 high."


def test_without_a_person_only_the_static_picture_is_shown(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda *things, **_: shown.extend(things))
    one = film(2)
    one._ipython_display_()
    assert shown == [one.picture]


def test_with_a_person_the_film_follows_the_static_picture(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda *things, **_: shown.extend(things))
    monkeypatch.setattr("course_utils.display.live._someone_is_there", lambda: True)
    one = film(2)
    one._ipython_display_()
    assert shown[0] is one.picture
    assert shown[1]["text/html"] == one.html


def test_too_many_frames_or_none_are_refused():
    with pytest.raises(ValueError, match="expected 1 to 24, received 25"):
        film(25)
    with pytest.raises(ValueError, match="received 0"):
        film(0)


def test_each_frame_needs_a_label():
    with pytest.raises(ValueError, match="one for each of 3 frames, received 2"):
        film(3, labels=["a", "b"])
