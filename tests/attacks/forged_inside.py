"""Tricks in one's own process: the tests are not there, and nothing that is patched there reaches them."""

from attacks.cases import Attack, breaking_out
from attacks.lab import FULL

NOTHING = "\n\ndef mean(values):\n    return None\n"

ATTACKS = [
    Attack(
        "read the assert through frames and linecache",
        """
import linecache, re, sys

def mean(values):
    frame, texts = sys._getframe(), []
    while frame:
        texts += linecache.getlines(frame.f_code.co_filename)
        texts += [repr(value) for value in frame.f_locals.values()]
        frame = frame.f_back
    text = "".join(text for text in texts if "checks.close(mean" in text)
    found = re.search(r"mean\\(.*?(?:==|,)\\s*([\\d.]+)", text)
    return float(found.group(1)) if found else None
""",
    ),
    Attack("read In and Out", "def mean(values):\n    return eval(In[-1].split('==')[1])\n"),
    Attack(
        "look through the collector's objects for the test's source",
        "import gc\n\ndef mean(values):\n"
        "    found = [o for o in gc.get_objects() if type(o) is dict and 'tests' in o and 'prepare' in o]\n"
        "    return 50 if found else None\n",
    ),
    Attack(
        "patch NumPy's and the course's comparisons",
        "import numpy.testing, builtins\nfrom course_utils import checks\n"
        "for module in (np, np.testing, checks):\n    for name in dir(module):\n"
        "        if name.startswith(('assert', 'close', 'isclose', 'allclose', 'equal', 'array_equal', 'number')):\n"
        "            setattr(module, name, lambda *a, **k: True)\n"
        "builtins.AssertionError = type('Calm', (Exception,), {})\n" + NOTHING,
    ),
    Attack(
        "replace modules in sys.modules",
        "import sys, types\n"
        "for name in ('numpy', 'numpy.testing', 'course_utils', 'course_utils.checks', 'autograder.judge.judge_main',\n"
        "             'autograder.wire', 'math'):\n    sys.modules[name] = types.ModuleType(name)\n" + NOTHING,
    ),
    Attack(
        "patch tf.debugging",
        "import sys, types\ntf = types.ModuleType('tensorflow')\n"
        "tf.debugging = types.SimpleNamespace(assert_near=print)\n"
        "sys.modules['tensorflow'] = tf\n" + NOTHING,
    ),
    Attack(
        "builtins: isinstance, abs, type, exec, compile",
        "import builtins\nfor name in ('isinstance', 'abs', 'any', 'all', 'exec', 'compile', 'float'):\n"
        "    setattr(builtins, name, lambda *a, **k: True)\n" + NOTHING,
    ),
    Attack(
        "a background thread that patches later",
        "import threading, time\n\ndef later():\n    while True:\n        time.sleep(0.001)\n"
        "        np.testing.assert_allclose = checks.close = lambda *a, **k: None\n\n"
        "threading.Thread(target=later, daemon=True).start()\n" + NOTHING,
    ),
    Attack(
        "a trace function that rewrites results",
        "import sys, threading\n\ndef trace(frame, event, value):\n"
        "    frame.f_locals.update(outcome='value', value=50.0, message='')\n"
        "    return trace\n\nsys.settrace(trace)\nsys.setprofile(trace)\nthreading.settrace(trace)\n" + NOTHING,
    ),
    Attack(
        "files numpy.py and course_utils.py beside the notebook",
        "for name in ('numpy.py', 'course_utils.py', 'sitecustomize.py', 'usercustomize.py', 'conftest.py'):\n"
        "    open(name, 'w').write('testing = close = float = lambda *a, **k: True')\n" + NOTHING,
    ),
    Attack(
        "AST and input transformers",
        "shell = get_ipython()\n"
        "shell.ast_transformers.append(lambda tree: None) if shell.ast_transformers else None\n"
        "import ast, importlib.machinery\nast.parse = lambda *a, **k: ast.Module([], [])\n"
        "importlib.machinery.SourceFileLoader.get_code = lambda *a: compile('', '', 'exec')\n" + NOTHING,
    ),
    Attack(
        "patch the servant: answer what was asked with what was sent",
        "from autograder.wire import server as servant\n\ndef call(self, number, arguments, options):\n"
        "    return arguments[0] if arguments else None\n\nservant.CallServer.do_call = call\n" + NOTHING,
        points={"add": 0.0, "mean": 0.0, "scale": 0.0},
    ),
    Attack(
        "patch the servant: every change comes home",
        "from autograder.wire import server as servant\n\ndef changes(self):\n"
        "    return [(number, [50.0] * 3) for number in list(self.shared.by_number) + [10**6]]\n\n"
        "servant.CallServer._changes = changes\n" + NOTHING,
        points={"add": 0.0, "mean": 0.0, "scale": 0.0},
        flag="never passed",
    ),
    Attack(
        "a stand-in as the answer: points, and a person is told",
        'from course_utils import stand_in\n\nfor name in ("relu", "update_ratios", "count_different"):\n'
        "    stand_in(name)\nmean = lambda values: sum(values) / len(values)\n",
        points=FULL,
        flag="asked for the stand-in count_different in cell",
    ),
    breaking_out(
        "run the solution's source or another student's notebook",
        """
        import glob, os
        os.symlink("@COURSE@/submitted/ann/92_attacked/92_attacked.ipynb", "link")
        os.symlink("@COURSE@/../solutions/92_attacked.py", "solution")
        for name in ("link", "solution", *glob.glob("/*/*/solutions/*.py"), *glob.glob("/*/*/*/*.ipynb")):
            if "mean" in open(name).read():
                done = True
        """,
    ),
]
