"""A student's process that does not keep to the rules is gone, within the deadline, and never earns a point."""

import struct
import time

import numpy as np
import pytest
from protocol_ends import answer, frame, question, rude_students, wait

from autograder.wire import encode
from autograder.wire.channel import HEADER
from autograder.wire.client import TOKEN_BYTES, StudentError, StudentGone
from course_utils import checks


@pytest.fixture
def rude():
    with rude_students() as start:
        yield start


def flood(theirs):
    """Call back without end, faster than anybody reads."""
    call = answer(question(theirs), "callback", (0, (), {}))
    while True:
        theirs.sendall(call)


def noise(theirs):
    question(theirs)
    while True:
        theirs.sendall(b"\0" * 4)


RUDE = {
    "an answer before the question": lambda s: (s.sendall(answer(b"\0" * TOKEN_BYTES, "value", 3)), wait(s)),
    "an announcement of four gigabytes": lambda s: (
        question(s),
        s.sendall(struct.pack("!I", 2**32 - 1)),
        wait(s),
    ),
    "half a message": lambda s: (question(s), s.sendall(HEADER.pack(100) + b"abc")),
    "silence": lambda s: (question(s), wait(s)),
    "a byte at a time": lambda s: (question(s), [(s.sendall(b"\0"), time.sleep(0.2)) for _ in range(20)]),
    "an unknown outcome": lambda s: s.sendall(answer(question(s), "points", 3)),
    "a handle of nothing as outcome": lambda s: s.sendall(frame(question(s) + b"o")),
    "a change of something never passed": lambda s: s.sendall(answer(question(s), "value", 3, [(0, [1])])),
    "changes of a wrong form": lambda s: s.sendall(answer(question(s), "value", 3, [1, 2])),
    "a call back of nothing": lambda s: s.sendall(answer(question(s), "callback", (0, (), {}))),
    "a call back of a wrong form": lambda s: s.sendall(answer(question(s), "callback", "f")),
    "an exception of a wrong form": lambda s: s.sendall(answer(question(s), "raise", 3)),
    "an end at once": lambda s: None,
    "calls back without end": flood,
    "empty messages without end": noise,
    "the end of an iteration where a value belongs": lambda s: s.sendall(answer(question(s), "stop", None)),
    "more behind the answer": lambda s: s.sendall(frame(question(s) + encode("value") + encode(3) + encode([]) + b"N")),
    "a reference to what the judge passed": lambda s: s.sendall(
        frame(question(s) + encode("value") + b"o" + struct.pack("!I", 6) + b"shared" + b"\0" * 8 + encode([]))
    ),
}


@pytest.mark.parametrize("behaviour", RUDE)
def test_a_rude_student_is_gone_within_the_deadline(rude, behaviour):
    student = rude(RUDE[behaviour])
    began = time.monotonic()
    with pytest.raises(StudentGone):
        student.request("call", 1, (lambda: 3,), ())
    assert time.monotonic() - began < 3


def test_a_second_answer_is_no_answer_to_the_next_question(rude):
    def twice(theirs):
        token = question(theirs)
        theirs.sendall(answer(token, "value", 1) + answer(token, "value", 2))
        wait(theirs)

    student = rude(twice)
    assert student.name("f") == 1
    with pytest.raises(StudentGone) as caught:
        student.name("g")
    assert caught.value.suspicious


def test_a_change_to_another_kind_or_shape_is_refused(rude):
    for now in ([1], np.zeros(3), np.zeros(2, np.float32), "text"):
        with pytest.raises(StudentGone):
            rude(lambda s, now=now: s.sendall(answer(question(s), "value", 3, [(0, now)]))).request("name", np.zeros(2))


def test_a_random_generator_takes_no_state_that_is_none(rude):
    rng = np.random.default_rng(0)
    bad = {**rng.bit_generator.state, "bit_generator": "MT19937"}
    with pytest.raises(StudentGone):
        rude(lambda s: s.sendall(answer(question(s), "value", 3, [(0, bad)]))).request("name", rng)
    assert rng.random() == np.random.default_rng(0).random()


