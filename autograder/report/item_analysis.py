"""Exercises as test items: how hard each was, whether it told students apart, and what its checks said."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograder.course.result import Result


MOST_MESSAGES = 3
FEWEST = 10  # below that many students a correlation says nothing
NOT_BEGUN = "not done yet"


@dataclass(frozen=True)
class Item:
    """One exercise and how a class did on it.

    Attributes:
        share: The share of its points that the class got, 0 to 1; for bonus work without points, who passed.
        full: How many have full marks.
        discrimination: The item-rest correlation, or None where it cannot be told.
        waiting: How many answers wait for a person.
        messages: The most common messages with their counts.
    """

    name: str
    mean: float
    max_score: float
    share: float
    full: int
    students: int
    discrimination: float | None = None
    waiting: int = 0
    messages: list[tuple[str, int]] = field(default_factory=list)


def items(current: Iterable[tuple[Result, list[str]]]) -> list[Item]:
    """The exercises of a lab as items, in the lab's order.

    Args:
        current: Pairs (`Result`, exercises that wait for a person), one per student; failed hand-ins do not count.
    """
    graded = [(result, waiting) for result, waiting in current if result.status != "failed"]
    names = dict.fromkeys(one.id for result, _ in graded for one in result.exercises)
    waiting = Counter(name for _, names in graded for name in names)
    scores = [{one.id: one.score for one in result.exercises} for result, _ in graded]
    return [_item(name, graded, scores, waiting) for name in names]


def _item(name, graded, scores, waiting):
    ones = [one for result, _ in graded for one in result.exercises if one.id == name]
    most, mean = ones[0].max_score, statistics.fmean(one.score for one in ones)
    full = sum(one.score >= most and not one.message for one in ones)
    return Item(
        name,
        mean,
        most,
        mean / most if most else full / len(ones),
        full - (waiting[name] if not most else 0),
        len(ones),
        None if waiting[name] else discrimination(scores, name, [other for other in waiting if waiting[other]]),
        waiting[name],
        common_messages(one.message for one in ones if one.message),
    )


def discrimination(scores: Sequence[Mapping[str, float]], name: str, without: Collection[str] = ()) -> float | None:
    """The item-rest correlation of an exercise: Pearson's, of its points with the points of all other exercises.

    The exercise's own points are left out of the rest, else each exercise would agree with itself.

    Args:
        scores: One dict per student, exercise -> points.
        name: The exercise.
        without: Exercises that do not count, such as answers that wait for a person.

    Returns:
        A number from -1 to 1; None for fewer than `FEWEST` students, or where all have the same points.
    """
    both = [
        (one[name], sum(score for other, score in one.items() if other != name and other not in without))
        for one in scores
        if name in one
    ]
    own, rest = [list(column) for column in zip(*both, strict=True)] if both else ([], [])
    if len(both) < FEWEST or len(set(own)) == 1 or len(set(rest)) == 1:
        return None
    return statistics.correlation(own, rest)


def common_messages(messages: Iterable[str], most: int = MOST_MESSAGES) -> list[tuple[str, int]]:
    """The most common messages with their counts; what a student's own numbers vary is left out.

    "looks like the bias was added twice: expected …, received …" counts as one message, whatever was received.
    """
    heads = Counter(_head(message) for message in messages)
    return sorted(heads.items(), key=lambda pair: (-pair[1], pair[0]))[:most]


def _head(message):
    text = " ".join(message.split())
    if text.startswith("NotImplementedError"):
        return NOT_BEGUN
    head = re.split(r": expected |, received |: received ", text)[0]
    return head if len(head) <= 120 else head[:119] + "…"
