"""The rooms of the house: which folder may import which, one folder for each lab, a row in a README for each folder."""

import ast
import re
from functools import cache

import pytest
from lab_files import LABS, ROOT

EVERYTHING = None
ALLOWED = {  # folder -> the folders whose modules it may import besides its own, and the modules beside the folders
    "course_utils": {"session"},
    "course_utils.session": {"notebook_marks"},
    "course_utils.datasets": {"session"},
    "course_utils.checks": {"session"},
    "course_utils.models": {"checks", "datasets"},
    "course_utils.plots": {"datasets", "models"},
    "course_utils.display": {"session"},
    "course_utils.stand_ins": {"session"},
    "course_utils.labs": {"checks", "datasets", "display", "models", "plots", "session", "stand_ins"},
    "autograder": EVERYTHING,  # the command line, and nbgrader's two names
    "autograder.util": set(),
    "autograder.wire": set(),
    "autograder.sandbox": {"util"},
    "autograder.authoring": {"util"},
    "autograder.intake": {"util"},
    "autograder.reading": {"intake", "sandbox", "util"},
    "autograder.publish": {"authoring", "util"},
    "autograder.probe": {"authoring", "util"},
    "autograder.collect": {"authoring", "course", "intake", "reading", "util"},
    "autograder.course": {"authoring", "intake", "reading", "util"},
    "autograder.judge": {"authoring", "sandbox", "util", "wire"},
    "autograder.grade": {"authoring", "course", "judge", "reading", "sandbox", "util"},
    "autograder.report": {"course", "intake", "util"},
    "autograder.export": {"course", "report", "util"},
    "autograder.feedback": {"course", "export", "report", "util"},
    "autograder.admin": {"authoring", "collect", "course", "feedback", "grade", "probe", "report", "sandbox", "util"},
}
OF_COURSE_UTILS = {
    "course_utils",
    "course_utils.checks",
    "course_utils.checks.builders",
    "course_utils.notebook_marks",
    "course_utils.session.todo",
    "course_utils.stand_ins",
}
PACKAGES = ("course_utils", "autograder")


def module_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules():
    return {module_of(path): path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))}


@cache
def imports(module):
    """The modules of this project that a module imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(modules()[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in modules() else node.module for name in names}
    return {name for name in found if name.split(".")[0] in PACKAGES}


def folder(module):
    """`autograder.judge` for `autograder.judge.trial`; the package for a module that lies beside the folders."""
    parts = module.split(".")
    return ".".join(parts[:2]) if ".".join(parts[:2]) in ALLOWED else parts[0]


def room(module):
    """What a rule calls the target: a folder's name, or a module's that lies beside the folders."""
    return module.split(".")[1] if "." in module else ""


def is_forbidden(module, target):
    """May this module not import that one?"""
    package, allowed = module.split(".")[0], ALLOWED[folder(module)]
    if target.split(".")[0] != package or allowed is EVERYTHING:
        return False
    if folder(module) == folder(target) == "course_utils.labs":
        return other_lab(module, target)
    return folder(module) != folder(target) and room(target) not in {*allowed, ""}


def other_lab(module, target):
    """Do the two lie in the folders of two labs?"""
    return module.count(".") > 1 < target.count(".") and module.split(".")[2] != target.split(".")[2]


def strangers(module):
    """What a module imports and its folder may not."""
    return sorted(name for name in imports(module) if is_forbidden(module, name))


def test_every_folder_imports_only_what_it_may():
    found = {module: strangers(module) for module in modules()}
    assert {module: names for module, names in found.items() if names} == {}


@pytest.mark.parametrize(
    ("module", "target", "forbidden"),
    [
        ("course_utils.plots.lines", "course_utils.models.dense_net", False),
        ("course_utils.plots.lines", "course_utils.labs.losses.figures", True),
        ("course_utils.labs.networks.plots", "course_utils.labs.losses.figures", True),
        ("course_utils.labs.losses.plots", "course_utils.labs.losses.figures", False),
        ("autograder.sandbox.zygote", "autograder.judge.trial", True),
        ("autograder.report.charts", "autograder.export.canvas", True),
        ("autograder.commands", "autograder.export.canvas", False),
    ],
)
def test_a_forbidden_import_is_found_and_an_allowed_one_is_not(module, target, forbidden):
    assert is_forbidden(module, target) == forbidden


def test_the_students_package_never_imports_the_grader():
    assert [
        m for m in modules() if m.startswith("course_utils") for name in imports(m) if name.startswith("auto")
    ] == []


def test_the_grader_imports_little_of_the_students_package():
    taken = {(m, n) for m in modules() if m.startswith("auto") for n in imports(m) if n.startswith("course_utils")}
    assert {(m, n) for m, n in taken if n not in OF_COURSE_UTILS and not n.startswith("course_utils.checks.")} == set()


def test_neither_package_has_a_circle_between_folders():
    for package in PACKAGES:
        known = {f for f in ALLOWED if f.startswith(f"{package}.")}
        arrows = {f: {folder(n) for m in modules() if folder(m) == f for n in imports(m)} & known - {f} for f in known}
        while free := {f for f in arrows if not arrows[f] & set(arrows)}:
            arrows = {f: targets for f, targets in arrows.items() if f not in free}
        assert arrows == {}


def test_each_lab_has_a_folder_and_each_folder_a_lab():
    topics = {lab.split("_", 1)[1] for lab in LABS}
    for place in (ROOT / "course_utils" / "labs", ROOT / "tests" / "labs"):
        assert {path.name for path in place.iterdir() if path.is_dir() and path.name != "__pycache__"} == topics


@pytest.mark.parametrize("lab", LABS)
def test_a_lab_imports_general_names_and_its_own_folder(lab):
    text = (ROOT / "solutions" / f"{lab}.py").read_text(encoding="utf-8")
    borrowed = {"00_start_here": {"perceptron"}}.get(lab, set())  # one figure of lab 01
    topics = set(re.findall(r"course_utils\.labs\.(\w+)", text))
    assert topics <= {lab.split("_", 1)[1], *borrowed}


def test_no_module_outside_the_labs_names_one():
    outside = {m: path for m, path in modules().items() if not m.startswith("course_utils.labs.")}
    pattern = re.compile(r"\blabs? \d\d\b|\bLabs? \d\d\b")
    found = {m: pattern.findall(path.read_text(encoding="utf-8")) for m, path in outside.items()}
    assert {m: names for m, names in found.items() if names} == {}


def folders(package):
    """Every folder with modules in it, as a README writes it: `labs/losses/` for a lab's."""
    return {f"{path.parent.relative_to(ROOT / package)}/" for path in (ROOT / package).rglob("__init__.py")} - {"./"}


@pytest.mark.parametrize("package", PACKAGES)
def test_every_folder_has_its_row_and_every_row_its_folder(package):
    text = (ROOT / package / "README.md").read_text(encoding="utf-8")
    text = text[max(text.find("## Which folder does what"), 0) :]
    rows = set(re.findall(r"^\| `([\w/]+/)`", text, re.MULTILINE))
    inner = {name for name in folders(package) if re.fullmatch(r"labs/\w+/\w+/", name)}  # a door that is a folder
    assert rows == folders(package) - inner


@pytest.mark.parametrize("package", PACKAGES)
def test_the_first_sentence_of_every_folder_says_what_it_is_for(package):
    for name in folders(package):
        text = ast.get_docstring(ast.parse((ROOT / package / name / "__init__.py").read_text(encoding="utf-8")))
        assert text, name
        assert re.match(r"[A-Z*`].{20,120}[.;:]", text.split("\n")[0]), name
