"""One HTML page about a graded lab: how the class stands, what went wrong, who needs a look."""

import re
import statistics
from collections import Counter
from pathlib import Path

import jinja2

from autograder.files import write_atomically
from autograder.results import current_results

MOST_MESSAGES = 3
TEMPLATES = Path(__file__).parent / "templates"


def write_report(course, assignment):
    """Write `reports/LAB.html`; the page needs nothing else and runs no script.

    Args:
        course: The `Course`.
        assignment: The graded `Assignment`.

    Returns:
        The path of the page.
    """
    path = course.path / "reports" / f"{assignment.name}.html"
    write_atomically(path, page(assignment.name, assignment.lab.title, current_results(course, assignment)))
    return path


def page(lab, title, current):
    """The page as text.

    Args:
        lab: The lab's name.
        title: Its title.
        current: Pairs (`Result`, exercises that wait for a person), one per student.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["points"] = _points
    results = [result for result, _ in current]
    waiting = Counter(name for _, names in current for name in names)
    scores = [result.score for result in results if result.status != "failed"]
    bars = histogram(scores, max((result.max_score for result in results), default=0))
    return environment.get_template("report.html").render(
        lab=lab,
        title=title,
        students=len(results),
        counts=Counter({"graded": 0, "needs-review": 0, "failed": 0}) + Counter(one.status for one in results),
        scores=scores,
        mean=_points(statistics.fmean(scores)) if scores else "",
        median=_points(statistics.median(scores)) if scores else "",
        max_score=_points(max((result.max_score for result in results), default=0)),
        bars=bars,
        histogram_text=_histogram_text(bars),
        exercises=exercises(results, waiting),
        look=[one for one in results if one.status != "graded"],
        notes=[one for one in results if one.repairs or (one.flags and one.status == "graded")],
        waiting=sum(waiting.values()),
        results=results,
    )


def exercises(results, waiting):
    """Per exercise: mean, share, how many have full marks, and the most common messages."""
    graded = [result for result in results if result.status != "failed"]
    found = {}
    for result in graded:
        for one in result.exercises:
            found.setdefault(one["id"], []).append(one)
    return [_exercise(name, ones, waiting[name]) for name, ones in found.items()]


def _exercise(name, ones, waiting):
    most = ones[0]["max_score"]
    mean = statistics.fmean(one["score"] for one in ones)
    full = sum(one["score"] >= most and not one["message"] for one in ones)
    return {
        "name": name,
        "max_score": _points(most),
        "mean": _points(mean),
        "percent": round(100 * (mean / most if most else full / len(ones))),  # bonus work: the share that passed
        "full": full,
        "students": len(ones),
        "waiting": waiting,
        "messages": common_messages(one["message"] for one in ones if one["message"]),
    }


def common_messages(messages, most=MOST_MESSAGES):
    """The most common messages with their counts; what a student's own numbers vary is left out.

    "looks like the bias was added twice: expected …, received …" counts as one message, whatever was received.
    """
    heads = Counter(_head(message) for message in messages)
    return sorted(heads.items(), key=lambda pair: (-pair[1], pair[0]))[:most]


def _head(message):
    text = " ".join(message.split())
    if text.startswith("NotImplementedError"):
        return "not done yet"
    head = re.split(r": expected |, received |: received ", text)[0]
    return head if len(head) <= 200 else head[:199] + "…"


def histogram(scores, most, bins=10):
    """The bars of the picture: equal steps from 0 to the highest score; whole points where the lab has few."""
    if not scores or not most:
        return []
    step = max(1, -(-int(most) // bins))
    count = int(most // step) + 1
    heights = Counter(min(int(score // step), count - 1) for score in scores)
    width, tallest = 600 / count, max(heights.values())
    return [
        {
            "x": round(30 + number * width + 3, 1),
            "middle": round(30 + (number + 0.5) * width, 1),
            "width": round(width - 6, 1),
            "y": round(180 - 150 * heights[number] / tallest, 1),
            "height": round(150 * heights[number] / tallest, 1),
            "count": heights[number],
            "label": _label(number * step, step, most),
        }
        for number in range(count)
    ]


def _label(low, step, most):
    high = min(low + step - 1, int(most))
    return f"{low}" if high <= low else f"{low}–{high}"


def _histogram_text(bars):
    told = [f"{bar['count']} with {bar['label']} points" for bar in bars if bar["count"]]
    return f"Points of the class: {', '.join(told)}"


def _points(number):
    return f"{number:.1f}".removesuffix(".0")
