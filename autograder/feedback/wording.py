"""The sentences that students read: what counts, why it is late, why a file failed and what to do now.

What a result flags is written for a teacher. Only sentences that help a student are passed on, those that this module
knows; whatever else needs a person's eye is told as just that, and accuses nobody.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from autograder.util.spreadsheet import number

if TYPE_CHECKING:
    from autograder.feedback.student_work import Check, ExerciseFeedback, StudentFeedback


HELPFUL = (
    (
        r"an earlier file was taken, for the newest cannot be graded: (?P<why>.*)|"
        r"the newest hand-in cannot be graded \((?P<reason>.*)\), so an earlier one counts: .*",
        "The newest file that you handed in cannot be graded ({why}{reason}) An earlier one was graded instead. If the "
        "newest one should count, hand it in again as an .ipynb file.",
    ),
    (r"(?P<all>.+ stands in a text cell, which does not run; make it a code cell)", "{all}."),
    (r"(?P<all>.+: its cell is no Python from line \d+ on, so it does not run)", "{all}."),
    (r"(?P<all>\d+ damaged cells? (?:was|were) left out)(?:: .*)?", "Your file was damaged: {all}."),
    (r"(?P<all>.+: a call (?:took the [\d.]+ seconds that it may take|used up its memory)): .*", "{all}."),
    (r"cell \d+ (?P<all>took the [\d.]+ seconds that it may take): .*", "One of your cells {all}."),
    (r"(?P<all>.+ is no exercise of the lab as it is now: kept, but not graded)", "{all}."),
)
REVIEW = (
    "A person will look at this hand-in before its points are final. You need not do anything; that is usual, for "
    "instance where code took too long."
)
AGAIN = (
    "Open your notebook where you worked on it, and see whether your work is there.",
    "Save it as a notebook, a file that ends in .ipynb. In Colab: File, Download, Download .ipynb. In JupyterLab: "
    "File, Download. A PDF, a link or a screenshot cannot be graded.",
    "Hand that file in where you handed this one in. If the time is over, write to your teacher now and send the file "
    "with this page.",
)
OURS = "The grader could not run this hand-in. That is not your fault, and you need not do anything: it is tried again."


def points(value: float, most: float) -> str:
    """E.g. "4.5 of 8 points"."""
    return f"{number(value)} of {number(most)} {'point' if most == 1 else 'points'}"


def total(one: StudentFeedback) -> str:
    """The points that count, and whether they may still grow."""
    return points(one.total, one.max_score) + (" so far" if one.waiting else "")


def span(seconds: float) -> str:
    """A time in words, in its two largest units: "1 day 3 hours", "5 minutes"; less than a minute counts as one."""
    left, words = max(1, round(seconds / 60)), []
    for name, size in (("day", 1440), ("hour", 60), ("minute", 1)):
        count, left = divmod(left, size)
        if count:
            words.append(f"{count} {name}{'s' if count > 1 else ''}")
    return " ".join(words[:2])


def moment(when: datetime) -> str:
    """E.g. "1 March 2026, 14:05 UTC"."""
    return f"{when.day} {when:%B %Y, %H:%M} {when.tzname()}"


def late(one: StudentFeedback) -> str:
    """Why and how late a hand-in is, and what it cost; "" where it is not late."""
    if not one.seconds_late:
        return "The platform marks it as late; no points were taken off." if one.marked_late else ""
    cost = f"{number(one.penalty)} of your {number(one.points)} points were taken off."
    cost = cost if one.penalty else "no points were taken off."
    when = f" It came on {moment(one.handed_in)} and was due on {moment(one.due)}" if one.handed_in and one.due else ""
    longer = f", your extension of {span(one.extension.total_seconds())} included" if one.extension else ""
    return f"{span(one.seconds_late)} late: {cost}" + (f"{when}{longer}." if when else "")


def in_time(one: StudentFeedback) -> str:
    """When it was handed in and when it was due, where it is known and not late; else ""."""
    if one.seconds_late:
        return ""
    told = [f"handed in on {moment(one.handed_in)}"] if one.handed_in else []
    told += [f"due on {moment(one.due)}"] if one.due else []
    text = ", ".join(told) + (f" with your extension of {span(one.extension.total_seconds())}" if one.extension else "")
    return text[:1].upper() + text[1:] + "." if told else ""


def notes(one: StudentFeedback) -> list[str]:
    """Of what the result flags, the sentences that help the student."""
    found = []
    for flag in one.flags:
        for form, sentence in HELPFUL:
            match = re.fullmatch(form, flag, re.S)
            if match:
                found.append(sentence.format(**match.groupdict(""))[:1000])
    return found


def waiting(one: StudentFeedback) -> str:
    """What still waits for a person; "" where nothing does."""
    new = [it for it in one.waiting if not it.by_person]
    if not new:
        return "A person will look at the points that they gave once more." if one.waiting else ""
    names = ", ".join(it.name for it in new)
    if len(new) == 1:
        return f"{names} waits for a person to read it. Until then it counts as 0 points, so your total may still grow."
    return f"{names} wait for a person to read them. Until then they count as 0 points, so your total may still grow."


def standing(one: ExerciseFeedback) -> str:
    """How an exercise stands, in a word or two, so that no colour has to tell it."""
    if one.waits:
        return "a person looks again" if one.by_person else "waits for a person"
    if not one.max_score:
        return "bonus, without points"
    if one.score >= one.max_score:
        return "full points"
    return "some points" if one.score > 0 else "no points"


def check(one: Check) -> str:
    """How a check ended: its points, and whether it passed."""
    passed = not one.message and one.score >= one.max_score
    word = "passed" if passed else "" if one.score > 0 else "not passed"
    return ", ".join(filter(None, [points(one.score, one.max_score) if one.max_score else "", word]))


def exercise(one: ExerciseFeedback) -> str:
    """An exercise in a sentence: its points, how it stands, and who gave them."""
    told = f"{standing(one)}." if not one.max_score else f"{points(one.score, one.max_score)}, {standing(one)}."
    told += " A person gave points here." if one.by_person else ""
    return told[:1].upper() + told[1:] + (" There is no answer in your file." if one.is_empty else "")


def summary(one: StudentFeedback) -> list[str]:
    """The whole hand-in in a few sentences, the total first: for a platform's comment field."""
    if one.ours:
        return [OURS]
    if one.problem:
        steps = [f"{count}. {step}" for count, step in enumerate(AGAIN, start=1)]
        return [f"Your file could not be graded and counts as 0 points: {one.problem}", "What to do now:", *steps]
    told = [f"{total(one)}.", late(one), waiting(one)]
    return [text for text in [*told, REVIEW if one.status == "needs-review" else "", *notes(one)] if text]
