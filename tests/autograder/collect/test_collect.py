import json
import zipfile

import pytest
from tiny_lab import RIGHT

from autograder import CourseError
from autograder.authoring.build import fill, notebook_text
from autograder.collect.collect import collect
from autograder.intake.read_notebook import MOST_BYTES

LAB = "90_tiny"


@pytest.fixture
def notebook(assignment):
    return notebook_text(fill(assignment.release, RIGHT))


@pytest.fixture
def gather(course, assignment, tmp_path):
    """`gather(files)` writes files to a folder, collects it and returns records by student and the lines."""

    def run(files, paths=None):
        for name, text in files.items():
            path = tmp_path / "hand-ins" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode() if isinstance(text, str) else text)
        lines = []
        found = collect(course, assignment, paths or [tmp_path / "hand-ins"], lines.append)
        return found.records, lines

    return run


def test_a_folder_of_hand_ins_goes_to_submitted(gather, course, notebook):
    records, lines = gather({"alice/90_tiny.ipynb": notebook, "bob/Copy of 90_tiny.ipynb": notebook})
    assert sorted(records) == ["alice", "bob"]
    assert (course.path / "submitted/bob/90_tiny/90_tiny.ipynb").read_text(encoding="utf-8") == notebook
    assert lines[-1] == "2 students, 2 notebooks to grade, 0 that cannot be graded"


def test_what_is_no_notebook_of_this_lab_is_said_and_listed(gather, course, notebook):
    records, lines = gather({
        "alice/90_tiny.ipynb": "{",
        "bob/report.pdf": b"%PDF",
        "carl/x.ipynb": notebook.replace(LAB, "91_other"),
    })  # fmt: skip
    assert "not JSON" in records["alice"]["problem"]
    assert records["bob"]["problem"] == "report.pdf is no notebook: hand in the .ipynb file."
    assert "notebook of 91_other" in records["carl"]["problem"]
    assert sum(line.startswith("failed") for line in lines) == 3
    assert course.students(LAB) == ["alice", "bob", "carl"]


def test_a_later_good_file_replaces_a_bad_one(gather, course, notebook):
    gather({"alice/90_tiny.ipynb": "{"})
    records, _ = gather({"alice/90_tiny.ipynb": notebook})
    assert records["alice"]["problem"] == ""
    assert json.loads(course.record("alice", LAB).read_text(encoding="utf-8"))["problem"] == ""


def test_other_files_beside_the_notebook_are_passed_over(gather, notebook):
    records, _ = gather({"alice/90_tiny.ipynb": notebook, "alice/data.csv": "1", "alice/91.ipynb": "{"})
    assert list(records) == ["alice"]
    assert records["alice"]["problem"] == ""


def test_a_name_becomes_a_plain_folder_name(gather, notebook):
    records, _ = gather({"Zoë [x] *?/90_tiny.ipynb": notebook})
    assert list(records) == ["Zoë_x"]


def test_links_are_not_followed(gather, tmp_path, notebook):
    (tmp_path / "secret.ipynb").write_text(notebook, encoding="utf-8")
    (tmp_path / "hand-ins/eve").mkdir(parents=True)
    (tmp_path / "hand-ins/eve/90_tiny.ipynb").symlink_to(tmp_path / "secret.ipynb")
    records, _ = gather({"alice/90_tiny.ipynb": notebook})
    assert records["eve"]["problem"] == "90_tiny.ipynb is a link: hand in the file itself."


def archive(path, entries):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in entries.items():
            file.writestr(name, data)
    return path


def test_an_archive_is_unpacked(gather, tmp_path, notebook):
    path = archive(tmp_path / "class.zip", {"alice/90_tiny.ipynb": notebook, "bob_90_tiny.ipynb": notebook})
    assert sorted(gather({}, [path])[0]) == ["alice", "bob"]


def test_names_that_lead_outside_an_archive_and_links_in_it_are_left_out(gather, tmp_path, notebook):
    link = zipfile.ZipInfo("eve/90_tiny.ipynb")
    link.external_attr = 0o120777 << 16
    path = archive(tmp_path / "class.zip", {"../../evil.ipynb": notebook, "alice/90_tiny.ipynb": notebook})
    with zipfile.ZipFile(path, "a") as file:
        file.writestr(link, "/etc/passwd")
    records, lines = gather({}, [path])
    assert sorted(records) == ["alice", "eve"]
    assert "is a link" in records["eve"]["problem"]
    assert sum("leads outside" in line for line in lines) == 1
    assert not list(tmp_path.parent.glob("evil.ipynb"))


