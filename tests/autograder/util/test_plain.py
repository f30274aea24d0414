"""What travels as JSON is read at the door: each wrong field is an error that names it."""

from dataclasses import asdict, dataclass

import pytest

from autograder import CourseError
from autograder.judge.messages import (
    JUDGE_MESSAGES,
    STUDENT_MESSAGES,
    CellEnded,
    CheckCell,
    JudgeTask,
    Ready,
    StudentCell,
)
from autograder.sandbox.limits import FILE, limits
from autograder.util.plain import WrongForm, from_plain, one_of


@dataclass(frozen=True)
class Parcel:
    """One field of each kind."""

    name: str
    weight: float
    count: int = 1
    marks: tuple[str, ...] = ()
    cell: StudentCell | None = None
    data: bytes | None = None


FULL = Parcel("a", 1.5, 2, ("x", "y"), StudentCell(1, "x = 1", "given"), b"raw")


def test_what_was_written_comes_back():
    assert from_plain(Parcel, asdict(FULL)) == FULL
    assert from_plain(Parcel, {"name": "a", "weight": 2}) == Parcel("a", 2)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"weight": "1"}, "weight: it is str and not float"),
        ({"weight": True}, "weight: it is bool and not float"),
        ({"count": 1.0}, "count: it is float and not int"),
        ({"marks": "xy"}, "marks: it is str and not a list"),
        ({"marks": ["x", 3]}, r"marks\[1\]: it is int and not str"),
        ({"cell": []}, "cell: StudentCell is a dict of its fields"),
        ({"cell": {"number": 1}}, "cell: StudentCell lacks the field 'source'"),
        ({"cell": {"number": 1, "source": None}}, "cell.source: it is NoneType and not str"),
        ({"more": 1}, "Parcel has no field 'more'"),
        ({3: 1}, "Parcel has no field '3'"),
    ],
)
def test_a_wrong_field_is_named(change, says):
    with pytest.raises(WrongForm, match=f"^{says}$"):
        from_plain(Parcel, asdict(FULL) | change)


def test_a_missing_field_is_named():
    with pytest.raises(WrongForm, match="^Parcel lacks the field 'weight'$"):
        from_plain(Parcel, {"name": "a"})


@pytest.mark.parametrize("value", [None, 7, [], "text", {}, {"nothing": 1}, {3: 4}])
def test_what_is_no_message_is_refused(value):
    with pytest.raises(WrongForm, match="it is none of Inside, CellStarted, CellEnded, Ready"):
        one_of(STUDENT_MESSAGES, value)


def test_a_message_is_known_by_its_first_field():
    assert one_of(STUDENT_MESSAGES, {"end": 3, "error": ""}) == CellEnded(3, "")
    assert one_of(STUDENT_MESSAGES, {"ready": True}) == Ready()
    with pytest.raises(WrongForm, match="^passed: it is int and not bool$"):
        one_of(JUDGE_MESSAGES, {"test": 1, "passed": 1, "message": "", "gone": ""})


def test_the_judges_job_comes_as_it_was_sent():
    task = JudgeTask(("import math",), (CheckCell(4, ("add",), "assert add", True),), 20, 1)
    assert from_plain(JudgeTask, asdict(task)) == task


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("cell_seconds =", "cel_seconds =", "cel_seconds"),
        ("restarts = 8", "", "Limits lacks the field 'restarts'"),
        ("open_files = 256", 'open_files = "256"', "open_files: it is str and not int"),
    ],
)
def test_a_mistake_in_the_file_of_limits_is_named(tmp_path, old, new, says):
    path = tmp_path / "limits.toml"
    path.write_text(FILE.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(CourseError, match=says):
        limits(path)
