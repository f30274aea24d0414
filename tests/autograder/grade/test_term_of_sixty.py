"""A term of 60 students in which much goes wrong; at the end everybody has the points and comments that they deserve.

Archives of two platforms come in the wrong order and in two time zones, later files are broken, a check is added and
an exercise renamed after persons have given points.
"""

import csv

import pytest
from archives import pack
from tiny_lab import RIGHT, TINY_LAB

from autograder.authoring.build import fill, notebook_text
from autograder.collect.collect import collect
from autograder.course import due_dates
from autograder.course.course import Course
from autograder.course.hand_ins import read_history
from autograder.course.roster import take_roster
from autograder.export.export_grades import export
from autograder.feedback.feedback import feedback
from autograder.grade.grade import grade_class
from autograder.report.lab_page import write_report
from autograder.report.lab_summary import summarize

pytestmark = [pytest.mark.slow, pytest.mark.sandbox]

FIRST, SECOND = "90_tiny", "91_tiny"
CLASS = [f"s{number:02}" for number in range(60)]
ABSOLUTE = RIGHT | {"add": "def add(a, b):\n    return abs(a) + abs(b)\n"}
FORMS = [(RIGHT, 6), (ABSOLUTE, 4), ({}, 0)]  # answers and the points of the checks
IMPROVED = CLASS[3:20:4]  # a second attempt, right, whose archive is collected first
LATE = CLASS[20:26]  # a second attempt, right, 31 minutes late in the course's zone
IN_TIME = CLASS[26:30]  # the same clock time in another zone, which is 29 minutes early
EXTENDED = LATE[:2]
BROKEN = CLASS[40:42]  # the newest file is cut off
MISSING = "s60"
NEW = '# %% hidden="add" points=2\n# Hidden check: floats.\nassert add(0.5, 0.5) == 1, "expected add(0.5, 0.5) = 1"\n\n'


def form(student):
    return FORMS[CLASS.index(student) % 3]


def checks(student):
    """What the checks of the first lab give at first."""
    return 6 if student in {*IMPROVED, *LATE, *IN_TIME} else form(student)[1]


class Term:
    """The course and what happens in it."""

    def __init__(self, place):
        (place / "solutions").mkdir(parents=True)
        for lab in (FIRST, SECOND):
            (place / "solutions" / f"{lab}.py").write_text(TINY_LAB.replace("90", lab[:2]), encoding="utf-8")
        self.place, self.course = place, Course(place / "grading", root=place)
        with (self.course.path / "nbgrader_config.py").open("a") as config:
            config.write('c.Course.timezone = "Europe/Berlin"\n')

    def assignment(self, lab):
        return self.course.as_written(lab, lambda text: None)

    def text(self, lab, answers):
        return notebook_text(fill(self.assignment(lab).release, answers))

    def blackboard(self, name, lab, works, day, clock):
        files = {}
        for student, text in works.items():
            head = f"Lab_attempt of the week_{student}_attempt_2026-02-{day:02}-{clock}"
            files |= {f"{head}_{lab}.ipynb": text, f"{head}.txt": f"Name: Some One ({student})\n"}
        return pack(self.place / name, files)

    def gradescope(self, name, lab, works, times):
        metadata = ""
        for number, student in enumerate(works):
            metadata += f"submission_{number}:\n  :submitters:\n  - :name: Some One\n    :email: {student}@x.edu\n"
            metadata += f"  :created_at: {times[student]}\n"
        files = {f"export/submission_{number}/{lab}.ipynb": text for number, text in enumerate(works.values())}
        return pack(self.place / name, files | {"export/submission_metadata.yml": metadata})

    def collect(self, lab, *paths):
        said = []
        found = collect(self.course, self.assignment(lab), paths, said.append)
        assert not found.unclear, said
        return found

    def grade(self, lab):
        results = grade_class(self.course, self.assignment(lab), say=lambda text: None)
        return {one.student: one for one in results}


@pytest.fixture(scope="module")
def term(tmp_path_factory):
    """The term, played once."""
    played = Term(tmp_path_factory.mktemp("term"))
    roster = played.place / "list.csv"
    roster.write_text("id,email\n" + "".join(f"{one},{one}@x.edu\n" for one in [*CLASS, MISSING]))
    take_roster(played.course, roster, lambda text: None)
    due_dates.set_due(played.course, FIRST, "2026-02-02 23:59")
    due_dates.set_penalty(played.course.path, "10% a day")
    for student in EXTENDED:
        due_dates.extend(played.course, FIRST, student, 48)
    right = played.text(FIRST, RIGHT)
    later = played.blackboard("later.zip", FIRST, dict.fromkeys(IMPROVED, right), 2, "21-00-00")
    broken = played.blackboard("broken.zip", FIRST, {one: right[:700] for one in BROKEN}, 2, "22-00-00")
    works = {student: played.text(FIRST, form(student)[0]) for student in CLASS}
    first = played.blackboard("first.zip", FIRST, works, 2, "12-00-00")
    times = dict.fromkeys(LATE, "2026-02-02 23:30:00 Z") | dict.fromkeys(IN_TIME, "2026-02-02 22:30:00.000000000 Z")
    zone = played.gradescope("zone.zip", FIRST, dict.fromkeys([*LATE, *IN_TIME], right), times)
    for path in (later, zone, broken, first):
        played.collect(FIRST, path)
    played.first = played.grade(FIRST)
    _person(played.course)
    played.collect(
        SECOND,
        played.blackboard("second.zip", SECOND, {one: played.text(SECOND, RIGHT) for one in CLASS}, 9, "12-00-00"),
    )
    played.second = played.grade(SECOND)
    source = played.place / "solutions" / f"{FIRST}.py"
    text = source.read_text(encoding="utf-8").replace('"mean"', '"average"')
    at = text.index("# %% [markdown]\n# **Exercise 90.2**")
    source.write_text(text[:at] + NEW + text[at:], encoding="utf-8")
    played.again = played.grade(FIRST)
    return played


