"""A platform's sender -> the student of this course, the same one each time; where two are possible, nobody.

`senders.json` in the course directory remembers who a sender was, so that a name that was settled once, by a platform's
number, the class list or a person, is settled for the term.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.collect.platforms import Sender
from autograder.course.gradebook import Person
from autograder.course.match_rows import plain_name
from autograder.course.roster import run_together, same_person
from autograder.util.files import safe_name, write_atomically

if TYPE_CHECKING:
    from autograder.course.course import Course

FILE = "senders.json"
ANONYMOUS = 5  # so many senders of one name are no namesakes: the platform hides the names
OF_THE_COURSE = ("github", "nbgrader", "folders", "files", "exchange", "blackboard", "sakai")  # all name by login


@dataclass(frozen=True)
class Remembered:
    """Who a sender was.

    Attributes:
        student: Their id here.
        name: What the platform called them.
        collection: The `collect` that settled it.
    """

    student: str
    name: str
    collection: int


class Identities:
    """The senders of a course.

    Args:
        course_path: The course directory.
        lab: The lab's name.
        roster: The class list; empty where there is none.
    """

    def __init__(self, course_path: Path, lab: str, roster: dict[str, Person]) -> None:
        self.path, self.lab, self.roster = course_path / FILE, lab, roster
        self.senders: dict[str, Remembered] = {}
        if self.path.exists():
            told = json.loads(self.path.read_text(encoding="utf-8"))
            self.senders = {key: Remembered(**value) for key, value in told.items()}

    def write(self) -> None:
        """Remember for the next time."""
        plain = {key: vars(value) for key, value in sorted(self.senders.items())}
        if plain or self.path.exists():
            write_atomically(self.path, json.dumps(plain, indent=1, ensure_ascii=False))

    def forget(self, collection: int) -> None:
        """Take back what one `collect` settled."""
        self.senders = {key: value for key, value in self.senders.items() if value.collection != collection}
        self.write()

    def key(self, platform: str, sender: Sender) -> str:
        """What tells a sender from all others."""
        place = f"{platform}/{self.lab}" if sender.local else "login" if platform in OF_THE_COURSE else platform
        mark = sender.number or sender.email.casefold() or sender.login or sender.name
        return f"{place}:{unicodedata.normalize('NFC', mark)}"

    def settle(self, platform: str, senders: Iterable[Sender], collection: int) -> dict[str, tuple[str, str]]:
        """Who the senders of a listing are.

        Returns:
            The sender's key -> `(student, why nobody can be named)`.
        """
        found: dict[str, tuple[str, str]] = {}
        numbers: dict[str, set[str]] = {}
        apart = {self.key(platform, one): one for one in senders}
        for key, one in apart.items():
            numbers.setdefault(plain_name(one.name) or one.name, set()).add(key)
        for key, one in apart.items():
            namesakes = len(numbers[plain_name(one.name) or one.name]) if one.name else 1
            student, why = self._student(platform, key, one, namesakes)
            found[key] = student, why
            if student and key not in self.senders:
                self.senders[key] = Remembered(student, one.name or one.login, collection)
        return found

    def assign(self, key: str, student: str, collection: int) -> None:
        """A person says who a sender is."""
        self.senders[key] = Remembered(student, "", collection)

    def _student(self, platform, key, sender, namesakes):
        if key in self.senders:
            return self.senders[key].student, ""
        listed = self._on_the_list(platform, sender)
        if len(listed) > 1:
            return "", f"it could be {' or '.join(sorted(listed))} of the class list"
        if listed and (namesakes == 1 or not self._by_name_alone(listed[0], sender)):
            return listed[0], ""
        if listed:
            return "", f"{namesakes} senders are called {sender.name}, and one of them is {listed[0]} of the class list"
        grouped = self._behind_a_group(platform, sender)
        if grouped:
            return "", (
                f"it could be {' or '.join(sorted(grouped))} of the class list, behind the name of a group: collect it "
                "with the grading worksheet, which knows the addresses"
            )
        return self._new(platform, key, sender, namesakes)

    def _behind_a_group(self, platform, sender):
        """Moodle writes `Group A-Jane Doe` where it has groups; but a first name may have a hyphen, too."""
        _, *rest = sender.name.split("-") if platform == "moodle" else [""]
        names = {plain_name("-".join(rest[at:])) for at in range(len(rest))} - {""}
        return [one.id for one in self.roster.values() if plain_name(f"{one.first_name} {one.last_name}") in names]

    def _on_the_list(self, platform, sender):
        first, _, last = sender.name.rpartition(" ")
        number = "" if sender.local else sender.number
        login = sender.login if platform != "canvas" else ""
        person = Person(id=login, first_name=first, last_name=last, email=sender.email, lms_user_id=number)
        found = same_person(person, self.roster.values())
        if not found and number:
            found = [number] if number in self.roster else []
        if not found and platform == "canvas":  # where the list has no numbers: "doejane"
            name = sender.login.removesuffix(f"_{sender.number}").casefold()
            people = [one for one in self.roster.values() if not one.lms_user_id]
            found = [one.id for one in people if run_together(f"{one.last_name}{one.first_name}") == name]
        return found

    def _by_name_alone(self, student, sender):
        one = self.roster[student]
        marks = {one.lms_user_id, one.email.casefold(), one.id} - {""}
        return not marks & {sender.number if not sender.local else "", sender.email.casefold(), sender.login}

    def _new(self, platform, key, sender, namesakes):
        """An id for somebody whom neither the class list nor an earlier archive knows."""
        raw = unicodedata.normalize("NFC", sender.login or sender.name or sender.email or sender.number)
        place = key.partition(":")[0] + ":"
        here = {one.student for one in self._at(place)}
        student = safe_name(raw)
        if sender.local and namesakes <= ANONYMOUS:
            same = self._namesakes(platform, sender)
            possible = same - here
            if len(possible) > 1 or (possible and (namesakes > 1 or same & here)):
                return "", f"{sender.name} could be {' or '.join(sorted(possible))} or somebody new"
            if possible:
                return possible.pop(), ""
        if sender.email and student in {one.student for one in self.senders.values()} - here:
            return safe_name(sender.email), ""  # jdoe@x.edu need not be the jdoe of another platform
        if (namesakes > 1 or student in here) and (sender.number or sender.email):
            student = safe_name(f"{student}_{sender.number or sender.email}")
        if any(one.student == student and one.name not in ("", raw) for one in self._at(place)):
            student = f"{student}-{hashlib.sha256(raw.encode('utf-8', 'replace')).hexdigest()[:6]}"
        return student, ""

    def _at(self, place):
        return [one for other, one in self.senders.items() if other.startswith(place)]

    def _namesakes(self, platform, sender):
        """Students whom the same platform called by this name, in this lab or another."""
        return {
            one.student for one in self._at(f"{platform}/") if plain_name(one.name) == plain_name(sender.name) != ""
        }


def people_seen(course: Course) -> list[Person]:
    """Everybody whom a platform named or of whom there is a folder, as far as that tells who they are.

    A name that one platform gave to several students tells nothing, and is left out.
    """
    found = {student: Person(student) for student in course.known_students()}
    for key, one in Identities(course.path, "", {}).senders.items():
        place, _, mark = key.partition(":")
        first, _, last = one.name.rpartition(" ")
        known = found.get(one.student, Person(one.student))
        if place == "canvas":  # whose numbers hold for the whole platform, and whose names are run together
            known = replace(known, lms_user_id=mark)
        elif "@" in mark:
            known = replace(known, email=mark)
        if first and not known.last_name:
            known = replace(known, first_name=first, last_name=last)
        found[one.student] = known
    return list(found.values())


def forget_student(course_path: Path, student: str) -> bool:
    """Delete what is remembered of a student's senders; was there anything?"""
    people = Identities(course_path, "", {})
    kept = {key: one for key, one in people.senders.items() if one.student != student}
    gone, people.senders = len(people.senders) - len(kept), kept
    people.write()
    return bool(gone)
