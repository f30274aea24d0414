"""What the build leaves in a notebook file, and how to read it again: marks, stubs, magics. Standard library only.

This is the one grammar: the build writes by it; intake, the student's process and `handin` read by it. Nothing here
runs what it reads.
"""

import ast
import hashlib
import json
import re
import threading
import warnings

ANSWER_STUB = "*Write your answer here.*"
UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)
"""What `parse` may raise."""

MOST_FIELDS = 1000  # of one f-string: for each of them CPython 3.11 looks through the whole string

_PARSING = threading.Lock()
_WORD = r"[\w.-]{1,80}"
_LAB_MARK = re.compile(r"<!-- lab: (\S+) -->")
_SOURCE_MARK = re.compile(rf"^[ \t]*(?:#|<!--) exercise: ({_WORD})/({_WORD}) \(keep this line\)", re.M)
_ANSWER_MARK = re.compile(rf"<!-- exercise: {_WORD}/{_WORD} \(keep this line\) -->[ \t]*(?:\n|\Z)")
_EMPTY_ANSWERS = (ANSWER_STUB, "YOUR ANSWER HERE", "")

MAGIC_WORD = re.compile(r"%%?[a-z]\w*|![a-z]\w*")
_RUN_PYTHON = ("time", "timeit", "capture", "prun")  # cell magics whose cell is Python
_REST = r"(?:[^\n\\]++|\\\n?)*+"  # of a row; a backslash at its end joins the next one
_CELL_MAGIC = re.compile(r"\s*+%%(\w+)[^\n]*+")
_MAGIC_ROW = re.compile(rf"([ \t]*+)([%!?]{_REST})")
_MAGIC_VALUE = re.compile(rf"(=[ \t]*+)((?:!|%(?=[^\W\d])){_REST})")
_TIMED = re.compile(r"%time[ \t]++([^\n]++)\Z")
_HELP = re.compile(r"%{0,2}(?!\d)[\w*]++(?:\.\w++|\[-?\d++\])*+\?\??\Z")
_EMPTY_ROWS = re.compile(r"(?:[ \t]*+\n)*+")
_INDENT = re.compile(r"[ \t]*+")
_PASTED = re.compile(r"\s*+(?:#[^\n]*+\n)?(?:>>>|In \[\d++\]:)")
_PROMPT = re.compile(r"^(?:>>>|\.\.\.|In \[\d++\]:| *+\.{3,}+:)(?: |$)", re.MULTILINE)
_TOKEN = re.compile(
    r"""(?P<text>\"{3}(?:[^"\\]++|\\.|"(?!""))*+(?:"{3}|\\?\Z)|'{3}(?:[^'\\]++|\\.|'(?!''))*+(?:'{3}|\\?\Z)
    |"(?:[^"\\\n]++|\\.)*+"?|'(?:[^'\\\n]++|\\.)*+'?)
    |(?P<comment>\#[^\n]*+)|(?P<opens>[(\[{])|(?P<closes>[)\]}])|(?P<end>\n)
    |[=!<>+\-*/%&|^@:]=|(?P<equals>=)|\\\n?|[^"'\#()\[\]{}=!<>+\-*/%&|^@:\\\n]++|.""",
    re.DOTALL | re.VERBOSE,
)

_F_PREFIX = re.compile(r"[fF][rR]?\Z")

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_SCOPES = (*_FUNCTIONS, ast.ClassDef, ast.Lambda)
_STRAIGHT = (ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith)


class TooManyFields(ValueError):
    """An f-string would take too long to read; the text says which, to follow "there is"."""


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


def text_id(source):
    """The id of a cell that has no name: it changes with the text."""
    return hashlib.sha256(source.encode()).hexdigest()[:8]


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
    """The names at top level that still are stubs; an empty name for a cell without any work in it.

    The last definition of a name counts.
    """
    states = {}
    for node, still_open in statements(tree):
        names = _defined_by(node)
        states |= dict.fromkeys(names, still_open)
        if still_open and not (names or states):
            states[""] = True
    if all(map(_says_nothing, tree.body)):
        return [""]
    return [name for name, still_open in states.items() if still_open]


def statements(tree):
    """Yield each top-level statement and whether it is open: a stub, or below a stub's raise that ends the cell."""
    over = False
    for node in tree.body:
        over = over or gives_up([node])
        yield node, over or is_open(node)


def is_open(node):
    """Is this top-level statement still a stub: a `todo`, or a function that reaches the stub's raise?"""
    if isinstance(node, ast.Assign | ast.AnnAssign):
        return node.value is None or _called(node.value) == "todo"
    if isinstance(node, _FUNCTIONS) and gives_up(node.body, bare=True):
        return True
    if isinstance(node, ast.ClassDef) and any(isinstance(one, ast.Assign) and is_open(one) for one in node.body):
        return True
    inner = ast.walk(node) if isinstance(node, (*_FUNCTIONS, ast.ClassDef)) else ()
    return any(isinstance(one, _FUNCTIONS) and gives_up(one.body) for one in inner)


def gives_up(body, *, bare=False):
    """Does straight code reach the stub's raise? Not where anything above it may return: that is work.

    Args:
        body: Statements.
        bare: Does a `raise NotImplementedError` without a text count, too?
    """
    for step in body:
        if isinstance(step, ast.Raise):
            return _is_stubs(step.exc, bare)
        if isinstance(step, _STRAIGHT) and gives_up(step.body, bare=bare):
            return True
        if _may_return(step):
            return False
    return False


