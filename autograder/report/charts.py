"""The geometry of the report's pictures: plain numbers that a template turns into SVG, each with its words."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

WIDTH, HEIGHT, LEFT = 600, 150, 40  # of the drawn area; texts stand outside it
TOP, BOTTOM = 20, 170


def histogram(scores: Sequence[float], most: float, bins: int = 10) -> list[dict[str, Any]]:
    """The bars of a distribution: equal steps from 0 to the highest score; whole points where the lab has few."""
    if not scores or not most:
        return []
    step = max(1, -(-int(most) // bins))
    count = int(most // step) + 1
    heights = Counter(min(max(int(score // step), 0), count - 1) for score in scores)
    width, tallest = WIDTH / count, max(heights.values())
    return [
        {
            "x": round(LEFT + number * width + 3, 1),
            "middle": round(LEFT + (number + 0.5) * width, 1),
            "width": round(width - 6, 1),
            "y": round(BOTTOM - HEIGHT * heights[number] / tallest, 1),
            "height": round(HEIGHT * heights[number] / tallest, 1),
            "count": heights[number],
            "label": _label(number * step, step, most),
        }
        for number in range(count)
    ]


def _label(low, step, most):
    high = min(low + step - 1, int(most))
    return f"{low}" if high <= low else f"{low}–{high}"


def histogram_text(bars: Iterable[dict[str, Any]]) -> str:
    """The words of the distribution's picture."""
    told = [f"{bar['count']} with {bar['label']} points" for bar in bars if bar["count"]]
    return f"Points of the class: {', '.join(told)}"


def trend(labs: Sequence[tuple[str, tuple[float, ...] | None]]) -> list[dict[str, Any]]:
    """The picture of a course: for each lab the middle half of the class as a bar, the median as a mark on a line.

    Args:
        labs: Pairs (label, quartiles) in order: three shares from 0 to 1; None, for a lab without points, has no place.

    Returns:
        A list of points, each with `x`, `low`, `middle`, `high` in pixels, its label and percentages.
    """
    known = [(label, shares) for label, shares in labs if shares]
    width = WIDTH / max(len(known), 1)
    return [
        {
            "x": round(LEFT + (number + 0.5) * width, 1),
            "label": label,
            "low": _y(shares[0]),
            "middle": _y(shares[1]),
            "high": _y(shares[2]),
            "percent": [round(100 * share) for share in shares],
        }
        for number, (label, shares) in enumerate(known)
    ]


def _y(share):
    return round(BOTTOM - HEIGHT * share, 1)


def trend_text(points: Iterable[dict[str, Any]]) -> str:
    """The words of the trend's picture."""
    told = [f"{one['label']} {one['percent'][1]} %" for one in points]
    return f"Share of the points that the student in the middle has, lab by lab: {', '.join(told)}"
