import json

import pytest
from tiny_lab import RIGHT

from autograder.admin.demo import KINDS, as_colab_saves, run_demo, sample_class
from autograder.authoring.build import fill

pytestmark = pytest.mark.sandbox


def test_the_sample_class_has_every_kind_and_the_points_of_the_points_table(course):
    students = sample_class(course, "90_tiny", len(KINDS))
    deserved = {student.kind: student.deserved for student in students[:7]}
    assert deserved == {
        "full marks": 6,
        "typical mistakes": 4,
        "half done": 3,
        "full marks, another form": 6,
        "damaged file": 0,
        "untouched stub": 0,
        "saved by Colab": 6,
    }


def test_what_colab_saves_has_no_cell_ids_and_broken_widget_state(assignment):
    saved = json.loads(as_colab_saves(fill(assignment.release, RIGHT)))
    assert saved["nbformat_minor"] == 0
    assert not any("id" in cell for cell in saved["cells"])
    assert all(cell["metadata"]["id"] for cell in saved["cells"])
    assert "state" not in saved["metadata"]["widgets"]["application/vnd.jupyter.widget-state+json"]


def test_every_sample_student_gets_what_they_deserve(tiny_root, tmp_path):
    lines = []
    assert run_demo("90", 7, place=tmp_path / "class", say=lines.append, root=tiny_root)
    assert lines[-2] == "7 of 7 students have the points that they deserve."
    assert (tmp_path / "class/course/reports/90_tiny.html").exists()


@pytest.mark.slow
def test_every_sample_student_of_lab_01_gets_what_they_deserve(tmp_path):
    assert run_demo("01", 12, place=tmp_path / "class")
