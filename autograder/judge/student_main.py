"""The student's side: runs a notebook's cells behind the walls, then answers the judge.

Everything that this process says is hearsay: it shares its memory with student code.
"""

import ast
import inspect
import json
import linecache
import os
import socket
import sys
import tempfile
import time
import traceback
import types
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING, Any

from autograder.judge.demo_cells import DEMO, without_unused
from autograder.judge.messages import CellEnded, CellStarted, Inside, Ready, StudentCell, StudentMessage, StudentTask
from autograder.judge.student_stand_ins import AskForStandIn
from autograder.judge.usual_state import UsualState
from autograder.sandbox import isolation, usage
from autograder.sandbox.limits import Limits
from autograder.util.plain import from_plain
from autograder.wire.server import CallServer, TooSlow, stopped_after
from course_utils import stand_ins
from course_utils.notebook_marks import plain_python

if TYPE_CHECKING:
    import asyncio

SEPARATOR = "\x1e"
READ_SECONDS = 5
STOPPED = "this cell was stopped after"
NOT_RUN = "(not run while grading: {})"


def main(descriptors: Sequence[int], *, walls: bool = True) -> None:
    """Read the job, go behind the walls, run the cells, serve the judge.

    Args:
        descriptors: Pipes and sockets: the job to read, progress to write, output to write, the judge, and where to ask
            for stand-ins.
        walls: False leaves the namespaces out.
    """
    job, progress, output, judge, requests = descriptors
    with os.fdopen(job, "rb") as file:
        task = from_plain(StudentTask, json.loads(file.read()))
    bounds = task.bounds
    if walls:
        isolation.enter(bounds, keep={progress, output, judge, requests}, place=task.place)
    else:
        trust(bounds)
    redirect(output)
    stand_ins.source = AskForStandIn(socket.socket(fileno=requests))
    space = new_main()
    tell = MessagePipe(progress)
    tell(Inside())
    usual = UsualState(space)
    for cell in wanted_cells(task.cells):
        run_cell(cell, usual, tell, bounds)
    tell(Ready())
    wall_seconds = bounds.call_seconds * bounds.wall_factor
    CallServer(socket.socket(fileno=judge), space, bounds.call_seconds, wall_seconds, usual).serve()


def trust(bounds: Limits) -> None:
    """No walls: a folder and a process group of one's own, and the limits that do not count other processes."""
    os.setsid()
    os.chdir(tempfile.mkdtemp(dir=os.environ["HOME"]))
    isolation.set_limits(bounds, count_processes=False)


class MessagePipe:
    """Writes JSON lines to the owner."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def __call__(self, message: StudentMessage) -> None:
        os.write(self.descriptor, json.dumps(asdict(message)).encode() + b"\n")


def redirect(output: int) -> None:
    """Standard output and error to the owner, nothing to read."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (output, 1), (output, 2)):
        os.dup2(source, target)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", buffering=1, errors="replace", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", buffering=1, errors="replace", closefd=False)  # noqa: SIM115


def new_main() -> dict[str, Any]:
    """A fresh `__main__`, as a notebook has it."""
    module = types.ModuleType("__main__")
    module.__dict__.update(__name__="__main__", display=print, get_ipython=lambda: Notebook(module.__dict__))
    sys.modules["__main__"] = module
    sys.breakpointhook = lambda *_, **__: None  # a `breakpoint()` left behind: nobody is here to answer it
    sys.path.insert(0, os.getcwd())
    return module.__dict__


def run_cell(cell: StudentCell, usual: UsualState, tell: MessagePipe, bounds: Limits) -> None:
    """Run one cell; its end, its error and the time it computed go to the owner.

    Where more is in use afterwards than may be, no further cell begins: the owner, which looks now and then, ends this
    process, and it must be this cell's doing and not the next one's.
    """
    flush()
    with suppress(OSError):  # a student's code may have closed it
        os.write(1, f"{SEPARATOR}{cell.number}{SEPARATOR}".encode())
    tell(CellStarted(cell.number))
    start = time.process_time()
    error = run_twice(cell, usual, bounds)
    usual.remember()
    while usage.excess(os.getpid(), bounds):
        time.sleep(0.05)
    flush()
    tell(CellEnded(cell.number, error, round(time.process_time() - start, 3)))


def wanted_cells(cells: Sequence[StudentCell]) -> list[StudentCell]:
    """The cells that run: demo cells only where the student's own cells need them, and can be read in time."""
    try:
        with stopped_after(READ_SECONDS, 5 * READ_SECONDS):
            return without_unused(cells)
    except TooSlow:
        return [cell for cell in cells if cell.kind != DEMO]


def flush() -> None:
    """Send on what was printed."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(Exception):  # it may be the student's own, or closed
            stream.flush()


def run_twice(cell: StudentCell, usual: UsualState, bounds: Limits) -> str:
    """Run a cell; where it fails after names or warnings were changed, once more with all as usual.

    Returns:
        The error of the first time, "" where one of the two had none.
    """
    name, limits = f"cell {cell.number}", (bounds.cell_seconds, bounds.cell_seconds * bounds.wall_factor)
    error = run(cell.source, name, usual.space, *limits)
    if not error or error.startswith(STOPPED) or not usual.differs():
        return error
    with usual.restored():
        return error if run(cell.source, name, usual.space, *limits) else ""


def run(source: str, name: str, space: dict[str, Any], seconds: float, wall_seconds: float | None = None) -> str:
    """Run code for so many seconds of computing, and of wall clock, at most.

    Returns:
        The error as a person reads it, "" where there was none.
    """
    file = f"<{name}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    try:
        with stopped_after(seconds, wall_seconds or seconds):
            execute(python(source), file, space)
    except TooSlow as error:
        return f"{STOPPED} {error}"
    except BaseException as error:
        return text_of(error, file)
    return ""


def execute(source: str, file: str, space: dict[str, Any]) -> None:
    """Run Python; `await` may stand outside functions, as in a notebook."""
    code = compile(source, file, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    if code.co_flags & inspect.CO_COROUTINE:
        event_loop().run_until_complete(eval(code, space))
    else:
        exec(code, space)


@cache
def event_loop() -> "asyncio.AbstractEventLoop":
    """The one loop of this notebook, on which tasks of earlier cells go on."""
    import asyncio

    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    return loop


def text_of(error: BaseException, file: str) -> str:
    """The lines of a traceback that lie in the student's cells, and the error."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith("<cell")]
    places = [f"{frame.filename[1:-1]}, line {frame.lineno}: {frame.line}" for frame in frames[-5:]]
    return "\n".join([*places, f"{type(error).__name__}: {error}"])[:4000]


def python(source: str) -> str:
    """Plain Python for a cell: magics do nothing, and a shell line says that it is not run and gives no lines."""
    return plain_python(source, _not_run)


def _not_run(magic: str) -> str:
    return f"get_ipython().getoutput({magic.lstrip('!')!r})" if magic.startswith("!") else "None"


class Notebook:
    """What is left of IPython's shell for code that asks for it: magics that time run theirs, others do nothing."""

    def __init__(self, space: dict[str, Any]) -> None:
        self.space = space

    def run_line_magic(self, name: str, line: str, *_: object, **__: object) -> None:
        if name in ("time", "timeit"):
            exec(python(line), self.space)

    def run_cell_magic(self, name: str, line: str, cell: str) -> None:
        exec(python(f"%%{name} {line}\n{cell}"), self.space)

    def system(self, command: str) -> None:
        print(NOT_RUN.format(command))

    def getoutput(self, command: str) -> list[str]:
        self.system(command)
        return []

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_, **__: None
