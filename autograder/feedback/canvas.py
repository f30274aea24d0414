"""Canvas: the archive of "Upload Submissions", which gives each student a file back as a comment.

Canvas finds user and file by the first two numbers between the underscores of a name, `LATE` left out, or by the two
parts behind `anon`; a name whose last part begins with `link` it passes over, and what belongs to no file of the
student's current attempt as well. So a file goes back under the very name that Canvas gave it. Students then see it
under the name that they had handed in: whoever handed in a notebook gets a notebook.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from autograder.course.sent_as import canvas_name
from autograder.feedback.notebook import notebook
from autograder.feedback.page import page
from autograder.feedback.unplaced import Archive, placed_once
from autograder.util.archive import zipped

if TYPE_CHECKING:
    from autograder.course.course import Course
    from autograder.feedback.student_work import StudentFeedback


UPLOAD = (
    "In Canvas: the assignment, Upload Submissions. It names the files that it ignored: those students have handed in "
    "again since you downloaded, so download, collect and grade anew."
)


def write_canvas(
    course: Course,
    lab: str,
    found: Sequence[StudentFeedback],
    folder: Path,
    say: Callable[[str], object] = print,
) -> list[Path]:
    """Write `LAB-canvas.zip`.

    Args:
        course: The `Course`.
        lab: The lab's name.
        found: What each student hears.
        folder: Where to.
        say: Receives sentences.

    Returns:
        The paths of what was written.
    """
    names = {one.student: canvas_name(course, one.student, lab) for one in found}
    why = {
        student: f"Canvas would show a page under the name {name}" if name else "their file did not come from Canvas"
        for student, name in names.items()
    }
    contents = {one.student: content(one, name) for one in found if (name := names[one.student])}
    marks = {student: name if contents.get(student) is not None else "" for student, name in names.items()}
    placed, lost = placed_once(marks, why)
    files = {names[student]: text for student, text in contents.items() if student in placed and text is not None}
    return Archive(course, lab, "canvas", folder, UPLOAD).write(zipped(files), found, lost, say)


def content(one: StudentFeedback, name: str) -> str | bytes | None:
    """What goes back under a name, so that it opens as that name promises; None where nothing of ours would."""
    ending = PurePosixPath(name).suffix.lower()
    if name.rpartition("_")[2].startswith("link"):
        return None
    if ending == ".ipynb":
        return notebook(one)
    if ending in (".html", ".htm"):
        return page(one)
    return zipped({f"{one.lab}.html": page(one)}) if ending == ".zip" else None
