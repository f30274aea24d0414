"""The bytes of a submitted file -> its cells, or a sentence that says why it cannot be graded."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograder.intake.intake import Intake


from course_utils.notebook_marks import marked_as

MOST_BYTES = 150 * 2**20  # of a file
MOST_BYTES_READ = 20 * 2**20  # of what is left of it without outputs
MOST_CODE = 4 * 2**20
MOST_CELLS = 2000
MOST_CELLS_SENT = 50_000  # empty ones included
MOST_PICTURE_BYTES = 5 * 2**20
MOST_TOKENS = 10**7

_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"(\s*+:\s*+[\[{])?+|[\[\]{}]', re.S)
_KINDS = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip archive",
    b"\x1f\x8b": "a gzip archive",
    b"\x89PNG": "a picture",
    b"\xff\xd8": "a picture",
    b"<": "a web page",
}
_SCRIPT = re.compile(r"^(?:import \w|from \w+ import |def \w+\(|# %%|print\()", re.M)


class NotGradable(Exception):
    """The file cannot be graded; the text is the sentence that says why."""


@dataclass
class Submitted:
    """One cell as the student sent it.

    Attributes:
        code: Is it a code cell?
        source: Its text.
        ids: What may tell which cell it is, by the kind of mark.
        nbgrader: What it carries of nbgrader's metadata.
        attachments: Pictures in a text cell.
    """

    code: bool
    source: str
    ids: dict[str, str]
    nbgrader: dict[str, Any] = field(default_factory=dict)
    attachments: dict[str, Any] = field(default_factory=dict)


def parse(data: bytes, repairs: list[str]) -> dict[str, Any]:
    """The JSON of a notebook file.

    Args:
        data: Its bytes.
        repairs: Receives a sentence for each thing that had to be put right.

    Raises:
        NotGradable: It is no notebook; the text is a sentence for the student.
    """
    if len(data) > MOST_BYTES:
        raise NotGradable(f"The file is larger than {MOST_BYTES >> 20} MB.")
    if not data.strip(b"\0 \t\r\n"):
        raise NotGradable("The file is empty.")
    text = _text(data, repairs)
    if len(text) > MOST_BYTES_READ:
        text = without_outputs(text)
        repairs.append(f"the file had {len(data) >> 20} MB: its outputs were left out")
    if len(text) > MOST_BYTES_READ:
        raise NotGradable(f"The file is larger than {MOST_BYTES_READ >> 20} MB, even without its outputs.")
    raw = _json(text, data, repairs)
    if not isinstance(raw, dict) or not ("cells" in raw or "worksheets" in raw):
        raise NotGradable("The file is no notebook: it has no cells.")
    if raw.get("nbformat") not in (3, 4, None):
        raise NotGradable(f"The notebook has format {str(raw['nbformat'])[:20]}; save it as nbformat 4.")
    return raw


def _json(text, data, repairs):
    start = len(text) - len(text.lstrip())
    try:
        try:
            raw, end = json.JSONDecoder().raw_decode(text, start)
        except ValueError:
            raw, end = json.JSONDecoder(strict=False).raw_decode(text, start)
            repairs.append("bare control characters in the file were accepted")
    except RecursionError:
        raise NotGradable("The file is no notebook: its JSON is nested too deeply.") from None
    except ValueError:
        raise NotGradable(_why_not_json(text, data)) from None
    if text[end:].strip():
        repairs.append("something followed after the notebook's end: left out")
    return raw


def _why_not_json(text, data):
    if "\n<<<<<<< " in text and "\n>>>>>>> " in text:
        return (
            "The file holds the marks of a merge conflict (<<<<<<<): settle it in git and hand in the notebook again."
        )
    kind = next((kind for start, kind in _KINDS.items() if data.lstrip().startswith(start)), None)
    if kind is None and not text.lstrip().startswith("{") and _SCRIPT.search(text):
        kind = "a Python script"
    return f"The file is no notebook: it is {kind or 'not JSON, or cut off'}."


def _text(data, repairs):
    """The file's text: UTF-8 as it should be, else what its first bytes say, else what Windows writes."""
    encoding = json.detect_encoding(data[:4].ljust(4, b"{"))
    if encoding in ("utf-8", "utf-8-sig") or data[:3] == b"\0\0\0":
        text, encoding = _eight_bit(data)
    else:
        text = data.decode(encoding, "replace")
    if "\0" in text:
        repairs.append("null characters in the file were dropped")
        text = text.replace("\0", "")
    if encoding != "utf-8":
        repairs.append(f"the file was saved as {_name_of(encoding)}: read as such")
    return text.removeprefix("\ufeff")


def _eight_bit(data):
    try:
        return data.decode("utf-8"), "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), "latin-1"


