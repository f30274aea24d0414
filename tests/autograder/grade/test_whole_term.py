"""A whole term, unattended: every student hands in every lab, from `collect` to the file that Canvas imports.

    COURSE_TERM=60 .venv/bin/python -m pytest tests/autograder/grade/test_whole_term.py -m slow -s

plays all labs with 60 students; without COURSE_TERM there are 6 students and the first three labs. Each lab's hand-ins
come as the archive that Canvas makes, each command runs as a teacher types it, and every point in the last file is
compared with what the student deserves.
"""

import csv
import os
import subprocess
import sys
import threading
import time
import zipfile

import psutil
import pytest
from lab_files import LABS as EVERY_LAB
from lab_files import ROOT

from autograder.admin.demo import as_colab_saves, sample_class
from autograder.authoring.build import fill, notebook_text
from autograder.course.course import Course
from autograder.util.quiet import no_standard_error
from autograder.util.spreadsheet import number

pytestmark = [pytest.mark.slow, pytest.mark.sandbox]
CLASS = int(os.environ.get("COURSE_TERM", "6"))
LABS = EVERY_LAB if "COURSE_TERM" in os.environ else EVERY_LAB[:3]
FIRST = ("Ada", "Bo", "Chi", "Dara", "Emre", "Fay", "Gus", "Hana", "Ivo", "Jin")
LAST = ("Abel", "Brandt", "Cruz", "Diaz", "Endo", "Fuchs", "Garcia", "Hall", "Ito", "Jones", "Kaya", "Lopez")
TABLES = ("course.csv", "grades.csv", "nbgrader.csv")


class Term:
    """The course directory, the archives that Canvas made, and what each student deserves.

    Attributes:
        deserved: (number of a person, lab) -> points; who did not hand a lab in is missing.
        told: Lines about time and memory.
    """

    def __init__(self, place):
        self.place, self.deserved, self.told, self.peak = place, {}, [], 0.0
        self.course = Course(place / "course")

    def hand_in(self, lab, shift):
        """Canvas's archive of one lab; everybody's luck is another one in each lab, and one student misses it."""
        assignment = self.course.as_written(lab, lambda text: None)
        with zipfile.ZipFile(self.place / f"{lab}.zip", "w") as archive:
            for index, student in enumerate(sample_class(self.course, lab, CLASS)):
                person = (index + 5 * shift) % CLASS
                if person == (7 * shift) % CLASS and shift:
                    continue
                archive.writestr(f"{file_name(person)}_{900 + index}_{lab}.ipynb", text_of(student, assignment))
                self.deserved[person, lab] = student.deserved

    def gradebook(self):
        """What Canvas exports: its own columns and ids, a column per lab, no points yet."""
        path = self.place / "Grades-Deep_Learning.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file)
            head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
            table.writerow(
                [*head, *(f"Lab {int(lab[:2])} ({70 + column})" for column, lab in enumerate(LABS)), "Final Score"]
            )
            table.writerow(["    Points Possible", "", "", "", "", *("" for _ in LABS), "(read only)"])
            for person in range(CLASS):
                row = [
                    f"{last(person)}, {first(person)}",
                    canvas_id(person),
                    f"s{person:03d}",
                    f"login{person:03d}",
                    "DL 1",
                ]
                table.writerow([*row, *("" for _ in LABS), ""])
        return path

    def run(self, *words):
        """One command, as a teacher types it; its time and the memory of all its processes are written down."""
        command = [sys.executable, "-m", "autograder", *map(str, words), "--course", str(self.course.path)]
        start = time.monotonic()
        with subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as process:
            threading.Thread(target=self.watch, args=(process.pid,), daemon=True).start()
            text = process.communicate()[0]
        self.told.append(f"{' '.join(map(str, words[:2])):<28} {time.monotonic() - start:7.1f} s")
        assert process.returncode == 0, text[-3000:]
        return text

    def watch(self, pid):
        """Keep the largest memory of a command and its children together; shared pages count once."""
        while psutil.pid_exists(pid):
            try:
                parent = psutil.Process(pid)
                family = [parent, *parent.children(recursive=True)]
                self.peak = max(self.peak, sum(memory(one) for one in family) / 2**20)
            except psutil.Error:
                pass
            time.sleep(0.5)


