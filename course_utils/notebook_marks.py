"""What the build leaves in a notebook file, and how to read it again: marks, stubs, magics. Standard library only.

This is the one grammar: the build writes by it; intake, the student's process and `handin` read by it. Nothing here
runs what it reads.
"""

import ast
import json
import re
import warnings

ANSWER_STUB = "*Write your answer here.*"
UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)
"""What `parse` may raise."""

RUNS_PYTHON = ("time", "timeit", "capture", "prun")
"""The cell magics that run their cell as Python."""

_WORD = r"[\w.-]{1,80}"
_LAB_MARK = re.compile(r"<!-- lab: (\S+) -->")
_SOURCE_MARK = re.compile(rf"^[ \t]*(?:#|<!--) exercise: ({_WORD})/({_WORD}) \(keep this line\)", re.M)
_ANSWER_MARK = re.compile(rf"<!-- exercise: {_WORD}/{_WORD} \(keep this line\) -->[ \t]*(?:\n|\Z)")
_EMPTY_ANSWERS = (ANSWER_STUB, "YOUR ANSWER HERE", "")

MAGIC_WORD = re.compile(r"%%?[a-z]\w*|![a-z]\w*")
_CELL_MAGIC = re.compile(r"\A\s*%%(\w+)\b(?!\?)[^\n]*")
_MAGIC = re.compile(r"([ \t]*)(?:(%|!!?)(.*)|\?.*|[%\w.*\[\]'\"]+\?\??[ \t]*$)", re.S)
_MAGIC_VALUE = re.compile(r"[ \t]*([%!])(.*)", re.S)
_OPTIONS = re.compile(r"(?:-[a-z]\w*\b(?:[ \t]+\d+\b)?(?:[ \t]+|$))*")
_PROMPT = re.compile(r"(?:>>>|\.\.\.|In \[\d+\]:|[ \t]*\.{3,}:)(?: |$)")
_PIECE = re.compile(
    r"""(?P<quote>\"{3}|'{3})|"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?|(?P<rest>\#.*)"""
    r"""|(?P<opens>[(\[{])|(?P<closes>[)\]}])|(?P<is>(?<![=!<>])=(?=[ \t]*[%!]))"""
)
_QUOTE_ENDS = {quote: re.compile(rf"\\.|(?P<end>{quote})") for quote in ('"""', "'''")}

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class NotANotebook(ValueError):
    """The file cannot be read as a notebook; the text is a sentence for the student."""


# ---------------------------------------------------------------------------------------------- the file


def read_notebook(path):
    """The notebook at `path` as a dict.

    Raises:
        NotANotebook: With a sentence that says what is wrong with the file.
    """
    try:
        notebook = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        raise NotANotebook(f"There is no file {path}: look at its name and its folder.") from None
    except OSError as error:  # Windows locks a file that another program has open
        cure = "close the other programs that have it open, then try again"
        raise NotANotebook(f"{path.name} cannot be read ({error.strerror}): {cure}.") from None
    except (ValueError, RecursionError):
        raise NotANotebook(
            f"{path.name} is not a notebook: hand in the .ipynb file, not a PDF, a page or a .py file."
        ) from None
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise NotANotebook(f"{path.name} has no cells: download the notebook again as .ipynb.")
    return notebook


def source_of(cell):
    """A cell's text; the file may hold one string or a list of lines."""
    source = cell.get("source", "")
    return "".join(source) if isinstance(source, list) else str(source)


# ---------------------------------------------------------------------------------------------- marks


def lab_mark(lab):
    """The comment in the opening cell that says which lab this is."""
    return f"<!-- lab: {lab} -->"


def labs_in(text):
    """The labs that a text says it belongs to."""
    return _LAB_MARK.findall(text)


def source_mark(lab, exercise, *, text=False):
    """The first line of an exercise's own cell; `text` for a written answer."""
    mark = f"exercise: {lab}/{exercise} (keep this line)"
    return f"<!-- {mark} -->" if text else f"# {mark}"


