"""Untouched stubs and any one cell that takes what it finds: no exercise of any lab earns a point without a flag.

The cells know the names of the exercises and nothing else of the lab.
"""

import copy
from functools import cache

import pytest
from lab_files import LABS, ROOT
from nbformat.v4 import new_code_cell

from autograder.authoring.build import fill, read_lab, release_notebook
from autograder.course.assignment import assignment_of
from autograder.judge.stand_in_use import given
from autograder.judge.submission import judge_notebook, student_cells
from autograder.sandbox.limits import limits

pytestmark = [pytest.mark.slow, pytest.mark.sandbox]
GRADED = [lab for lab in LABS if not lab.startswith("00")]
TAKE = """
def take(space):
    for name in NAMES:
        found = space.get(name)
        if callable(found) and str(getattr(found, "__module__", "")).split(".")[0] in ("course_utils", "m"):
            globals()[name] = found
"""
EVERY_MODULE = """
import importlib, pkgutil, course_utils
for found in pkgutil.walk_packages(course_utils.__path__, "course_utils.", onerror=lambda name: None):
    try:
        take(vars({load}))
    except BaseException as error:
        print(found.name, error)
"""
ASK = """
import course_utils
for name in NAMES:
    try:
        globals()[name] = {ask}
    except BaseException as error:
        print(name, error)
"""
SILENT = {
    "every module, importlib": EVERY_MODULE.replace("{load}", "importlib.import_module(found.name)"),
    "every module, __import__": EVERY_MODULE.replace("{load}", "__import__(found.name, fromlist=['x'])"),
    "every module, exec": EVERY_MODULE.replace(
        "{load}", "(exec('import sys, ' + found.name), sys.modules[found.name])[1]"
    ),
    "every module, its loader": EVERY_MODULE.replace(
        "{load}", "found.module_finder.find_spec(found.name, None).loader.load_module(found.name)"
    ),
    "the doors of every lab by name": """
import importlib, itertools
topics = ("activations backpropagation gradient_descent losses minibatches networks optimizers perceptron real_network "
          "regularization").split()
doors = ["stand_ins", "checks", "builders", "figures", "plots", "checks.optimizer_rules"]
for topic, door in itertools.product(topics, doors):
    try:
        take(vars(importlib.import_module(f"course_utils.labs.{topic}.{door}")))
    except BaseException as error:
        print(error)
""",
    "every file, run": """
import os, types, course_utils
for place, _, names in os.walk(course_utils.__path__[0]):
    for name in names:
        module = types.ModuleType("m")
        try:
            exec(open(os.path.join(place, name)).read(), vars(module))
            take(vars(module))
        except BaseException as error:
            print(name, error)
""",
    "every compiled file, run": """
import glob, marshal, types, course_utils
for name in glob.glob(course_utils.__path__[0] + "/**/*.pyc", recursive=True):
    module = types.ModuleType("m")
    try:
        exec(marshal.loads(open(name, "rb").read()[16:]), vars(module))
        take(vars(module))
    except BaseException as error:
        print(name, error)
""",
    "sys.modules": "import sys\nfor module in list(sys.modules.values()):\n    take(vars(module))\n",
    "gc.get_objects": "import gc\nfor one in gc.get_objects():\n"
    "    if type(one).__name__ in ('function', 'type'):\n        take({one.__name__: one})\n"
    "    elif type(one) is dict:\n        take({name: one[name] for name in NAMES if name in one})\n",
}
ASKING = {
    "stand_in, a loop": ASK.replace("{ask}", "stand_in(name)"),
    "stand_in, another name": "help_me = stand_in\n" + ASK.replace("{ask}", "help_me(name)"),
    "stand_in, a built name": ASK.replace("{ask}", "getattr(course_utils, 'stand' + '_in')(''.join(name))"),
    "stand_in, at each call": ASK.replace("{ask}", "lambda *a, name=name, **o: stand_in(name)(*a, **o)"),
    "stand_in, what comes with it": ASK.replace("{ask}", "stand_in(name)")
    + "for one in [globals()[name] for name in NAMES]:\n    take(getattr(one, '__globals__', {}))\n",
    "given functions and what lies beside them": "for one in list(globals().values()):\n"
    "    take(getattr(one, '__globals__', {}))\n",
}

NOTHING_TO_TAKE = {"given functions and what lies beside them"}


@pytest.fixture(scope="module")
def zygote(full_zygote):
    return full_zygote


@cache
def read(lab):
    """A lab, its released notebook and the names of its exercises."""
    source = read_lab(ROOT / "solutions" / f"{lab}.py")
    tested = [exercise for exercise in source.exercises.values() if not exercise.written]
    return source, release_notebook(source), [name for one in tested for name in one.names]


def judged(lab, code, zygote):
    source, release, names = read(lab)
    notebook = copy.deepcopy(release)
    notebook.cells.append(new_code_cell(f"NAMES = {names}\n{TAKE}\n{code}"))
    return judge_notebook(zygote, source, notebook, limits())


@pytest.mark.parametrize("lab", GRADED)
@pytest.mark.parametrize("thief", SILENT)
def test_what_a_cell_can_take_without_asking_earns_nothing(lab, thief, zygote):
    scores, verdict = judged(lab, SILENT[thief], zygote)
    assert {one.id: one.score for one in scores if one.score} == {}
    assert verdict.asked == {}


@pytest.mark.parametrize("lab", GRADED)
@pytest.mark.parametrize("thief", ASKING)
def test_every_point_of_a_stand_in_is_flagged(lab, thief, zygote):
    source, _, _ = read(lab)
    scores, verdict = judged(lab, ASKING[thief], zygote)
    assert (thief in NOTHING_TO_TAKE) == (not any(one.score for one in scores))
    for one in [one for one in scores if one.score]:
        names = source.exercises[one.id].names
        assert any(name in flag for name in names for flag in verdict.flags), (one, verdict.flags)


@pytest.mark.parametrize("lab", GRADED)
def test_the_official_solution_and_the_empty_release_flag_nobody(lab, zygote):
    source, release, _ = read(lab)
    for notebook, points in ((release, 0), (fill(release, assignment_of(source).solutions), None)):
        scores, verdict = judge_notebook(zygote, source, notebook, limits())
        assert sum(one.score for one in scores) == (sum(one.max_score for one in scores) if points is None else points)
        assert verdict.flags == []


@pytest.mark.parametrize("lab", LABS)
def test_no_released_cell_that_is_graded_asks_for_an_answer_of_its_own_lab(lab):
    _, release, names = read(lab)
    assert given(student_cells(release)) & set(names) == set()
