"""`publish --check`: whatever a solution, a hidden check or a grader's file hides in, it is found."""

import base64
import io
import json
import zipfile

import pytest
from small_edition import LAB, commit, git, write

from autograder import CourseError
from autograder.authoring.lab import read_lab
from autograder.authoring.release import release_notebook
from autograder.publish import publish as publishing
from autograder.publish.look import in_file
from autograder.publish.withheld import Withheld, tokens_of, weight

SOLUTION = "return sum(values) / len(values)"
HIDDEN = 'assert add(-1, -2) == -3, "looks like the absolute value: expected add(-1, -2) = -3"'
ANSWER = "A mean shares the sum out among the values."


@pytest.fixture
def withheld(root):
    lab = read_lab(root / "solutions" / f"{LAB}.py")
    return Withheld([lab], [cell.source for cell in release_notebook(lab, root).cells])


@pytest.fixture
def found(withheld):
    """The findings in one file, as texts."""
    return lambda path, text: [
        str(one) for one in in_file(path, text if isinstance(text, bytes) else text.encode(), withheld)
    ]


def test_a_fresh_edition_has_no_findings(publish, check):
    publish()
    assert check() == []


def test_what_was_looked_for_is_said(publish, folder, root):
    publish()
    told = []
    publishing.check(folder, told.append, root)
    assert told == [
        "4 lines of solutions and hidden checks were looked for in 11 files and in 1 commit with 11 different ones: "
        "0 findings. 0 more stand in the notebooks themselves or are declared public."
    ]


@pytest.mark.parametrize(("line", "what"), [
    (SOLUTION, "the solution of mean, solutions/90_tiny.py:52"),
    (HIDDEN, "a hidden check of add, solutions/90_tiny.py:25"),
    ("prediction_sum = 3", "the solution of prediction_sum, solutions/90_tiny.py:32"),
    (ANSWER, "the model answer of why, solutions/90_tiny.py:63"),
])  # fmt: skip
def test_a_line_is_found_with_the_line_that_it_comes_from(found, line, what):
    assert found("course_utils/a.py", f"x = 1\n{line}\n") == [f"course_utils/a.py:2: {line[:80]}  ({what})"]


@pytest.mark.parametrize("written", [
    "return sum(values)/len(values)",
    "    return sum( values ) /\\\n        len(values)  # the mean",
    "# return sum(values) / len(values)",
    ">>> return sum(values) / len(values)",
    "def mean(values): return sum(values) / len(values)",
    "- `return sum(values) / len(values)`",
    "text = 'return sum(values) / len(values)'",
    "text = 'a\\nreturn sum(values) / len(values)\\n'",
])  # fmt: skip
def test_spaces_breaks_comments_and_quotes_hide_nothing(found, written):
    assert len(found("a.py", f"import math\n{written}\n")) == 1


@pytest.mark.parametrize("written", [
    "return sum(values) / len(values) + bias",
    "x = my_sum(values) / len(values)",
    "return sum(values) / size",
    "return a + b",
    "import math",
])  # fmt: skip
def test_other_lines_and_those_of_any_program_are_no_findings(found, written):
    assert found("a.py", written) == []


def planted(notebook, where):
    if where == "source":
        notebook["cells"][3]["source"].append("\n" + SOLUTION)
    if where == "output":
        notebook["cells"][3] |= {"outputs": [{"output_type": "stream", "name": "stdout", "text": ["a\n", SOLUTION]}]}
    if where == "cell metadata":
        notebook["cells"][3]["metadata"]["note"] = {"deep": [1, {"er": f"a\n{SOLUTION}"}]}
    if where == "metadata key":
        notebook["metadata"][SOLUTION] = 1
    if where == "attachment":
        notebook["cells"][0]["attachments"] = {"a.txt": {"text/plain": base64.b64encode(SOLUTION.encode()).decode()}}
    if where == "picture":
        png = b"\x89PNG\r\n\x1a\n\0\0\0\x30tEXtComment\0" + SOLUTION.encode() + b"\0\0"
        notebook["cells"][3] |= {"outputs": [{"data": {"image/png": base64.encodebytes(png).decode()}}]}
    return notebook