def marked_as(source):
    """The lab and the exercise that a cell's mark names, or None."""
    mark = _SOURCE_MARK.search(source)
    return mark and (mark[1], mark[2])


def split_answer(text):
    """A written answer as its mark, "" where it does not stand on top, and the rest."""
    mark = _ANSWER_MARK.match(text)
    return (mark[0], text[mark.end() :]) if mark else ("", text)


def is_empty_answer(text):
    """Has nobody written into this answer cell?"""
    return split_answer(text.lstrip())[1].strip() in _EMPTY_ANSWERS


# ---------------------------------------------------------------------------------------------- stubs


def raising_stub(label):
    """The line in the place of a solution inside a function."""
    return f'raise NotImplementedError("{label}")'


def value_stub(name, label):
    """The line in the place of a value that a solution binds."""
    return f'{name} = todo("{label}")'


def open_names(tree):
    """What is still open in a cell: names at its top level, an empty name for what binds none."""
    names = []
    for node in tree.body:
        if is_open(node):
            assigned = [inner for inner in ast.walk(node) if _is_open_value(inner)]
            targets = [name for inner in assigned for name in _targets(inner)]
            names += [node.name] if isinstance(node, (*_FUNCTIONS, ast.ClassDef)) else targets or [""]
    return names


def is_open(node):
    """Does this statement hold a value that is still to do, or code that can still come to the stub's `raise`?"""
    try:
        inner = list(ast.walk(node))
        functions = [one.body for one in inner if isinstance(one, _FUNCTIONS)]
        return any(map(_is_open_value, inner)) or any(_flow(body)[0] for body in [[node], *functions])
    except RecursionError:
        return False


def _is_open_value(node):
    call = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
    return isinstance(call, ast.Call) and getattr(call.func, "id", "") == "todo"


def _targets(node):
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _is_raising_stub(node):
    """True for `raise NotImplementedError("Exercise …")`; with another text it is the student's own."""
    call = node.exc
    if not (isinstance(call, ast.Call) and getattr(call.func, "id", "") == "NotImplementedError" and call.args):
        return False
    return isinstance(call.args[0], ast.Constant) and str(call.args[0].value).startswith("Exercise")


def _flow(steps):
    """Can these statements come to the stub's `raise`, and can they come to their end?"""
    for step in steps:
        stub, on = _flow_of(step)
        if stub or not on:
            return stub, on
    return False, True


def _flow_of(step):
    if isinstance(step, ast.Raise):
        return _is_raising_stub(step), False
    if isinstance(step, ast.Return | ast.Break | ast.Continue):
        return False, False
    if isinstance(step, (*_FUNCTIONS, ast.ClassDef)):
        return False, True
    ways = [_flow(block) for block in _blocks(step)]
    stub, on = any(way[0] for way in ways), any(way[1] for way in ways) or not ways
    if isinstance(step, ast.For | ast.AsyncFor):
        on = True
    elif isinstance(step, ast.While):
        on = not _is_true(step.test) or any(isinstance(inner, ast.Break) for inner in ast.walk(step))
    elif isinstance(step, ast.Match):
        on = on or not any(map(_takes_all, step.cases))
    elif isinstance(step, ast.Try | ast.TryStar):
        last = _flow(step.finalbody)
        stub, on = stub or last[0], on and last[1]
    return stub, on


def _blocks(step):
    """The ways on which a compound statement may be run through."""
    if isinstance(step, ast.Try | ast.TryStar):
        return [[*step.body, *step.orelse], *(one.body for one in step.handlers)]
    if isinstance(step, ast.Match):
        return [case.body for case in step.cases]
    if isinstance(step, ast.If | ast.For | ast.AsyncFor | ast.While):
        return [step.body, step.orelse]
    return [step.body] if isinstance(step, ast.With | ast.AsyncWith) else []


def _takes_all(case):
    return isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None and case.guard is None


