"""Does Google Colab still have the versions of colab-constraints.txt?

    python3 tests/versions/colab_list.py pip-freeze.txt os-info.txt [--write]

prints what differs, or nothing where what the labs use is the same; `--write` brings colab-constraints.txt up to date.
Google publishes both files, of the runtime without a GPU, at `SOURCE`. They are fetched by whoever calls this
(`.github/workflows/colab.yml`, once a week); it never goes to the network itself, and needs nothing but Python.
"""

import argparse
import re
import time
from pathlib import Path
from typing import NamedTuple

SOURCE = "https://raw.githubusercontent.com/googlecolab/backend-info/main/"
FILES = ("pip-freeze.txt", "os-info.txt")
CONSTRAINTS = Path(__file__).with_name("colab-constraints.txt")
USED = ("tensorflow", "keras", "numpy", "matplotlib", "scikit-learn", "ipywidgets", "ipython", "ipykernel")
HEADER = "# Versions in Google Colab (CPU runtime), list of {day}; Python there is {python}. Use with: pip install -c"
PIN = re.compile(r"^([A-Za-z0-9][\w.-]*)\s*==\s*([\w.!+*-]+)", re.MULTILINE)
PYTHON = re.compile(r"^# Versions .*Python there is (\d+\.\d+)", re.MULTILINE)


class Difference(NamedTuple):
    """One package: its version in our list and in Colab's; None where Colab does not have it."""

    name: str
    ours: str
    theirs: str | None


def pins(text):
    """The exact versions of a list as pip freezes it: name -> version.

    Names are made comparable, `Jupyter_client` is `jupyter-client`; a line with an address has no version.
    """
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in PIN.findall(text)}


def differences(constraints, freeze, os_info):
    """What is not the same in Colab, in the order of our list, Python first.

    Args:
        constraints: The text of colab-constraints.txt.
        freeze: The text of Colab's pip-freeze.txt.
        os_info: The text of Colab's os-info.txt, which has Python's version.

    Returns:
        A list of `Difference`.

    Raises:
        ValueError: Where Colab's files are not what they used to be, an error page for example.
    """
    theirs, python = pins(freeze), colab_python(os_info)
    if "tensorflow" not in theirs:
        raise ValueError(f"pip-freeze.txt: expected lines such as tensorflow==2.20.0, received {freeze[:80]!r}")
    ours = {"python": our_python(constraints), **pins(constraints)}
    theirs["python"] = python
    return [Difference(name, own, theirs.get(name)) for name, own in ours.items() if theirs.get(name) != own]


def our_python(constraints):
    """The Python of colab-constraints.txt, as its first line says."""
    return PYTHON.search(constraints).group(1)


def colab_python(os_info):
    """The Python of os-info.txt, `3.13`.

    Raises:
        ValueError: If no line says it.
    """
    found = re.search(r"^Python (\d+\.\d+)", os_info, re.MULTILINE)
    if not found:
        raise ValueError(f"os-info.txt: expected a line such as Python 3.13.2, received {os_info[:80]!r}")
    return found.group(1)


def report(found):
    """An issue's text in Markdown; empty where everything that the labs use is the same."""
    used, others = ([one for one in found if (one.name in (*USED, "python")) == wanted] for wanted in (True, False))
    if not used:
        return ""
    rows = [f"| {name} | {ours} | {theirs or 'not there'} |" for name, ours, theirs in used]
    more = [f"{name} {ours} → {theirs or 'not there'}" for name, ours, theirs in others]
    return "\n".join(
        [
            f"[Colab's list]({SOURCE}{FILES[0]}) has other versions of what the labs use than",
            "`tests/versions/colab-constraints.txt`:",
            "",
            "| | tested here | Colab |",
            "|---|---|---|",
            *rows,
            *(["", f"Other packages of the list that differ: {', '.join(more)}."] if more else []),
            "",
            "To follow Colab, then see whether the labs run, and commit:",
            "",
            "```",
            f"curl --fail --remote-name-all {' '.join(SOURCE + name for name in FILES)}",
            f"python3 tests/versions/colab_list.py {' '.join(FILES)} --write",
            "make versions",
            "```",
            "",
        ]
    )


def updated(constraints, found, day):
    """The text of colab-constraints.txt with Colab's versions; a package that Colab does not have goes.

    Args:
        constraints: The text as it is.
        found: What `differences` gave.
        day: The day of Colab's list, 2026-08-19.
    """
    new = {name: theirs for name, _, theirs in found}
    python = new.pop("python", None) or our_python(constraints)
    lines = [HEADER.format(day=day, python=python)]
    for name, version in PIN.findall(constraints):
        version = new.get(next(iter(pins(f"{name}=={version}"))), version)
        lines += [f"{name}=={version}"] if version else []
    return "\n".join(lines) + "\n"


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Does Colab still have the versions of colab-constraints.txt?")
    parser.add_argument("freeze", type=Path, help="Colab's pip-freeze.txt")
    parser.add_argument("os_info", type=Path, help="Colab's os-info.txt")
    parser.add_argument("--write", action="store_true", help="bring colab-constraints.txt up to date")
    parser.add_argument("--constraints", type=Path, default=CONSTRAINTS, help="another file in its place")
    asked = parser.parse_args(arguments)
    ours, *theirs = (path.read_text(encoding="utf-8") for path in (asked.constraints, asked.freeze, asked.os_info))
    found = differences(ours, *theirs)
    if asked.write:
        asked.constraints.write_text(updated(ours, found, time.strftime("%Y-%m-%d")), encoding="utf-8")
    print(report(found), end="")


if __name__ == "__main__":
    main()