def _person(course):
    """A person grades the written answers of a third of the class, comments, and gives one student more for a check."""
    with course.gradebook.open() as book:
        for student in CLASS[::3]:
            grade = book.find_grade("why", FIRST, FIRST, student)
            grade.manual_score, grade.needs_manual_grade = 1.5, False
            book.find_comment("why", FIRST, FIRST, student).manual_comment = f"Good, {student}."
        book.find_grade("test_mean", FIRST, FIRST, CLASS[2]).manual_score = 1
        book.db.commit()


def deserved(student):
    """Of the first lab, before and after the check was added: points without what being late costs."""
    by_person = (1.5 if CLASS.index(student) % 3 == 0 else 0) + (1 if student == CLASS[2] else 0)
    more = 2 if checks(student) else 0  # every form but the open one adds floats rightly
    return checks(student) + by_person, checks(student) + by_person + more


def penalty(student, points):
    return 0.1 * points if student in set(LATE) - set(EXTENDED) else 0


def test_everybody_gets_what_the_newest_file_that_can_be_graded_deserves(term):
    assert {one: term.first[one].score for one in CLASS} == {one: checks(one) for one in CLASS}
    assert sorted(term.first) == CLASS


def test_points_and_comments_are_as_deserved_after_the_lab_was_changed(term):
    found = summarize(term.course, term.course.as_graded(FIRST))
    assert {one.student: one.score for one in found.results} == {one: deserved(one)[1] for one in CLASS}
    assert found.max_score == 10
    with term.course.gradebook.open() as book:
        comments = {one: book.find_comment("why", FIRST, FIRST, one).manual_comment for one in CLASS}
    assert comments == {one: f"Good, {one}." if CLASS.index(one) % 3 == 0 else None for one in CLASS}
    assert all("average" in [exercise.id for exercise in one.exercises] for one in found.results)


def test_late_is_told_in_the_course_s_zone_and_extensions_hold(term):
    found = summarize(term.course, term.course.as_graded(FIRST))
    assert sorted(found.late) == sorted(set(LATE) - set(EXTENDED))
    assert {one: found.penalty(one) for one in CLASS} == pytest.approx(
        {one: penalty(one, deserved(one)[1]) for one in CLASS}
    )


def test_a_broken_later_file_is_listed_and_the_older_one_counts(term):
    for student in BROKEN:
        assert term.again[student].status == "needs-review"
        assert "ask for it again" in term.again[student].flags[0]
    assert not [one for one in term.again.values() if one.status == "failed"]


def test_nobody_is_told_that_they_changed_what_the_instructor_changed(term):
    told = [text for one in term.again.values() for text in (*one.repairs, *one.flags)]
    assert not [text for text in told if "edited" in text or "changed" in text or "missing" in text]


def test_every_hand_in_is_kept(term):
    count = {one: len(read_history(term.course.path, one, FIRST).valid) for one in CLASS}
    assert count == {one: 2 if one in {*IMPROVED, *LATE, *IN_TIME, *BROKEN} else 1 for one in CLASS}


def test_the_report_the_feedback_and_the_export_tell_the_same(term):
    page = write_report(term.course, term.course.as_graded(FIRST)).read_text(encoding="utf-8")
    assert f"1 of 61 on the class list have not handed in: {MISSING}." in page
    feedback(term.course, term.course.as_graded(FIRST), say=lambda text: None)
    pages = {
        path.parent.parent.name: path.read_text("utf-8") for path in term.course.path.glob(f"feedback/*/{FIRST}/*.html")
    }
    assert sorted(pages) == CLASS
    assert all((f"Good, {one}." in pages[one]) == (CLASS.index(one) % 3 == 0) for one in CLASS)
    export(term.course, "csv", [FIRST, SECOND], say=lambda text: None)
    with (term.course.path / "exports" / "grades.csv").open(newline="", encoding="utf-8") as file:
        rows = {row["student"]: float(row["score"]) for row in csv.DictReader(file) if row["lab"] == FIRST}
    points = {one: deserved(one)[1] for one in CLASS}
    assert rows == pytest.approx({one: points[one] - penalty(one, points[one]) for one in CLASS})
