import copy
import json

import nbformat
import pytest
from tiny_lab import ADD, RIGHT, TINY_LAB

from autograder.admin.demo import as_colab_saves
from autograder.authoring.build import fill, release_notebook
from autograder.authoring.lab import read_lab
from autograder.authoring.setup_cell import Place
from autograder.intake.intake import take_in


@pytest.fixture(scope="module")
def tiny_source(tmp_path_factory):
    path = tmp_path_factory.mktemp("solutions") / "90_tiny.py"
    path.write_text(TINY_LAB, encoding="utf-8")
    return read_lab(path)


@pytest.fixture(scope="module")
def release(tiny_source):
    return release_notebook(tiny_source)


@pytest.fixture
def sent(release):
    return copy.deepcopy(fill(release, RIGHT))


def taken(notebook, release):
    text = notebook if isinstance(notebook, str) else json.dumps(notebook)
    return take_in(text.encode() if isinstance(text, str) else text, release)


def source(intake, grade_id):
    (cell,) = [c for c in intake.notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id]
    return cell.source


def cell_of(notebook, grade_id):
    return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def test_a_clean_file_needs_no_repair_and_keeps_the_students_work(sent, release):
    found = taken(sent, release)
    assert (found.problem, found.repairs, found.flags) == ("", [], [])
    assert "return a + b" in source(found, "add")


@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize("address", ["https://github.com/someone/labs", "https://codeberg.org/someone/labs"])
def test_a_published_notebook_needs_no_repair_either(tiny_source, release, address, marked):
    published = release_notebook(tiny_source, place=Place(address, "trunk", "release-3-1a2b3c4d"))
    sent = fill(published, RIGHT)
    for cell in sent.cells if not marked else ():
        cell.metadata.pop("id")
        cell["id"] = f"new-{id(cell)}"
    found = taken(sent, release)
    assert (found.problem, found.repairs, found.flags) == ("", [], [])
    assert [cell.source for cell in found.notebook.cells] == [cell.source for cell in fill(release, RIGHT).cells]


def test_what_colab_saves_is_brought_up_to_date(sent, release):
    found = taken(as_colab_saves(sent), release)
    assert "return a + b" in source(found, "add")
    assert found.notebook.nbformat_minor == 5
    assert "widgets" not in found.notebook.metadata
    assert found.repairs == [
        "saved without cell ids, as Colab does: brought up to format 4.5",
        "broken widget state was dropped",
    ]


def test_cells_without_nbgrader_metadata_are_found_by_their_ids(sent, release):
    for cell in sent.cells:
        cell.metadata = {}
    found = taken(sent, release)
    assert "return a + b" in source(found, "add")
    assert "metadata was missing" in found.repairs[0]


def test_cells_without_any_metadata_are_found_by_the_source_marker(sent, release):
    for cell in sent.cells:
        cell.metadata, cell["id"] = {}, "x"
    sent.metadata = {}
    assert "return a + b" in source(taken(sent, release), "add")


def test_an_answer_beside_its_emptied_cell_is_taken(sent, release):
    """`handin` calls a cell without its placeholder "still the stub"; what stands below it is the answer."""
    own = cell_of(sent, "why")
    own.source = own.source.split("\n")[0]
    sent.cells.insert(sent.cells.index(own) + 1, nbformat.v4.new_markdown_cell("Because they commute."))
    found = taken(sent, release)
    assert "Because they commute." in source(found, "why")
    assert "why: the answer was taken from a text cell beside its place" in found.repairs


def test_an_edited_test_cell_comes_from_the_release(sent, release):
    cell_of(sent, "test_add").source = "pass"
    found = taken(sent, release)
    assert "expected add(1, 2) = 3" in source(found, "test_add")
    assert "test_add was edited: the course's own is used" in found.repairs


def test_a_deleted_test_cell_is_put_back(sent, release):
    sent.cells = [cell for cell in sent.cells if cell is not cell_of(sent, "hidden_add")]
    found = taken(sent, release)
    assert source(found, "hidden_add")
    assert found.repairs == ["hidden_add was missing: put back"]


def test_of_two_cells_of_one_exercise_both_run_and_the_last_counts(sent, release):
    first = cell_of(sent, "add")
    second = copy.deepcopy(first)
    second.source, second["id"] = ADD.replace("a + b", "b + a"), "copy"
    sent.cells.insert(sent.cells.index(first) + 1, second)
    found = taken(sent, release)
    assert "return b + a" in source(found, "add")
    assert "return a + b" in "".join(cell.source for cell in found.notebook.cells)
    assert "the last definition counts" in found.repairs[0]


def test_an_untouched_copy_of_the_stub_does_not_hide_the_work(sent, release):
    stub = copy.deepcopy(cell_of(release, "add"))
    stub["id"] = "copy"
    sent.cells.append(stub)
    assert "return a + b" in source(taken(sent, release), "add")


def test_a_solution_typed_into_a_new_cell_at_the_end_is_taken(sent, release):
    cell_of(sent, "add").source = cell_of(release, "add").source
    sent.cells.append({"cell_type": "code", "id": "new", "metadata": {}, "source": ADD, "outputs": []})
    found = taken(sent, release)
    assert source(found, "add") == ADD
    assert found.repairs == ["add: taken from another cell"]


def test_a_students_own_cell_stays_where_it_was(sent, release):
    place = sent.cells.index(cell_of(sent, "add"))
    sent.cells.insert(place, {"cell_type": "code", "id": "h", "metadata": {}, "source": "helper = 1", "outputs": []})
    sources = [cell.source for cell in taken(sent, release).notebook.cells]
    assert sources.index("helper = 1") == place


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"{", "it is not JSON, or cut off"),
        (b"%PDF-1.4", "it is a PDF"),
        (b"[" * 200_000, "nested too deeply"),
        (b"[1]", "it has no cells"),
        (b'{"cells": [], "nbformat": 4}', "The notebook has no cells."),
        (b'{"cells": 3, "nbformat": 4}', "The notebook has no cells."),
        (b'{"cells": [1], "nbformat": 5}', "has format 5"),
        (b'{"cells": [{"cell_type": "code", "source": "1"}]}', "No cell of this notebook belongs to 90_tiny."),
        (b"\xff\xfe\x00", "not JSON"),
    ],
)
def test_a_file_that_cannot_be_graded_gets_a_sentence(data, sentence, release):
    assert sentence in take_in(data, release).problem


def test_another_labs_notebook_is_named(sent, release):
    text = json.dumps(sent).replace("90_tiny", "91_other")
    assert taken(text, release).problem == "This is the notebook of 91_other, not of 90_tiny."


def test_a_byte_order_mark_windows_lines_and_utf_16_are_read(sent, release):
    text = json.dumps(sent).replace("\\n", "\\r\\n")
    for data in (b"\xef\xbb\xbf" + text.encode(), text.encode("utf-16")):
        found = take_in(data, release)
        assert (found.problem, "\r" in source(found, "add")) == ("", False)


def test_damaged_cells_are_left_out_and_flagged(sent, release):
    raw = json.loads(json.dumps(sent))
    raw["cells"] += [7, {"cell_type": "code", "source": [1]}]
    found = taken(raw, release)
    assert found.flags == ["2 damaged cells were left out"]
    assert "return a + b" in source(found, "add")
