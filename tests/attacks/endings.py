"""Ends and hang-ups, in a cell and in a called function: they cost the call's test and nothing else."""

from attacks.cases import SMALL, Attack, harmless, inside_a_call, stuck

C_LOOP = "import itertools\n\n\ndef for_ever():\n    any(itertools.repeat(0))\n\n\n"
GONE = "ended"

ATTACKS = [
    harmless("os._exit in a cell", "import os\nos._exit(0)\n", flag="ended the whole process"),
    harmless("sys.exit in a cell", "import sys\nsys.exit(0)\n"),
    harmless("abort in a cell", "import os\nos.abort()\n", flag="ended the whole process"),
    harmless("a segmentation fault in a cell", "import ctypes\nctypes.string_at(0)\n", flag="ended the whole process"),
    harmless(
        "kill oneself, one's parent and one's group",
        "import os\nos.kill(os.getppid(), 9)\nos.killpg(0, 9)\nos.kill(-1, 9)\n",
    ),
    harmless("input in a cell", "input('your name? ')\n"),
    harmless("a stack without end", "def down():\n    return down()\n\ndown()\n"),
    harmless(
        "a thread that ends the process later",
        "import os, threading, time\nthreading.Timer(0.05, os._exit, [0]).start()\ntime.sleep(5)\n",
    ),
    inside_a_call("os._exit in a call", "import os\nos._exit(0)", message=GONE),
    inside_a_call("sys.exit in a call", "import sys\nsys.exit(0)", message="SystemExit"),
    inside_a_call("abort in a call", "import os\nos.abort()", message=GONE),
    inside_a_call("a segmentation fault in a call", "import ctypes\nctypes.string_at(0)", message=GONE),
    inside_a_call("input in a call", "return input()", message="EOF"),
    inside_a_call("KeyboardInterrupt in a call", "raise KeyboardInterrupt", message=""),
    inside_a_call(
        "the servant's own exception", "from autograder.wire.server import TooSlow\nraise TooSlow", message="running"
    ),
    Attack(
        "the first test passes, then the process ends: its points stay",
        "import os\ncalls = []\n\ndef mean(values):\n    calls.append(1)\n    if len(values) == 1:\n"
        "        os._exit(1)\n"
        "    return sum(values) / len(values)\n",
        points={"add": 2.0, "mean": 1.0, "scale": 2.0},
    ),
    stuck("a loop in a cell", "while True:\n    pass\n"),
    stuck(
        "a loop that swallows everything",
        "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass\n",
        flag="could not be stopped",
    ),
    stuck(
        "a loop in C that never returns to Python",
        C_LOOP + "for_ever()\n",
        flag="could not be stopped",
    ),
    stuck(
        "signals ignored and clocks changed",
        "import signal\nfor s in (14, 15, 2, 26, 27):\n    signal.signal(s, signal.SIG_IGN)\n"
        "signal.setitimer(signal.ITIMER_REAL, 0)\n"
        "while True:\n    pass\n",
        flag="could not be stopped",
    ),
    stuck("a deadlock in a cell", "import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()\n"),
    stuck("a loop in a call", "def mean(values):\n    while True:\n        pass\n", message="still running"),
    stuck(
        "a loop in a call that swallows everything",
        "def mean(values):\n    while True:\n        try:\n            while True:\n                pass\n"
        "        except BaseException:\n            pass\n",
    ),
    stuck(
        "a deadlock in a call",
        "import threading\n\ndef mean(values):\n    threading.Event().wait()\n",
        message="still running",
    ),
    stuck("a loop in C in a call", C_LOOP + "def mean(values):\n    for_ever()\n", message="no answer within"),
    Attack(
        "all the time that there is, again and again",
        "import time, os\ntime.sleep(0.9)\n\ndef mean(values):\n    time.sleep(0.9)\n    os._exit(0)\n",
        points={"add": 1.0, "mean": 0.0, "scale": 0.0},  # its hidden check would come after that
        bounds=SMALL | {"submission_seconds": 3},
        flag="used up its 3 seconds",
        slow=True,
    ),
    Attack(
        "ends its process more often than it is started again",
        "import os\n\ndef mean(*values):\n    os._exit(0)\n\nadd = mean\n",
        points={"add": 0.0, "mean": 0.0, "scale": 1.0},  # its shown check comes before all hidden ones
        bounds={"restarts": 2},
        flag="ended its process too often",
    ),
    Attack(
        "120 busy processes beside the others",
        "import os\n\nfor _ in range(110):\n    if os.fork() == 0:\n        while True:\n            pass\n\n\n"
        "def mean(values):\n    return None\n",
        seconds=90.0,
        slow=True,
    ),
]
