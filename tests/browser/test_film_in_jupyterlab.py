"""A film in a real JupyterLab: its buttons, its slider from the keyboard, and the saved notebook opened again."""

import pytest
from browser import jupyter

pytestmark = pytest.mark.browser
LAB = "02_activations"
CODE = """
from course_utils.display.film import Film

def draw(figure, frame, artists=None):
    ax = artists or figure.subplots()
    ax.clear()
    ax.set_ylim(0, 5)
    ax.bar([0], [frame])
    return ax

Film(range(5), draw, lambda height: f"One bar, and it is {height} high.", seconds=0.05)
"""
ALT = "One bar, and it is {} high."


@pytest.fixture(scope="module")
def page(browser, server):
    """A page on the lab, its first cell run; the errors that it meets in any of these tests are in `page.problems`."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    jupyter.open_lab(page, server, LAB)
    jupyter.run(page, next(i for i, cell in enumerate(jupyter.cells(page)) if cell["type"] == "code"))
    yield page
    jupyter.end_kernel(page)
    page.close()


@pytest.fixture
def film(page):
    """The film's element in the output of a cell that was just run."""
    page.evaluate("document.activeElement.blur()")  # a film's button may still have the keyboard
    grade_id = "warm_up"
    index = next(
        i
        for i, cell in enumerate(jupyter.cells(page))
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == grade_id
    )
    jupyter.type_into(page, index, CODE)
    jupyter.run(page, index)
    assert jupyter.errors(page, index) == []
    element = jupyter.cell(page, index).locator("[data-film]")
    element.get_by_role("slider").wait_for()
    return element


def shows(film, height):
    film.locator(f'img[alt="{ALT.format(height)}"]').wait_for(timeout=5_000)
    return True


def test_the_step_buttons_show_the_next_frame_and_the_one_before(film):
    assert shows(film, 0)
    film.get_by_role("button", name="Next").click()
    assert shows(film, 1)
    film.get_by_role("button", name="Back").click()
    assert shows(film, 0)
    assert film.get_by_role("button", name="Back").is_disabled()


def test_play_runs_to_the_end_and_stops_there(film):
    film.get_by_role("button", name="Play").click()
    assert shows(film, 4)
    film.get_by_role("button", name="Play").wait_for()
    assert film.get_by_role("button", name="Next").is_disabled()


def test_the_slider_follows_the_arrow_keys_and_says_the_frame_aloud(film, page):
    slider = film.get_by_role("slider")
    before = page.evaluate(f"{jupyter.NOTEBOOK}.content.activeCellIndex")
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert shows(film, 3)
    page.keyboard.press("ArrowLeft")
    assert shows(film, 2)
    assert slider.get_attribute("aria-valuetext") == f"frame 3. {ALT.format(2)}"
    assert page.evaluate(f"{jupyter.NOTEBOOK}.content.activeCellIndex") == before


def test_the_buttons_are_reached_and_pressed_from_the_keyboard(film, page):
    film.get_by_role("button", name="Next").focus()
    page.keyboard.press("Enter")
    assert shows(film, 1)
    page.keyboard.press("Space")
    assert shows(film, 2)
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert shows(film, 3)


def test_the_page_meets_no_error(film, page):
    film.get_by_role("button", name="Next").click()
    assert page.problems == []


def test_the_film_still_runs_when_the_saved_notebook_is_opened_again(film, page, server):
    page.evaluate(f"{jupyter.NOTEBOOK}.context.save()")
    jupyter.open_lab(page, server, LAB)
    again = page.locator("[data-film]")
    again.get_by_role("slider").wait_for()
    again.get_by_role("button", name="Next").click()
    assert shows(again, 1)
