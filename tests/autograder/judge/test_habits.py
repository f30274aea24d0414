"""Habits of honest students, clumsy or not, and the points that they deserve: what is right counts.

Three exercises: `scale` and `sigmoid`, which use numpy, and the value `total`. A row says where a habit stands, which
exercises it costs, and what the check then says.
"""

from dataclasses import dataclass

import pytest
from small_trials import LIGHT, check, trial

from autograder.sandbox.zygote import Zygote

GIVEN = "import math\nimport numpy as np\n"
SCALE = "def scale(x):\n    return 2 * np.asarray(x)\n"
SIGMOID = "def sigmoid(z):\n    return 1 / (1 + np.exp(-np.asarray(z, float)))\n"
TOTAL = "total = 1 + 2 + 3\n"
CHECKS = [
    check(0, ["scale"], "assert np.array_equal(scale([1, 2]), [2, 4]), 'expected [2 4]'"),
    check(1, ["sigmoid"], "assert np.allclose(sigmoid([-1000.0, 0.0]), [0, 0.5]), 'expected 0 and 0.5'"),
    check(2, ["total"], "assert total == 6, f'expected total = 6, received {total}'"),
]


@dataclass(frozen=True)
class Habit:
    """What a student does.

    Attributes:
        name: In a few words.
        before, between, after: Cells of the student's own: before the exercises, behind the first one, behind the last.
        scale, sigmoid, total: The exercises' cells.
        costs: The exercises that lose their points, each with a part of its message.
    """

    name: str
    before: str = ""
    between: str = ""
    after: str = ""
    scale: str = SCALE
    sigmoid: str = SIGMOID
    total: str = TOTAL
    costs: tuple[tuple[str, str], ...] = ()


