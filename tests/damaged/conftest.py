"""One lab, one clean solved notebook, one judge for all damaged files."""

import pytest
from damaged.lab import FULL, LAB, SOURCE, WORK, File

from autograder.authoring.build import fill, read_lab, release_notebook
from autograder.intake.intake import take_in


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    path = tmp_path_factory.mktemp("damaged") / f"{LAB}.py"
    path.write_text(SOURCE, encoding="utf-8")
    return read_lab(path)


@pytest.fixture(scope="session")
def release(lab):
    return release_notebook(lab)


@pytest.fixture(scope="session")
def solved(release):
    return fill(release, WORK)


@pytest.fixture
def file(solved, release):
    return File(solved, release)


@pytest.fixture(scope="session")
def zygote():
    from autograder.sandbox import isolation
    from autograder.sandbox.zygote import Zygote

    with Zygote(libraries=("numpy", "course_utils.checks"), walls=not isolation.problem()) as started:
        yield started


@pytest.fixture
def check(lab, release, zygote):
    """`check(case, data)` takes a file in, judges it, and compares with what the case says."""
    from autograder.judge.submission import judge_notebook
    from autograder.sandbox.limits import limits

    def run(case, data):
        taken = take_in(data, release)
        if case.problem:
            assert taken.notebook is None
            assert case.problem in taken.problem
            return
        assert taken.problem == ""
        assert tuple(taken.repairs) == case.repairs
        assert (*taken.flags, *taken.look) == case.flags
        scores, _ = judge_notebook(zygote, lab, taken.notebook, limits())
        points = {one.id: one.score for one in scores}
        assert points == FULL | {name: 0.0 for name in case.lost}, scores

    return run
