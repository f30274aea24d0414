"""The gallery: each figure of a run with its lab, its sentence and its picture, and small files."""

import base64
import io
import re

import numpy as np
import pytest
from lab_files import ROOT
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

from course_utils.display.film import Film
from course_utils.labs import all_figures
from docs import make_gallery as gallery

RED, BLUE = (213, 94, 0), (0, 114, 178)


def png(image):
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def panel(colour, size=(90, 60)):
    """A panel with white around it."""
    image = Image.new("RGB", size, "white")
    image.paste(colour, (20, 20, 60, 40))
    return image


def grid(colours, columns):
    """Panels in rows, as a static picture has them."""
    rows = -(-len(colours) // columns)
    image = Image.new("RGB", (90 * columns, 60 * rows), "white")
    for number, colour in enumerate(colours):
        image.paste(panel(colour), (90 * (number % columns), 60 * (number // columns)))
    return image


def film():
    def draw(figure, frame, artists=None):
        ax = artists or figure.subplots()
        ax.bar([0], [frame])
        return ax

    return Film(range(3), draw, lambda frame: f"One bar, and it is {frame} high.", seconds=0.2)


def shown(image, alt, *more):
    html = f'<img alt="{alt}" src="data:image/png;base64,">'
    data = {"image/png": base64.b64encode(png(image)).decode(), "text/html": html}
    return [new_output("display_data", data), *(new_output("display_data", one) for one in more)]


@pytest.fixture
def notebook():
    """A run with a live figure, a film and a picture that is no figure."""
    live = new_code_cell("figures.ravine(descend)")
    live.outputs = shown(panel(RED), "A walk &amp; a ravine.", {gallery.VIEW: {}, "text/plain": ""})
    moving = new_code_cell("figures.boundary_film(hidden)")
    moving.outputs = shown(panel(BLUE), "One bar.", {"text/html": film().html})
    other = new_code_cell("show(ax, 'A line that rises.')")
    other.outputs = shown(panel(BLUE), "A line that rises.")
    text = [new_markdown_cell("# Walk downhill\n\ntext"), new_markdown_cell("## Cross a ravine")]
    return new_notebook(cells=[*text, live, other, new_markdown_cell("### Film"), moving])


def test_the_figures_of_a_run_come_with_their_lab_and_section(notebook):
    first, second = gallery.figures("05_descent", notebook)
    assert (first.id, first.lab_title, first.section, first.kind) == (
        "05-ravine", "Walk downhill", "Cross a ravine", "live",
    )  # fmt: skip
    assert first.alt == "A walk & a ravine."
    assert (second.id, second.section, second.kind) == ("05-boundary_film", "Film", "film")


def test_a_film_becomes_a_small_animated_picture(notebook):
    _, second = gallery.figures("05_descent", notebook)
    images, milliseconds = second.film
    assert (len(images), milliseconds) == (3, 200)
    moving = Image.open(io.BytesIO(gallery.moving(*second.film)))
    assert moving.n_frames == 3
    assert moving.width == gallery.FILM_WIDE


@pytest.mark.parametrize("name", all_figures())
def test_every_figure_has_a_sentence(name):
    assert re.fullmatch(r"[A-Z].{20,160}\.", gallery.sentence(name))


def test_every_sentence_belongs_to_a_figure():
    assert {name.removesuffix("-2") for name in gallery.SENTENCES} <= {*all_figures(), *gallery.STILL}


def test_two_figures_of_one_name_keep_their_own_picture_and_sentence():
    cells = []
    for colour, alt in ((RED, "Without."), (BLUE, "With.")):
        cell = new_code_cell("figures.starts_through_depth(starts)")
        cell.outputs = shown(panel(colour), alt, {gallery.VIEW: {}})
        cells.append(cell)
    first, second = gallery.figures("10_real", new_notebook(cells=cells))
    assert (first.id, second.id) == ("10-starts_through_depth", "10-starts_through_depth-2")
    assert (first.alt, second.alt) == ("Without.", "With.")
    assert first.sentence != second.sentence


def test_a_very_wide_panel_is_cut_at_the_white_line_in_its_middle():
    wide = grid([RED, BLUE], 2).crop((0, 0, 180, 60))
    tall = np.asarray(gallery.stacked(wide, 1))
    assert tall.shape[:2] == (120, 90)
    assert [tuple(tall[60 * number + 30, 40]) for number in range(2)] == [RED, BLUE]
    whole = wide.copy()
    whole.paste(RED, (20, 20, 160, 40))
    assert np.asarray(gallery.stacked(whole, 1)).shape[:2] == (60, 180)


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_on_a_phone_the_panels_stand_below_one_another_in_order(columns):
    colours = [RED, BLUE, RED, RED, BLUE][: columns * 2]
    tall = np.asarray(gallery.stacked(grid(colours, columns), len(colours)))
    assert tall.shape[:2] == (60 * len(colours), 90)
    assert [tuple(tall[60 * number + 30, 40]) for number in range(len(colours))] == colours


def test_a_picture_without_white_lines_between_its_panels_stays_whole():
    whole = Image.new("RGB", (180, 120), RED)
    assert gallery.stacked(whole, 4) is whole


def test_a_small_picture_keeps_the_colour_of_few_pixels():
    image = Image.effect_noise((400, 300), 60).convert("RGB")
    image.paste(RED, (100, 100, 106, 106))
    few = Image.open(io.BytesIO(gallery.small(image, 400))).convert("RGB")
    assert np.abs(np.subtract(few.getpixel((103, 103)), RED)).max() < 24


def test_what_a_notebook_says_is_text_on_the_page(notebook):
    first, _ = gallery.figures("05_descent", notebook)
    first.alt = '"><script>alert(1)</script>'
    page = gallery.page([first])
    assert "<script" not in page
    assert "/notebooks/05_descent.ipynb" in page


@pytest.mark.parametrize("name", gallery.ON_README)
def test_readme_shows_the_four_with_words_and_they_are_small(name):
    (path,) = (ROOT / "docs").glob(f"gallery-{name}.*")
    words = re.search(rf"!\[([^\]]+)\]\(docs/{path.name}\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert len(words[1]) > 60
    assert path.stat().st_size < (400_000 if path.suffix == ".gif" else 120_000)
