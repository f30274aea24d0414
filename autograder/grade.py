"""Grade a class: each submission -> one result, written at once; one that fails never stops the others."""

import contextlib
import hashlib
import json

from autograder import CourseError
from autograder.base import base
from autograder.batch import Progress, judged, store
from autograder.intake import Intake, take_in
from autograder.results import read_result, set_points
from autograder.submitted_file import MOST_BYTES

OURS = ("The grader itself stopped", "The grader could not run")  # not the submission's fault: tried again next time


def grade_class(course, assignment, *, fresh=False, workers=None, walls=True, zygote=None, say=print):
    """Grade what was handed in for a lab and not yet graded as it now is.

    Args:
        course: The `Course`.
        assignment: The `Assignment`.
        fresh: Grade everything anew.
        workers: Submissions at the same time; the number of cores if left out.
        walls: False runs student code without the sandbox, which every result then says.
        zygote: What `batch.base` started, if it was started early; else it is started and ended here.
        say: Receives one line per submission and a summary.

    Returns:
        A list of `Result`, sorted by student.
    """
    students = course.students(assignment.name)
    if not students:
        say(f"Nothing was handed in: {course.path / 'submitted' / 'STUDENT' / assignment.name} is where it belongs.")
    with alone(course):
        results = kept_results(course, assignment, students) if not fresh else {}
        if results:
            say(f"{len(results)} of {len(students)} are graded and unchanged.")
        todo = [student for student in students if student not in results]
        if todo:
            with contextlib.ExitStack() as stack:
                zygote = zygote or stack.enter_context(base(assignment.lab.path.read_text(encoding="utf-8"), walls))
                stack.enter_context(course.gradebook.open())
                for graded in graded_and_stored(course, assignment, todo, zygote, workers, say):
                    results[graded.student] = graded
    results = [results[student] for student in students]
    say(summary(results, assignment.name))
    return results


def graded_and_stored(course, assignment, students, zygote, workers, say):
    """Judge, write and report one submission after the other; yields their results."""
    progress = Progress(len(students))
    for graded in judged(assignment, students, taker(course, assignment), zygote, workers):
        store(course, assignment, graded)
        say(f"{progress.step()} {line(graded.result)}")
        yield graded.result


@contextlib.contextmanager
def alone(course):
    """One run at a time writes to a course."""
    try:
        import fcntl
    except ImportError:  # Windows: nothing to lock with
        yield
        return
    with (course.path / ".grading").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CourseError(f"another run is grading {course.path} now; wait for its end") from None
        yield


def kept_results(course, assignment, students):
    """The results of earlier runs that still hold, by student."""
    grades = course.gradebook.grades(assignment.name)
    found = {student: _kept(course, assignment, student, grades) for student in students}
    return {student: result for student, result in found.items() if result is not None}


def taker(course, assignment):
    """A function from student to the `Intake` of the hand-in and its fingerprint."""
    return lambda student: (
        read_submission(course, assignment, student),
        _fingerprint(course, assignment, student),
    )


def read_submission(course, assignment, student):
    """The `Intake` of a student's hand-in, with what `collect` found out about it."""
    record = _record(course, assignment, student)
    path = submission_file(course, assignment.name, student)
    if path is None:
        return Intake(problem=record.get("problem") or "There is no notebook in the hand-in.")
    try:
        taken = take_in(_bytes(path), assignment.release)
    except OSError as error:
        return Intake(problem=f"The file cannot be read: {error.strerror}.")
    if not taken.problem:
        taken.repairs = [*record.get("repairs", []), *(one for one in taken.repairs if one not in record["repairs"])]
        taken.flags = [*record.get("flags", []), *(one for one in taken.flags if one not in record["flags"])]
    return taken


def submission_file(course, lab, student):
    """The notebook to grade: LAB.ipynb, or else the last changed notebook in the hand-in; links are not followed."""
    folder = course.submitted(student, lab)
    files = [path for path in folder.glob("*.ipynb") if path.is_file() and not path.is_symlink()]
    return max(files, key=lambda path: (path.stem == lab, path.stat().st_mtime), default=None)


def line(result):
    """One line about a result: student, points, and what is to be known."""
    if result.status == "failed":
        return f"{result.student}  failed  {' '.join(result.flags)}"
    notes = [*result.flags, *result.repairs]
    head = f"{result.student}  {result.score:g}/{result.max_score:g}"
    return "  ".join([head, *(["needs review"] if result.status == "needs-review" else []), "; ".join(notes)]).rstrip()


def summary(results, lab):
    counts = {status: sum(one.status == status for one in results) for status in ("graded", "needs-review", "failed")}
    return f"{lab}: " + ", ".join(f"{count} {status}" for status, count in counts.items())


def _kept(course, assignment, student, grades):
    """The result of an earlier run, where neither the hand-in nor the lab has changed since."""
    result, fingerprint = read_result(course.result(student, assignment.name))
    if result is None or fingerprint != _fingerprint(course, assignment, student):
        return None
    if result.status == "failed":
        return None if result.flags[0].startswith(OURS) else result
    if student not in grades:
        return None
    set_points(result, assignment, grades[student])
    return result


def _fingerprint(course, assignment, student):
    """Changes with the hand-in, with what `collect` said about it, and with the lab."""
    path = submission_file(course, assignment.name, student)
    data = _bytes(path) if path else b""
    record = json.dumps(_record(course, assignment, student), sort_keys=True)
    return hashlib.sha256(b"\0".join([assignment.fingerprint.encode(), record.encode(), data])).hexdigest()


def _bytes(path):
    """A file's bytes, one more than intake takes at most."""
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _record(course, assignment, student):
    try:
        record = json.loads(course.record(student, assignment.name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        record = {}
    return {"repairs": [], "flags": [], **record}