def _name_of(encoding):
    return "UTF-8 with a byte order mark" if encoding == "utf-8-sig" else encoding.upper()


def without_outputs(text: str) -> str:
    """A notebook's JSON with empty outputs, attachments and widget states, cut out before anything is built of it.

    Raises:
        NotGradable: It has too many parts to look through.
    """
    kept, start, depth, number = [], 0, 0, 0
    for number, token in enumerate(_TOKEN.finditer(text)):
        if number > MOST_TOKENS:
            raise NotGradable(f"The file is larger than {MOST_BYTES_READ >> 20} MB, and not by its outputs alone.")
        opens, closes = token[1] or token[0] in "[{", token[0] in "]}"
        if depth:
            depth += bool(opens) - closes
            start = token.start() if not depth else start
        elif token[1] and token[0].split('"')[1] in ("outputs", "attachments", "widgets"):
            kept.append(text[start : token.end()])
            depth = 1
    return "".join([*kept, "" if depth else text[start:]])


def sent_cells(raw: dict[str, Any], taken: Intake) -> list[Submitted]:
    """The submitted cells; empty ones are left out, and what is no cell is left out and flagged."""
    found = raw.get("cells")
    if found is None:
        sheets = raw["worksheets"] if isinstance(raw.get("worksheets"), list) else []
        lists = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
        found = [cell for cells in lists if isinstance(cells, list) for cell in cells]
    if not isinstance(found, list) or not found:
        raise NotGradable("The notebook has no cells.")
    if len(found) > MOST_CELLS_SENT:
        raise NotGradable(f"The notebook has more than {MOST_CELLS_SENT:,} cells, empty ones included.")
    cells = [_cell(one) for one in found]
    if None in cells:
        number = cells.count(None)
        taken.look.append(f"{number} damaged cell{'s were' if number > 1 else ' was'} left out: look into the file")
    cells = [cell for cell in cells if cell and (cell.source.strip() or cell.ids)]
    if len(cells) > MOST_CELLS:
        raise NotGradable(f"The notebook has more than {MOST_CELLS} cells.")
    if sum(len(cell.source) for cell in cells if cell.code) > MOST_CODE:
        raise NotGradable(f"The notebook holds more than {MOST_CODE >> 20} MB of code.")
    return cells


def _cell(raw):
    source = raw.get("source", raw.get("input", "")) if isinstance(raw, dict) else None
    if isinstance(source, list) and all(isinstance(row, str) for row in source):
        source = "".join(source)
    if not isinstance(source, str):
        return None
    metadata = _dict(raw, "metadata")
    nbgrader = _dict(metadata, "nbgrader")
    marked = marked_as(source)
    ids = {
        "grade id": nbgrader.get("grade_id"),
        "cell id": raw.get("id"),
        "metadata.id": metadata.get("id"),
        "marker": marked and "/".join(marked),
    }
    source = re.sub(r"\r\n?", "\n", source).replace("\0", "").encode("utf-8", "replace").decode()
    ids = {key: value for key, value in ids.items() if isinstance(value, str)}
    return Submitted(_is_code(raw), source, ids, nbgrader, _pictures(raw))


def _is_code(raw):
    return raw.get("cell_type") == "code" or ("cell_type" not in raw and "outputs" in raw)


def _dict(raw, key):
    return raw[key] if isinstance(raw.get(key), dict) else {}


def _pictures(raw):
    """The pictures that a text cell carries, as far as they are plain pictures of a bounded size."""
    found, room = {}, MOST_PICTURE_BYTES
    for name, forms in _dict(raw, "attachments").items():
        for kind, data in forms.items() if isinstance(forms, dict) else ():
            data = "".join(data) if isinstance(data, list) and all(isinstance(row, str) for row in data) else data
            if kind in ("image/png", "image/jpeg", "image/gif") and isinstance(data, str) and len(data) <= room:
                found.setdefault(name, {})[kind] = data
                room -= len(data)
    return found


def form_repairs(raw: dict[str, Any]) -> list[str]:
    """What was odd about the file itself, as far as it does not matter any more."""
    found = []
    minor = raw.get("nbformat_minor")
    if raw.get("nbformat") == 3:
        found.append("an old notebook (format 3) was brought up to format 4")
    elif raw.get("nbformat") is None or not isinstance(minor, int) or minor < 5:
        found.append("saved without cell ids, as Colab does: brought up to format 4.5")
    widgets = _dict(raw, "metadata").get("widgets")
    state = widgets.get("application/vnd.jupyter.widget-state+json") if isinstance(widgets, dict) else None
    if widgets is not None and not (isinstance(state, dict) and "state" in state):
        found.append("broken widget state was dropped")
    return found
