"""The command line: `build` and `publish` here, grading in `commands.py`, hand-ins in `class_commands.py`.

Each command imports its module when it is called, so that `--help` starts at once.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from autograder import CourseError, class_commands, commands

app = typer.Typer(
    help="Build the labs, grade a class, report.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Labs = Annotated[
    list[str] | None, typer.Argument(metavar="[LAB]...", help="01_perceptron or 01; all labs if left out.")
]


@app.command()
def build(
    labs: Labs = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; name the stale notebooks, exit 1.")] = False,
) -> None:
    """Build notebooks/*.ipynb from solutions/*.py, and the table of labs in README.md."""
    from autograder.authoring.lab import lab_paths

    lab_paths(labs)  # a misspelt name is answered at once, before the slow import
    from autograder.authoring.build import build

    stale = build(labs, check=check)
    raise typer.Exit(1 if check and stale else 0)


@app.command()
def publish(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The students' repository, or an empty folder.")],
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; name each solution or hidden check in it, exit 1.")
    ] = False,
) -> None:
    """Write the students' edition: no solutions, hidden checks or grader, and a release that notebooks can fetch."""
    from autograder.publish import publish as publishing

    if check:
        raise typer.Exit(1 if publishing.check(folder, print) else 0)
    publishing.publish(folder, print)


commands.register(app)
class_commands.register(app)


def main() -> None:
    """Run a command; what the user can put right is a sentence on standard error and exit code 1."""
    try:
        app(prog_name="python -m autograder")
    except (CourseError, OSError) as error:
        print(error, file=sys.stderr)
        sys.exit(1)
