"""Run every solved lab on three sets of versions and write a table of what came out.

    python tests/versions/places.py [LAB ...] [--set floor|colab|newest ...] [--fresh] [--page FILE]

It goes on after a failure, and writes the table after each run. What ran already and has not changed since, neither
lab nor helpers nor versions, is not run again; `--fresh` runs it. Exits 1 where the table shows a failure.
"""

import argparse
import hashlib
import json
import os
import platform
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "support")]
from lab_files import LABS, sources  # noqa: E402
from versions.environments import NotInstalled  # noqa: E402
from versions.sets import SETS, placed, run_lab  # noqa: E402

from autograder.util.files import write_atomically  # noqa: E402

PAGE = ROOT / "docs" / "versions.md"
KEPT = ROOT / "artefacts" / "places.json"
TITLES = {"floor": "Floors", "colab": "Colab's list", "newest": "Newest"}
NAMES = {"tensorflow": "TensorFlow", "keras": "Keras", "numpy": "NumPy", "ipython": "IPython"}
TEXT = """\
# Versions on which the labs run

{made}

Each cell is one run of a whole solved lab, with every check and every figure, in a kernel of an environment that holds
only what a student installs. An error, a failed check or a picture without an alt text would stand there in its place.
The seconds are from a machine that was busy with other things too. *not run*: nobody has run it there yet; `make
versions` runs whatever is missing.

- **Floors**: the exact floors of [requirements.txt](../requirements.txt), with the oldest Python that the course takes.
- **Colab's list**: [colab-constraints.txt](../tests/versions/colab-constraints.txt).
- **Newest**: what `make setup` installed on that day.

{versions}

{labs}
"""


def places(labs, sets, *, fresh=False, page=PAGE, kept=KEPT, say=print, run=run_lab, find=placed):
    """Run labs on sets of versions and write the table.

    Args:
        labs: Names of labs.
        sets: Names of sets.
        fresh: Run what has not changed, too.
        page: The Markdown file.
        kept: Where the outcomes lie between two calls.
        say: Receives a line for each run.
        run: What runs a lab; the tests have another one.
        find: What gives the Python of a set and its versions; likewise.

    Returns:
        True where nothing that was asked for failed.
    """
    results = read(kept)
    for name in sets:
        for lab in labs:
            results[name] = outcome(results.get(name, {}), name, lab, fresh, run, find)
            say(f"{TITLES[name]}  {lab}  {results[name]['labs'][lab]['said']}")
            write_atomically(kept, json.dumps(results, indent=1) + "\n")
            write_atomically(page, table(results))
    return all(results[name]["labs"][lab]["good"] for name in sets for lab in labs)


def outcome(before, name, lab, fresh, run, find):
    """The results of one set with this lab's in them; those of other versions are forgotten."""
    try:
        program, found = find(name)
    except NotInstalled as error:
        reason = str(error).splitlines()[0]
        return {"versions": {}, "labs": {other: cell(f"not installed: {reason}", "") for other in LABS}}
    done = before.get("labs", {}) if before.get("versions") == found else {}
    mark = hashlib.sha256(sources(lab)).hexdigest()[:16]
    if fresh or done.get(lab, {}).get("mark") != mark:
        with tempfile.TemporaryDirectory() as folder:
            ran = run(lab, program, Path(folder))
        done = {**done, lab: cell(ran.problem or f"ran in {ran.seconds:.0f} s", mark, not ran.problem)}
    return {"versions": found, "labs": done}


def cell(said, mark, good=False):
    return {"said": said, "mark": mark, "good": good, "day": time.strftime("%Y-%m-%d")}


def read(kept):
    """The outcomes of earlier calls; none where the file is missing or damaged."""
    try:
        return json.loads(kept.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def table(results, labs=LABS):
    """The page in Markdown.

    Args:
        results: Set -> {"versions": {name: version}, "labs": {lab: {"said", "good", "day", "mark"}}}.
        labs: The rows.
    """
    heads = [TITLES[name] for name in SETS]
    programs = list(dict.fromkeys(program for one in results.values() for program in one["versions"]))
    shown = [[NAMES.get(p, p), *(version(results, name, p) for name in SETS)] for p in programs]
    rows = [[lab, *(results.get(name, {}).get("labs", {}).get(lab, {}).get("said", "not run") for name in SETS)]
            for lab in labs]  # fmt: skip
    return TEXT.format(made=made(results), versions=grid(["", *heads], shown), labs=grid(["Lab", *heads], rows))


def version(results, name, program):
    return results.get(name, {}).get("versions", {}).get(program, "–")


def made(results):
    """How and when the page was made."""
    days = sorted({one["day"] for found in results.values() for one in found["labs"].values()})
    when = f"on {days[0]}" if days[:1] == days[-1:] else f"from {days[0]} to {days[-1]}"
    where = f"{platform.system()} with {os.cpu_count()} cores and no GPU in use"
    return f"Written by `make versions` (`tests/versions/places.py`) {when}, on {where}; never edited."


def grid(heads, rows):
    """A Markdown table; nothing in a cell ends it."""
    lines = [heads, ["---"] * len(heads), *([text.replace("|", "\\|") for text in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main(arguments):
    parser = argparse.ArgumentParser(description="Run every solved lab on three sets of versions.")
    parser.add_argument("labs", nargs="*", metavar="LAB", help="names of labs, or their numbers; all if left out")
    parser.add_argument("--set", action="append", choices=SETS, dest="sets", help="one set; all if left out")
    parser.add_argument("--fresh", action="store_true", help="run what has not changed, too")
    parser.add_argument("--page", type=Path, default=PAGE, help="the Markdown file that is written")
    asked = parser.parse_args(arguments)
    unknown = [name for name in asked.labs if not any(name in (lab, lab[:2]) for lab in LABS)]
    if unknown:
        parser.error(f"no lab {', '.join(unknown)}; there are {', '.join(LABS)}")
    labs = [lab for lab in LABS if not asked.labs or {lab, lab[:2]} & set(asked.labs)]
    os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
    sys.exit(0 if places(labs, asked.sets or SETS, fresh=asked.fresh, page=asked.page) else 1)


if __name__ == "__main__":
    main(sys.argv[1:])
