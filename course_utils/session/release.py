"""Which release of the course a notebook comes from, and whether it is older than the one that the class has now.

A published course has a file `release.json` beside `course_utils`. It names the release of each lab: the last one in
which the lab, or what it imports, changed. In Colab, where each notebook fetches its own release, the newest such
file is asked for; elsewhere the one beside `course_utils` counts.
"""

import json
import os
import re
import subprocess
from pathlib import Path

HOME = Path(__file__).parents[2]
FILE = "release.json"
SECONDS = 6.0
"""How long Colab may take to ask for the newest release."""


class NoAnswer(Exception):
    """The newest release could not be asked for; the text says why, in a few words."""


def sentence(lab, release, home=HOME, *, ask=False):
    """What a student should know about the release of this notebook; "" where it is the one that the class has.

    Args:
        lab: The lab's name.
        release: The tag of the release that the notebook was built for.
        home: The folder of the course.
        ask: Ask the course's address which release is the newest, instead of looking at the folder.
    """
    try:
        newest = fetched(home) if ask else json.loads((Path(home) / FILE).read_text(encoding="utf-8"))
        return compared(lab, release, newest)
    except NoAnswer as reason:
        return f"Whether there is a newer release of this notebook could not be found out: {reason}."
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return f"This notebook is from {release}; the course in {home} does not say which release it is."


def compared(lab, release, newest):
    """The sentence for a notebook, from what `release.json` of the newest release says."""
    if lab not in newest["labs"]:
        return f"The lab {lab} is no longer part of the course. This copy goes on working."
    current = newest["labs"][lab]
    if current == release:
        return ""
    if number(release) > number(current):
        return f"This notebook is from {release}, newer than the course's folder, {current}: run git pull there."
    return (
        f"This copy is older than what the class is graded with: it is from {release}, the newest is {current}. "
        f"It goes on working. For the new one, open {newest['open'].replace('LAB', lab)} and copy your answers into it."
    )


def number(release):
    """The number in a tag: 3 for `release-3-1a2b3c4d`; 0 where there is none."""
    found = re.match(r"release-(\d{1,9})-", release)
    return int(found[1]) if found else 0


def fetched(home):
    """`release.json` as it stands now at the address that the course was cloned from.

    Raises:
        NoAnswer: Where there is no connection, or no clone.
    """
    branch = json.loads((Path(home) / FILE).read_text(encoding="utf-8"))["branch"]
    _git(home, "fetch", "--quiet", "--depth=1", "--no-tags", "origin", branch)
    return json.loads(_git(home, "show", f"FETCH_HEAD:{FILE}"))


def _git(home, *words):
    command = ["git", "-C", str(home), *words]
    environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0"}
    try:
        done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise NoAnswer(f"no answer within {SECONDS:g} seconds") from None
    except OSError as error:
        raise NoAnswer(error.strerror or type(error).__name__) from None
    if done.returncode:
        raise NoAnswer("the course's address did not answer")
    return done.stdout.decode("utf-8", "replace")
