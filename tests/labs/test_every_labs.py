"""Every lab, in a real kernel: the solution runs, the release stops only at its exercises.

`make test` runs the first two labs; all others are in the slow suite, since each starts TensorFlow twice and trains.
One lab alone: `.venv/bin/python -m pytest -m "" tests/labs/test_every_labs.py -k 05`.
"""

import pytest
from lab_files import EVERY_LAB, displayed_without_alt, outputs, released, run, solved_run


@pytest.mark.parametrize("lab", EVERY_LAB)
def test_every_picture_of_the_solved_lab_has_an_alt_text(lab):
    assert displayed_without_alt(solved_run(lab)) == []


@pytest.mark.parametrize("lab", EVERY_LAB)
def test_the_solved_lab_writes_nothing_to_standard_error(lab):
    noise = [(number, output.text) for number, output in outputs(solved_run(lab)) if output.get("name") == "stderr"]
    assert noise == []


@pytest.mark.parametrize("lab", EVERY_LAB)
def test_the_released_lab_raises_nothing_but_its_exercises(lab):
    notebook = run(released(lab), allow_errors=True)
    errors = [(number, output.ename, output.evalue) for number, output in outputs(notebook) if "ename" in output]
    assert [e for e in errors if e[1] != "NotImplementedError" or not e[2].startswith("Exercise ")] == []
    assert errors, "a lab has exercises"
