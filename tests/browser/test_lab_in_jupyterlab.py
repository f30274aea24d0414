"""Every lab in a real JupyterLab: mistakes and solutions typed in, run, checked; each figure moved by keyboard."""

import pytest
from browser import jupyter
from lab_files import LABS, ROOT, solved

from autograder.authoring.lab import read_lab
from autograder.probe.answers import read_answers
from autograder.probe.run_lab import given_imports

pytestmark = pytest.mark.browser
ARTEFACTS = ROOT / "artefacts" / "figures"
MISTAKES = 6  # exercises of a lab that are first answered wrongly


def solutions(lab):
    """The solution of each exercise, by the grade_id of its cell."""
    found = {}
    for cell in solved(lab).cells:
        grading = cell.metadata.get("nbgrader", {})
        if grading.get("solution") and cell.cell_type == "code":
            found[grading["grade_id"]] = cell.source
    return found


def mistakes(lab):
    """For some exercises, spread over the lab: a wrong answer, and the words that a check says of it."""
    path = ROOT / "tests" / "answers" / f"{lab}.py"
    if not path.exists():
        return {}
    cells = {cell.name: cell.source for cell in read_lab(ROOT / "solutions" / f"{lab}.py").cells if cell.name}
    first = {}
    for one in read_answers(path):
        if one.expect == "wrong" and one.exercise in solutions(lab):
            given = given_imports(solved_cell(cells, lab, one.exercise))
            first.setdefault(one.exercise, (f"{given}\n{one.code}".lstrip(), one.says))
    names = list(first)
    return {name: first[name] for name in names[:: max(1, len(names) // MISTAKES)]}


def solved_cell(cells, lab, name):
    return solutions(lab).get(name, cells[name])


class Walk:
    """What one lab showed to a student who made some mistakes and then solved every exercise."""

    def __init__(self, page, server, lab):
        self.page, self.lab, self.problems, self.typed, self.broken, self.told = page, lab, [], [], [], {}
        self.solutions, self.mistakes = solutions(lab), mistakes(lab)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        jupyter.open_lab(page, server, lab)
        cells = jupyter.cells(page)
        for index, cell in enumerate(cells):
            if cell["type"] == "code":
                name = cell["metadata"].get("nbgrader", {}).get("grade_id")
                self.make_a_mistake(index, name, cells)
                self.do(index, name)

    def make_a_mistake(self, index, name, cells):
        """Answer wrongly, run the exercise's checks, and keep what they say."""
        if name not in self.mistakes:
            return
        code, words = self.mistakes[name]
        jupyter.type_into(self.page, index, code)
        jupyter.run(self.page, index)
        heard = jupyter.errors(self.page, index)
        for place in checks_after(cells, index):
            jupyter.run(self.page, place)
            heard += jupyter.errors(self.page, place)
        self.told[name] = (words, heard)

    def do(self, index, name):
        if name in self.solutions:
            jupyter.type_into(self.page, index, self.solutions[name])
            self.typed.append(name)
        jupyter.run(self.page, index)
        self.broken += [(index, error) for error in jupyter.errors(self.page, index)]

    def figures(self, selector):
        """The numbers of the cells whose output holds such an element."""
        count = len(jupyter.cells(self.page))
        return [i for i in range(count) if jupyter.cell(self.page, i).locator(selector).count()]


def checks_after(cells, index):
    """The visible checks between a solution cell and the next one."""
    for place in range(index + 1, len(cells)):
        grading = cells[place]["metadata"].get("nbgrader", {})
        if grading.get("solution"):
            return
        if grading.get("grade") and "Hidden check" not in cells[place]["source"]:
            yield place


@pytest.fixture(scope="module", params=LABS)
def walk(request, browser, server):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    yield Walk(page, server, request.param)
    jupyter.end_kernel(page)
    page.close()


def test_every_cell_runs_after_the_solutions_are_typed_in(walk):
    assert sorted(walk.typed) == sorted(walk.solutions)
    assert walk.broken == []
    assert walk.problems == []


def test_a_mistake_is_answered_with_a_sentence_and_not_with_silence(walk):
    silent = [name for name, (_, heard) in walk.told.items() if not heard]
    told = [name for name, (words, heard) in walk.told.items() if words.lower() in " ".join(heard).lower()]
    assert len(told) >= min(len(walk.told), 3), walk.told
    assert len(silent) <= len(walk.told) // 2, walk.told


def test_every_slider_changes_the_picture_and_its_alt_text_from_the_keyboard(walk):
    page = walk.page
    for index in walk.figures(".widget-html img"):
        for slider in jupyter.cell(page, index).locator("[role=slider]").all():
            before = jupyter.live_alt(page, index)
            jupyter.nudge(page, slider)
            jupyter.wait_for_another_alt(page, index, before)
        keep(jupyter.cell(page, index), f"{walk.lab}-{index}")


def test_every_film_steps_and_plays(walk):
    for index in walk.figures("[data-film]"):
        film = jupyter.cell(walk.page, index).locator("[data-film]").first
        shown = film.locator("img").first.get_attribute("alt")
        film.get_by_role("button", name="Next").click()
        assert film.locator("img").first.get_attribute("alt") != shown
        film.get_by_role("button", name="Play").click()
        film.get_by_role("button", name="Pause").or_(film.get_by_role("button", name="Play")).first.wait_for()
        keep(jupyter.cell(walk.page, index), f"{walk.lab}-{index}-film")


def test_the_shown_notebook_has_no_error_output(walk):
    assert walk.page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']").count() == 0


def keep(element, name):
    """A picture of what the student sees, to be looked at later."""
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    element.screenshot(path=ARTEFACTS / f"{name}.png")
