"""What the grader will find in a saved notebook: `course_utils.handin()`."""

import os
import time
from pathlib import Path

from course_utils.notebook_marks import NotANotebook, read_notebook
from course_utils.session.exercise_states import DONE, MISSING, exercises, lab_of


def handin(path=None, *, lab=None):
    """Print one line per exercise: done, still the stub, missing, or defined twice.

    It reads the saved file, as the grader does, and not what stands on the screen. It says whether
    something is there, not whether it is right.

    Args:
        path: The notebook file. By default the newest one of this lab in the working directory.
        lab: The lab's name, for example `"00_start_here"`. By default any lab of the course.
    """
    session = os.environ.get("JPY_SESSION_NAME", "")
    file = Path(path) if path is not None else find_notebook(Path.cwd(), lab, session)
    if file is None:
        print(where_is_it(lab or "00_start_here"))
        return
    try:
        notebook = read_notebook(file)
    except NotANotebook as error:
        print(error)
        return
    saved = time.time() - file.stat().st_mtime
    print("\n".join(report(notebook, file.name, saved)))


def find_notebook(folder, lab=None, session=""):
    """The notebook of a lab that was saved last, or the one that JupyterLab says it runs.

    Args:
        folder: Where to look; folders in it are not searched.
        lab: The lab's name, or None for any lab of the course.
        session: JupyterLab's name for the running notebook, from `JPY_SESSION_NAME`.

    Returns:
        A `Path`, or None where the folder holds none.
    """
    found = [file for file in folder.glob("*.ipynb") if is_lab(file, lab)]
    running = [file for file in found if session and Path(session).name == file.name]
    return max(running or found, key=lambda file: file.stat().st_mtime, default=None)


def is_lab(file, lab=None):
    """True for a notebook of this lab, or of any lab."""
    try:
        found = lab_of(read_notebook(file))
    except NotANotebook:
        return False
    return found is not None and lab in (None, found)


def where_is_it(lab):
    """What to do when no notebook of the lab lies in the working directory."""
    from course_utils.session import runtime

    if runtime.is_colab():
        return (
            "On Colab the notebook is not a file on this machine. File → Download → Download .ipynb gives you the\n"
            "file that you hand in. To check it, drag it into the Files panel (the folder at the left edge) and run\n"
            f'course_utils.handin("{lab}.ipynb"), with the name of your file.'
        )
    return f'The notebook does not lie in {Path.cwd()}. Name the file:\ncourse_utils.handin("path/to/{lab}.ipynb")'


def report(notebook, name, saved):
    """The lines that `handin` prints.

    Args:
        notebook: The notebook as a dict.
        name: The file's name.
        saved: Seconds since it was saved.
    """
    lab = lab_of(notebook)
    if lab is None:
        return [f"{name} is a notebook, but no lab of this course: its first cell has lost the line <!-- lab: … -->."]
    found = exercises(notebook)
    lines = [f"{name} · lab {lab} · saved {ago(saved)}"]
    lines += [f"  {item.state:<16}{item.name}{': ' + item.detail if item.detail else ''}" for item in found]
    return [*lines, verdict(found)]


def verdict(found):
    """One closing sentence: how much is there, and what to do about the rest."""
    done = sum(item.state == DONE for item in found)
    if done == len(found):
        return "Every exercise is filled in."
    if any(item.state == MISSING for item in found):
        return f"{done} of {len(found)} are filled in. For a missing one, copy its cell from a fresh notebook."
    return f"{done} of {len(found)} are filled in. If you see more on the screen, save the notebook and run this again."


def ago(seconds):
    """A duration in words: `just now`, `4 minutes ago`, `3 hours ago`, `2 days ago`."""
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {unit}{'s' if count > 1 else ''} ago"
    return "just now"
