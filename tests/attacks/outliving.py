"""Processes that try to be there when the submission is over; the suite looks for survivors after each."""

from attacks.cases import harmless

FORK = "\nimport ctypes, os, signal, time\nlibc = ctypes.CDLL(None)\n"


def staying(name, body, **options):
    return harmless(name, FORK + body, **options)


ATTACKS = [
    staying(
        "a detached process: two forks and a session of its own",
        "if os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        time.sleep(3600)\n    os._exit(0)\n",
    ),
    staying(
        "a process that takes back the order to die with its parent",
        "libc.prctl(1, 0)\nif os.fork() == 0:\n    libc.prctl(1, 0)\n    os.setsid()\n    time.sleep(3600)\n"
        "    os._exit(0)\n",
    ),
    staying(
        "a process that ignores every signal",
        "if os.fork() == 0:\n    for number in range(1, 65):\n        try:\n"
        "            signal.signal(number, signal.SIG_IGN)\n"
        "        except (OSError, ValueError):\n            continue\n    time.sleep(3600)\n    os._exit(0)\n",
    ),
    staying(
        "a process that holds the pipes open and goes on printing",
        "if os.fork() == 0:\n    while True:\n        os.write(1, b'still here' * 100)\n",
    ),
    staying(
        "a stopped process that is traced by nobody",
        "if os.fork() == 0:\n    os.kill(os.getpid(), signal.SIGSTOP)\n    time.sleep(3600)\n    os._exit(0)\n",
    ),
    staying(
        "a program that is no Python any more",
        "import subprocess\nsubprocess.Popen(['/bin/sh', '-c', 'nohup setsid sleep 3600 & disown; sleep 3600 &'])\n",
    ),
    staying(
        "a process that is born in the call and keeps its socket to the judge",
        "def later():\n    if os.fork() == 0:\n        time.sleep(3600)\n        os._exit(0)\n    os._exit(0)\n",
        message="",
    ),
]
