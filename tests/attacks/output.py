"""More output than anybody wants to read."""

from attacks.cases import SMALL, Attack, harmless

ATTACKS = [
    harmless("a line of 100 MB", "print('x' * 10**8)\n", seconds=40),
    harmless("two million lines", "for number in range(2 * 10**6):\n    print(number)\n", seconds=60, slow=True),
    harmless("an endless print", "while True:\n    print('y' * 10**5)\n", bounds=SMALL, slow=True, seconds=45),
    harmless(
        "output from a thread that never ends",
        "import os, threading\n\ndef flood():\n    while True:\n        os.write(1, b'z' * 60000)\n\n"
        "threading.Thread(target=flood, daemon=True).start()\n",
    ),
    Attack(
        "a flood while the judge waits for an answer",
        "import os\n\ndef mean(values):\n    for _ in range(3000):\n        os.write(1, b'w' * 60000)\n"
        "    return None\n",
        seconds=40,
    ),
    Attack(
        "a value larger than any may be",
        "def mean(values):\n    return 'x' * (70 * 2**20)\n",
        message="larger than",
    ),
    Attack("a list of two million numbers", "def mean(values):\n    return [1.0] * (2 * 10**6)\n", message="more than"),
    Attack(
        "a list that holds itself",
        "def mean(values):\n    a = []\n    a.append(a)\n    return a\n",
        message="nested",
    ),
    Attack("an error of 10 MB", "def mean(values):\n    raise ValueError('\\ud800' * 10**7)\n", message="ValueError"),
    harmless("closed output", "import os, sys\nsys.stdout.close()\nos.close(1)\nos.close(2)\n"),
]
