"""What of Colab a student's way touches: the students' edition to clone, the kernel's machine, the file it saves."""

import json
import shutil
import subprocess

from lab_files import ROOT, student_environment

from autograder.admin.demo import as_colab_saves
from autograder.authoring.setup_cell import students_place
from autograder.publish.publish import publish

RELEASE = "release-colab-external-images_20260819-060052_RC00"
OWN = ("id", "executionInfo", "outputId")  # what Colab itself writes into a cell's metadata
LINK = '<a href="https://colab.research.google.com/github/a/b"><img src="badge.svg"></a>'


def course_copy(folder):
    """The instructors' repository as far as it is published, in a folder where it may be changed."""
    for name in ("course_utils", "notebooks", "solutions", "docs"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "kept", ".ipynb*"))
    for name in (".gitattributes", "LICENSE", "README.md", "pyproject.toml", "requirements.txt"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def served(root, edition, bare):
    """Publish a course and bring the edition to a bare repository, as `git push --tags` does; returns the release."""
    release = publish(edition, lambda line: None, root)
    if not bare.exists():
        subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(bare)], check=True)
    subprocess.run(["git", "-C", str(edition), "push", "--quiet", "--tags", str(bare), "main"], check=True)
    return release


def fetch_from(notebook, bare, content):
    """Let a notebook's setup cell clone `bare` into `content` instead of the course's address into `/content`."""
    (setup,) = (cell for cell in notebook.cells if cell.metadata.get("course", {}).get("kind") == "setup")
    for old, new in ((students_place().repository, bare.as_uri()), ('"/content/', f'"{content}/')):
        assert setup.source.count(old) == 1, f"the setup cell has {old} {setup.source.count(old)} times"
        setup.source = setup.source.replace(old, new)


def kernel_environment(machine):
    """Environment variables for a kernel that has imported `google.colab` before the first cell.

    Without the repository on its path, with an empty cache, and with no protocol for git but files.

    Args:
        machine: A folder for what this needs.
    """
    (machine / "packages/google/colab").mkdir(parents=True)
    (machine / "packages/google/colab/__init__.py").write_text("")
    (machine / "ipython/profile_default/startup").mkdir(parents=True)
    (machine / "ipython/profile_default/startup/00-colab.py").write_text("import google.colab\n")
    return {
        **student_environment(),
        "COLAB_RELEASE_TAG": RELEASE,
        "COURSE_PROFILE": "quick",
        "COURSE_CACHE": str(machine / "cache"),
        "IPYTHONDIR": str(machine / "ipython"),
        "JUPYTER_PLATFORM_DIRS": "1",
        "PYTHONPATH": str(machine / "packages"),
        "GIT_ALLOW_PROTOCOL": "file",
    }


def downloaded(notebook, *, with_outputs=True, with_nbgrader=True):
    """The file that "Download .ipynb" gives, as text.

    Args:
        notebook: The notebook after its run.
        with_outputs: False as with the setting "Omit code cell output when saving this notebook".
        with_nbgrader: False as where Drive has dropped all metadata that is not Colab's own.
    """
    raw = json.loads(as_colab_saves(notebook))
    colab = {"provenance": [], "gpuType": "T4", "include_colab_link": True, "private_outputs": not with_outputs}
    raw["metadata"] |= {"accelerator": "GPU", "colab": colab}
    for number, cell in enumerate(raw["cells"]):
        cell["metadata"].setdefault("id", f"xY{number:010}")
        if not with_outputs and cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
        if not with_nbgrader:
            cell["metadata"] = {name: value for name, value in cell["metadata"].items() if name in OWN}
    if not with_nbgrader:
        raw["metadata"].pop("course")
    metadata = {"id": "view-in-github", "colab_type": "text"}
    raw["cells"].insert(0, {"cell_type": "markdown", "metadata": metadata, "source": [LINK]})
    return json.dumps(raw, ensure_ascii=False, indent=2)
