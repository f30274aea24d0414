"""Points that rest on evidence from the student's process are counted truthfully, instruments included."""

import pytest
from tiny_lab import TINY_LAB

from autograder.authoring.inside import InsidePoints, built_kinds, inside_points, lines, share
from autograder.authoring.lab import read_lab

STRATEGY = '# %% points=2 tests="mean"\nstrategy = checks.build("minibatches.two_devices", {})\n'
MODEL = '# %% points=2 tests="mean"\nmodel = checks.build("dense_net", [])\n'


@pytest.mark.parametrize(
    ("cell", "inside"),
    [
        (STRATEGY, {"mean": 2}),
        (MODEL, {}),
        ('# %% points=2 tests="mean" inside=true\nassert mean([1]) == 1\n', {"mean": 2}),
        ('# %% points=2 tests="mean"\nassert mean([1]) == 1\n', {}),
    ],
)
def test_inside_checks_and_instruments_count_and_other_objects_do_not(tmp_path, cell, inside):
    at = TINY_LAB.index('# %% points=2 tests="mean"')
    end = TINY_LAB.index("# %% [markdown] answer=")
    text = TINY_LAB[:at] + cell + "\n" + TINY_LAB[end:]
    text = text.replace("import math\n", "import math\n\nfrom course_utils import checks\n")
    path = tmp_path / "90_tiny.py"
    path.write_text(text, encoding="utf-8")
    assert inside_points(read_lab(path)).inside == inside


def test_a_kind_that_nobody_can_read_is_refused():
    with pytest.raises(ValueError, match="its kind must stand there as a text"):
        built_kinds("checks.build(kind, {})")
    assert built_kinds("layer.build((3, 2))") == []


def test_the_share_is_that_of_the_course():
    labs = [InsidePoints("01", 90, {}), InsidePoints("02", 10, {"f": 2, "g": 1})]
    assert share(labs) == 0.03
    assert lines(labs)[1] == "02                          3 of   10  f 2, g 1"
    assert lines(labs)[2].endswith("3.0%, at most 2% is allowed")