@pytest.mark.parametrize("where", ["source", "output", "cell metadata", "metadata key", "attachment", "picture"])
def test_every_corner_of_a_notebook_is_looked_into(publish, check, folder, where):
    publish()
    path = folder / "notebooks" / f"{LAB}.ipynb"
    path.write_text(json.dumps(planted(json.loads(path.read_text()), where)))
    findings = check()
    assert findings
    assert all(finding.startswith(f"notebooks/{LAB}.ipynb, ") for finding in findings)
    assert "(the solution of mean, solutions/90_tiny.py:52)" in findings[0]


def test_a_mark_of_a_source_is_a_finding(found):
    assert found("notes.md", "a\n  ### BEGIN HIDDEN TESTS\n") == [
        "notes.md:2: ### BEGIN HIDDEN TESTS marks what students do not get"
    ]


@pytest.mark.parametrize(
    "path", ["solutions/01.py", "autograder/cli.py", "tests/answers/01.py", "grading/gradebook.db"]
)
def test_a_folder_of_the_instructors_is_a_finding(found, path):
    assert found(path, "x = 1") == [f"{path}: {path.split('/')[0]}/ belongs to the instructors"]


def test_an_archive_is_a_finding_since_nobody_can_see_into_it(found):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.py", SOLUTION)
    assert found("a.zip", packed.getvalue()) == ["a.zip: an archive, into which this check cannot look: leave it out"]


@pytest.mark.parametrize("coding", ["utf-16", "utf-8-sig"])
def test_other_encodings_hide_nothing(found, coding):
    assert found("a.txt", f"a\n{SOLUTION}\n".encode(coding)) != []


def test_a_line_in_an_old_commit_is_found_though_it_is_gone_today(publish, check, folder):
    publish()
    write(folder / "notes.txt", f"{HIDDEN}\n")
    commit(folder)
    old = git(folder, "rev-parse", "--short=10", "HEAD")
    (folder / "notes.txt").unlink()
    commit(folder)
    (finding,) = check()
    assert finding.startswith(f"commit {old}, notes.txt:1: assert add(-1, -2)")


def test_a_line_on_another_branch_or_in_a_message_is_found(publish, check, folder):
    publish()
    git(folder, "switch", "--quiet", "-c", "draft")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", f"Note\n\n{SOLUTION}")
    git(folder, "switch", "--quiet", "main")
    (finding,) = check()
    assert "message:4: return sum(values) / len(values)" in finding


def test_a_file_that_is_not_committed_yet_is_looked_at(publish, check, folder):
    publish()
    write(folder / "new.txt", SOLUTION)
    assert [finding.split(": ")[0] for finding in check()] == ["new.txt:1"]


def test_a_tag_that_is_not_there_is_a_finding(publish, check, folder):
    tag = publish()
    git(folder, "tag", "--delete", tag)
    assert check() == [f"tag {tag}: a lab's first cell fetches it, but it is not there"]


def test_a_folder_without_an_edition_is_refused(folder, root):
    with pytest.raises(CourseError, match="holds no students' edition"):
        publishing.check(folder, print, root)


def test_a_line_that_the_notebooks_show_is_not_looked_for(root):
    lab = read_lab(root / "solutions" / f"{LAB}.py")
    some = Withheld([lab], [f"for example\n    {SOLUTION}\n"])
    assert some.shown == 1
    assert list(some.found_in(SOLUTION)) == []


@pytest.mark.parametrize(("line", "expected"), [
    ("return X @ w + w0", 5),
    ("losses = []", 1),
    ("return np.array(path)", 3),
    ("if a == b and not c:", 4),
    ("x **= 2.5", 3),
    ('fail("the root went missing")', 5),
])  # fmt: skip
def test_names_numbers_words_and_operators_make_the_weight_of_a_line(line, expected):
    assert weight(tokens_of(line)) == expected


def test_two_short_lines_that_follow_each_other_count_together(root):
    old = "    return sum(values) / len(values)\n"
    text = (
        (root / "solutions" / f"{LAB}.py").read_text().replace(old, "    total = sum(values)\n    return total / 3\n")
    )
    some = Withheld([read_lab(root / "solutions" / f"{LAB}.py", text)], [])
    assert [match.row for match in some.found_in("a\n    total = sum(values)\n    return total / 3\n")] == [2]
    assert list(some.found_in("total = sum(values)\nx = 1\nreturn total / 3\n")) == []
