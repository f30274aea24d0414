"""The commands of grading; each imports what it needs when it is called."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from autograder import CourseError

LabArgument = Annotated[str, typer.Argument(metavar="LAB", help="A lab's name or number: 01_perceptron or 01.")]
JsonOption = Annotated[Path | None, typer.Option("--json", metavar="F", help="Also write the results to this file.")]
CourseOption = Annotated[Path, typer.Option("--course", metavar="D", help="The course directory.")]
COURSE = Path("grading")


def probe(
    lab: LabArgument,
    answers: Annotated[Path, typer.Argument(metavar="ANSWERS.py", help="The answers file.")],
    json_file: JsonOption = None,
    exercise: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Only this exercise; repeatable.")] = None,
    deadline: Annotated[float, typer.Option(metavar="SECONDS", help="For one answer.")] = 120.0,
) -> None:
    """Give each answer in a file to the lab's checks and say what it gets."""
    from autograder.probe import probe as probing

    verdicts, cells = [], _cells_of(lab)
    width = max(map(len, probing.points_by_exercise(cells)), default=12)
    for verdict in probing.probe(cells, answers, only=exercise or (), deadline=deadline):
        verdicts.append(verdict)
        print(probing.as_line(verdict, width), flush=True)
    print(probing.summary(verdicts))
    write_json(json_file, [probing.as_json(verdict) for verdict in verdicts])
    if not all(verdict.ok for verdict in verdicts):
        raise typer.Exit(1)


def grade(
    lab: LabArgument,
    course: CourseOption = COURSE,
    workers: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Submissions at the same time; as many as cores.")
    ] = None,
    scheduler: Annotated[str | None, typer.Option(metavar="tcp://…", help="A Dask scheduler.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Grade again what is graded already.")] = False,
    no_sandbox: Annotated[bool, typer.Option("--no-sandbox", help="Only for a class that you trust.")] = False,
    json_file: JsonOption = None,
    renamed: Annotated[
        list[str] | None,
        typer.Option(metavar="OLD=NEW", help="A check or exercise that has another name now; repeatable."),
    ] = None,
    drop: Annotated[
        list[str] | None,
        typer.Option(metavar="CELL", help="A check that is gone: points that persons gave there may go; repeatable."),
    ] = None,
) -> None:
    """Grade every hand-in of a lab; what is graded and unchanged is kept."""
    import gc
    from contextlib import nullcontext
    from dataclasses import asdict

    from autograder.authoring.lab import lab_paths
    from autograder.sandbox.base_process import base

    if scheduler and workers:
        raise CourseError("--workers is for this machine; a cluster's workers have their own: dask worker --nthreads N")
    decisions = _decisions(renamed or [], drop or [])
    (source,) = lab_paths([lab])
    start = nullcontext() if scheduler else base(source.read_text(encoding="utf-8"), not no_sandbox)
    with start as zygote:  # it imports while we do
        from autograder.course.course import Course
        from autograder.grade.grade import grade_class

        gc.freeze()  # what was imported stays, so no collection need look through it
        place = Course(course)
        options: dict[str, Any] = {
            "workers": workers, "walls": not no_sandbox, "zygote": zygote, "scheduler": scheduler,
        }  # fmt: skip
        results = grade_class(place, place.as_written(lab, decisions=decisions), fresh=fresh, **options)
    write_json(json_file, [asdict(result) for result in results])


def report(
    lab: Annotated[str | None, typer.Argument(metavar="[LAB]", help="The whole course if left out.")] = None,
    course: CourseOption = COURSE,
) -> None:
    """Write one HTML page about a graded lab, or about the whole course."""
    from autograder.course.course import Course
    from autograder.report.course_page import write_course_report
    from autograder.report.lab_page import write_report

    place = Course(course)
    page = write_report(place, place.as_graded(lab)) if lab else write_course_report(place)
    print(f"The report lies in {page}")


class Format(StrEnum):
    """The forms in which grades leave the course."""

    csv = "csv"
    canvas = "canvas"
    moodle = "moodle"
    gradescope = "gradescope"


def export(
    form: Annotated[Format, typer.Argument(metavar="{csv,canvas,moodle,gradescope}")],
    labs: Annotated[list[str] | None, typer.Argument(metavar="[LAB]...", help="All graded labs if left out.")] = None,
    course: CourseOption = COURSE,
    into: Annotated[Path | None, typer.Option(metavar="FILE", help="What Canvas or Moodle exported.")] = None,
    column: Annotated[
        list[str] | None, typer.Option(metavar="LAB=HEADER", help="The lab's column in that file; repeatable.")
    ] = None,
    no_names: Annotated[bool, typer.Option("--no-names", help="Pseudonyms instead of names.")] = False,
) -> None:
    """Write the grades in a form that other systems read."""
    from autograder.course.course import Course
    from autograder.export import export_grades

    place = Course(course)
    names = [place.lab_name(lab) for lab in labs or []] or place.labs()
    columns = export_grades.columns(place, column or [])
    for path in export_grades.export(place, form.value, names, into=into, columns=columns, no_names=no_names):
        print(f"The grades lie in {path}")


