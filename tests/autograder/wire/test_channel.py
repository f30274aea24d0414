"""Whole messages over a socket, within a deadline."""

import socket
import struct
import threading
import time

import pytest

from autograder.wire.channel import Channel, Closed, TooLarge, TooLate
from autograder.wire.limits import MAX_BYTES


@pytest.fixture
def ends():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield Channel(ours), theirs


def soon(seconds=0.2):
    return time.monotonic() + seconds


def test_messages_arrive_whole_and_in_order(ends):
    ours, theirs = ends
    for message in (b"", b"one", b"\0" * 100_000):
        sender = threading.Thread(target=Channel(theirs).send, args=(message,))
        sender.start()
        assert ours.receive(soon(5)) == message
        sender.join()


def test_silence_half_a_header_and_half_a_message_are_too_late(ends):
    ours, theirs = ends
    for piece in (b"", b"\0\0", struct.pack("!I", 10)[2:] + b"abc"):
        theirs.sendall(piece)
        began = time.monotonic()
        with pytest.raises(TooLate):
            ours.receive(soon())
        assert time.monotonic() - began < 1


def test_a_sender_who_never_pauses_is_too_late_all_the_same(ends):
    ours, theirs = ends
    theirs.sendall(struct.pack("!I", 10) + b"x")
    with pytest.raises(TooLate):
        ours.receive(time.monotonic() - 1)


def test_an_end_is_seen_at_once_even_within_a_message(ends):
    ours, theirs = ends
    theirs.sendall(struct.pack("!I", 10) + b"abc")
    theirs.close()
    with pytest.raises(Closed):
        ours.receive(soon(5))
    with pytest.raises(Closed):
        ours.send(b"x" * 10**6, deadline=soon(5))


def test_a_message_that_is_too_large_is_not_read_and_not_sent(ends):
    ours, theirs = ends
    theirs.sendall(struct.pack("!I", MAX_BYTES + 1))
    with pytest.raises(TooLarge):
        ours.receive(soon())
    with pytest.raises(TooLarge):
        ours.send(bytes(MAX_BYTES), b"x", deadline=soon())


def test_nobody_who_does_not_read_keeps_the_sender_waiting(ends):
    began = time.monotonic()
    with pytest.raises(TooLate):
        ends[0].send(b"x" * 10**7, deadline=soon())
    assert time.monotonic() - began < 1
