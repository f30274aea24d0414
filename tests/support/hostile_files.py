"""Files that are slow to read where something in the reading grows faster than they do; each shape in any size."""

import json


def notebook(cells, lab="90_tiny"):
    """The bytes of a notebook with these `(kind, source)` pairs."""
    found = [
        {"cell_type": kind, "source": source, "metadata": {}, **({"outputs": []} if kind == "code" else {})}
        for kind, source in cells
    ]
    whole = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"course": {"lab": lab}}, "cells": found}
    return json.dumps(whole, ensure_ascii=False).encode()


def repeated(piece, size):
    return piece * max(1, size // len(piece))


def one_cell(source):
    return notebook([("code", source)])


def many_cells(kind, source, size):
    return notebook([(kind, source.format(n=n)) for n in range(max(1, min(1900, size // (len(source) + 70))))])


SHAPES = {
    "statements": lambda size: one_cell(repeated("x = 1\n", size)),
    "one function again and again": lambda size: one_cell(repeated("def add(a, b):\n    return a\n", size)),
    "stubs": lambda size: one_cell(repeated('def add(a, b):\n    raise NotImplementedError("Exercise 1")\n', size)),
    "classes": lambda size: one_cell(repeated("class A:\n    x = 1\n", size)),
    "loops": lambda size: one_cell(repeated("for x in y:\n    x = 1\n", size)),
    "f-string": lambda size: one_cell("x = f'" + repeated("{a}", size) + "'\n"),
    "f-string over lines": lambda size: one_cell("x = f'''" + repeated("{a}\n", size) + "'''\n"),
    "f-strings beside each other": lambda size: one_cell("x = (" + repeated("f'{a}'", size) + ")\n"),
    "many f-strings": lambda size: one_cell(repeated("x = f'{a} {b}'\n", size)),
    "f-string field": lambda size: one_cell("x = f'{" + repeated("a+", size) + "a}'\n"),
    "f-string no end": lambda size: one_cell("x = f'" + repeated("{a}", size) + "{'\n"),
    "long line": lambda size: one_cell("x = [" + repeated("1, ", size) + "]\n"),
    "sum": lambda size: one_cell("x = " + repeated("1 + ", size) + "1\n"),
    "calls": lambda size: one_cell("x = a" + repeated("(b)", size) + "\n"),
    "brackets": lambda size: one_cell("x = " + repeated("(", size) + "\n"),
    "closed brackets": lambda size: one_cell("x = " + "(" * (size // 2) + ")" * (size // 2) + "\n"),
    "brackets of 150": lambda size: one_cell(repeated("x = " + "(" * 150 + "1" + ")" * 150 + "\n", size)),
    "broken brackets of 150": lambda size: one_cell(
        repeated("x = " + "[" * 150 + "1" + "]" * 150 + "\n", size) + "?!\n"
    ),
    "braces": lambda size: one_cell(repeated("x = " + "{" * 100 + "1" + "}" * 100 + "\n", size)),
    "lambdas": lambda size: one_cell("x = " + repeated("lambda: ", size) + "1\n"),
    "minus": lambda size: one_cell("x = " + repeated("-", size) + "1\n"),
    "not": lambda size: one_cell("x = " + repeated("not ", size) + "1\n"),
    "attributes": lambda size: one_cell("x = a" + repeated(".b", size) + "\n"),
    "if else": lambda size: one_cell("x = " + repeated("1 if a else ", size) + "1\n"),
    "elif": lambda size: one_cell("if a:\n    pass\n" + repeated("elif a:\n    pass\n", size)),
    "decorators": lambda size: one_cell(repeated("@a\n", size) + "def add(a, b):\n    pass\n"),
    "big int": lambda size: one_cell("x = " + repeated("9", size) + "\n"),
    "big hex": lambda size: one_cell("x = 0x" + repeated("f", size) + "\n"),
    "ints": lambda size: one_cell(repeated("x = " + "9" * 4000 + "\n", size)),
    "targets": lambda size: one_cell(repeated("x = ", size) + "1\n"),
    "names": lambda size: one_cell("\n".join(f"x{n} = 1" for n in range(size // 11))),
    "semicolons": lambda size: one_cell(repeated("x=1;", size) + "\n"),
    "add on one line": lambda size: one_cell(repeated("add=1;", size) + "\n"),
    "imports": lambda size: one_cell(repeated("import a\n", size)),
    "unicode names": lambda size: one_cell(repeated("𝔞𝔡𝔡 = 1\n", size)),
    "unicode": lambda size: one_cell("x = '" + repeated("é", size) + "'\n"),
    "unicode f": lambda size: one_cell(repeated("x = f'é{a}'\n", size)),
    "unicode one line": lambda size: one_cell(repeated("é=é;", size) + "\n"),
    "broken": lambda size: one_cell(repeated("def add(a, b):\n    return a\n", size) + "?!\n"),
    "broken blocks": lambda size: one_cell(repeated("a b\n", size)),
    "magics": lambda size: one_cell(repeated("%timeit x\n", size)),
    "time magics": lambda size: one_cell(repeated("%time x = 1\n", size)),
    "questions": lambda size: one_cell(repeated("print?\n", size)),
    "cell magics": lambda size: one_cell(repeated("%%time\n", size)),
    "prompts": lambda size: one_cell(repeated(">>> x = 1\n", size)),
    "open string": lambda size: one_cell(repeated("'a\n", size)),
    "open strings 3": lambda size: one_cell(repeated("'''a\n''' b\n", size)),
    "backslashes": lambda size: one_cell("x = 1 " + repeated("\\\n", size) + "?\n"),
    "indents": lambda size: one_cell("".join(" " * n + "if x:\n" for n in range(int((2 * size) ** 0.5)))),
    "indent 90": lambda size: one_cell(
        repeated("".join(" " * n + "if x:\n" for n in range(90)) + " " * 90 + "x\n", size)
    ),
    "functions in functions": lambda size: one_cell(
        repeated("".join(" " * n + "def f():\n" for n in range(90)) + " " * 90 + "x\n", size)
    ),
    "classes in classes": lambda size: one_cell(
        repeated("".join(" " * n + "class A:\n" for n in range(90)) + " " * 90 + "x=1\n", size)
    ),
    "try": lambda size: one_cell(
        repeated(
            "".join(" " * n + "try:\n" for n in range(20))
            + " " * 20
            + "x=1\n"
            + "".join(" " * n + "finally: x\n" for n in reversed(range(20))),
            size,
        )
    ),
    "with": lambda size: one_cell(
        repeated("".join(" " * n + "with (a as b, c as d):\n" for n in range(20)) + " " * 20 + "x=1\n", size)
    ),
    "with parens": lambda size: one_cell(
        repeated("with (((((((((((((((((((a, b as c))))))))))))))))))): pass\n", size)
    ),
    "match": lambda size: one_cell(repeated("match a:\n case ((((((((((1)))))))))): x\n", size)),
    "dict comprehension": lambda size: one_cell(repeated("x = " + "{a:b for a in " * 30 + "c" + "}" * 30 + "\n", size)),
    "cells add": lambda size: many_cells("code", "def add(a, b):\n    return a + {n}\n", size),
    "cells 2000 fill": lambda size: notebook(
        [("code", repeated("def add(a, b):\n    return a\n", size // 1900))] * 1900
    ),
    "cells 2000 prediction": lambda size: notebook([("code", repeated("prediction_sum = 1\n", size // 1900))] * 1900),
    "losers": lambda size: notebook(
        [
            ("code", "def mean(values):\n    return 0\n"),
            ("code", "x = 1\n" + repeated("def add(a, b):\n    return a\n", size)),
            ("code", "def add(a, b):\n    return 1\n"),
        ]
    ),
    "losers 2": lambda size: notebook(
        [
            (
                "code",
                "# exercise: 90_tiny/mean (keep this line)\ndef mean(values):\n    return 0\n"
                + repeated("def add(a, b):\n    return a\n", size),
            ),
            ("code", "# exercise: 90_tiny/add (keep this line)\ndef add(a, b):\n    return 1\n"),
        ]
    ),
    "in a given cell": lambda size: json.dumps(
        {
            "metadata": {"course": {"lab": "90_tiny"}},
            "cells": [
                {
                    "cell_type": "code",
                    "source": repeated("def f(a):\n    return a\n", size),
                    "metadata": {"nbgrader": {"grade_id": "test-add"}},
                },
                {
                    "cell_type": "code",
                    "source": repeated("def f(a):\n    return a\n", size),
                    "metadata": {"id": "shared-1"},
                },
            ],
        }
    ).encode(),
    "texts": lambda size: many_cells(
        "markdown", "A text that somebody wrote, number {n}, about nothing at all. " * 3, size
    ),
    "texts like": lambda size: many_cells(
        "markdown", "**Exercise 90.4**. Why is a sum not a mean? Write {n} sentences.", size
    ),
    "text def": lambda size: notebook([("markdown", repeated("def add(\n", size))]),
    "text spaces": lambda size: notebook([("markdown", repeated(" ", size) + "x")]),
    "text newline": lambda size: notebook([("markdown", repeated("\n \n", size) + "x")]),
    "lab marks": lambda size: notebook([("markdown", repeated("<!-- lab: 90_tiny -->", size))]),
    "lab marks cut": lambda size: notebook([("markdown", repeated("<!-- lab: 9", size))]),
    "lab marks long": lambda size: notebook([("markdown", "<!-- lab: " + "<!-- lab:" * (size // 9))]),
    "marks": lambda size: notebook([("code", repeated("# exercise: 90_tiny/add (keep this line)\n", size))]),
    "marks cut": lambda size: notebook([("code", repeated("# exercise: 90_tiny/add (keep\n", size))]),
    "mark tabs": lambda size: notebook([("code", repeated("\t", size) + "x")]),
    "addresses": lambda size: notebook([("markdown", repeated("https://a.b/c/raw/", size))]),
    "addresses (": lambda size: notebook([("markdown", repeated("[a](https://", size))]),
    "empty cells": lambda size: b'{"cells": [' + b",".join([b"{}"] * (size // 3)) + b"]}",
    "no cells": lambda size: b'{"cells": [' + b",".join([b"0"] * (size // 2)) + b"]}",
    "empty code": lambda size: notebook([("code", "")] * (size // 70)),
    "rows": lambda size: b'{"cells": [{"cell_type":"code","source":[' + b",".join([b'""'] * (size // 3)) + b"]}]}",
    "deep": lambda size: b'{"cells": ' + b"[" * size,
    "deep 900": lambda size: b'{"cells": [' + b",".join([b"[" * 900 + b"]" * 900] * (size // 1800)) + b"]}",
    "keys": lambda size: ('{"cells": [], ' + ",".join(f'"{n}": 0' for n in range(size // 10)) + "}").encode(),
    "numbers": lambda size: b'{"cells": [' + b"9" * size + b"]}",
    "float": lambda size: b'{"cells": [0.' + b"9" * size + b"]}",
    "floats": lambda size: b'{"cells": [1e' + b"9" * size + b"]}",
    "controls": lambda size: b'{"cells": ["' + b"\x01" * size + b'"]}',
    "escapes": lambda size: b'{"cells": ["' + b"\\u0041" * (size // 6) + b'"]}',
    "nulls": lambda size: b"\0" * size + b"{",
    "spaces": lambda size: b" " * size + b'{"cells": 1',
    "latin": lambda size: b"\xe9" * size,
    "conflict": lambda size: b"\n<<<<<<< " * (size // 9),
    "script": lambda size: repeated("from x\n", size).encode(),
    "attachments": lambda size: json.dumps(
        {
            "cells": [
                {
                    "cell_type": "markdown",
                    "source": "x",
                    "attachments": {f"a{n}": {"image/png": ""} for n in range(size // 30)},
                }
            ]
        }
    ).encode(),
    "worksheets": lambda size: b'{"nbformat": 3, "worksheets": [' + b",".join([b'{"cells":[]}'] * (size // 13)) + b"]}",
    "exercises": lambda size: json.dumps(
        {
            "metadata": {"course": {"lab": "90_tiny", "exercises": ["add"] * (size // 7)}},
            "cells": [{"source": "x", "cell_type": "code"}],
        }
    ).encode(),
    "grade ids": lambda size: json.dumps(
        {
            "metadata": {"course": {"lab": "90_tiny"}},
            "cells": [
                {
                    "source": "x = 1",
                    "cell_type": "code",
                    "metadata": {"nbgrader": {"grade_id": "x" * (size // 1900), "solution": True, "locked": False}},
                }
            ]
            * 1900,
        }
    ).encode(),
    "checksums": lambda size: json.dumps(
        {
            "metadata": {"course": {"lab": "90_tiny"}},
            "cells": [
                {
                    "source": "x" * (size // 1900),
                    "cell_type": "code",
                    "metadata": {
                        "nbgrader": {
                            "grade_id": "add",
                            "checksum": "0",
                            "grade": True,
                            "points": 1,
                            "solution": True,
                            "locked": False,
                        }
                    },
                }
            ]
            * 1900,
        }
    ).encode(),
}