class Platform(StrEnum):
    """The platforms that take feedback back."""

    moodle = "moodle"
    canvas = "canvas"
    gradescope = "gradescope"


def feedback(
    lab: LabArgument,
    form: Annotated[
        Platform | None, typer.Option("--for", metavar="{moodle,canvas,gradescope}", help="The archive it takes back.")
    ] = None,
    to: Annotated[Path | None, typer.Option(metavar="DIR", help="Write to this folder.")] = None,
    into: Annotated[Path | None, typer.Option(metavar="FILE", help="Moodle's grading worksheet.")] = None,
    course: CourseOption = COURSE,
) -> None:
    """Write a page for each student: points, messages, their own code, a person's comments."""
    from autograder.course.course import Course
    from autograder.feedback.feedback import feedback

    place = Course(course)
    feedback(place, place.as_graded(lab), form=form.value if form else "", to=to, into=into)


def forget(
    student: Annotated[str, typer.Argument(metavar="STUDENT", help="The name of their folder in submitted/.")],
    course: CourseOption = COURSE,
) -> None:
    """Delete one student from everything that the course directory keeps."""
    from autograder.admin.forget import forget
    from autograder.course.course import Course

    forget(Course(course), student, print)


def new(lab: Annotated[str, typer.Argument(metavar="LAB", help="The new lab's name: 11_name.")]) -> None:
    """Make a small complete lab to start from: source, answers and text test."""
    from autograder.authoring.new_lab import new_lab

    for path in new_lab(lab):
        print(f"wrote {path}")
    print(f"Next: python -m autograder build {lab}, then change it, a cell at a time.")


def demo(
    students: Annotated[int, typer.Option(metavar="N", min=1, help="How many students.")] = 12,
    lab: Annotated[str, typer.Option(metavar="LAB", help="Which lab they hand in.")] = "01_perceptron",
) -> None:
    """Build, grade and report a sample class in a temporary course."""
    from autograder.admin.demo import run_demo

    if not run_demo(lab, students):
        raise typer.Exit(1)


def inside() -> None:
    """Say how many points rest on evidence from the student's process, by lab."""
    from autograder.authoring.inside import MOST, count, lines, share

    found = count()
    print(*lines(found), sep="\n")
    if share(found) > MOST:
        raise typer.Exit(1)


def doctor(course: CourseOption = COURSE) -> None:
    """Say what this machine can do for grading; each problem comes with its cure."""
    from autograder.admin.doctor import examine

    findings = examine(course)
    print(*findings, sep="\n")
    problems = sum(bool(finding.cure) for finding in findings)
    print(f"{problems} {'problem' if problems == 1 else 'problems'}")
    if any(finding.required for finding in findings):
        raise typer.Exit(1)


def _decisions(renamed, dropped):
    """What the instructor says about a lab that was changed during the term."""
    from autograder.course.changes import Decisions

    pairs = [text.partition("=") for text in renamed]
    for old, sign, new in pairs:
        if not (old and sign and new):
            raise CourseError(f"--renamed needs OLD=NEW, as in --renamed hidden_add=hidden_sum; received {old + sign}")
    if len({old for old, _, _ in pairs}) < len(pairs):
        raise CourseError("--renamed: one old name has two new ones")
    return Decisions({old: new for old, _, new in pairs}, frozenset(dropped))


def _cells_of(name):
    """A lab's cells; what is still wrong in a half-written lab is said and does not stop the probe."""
    from autograder.authoring.lab import BuildError, lab_paths, read_lab
    from autograder.authoring.percent_script import read_cells

    (path,) = lab_paths([name])
    try:
        return read_lab(path).cells
    except BuildError as error:
        print(f"{error}\n{path.name} is not ready to be built; its answers are probed all the same.\n")
        return read_cells(path.read_text(encoding="utf-8"))[0]


def write_json(path: Path | None, value: object) -> None:
    """Write what a command found to the file that `--json` names, if it names one."""
    if path is None:
        return
    try:
        path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise CourseError(f"cannot write {path}: {error.strerror}") from None


def register(app: typer.Typer) -> None:
    """Add the commands of grading to the command line."""
    for command in (new, probe, grade, report, export, feedback, forget, demo, doctor, inside):
        app.command(command.__name__)(command)
