"""Stock nbgrader and ours on the same class: `python tests/benchmarks/grading.py --lab 02_activations --students 40`.

Whole command against whole command, one after the other, in one run: `nbgrader autograde` as it comes, and our
`grade`. Prints the parts and a line `ratio N`. Stock nbgrader as it comes gives honest TensorFlow students 0 where
their tests log a line, so the points are compared with stock nbgrader under our settings (`--same` students of the
class), which is timed as well.

`--scale 20 50 100 200` leaves stock nbgrader out and grades classes of these sizes: seconds, the share of the floor
(the submissions' own computing divided by the cores), and the largest memory of all processes together.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

from autograder.admin import demo
from autograder.authoring.build import fill, instructor_notebook, notebook_text
from autograder.course.course import Course
from autograder.util.quiet import no_standard_error

ROOT = Path(__file__).parents[2]
KINDS = ("full marks", "typical mistakes", "full marks, another form", "half done", "full marks", "typical mistakes")
CORES = len(os.sched_getaffinity(0))
LOOK_SECONDS = 4


def hand_in(course, assignment, students):
    """A class of sample students, in the course's `submitted/`."""
    demo.KINDS = KINDS
    for student in students:
        path = course.submitted(student.name, assignment.name) / f"{assignment.name}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(notebook_text(fill(assignment.release, student.work)), encoding="utf-8")


def prepared(folder, lab, students):
    """A course directory with the assignment made and the class handed in."""
    with no_standard_error():
        course = Course(folder)
        assignment = course.as_written(lab, lambda text: None)
    hand_in(course, assignment, students)
    return course, assignment


def timed(words, **options):
    """Seconds of a whole command, and the largest memory of its processes together, in MB."""
    start, peak = time.perf_counter(), [0.0]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    watcher = threading.Thread(target=watch, args=(process.pid, peak), daemon=True)
    watcher.start()
    code = process.wait()
    seconds = time.perf_counter() - start
    if code:
        raise SystemExit(f"{' '.join(map(str, words))} ended with {code}")
    return seconds, peak[0]


def watch(pid, peak):
    """Note the largest proportional memory of a process and all below it; to look takes 40 ms of what is measured."""
    while psutil.pid_exists(pid):
        try:
            family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
            peak[0] = max(peak[0], sum(memory(one) for one in family) / 2**20)
        except psutil.Error:
            pass
        time.sleep(LOOK_SECONDS)


def memory(process):
    """Memory of one process; what forked children share is counted once."""
    try:
        return process.memory_full_info().pss
    except (psutil.Error, AttributeError):
        return 0


def ours(course, lab, workers):
    words = [sys.executable, "-m", "autograder", "grade", lab, "--course", course.path, "--workers", str(workers)]
    return timed(words, cwd=ROOT)


def own_seconds(course, lab):
    """The submissions' own computing, as the grader measured it."""
    return sum(json.loads(path.read_text())["own_seconds"] for path in course.path.glob(f"results/{lab}/*.json"))


def points(course, lab):
    """Points by student and cell, from the gradebook."""
    with no_standard_error():
        found = course.gradebook.grades(lab)
    return {student: sorted((one.grade_id, one.score) for one in cells) for student, cells in found.items()}


def as_it_comes(folder, assignment, students):
    """A course of stock nbgrader with its own settings, the assignment made and the class handed in."""
    folder.mkdir()
    (folder / "nbgrader_config.py").write_text("c = get_config()\n")
    source = folder / "source" / assignment.name / f"{assignment.name}.ipynb"
    source.parent.mkdir(parents=True)
    source.write_text(notebook_text(instructor_notebook(assignment.lab)), encoding="utf-8")
    nbgrader(folder, "generate_assignment", assignment.name)
    for student in students:
        path = folder / "submitted" / student.name / assignment.name / f"{assignment.name}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(notebook_text(fill(assignment.release, student.work)), encoding="utf-8")


def nbgrader(folder, command, lab):
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    return timed([sys.executable, "-m", "nbgrader", command, lab], cwd=folder, env=environ)


def compare(lab, count, workers, same):
    with tempfile.TemporaryDirectory() as place, no_standard_error():
        demo.KINDS = KINDS
        settled, assignment = prepared(Path(place, "settings"), lab, [])
        lab, students = assignment.name, demo.sample_class(settled, assignment.name, count)
        hand_in(settled, assignment, students[:same])
        fast, _ = prepared(Path(place, "ours"), lab, students)
        as_it_comes(Path(place, "stock"), assignment, students)
        our_seconds, our_memory = ours(fast, lab, workers)
        stock_seconds, stock_memory = nbgrader(Path(place, "stock"), "autograde", lab)
        settled_seconds, _ = nbgrader(settled.path, "autograde", lab)
        own = own_seconds(fast, lab)
        here, there = points(fast, lab), points(settled, lab)
    equal = sum(here.get(student) == cells for student, cells in there.items())
    print(f"lab {lab}, {count} submissions, {workers} workers, {CORES} cores")
    print(f"stock nbgrader      {stock_seconds:8.1f} s   {stock_seconds / count:6.2f} s each   {stock_memory:6.0f} MB")
    print(f"  under our settings         {settled_seconds / same:13.2f} s each, of {same}")
    print(f"ours                {our_seconds:8.1f} s   {our_seconds / count:6.2f} s each   {our_memory:6.0f} MB")
    print(f"  own computing     {own:8.1f} s   {own / count:6.2f} s each")
    print(f"same points         {equal} of {same}")
    print(f"ratio under our settings {settled_seconds / same * count / our_seconds:.1f}")
    print(f"ratio {stock_seconds / our_seconds:.1f}")
    return equal == same


def scale(lab, sizes, workers):
    print(f"{'students':>8} {'seconds':>8} {'each':>6} {'own':>7} {'floor':>7} {'share':>6} {'memory':>9}")
    for size in sizes:
        with tempfile.TemporaryDirectory() as place, no_standard_error():
            demo.KINDS = KINDS
            course, _ = prepared(Path(place, "course"), lab, [])
            students = demo.sample_class(course, course.lab_name(lab), min(size, 24))
            students = [demo.Student(f"s{n:04}", "", students[n % len(students)].work) for n in range(size)]
            assignment = course.as_written(lab, lambda text: None)
            hand_in(course, assignment, students)
            seconds, peak = ours(course, assignment.name, workers)
            own = own_seconds(course, assignment.name)
        floor = own / CORES
        times = f"{size:8} {seconds:8.1f} {seconds / size:6.2f} {own:7.1f}"
        row = f"{times} {floor:7.1f} {floor / seconds:6.0%} {peak:6.0f} MB"
        print(row, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lab", default="02_activations")
    parser.add_argument("--students", type=int, default=40)
    parser.add_argument("--same", type=int, default=6, help="submissions whose points are compared cell by cell")
    parser.add_argument("--workers", type=int, default=CORES)
    parser.add_argument("--scale", type=int, nargs="+", help="class sizes; leaves stock nbgrader out")
    options = parser.parse_args()
    if options.scale:
        return scale(options.lab, options.scale, options.workers)
    same = min(options.same, options.students)
    return None if compare(options.lab, options.students, options.workers, same) else sys.exit("the points differ")


if __name__ == "__main__":
    main()
