"""Hand-ins from folders, single files and zip archives -> the history of each student, and what counts to `submitted/`.

Every file that was found has one fate: taken, superseded by a newer one of the same student, unclear whose, or other,
not a notebook of this lab. What is unclear is kept in `unclear/` until a person says whose it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from autograder import CourseError
from autograder.collect.account import Collected, Fate, lines
from autograder.collect.archives import Found, Unreadable, files_of
from autograder.collect.file_names import download_number, named_student, stem_of
from autograder.collect.identities import Identities
from autograder.collect.layouts import OF_ONE_ASSIGNMENT, PLATFORMS, understand
from autograder.collect.mail import attachments, is_mail
from autograder.collect.platforms import Sender
from autograder.collect.sent import Known, Sent
from autograder.collect.worksheet import Worksheet, read_worksheet
from autograder.course import unclear
from autograder.course.hand_ins import HandIn, change, content, keep, last_collection, read_history
from autograder.course.roster import read_roster
from autograder.course.submitted import adopt, bring_up_to_date
from autograder.intake.intake import Intake
from autograder.intake.read_notebook import MOST_BYTES
from autograder.reading.reader import is_bounded, read

if TYPE_CHECKING:
    from autograder.course.assignment import Assignment
    from autograder.course.course import Course


UNBOUNDED = "this is not Linux: files are read without limits on time and memory, and one of them may stop `collect`"


@dataclass
class _Taken:
    """A hand-in that was kept, and the fate of its file, which is settled when all are there."""

    file: Found
    fate: Fate
    hand_in: HandIn


def collect(
    course: Course,
    assignment: Assignment,
    paths: Iterable[Path | str],
    say: Callable[[str], object] = print,
    *,
    platform: str | None = None,
    student: str | None = None,
    told: Mapping[str, Sequence[Path]] | None = None,
) -> Collected:
    """Put hand-ins into a course directory.

    Args:
        course: The `Course`.
        assignment: The `Assignment` that they handed in.
        paths: Folders, notebooks, zip archives, mails; a grading worksheet of Moodle's, for times and addresses.
        say: Receives what was found: a line per student, what is unclear, and the sum.
        platform: One of `PLATFORMS`, where the layout alone does not tell.
        student: A person says that all these files are this student's.
        told: Student -> files that a person says are theirs; they are collected beside `paths`.

    Returns:
        A `Collected`.

    Raises:
        CourseError: A path or the platform does not exist; nothing was collected then.
    """
    if platform is not None and platform not in PLATFORMS:
        raise CourseError(f"--from: expected one of {', '.join(PLATFORMS)}, got {platform}")
    run = _Run(course, assignment, platform)
    jobs = [(student, [Path(path) for path in paths]), *(told or {}).items()]
    for path in (path for _, places in jobs for path in places):
        if not path.exists() and not path.is_symlink():
            raise CourseError(f"{path}: there is no such file or folder; nothing was collected")
    with ExitStack() as opened:
        for run.student, places in jobs:
            for name, files in _listings(places, run, opened):
                run.take(name, files)
    found = run.finish()
    for line in lines(found, assignment.name):
        say(line)
    return found


def take_back(course: Course, assignment: Assignment, say: Callable[[str], object] = print) -> list[str]:
    """Undo the last `collect` of a lab: what counted before counts again; the files stay in the history.

    Args:
        course: The `Course`.
        assignment: The `Assignment`.
        say: Receives a sentence for each student.

    Returns:
        The students whose hand-ins were taken back.

    Raises:
        CourseError: There is nothing to undo.
    """
    lab = assignment.name
    number = max(last_collection(course.path, lab), unclear.last_collection(course.path, lab))
    if not number:
        raise CourseError(f"nothing was collected for {lab}, so there is nothing to undo")
    students = change(course.path, lab, number, undone=True)
    Identities(course.path, lab, {}).forget(number)
    for student in students:
        record = bring_up_to_date(course, assignment, student)
        left = f"{record['file']} counts again" if record else "no hand-in is left"
        say(f"undone  {student}  {left}")
        if record is None:
            course.result(student, lab).unlink(missing_ok=True)
            note = course.set_aside(lab, student)
            if note:
                say(f"undone  {student}  {note}")
    count = unclear.undo(course.path, lab, number)
    waiting = sum(_wait_again(course, lab, student, number) for student in students)
    if waiting:
        say(f"{waiting} files that you had assigned wait for you again in {course.path / unclear.FOLDER / lab}")
    say(f"{len(students)} students' hand-ins and {count} unclear files of the last collect were taken back")
    return students


def _wait_again(course, lab, student, number):
    """Put back to the unclear files what one `collect` had assigned from there; how many these were."""
    folder = course.path / unclear.FOLDER / lab
    gone = [one for one in read_history(course.path, student, lab).hand_ins if one.collection == number]
    back = [
        one for one in gone if one.platform == "person" and one.file and Path(one.origin).absolute().parent == folder
    ]
    for one in back:
        data, name = content(course.path, one, MOST_BYTES), Path(one.path).name.partition("-")[2]
        unclear.keep(course.path, lab, name, data or b"", one.origin, f"it was {student}'s until you took that back", 0)
    unclear.write_table(course.path, lab)
    return len(back)


def _listings(places: Sequence[Path], run: _Run, opened: ExitStack) -> Iterator[tuple[str, list[Found]]]:
    """`(name, files)` of each folder and archive; single files, and folders of one student each, are one listing."""
    sheets = [path for path in places if path.suffix.lower() == ".csv" and path.is_file()]
    for path in sheets:
        run.worksheets.append(read_worksheet(path))
    single, folders = [], []
    for path in places:
        if path in sheets:
            continue
        problems: list[str] = []
        files = list(files_of(path, problems.append, opened))
        run.found.fates += [Fate(str(path), "unclear", why=problem) for problem in problems]
        if path.is_dir():
            folders.append((path, files))
        elif path.suffix.lower() == ".zip":
            yield path.stem, files
        else:
            single += [(path, file) for file in files]
    if single:
        parents = {path.absolute().parent for path, _ in single}
        for path, file in single if len(parents) > 1 else ():  # alice/LAB.ipynb bob/LAB.ipynb
            file.path = PurePosixPath(path.absolute().parent.name) / file.path
        yield "", [file for _, file in single]
    yield from _folders(folders, run.assignment.name)


def _folders(folders, lab):
    """Several folders named one by one (`class/*`), each with one student's files, are the students' own."""
    if len(folders) > 1 and all(_is_one_s(files, lab) for _, files in folders):
        for path, files in folders:
            for file in files:
                file.path = PurePosixPath(path.absolute().name) / file.path
        yield folders[0][0].absolute().parent.name, [file for _, files in folders for file in files]
    else:
        for path, files in folders:
            yield path.absolute().name, files


def _is_one_s(files, lab):
    """Can all these files be one student's? Yes where the lab's notebook is there once, whatever else there is."""
    notebooks = [file for file in files if file.is_notebook]
    by_name = sum(stem_of(file.path) == lab for file in notebooks)
    return by_name == 1 or (len(notebooks) < 2 and not any(named_student(file.path, lab) for file in notebooks))


class _Run:
    """One `collect`."""

    def __init__(self, course: Course, assignment: Assignment, platform: str | None) -> None:
        self.course, self.assignment, self.platform = course, assignment, platform
        self.student: str | None = None  # whose a person says that the next files are
        self.lab, self.zone = assignment.name, course.zone()
        self.roster = read_roster(course.path)
        self.people = Identities(course.path, self.lab, self.roster)
        self.number = last_collection(course.path, self.lab) + 1
        self.number = max(self.number, unclear.last_collection(course.path, self.lab) + 1)
        self.found, self.taken = Collected(), list[_Taken]()
        if not is_bounded():
            self.found.notes.append(UNBOUNDED)
        self.worksheets: list[Worksheet] = []
        self.known = Known(
            lab=self.lab, labs=frozenset(course.lab_names()), own_folders=frozenset(course.own_folders(self.lab)),
            students=frozenset({*self.roster, *course.known_students()}), listed=bool(self.roster),
        )  # fmt: skip

    def take(self, name: str, files: list[Found]) -> None:
        """One listing: say whose each file is and keep it."""
        if self.student is not None:
            return self._of_one_student(files)
        mails = [file for file in files if is_mail(file)]
        if mails and self.platform in (None, "email"):
            files = [file for file in files if file not in mails]
            self._sent("email", [one for mail in mails for one in attachments(mail)])
        if not files:
            return None
        ours = files if self.platform in OF_ONE_ASSIGNMENT else [file for file in files if not self._of_another(file)]
        layout = understand(files, name, self.known, self.platform)
        if layout.platform not in OF_ONE_ASSIGNMENT:
            layout = understand(ours, name, self.known, self.platform)
            kept = {id(file) for file in ours}
            for file in files:
                if id(file) not in kept:
                    self._other(file, "a notebook of another lab")
        self.found.notes += [f"read as {_title(layout.platform)}{f' ({name})' if name else ''}", *layout.notes]
        return self._sent(layout.platform, layout.sent)

    def _of_another(self, file):
        others = self.known.labs - {self.lab}
        stem = stem_of(file.path)
        named = stem in others or any(named_student(file.path, other) for other in others)
        return stem != self.lab and (named or bool(others & set(file.path.parts[:-1])))

    def _of_one_student(self, files):
        for file in files:
            if file.is_notebook:
                sender = Sender(inside=PurePosixPath(file.path.name))
                self._keep(file, sender, self.student, "person", self._look(file), ["a person said whose it is"])
            else:
                self._other(file, file.why_no_notebook)
        unclear.settled(self.course.path, self.lab, [file.origin for file in files])

    def _sent(self, platform: str, sent: list[Sent]) -> None:
        """Settle who the senders are, then look at what each of them sent."""
        senders = [sender for one in sent for sender in one.senders]
        senders = [self._told_by_worksheet(platform, sender) for sender in senders]
        students = self.people.settle(platform, senders, self.number)
        groups: dict[tuple, list] = {}
        for one in sent:
            if not one.senders:
                self._nobody(one)
            for sender in one.senders:
                sender = self._told_by_worksheet(platform, sender)
                student, why = students[self.people.key(platform, sender)]
                if not student:
                    self._unclear(one.file, why)
                else:
                    groups.setdefault((student, sender.time, sender.attempt[:1]), []).append((one.file, sender))
        for (student, *_), group in groups.items():
            self._hand_in(platform, student, group)

    def _told_by_worksheet(self, platform, sender):
        for sheet in self.worksheets if platform == "moodle" else ():
            sender = sheet.tell(sender)
        return sender

    def _hand_in(self, platform, student, group):
        """What one student sent at one time: each notebook of this lab, or else one file that says what is wrong."""
        looks = [(file, sender, self._look(file)) for file, sender in group if file.is_notebook]
        own = [one for one in looks if not one[2].other_lab]
        if not own:
            own = looks[:1] or [(*group[0], self._look(group[0][0]))]
        own.sort(key=lambda one: (stem_of(one[1].inside) == self.lab, download_number(one[0].path), one[0].when))
        kept = {id(file) for file, _, _ in own}
        for at, (file, sender, look) in enumerate(own):
            attempt = (*sender.attempt, at) if len(own) > 1 else sender.attempt
            notes = self._notes(student, sender, [other for other, _, _ in own if other is not file])
            self._keep(file, replace(sender, attempt=attempt), student, platform, look, notes)
        for file, _, look in looks:
            if id(file) not in kept:
                self._other(file, look.problem)
        for file, _ in group:
            if not file.is_notebook and id(file) not in kept:
                self._other(file, "no notebook")

    def _notes(self, student, sender, others):
        """What a person should know: the platform's mark, other files, a file's own name that names another student."""
        found = ["the platform marks it as late"] if sender.late else []
        named = named_student(sender.inside, self.lab)
        everybody = self.known.students | {one.student for one in self.people.senders.values()}
        if named in everybody - {student, sender.login}:
            found.append(f"the file's name says {named}, but {student} handed it in")
        return found + [f"also handed in: {other.path}"[:300] for other in others]

    def _keep(self, file, sender, student, platform, look, notes):
        adopt(self.course, self.assignment, student)
        new = HandIn(
            0, student, self.lab, platform, str(file.path), file.origin, handed_in=sender.time, attempt=sender.attempt,
            late=sender.late, problem=look.problem, notes=tuple(notes), collection=self.number,
        )  # fmt: skip
        try:
            data = file.load() if file.is_notebook else None
        except Unreadable:
            data = None
        fate = next((one.fate for one in self.taken if one.file is file), None)
        if fate is None:
            fate = Fate(file.origin, "taken", student)
            self.found.fates.append(fate)
        else:  # a group's: one file, several students
            fate.student = f"{fate.student}, {student}"
        self.taken.append(_Taken(file, fate, keep(self.course.path, new, data)))

    def _look(self, file):
        """What intake makes of a file; one that it trips over is that student's failure, not the class's."""
        if not file.is_notebook:
            return Intake(problem=file.why_no_notebook)
        try:
            return read(file.load(), self.assignment.released)
        except Unreadable as reason:
            return Intake(problem=str(reason))
        except CourseError:  # not the file's fault, and no other one could be read either
            raise
        except Exception as error:  # the class goes on
            return Intake(problem=f"The file could not be understood ({type(error).__name__}: {error}).")

    def _nobody(self, one):
        if one.why:
            self._unclear(one.file, one.why)
        else:
            self._other(
                one.file, "the platform's own file" if not one.file.is_notebook else "a notebook of another lab"
            )

    def _other(self, file, why):
        self.found.fates.append(Fate(file.origin, "other", why=why))

    def _unclear(self, file, why):
        if not file.is_notebook and not file.problem:
            return self._other(file, "no notebook, and nobody is named as its sender")
        try:
            kept = unclear.keep(self.course.path, self.lab, file.path.name, file.load(), file.origin, why, self.number)
            why = f"{why}; kept as {kept}"
        except Unreadable as reason:
            why = f"{why}; {reason}"
        self.found.fates.append(Fate(file.origin, "unclear", why=why))
        return None

    def finish(self) -> Collected:
        """Bring `submitted/` up to date and settle the fates of what was kept."""
        self.people.write()
        for student in sorted({one.hand_in.student for one in self.taken}):
            record = bring_up_to_date(self.course, self.assignment, student)
            if record is None:
                continue
            self.found.records[student] = record
            if self.roster and student not in self.roster:
                self.found.notes.append(f"{student} is not on the class list")
        for one in self.taken:
            record = self.found.records[one.hand_in.student]
            if record["number"] != one.hand_in.number:
                one.fate.fate, one.fate.why = "superseded", _superseded(one.hand_in, record)
        for one in self.taken:  # a group's file counts where it counts for one of them
            record = self.found.records[one.hand_in.student]
            if record["number"] == one.hand_in.number:
                one.fate.fate, one.fate.why = "taken", record["problem"]
        unclear.write_table(self.course.path, self.lab)
        self.found.fates.sort(key=lambda one: one.file)
        return self.found


def _superseded(hand_in, record):
    if hand_in.problem and not record["problem"]:
        return f"it cannot be graded, so {record['file']} counts: {hand_in.problem}"
    return f"{record['file']} of the same student counts"


def _title(platform):
    return {"folders": "a folder for each student", "files": "files named by students", "github": "GitHub Classroom",
            "exchange": "nbgrader's exchange"}.get(platform, platform.capitalize())  # fmt: skip
