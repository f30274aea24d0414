"""A real Dask scheduler and real workers on 127.0.0.1, each with a zygote and a sandbox of its own."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys

import psutil
import pytest
from tiny_lab import RIGHT

from autograder import ROOT, CourseError
from autograder.grade.grade import grade_class

LAB = "90_tiny"
STUDENTS = 12
WORKER = ("worker", "--no-nanny", "--nthreads", "1", "--no-dashboard", "--memory-limit", "0")

pytestmark = [pytest.mark.slow, pytest.mark.sandbox]


class Cluster:
    """A scheduler and as many workers as asked for, in processes of their own; `log` holds what they say."""

    def __init__(self, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address, self.folder, self.started = f"tcp://127.0.0.1:{port}", folder, []
        self.scheduler = self.start("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")

    def start(self, *words):
        command = [sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:]]
        environ = os.environ | {"PYTHONPATH": str(ROOT)}
        with (self.folder / f"{len(self.started)}.log").open("w") as log:
            self.started.append(subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log, env=environ))
        return self.started[-1]

    def worker(self):
        return self.start(*WORKER, self.address)

    def stop(self):
        for process in self.started:
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path):
    folder = tmp_path / "cluster"
    folder.mkdir()
    cluster = Cluster(folder)
    yield cluster
    cluster.stop()


@pytest.fixture
def hand_ins(hand_in):
    """A class in which no two neighbours get the same points; one hand-in is no notebook, one ends its process."""
    forms = [
        RIGHT,
        RIGHT | {"add": "def add(a, b):\n    print('adding')\n    return abs(a) + abs(b)\n"},
        {},
        RIGHT | {"mean": "import os\n\ndef mean(values):\n    os._exit(1)\n"},
        RIGHT | {"why": "A mean shares <b>it</b>: \u2211/n."},
    ]
    for number in range(STUDENTS - 1):
        hand_in(f"s{number:02}", forms[number % len(forms)])
    hand_in("torn", {}).write_text("{", encoding="utf-8")


def outcome(course, assignment, **options):
    """All that a run leaves behind, without clocks: results, gradebook, autograded notebooks, and what was said."""
    said = []
    results = grade_class(course, assignment, fresh=True, say=said.append, **options)
    kept = [json.loads(course.result(one.student, LAB).read_text()) for one in results]
    for one in (*kept, *(part["result"] for part in kept)):
        one.pop("own_seconds", None), one.pop("seconds", None)
    grades = {student: sorted(map(repr, cells)) for student, cells in course.gradebook.grades(LAB).items()}
    notebooks = {path.parts[-3]: path.read_bytes() for path in course.path.glob(f"autograded/*/{LAB}/*.ipynb")}
    return kept, grades, notebooks, said


def test_two_workers_and_this_machine_leave_the_same_behind(course, assignment, hand_ins, cluster):
    cluster.worker(), cluster.worker()
    here = outcome(course, assignment)
    there = outcome(course, assignment, scheduler=cluster.address)
    assert there[:3] == here[:3]
    assert len(here[1]) == STUDENTS - 1
    assert there[3][-1] == here[3][-1] == "90_tiny: 11 graded, 0 needs-review, 1 failed"


def test_a_lab_that_was_changed_is_graded_there_as_here(course, assignment, hand_ins, cluster):
    cluster.worker()
    source = course.root / "solutions" / f"{LAB}.py"
    source.write_text(source.read_text(encoding="utf-8").replace('"mean"', '"average"'), encoding="utf-8")
    changed = course.as_written(LAB, lambda text: None)
    here = outcome(course, changed)
    assert outcome(course, changed, scheduler=cluster.address)[:3] == here[:3]
    note = "made from an earlier release of the lab: graded as the lab is now"
    assert [one["result"]["repairs"] for one in here[0][:-1]] == [[note]] * (STUDENTS - 1)


def test_what_a_killed_worker_had_is_graded_by_the_other(course, assignment, hand_ins, cluster):
    victim, _ = cluster.worker(), cluster.worker()
    here = outcome(course, assignment)
    told = []

    def say(line):
        told.append(line)
        if line.startswith("[3/"):
            victim.send_signal(signal.SIGKILL)

    results = grade_class(course, assignment, fresh=True, scheduler=cluster.address, say=say)
    assert [one.score for one in results] == [one["result"]["score"] for one in here[0]]
    assert "1 of 2 workers were lost; what they had is graded again by others." in told


def zygotes(process):
    """The processes of a worker that are bubblewrap; one that ends while we look is none."""
    found = []
    for one in psutil.Process(process.pid).children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            found += [one] if "bwrap" in one.name() else []
    return found


def test_a_worker_has_a_zygote_while_a_class_is_graded_and_none_afterwards(course, assignment, hand_ins, cluster):
    worker, seen = cluster.worker(), []
    say = lambda line: seen.append(len(zygotes(worker)))  # noqa: E731
    grade_class(course, assignment, fresh=True, scheduler=cluster.address, say=say)
    assert max(seen) > 0
    assert not zygotes(worker)


def test_a_scheduler_that_ends_in_the_middle_gets_a_sentence_and_loses_nothing(course, assignment, hand_ins, cluster):
    cluster.worker()
    told = []

    def say(line):
        told.append(line)
        if line.startswith("[3/"):
            cluster.scheduler.kill()

    with pytest.raises(CourseError, match="scheduler at tcp://.* is gone; what was graded is kept"):
        grade_class(course, assignment, scheduler=cluster.address, say=say)
    told.clear()
    results = grade_class(course, assignment, say=told.append)
    assert told[0].split()[0] in ("3", "4", "5")
    assert len(results) == STUDENTS


def test_a_scheduler_without_workers_and_none_at_all_get_a_sentence(course, assignment, hand_in, cluster, monkeypatch):
    hand_in("alice", RIGHT)
    monkeypatch.setattr("autograder.grade.dask_client.CONNECT_SECONDS", 5)
    with pytest.raises(CourseError, match="has no workers: dask worker tcp://"):
        grade_class(course, assignment, scheduler=cluster.address)
    cluster.scheduler.kill()
    cluster.scheduler.wait()
    with pytest.raises(CourseError, match="no Dask scheduler answers at tcp://"):
        grade_class(course, assignment, scheduler=cluster.address)
    with pytest.raises(CourseError, match="no Dask scheduler answers at here"):
        grade_class(course, assignment, scheduler="here")


def test_a_worker_with_another_grader_is_refused(course, assignment, hand_in, cluster, monkeypatch):
    hand_in("alice", RIGHT)
    cluster.worker()
    monkeypatch.setattr("autograder.grade.dask_worker.COMPUTE", ("numpy", "pip"))
    monkeypatch.setattr("autograder.grade.dask_worker.metadata.version", lambda name: "0.1")
    with pytest.raises(CourseError, match=r"a worker of tcp://.* cannot grade: it has numpy [\d.]+ instead of 0.1"):
        grade_class(course, assignment, scheduler=cluster.address)
