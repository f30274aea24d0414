"""Hand-ins from folders, single files and zip archives -> submitted/STUDENT/LAB/LAB.ipynb of a course."""

import hashlib
import json
import unicodedata
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

from autograder.collect.archives import Unreadable, files_of
from autograder.collect.file_names import sender_of, student_of
from autograder.intake.intake import Intake, take_in
from autograder.intake.match_cells import Release
from autograder.util.files import safe_name, write_atomically

MOST_TRIED = 5  # of one student's files, the newest first


class Course(Protocol):
    """What collecting needs of a course directory."""

    path: Path

    def lab_names(self) -> list[str]:
        """The full names of all labs."""

    def submitted(self, student: str, lab: str) -> Path:
        """The folder of a hand-in."""

    def record(self, student: str, lab: str) -> Path:
        """The file of what was found."""


class Assignment(Protocol):
    """What collecting needs of a lab."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def released(self) -> Release:
        """Its release, as the intake looks at it."""


def collect(
    course: Course, assignment: Assignment, paths: Iterable[Path | str], say: Callable[[str], object] = print
) -> list[dict[str, Any]]:
    """Put hand-ins into a course directory.

    Each student's file is looked at; what can be graded goes to `submitted/`, and for every student a record
    in `collected/` says where the file came from, what was repaired, or why it cannot be graded.

    Args:
        course: The `Course`.
        assignment: The `Assignment` that they handed in.
        paths: Folders, notebooks, zip archives.
        say: Receives one line per student, and one per archive or file that cannot be read.

    Returns:
        A list of records, one per student, sorted by student.
    """
    others = set(course.lab_names()) - {assignment.name}
    with ExitStack() as opened:
        sent = [one for path in map(Path, paths) for one in _sent(path, assignment.name, others, say, opened)]
        found = sorted(_by_student(sent).items())
        records = [_keep(course, assignment, student, files) for student, files in found]
    for record in records:
        say(_line(record))
    good = sum(not record["problem"] for record in records)
    say(f"{len(records)} students, {good} notebooks to grade, {len(records) - good} that cannot be graded")
    return records


def _sent(path, lab, others, say, opened):
    """The `(sender, file)` of one argument that belong to this lab; a student's other files are passed over."""
    fallback = path.absolute().parent.name if path.suffix.lower() == ".ipynb" else path.absolute().stem
    groups = {}
    for file in files_of(path, say, opened):
        sender = sender_of(file.path, lab)
        if not others & {sender.stem, *file.path.parts[:-1]}:
            groups.setdefault(sender.student or file.path.parent, []).append((sender, file))
    for place, group in groups.items():
        notebooks = [one for one in group if one[1].is_notebook]
        own = [one for one in notebooks if one[0].stem == lab]
        several = not isinstance(place, str) and not place.parts  # files of many students side by side
        for sender, file in own or (group if several else notebooks or group):
            alone = len(notebooks) <= 1
            file.handed_in, file.late = sender.handed_in, sender.late
            yield sender._replace(student=sender.student or student_of(file.path, lab, fallback, alone)), file


def _by_student(sent):
    """The files of each student, oldest first, by a name that is a plain folder name; two of one name stay two."""
    numbers, names = {}, {}
    for sender, _ in sent:
        numbers.setdefault(sender.student, set()).add(sender.number)
    found = {}
    for order, (sender, file) in enumerate(sent):
        twins = len(numbers[sender.student] - {""}) > 1
        name = f"{sender.student}_{sender.number}" if twins and sender.number else sender.student
        key = (file.is_notebook, sender.version, file.when, order)
        found.setdefault(unicodedata.normalize("NFC", name), []).append((key, file))
    for name in found:
        names.setdefault(safe_name(name), []).append(name)
    return {
        _told_apart(name, names[safe_name(name)]): [file for _, file in sorted(files, key=lambda one: one[0])]
        for name, files in found.items()
    }


def _told_apart(name, namesakes):
    if len(namesakes) == 1 or name == safe_name(name):
        return safe_name(name)
    return f"{safe_name(name)}-{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:6]}"


def _keep(course, assignment, student, files):
    """Store one student's newest good file and write the record; nothing of an earlier hand-in stays behind."""
    files = [file for file in files if file.is_notebook] or files
    file, data, taken = _newest_good(files, assignment.released)
    folder = course.submitted(student, assignment.name)
    target = folder / f"{assignment.name}.ipynb"
    before = target.read_bytes() if target.is_file() and not target.is_symlink() else b""
    if taken.problem:
        target.unlink(missing_ok=True)
    else:
        write_atomically(target, _text(data, taken))
    changed = not target.exists() or target.read_bytes() != before
    _keep_time(folder / "timestamp.txt", file.handed_in, changed)
    others = ", ".join(str(other.path) for other in files if other is not file)
    marks = ["the platform marks it as late"] if file.late else []
    record = {
        "student": student,
        "file": file.origin,
        "problem": taken.problem,
        "repairs": taken.repairs,
        "flags": taken.flags + marks + ([f"also handed in: {others[:300]}"] if others else []),
    }
    if data:
        write_atomically(course.path / "originals" / student / assignment.name / safe_name(file.path.name), data)
    write_atomically(course.record(student, assignment.name), json.dumps(record, indent=2, ensure_ascii=False))
    return record


def _keep_time(path, handed_in, changed):
    """Write down when the file was handed in, where nbgrader looks for it; an earlier file's time does not stay."""
    if handed_in:
        write_atomically(path, f"{handed_in}\n")
    elif changed:
        path.unlink(missing_ok=True)


def _newest_good(files, release):
    """A student's newest file that can be graded, or the newest: the file, its bytes, its `Intake`."""
    looks = []
    for file in files[: -MOST_TRIED - 1 : -1]:
        data, taken = _looked_at(file, release)
        if not taken.problem:
            if looks:
                taken.flags.append(f"an earlier file was taken, for the newest cannot be graded: {looks[0][2].problem}")
            return file, data, taken
        looks.append((file, data, taken))
    return looks[0]


def _looked_at(file, release):
    """The bytes and what intake makes of them; a file that it trips over is that student's failure, not the class's."""
    if not file.is_notebook:
        return b"", Intake(problem=file.why_no_notebook)
    try:
        data = file.load()
        return data, take_in(data, release)
    except Unreadable as reason:
        return b"", Intake(problem=str(reason))
    except Exception as error:  # the class goes on
        return b"", Intake(problem=f"The file could not be understood ({type(error).__name__}: {error}).")


def _text(data, taken):
    """The file as it came where nothing had to be repaired, the clean notebook otherwise."""
    from autograder.authoring.build import notebook_text

    return notebook_text(taken.notebook) if taken.repairs or taken.flags else data


def _line(record):
    if record["problem"]:
        return f"failed  {record['student']}  {record['problem']}"
    notes = record["repairs"] + record["flags"]
    return f"ok      {record['student']}" + (f"  {'; '.join(notes)}" if notes else "")
