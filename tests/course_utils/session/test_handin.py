"""`course_utils.handin()` says what stands in the saved file, in the words that a student needs."""

import json
import os

import pytest

import course_utils
from course_utils.notebook_marks import NotANotebook, read_notebook
from course_utils.session.exercise_states import exercises, lab_of
from course_utils.session.handin import ago, find_notebook, handin, report

OPENING = {"cell_type": "markdown", "metadata": {}, "source": "# Start here\n<!-- lab: 00_start_here -->"}


def answer(name, source, **metadata):
    """A solution cell as the build writes it."""
    source = f"# exercise: 00_start_here/{name} (keep this line)\n{source}"
    return code(source, nbgrader={"grade_id": name, "solution": True, "grade": False}, **metadata)


def check(name, grade_id=None):
    return code("assert True", nbgrader={"grade_id": grade_id or f"test_{name}", "solution": False, "grade": True})


def code(source, **metadata):
    return {"cell_type": "code", "metadata": metadata, "source": source, "outputs": [], "execution_count": None}


def notebook(*cells, **course):
    metadata = {"course": {"lab": "00_start_here", **course}} if course else {}
    return {"cells": [OPENING, *cells], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def states(*cells, **course):
    return {item.name: item.state for item in exercises(notebook(*cells, **course))}


def details(*cells):
    return {item.name: item.detail for item in exercises(notebook(*cells))}


def save(folder, name, *cells):
    path = folder / name
    path.write_text(json.dumps(notebook(*cells)), encoding="utf-8")
    return path


DONE = "def double(x):\n    return 2 * x\n"
STUB = 'def double(x):\n    """Twice x."""\n    raise NotImplementedError("Exercise 0.1: double")\n'


def test_a_filled_in_exercise_is_done():
    assert states(answer("double", DONE)) == {"double": "done"}


def test_an_untouched_function_is_still_the_stub():
    assert states(answer("double", STUB)) == {"double": "still the stub"}


def test_an_untouched_prediction_is_still_the_stub():
    stub = 'prediction_slope = todo("Exercise 0.4: prediction_slope")'
    assert states(answer("prediction_slope", stub)) == {"prediction_slope": "still the stub"}
    assert states(answer("prediction_slope", "prediction_slope = 6")) == {"prediction_slope": "done"}


def test_an_untouched_top_level_region_is_still_the_stub():
    assert states(answer("setting", 'raise NotImplementedError("Exercise 0.2: setting")')) == {
        "setting": "still the stub"
    }


def test_a_half_done_cell_names_the_functions_that_are_open():
    cell = answer("pair", DONE + 'def half(x):\n    raise NotImplementedError("Exercise 0.2: pair")\n')
    assert exercises(notebook(cell))[0].state == "still the stub"
    assert details(cell) == {"pair": "half"}


def test_a_raise_left_below_the_return_does_not_matter():
    cell = answer("double", DONE + '    raise NotImplementedError("Exercise 0.1: double")\n')
    assert states(cell) == {"double": "done"}


def test_a_students_own_not_implemented_error_is_no_stub():
    cell = answer("double", 'def double(x):\n    raise NotImplementedError("only for numbers")\n')
    assert states(cell) == {"double": "done"}


def test_a_deleted_answer_is_missing_because_its_check_is_still_there():
    assert states(check("double")) == {"double": "missing"}
    assert states(check("double"), check("double", "test_double_2")) == {"double": "missing"}


def test_a_deleted_answer_is_missing_because_the_lab_lists_it():
    assert states(exercises=["double", "half"]) == {"double": "missing", "half": "missing"}


def test_an_answer_retyped_in_a_new_cell_is_found_by_its_name():
    assert states(code(DONE), check("double")) == {"double": "done"}


def test_an_answer_without_metadata_is_found_by_its_source_mark():
    cell = answer("double", DONE)
    cell["metadata"] = {}
    assert states(cell) == {"double": "done"}


def test_an_answer_is_found_by_its_cell_id_after_colab_moved_it():
    assert states(code(DONE, id="solution-double")) == {"double": "done"}
    assert states(code(DONE, id="solution-my-double")) == {"my_double": "done"}


def test_two_answer_cells_are_defined_twice():
    cells = answer("double", DONE), answer("double", STUB)
    assert states(*cells) == {"double": "defined twice"}
    assert details(*cells) == {"double": "cells 2 and 3, keep one of them"}


def test_a_function_defined_again_in_a_new_cell_is_defined_twice():
    assert states(answer("pair", DONE), code("def double(x):\n    return x")) == {"pair": "defined twice"}


def test_a_cell_that_does_not_parse_says_where():
    cell = answer("double", "def double(x)\n    return x\n")
    assert states(cell) == {"double": "no valid Python"}
    assert details(cell)["double"].startswith("line 2, ")


def test_a_magic_line_is_no_syntax_error():
    assert states(answer("double", "%time 1\n" + DONE)) == {"double": "done"}


def test_a_written_answer_is_done_when_the_placeholder_is_gone():
    nbgrader = {"grade_id": "own_words", "solution": True, "grade": True}
    mark = "<!-- exercise: 00_start_here/own_words (keep this line) -->\n"
    for text, state in [("*Write your answer here.*", "still the stub"), ("", "still the stub"), ("Because.", "done")]:
        cell = {"cell_type": "markdown", "metadata": {"nbgrader": nbgrader}, "source": mark + text}
        assert states(cell) == {"own_words": state}


def test_source_may_be_a_list_of_lines():
    cell = answer("double", DONE)
    cell["source"] = cell["source"].splitlines(keepends=True)
    assert states(cell) == {"double": "done"}


def test_the_lab_is_known_by_its_mark_or_by_its_metadata():
    assert lab_of(notebook()) == "00_start_here"
    assert lab_of({"cells": [], "metadata": {"course": {"lab": "01_perceptron"}}}) == "01_perceptron"
    assert lab_of({"cells": [], "metadata": {}}) is None


def test_the_report_has_a_line_per_exercise_and_a_verdict():
    lines = report(notebook(answer("double", DONE), check("half")), "mine.ipynb", 240)
    assert lines == [
        "mine.ipynb · lab 00_start_here · saved 4 minutes ago",
        "  done            double",
        "  missing         half",
        "1 of 2 are filled in. For a missing one, copy its cell from a fresh notebook.",
    ]


def test_the_report_of_a_finished_notebook_says_so():
    assert report(notebook(answer("double", DONE)), "a.ipynb", 0)[-1] == "Every exercise is filled in."


def test_a_notebook_of_another_course_is_recognised():
    assert "no lab of this course" in report({"cells": [], "metadata": {}}, "other.ipynb", 0)[0]


def test_the_newest_notebook_of_the_course_is_taken(tmp_path):
    old, new = save(tmp_path, "old.ipynb"), save(tmp_path, "new.ipynb")
    (tmp_path / "other.ipynb").write_text('{"cells": [], "metadata": {}}', encoding="utf-8")
    (tmp_path / "broken.ipynb").write_text("no", encoding="utf-8")
    os.utime(old, (1000, 1000))
    assert find_notebook(tmp_path) == new
    assert find_notebook(tmp_path, session="somewhere/old.ipynb") == old
    assert find_notebook(tmp_path, "00_start_here") == new


def test_the_notebook_of_another_lab_is_passed_over(tmp_path):
    save(tmp_path, "new.ipynb")
    assert find_notebook(tmp_path, "01_perceptron") is None


def test_an_empty_folder_holds_no_notebook(tmp_path):
    assert find_notebook(tmp_path) is None


@pytest.mark.parametrize(("text", "says"), [("no", "not a notebook"), ("[]", "no cells"), ('{"cells": 3}', "no cells")])
def test_a_file_that_is_no_notebook_gets_a_sentence(tmp_path, text, says):
    path = tmp_path / "a.ipynb"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NotANotebook, match=says):
        read_notebook(path)


def test_handin_prints_the_report_of_a_named_file(tmp_path, capsys):
    handin(save(tmp_path, "Copy of 00.ipynb", answer("double", DONE)))
    printed = capsys.readouterr().out
    assert printed.startswith("Copy of 00.ipynb · lab 00_start_here · saved just now\n  done            double\n")


def test_handin_says_that_a_named_file_is_not_there(tmp_path, capsys):
    handin(tmp_path / "gone.ipynb")
    assert "There is no file" in capsys.readouterr().out


def test_handin_without_a_file_asks_for_its_name(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    handin()
    assert "Name the file" in capsys.readouterr().out


def test_handin_on_colab_says_how_to_download(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("course_utils.session.runtime.is_colab", lambda: True)
    handin(lab="01_perceptron")
    printed = capsys.readouterr().out
    assert "Download .ipynb" in printed
    assert 'course_utils.handin("01_perceptron.ipynb")' in printed


def test_handin_is_the_function_even_after_its_module_was_imported():
    assert course_utils.handin is handin


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(3, "just now"), (60, "1 minute ago"), (7300, "2 hours ago"), (90000, "1 day ago")],
)
def test_durations_are_written_in_words(seconds, words):
    assert ago(seconds) == words