def memory(process):
    try:
        return process.memory_full_info().pss
    except psutil.Error:
        return 0


def first(person):
    return FIRST[person % len(FIRST)]


def last(person):
    return LAST[person // len(FIRST) % len(LAST)] + "x" * (person // (len(FIRST) * len(LAST)))


def canvas_id(person):
    return 40_000 + person


def file_name(person):
    return f"{last(person)}{first(person)}_{canvas_id(person)}".lower()


def text_of(student, assignment):
    """The file of a sample student as it arrives."""
    notebook = fill(assignment.release, student.work)
    if student.kind == "damaged file":
        return notebook_text(notebook)[:500]
    return as_colab_saves(notebook) if student.kind == "saved by Colab" else notebook_text(notebook)


@pytest.fixture(scope="module")
def term(tmp_path_factory):
    """The term, played once."""
    played = Term(tmp_path_factory.mktemp("term"))
    with no_standard_error():
        for shift, lab in enumerate(LABS):
            played.hand_in(lab, shift)
    start = time.monotonic()
    for lab in LABS:
        played.run("collect", lab, played.place / f"{lab}.zip")
        played.run("grade", lab)
        played.run("report", lab)
    played.run("report")
    played.run("export", "csv")
    played.said = played.run("export", "canvas", "--into", played.gradebook())
    played.told.append(
        f"{CLASS} students × {len(LABS)} labs: {time.monotonic() - start:.0f} s, {played.peak:.0f} MB at most"
    )
    print("\n" + "\n".join(played.told) + f"\n{played.course.path}")
    return played


@pytest.fixture(scope="module")
def canvas(term):
    """The file for Canvas: number of a person -> row."""
    with (term.course.path / "exports" / "canvas.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["ID"]: row for row in csv.DictReader(file)}
    return {person: rows[str(canvas_id(person))] for person in range(CLASS)}


def test_every_student_has_in_canvas_what_they_deserve(term, canvas):
    columns = {lab: f"Lab {int(lab[:2])} ({70 + column})" for column, lab in enumerate(LABS)}
    got = {(person, lab): canvas[person][columns[lab]] for person in range(CLASS) for lab in LABS}
    assert {key: points for key, points in got.items() if points} == {
        key: number(points) for key, points in term.deserved.items()
    }


def test_nobody_was_left_out_and_canvas_s_own_columns_stay(term, canvas):
    assert "was not filled in" not in term.said
    assert not (term.course.path / "exports" / "canvas-unmatched.csv").exists()
    assert {row["SIS Login ID"] for row in canvas.values()} == {f"login{person:03d}" for person in range(CLASS)}


def test_every_lab_and_the_course_have_a_page_without_scripts(term):
    pages = {path.stem: path.read_text(encoding="utf-8") for path in (term.course.path / "reports").glob("*.html")}
    assert set(pages) == {*LABS, "course"}
    assert not [name for name, text in pages.items() if "<script" in text]
    assert pages["course"].count("<tr><td>") >= CLASS


def test_all_tables_tell_of_the_same_points(term):
    exports = term.course.path / "exports"
    tables = {}
    for name in TABLES:
        with (exports / name).open(encoding="utf-8", newline="") as file:
            tables[name] = list(csv.DictReader(file))
    totals = {row["student"]: float(row["score"]) for row in tables["course.csv"]}
    for name, student in (("grades.csv", "student"), ("nbgrader.csv", "student_id")):
        summed = dict.fromkeys(totals, 0.0)
        for row in tables[name]:
            summed[row[student]] += float(row["score"])
        assert summed == pytest.approx(totals, abs=0.01)
