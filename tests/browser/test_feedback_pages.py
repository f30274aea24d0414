"""A student's page in a real browser: on a phone, in the dark, by keyboard, and on paper."""

import pytest
from pypdf import PdfReader

from autograder.feedback.own_cells import Cell
from autograder.feedback.page import page
from autograder.feedback.student_work import Check, ExerciseFeedback, StudentFeedback

pytestmark = pytest.mark.browser

LONG = "expected_shape_" * 20
CODE = 'import math\n\n\ndef add(a, b):\n    """The sum."""\n    return math.fsum([a, b]) + 0.5  # ' + "x" * 180
CONTRAST = """() => {
    const light = text => {
        const [r, g, b] = text.match(/[\\d.]+/g).slice(0, 3).map(Number).map(c => c / 255)
            .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = element => {
        const colour = getComputedStyle(element).backgroundColor;
        return /, 0\\)$/.test(colour) && element.parentElement ? behind(element.parentElement) : colour;
    };
    const texts = [...document.body.querySelectorAll('*')]
        .filter(element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()));
    return Math.min(...texts.map(element => {
        const [a, b] = [light(getComputedStyle(element).color), light(behind(element))].sort((x, y) => y - x);
        return (a + 0.05) / (b + 0.05);
    }));
}"""


def feedback(**more):
    exercises = [
        ExerciseFeedback(
            f"exercise_{number}", f"Exercise 1.{number}: exercise_{number}_with_a_long_name", score, 3,
            [Check("Hidden check: negative numbers.", score, 3, "" if score == 3 else LONG)],
            [Cell(f"{CODE}{number}", output="printed")],
            comments=["Look at chapter 2."] if number == 2 else [],
        )
        for number, score in enumerate((3, 0, 1))
    ]  # fmt: skip
    exercises.append(
        ExerciseFeedback("why", "Exercise 1.4: why", 0, 2, cells=[Cell(LONG, is_code=False)], waits=True),
    )
    given = {"status": "needs-review", "total": 4.0, "points": 4.0, "max_score": 11.0, "repairs": ["put back"]}
    return StudentFeedback("alice", "Alice " + LONG, "90_tiny", "Count and add", **(given | more), exercises=exercises)


def failed():
    return StudentFeedback(
        "carl", "Carl", "90_tiny", "Count and add", "failed", 0.0, 0.0, 11.0, problem=LONG, file=f"{LONG}.pdf"
    )


@pytest.fixture(params=[feedback, failed])
def path(request, tmp_path):
    (tmp_path / "page.html").write_text(page(request.param()), encoding="utf-8")
    return tmp_path / "page.html"


@pytest.mark.parametrize("width", [320, 390, 1000])
def test_nothing_is_wider_than_the_screen(browser, path, width):
    shown = browser.new_page(viewport={"width": width, "height": 800})
    shown.goto(path.as_uri())
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    shown.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read(browser, path, scheme):
    shown = browser.new_page(color_scheme=scheme)
    shown.goto(path.as_uri())
    shown.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert shown.evaluate(CONTRAST) >= 4.5
    shown.close()


def test_the_keyboard_reaches_the_exercises_and_the_code(browser, tmp_path):
    (tmp_path / "page.html").write_text(page(feedback()), encoding="utf-8")
    shown = browser.new_page()
    shown.goto((tmp_path / "page.html").as_uri())
    shown.keyboard.press("Tab")
    assert shown.evaluate("document.activeElement.textContent") == "Skip to the exercises"
    shown.keyboard.press("Enter")
    shown.keyboard.press("Tab")
    assert shown.evaluate("document.activeElement.tagName") == "SUMMARY"
    shown.keyboard.press("Tab")
    assert shown.evaluate("document.activeElement.getAttribute('aria-label')") == "Your code for exercise_1"
    shown.close()


def test_paper_has_all_of_it_the_folded_code_too(browser, tmp_path):
    (tmp_path / "page.html").write_text(page(feedback()), encoding="utf-8")
    shown = browser.new_page()
    shown.goto((tmp_path / "page.html").as_uri())
    shown.pdf(path=tmp_path / "page.pdf")
    text = "".join(one.extract_text() for one in PdfReader(tmp_path / "page.pdf").pages)
    squeezed = "".join(text.split())
    assert all(f"{'x' * 20}{number}" in squeezed for number in range(3))
    assert "putback" in squeezed
    shown.close()
