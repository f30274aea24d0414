"""More memory, files and processes than one submission may have."""

from attacks.cases import Attack, harmless

TIGHT = {"resident_mb": 300, "address_space_mb": 200}
LATER = "\n\ndef mean(values):\n    return None\n"

ATTACKS = [
    harmless(
        "a memory bomb in one process", "kept = []\nwhile True:\n    kept.append(bytearray(10**7))\n", bounds=TIGHT
    ),
    harmless(
        "a memory bomb in many processes",
        "import os, time\nfor _ in range(20):\n    if os.fork() == 0:\n"
        "        kept = bytearray(os.urandom(1000) * 100000)\n"
        "        time.sleep(60)\n        os._exit(0)\ntime.sleep(5)\n",
        bounds=TIGHT,
        flag="used more than 300 MB of memory",
    ),
    Attack(
        "a memory bomb in a called function",
        "def mean(values):\n    return np.ones((40000, 40000)).sum()\n",
        bounds=TIGHT,
        message="MemoryError",
    ),
    Attack(
        "many processes' memory while the judge waits",
        "import os, time\n\ndef mean(values):\n    for _ in range(20):\n        if os.fork() == 0:\n"
        "            kept = bytearray(os.urandom(1000) * 100000)\n            time.sleep(60)\n"
        "            os._exit(0)\n    time.sleep(10)\n",
        bounds=TIGHT,
        flag="used more than 300 MB of memory",
    ),
    harmless(
        "a fork bomb",
        "import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass\n",
        flag="cell",
        bounds={"cell_seconds": 4},
    ),
    harmless(
        "200 processes",
        "import os, time\nfor _ in range(200):\n    if os.fork() == 0:\n        time.sleep(60)\n"
        "        os._exit(0)\ntime.sleep(2)\n",
    ),
    harmless(
        "500 threads",
        "import threading, time\nfor _ in range(500):\n"
        "    threading.Thread(target=time.sleep, args=[60], daemon=True).start()\ntime.sleep(2)\n",
    ),
    harmless(
        "a file of 300 MB",
        "with open('big', 'wb') as file:\n    for _ in range(300):\n        file.write(bytes(2**20))\n",
    ),
    harmless(
        "every temporary folder full",
        "for folder in ('.', '/tmp', '/dev/shm'):\n    for number in range(10):\n        try:\n"
        "            open(f'{folder}/full{number}', 'wb').write(bytes(60 * 2**20))\n"
        "        except OSError as error:\n            print(error)\n",
        seconds=40,
    ),
    harmless(
        "a million small files", "for number in range(10**6):\n    open(f'/tmp/{number}', 'w').close()\n", seconds=40
    ),
    harmless("every file descriptor", "kept = [open('/dev/null') for _ in range(10**5)]\n"),
    harmless(
        "memory that no process has mapped: pipes, sockets, shared files",
        "import os, socket\nkept = []\nwhile True:\n    pair = socket.socketpair()\n    kept.append(pair)\n"
        "    pair[0].setblocking(False)\n"
        "    try:\n        while True:\n            pair[0].send(bytes(2**16))\n    except BlockingIOError:\n"
        "        pass\n",
    ),
]
