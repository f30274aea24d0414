"""What became of each file that `collect` found: four fates, and a sum that adds up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

MOST_LINES = 200  # of one fate on the screen
FATES = ("taken", "superseded", "unclear", "other")


@dataclass
class Fate:
    """What became of one file.

    Attributes:
        file: Where it lies, for a person.
        fate: "taken", "superseded", "unclear" or "other".
        student: Whose it is; "" where nobody's or unclear.
        why: A sentence; "" where there is nothing to say.
    """

    file: str
    fate: str
    student: str = ""
    why: str = ""


@dataclass
class Collected:
    """What one `collect` found.

    Attributes:
        fates: One for each file that was found.
        records: By student, sorted: where the file that counts came from, its repairs and flags or its problem.
        notes: What a person should know.
    """

    fates: list[Fate] = field(default_factory=list)
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def unclear(self) -> list[Fate]:
        return [one for one in self.fates if one.fate == "unclear"]

    def count(self, fate: str) -> int:
        return sum(one.fate == fate for one in self.fates)


def lines(found: Collected, lab: str) -> list[str]:
    """What a person reads: a line per student, what needs a look, and a sum that adds up."""
    text = [*dict.fromkeys(found.notes)]
    for student, record in found.records.items():
        notes = "; ".join([*record["repairs"], *record["look"], *record["flags"]])
        text.append(
            f"failed  {student}  {record['problem']}" if record["problem"] else f"ok      {student}  {notes}".rstrip()
        )
    for fate in ("superseded", "unclear", "other"):
        listed = [f"{fate}  {one.file}  {one.why}" for one in found.fates if one.fate == fate]
        text += listed[:MOST_LINES]
        if len(listed) > MOST_LINES:
            text.append(f"{fate}  … and {len(listed) - MOST_LINES} more: --json FILE lists them all")
    total = [f"{found.count(fate)} {word}" for fate, word in zip(FATES, (
        "taken", "superseded by a newer one", "unclear whose", f"not a notebook of {lab}"), strict=True)]  # fmt: skip
    good = sum(not record["problem"] for record in found.records.values())
    text.append(f"{len(found.fates)} files = {' + '.join(total)}")
    text.append(
        f"{len(found.records)} students, {good} notebooks to grade, {len(found.records) - good} that cannot be graded"
    )
    return text
