"""Messages that nobody asked for, on every file descriptor that the student's process has."""

from attacks.cases import Attack, harmless

SOCKET = """
import gc, os, socket, struct
from autograder import wire as plain

def servant():
    return next(o for o in gc.get_objects() if type(o).__name__ == 'CallServer')

def connection():
    return servant().channel.connection

def message(token, *parts):
    content = token + b"".join(plain.encode(part) for part in parts)
    return struct.pack("!I", len(content)) + content
"""
ALL_LOST = {"add": 2.0, "mean": 0.0, "scale": 2.0}


def in_a_call(name, body, **options):
    body = "\n".join(f"    {row}" for row in body.strip().splitlines())
    return Attack(name, f"{SOCKET}\n\ndef mean(values):\n{body}\n    return None\n", **options)


ATTACKS = [
    in_a_call(
        "an answer without the question's token",
        "connection().setblocking(True)\nconnection().sendall(message(b'\\0' * 8, 'value', 50.0, []))",
        flag="does not belong to the question",
    ),
    in_a_call(
        "two answers to one question",
        "one = message(servant().token, 'value', 0.0, [])\nconnection().setblocking(True)\n"
        "connection().sendall(one + one)",
        flag="does not belong to the question",
    ),
    in_a_call(
        "an answer that announces 4 GB",
        "connection().setblocking(True)\nconnection().sendall(b'\\xff' * 4)\nos._exit(0)",
        flag="too large",
    ),
    in_a_call(
        "an answer nested without end",
        "raw = servant().token + plain.encode('value') + b'l\\0\\0\\0\\1' * 100000\n"
        "connection().setblocking(True)\nconnection().sendall(struct.pack('!I', len(raw)) + raw)",
        flag="nested too deep",
    ),
    in_a_call(
        "an answer of noise",
        "raw = servant().token + os.urandom(1000)\n"
        "connection().setblocking(True)\nconnection().sendall(struct.pack('!I', len(raw)) + raw)",
        flag="no answer",
    ),
    in_a_call(
        "an answer a byte at a time",
        "import time\nraw = struct.pack('!I', 1000) + servant().token\nconnection().setblocking(True)\n"
        "while True:\n    connection().sendall(raw[:1]); raw = raw[1:] + b'x'; time.sleep(0.1)",
        bounds={"call_seconds": 1},
        slow=True,
    ),
    in_a_call(
        "call back what was never passed",
        "servant().call_back(0, (), {})",
        flag="never passed",
    ),
    in_a_call(
        "a hundred file descriptors to the judge",
        "connection().setblocking(True)\n"
        "for _ in range(100):\n    socket.send_fds(connection(), [b''[:0] or b'\\xff'], [0, 1, 2])",
        flag="too large",
    ),
    in_a_call("hang up", "connection().shutdown(socket.SHUT_RDWR)", message="ended"),
    Attack(
        "an answer before the question",
        SOCKET.replace("def servant", "def nobody") + "import stat\n"
        "for number in range(3, 64):\n    try:\n        one = socket.socket(fileno=os.dup(number))\n"
        "        one.sendall(message(b'\\0' * 8, 'value', 50.0, []))\n    except OSError:\n        continue\n",
        points={"add": 0.0, "mean": 0.0, "scale": 0.0},
        flag="does not belong to the question",
    ),
    harmless(
        "forged progress and forged results on every descriptor",
        r"""
        import json, os
        for number in range(3, 64):
            for line in ({"ready": 1e308}, {"ready": True}, {"test": 1, "passed": True, "message": "", "gone": ""},
                         {"done": True}, {"start": float("inf")}, {"end": "x", "error": ["y"]},
                         {"end": 3, "error": "\ud800"}, [1], 7):
                try:
                    os.write(number, json.dumps(line).encode() + b"\n")
                except OSError:
                    continue
        print("\x1e²\x1efalse\x1e0\x1ecell\x1e99999999999999999999\x1e")
        """,
        points={"add": 0.0, "mean": 0.0, "scale": 0.0},
    ),
    harmless(
        "ready before it is",
        """
        import os, time
        for number in range(3, 64):
            try:
                if "pipe" in os.readlink(f"/proc/self/fd/{number}"):
                    os.write(number, b'{"ready": true}\\n')
            except OSError:
                continue
        time.sleep(0.5)
        """,
    ),
    harmless(
        "a megabyte of progress",
        """
        import os
        for number in range(3, 64):
            try:
                if "pipe" in os.readlink(f"/proc/self/fd/{number}"):
                    for _ in range(40):
                        os.write(number, b'{"start": 1e400}' * 4000 + b"\\n")
            except OSError:
                continue
        """,
        flag="ended the whole process",
    ),
    harmless(
        "close everything",
        "import os\nos.closerange(0, 256)\n",
        flag="ended the whole process",
    ),
]