AWAIT = "import asyncio\nawait asyncio.sleep(0)\n"
HABITS = [
    Habit("numpy's warnings are errors, first", before="np.seterr(all='raise')"),
    Habit("numpy's warnings are errors, last", after="np.seterr(all='raise')"),
    Habit("numpy calls a function instead of warning", after="np.seterrcall(lambda *_: 1 / 0)\nnp.seterr(all='call')"),
    Habit("catches the error that it asked numpy for",
          sigmoid="np.seterr(all='raise')\n\n\ndef sigmoid(z):\n    found = []\n    for one in z:\n        try:\n"
          "            found.append(1 / (1 + np.exp(-np.float64(one))))\n        except FloatingPointError:\n"
          "            found.append(0.0)\n    return found\n"),
    Habit("warnings are errors", before="import warnings\nwarnings.simplefilter('error')"),
    Habit("warnings are errors, last", after="import warnings\nwarnings.filterwarnings('error')"),
    Habit("no warnings at all", before="import warnings\nwarnings.filterwarnings('ignore')"),
    Habit("await in a cell of its own", between=AWAIT),
    Habit("await in an exercise's cell", scale=AWAIT + SCALE),
    Habit("await whose result counts",
          total="async def add():\n    await asyncio.sleep(0)\n    return 6\n\nimport asyncio\ntotal = await add()\n"),
    Habit("a task that a later cell awaits", before="import asyncio\nasync def six():\n    return 6\n\n"
          "await asyncio.sleep(0)\ntask = asyncio.ensure_future(six())", total="total = await task\n"),
    Habit("asyncio.run in a cell",
          total="import asyncio\nasync def add():\n    return 6\n\ntotal = asyncio.run(add())\n"),
    Habit("np is a number, first", before="np = 5"),
    Habit("np is a number, between", between="np = 5"),
    Habit("np is a number, last", after="np = 5"),
    Habit("np as a loop's variable", between="for np in range(3):\n    pass"),
    Habit("a module is deleted", after="del np"),
    Habit("sum is a number", between="sum = 0", total="total = sum([1, 2, 3])\n"),
    Habit("list is a list", before="list = [1]", scale="def scale(x):\n    return [2 * one for one in list(x)]\n"),
    Habit("print is a text", before="print = 'x'", total="total = 6\nprint(total)\n"),
    Habit("len is a number, after its function", scale="def scale(x):\n    return [2 * x[i] for i in range(len(x))]\n",
          after="len = 3"),
    Habit("the function's name takes its result", after="scale = scale([1, 2])"),
    Habit("deletes a function when its check has passed", after="del scale, sigmoid"),
    Habit("deletes an answer", after="del total"),
    Habit("deletes all that it can see", after="for name in [one for one in globals() if not one.startswith('_')]:\n"
          "    del globals()[name]"),
    Habit("resets the notebook", after="%reset -f"),
    Habit("leaves breakpoint() in a function", scale="def scale(x):\n    breakpoint()\n    return 2 * np.asarray(x)\n"),
    Habit("prints in every call", scale="def scale(x):\n    print('x is', x)\n    return 2 * np.asarray(x)\n"),
    Habit("closes standard output", between="import sys\nsys.stdout.close()"),
    Habit("closes standard output for good", between="import os\nos.close(1)"),
    Habit("sends output to a file", between="import sys\nsys.stdout = open('log.txt', 'w')"),
    Habit("leaves the notebook by sys.exit", scale=SCALE + "import sys\nsys.exit()\n"),
    Habit("leaves the notebook by exit()", between="exit()"),
    Habit("asks a question behind its answer", total=TOTAL + "input('done?')\n"),
    Habit("an own test that fails", scale=SCALE + "assert scale([1])[0] == 3\n"),
    Habit("an own cell with a mistake", between="def broken(:\n"),
    Habit("shell lines and magics", between="!pip install torch\n%matplotlib inline\n%load_ext autoreload\n%timeit 1"),
    Habit("measures time with a cell magic", scale="%%time\n" + SCALE),
    Habit("mounts a drive that is not there", before="from google.colab import drive\ndrive.mount('/content/drive')"),
    Habit("imports a package that is not there", before="import torch"),
    Habit("another working directory", between="import os\nos.makedirs('a', exist_ok=True)\nos.chdir('a')"),
    Habit("imports everything from math", before="from math import *"),
    Habit("a lambda", scale="scale = lambda x: 2 * np.asarray(x)\n"),
    Habit("random seeds and print options", before="np.random.seed(0)\nnp.set_printoptions(precision=2)"),
    Habit("solves it twice, the last one counts", after="def scale(x):\n    return [4 * one / 2 for one in x]\n"),
    Habit("solves it twice, the last one is wrong", after="def scale(x):\n    return x\n",
          costs=(("scale", "expected [2 4]"),)),
    Habit("a syntax error in an exercise", sigmoid="def sigmoid(z)\n    return z\n", costs=(("sigmoid", "NameError"),)),
    Habit("deletes the argument", scale="def scale(x):\n    del x\n    return 2 * np.asarray(x)\n",
          costs=(("scale", "UnboundLocalError"),)),
    Habit("returns at the top level", total="total = 6\nreturn total\n", costs=(("total", "NameError"),)),
    Habit("forgets the import of a name", scale="def scale(x):\n    return 2 * pd.asarray(x)\n",
          costs=(("scale", "name 'pd' is not defined"),)),
]  # fmt: skip


@pytest.fixture(scope="module")
def zygote():
    with Zygote(libraries=LIGHT) as started:
        yield started


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.name)
def test_a_habit_costs_what_it_deserves(zygote, habit):
    cells = (GIVEN, habit.before, habit.scale, habit.between, habit.sigmoid, habit.total, habit.after)
    verdict = trial(zygote, *cells, checks=CHECKS, prepare=[GIVEN])
    lost = {CHECKS[number].names[0]: message for number, (good, message) in verdict.results.items() if not good}
    assert set(lost) == {name for name, _ in habit.costs}, (lost, verdict.errors)
    for name, says in habit.costs:
        assert says in lost[name]
    assert verdict.flags == []


def test_the_table_has_forty_rows_of_different_names():
    assert len({habit.name for habit in HABITS}) == len(HABITS) >= 40


def test_a_second_attempt_is_no_second_guess(zygote):
    guesses = (
        "total, np = 5, 5\n\n\ndef scale(x):\n    global total\n    total = 6\n    return x if np != 5 else x[9]\n"
    )
    both = check(3, ["total", "scale"], "scale([1])\nassert total == 6, f'received {total}'")
    verdict = trial(zygote, GIVEN, guesses, checks=[both], prepare=[GIVEN])
    assert verdict.results[3] == (False, "IndexError: list index out of range")
