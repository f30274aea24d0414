"""The labs as the tests see them: their names, solved and released notebooks, and runs of them."""

import re
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from autograder.build import instructor_notebook, read_lab

ROOT = Path(__file__).parents[1]
LABS = sorted(path.stem for path in (ROOT / "solutions").glob("[0-9]*.py"))
PICTURES = ("image/png", "image/svg+xml", "image/jpeg")


def solved(lab):
    """The lab's notebook with every solution in it."""
    return instructor_notebook(read_lab(ROOT / "solutions" / f"{lab}.py"))


def released(lab):
    """The student's notebook, as committed."""
    return nbformat.read(ROOT / "notebooks" / f"{lab}.ipynb", as_version=4)


def run(notebook, *, allow_errors=False):
    """Run every cell, demos too, in a real kernel with the repository's `course_utils`.

    Each cell has 90 seconds, the bound for a whole lab.
    """
    folder = {"metadata": {"path": str(ROOT / "notebooks")}}
    NotebookClient(notebook, timeout=90, kernel_name="python3", allow_errors=allow_errors, resources=folder).execute()
    return notebook


def outputs(notebook):
    """Each output with the number of its cell."""
    for number, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            yield number, output


def displayed_without_alt(notebook):
    """Numbers of the cells that show a picture without an alt text."""
    return [number for number, output in outputs(notebook) if is_mute(output.get("data", {}))]


def is_mute(data):
    html = data.get("text/html", "")
    if any(kind in data for kind in PICTURES) and "<img" not in html:
        return True
    return any(not re.search(r'alt="[^"]{20,}"', image) for image in re.findall(r"<img[^>]*>", html))
