"""What all tests share: the labs' paths, and a sentence for each suite that lacks a system package."""

import os
import re
import shutil
import tempfile

import pytest

# One thread each, set before NumPy comes: two of OpenBLAS wait for each other in a loop, at ten times the cost.
for library in ("OPENBLAS", "OMP", "MKL"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("MPLBACKEND", "Agg")

from autograder.sandbox import isolation  # noqa: E402

# Kernels and shells of the tests write here: the attacks watch ~/.ipython, and another process may run beside them.
IPYTHON = tempfile.TemporaryDirectory(prefix="ipython-")
os.environ["IPYTHONDIR"] = IPYTHON.name

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


GRADING = ("attacks", "damaged")
NOT_GRADING = ("authoring", "collect", "intake", "probe", "util", "wire")  # rooms of the grader without the walls
LAB = re.compile(r"\[.*?(\d\d_[a-z_]+)")  # in the parameters of a test


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Share the tests out by groups (pytest-xdist's own groups, by a mark, are lost with pytest 9.2)."""
    from xdist.scheduler import LoadScopeScheduling

    class ByGroup(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return group(nodeid)

    return ByGroup(config, log)


def group(nodeid):
    """Tests of one group run in one process, one after the other.

    Those that grade are one group, since they look at what else runs; else it is a file each, and of a file that goes
    through the labs a lab each.
    """
    path = nodeid.split("::")[0]
    _, folder, room, *_ = f"{path}/".split("/")
    if folder in GRADING or (folder == "autograder" and room not in NOT_GRADING):
        return "grading"
    lab = LAB.search(nodeid)
    return f"{path} {lab[1]}" if lab else path


def pytest_collection_modifyitems(items):
    for item in items:
        item.user_properties.append(("suite", kind(item)))
        if item.get_closest_marker("browser") and not CHROMIUM:
            missing(item, "needs a browser: install Debian's package chromium (apt install chromium)")
        if runs_submissions(item) and isolation.problem():
            missing(item, f"needs the sandbox: {isolation.problem()}")


def kind(item):
    """What a test counts as in the table of the suites, `benchmarks/suites.py`; a marker or none."""
    return next((name for name in ("browser", "slow") if item.get_closest_marker(name)), "quick")


def runs_submissions(item):
    return bool(item.get_closest_marker("sandbox")) or "zygote" in getattr(item, "fixturenames", ())


def missing(item, sentence):
    """Skip the test with a sentence; where `.ci/run` is at work, fail instead."""

    def explain():
        (pytest.fail if os.environ.get("COURSE_CI") else pytest.skip)(sentence)

    item.runtest = explain


@pytest.fixture(scope="session")
def chromium():
    """The path of the browser."""
    return CHROMIUM


@pytest.fixture(scope="session")
def full_zygote():
    """The process that real labs are graded from, with TensorFlow in it: it starts once and forks for all tests."""
    from autograder.sandbox.zygote import Zygote

    with Zygote(walls=not isolation.problem()) as started:
        yield started


@pytest.fixture(autouse=True)
def own_environment():
    """What a test, or code that it calls, sets in the environment ends with the test."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)
