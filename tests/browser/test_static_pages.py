"""Every figure of every solved lab without a kernel: nbconvert's page, nbgrader's feedback, and print."""

import copy

import pytest
from browser import static_pages
from lab_files import LABS, solved_run

pytestmark = pytest.mark.browser


class Static:
    """One solved lab's figures, as three pages show them to a reader without a kernel."""

    def __init__(self, browser, lab, folder):
        notebook = solved_run(lab)
        self.figures = sorted(static_pages.figures(notebook))
        self.converted = self.look(browser, static_pages.converted(copy.deepcopy(notebook)), folder / f"{lab}.html")
        self.headings, self.printed = self.more
        feedback = static_pages.feedback(copy.deepcopy(notebook), lab)
        self.feedback = self.look(browser, feedback, folder / f"{lab}-feedback.html", more=False)

    def look(self, browser, html, path, more=True):
        """The pictures and the empty places of a page."""
        path.write_text(html, encoding="utf-8")
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        static_pages.open_alone(page, path)
        found = sorted(static_pages.shown(page)), static_pages.empty_places(page)
        if more:
            levels = static_pages.heading_levels(page)
            self.more = levels, sorted(static_pages.printed(page, path.with_suffix(".pdf")))
        page.close()
        return found


@pytest.fixture(scope="module", params=LABS)
def static(request, browser, tmp_path_factory):
    return Static(browser, request.param, tmp_path_factory.mktemp("static"))


def test_every_figure_is_on_nbconverts_page_and_no_place_is_empty(static):
    assert static.figures
    assert static.converted == (static.figures, [])


def test_every_figure_is_on_nbgraders_feedback_page_and_no_place_is_empty(static):
    assert static.feedback == (static.figures, [])


def test_every_figure_is_printed_with_its_alt_text(static):
    assert static.printed == static.figures


def test_the_headings_go_down_one_level_at_a_time(static):
    assert static.headings[0] == 1
    assert static.headings.count(1) == 1
    assert [pair for pair in zip(static.headings, static.headings[1:], strict=False) if pair[1] > pair[0] + 1] == []


def test_an_empty_place_would_be_found(browser):
    page = browser.new_page()
    page.set_content(
        '<div class="jp-OutputArea-output" style="height: 300px"></div><div class="jp-OutputArea-output">1</div>'
    )
    assert len(static_pages.empty_places(page)) == 1
    page.close()
