"""Run one notebook in this environment's own kernel: `python run_notebook.py NOTEBOOK RESULT`.

Runs inside an environment that knows nothing of the autograder, so it imports only what a student has.
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient


def run(source, result):
    """Execute every cell, demos too, and write the outcome; the first error ends it with its traceback."""
    notebook = nbformat.read(source, as_version=4)
    folder = {"metadata": {"path": str(Path(source).parent)}}
    NotebookClient(notebook, timeout=90, kernel_name="python3", resources=folder).execute()
    nbformat.write(notebook, result)


if __name__ == "__main__":
    run(*sys.argv[1:3])
