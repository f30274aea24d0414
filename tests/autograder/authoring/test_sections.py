"""`progress()` stands at the end of every section that has checks, and nowhere else."""

from lab_files import released
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.authoring.sections import with_progress


def text(source):
    return new_markdown_cell(source, metadata={"course": {"kind": "markdown"}})


def check(points):
    return new_code_cell("assert f", metadata={"course": {"kind": "tests"}, "nbgrader": {"points": points}})


def sources(cells):
    return [cell.source for cell in with_progress(cells)]


def test_a_section_with_checks_ends_with_progress():
    assert sources([text("## One"), check(1), text("## Two"), check(1), text("## Three")]) == [
        "## One", "assert f", "progress()", "## Two", "assert f", "progress()", "## Three",
    ]  # fmt: skip


def test_the_last_sentence_of_a_section_comes_before_its_end():
    assert sources([check(1), text("Seen.\n\n## Two\n\nMore.")]) == [
        "assert f", "Seen.", "progress()", "## Two\n\nMore.",
    ]  # fmt: skip


def test_sections_without_points_and_smaller_headings_have_none():
    assert "progress()" not in sources([text("## One"), check(0), text("## Two"), text("### Part")])
    assert sources([check(1), text("### Part"), text("## Two")]) == ["assert f", "### Part", "progress()", "## Two"]


def test_every_released_check_is_followed_by_one():
    cells = [cell.source for cell in released("06_backpropagation").cells]
    assert cells.count("progress()") >= 8
    last = max(number for number, cell in enumerate(released("06_backpropagation").cells) if is_check(cell))
    assert "progress()" in cells[last:]


def is_check(cell):
    return cell.metadata.get("course", {}).get("kind") == "tests" and cell.metadata.nbgrader.points > 0
