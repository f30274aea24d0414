"""Time the build, the commands' start and the import of course_utils: `python tests/benchmarks/building.py`.

Prints seconds, the median of some runs, beside the bound that the course sets itself.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
BOUNDS = {
    "import course_utils": (["-c", "import course_utils"], 0.3),
    "python -m autograder --help": (["-m", "autograder", "--help"], 0.5),
}


def seconds(words, runs=5, **options):
    """The median wall time of a command, less that of an empty Python."""
    return statistics.median(timed(words, **options) for _ in range(runs))


def timed(words, **options):
    start = time.perf_counter()
    subprocess.run([sys.executable, *words], check=True, cwd=ROOT, stdout=subprocess.DEVNULL, **options)
    return time.perf_counter() - start


def eleven_labs(folder):
    """A repository with eleven labs as long as the real ones."""
    (folder / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    (folder / "solutions").mkdir()
    sources = sorted((ROOT / "solutions").glob("[0-9]*.py"))
    for number in range(11):
        text = sources[number % len(sources)].read_text()
        (folder / "solutions" / f"{number:02}_lab.py").write_text(text)
    return folder


def main():
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    empty = seconds(["-c", "pass"])
    for name, (words, bound) in BOUNDS.items():
        print(f"{name:32} {seconds(words) - empty:6.2f} s   bound {bound:g} s")
    with tempfile.TemporaryDirectory() as folder:
        root = eleven_labs(Path(folder))
        code = (
            f"from pathlib import Path; from autograder.authoring.build import build; build(root=Path({str(root)!r}))"
        )
        print(f"{'build of eleven labs':32} {seconds(['-c', code], runs=1):6.2f} s   bound 20 s")


if __name__ == "__main__":
    main()
