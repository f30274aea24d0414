"""What all tests share: the labs' paths, and a sentence for each suite that lacks a system package."""

import os
import shutil

import pytest

from autograder import sandbox

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("MPLBACKEND", "Agg")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


GRADING = ("attacks", "autograder", "damaged")
TOGETHER = ("browser", "versions")  # they share a server, or environments that take long to make


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    shared_out = config.pluginmanager.hasplugin("xdist")
    for item in items:
        if shared_out:
            item.add_marker(pytest.mark.xdist_group(group(item)))
        if item.get_closest_marker("browser") and not CHROMIUM:
            missing(item, "needs a browser: install Debian's package chromium (apt install chromium)")
        if runs_submissions(item) and sandbox.problem():
            missing(item, f"needs the sandbox: {sandbox.problem()}")


def group(item):
    """Tests of one group run in one process: those that grade, since they look at what else runs; else a file each."""
    folder = item.path.relative_to(item.config.rootpath / "tests").parts[0]
    return "grading" if folder in GRADING else folder if folder in TOGETHER else item.path.stem


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


@pytest.fixture(autouse=True)
def own_environment():
    """What a test, or code that it calls, sets in the environment ends with the test."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)
