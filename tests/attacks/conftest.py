"""An outside world worth attacking, one zygote for all attacks, and a look around after each."""

import hashlib
import os
import site
import socket
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from attacks.lab import FULL, LAB, RIGHT, SOURCE

from autograder.authoring.build import fill, notebook_text, read_lab, release_notebook
from autograder.sandbox import usage

TOKEN = f"forged-by-a-student-{os.getpid()}"


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    path = tmp_path_factory.mktemp("attacked") / "solutions" / f"{LAB}.py"
    path.parent.mkdir()
    path.write_text(SOURCE, encoding="utf-8")
    return read_lab(path)


@pytest.fixture(scope="session")
def release(lab):
    return release_notebook(lab)


@pytest.fixture(scope="session")
def outside(lab, release):
    """The course folder beside the solutions, with everything in it that a student would like to have."""
    course = lab.path.parent.parent / "grading"
    files = {
        "gradebook.db": "grades",
        "nbgrader_config.py": "c = get_config()",
        "results/ann.json": "{}",
        f"submitted/ann/{LAB}/{LAB}.ipynb": notebook_text(fill(release, RIGHT)),
        f"submitted/zoe/{LAB}/{LAB}.ipynb": notebook_text(fill(release, RIGHT)),
        f"autograded/ann/{LAB}/{LAB}.ipynb": notebook_text(release),
    }
    for name, text in files.items():
        path = course / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Outside(course)


class Outside:
    """What no submission may read or change."""

    def __init__(self, course):
        self.course, self.reached = course, []
        self.port = self.listen(socket.AF_INET, ("127.0.0.1", 0))
        self.listen(socket.AF_UNIX, f"\0{TOKEN}")

    def listen(self, family, address):
        """Listen for a student; any connection is remembered."""
        server = socket.socket(family)
        server.bind(address)
        server.listen()
        threading.Thread(target=self.accept, args=[server], daemon=True).start()
        return server.getsockname()[1] if family == socket.AF_INET else None

    def accept(self, server):
        while True:
            self.reached.append(server.accept()[1])

    def fingerprint(self):
        """One text for all that lies outside: contents in the course, names and times elsewhere."""
        found = [f"{path} {digest(path)}" for path in sorted(self.course.parent.rglob("*")) if path.is_file()]
        python = [Path(place) for place in site.getsitepackages()]
        for folder in [*python, Path.home() / ".ipython", Path.home() / ".ipython/profile_default/startup"]:
            if folder.is_dir():
                found += [f"{path} {path.lstat().st_mtime_ns}" for path in sorted(folder.iterdir()) if is_ours(path)]
        root = Path(__file__).parents[2]
        found += [digest(root / package / "__init__.py") for package in ("autograder", "course_utils")]
        for folder in (Path("/tmp"), Path("/dev/shm"), root, root / "autograder", root / "solutions"):
            found += [str(path) for path in folder.glob("*forged*") if folder.is_dir()]
        found += [Path(name).read_text() for name in ("/proc/sys/kernel/core_pattern", "/proc/sys/kernel/pid_max")]
        return "\n".join([*found, *map(str, self.reached)])


def is_ours(path):
    """Names that other programs on this machine make and change meanwhile do not count."""
    return path.name != "__pycache__" and not path.name.startswith((".", "tmp", "pymp-", "sem.", "org.chromium"))


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


@pytest.fixture(scope="session")
def zygote():
    from autograder.sandbox.zygote import Zygote

    os.environ["INSTRUCTORS_TOKEN"] = "a-secret-of-the-instructor"
    with Zygote(libraries=("numpy", "course_utils.checks")) as started:
        started.wait()
        yield started
    del os.environ["INSTRUCTORS_TOKEN"]


@pytest.fixture(scope="session")
def table():
    """Lines of the report, printed when all attacks are over."""
    lines = []
    yield lines
    print("\n" + "\n".join(["attacker  honest     outside    left  seconds  attack", *lines]))


@pytest.fixture
def judge(lab, release, zygote, outside):
    """`judge(code, bounds)` judges an attack on `mean` and an honest student at the same time, side by side."""
    from autograder.judge.submission import judge_notebook
    from autograder.sandbox.limits import limits

    def one(code, bounds, done):
        notebook = fill(release, RIGHT | ({"mean": code} if code else {}))
        scores, verdict = judge_notebook(zygote, lab, notebook, replace(limits(), **bounds))
        done.update(scores={one.id: one.score for one in scores}, verdict=verdict)
        done.update(messages={one.id: one.message for one in scores})

    def run(code, bounds):
        for word, value in (("@COURSE@", outside.course), ("@TOKEN@", TOKEN), ("@PORT@", outside.port)):
            code = code.replace(word, str(value))
        found = [{}, {}]
        work = [(code, bounds, found[0]), ("", {}, found[1])]
        threads = [threading.Thread(target=one, args=arguments) for arguments in work]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return found

    return run


@pytest.fixture
def survivors(zygote):
    """`survivors()` counts the processes that the zygote has and should not have."""
    return lambda: len(usage.family(zygote.process.pid)) - 3 if zygote.alive() else -1


__all__ = ["FULL"]
