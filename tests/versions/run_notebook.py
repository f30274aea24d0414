"""Run one notebook in this environment's own kernel: `python run_notebook.py NOTEBOOK RESULT [FOLDER]`.

Runs inside an environment that knows nothing of the autograder, so it imports only what a student has.
"""

import argparse
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
    parser = argparse.ArgumentParser(description="Run one notebook in this environment's own kernel.")
    parser.add_argument("source", metavar="NOTEBOOK", help="the notebook")
    parser.add_argument("result", metavar="RESULT", help="where it is written after the run")
    parser.add_argument("folder", metavar="FOLDER", nargs="?", help="where its cells run; beside it if left out")
    asked = parser.parse_args(arguments)
    try:
        run(asked.source, asked.result, asked.folder)
    except Exception as error:
        traceback.print_exc()
        in_a_cell = isinstance(error, CellExecutionError)
        said = f"{error.ename}: {error.evalue}" if in_a_cell else f"{type(error).__name__}: {error}"
        sys.exit(said.strip().splitlines()[0])


if __name__ == "__main__":
    main(sys.argv[1:])
