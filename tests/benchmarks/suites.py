"""Write the table of the test suites in CONTRIBUTING.md: what each proves, how many tests, how long they take.

    python tests/benchmarks/suites.py JUNIT.xml ...

The files are what pytest's `--junitxml` wrote in real runs; `.ci/run` leaves them in `artefacts/suites/`. A row is one
folder below `tests/` and one kind of tests: quick, slow or browser. Its sentence stands in `suites.toml`, beside this.
"""

import argparse
import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[2]
PAGE, SENTENCES = ROOT / "CONTRIBUTING.md", Path(__file__).with_name("suites.toml")
BEGIN, END = "<!-- suites: written by tests/benchmarks/suites.py -->\n", "<!-- end of suites -->"
KINDS = {"quick": "`make test`", "slow": "`pytest -m slow`", "browser": "`pytest -m browser`"}


class NoTable(Exception):
    """The table cannot be written; the message says why."""


def counted(paths):
    """(kind, folder) -> number of tests and their seconds together, those of set-up and cleaning up included."""
    found = {}
    for path in paths:
        for case in ElementTree.parse(path).iter("testcase"):
            kind = next((one.get("value") for one in case.iter("property") if one.get("name") == "suite"), None)
            if kind not in KINDS:
                raise NoTable(f"{path}: {case.get('name')} does not say whether it is {', '.join(KINDS)}")
            key = kind, case.get("classname").split(".")[1]
            number, seconds = found.get(key, (0, 0.0))
            found[key] = number + 1, seconds + float(case.get("time"))
    return found


def table(found, sentences):
    """The rows of each kind in the order of `sentences`, below a row with their sum.

    Args:
        found: What `counted` returns.
        sentences: Folder -> kind -> what that suite proves.
    """
    unknown = [f"{folder} ({kind})" for kind, folder in found if kind not in sentences.get(folder, {})]
    unknown += [
        f"{folder} ({kind})" for folder, kinds in sentences.items() for kind in kinds if (kind, folder) not in found
    ]
    if unknown:
        raise NoTable(f"only one of the runs and {SENTENCES.name} knows of {', '.join(sorted(unknown))}")
    lines = ["| suite | what it proves | tests | time |", "|---|---|--:|--:|"]
    for kind, command in KINDS.items():
        own = {folder: found[kind, folder] for folder in sentences if (kind, folder) in found}
        number, seconds = (sum(one[place] for one in own.values()) for place in (0, 1))
        lines.append(f"| **{kind}** | {command} | **{number}** | **{clock(seconds)}** |")
        lines += [f"| {folder} | {sentences[folder][kind]} | {n} | {clock(s)} |" for folder, (n, s) in own.items()]
    return "\n".join(lines)


def clock(seconds):
    """A time as people write it: `8 s`, `2 min 5 s`."""
    minutes, seconds = divmod(round(seconds), 60)
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"


def written(text, rows):
    """A page with other rows between its two marks."""
    before, mark, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not mark or not end:
        raise NoTable(f"the page has no place for the table: {BEGIN.strip()} … {END}")
    return f"{before}{BEGIN}\n{rows}\n\n{END}{after}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("runs", nargs="+", type=Path, metavar="JUNIT.xml", help="what pytest's --junitxml wrote")
    parser.add_argument("--page", type=Path, default=PAGE, help="the page; CONTRIBUTING.md if left out")
    asked = parser.parse_args()
    sentences = tomllib.loads(SENTENCES.read_text(encoding="utf-8"))
    try:
        text = written(asked.page.read_text(encoding="utf-8"), table(counted(asked.runs), sentences))
    except (NoTable, OSError, ElementTree.ParseError) as error:
        sys.exit(f"{error}.")
    asked.page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