def test_a_zip_bomb_is_bounded_and_costs_only_its_owner(gather, tmp_path, notebook):
    entries = {"eve/90_tiny.ipynb": b" " * (MOST_BYTES + 1), "alice/90_tiny.ipynb": notebook}
    records, _ = gather({}, [archive(tmp_path / "class.zip", entries)])
    assert "larger than 150 MB" in records["eve"]["problem"]
    assert records["alice"]["problem"] == ""


def test_a_corrupt_archive_stops_nothing_and_a_missing_path_is_refused(gather, tmp_path, notebook):
    (tmp_path / "bad.zip").write_bytes(b"PK nonsense")
    gather({"alice/90_tiny.ipynb": notebook})
    records, lines = gather({}, [tmp_path / "bad.zip", tmp_path / "hand-ins"])
    assert list(records) == ["alice"]
    assert sum(line.startswith("unclear") and "the archive cannot be read" in line for line in lines) == 1
    with pytest.raises(CourseError, match="there is no such file or folder; nothing was collected"):
        gather({}, [tmp_path / "hand-ins", tmp_path / "none"])


def test_a_repaired_file_is_stored_clean_and_the_original_is_kept(gather, course, notebook):
    raw = json.loads(notebook)
    for cell in raw["cells"]:
        cell.pop("id")
    raw["nbformat_minor"] = 0
    records, _ = gather({"alice/90_tiny.ipynb": json.dumps(raw)})
    assert records["alice"]["repairs"] == ["saved without cell ids, as Colab does: brought up to format 4.5"]
    stored = json.loads((course.path / "submitted/alice/90_tiny/90_tiny.ipynb").read_text(encoding="utf-8"))
    assert stored["nbformat_minor"] == 5
    (original,) = course.path.glob("originals/alice/90_tiny/*-90_tiny.ipynb")
    assert json.loads(original.read_text(encoding="utf-8")) == raw


@pytest.mark.parametrize(
    ("path", "time"),
    [
        (f"alice+{LAB}+2026-01-30 15:30:10 UTC/{LAB}.ipynb", "2026-01-30 15:30:10 UTC\n"),
        (f"alice+{LAB}+2026-01-30 15:30:10.123456 CET+q2x/{LAB}.ipynb", "2026-01-30 14:30:10 UTC\n"),
        (f"{LAB}_alice_attempt_2026-01-30-15-30-10_{LAB}.ipynb", "2026-01-30 14:30:10 UTC\n"),
    ],
)
def test_the_time_in_a_name_is_kept_where_nbgrader_looks_for_it(gather, course, notebook, path, time):
    with (course.path / "nbgrader_config.py").open("a") as config:
        config.write('c.Course.timezone = "Europe/Berlin"\n')
    gather({path: notebook})
    assert (course.submitted("alice", LAB) / "timestamp.txt").read_text() == time


def test_a_file_s_own_date_is_no_time_and_an_earlier_hand_in_s_time_does_not_stay(gather, course, notebook):
    stamp = course.submitted("alice", LAB) / "timestamp.txt"
    gather({f"alice/{LAB}.ipynb": notebook})
    assert not stamp.exists()
    stamp.write_text("2026-01-30 15:30:10 UTC")
    gather({f"alice/{LAB}.ipynb": notebook})
    assert stamp.exists()
    gather({f"alice/{LAB}.ipynb": notebook.replace("return a + b", "return b + a")})
    assert not stamp.exists()


def test_what_canvas_marks_as_late_is_noted(gather, notebook):
    records, _ = gather({f"doejane_LATE_12345_678_{LAB}.ipynb": notebook, f"roe_7_678_{LAB}.ipynb": notebook})
    assert records["doejane_12345"]["flags"] == ["the platform marks it as late"]
    assert records["roe_7"]["flags"] == []


def test_where_files_cannot_be_read_within_limits_it_is_said_and_they_are_read(gather, notebook, monkeypatch):
    monkeypatch.setattr("autograder.reading.reader.is_bounded", lambda: False)
    monkeypatch.setattr("autograder.collect.collect.is_bounded", lambda: False)
    monkeypatch.setattr("autograder.reading.reader._shared", None)
    records, lines = gather({"alice/90_tiny.ipynb": notebook})
    assert records["alice"]["problem"] == ""
    assert any("without limits on time and memory" in line for line in lines)


def test_no_student_fails_because_nothing_can_be_read_on_this_machine(gather, notebook, monkeypatch):
    def fails(release):
        raise OSError("no room for a process")

    monkeypatch.setattr("autograder.reading.reader._shared.take", fails)
    with pytest.raises(CourseError, match="cannot be started: no room for a process"):
        gather({"alice/90_tiny.ipynb": notebook})
