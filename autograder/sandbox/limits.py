"""What one submission may use, as limits.toml says, and where its processes run."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from autograder import CourseError
from autograder.util.plain import WrongForm, from_plain

FILE = Path(__file__).with_name("limits.toml")


@dataclass(frozen=True)
class Limits:
    """All limits of limits.toml, whose sections are only for the eye.

    Attributes:
        cell_seconds: Processor time of one cell of the student's.
        notebook_seconds: Processor time of all of a student's cells together.
        call_seconds: Processor time of one call that a test makes into the student's code.
        test_seconds: Processor time of one test cell, beside that of a call.
        wall_factor: How many times as long, in wall clock, each of these four may take.
        submission_seconds: Wall clock of everything: cells, tests, and all that had to be run again.
        cpu_seconds: Processor time of any one process.
        address_space_mb: Address space of any one process beyond what the empty one has.
        resident_mb: Memory of all of a submission's processes together.
        temporary_mb: Files in the submission's temporary home, and as much again in /tmp and /dev/shm.
        processes: Processes and threads at the same time.
        open_files: Open files of any one process.
        file_mb: Size of any one file.
        restarts: How often a process that ended or hung is started again.
        cell_kb: What is kept of one cell's printed output.
        notebook_kb: What is kept of all printed output.
        message_characters: What is kept of one error message.
        reading_seconds: Processor time that reading one submitted file may take.
        reading_wall_seconds: Wall clock of the same.
        reading_mb: Address space of the process that reads it, beyond what the empty one has.
    """

    cell_seconds: float
    notebook_seconds: float
    call_seconds: float
    test_seconds: float
    wall_factor: float
    submission_seconds: float
    cpu_seconds: int
    address_space_mb: int
    resident_mb: int
    temporary_mb: int
    processes: int
    open_files: int
    file_mb: int
    restarts: int
    cell_kb: int
    notebook_kb: int
    message_characters: int
    reading_seconds: int
    reading_wall_seconds: int
    reading_mb: int


@dataclass(frozen=True)
class Place:
    """Where the processes of a submission run, and what they do not see there.

    Attributes:
        core: The only core that they run on; None for all.
        hidden: Files and folders that are empty to the student's process.
    """

    core: int | None = None
    hidden: tuple[str, ...] = ()


ANYWHERE = Place()


@cache
def limits(path: Path = FILE) -> Limits:
    """The limits: `limits().cell_seconds`; `dataclasses.replace` makes others of them.

    Raises:
        CourseError: The file lacks one, has one that is unknown, or one that is no number.
    """
    sections = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    try:
        return from_plain(Limits, {name: value for section in sections.values() for name, value in section.items()})
    except WrongForm as error:
        raise CourseError(f"{path}: {error}") from None
