"""Throughput of a cluster: `python tests/benchmarks/cluster.py --lab 02_activations --students 40`.

Starts a real Dask scheduler and workers on 127.0.0.1, one worker per core and one submission at a time in each, and
grades the same class on one worker and on two (each after a small class that starts the zygotes), and on this machine
without Dask with one and two submissions at a time. Prints seconds and submissions per second, what a submission costs
home and the scheduler in processor time, and from both what 100 workers on machines of their own would give.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import psutil
from grading import KINDS, hand_in

from autograder import ROOT
from autograder.admin import demo
from autograder.course.course import Course
from autograder.grade.grade import grade_class
from autograder.util.quiet import no_standard_error

MODULE = "distributed.cli.dask_"
CORES = sorted(os.sched_getaffinity(0))
FAR = 100  # workers


@contextmanager
def cluster(workers, folder):
    """The address of a scheduler with so many workers, each on a core of its own, and the scheduler's process."""
    port = 18786
    started = [start("scheduler", folder, "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")]
    address = f"tcp://127.0.0.1:{port}"
    options = ["--no-nanny", "--nthreads", "1", "--no-dashboard", "--memory-limit", "0", address]
    for number in range(workers):
        started.append(start("worker", folder, *options))
        psutil.Process(started[-1].pid).cpu_affinity([CORES[number % len(CORES)]])
    try:
        yield address, psutil.Process(started[0].pid)
    finally:
        for process in started:
            process.kill()
            process.wait()


def start(kind, folder, *words):
    command = [sys.executable, "-m", MODULE + kind, *words]
    environ = os.environ | {"PYTHONPATH": str(ROOT)}
    with (folder / f"{kind}.log").open("a") as log:
        return subprocess.Popen(command, cwd=folder, env=environ, stdout=log, stderr=log)


def made(folder, lab, count):
    """A course with a class of so many, handed in."""
    course = Course(folder)
    assignment = course.as_written(lab, lambda text: None)
    demo.KINDS = KINDS
    some = demo.sample_class(course, assignment.name, min(count, 24))
    hand_in(course, assignment, [demo.Student(f"s{n:04}", "", some[n % len(some)].work) for n in range(count)])
    return course, assignment


def run(course, assignment, **options):
    """Seconds from the first result to the last, so that no start counts, and the results."""
    stamps = []
    results = grade_class(
        course, assignment, fresh=True, say=lambda text: stamps.append(time.perf_counter()), **options
    )
    return (stamps[-2] - stamps[0]) / (len(results) - 1), [(one.student, one.score, one.status) for one in results]


def used(process):
    times = process.cpu_times()
    return times.user + times.system


def measure(lab, count):
    expected = None
    with tempfile.TemporaryDirectory() as place, no_standard_error():
        course, assignment = made(Path(place, "course"), lab, count)
        print(f"lab {assignment.name}, {count} submissions, {len(CORES)} cores")
        print(f"{'':28} {'s each':>8} {'a second':>9} {'home, s':>9} {'scheduler, s':>13}")
        for workers in (1, 2):
            each, expected = run(course, assignment, workers=workers)
            print(f"this machine, {workers} at a time    {each:8.3f} {1 / each:9.2f}", flush=True)
        home, alone = psutil.Process(), None
        for workers in (1, 2):
            with cluster(workers, Path(place)) as (address, scheduler):
                before = used(home), used(scheduler)
                each, found = run(course, assignment, scheduler=address)
                ours, theirs = ((used(one) - was) / count for one, was in zip((home, scheduler), before, strict=True))
            same = "same points" if found == expected else "OTHER POINTS"
            row = f"{each:8.3f} {1 / each:9.2f} {ours:9.3f} {theirs:13.3f}"
            print(f"cluster, {workers} {'worker ' if workers == 1 else 'workers'}           {row}  {same}", flush=True)
            alone = alone or each
    ceiling = 1 / max(ours, theirs)
    print(f"two workers give {alone / each:.2f} times the throughput of one")
    print(f"home can take in {1 / ours:.0f} results a second, the scheduler can pass on {1 / theirs:.0f}")
    print(f"{FAR} workers would give {min(FAR / alone, ceiling):.0f} a second ({FAR / alone:.0f} without these bounds)")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lab", default="02_activations")
    parser.add_argument("--students", type=int, default=40)
    options = parser.parse_args()
    measure(options.lab, options.students)


if __name__ == "__main__":
    main()
