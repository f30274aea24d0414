"""How bytes pass between a reading process and its owner: a letter, a length of eight bytes, and so many bytes."""

import socket

LIMITS, RELEASE, FILE = b"L", b"R", b"F"  # to the process
ANSWER, ENDED, WRONG = b"A", b"E", b"W"  # from it: what it found; how its child ended; an error of the grader's own
_HEAD = 9
_PIECE = 2**20


def send(connection: socket.socket, kind: bytes, body: bytes) -> None:
    """Send a frame. Raises OSError where the other end is gone or does not take it in time."""
    connection.sendall(kind + len(body).to_bytes(8, "big"))
    connection.sendall(body)


def receive(connection: socket.socket, most: int) -> tuple[bytes, bytes]:
    """The kind and the body of the next frame.

    Args:
        connection: A connected stream socket.
        most: Bytes that the body may have.

    Raises:
        EOFError: The other end is gone.
        OSError: It is gone, or says nothing in time (TimeoutError).
        ValueError: The body is larger.
    """
    head = _exactly(connection, _HEAD)
    size = int.from_bytes(head[1:], "big")
    if size > most:
        raise ValueError(f"{size} bytes, and at most {most} are expected")
    return bytes(head[:1]), bytes(_exactly(connection, size))


def _exactly(connection, size):
    found = bytearray()
    while len(found) < size:
        piece = connection.recv(min(size - len(found), _PIECE))
        if not piece:
            raise EOFError("the other end is gone")
        found += piece
    return found
