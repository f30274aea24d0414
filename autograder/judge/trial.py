"""One submission's trial: a student's process, a judge, and the clock over both."""

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from autograder.judge import stand_in_use, visible
from autograder.judge.demo_cells import DEMO
from autograder.judge.messages import Broken, CheckCell, CheckResult, JudgeTask, StudentCell, Wanted
from autograder.judge.processes import JudgeProcess, StudentProcess, clean
from autograder.judge.turns import TURNS
from autograder.sandbox.limits import Limits, Place
from autograder.sandbox.zygote import ForkRefused, Gone, Zygote
from autograder.wire.errors import PLACE

BY_HAND = "read the code, and give the points by hand if it deserves them"
MOST_LINE = 200  # characters of a student's line in a message
ATTEMPTS = 3  # how often a trial is begun when the zygote ends under it


class Cores:
    """The cores of this machine and how many submissions of this process each of them has."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.used: Counter[int] = Counter()

    @contextmanager
    def one(self) -> Iterator[int]:
        """The core that has the fewest submissions, for as long as the context lasts."""
        with self.lock:
            allowed = sorted(os.sched_getaffinity(0), key=lambda core: (self.used[core], random.random()))
            self.used[allowed[0]] += 1
        try:
            yield allowed[0]
        finally:
            with self.lock:
                self.used[allowed[0]] -= 1


CORES = Cores()


@dataclass
class Verdict:
    """What came out of a trial.

    Attributes:
        results: Passed and message by test id, in order.
        errors: The error of each of the student's cells that ended with one, by cell number.
        output: What each cell printed, by cell number, bounded.
        flags: What a person should know.
        asked: The stand-ins that the student's own code got, and where it was when it asked first.
        seconds: Wall clock.
        own_seconds: The processor time of the student's processes and the judge's, forks and tests included.
    """

    results: dict[int, tuple[bool, str]] = field(default_factory=dict)
    errors: dict[int, str] = field(default_factory=dict)
    output: dict[int, str] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    asked: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    own_seconds: float = 0.0


class Trial:
    """Runs one submission against its tests.

    Args:
        zygote: A `Zygote`.
        cells: The cells to run, in order.
        prepare: Sources that the tests stand on: imports and shared cells.
        tests: The tests, in order; the hidden ones run last.
        bounds: What the submission may use. The judge and the student's processes run on the core that has the fewest,
            so that a greedy submission slows nobody else down.
        policy: What asking for a stand-in costs, one of `stand_in_use.POLICIES`.
    """

    def __init__(
        self,
        zygote: Zygote,
        cells: Sequence[StudentCell],
        prepare: Sequence[str],
        tests: Sequence[CheckCell],
        bounds: Limits,
        policy: str = "flag",
    ) -> None:
        self.zygote, self.cells, self.prepare, self.bounds = zygote, cells, prepare, bounds
        self.tests = sorted(tests, key=lambda test: test.hidden)  # nobody tells in a shown one what a hidden one asked
        self.starved = self.alone = False
        self.policy = policy
        self.seen = visible.needed(cells, prepare, tests)
        self.given = stand_in_use.given(cells)

    def run(self) -> Verdict:
        """The verdict; whatever the student's code does, this returns.

        A trial in which a bound on wall clock ended what others on this machine kept from computing is held once more
        from the beginning, while no other one is; what that one says is believed.

        Raises:
            ForkRefused: The grader's own processes do not start; no student's fault.
        """
        with TURNS.together():
            verdict = self.until_it_runs()
        if self.starved:
            first = verdict
            with TURNS.alone():
                self.alone = True
                verdict = self.until_it_runs()
            verdict.seconds += first.seconds
            verdict.own_seconds += first.own_seconds
        return verdict

    def until_it_runs(self) -> Verdict:
        """One trial; another one when the zygote ended under it."""
        for attempt in range(1, ATTEMPTS + 1):
            generation = self.zygote.generation
            try:
                self.zygote.wait()  # its imports are not the submission's time
                with CORES.one() as core:
                    self.place = Place(core, visible.hidden_files(self.seen))
                    verdict = self.attempt()
                if self.zygote.alive() and self.zygote.generation == generation:
                    return verdict
            except ForkRefused as error:
                if attempt == ATTEMPTS or not (isinstance(error, Gone) or self.died(generation)):
                    raise
            self.zygote.restart(generation)
        raise Gone("the grader's base process ended again and again")

    def died(self, generation: int) -> bool:
        """Has the zygote ended, or been started anew, since it had this generation?"""
        return not self.zygote.alive() or self.zygote.generation != generation

    def attempt(self) -> Verdict:
        """One trial from the beginning."""
        self.verdict, self.starts, self.starved = Verdict(), 0, False
        self.student: StudentProcess | None = None
        self.judge: JudgeProcess | None = None
        self.deadly: set[int] = set()
        self.began = time.monotonic()
        waiting = {test.id: test for test in self.tests}
        try:
            while waiting and not (self.starved and not self.alone):
                self.hear(waiting)
        finally:
            self.drop_student()
            self.drop_judge()
        self.verdict.seconds = time.monotonic() - self.began
        if self.policy == "cost":
            self.verdict.results = stand_in_use.after_cost(self.verdict.results, self.tests, self.verdict.asked)
        asked, seen = self.verdict.asked, self.seen
        self.verdict.flags += stand_in_use.flags(self.cells, self.tests, self.prepare, asked, self.policy, seen)
        return self.verdict

    def left(self) -> float:
        """The seconds that this submission has left."""
        return self.bounds.submission_seconds - (time.monotonic() - self.began)

    def hear(self, waiting: dict[int, CheckCell]) -> None:
        """Follow the judge one message further."""
        if self.judge is None:
            tests = tuple(waiting.values())
            seconds = self.bounds.call_seconds
            wall_seconds = seconds * self.bounds.wall_factor
            task = JudgeTask(tuple(self.prepare), tests, seconds, wall_seconds, self.place.core)
            self.judge = JudgeProcess(self.zygote, task)
        allowed = self.bounds.test_seconds + self.bounds.call_seconds
        if self.student is not None:
            self.student.doing = f"while {self.name(next(iter(waiting)))} was checked"
        message = self.judge.hear(allowed, min(allowed * self.bounds.wall_factor, self.left()), self.student)
        self.starved = self.starved or self.judge.starved
        if self.left() <= 0:
            return self.out_of_time(waiting)
        if message is None:
            return self.give_up(self.judge, waiting)
        if isinstance(message, Broken):
            raise ForkRefused(f"the tests of this lab cannot be run: {message.broken}")
        if isinstance(message, Wanted):
            self.bring_student(self.judge)
        elif isinstance(message, CheckResult) and message.test in waiting:
            waiting.pop(message.test)
            self.note(message)

    def note(self, message: CheckResult) -> None:
        """The result of one test."""
        said = clean(message.message).replace(PLACE, self.place_of(message))
        self.verdict.results[message.test] = (message.passed, said)
        name, gone = self.name(message.test), message.gone
        self.starved = self.starved or message.starved
        if message.limit:
            self.flag(f"{name}: {clean(message.limit)}: {BY_HAND}")
        if not gone:
            return
        if gone.startswith("suspicious: "):
            self.flag(f"{name}: {clean(gone).removeprefix('suspicious: ')}: look for code that forges answers")
        if self.student is not None and self.student.end:
            self.flag(f"{name}: the code that it called {self.student.end}: {BY_HAND}")
        self.drop_student()

    def place_of(self, message: CheckResult) -> str:
        """The student's own line that raised an error: its text is taken from the hand-in, not from that process."""
        source = next((cell.source for cell in self.cells if cell.number == message.cell), "")
        lines = source.splitlines()
        own = lines[message.line - 1].strip() if 0 < message.line <= len(lines) else ""
        return f"in your line `{own[:MOST_LINE]}`" if own else "in your code"

    def name(self, test: int) -> str:
        """What a person knows a test by: the names that its exercise defines."""
        names = next((one.names for one in self.tests if one.id == test), ())
        return ", ".join(names) or f"check {test}"

    def flag(self, text: str) -> None:
        """Tell a person something, once."""
        if text not in self.verdict.flags:
            self.verdict.flags.append(text)

    def give_up(self, judge: JudgeProcess, waiting: dict[int, CheckCell]) -> None:
        """The judge itself did not come back: its test is lost, a new judge runs the rest."""
        spoken, ended = judge.spoken, judge.child.ended(1)
        self.drop_judge()
        self.drop_student()
        if ended and not spoken:
            said = self.zygote.said[-1].strip() if self.zygote.said else "it said nothing"
            raise ForkRefused(f"the tests of this lab cannot be run: {said}")
        test = next(iter(waiting))
        waiting.pop(test)
        self.verdict.results[test] = (False, "this check did not end in time")
        self.flag(f"{self.name(test)}: the check {'ended' if ended else 'was stopped'} without a result: {BY_HAND}")

    def out_of_time(self, waiting: dict[int, CheckCell]) -> None:
        """The submission has used up its time: what was not judged by now is not judged."""
        sentence = f"not run: the submission had used up its {self.bounds.submission_seconds:g} seconds"
        self.verdict.results |= {test: (False, sentence) for test in waiting}
        self.flag(f"{len(waiting)} checks were {sentence}: {BY_HAND}")
        waiting.clear()

    def bring_student(self, judge: JudgeProcess) -> None:
        """Give the judge a connection to a student's process whose cells have run, or the reason why there is none."""
        while self.starts <= self.bounds.restarts and self.left() > 0:
            self.starts += 1
            cells = [cell for cell in self.cells if cell.number not in self.deadly]
            student = self.student = StudentProcess(self.zygote, cells, self.bounds, self.place, self.seen)
            cell = student.run_cells(self.left())
            self.keep(student)
            if cell is None:
                return judge.give(student)
            self.lose(cell, student.end)
            self.drop_student()
        self.flag(f"the code ended its process too often: {BY_HAND}")
        judge.refuse("the code ended its process too often")

    def lose(self, cell: int, end: str) -> None:
        """A cell that the process did not survive is left out from now on."""
        if cell in self.deadly or cell == -1:
            return self.flag(f"the code {end}: {BY_HAND}")
        self.deadly.add(cell)
        self.flag(f"cell {cell} {end}; the other cells were run without it: look at that cell")
        self.verdict.errors[cell] = f"this cell {end}"

    def drop_student(self) -> None:
        """End the student's process, if there is one."""
        if self.student is not None:
            asked = self.student.desk.given
            self.verdict.asked |= {
                name: asked[name] for name in asked if name not in self.given and name not in self.verdict.asked
            }
            self.student.close()
            self.verdict.own_seconds += self.student.child.seconds
            self.student = None

    def drop_judge(self) -> None:
        """End the judge, if there is one."""
        if self.judge is not None:
            self.judge.close()
            self.verdict.own_seconds += self.judge.child.seconds
            self.judge = None

    def keep(self, student: StudentProcess) -> None:
        """What the student's process said about its cells; later runs do not overwrite the first one's."""
        self.starved = self.starved or student.starved
        for cell, how in student.stopped.items():
            self.flag(f"cell {cell} {how}: look at that cell")
        demos = {cell.number for cell in self.cells if cell.kind == DEMO}
        output = {number: text for number, text in student.output().items() if number not in demos}
        for kept, told in ((self.verdict.errors, student.errors), (self.verdict.output, output)):
            for number, text in told.items():
                kept.setdefault(number, text)
