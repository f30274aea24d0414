"""Finished answers are given on request only, and every request is seen, however it was spelled."""

from dataclasses import replace

import pytest
from small_trials import LIGHT, X_IS_1, check, passed, trial

from autograder.judge.messages import StudentCell
from autograder.judge.request_desk import MOST
from autograder.judge.trial import Trial
from autograder.sandbox.limits import limits
from autograder.sandbox.zygote import Zygote

pytestmark = pytest.mark.sandbox
NAME = "count_different"  # a stand-in that needs no TensorFlow
COUNTS = check(0, [NAME], f"assert {NAME}([[1.0, 2.0, 1.0]]) == 2")
SPELLINGS = {
    "plain": "from course_utils import stand_in\ncount_different = stand_in('count_different')",
    "alias": "from course_utils import stand_in as help_me\ncount_different = help_me('count_different')",
    "keyword": "import course_utils as c\ncount_different = c.stand_in(name='count_different')",
    "getattr": "import course_utils\ncount_different = getattr(course_utils, 'stand' + '_in')('count' + '_different')",
    "built name": "from course_utils import stand_in\ncount_different = stand_in('_'.join(['count', 'different']))",
    "lambda": "from course_utils import stand_in\ncount_different = (lambda f: f('count_different'))(stand_in)",
    "loop": "from course_utils import stand_in\nfor n in ['count_different']:\n    globals()[n] = stand_in(n)",
    "importlib": "import importlib\n"
    "count_different = importlib.import_module('course_utils.stand_ins').finished('count_different')",
    "__import__": "count_different = __import__('course_utils').stand_in('count_different')",
    "exec": "exec(bytes.fromhex('" + b"from course_utils import stand_in as s".hex() + "').decode())\n"
    "count_different = s('count_different')",
    "its source": "import course_utils.stand_ins as it\ncount_different = it.source('count_different')",
    "its line": "import course_utils.stand_ins as it\nfrom autograder.judge.student_stand_ins import made\n"
    "count_different = made(it.source.ask('count_different'))",
    "sys.modules": "import sys, course_utils.stand_ins\n"
    "asks = [module.finished for module in list(sys.modules.values()) if 'finished' in vars(module)]\n"
    "count_different = asks[0]('count_different')",
    "gc": "import gc\n"
    "asks = [o for o in gc.get_objects() if type(o).__name__ == 'AskForStandIn']\n"
    "count_different = asks[0]('count_different')",
    "in a call": "def count_different(W):\n    from course_utils import stand_in\n"
    "    return stand_in('count_different')(W)",
    "in a thread": "import threading\nfrom course_utils import stand_in\nfound = []\n"
    "thread = threading.Thread(target=lambda: found.append(stand_in('count_different')))\n"
    "thread.start()\nthread.join()\ncount_different = found[0]",
    "behind a forged start": "import os, stat\nfrom course_utils import stand_in\n"
    "for number in map(int, os.listdir('/proc/self/fd')):\n"
    "    if number > 2 and os.path.exists(f'/proc/self/fd/{number}') and stat.S_ISFIFO(os.fstat(number).st_mode):\n"
    "        os.write(number, b'{\"start\": 7}\\n')\n"
    "count_different = stand_in('count_different')",
}


@pytest.fixture(scope="module")
def zygote():
    with Zygote(libraries=LIGHT) as started:
        yield started


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_stand_in_works_and_is_named_however_it_was_asked_for(spelling, zygote):
    verdict = trial(zygote, SPELLINGS[spelling], checks=[COUNTS])
    assert passed(verdict) == [True], verdict
    assert list(verdict.asked) == [NAME]
    assert any(flag.startswith(f"{NAME}: the student's code asked for the stand-in") for flag in verdict.flags)


def test_the_flag_says_which_cell_asked_or_which_check_was_run(zygote):
    early = trial(zygote, "", SPELLINGS["plain"], checks=[COUNTS])
    late = trial(zygote, SPELLINGS["in a call"], checks=[COUNTS])
    assert early.asked == {NAME: "in cell 1"}
    assert late.asked == {NAME: f"while {NAME} was checked"}


def test_where_stand_ins_cost_points_the_exercise_gets_none_and_others_keep_theirs(zygote):
    cells = [StudentCell(0, SPELLINGS["alias"]), StudentCell(1, "x = 1")]
    verdict = Trial(zygote, cells, [], [COUNTS, replace(X_IS_1, id=5)], limits(), "cost").run()
    assert passed(verdict) == [False, True]
    assert "costs its points" in verdict.results[0][1]


def test_a_released_cell_that_uses_a_stand_in_flags_nobody(zygote):
    cells = [StudentCell(0, SPELLINGS["plain"], "given"), StudentCell(1, f"x = {NAME}([[1.0, 1.0]])", "solution")]
    verdict = Trial(zygote, cells, [], [X_IS_1], limits()).run()
    assert passed(verdict) == [True]
    assert verdict.asked == {}
    assert verdict.flags == []


