"""A published notebook differs from the instructor's in addresses and release, and in nothing else."""

import pytest
from lab_files import LABS, ROOT

from autograder.authoring.lab import read_lab
from autograder.authoring.release import release_notebook
from autograder.authoring.setup_cell import Place
from autograder.util.addresses import without_addresses

PLACES = [
    Place("https://github.com/someone/labs", "trunk", "release-3-1a2b3c4d"),
    Place("https://codeberg.org/someone/labs.git", "main", "release-12-1a2b3c4d"),
    Place("https://git.example.org/~someone/a-course"),
]


@pytest.mark.parametrize("place", PLACES)
def test_every_cell_is_the_same_without_them(place):
    lab = read_lab(ROOT / "solutions" / f"{LABS[0]}.py")
    ours, theirs = release_notebook(lab), release_notebook(lab, place=place)
    pairs = list(zip(ours.cells, theirs.cells, strict=True))
    assert sum(one.source != other.source for one, other in pairs) == 2
    assert all(without_addresses(one.source) == without_addresses(other.source) for one, other in pairs)
    assert [one.id for one, _ in pairs] == [other.id for _, other in pairs]


@pytest.mark.parametrize(
    "source", ["start(3)", "x = 1\nstart(lab=2)", "print('--branch=a b')", "a\n\n**[Open in Colab](x)**\n\n"]
)
def test_what_a_student_wrote_stays_as_it_is(source):
    assert without_addresses(source) == source


def test_a_setup_cell_with_something_else_in_it_is_another_one():
    lab = read_lab(ROOT / "solutions" / f"{LABS[0]}.py")
    setup = release_notebook(lab, place=PLACES[0]).cells[1].source
    for changed in (
        setup + "\nimport os",
        setup.replace("start(lab", "stop(lab"),
        setup.replace("insert(0", "insert(1"),
    ):
        assert without_addresses(changed) != without_addresses(setup)
