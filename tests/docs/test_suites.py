"""The table of the suites: its rows from runs, its place on the page, and what makes it refuse."""

import re
import sys
import tomllib

import pytest
from benchmarks import suites
from lab_files import ROOT

SENTENCES = {"labs": {"quick": "The labs are right.", "slow": "All of them."}, "browser": {"browser": "It shows."}}
PAGE = f"# Page\n\n{suites.BEGIN}old rows\n{suites.END}\n\nThe end.\n"
ROWS = """\
| suite | what it proves | tests | time |
|---|---|--:|--:|
| **quick** | `make test` | **2** | **2 min 5 s** |
| labs | The labs are right. | 2 | 2 min 5 s |
| **slow** | `pytest -m slow` | **1** | **8 s** |
| labs | All of them. | 1 | 8 s |
| **browser** | `pytest -m browser` | **1** | **1 s** |
| browser | It shows. | 1 | 1 s |"""


def case(folder, seconds, kind):
    said = f'<properties><property name="suite" value="{kind}"/></properties>' if kind else ""
    return f'<testcase classname="tests.{folder}.test_x" name="test_a" time="{seconds}">{said}</testcase>'


@pytest.fixture
def run(tmp_path):
    """`run(case, …)` writes what pytest writes of such tests; returns the file."""

    def write(*cases):
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.xml"
        path.write_text(f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>", encoding="utf-8")
        return path

    return write


def test_a_row_sums_up_the_tests_of_one_folder_and_one_kind(run):
    quick, slow = case("labs", 100, "quick"), case("labs.topic", 7.6, "slow")
    found = suites.counted([run(quick, slow), run(case("labs", 25.2, "quick"), case("browser", 1, "browser"))])
    assert suites.table(found, SENTENCES) == ROWS


def test_the_rows_take_the_place_of_the_old_ones_and_nothing_else_changes():
    once = suites.written(PAGE, ROWS)
    assert once == PAGE.replace("old rows\n", f"\n{ROWS}\n\n")
    assert suites.written(once, ROWS) == once


def test_what_does_not_fit_together_is_refused(run):
    with pytest.raises(suites.NoTable, match="test_a does not say whether it is quick, slow, browser"):
        suites.counted([run(case("labs", 1, None))])
    with pytest.raises(suites.NoTable, match=r"knows of browser \(browser\), docs \(quick\), labs \(slow\)"):
        suites.table({("quick", "labs"): (1, 1), ("quick", "docs"): (1, 1)}, SENTENCES)
    with pytest.raises(suites.NoTable, match="has no place for the table"):
        suites.written("# Page\n", ROWS)


def test_a_run_that_is_no_xml_gets_a_sentence_and_the_page_stays(tmp_path, monkeypatch):
    page, torn = tmp_path / "page.md", tmp_path / "torn.xml"
    page.write_text(PAGE), torn.write_text("<testsuites>")
    monkeypatch.setattr(sys, "argv", ["suites.py", str(torn), "--page", str(page)])
    with pytest.raises(SystemExit, match="no element found"):
        suites.main()
    assert page.read_text() == PAGE


def test_this_test_says_of_what_kind_it_is(request):
    assert ("suite", "quick") in request.node.user_properties


def test_every_folder_of_tests_has_its_sentences_and_the_table_in_contributing_has_these_rows_or_waits_for_a_run():
    sentences = tomllib.loads(suites.SENTENCES.read_text(encoding="utf-8"))
    folders = {path.relative_to(ROOT / "tests").parts[0] for path in (ROOT / "tests").rglob("test_*.py")}
    assert set(sentences) == folders
    page = suites.PAGE.read_text(encoding="utf-8")
    assert suites.written(page, ROWS) != page
    shown = re.findall(r"^\| (\w+) \| (.*?) \| \d", page.partition(suites.BEGIN)[2].partition(suites.END)[0], re.M)
    assert sorted(shown) in ([], sorted((name, said) for name, kinds in sentences.items() for said in kinds.values()))
