"""What answers deserve together, worked out by running the author's cells with them in plain Python.

In a process of its own, `python -m autograder.admin.expected_points SOURCE`: whoever asks may have run a TensorFlow
operation, and children that are forked after one hang.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from autograder import ROOT, CourseError
from autograder.authoring.build import read_lab
from autograder.probe.fork_pool import run_forked
from autograder.probe.probe import points_by_exercise
from autograder.probe.run_lab import preload, run_lab
from autograder.util.grading_environment import GRADING_ENVIRONMENT

DEADLINE = 300.0  # seconds for one student


def deserved(source: Path, works: list[dict[str, str]]) -> list[dict[str, float]]:
    """The points of each student, all automatic tests of the lab counted.

    Args:
        source: The path of the lab's source.
        works: For each student a dict of code by the name of its exercise, in the place of the solutions.

    Returns:
        A list of numbers, in this order.

    Raises:
        CourseError: The process that works it out ended.
    """
    if not works:
        return []
    command = [sys.executable, "-m", "autograder.admin.expected_points", str(Path(source).resolve())]
    paths = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    environ = os.environ | GRADING_ENVIRONMENT | {"PYTHONPATH": paths}
    done = subprocess.run(command, input=json.dumps(works), env=environ, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CourseError(f"what the sample students deserve cannot be worked out: {done.stderr.strip()[-500:]}")
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    lab, works = read_lab(Path(sys.argv[1])), json.load(sys.stdin)
    preload(lab.cells)
    every, points = set(points_by_exercise(lab.cells)), [0] * len(works)

    def work(answers, tell):
        run_lab(lab.cells, answers, every, tell)

    for index, outcome in run_forked(works, work, deadline=DEADLINE):
        points[index] = sum(told.get("score", 0) for told in outcome.told)
    print(json.dumps(points))


if __name__ == "__main__":
    main()