def test_a_request_that_a_later_crash_follows_is_remembered(zygote):
    verdict = trial(zygote, SPELLINGS["plain"], "import os\nos._exit(0)", "x = 1", checks=[X_IS_1])
    assert passed(verdict) == [True]
    assert verdict.asked == {NAME: "in cell 0"}


THIEVES = {
    "import": "from course_utils.labs.real_network.stand_ins import count_different",
    "importlib": "import importlib\n"
    "count_different = importlib.import_module('course_utils.labs.real_network.stand' + '_ins').count_different",
    "pkgutil": "import pkgutil, importlib, course_utils\n"
    "for found in pkgutil.walk_packages(course_utils.__path__, 'course_utils.', onerror=lambda name: None):\n"
    "    try:\n        vars(importlib.import_module(found.name))['count_different']\n    except Exception:\n"
    "        continue\n    count_different = vars(importlib.import_module(found.name))['count_different']",
    "reading files": "import os, course_utils\n"
    "for place, _, names in os.walk(course_utils.__path__[0]):\n    for name in names:\n"
    "        text = open(os.path.join(place, name), 'rb').read()\n"
    "        if b'def count_different' in text:\n            exec(text)",
    "compiled files": "import glob, marshal, course_utils\n"
    "for name in glob.glob(course_utils.__path__[0] + '/**/*.pyc', recursive=True):\n"
    "    data = open(name, 'rb').read()\n    if b'count_different' in data:\n        exec(marshal.loads(data[16:]))",
    "sys.modules": "import sys\nfor module in list(sys.modules.values()):\n"
    "    if 'count_different' in vars(module) and module.__name__ != '__main__':\n"
    "        count_different = module.count_different",
    "gc": "import gc\nfor one in gc.get_objects():\n"
    "    if getattr(one, '__name__', '') == 'count_different':\n        count_different = one",
    "removing what hides": "import ctypes, os, course_utils\n"
    "path = course_utils.__path__[0] + '/labs'\nctypes.CDLL(None).umount2(path.encode(), 2)\n"
    "for place, _, names in os.walk(path):\n    if 'stand_ins.py' in names:\n"
    "        exec(open(place + '/stand_ins.py').read())",
}


@pytest.mark.parametrize("thief", THIEVES)
def test_there_is_nothing_to_take_without_asking(thief, zygote):
    verdict = trial(zygote, THIEVES[thief], checks=[COUNTS])
    assert passed(verdict) == [False], verdict
    assert verdict.asked == {}


def test_no_module_of_a_lab_is_in_memory_at_the_start(zygote):
    source = "import sys\nx = 1 + sum(name.startswith('course_utils.labs') for name in sys.modules)"
    assert passed(trial(zygote, source, checks=[X_IS_1])) == [True]


FORGED = """
import course_utils.stand_ins as it
line = it.source.connection
line.setblocking(False)
for message in [{message}] * {times}:
    try:
        line.send(message)
    except OSError:
        break
x = 1
"""


@pytest.mark.parametrize(
    "message",
    [
        "b''",
        "b'x'",
        "b'null'",
        "b'[' * 60_000",
        "b'\\xff\\x00'",
        "b'{\"stand_in\": 7}'",
        'b\'{"stand_in": "\' + b"x" * 3000 + b\'"}\'',
        'b\'{"stand_in": "sgd", "more": 1}\'',
        'b\'{"stand_in": "' + "\\\\ud800" + "\"}'",
    ],
)
@pytest.mark.parametrize("times", [1, 1000])
def test_a_forged_request_harms_nobody(message, times, zygote):
    verdict = trial(zygote, FORGED.format(message=message, times=times), checks=[X_IS_1])
    assert passed(verdict) == [True]
    assert verdict.asked == {}


def test_after_many_requests_no_more_are_answered_and_the_student_is_told(zygote):
    code = f"""
        import course_utils.stand_ins as it
        x = 0
        for number in range({MOST + 50}):
            try:
                it.source.ask("sgd")
            except (RuntimeError, OSError):
                x = 1
    """
    import textwrap

    assert passed(trial(zygote, textwrap.dedent(code), checks=[X_IS_1])) == [True]


def test_an_unknown_name_says_which_ones_there_are(zygote):
    verdict = trial(zygote, "from course_utils import stand_in\nstand_in('wisdom')", checks=[X_IS_1])
    assert "stand_in: expected one of" in verdict.errors[0]
    assert verdict.asked == {}


def test_without_walls_every_request_is_seen_as_well():
    with Zygote(libraries=LIGHT, walls=False) as zygote:
        verdict = trial(zygote, SPELLINGS["alias"], checks=[COUNTS])
    assert passed(verdict) == [True]
    assert list(verdict.asked) == [NAME]
