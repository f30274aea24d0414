"""What the grader, the student's process and the judge tell each other as JSON; `util.plain` reads it and checks it."""

from dataclasses import dataclass

from autograder.sandbox.limits import Limits, Place


@dataclass(frozen=True)
class StudentCell:
    """A cell that the student's process runs.

    Attributes:
        number: Its place in the notebook.
        source: Its code.
        kind: The course's word for it: "setup", "given", "shared", "solution", "demo"; "added" is the student's own.
    """

    number: int
    source: str
    kind: str = "added"


@dataclass(frozen=True)
class CheckCell:
    """A test cell, as the judge runs it.

    Attributes:
        id: The cell's number in the lab.
        names: What it takes from the student.
        source: Its code.
        inside: Does it run in the student's own process?
        hidden: May its message carry nothing that the student's code said, since that has seen hidden inputs?
    """

    id: int
    names: tuple[str, ...]
    source: str
    inside: bool = False
    hidden: bool = False


# -------------------------------------------------------------------------------------- to the student's process


@dataclass(frozen=True)
class StudentTask:
    """The job of a student's process.

    Attributes:
        cells: What it runs, in order.
        bounds: What it may use.
        place: Where it runs.
    """

    cells: tuple[StudentCell, ...]
    bounds: Limits
    place: Place


# ---------------------------------------------------------------- from the student's process, believed by nobody


@dataclass(frozen=True)
class Inside:
    """It stands behind its walls."""

    inside: bool = True


@dataclass(frozen=True)
class CellStarted:
    """A cell begins.

    Attributes:
        start: Its number.
    """

    start: int


@dataclass(frozen=True)
class CellEnded:
    """A cell has ended.

    Attributes:
        end: Its number.
        error: The error as a person reads it, "" where there was none.
        seconds: How long it computed.
    """

    end: int
    error: str
    seconds: float = 0.0


@dataclass(frozen=True)
class Ready:
    """All cells have run."""

    ready: bool = True


@dataclass(frozen=True)
class StandInWanted:
    """It asks for a stand-in, on a line of its own.

    Attributes:
        stand_in: The name.
    """

    stand_in: str


StudentMessage = Inside | CellStarted | CellEnded | Ready
STUDENT_MESSAGES: tuple[type[StudentMessage], ...] = (Inside, CellStarted, CellEnded, Ready)


@dataclass(frozen=True)
class StandIn:
    """The answer to `StandInWanted`.

    Attributes:
        stand_in: The name that was asked for.
        module: The name of the module that the function is made in.
        source: That module's text: the function and what it calls.
        modules: Modules that the text imports and the student's process does not see.
        sources: Their texts, in an order in which they can be run.
        problem: Why there is no such stand-in, "" where there is one.
    """

    stand_in: str
    module: str = ""
    source: str = ""
    modules: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    problem: str = ""


# ------------------------------------------------------------------------------------------------- to the judge


@dataclass(frozen=True)
class JudgeTask:
    """The job of the judge.

    Attributes:
        prepare: Sources that the tests stand on: imports and shared cells.
        tests: The tests, in order.
        call_seconds: How long one call into the student's code may compute.
        call_wall_seconds: How long it may take.
        core: The core that it shares with the student's process; None for all.
    """

    prepare: tuple[str, ...] = ()
    tests: tuple[CheckCell, ...] = ()
    call_seconds: float = 20
    call_wall_seconds: float = 100
    core: int | None = None


# ----------------------------------------------------------------------------------------------- from the judge


@dataclass(frozen=True)
class CheckResult:
    """What came out of one test.

    Attributes:
        test: Its id.
        passed: Did it pass?
        message: What it says, "" where it passed.
        gone: Why the student's process is gone after it, "" when it is there.
        limit: The limit that a call ran into, in words, "" where none did.
        starved: Was it the one on wall clock, and kept others on this machine the student's process from computing?
        cell: The cell of the student's that raised an error, as that process says; -1 where none did.
        line: The line in it.
    """

    test: int
    passed: bool
    message: str
    gone: str
    limit: str = ""
    starved: bool = False
    cell: int = -1
    line: int = 0


@dataclass(frozen=True)
class Wanted:
    """The judge asks for a student's process."""

    want: bool = True


@dataclass(frozen=True)
class Broken:
    """The lab's own preparation stopped; no student's fault.

    Attributes:
        broken: The error.
    """

    broken: str


@dataclass(frozen=True)
class Done:
    """All tests have run."""

    done: bool = True


JudgeMessage = CheckResult | Wanted | Broken | Done
JUDGE_MESSAGES: tuple[type[JudgeMessage], ...] = (CheckResult, Wanted, Broken, Done)
