"""The one reader of percent scripts: head, cells with their markers, and the lines on which they stand."""

from small_sources import LAB, errors

from autograder.authoring.raw_cells import split_script

HEADER = "# ---\n# jupyter:\n#   jupytext:\n#     text_representation:\n#       extension: .py\n# ---\n\n"


def test_cells_come_with_markers_kind_source_and_lines():
    script = split_script('"""About."""\n\n# %% exercise="a" points=2\nx = 1\n\n# %% [markdown]\n# words\n')
    assert script.head == '"""About."""\n\n'
    assert [(cell.markers, cell.cell_type, cell.source) for cell in script.cells] == [
        ({"exercise": "a", "points": 2}, "code", "x = 1"),
        ({}, "markdown", "words"),
    ]
    assert [(cell.number, cell.line, cell.first) for cell in script.cells] == [(1, 3, 4), (2, 6, 7)]
    assert script.problems == []


def test_markers_that_cannot_be_read_are_kept_as_they_are_written():
    (cell,) = split_script("# %% exercise=a points=one\nx = 1\n").cells
    assert (cell.markers, cell.unread) == ({}, "exercise=a points=one")


def test_a_script_without_cells_is_all_head():
    assert split_script("x = 1\n") == ("x = 1\n", [], [])


def test_text_before_the_first_cell_does_not_make_up_for_a_header_inside_a_string(tmp_path):
    text = "import os\n" + LAB + '# %%\nx = """\n# %% no cell\n"""\n'
    assert errors(tmp_path, text) == [
        "solutions/01_small.py:1 (cell 1): 6 lines begin with # %% but there are 5 cells: is one inside a string?"
    ]


def test_the_header_that_jupytext_writes_is_no_text_before_the_first_cell(tmp_path):
    assert errors(tmp_path, HEADER + LAB) == []
    odd = HEADER.replace("text_representation:", "formats: nonsense")
    assert errors(tmp_path, odd + LAB) == []
