"""Whatever bytes the student's side sends, the judge ends in time, without a point, and with an ordinary outcome."""

import random
import socket
import time
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from protocol_ends import answer, frame, question, rude_students

from autograder.wire import Malformed, decode, encode
from autograder.wire.channel import HEADER
from autograder.wire.client import TOKEN_BYTES as TOKEN
from autograder.wire.client import Bounds, CallClient, Remote, StudentGone
from autograder.wire.errors import error_text

SECRET = 0x5EC12E7
plain_leaves = (
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=5) | st.binary(max_size=5)
)
plain_values = st.recursive(
    plain_leaves,
    lambda inside: (
        st.lists(inside, max_size=4)
        | st.tuples(inside, inside)
        | st.dictionaries(st.text(max_size=3) | st.integers(), inside, max_size=3)
        | st.sampled_from([np.arange(3.0), np.zeros((2, 0)), np.array(["ab"]), np.float32(2), range(3), slice(1, 2)])
    ),
    max_leaves=8,
)
outcomes = st.sampled_from(["value", "raise", "missing", "stop", "callback", "", "points"])
tags = st.sampled_from([bytes([tag]) for tag in b"NTFEifcsbltSZdagxwrvo"])
likely = st.lists(tags | st.binary(max_size=4) | st.just(b"\0\0\0\1") | st.just(b"\0\0\0\3<f8"), max_size=30).map(
    b"".join
)


def damaged(content, seed):
    """The bytes with a few of them changed, lost or doubled."""
    rng, content = random.Random(seed), bytearray(content)
    for _ in range(rng.randint(0, 4)):
        place = rng.randrange(len(content) + 1)
        match rng.randrange(4):
            case 0:
                content[place : place + 1] = bytes([rng.randrange(256)])
            case 1:
                del content[place : place + rng.randint(1, 9)]
            case 2:
                content[place:place] = content[place : place + rng.randint(1, 30)]
            case _:
                content[place : place + 4] = rng.choice([b"\xff" * 4, b"\0\0\0\0", b"\0\x0f\xff\xff"])
    return bytes(content)


@st.composite
def answers(draw):
    """What a student's side may send for one question."""
    kind = draw(st.integers(0, 3))
    if kind == 0:
        return frame(b"\0" * TOKEN + draw(likely))
    change = st.lists(st.tuples(st.integers(-1, 3), plain_values), max_size=2)
    content = encode(draw(outcomes)) + encode(draw(plain_values)) + encode(draw(change))
    if kind == 1:
        return frame(b"\0" * TOKEN + content)
    return frame(b"\0" * TOKEN + damaged(content, draw(st.integers(0, 2**32))))


class Puppet:
    """A connection whose other end has sent its answers already, and never reads."""

    def __init__(self, connection):
        self.connection = connection

    def fileno(self):
        return self.connection.fileno()

    def setblocking(self, flag):
        self.connection.setblocking(flag)

    def send(self, content):
        return len(content)

    def recv_into(self, buffer):
        return self.connection.recv_into(buffer)


def judged(sent, seconds=0.05):
    """What a test ends with whose student's side sends these answers: "" if it passes."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.setblocking(False)
        with suppress(BlockingIOError):
            theirs.send(b"".join(sent))
        one, X, began = CallClient(Puppet(ours), Bounds(wall_seconds=seconds)), np.ones(3), time.monotonic()
        try:
            got = one.request("call", 1, (X, [1], lambda *_: 2), ())
            look(got)
            assert got == SECRET, "wrong"
            outcome = ""
        except StudentGone as error:
            outcome = error.reason
        except Exception as error:
            outcome = error_text(error)
        assert time.monotonic() - began < seconds + 1
        one.shared.restore()
        assert X.tolist() == [1.0, 1.0, 1.0]
        return outcome


def look(got):
    """Nothing but exact plain types and `Remote`s reaches a test."""
    if type(got) in (list, tuple, set, frozenset):
        for part in got:
            look(part)
    elif type(got) is dict:
        look(list(got.items()))
    else:
        module = type(got).__module__
        assert isinstance(got, Remote) or module in ("builtins", "numpy", "autograder.wire.limits"), type(got)


@pytest.fixture(autouse=True)
def known_token(monkeypatch):
    """A student's side knows the token anyway: here it is zeros."""
    monkeypatch.setattr("autograder.wire.client.os.urandom", lambda size: b"\0" * size)


@settings(max_examples=400, deadline=None)
@given(st.lists(answers() | st.binary(max_size=20), min_size=1, max_size=4))
def test_a_fake_student_never_passes_crashes_or_delays_a_test(sent):
    assert judged(sent)


@pytest.mark.slow
@settings(max_examples=10_000, deadline=None)
@given(st.lists(answers() | st.binary(max_size=20), min_size=1, max_size=4))
def test_ten_thousand_fake_students_never_pass_crash_or_delay_a_test(sent):
    assert judged(sent)


def test_the_right_answer_does_pass_here():
    assert judged([answer(b"\0" * TOKEN, "value", SECRET)]) == ""
    assert judged([answer(b"\0" * TOKEN, "callback", (0, (), {})), answer(b"\0" * TOKEN, "value", SECRET)]) == ""


@settings(max_examples=2000, deadline=None)
@given(st.binary(max_size=300) | likely)
def test_any_bytes_are_a_value_or_malformed(content):
    with suppress(Malformed):
        look(decode(content))


@settings(max_examples=500, deadline=None)
@given(plain_values)
def test_plain_values_come_back_as_they_were(value):
    assert repr(decode(encode(value))) == repr(value)


@pytest.mark.slow
@settings(max_examples=20_000, deadline=None)
@given(st.binary(max_size=2000) | likely | st.builds(damaged, plain_values.map(encode), st.integers(0, 2**32)))
def test_twenty_thousand_messages_are_values_or_malformed(content):
    with suppress(Malformed):
        look(decode(content))


@pytest.mark.slow
def test_messages_of_the_largest_size_are_read_within_seconds():
    for part in (b"N", b"l\0\0\0\0", b"S\0\0\0\0", b"s\0\0\0\0", encode(np.zeros(0)), encode(2**61 - 1)):
        number = 60 * 2**20 // len(part)
        began = time.process_time()
        with suppress(Malformed):
            decode(b"l" + HEADER.pack(number) + part * number)
        assert time.process_time() - began < 10


def test_a_fake_student_that_answers_on_a_real_line_never_passes_a_test():
    rng = random.Random(1)
    good = encode("value") + encode([41, {"a": np.arange(3)}, "text"]) + encode([(0, np.zeros(3))])
    with rude_students() as rude:
        for _ in range(150):
            content = damaged(good, rng.random())
            one = rude(lambda theirs, content=content: theirs.sendall(frame(question(theirs) + content)))
            with suppress(StudentGone, Exception):
                got = one.request("call", 1, (np.ones(3),), ())
                assert type(got) is not int