@pytest.mark.parametrize("name", ["StopIteration", "StopAsyncIteration", "GeneratorExit", "KeyboardInterrupt",
                                  "SystemExit", "BaseException", "UnicodeDecodeError", "print", "__import__", "nobody",
                                  "ExceptionGroup"])  # fmt: skip
def test_an_exception_that_would_steer_the_test_is_an_ordinary_one(rude, name):
    one = rude(lambda s: s.sendall(answer(question(s), "raise", (name, "x"))))
    with pytest.raises(StudentError, match=f"{name}: x"):
        one.name("f")


def test_a_missing_name_is_missing_only_where_a_name_was_asked_for(rude):
    with pytest.raises(StudentGone):
        rude(lambda s: s.sendall(answer(question(s), "missing", "f"))).request("call", 1, (), ())


def test_no_check_takes_a_broken_line_for_an_error_that_it_expects(rude):
    one = rude(question)
    with pytest.raises(StudentGone):
        checks.raises(lambda: one.name("f"), Exception, "f()")


def test_the_deadline_of_a_question_covers_what_is_asked_meanwhile(rude):
    def ask_back(theirs):
        theirs.sendall(answer(question(theirs), "callback", (0, (), {})))
        question(theirs)
        wait(theirs)

    one, began = rude(ask_back, seconds=0.5), time.monotonic()
    one.callbacks.append(lambda: one.name("g"))
    with pytest.raises(StudentGone, match="no answer within"):
        one.name("f")
    assert time.monotonic() - began < 2


def test_all_answers_of_a_test_together_are_bounded(rude, monkeypatch):
    monkeypatch.setattr("autograder.wire.client.MAX_RECEIVED", 10_000)

    def answers(theirs):
        while True:
            theirs.sendall(answer(question(theirs), "value", b"x" * 4000))

    one = rude(answers)
    assert len(one.name("f")) == len(one.name("f")) == 4000
    with pytest.raises(StudentGone, match="together"):
        one.name("f")


def test_questions_and_calls_back_are_counted(rude, monkeypatch):
    monkeypatch.setattr("autograder.wire.client.MAX_STEPS", 100)

    def call_back(theirs):
        while True:
            theirs.sendall(answer(question(theirs), "callback", (0, (), {})))

    one = rude(call_back)
    one.callbacks.append(lambda: None)
    with pytest.raises(StudentGone, match="more than 100 questions"):
        one.name("f")


def test_a_random_generator_goes_forward_and_nowhere_else(rude):
    def told(change):
        rng = np.random.default_rng(0)
        other = np.random.default_rng(0)
        state = change(other)
        one = rude(lambda s: s.sendall(answer(question(s), "value", 3, [(0, state)])))
        return one.request("name", rng), rng.random(), other.random()

    value, mine, theirs = told(lambda rng: (rng.normal(size=1000), rng.bit_generator.state)[1])
    assert (value, mine) == (3, theirs)
    state = np.random.default_rng(0).bit_generator.state
    chosen = [{**state, "state": {**state["state"], "state": 0}}, {**state, "state": {"state": 0, "inc": 0}}]
    chosen += [
        np.random.default_rng(1).bit_generator.state,
        {**state, "uinteger": 2**32},
        {**state, "has_uint32": True},
    ]
    chosen += [{**state, "state": {**state["state"], "state": float("nan")}}, {**state, "more": 1}, state["state"], 3]
    for state in chosen:
        with pytest.raises(StudentGone):
            told(lambda rng, state=state: state)


def test_texts_of_the_students_steer_no_terminal_and_no_file(rude):
    from autograder.wire.errors import error_text

    with pytest.raises(ValueError, match="red") as caught:
        rude(lambda s: s.sendall(answer(question(s), "raise", ("ValueError", "\x1b[31mred\x00" + "x" * 5000)))).name(
            "f"
        )
    text = error_text(caught.value)
    assert text.startswith("ValueError: \ufffd[31mred\ufffd")
    assert len(text) < 2100
    assert error_text(AssertionError("\ud800")) == "\ufffd"
