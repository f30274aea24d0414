"""The student's side: runs a notebook's cells behind the walls, then answers the judge.

Everything that this process says is hearsay: it shares its memory with student code.
"""

import json
import linecache
import os
import signal
import socket
import sys
import tempfile
import time
import traceback
import types
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from autograder.judge.messages import CellEnded, CellStarted, Inside, Ready, StudentCell, StudentMessage, StudentTask
from autograder.judge.student_stand_ins import AskForStandIn
from autograder.sandbox import isolation, usage
from autograder.sandbox.limits import Limits
from autograder.util.plain import from_plain
from autograder.wire.server import CallServer, TooSlow, too_slow
from course_utils import stand_ins
from course_utils.notebook_marks import plain_python

SEPARATOR = "\x1e"
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
    for cell in task.cells:
        run_cell(cell, space, tell, bounds)
    tell(Ready())
    CallServer(socket.socket(fileno=judge), space, bounds.call_seconds).serve()


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
    sys.path.insert(0, os.getcwd())
    return module.__dict__


def run_cell(cell: StudentCell, space: dict[str, Any], tell: MessagePipe, bounds: Limits) -> None:
    """Run one cell; its end, its error and the time it took go to the owner.

    Where more is in use afterwards than may be, no further cell begins: the owner, which looks now and then, ends this
    process, and it must be this cell's doing and not the next one's.
    """
    print(f"{SEPARATOR}{cell.number}{SEPARATOR}", end="", flush=True)
    tell(CellStarted(cell.number))
    start = time.monotonic()
    error = run(cell.source, f"cell {cell.number}", space, bounds.cell_seconds)
    while usage.excess(os.getpid(), bounds):
        time.sleep(0.05)
    sys.stdout.flush(), sys.stderr.flush()
    tell(CellEnded(cell.number, error, round(time.monotonic() - start, 3)))


def run(source: str, name: str, space: dict[str, Any], seconds: float) -> str:
    """Run code; returns the error as a person reads it, "" where there was none."""
    file = f"<{name}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    previous = signal.signal(signal.SIGALRM, too_slow)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        exec(compile(python(source), file, "exec"), space)
    except TooSlow:
        return f"this cell was stopped after {seconds:g} seconds"
    except BaseException as error:
        return text_of(error, file)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
    return ""


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
