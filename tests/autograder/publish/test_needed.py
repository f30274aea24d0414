"""What of `course_utils` a student can reach is found from imports and names."""

import ast

import pytest
from small_edition import write

from autograder import ROOT
from autograder.publish.needed import Package, without

MODULES = {
    "__init__.py": '_MODULES = ("plots",)\n_FUNCTIONS = {"stand_in": "stand_ins"}\n',
    "plots.py": "from course_utils import numbers\n",
    "numbers.py": "TEN = 10\n",
    "hidden.py": "from course_utils import behind\n",
    "behind.py": "",
    "stand_ins/__init__.py": "",
    "labs/__init__.py": "",
    "labs/a/__init__.py": "",
    "labs/a/stand_ins.py": '__all__ = ["add"]\n',
    "labs/a/figures/__init__.py": "from course_utils.labs.a.figures.one import draw\n",
    "labs/a/figures/one.py": "",
    "labs/b/__init__.py": "",
    "labs/b/builders.py": "BUILDERS = {}\n",
}


@pytest.fixture
def package(tmp_path):
    for name, text in MODULES.items():
        write(tmp_path / "course_utils" / name, text)
    return Package(tmp_path)


def left_out(package, *cells):
    found = set(package.modules) - package.needed_modules(cells)
    return sorted(name.removeprefix("course_utils.") for name in found)


def test_what_the_package_offers_and_every_stand_in_is_needed(package):
    assert left_out(package) == [
        "behind",
        "hidden",
        "labs.a.figures",
        "labs.a.figures.one",
        "labs.b",
        "labs.b.builders",
    ]


@pytest.mark.parametrize(
    "cell", ["from course_utils.labs.a import figures", "def f():\n    import course_utils.labs.a.figures"]
)
def test_what_a_released_cell_imports_is_needed_with_all_behind_it(package, cell):
    assert left_out(package, cell) == ["behind", "hidden", "labs.b", "labs.b.builders"]


def test_builders_are_needed_where_a_released_cell_asks_for_one(package):
    cell = 'checks.build("b.kind", spec)'
    assert left_out(package, cell) == ["behind", "hidden", "labs.a.figures", "labs.a.figures.one"]


def test_a_definition_is_needed_where_a_cell_or_something_needed_uses_its_name(tmp_path):
    parts = [
        "used():\n    return helper()",
        "helper():\n    pass",
        "unused():\n    return other()",
        "other():\n    pass",
    ]
    text = "\n\n\n".join(f"def {part}" for part in parts)
    write(tmp_path / "course_utils" / "__init__.py", text)
    package = Package(tmp_path)
    assert package.unneeded_definitions(["used()"], {"course_utils"}) == {"course_utils": ["unused", "other"]}


@pytest.mark.parametrize("table", ['__all__ = ["unused"]', 'TABLE = {"a": unused}', "@unused\ndef used(): pass"])
def test_a_name_in_a_table_or_above_a_needed_function_is_a_use(tmp_path, table):
    write(tmp_path / "course_utils" / "__init__.py", f"def unused(f):\n    return f\n\n\n{table}\n")
    assert Package(tmp_path).unneeded_definitions(["used"], {"course_utils"}) == {}


def test_a_definition_goes_with_its_decorators_and_comments_and_the_rest_stays_as_it_is():
    text = '"""A module."""\n\nX = 1\n\n\n# about f\n@cache\ndef f():\n    return 1\n\n\ndef g():\n    return 2\n'
    assert without(text, ["f"]) == '"""A module."""\n\nX = 1\n\n\ndef g():\n    return 2\n'
    assert without(text, ["g"]) == '"""A module."""\n\nX = 1\n\n\n# about f\n@cache\ndef f():\n    return 1\n'
    assert without(text, []) == text


def test_of_the_real_package_every_module_is_still_sound_without_what_is_left_out():
    package = Package(ROOT)
    cells = ["from course_utils import datasets, plots"]
    for name, names in package.unneeded_definitions(cells, set(package.modules)).items():
        rest = ast.parse(without(package.modules[name], names))
        assert not {node.name for node in rest.body if hasattr(node, "name")} & set(names), name
