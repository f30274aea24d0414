"""What one exercise got: the form in which the judge says it, and in which results keep it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ExerciseResult:
    """One exercise of one submission. The names are those of `grade --json`; scripts rely on them.

    Attributes:
        id: The exercise's name.
        score: Its points.
        max_score: The most points that it can get.
        message: What the first check that failed said, "" where none did.
    """

    id: str
    score: float = 0.0
    max_score: float = 0.0
    message: str = ""
