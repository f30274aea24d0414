"""The labs as the tests see them: their names, solved and released notebooks, and runs of them."""

import hashlib
import os
import re
from functools import cache
from importlib.metadata import version
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.authoring.build import instructor_notebook, read_lab
from autograder.course.nbgrader_settings import ENVIRONMENT

ROOT = Path(__file__).parents[2]
LABS = sorted(path.stem for path in (ROOT / "solutions").glob("[0-9]*.py"))
QUICK = LABS[:1]  # those that `make test` runs in a kernel
EVERY_LAB = [pytest.param(lab, marks=[] if lab in QUICK else pytest.mark.slow) for lab in LABS]
PICTURES = ("image/png", "image/svg+xml", "image/jpeg")
KEPT = ROOT / "artefacts" / "solved"  # runs of solved labs, for the suites and commands that look at the same run
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
WATCH, REPORT = "from accessibility import text_contrast; text_contrast.watch()", "text_contrast.report()"


def solved(lab):
    """The lab's notebook with every solution in it."""
    return instructor_notebook(read_lab(ROOT / "solutions" / f"{lab}.py"))


def released(lab):
    """The student's notebook, as committed."""
    return nbformat.read(ROOT / "notebooks" / f"{lab}.ipynb", as_version=4)


def run(notebook, *, allow_errors=False, timeout=90):
    """Run every cell, demos too, in a real kernel with the repository's `course_utils`.

    Each cell has `timeout` seconds: 90, the bound for a whole lab in the quick profile.
    """
    folder = {"metadata": {"path": str(ROOT / "notebooks")}}
    client = NotebookClient(
        notebook, timeout=timeout, kernel_name="python3", allow_errors=allow_errors, resources=folder
    )
    client.execute(env=student_environment())
    return notebook


def student_environment():
    """The environment of a student's kernel: without what grading in this process has put there.

    The libraries' threads stay as the tests have set them.
    """
    taken = {name for name in ENVIRONMENT if name not in THREADS}
    kept = {name: value for name, value in os.environ.items() if name not in taken}
    return {**kept, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}


@cache
def solved_run(lab, *, fresh=False):
    """The solved lab after a run that also measured the contrast of its figures' texts.

    A run is kept under a name that changes with the lab, with `course_utils` and with the versions, so that the
    suites, which are processes of their own, and `make gallery` share it.

    Args:
        lab: The lab's name.
        fresh: Run it in any case.
    """
    path = kept_run(lab)
    if fresh or not path.exists():
        notebook = measured(run, solved(lab))
        keep(notebook, path, lab)
    return nbformat.read(path, as_version=4)


def keep(notebook, path, lab):
    """Write the run whole or not at all, in the place of older ones of this lab."""
    KEPT.mkdir(parents=True, exist_ok=True)
    for old in KEPT.glob(f"{lab}-*"):
        old.unlink(missing_ok=True)
    nbformat.write(notebook, path.with_suffix(".part"))
    path.with_suffix(".part").replace(path)


def measured(run, notebook):
    """Run a notebook while `text_contrast` watches its figures; the findings go into the notebook's metadata."""
    first, last = nbformat.v4.new_code_cell(WATCH), nbformat.v4.new_code_cell(REPORT)
    notebook.cells = [first, *notebook.cells, last]
    run(notebook)
    notebook.metadata["text_contrast"] = last.outputs[0]["data"]["application/json"]
    notebook.cells = notebook.cells[1:-1]
    return notebook


def kept_run(lab):
    """Where the run of exactly this lab, `course_utils` and set of versions lies."""
    versions = [version(name) for name in ("tensorflow", "numpy", "matplotlib", "ipywidgets", "ipykernel")]
    return KEPT / f"{lab}-{hashlib.sha256(sources(lab) + repr(versions).encode()).hexdigest()[:16]}.ipynb"


def sources(lab):
    """The bytes of everything that a run of the lab depends on, beside the versions."""
    found = [ROOT / "solutions" / f"{lab}.py", *sorted((ROOT / "course_utils").rglob("*.*"))]
    found += [ROOT / "tests" / "accessibility" / "text_contrast.py"]
    return b"".join(path.read_bytes() for path in found if path.suffix in (".py", ".js", ".mplstyle"))


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