def _is_stubs(error, bare):
    """True for `NotImplementedError("Exercise …")`; one with another text is the student's own."""
    if bare and isinstance(error, ast.Name):
        return error.id == "NotImplementedError"
    if _called(error) != "NotImplementedError":
        return False
    text = error.args[0] if error.args else None
    return isinstance(text, ast.Constant) and str(text.value).startswith("Exercise") or (bare and text is None)


def _called(node):
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


def _may_return(step):
    """Does a statement return or yield, functions in it left out?"""
    found = [step]
    while found:
        node = found.pop()
        if isinstance(node, ast.Return | ast.Yield | ast.YieldFrom):
            return True
        if not isinstance(node, _SCOPES):
            found += ast.iter_child_nodes(node)
    return False


def _says_nothing(node):
    constant = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return constant or isinstance(node, ast.Import | ast.ImportFrom | ast.Pass)


def _defined_by(node):
    if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
        return [node.name]
    targets = getattr(node, "targets", [node.target] if isinstance(node, ast.AnnAssign) else [])
    names = [one for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)]
    return [one.id for one in names if isinstance(one.ctx, ast.Store)]


# ---------------------------------------------------------------------------------------------- magics


def _nothing(magic):
    return "None"


def syntax_tree(source, mode="exec"):
    """`ast.parse`, in one thread at a time.

    CPython 3.11 counts the depth of a tree once for all threads: two that parse at the same moment end in
    "SystemError: AST constructor recursion depth mismatch" (https://github.com/python/cpython/issues/106905).

    Raises:
        TooManyFields: An f-string has more than `MOST_FIELDS` fields.
        SyntaxError, ValueError, RecursionError, MemoryError: It is no Python.
    """
    _check_fields(source)
    with _PARSING:
        return ast.parse(source, mode=mode)


def _check_fields(source):
    if source.count("{") <= MOST_FIELDS:
        return
    for token in _TOKEN.finditer(source):
        if token["text"] and token["text"].count("{") > MOST_FIELDS and _F_PREFIX.search(source, *_before(token)):
            line = source.count("\n", 0, token.start()) + 1
            raise TooManyFields(f"an f-string with more than {MOST_FIELDS:,} fields (line {line} of its cell)")


def _before(token):
    return max(0, token.start() - 2), token.start()


def parse(source):
    """The tree of a cell's code, with nothing in the place of each magic.

    Raises:
        SyntaxError, ValueError, RecursionError, MemoryError: It is no Python.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return syntax_tree(source)
        except SyntaxError:
            return syntax_tree(_translated(source, _nothing))


def plain_python(source, instead=_nothing):
    """A cell's code in which Python stands in the place of what only a notebook understands, row for row.

    Magics (`%matplotlib inline`, `x = %timeit -o f()`), shell lines (`!pip list`, `files = !ls`), questions (`print?`),
    cells that `%%time` and the like begin, pasted prompts, and a cell that is indented as a whole. What is Python as it
    stands stays as it is; a cell in another language (`%%bash`) becomes empty; `%time` leaves what it times.

    Args:
        source: The cell's code.
        instead: A function of the magic's text that gives an expression for its place; by default `None`.

    Raises:
        ValueError, RecursionError, MemoryError: It cannot be read at all.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            syntax_tree(source)
        return source
    except SyntaxError:
        return _translated(source, instead)


def _translated(source, instead):
    source, at = _unpacked(source), 0
    while magic := _CELL_MAGIC.match(source, at):
        if magic[1] not in _RUN_PYTHON:
            return "\n" * source.count("\n")
        at = magic.end()
    found = ["\n" * source.count("\n", 0, at)]
    while at < len(source):
        end, row = _row(source, at, instead)
        found.append(source[at:end] if row is None else row + "\n" * source.count("\n", at, end))
        at = end
    return "".join(found)


def _unpacked(source):
    """A cell without the indentation of its first row and without pasted prompts."""
    start = _EMPTY_ROWS.match(source).end()
    indent = _INDENT.match(source, start)[0]
    if indent:
        source = "\n".join(row.removeprefix(indent) for row in source.split("\n"))
    return _PROMPT.sub("", source) if _PASTED.match(source) else source


def _row(source, at, instead):
    """The end of the logical row that begins at `at`, and what takes its place: None where it stays as it is."""
    empty = _EMPTY_ROWS.match(source, at).end()
    if empty > at:
        return empty, None
    magic = _MAGIC_ROW.match(source, at)
    if magic:
        return magic.end(), magic[1] + _meaning(magic[2], "exec", instead)
    depth, target, kind, end = 0, None, "", at
    for token in _TOKEN.finditer(source, at):
        group, end = token.lastgroup, token.end()
        depth = max(0, depth + (group == "opens") - (group == "closes"))
        if group == "end" and not depth:
            break
        kind = kind if token[0].isspace() else group
        if group == "equals" and not depth and target is None:
            target = token.start()
            magic = _MAGIC_VALUE.match(source, target)
            if magic:
                return magic.end(), source[at:target] + magic[1] + _meaning(magic[2], "eval", instead)
    if kind not in ("text", "comment") and _HELP.search(source[at:end].rstrip()[-200:]):
        return end, _INDENT.match(source, at)[0] + "None"
    return end, None


def _meaning(magic, mode, instead):
    """What a magic comes to: `%time` its own statement or value, any other what `instead` says."""
    timed = _TIMED.match(magic)
    if timed:
        try:
            syntax_tree(timed[1], mode)
            return timed[1]
        except UNREADABLE:
            pass
    return instead(magic)
