"""Run one notebook in this environment's own kernel: `python run_notebook.py NOTEBOOK RESULT [FOLDER]`.

Runs inside an environment that knows nothing of the autograder, so it imports only what a student has.
"""

import sys
import traceback
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError


def run(source, result, folder=None):
    """Execute every cell, demos too, in a folder or in the notebook's own, and write the outcome."""
    notebook = nbformat.read(source, as_version=4)
    place = {"metadata": {"path": str(folder or Path(source).parent)}}
    NotebookClient(notebook, timeout=90, kernel_name="python3", resources=place).execute()
    nbformat.write(notebook, result)


def main(arguments):
    """Run; the first error ends it with its traceback on standard error and the error's first line after that."""
    try:
        run(*arguments)
    except Exception as error:
        traceback.print_exc()
        in_a_cell = isinstance(error, CellExecutionError)
        said = f"{error.ename}: {error.evalue}" if in_a_cell else f"{type(error).__name__}: {error}"
        sys.exit(said.strip().splitlines()[0])


if __name__ == "__main__":
    main(sys.argv[1:4])