def _is_true(test):
    return isinstance(test, ast.Constant) and bool(test.value)


# ---------------------------------------------------------------------------------------------- magics


def parse(source):
    """The tree of a cell's code.

    Raises:
        SyntaxError, ValueError, RecursionError, MemoryError: It is no Python, even without its magics.
    """
    return _tree(plain_python(source))


def plain_python(source, shell=lambda command: "[]"):
    """A cell's code as plain Python, row by row: what only IPython understands is replaced where it stands.

    A magic that runs Python becomes that Python, any other does nothing.

    Args:
        source: The cell.
        shell: Receives a shell command and returns the Python expression in its place.
    """
    try:
        _tree(source)
        return source
    except SyntaxError:
        pass
    except UNREADABLE:
        return source
    source = re.sub(r"\r\n?", "\n", source)
    magic = _CELL_MAGIC.match(source)
    if magic and magic[1] not in RUNS_PYTHON:
        return ""
    source = _CELL_MAGIC.sub(lambda found: "\n" * found[0].count("\n"), source)
    return "\n".join(_without_magics(_undressed(source.split("\n")), shell))


def _tree(source):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(source)


def _undressed(rows):
    """Rows without the indentation that all of them share and without the prompts of another shell."""
    first = next((row for row in rows if row.strip()), "")
    indent = first[: len(first) - len(first.lstrip())]
    rows = [row.removeprefix(indent) for row in rows]
    if any(_PROMPT.match(row) for row in rows[:2]):
        rows = [_PROMPT.sub("", row, count=1) for row in rows]
    return rows


def _without_magics(rows, shell):
    """Yield the rows, each magic replaced; one over several rows leaves empty ones, so that no other row moves."""
    rows, place = iter(rows), _Place()
    for row in rows:
        where = place.magic_in(row)
        if where is None:
            yield row
            continue
        parts = [row]
        while parts[-1].endswith("\\") and (more := next(rows, None)) is not None:
            parts.append(more)
        command = " ".join(part.removesuffix("\\") for part in parts)
        yield _statement(command, shell) if where == 0 else command[:where] + " " + _value(command[where:], shell)
        yield from [""] * (len(parts) - 1)


class _Place:
    """Where the reading of a cell's rows stands: in a text, in brackets, in a row that goes on, or at a statement."""

    def __init__(self):
        self.quote, self.depth, self.joined = "", 0, False

    def magic_in(self, row):
        """Where a magic begins in this row: 0 for a row that is one, after the `=` for a value, None for no magic."""
        if not (self.quote or self.depth or self.joined) and _MAGIC.match(row):
            return 0
        at, self.joined = 0, row.endswith("\\")
        while piece := (_QUOTE_ENDS[self.quote] if self.quote else _PIECE).search(row, at):
            at = piece.end()
            if self.quote:
                self.quote = "" if piece["end"] else self.quote
            elif piece["is"] and not self.depth:
                self.joined = False
                return at
            elif piece["rest"]:
                self.joined = False
            else:
                self.quote = piece["quote"] or ""
                self.depth = max(0, self.depth + bool(piece["opens"]) - bool(piece["closes"]))
        return None


def _statement(row, shell):
    indent, mark, text = _MAGIC.match(row).groups()
    if mark and mark[0] == "!":
        return indent + shell(text.strip())
    name, _, line = (text or "").partition(" ")
    code = _OPTIONS.sub("", line.strip(), count=1) if name == "timeit" else line.strip()
    return indent + (code if name in ("time", "timeit") and _is_python(code) else "pass")


def _value(text, shell):
    mark, text = _MAGIC_VALUE.match(text).groups()
    if mark == "!":
        return shell(text.strip())
    name, _, line = text.partition(" ")
    return f"({line.strip()})" if name == "time" and _is_python(f"({line.strip()})") else "None"


def _is_python(code):
    try:
        return bool(_tree(code).body)
    except UNREADABLE:
        return False
