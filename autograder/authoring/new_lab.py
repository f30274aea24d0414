"""A small complete lab to start from: it builds, its answers are judged rightly, and its tests pass at once."""

import re
from pathlib import Path

from autograder import ROOT, CourseError
from autograder.authoring.lab import lab_paths
from autograder.util.files import write_atomically

TEMPLATES = Path(__file__).with_name("templates")
NAME = re.compile(r"\d\d_[a-z][a-z0-9_]*")


def new_lab(name: str, root: Path = ROOT) -> list[Path]:
    """Write the source, the answers file, the text test and the folder of a new lab.

    Args:
        name: The lab's name, for example `11_distances`.
        root: The repository.

    Returns:
        The paths of the four files, as seen from the repository.

    Raises:
        CourseError: It is no lab's name, its number is taken, or one of the files is there. Nothing is written then.
    """
    if not NAME.fullmatch(name):
        raise CourseError(
            f"{name} is no lab's name: expected two digits, _ and small letters, for example 11_distances"
        )
    taken = [path.stem for path in lab_paths(root=root) if path.stem[:2] == name[:2]]
    if taken:
        raise CourseError(f"the number {name[:2]} is taken by {taken[0]}")
    topic = name[3:]
    files = {
        Path("solutions", f"{name}.py"): "new_lab.txt",
        Path("tests", "answers", f"{name}.py"): "new_answers.txt",
        Path("tests", "labs", topic, "test_text.py"): "new_text_test.txt",
        Path("course_utils", "labs", topic, "__init__.py"): "new_folder.txt",
    }
    there = [str(path) for path in files if (Path(root) / path).exists()]
    if there:
        raise CourseError(f"{' and '.join(there)} exists already: nothing was written")
    for path, template in files.items():
        write_atomically(Path(root) / path, _filled(template, name))
    _add_row(Path(root, "course_utils", "README.md"), name)
    return list(files)


def _add_row(readme, name):
    """Name the new lab's folder below the others, where there is such a table."""
    text = readme.read_text(encoding="utf-8") if readme.exists() else ""
    rows = re.findall(r"^\| `labs/\w+/` \|.*\n", text, re.MULTILINE)
    if rows:
        row = f"| `labs/{name[3:]}/` | {name[:2]}: nothing more |\n"
        write_atomically(readme, text.replace(rows[-1], rows[-1] + row))


def _filled(template, name):
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    marks = {"NUMBER": name[:2], "PLAIN": name[:2].lstrip("0") or "0", "LAB": name}
    return re.sub(r"\b(NUMBER|PLAIN|LAB)\b", lambda found: marks[found[1]], text)
