"""An archive for a platform, and beside it the pages of those whom the platform could not find in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.feedback.page import page
from autograder.feedback.pages import file_names, remember, whose
from autograder.util.files import write_atomically

if TYPE_CHECKING:
    from autograder.course.course import Course
    from autograder.feedback.student_work import StudentFeedback


def placed_once(marks: Mapping[str, str], why: Mapping[str, str]) -> tuple[set[str], dict[str, str]]:
    """Who has a mark of the platform's that nobody else has, and a reason for everybody else.

    Args:
        marks: Student -> mark, "" where there is none.
        why: Student -> why there is none.
    """
    count = Counter(mark for mark in marks.values() if mark)
    placed = {student for student, mark in marks.items() if count[mark] == 1}
    shared = {student: "another student has the same number" for student, mark in marks.items() if count[mark] > 1}
    lost = {student: why.get(student, "nothing tells who they are there") for student in marks if student not in placed}
    return placed, lost | shared


@dataclass(frozen=True)
class Archive:
    """`LAB-FORM.zip` in a folder, with the folder `LAB-FORM-unplaced` beside it where somebody is not in it.

    Attributes:
        course: The `Course`.
        lab: The lab's name.
        form: The platform.
        folder: Where it lies.
        upload: Where the archive belongs there, a sentence.
    """

    course: Course
    lab: str
    form: str
    folder: Path
    upload: str

    def write(
        self,
        data: bytes,
        found: Sequence[StudentFeedback],
        lost: Mapping[str, str],
        say: Callable[[str], object],
    ) -> list[Path]:
        """Write both, and say who is where.

        Args:
            data: The archive's bytes.
            found: What each student hears.
            lost: Of those who are not in the archive, student -> why.
            say: Receives sentences.

        Returns:
            The paths of what was written.
        """
        path, beside = self.folder / f"{self.lab}-{self.form}.zip", self.folder / f"{self.lab}-{self.form}-unplaced"
        if self.folder != self.course.path / "exports" / "feedback":
            remember(self.course, self.folder)
        if len(lost) < len(found):
            write_atomically(path, data)
        else:
            path.unlink(missing_ok=True)  # an empty archive serves nobody
        where = f"{path}. {self.upload}" if len(lost) < len(found) else "no archive was written."
        say(f"{len(found) - len(lost)} of {len(found)} students: {where}")
        for old in beside.glob("*.html"):
            if whose(old):
                old.unlink()
        names = file_names([one.student for one in found])
        left = [one for one in found if one.student in lost]
        for one in left:
            write_atomically(beside / f"{names[one.student]}.html", page(one))
        for reason in dict.fromkeys(lost.values()):
            who = ", ".join(one.student for one in left if lost[one.student] == reason)
            say(f"{who}: not in the archive, {reason}.")
        if left:
            say(f"Their pages lie in {beside}: give them out another way.")
        elif beside.is_dir() and not any(beside.iterdir()):
            beside.rmdir()
        return [one for one in (path, beside) if one.exists()]
