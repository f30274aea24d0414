"""A page needs nothing, runs nothing and stays bounded, whatever stands in it."""

import re
import time
from dataclasses import replace
from html.parser import HTMLParser

import nbformat
import pytest

from autograder.feedback import wording
from autograder.feedback.notebook import notebook, without_markup
from autograder.feedback.own_cells import Cell
from autograder.feedback.page import page
from autograder.feedback.plain_text import LEFT_OUT, Room, clean, cut
from autograder.feedback.student_work import Check, ExerciseFeedback, StudentFeedback

EVIL = "</code></pre><script>alert(1)</script><img src=x onerror=alert(1)>\"'`{{7*7}} &amp;"
SPOOF = "\u202eegnahc\u202c \u2066x\u2069 \x1b[31mred\x07 \ud800 🦊"


def exercise(name="add", **more):
    checks = [Check("Hidden check: more.", 0, 2, "wrong sign"), Check("The check in your notebook", 1, 1, "")]
    cells = [Cell("def add(a, b):\n    return a  # sum", output="hello")]
    return ExerciseFeedback(name, f"Exercise 1: {name}", 1, 3, checks, cells, **more)


def feedback(*exercises, **more):
    given = {"status": "graded", "total": 1.0, "points": 1.0, "max_score": 3.0, "exercises": list(exercises)}
    return StudentFeedback("alice", "Alice", "90_tiny", "Count and add", **(given | more))


class Outline(HTMLParser):
    """The tags of a page, the levels of its headings, and everything that would need or run something."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.levels, self.attributes, self.ids, self.targets = [], [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += [name for name, _ in attributes]
        self.ids += [value for name, value in attributes if name == "id"]
        self.targets += [value for name, value in attributes if name in ("href", "src", "aria-labelledby")]
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))


def everywhere(text):
    """A feedback with one text in each place that a student or a grader can write into."""
    it = exercise(comments=[text], waits=True)
    it = replace(it, name=text, label=text, checks=[Check(text, 0, 1, text)], cells=[Cell(text, output=text)] * 2)
    told = {"name": text, "file": text, "repairs": [text], "others": [Cell(text), Cell(text, is_code=False)]}
    flags = [f"an earlier file was taken, for the newest cannot be graded: {text}"]
    return [
        replace(feedback(it), student=text, flags=flags, **told),
        replace(feedback(), student=text, status="failed", problem=text, **told),
    ]


@pytest.mark.parametrize("text", [EVIL, clean(SPOOF)])
def test_whatever_is_written_anywhere_stays_text(text):
    usual = (
        Outline(page(feedback(exercise(comments=["well done"])))),
        Outline(page(feedback(status="failed", problem="x"))),
    )
    allowed = {tag for one in usual for tag in one.tags}
    names = {name for one in usual for name in one.attributes}
    for one in everywhere(text):
        found = Outline(page(one))
        assert set(found.tags) - allowed <= {"h3", "summary", "details"}
        assert set(found.attributes) - names <= {"aria-label"}
        assert "49" not in page(one).partition("<body")[2]


def test_the_page_needs_nothing_and_runs_nothing():
    text = page(feedback(exercise()))
    assert not re.search(r"<script|<link|<img|<iframe|\bsrc=|https?://|@import|url\(|\bon\w+=", text)
    assert "default-src 'none'" in text


def test_it_can_be_read_by_a_screen_reader_and_by_keyboard():
    found = Outline(page(feedback(exercise(comments=["good"]), exercise("mean"), repairs=["a cell was put back"])))
    assert found.levels[0] == 1
    assert found.levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(found.levels, found.levels[1:], strict=False))
    assert {"header", "main", "footer", "caption" if "caption" in found.tags else "thead"} <= set(found.tags)
    assert len(found.ids) == len(set(found.ids))
    assert {target.lstrip("#") for target in found.targets} <= set(found.ids)
    assert found.tags.count("pre") == page(feedback(exercise(), exercise("mean"))).count('<pre tabindex="0"') + page(
        feedback(exercise(), exercise("mean"))
    ).count('<pre class="output" tabindex="0"')


def test_how_an_exercise_stands_is_said_in_words():
    text = page(feedback(exercise(), exercise("b", waits=True), replace(exercise("c"), score=3)))
    for words in ("some points", "waits for a person", "full points"):
        assert f"<td>{words}</td>" in text


@pytest.mark.parametrize(
    ("score", "most", "message", "words"),
    [
        (1, 1, "", "1 of 1 point, passed"),
        (0, 2, "wrong sign", "0 of 2 points, not passed"),
        (0, 2, "", "0 of 2 points, not passed"),
        (1, 2, "wrong sign", "1 of 2 points"),
        (2, 2, "wrong sign", "2 of 2 points"),  # a person gave them all the same
        (0, 0, "", "passed"),
        (0, 0, "wrong sign", "not passed"),
    ],
)
def test_a_check_says_whether_it_passed(score, most, message, words):
    assert wording.check(Check("c", score, most, message)) == words


def test_a_hundred_exercises_with_much_text_make_a_bounded_page():
    room, many = Room(), []
    for number in range(100):
        cell = Cell(room.take("x = 1\n" * 5000, 20_000), output=room.take("y" * 10**6))
        many.append(replace(exercise(f"e{number}"), cells=[cell], checks=[Check("c", 0, 1, room.take("m" * 10**6))]))
    text = page(feedback(*many))
    assert len(text) < 5 * 2**20
    assert text.count('id="e') == 100 + 1  # the skip link's target
    assert LEFT_OUT in text


def test_what_is_cut_off_is_said():
    assert cut("abcdef", 3) == "abc\n… [3 more characters]"
    assert Room().take("\a" * 4000 + "\u202e") == "\n… [1 more characters]"
    assert Room().take("a" * 5000).endswith("[1000 more characters]")


def test_marks_that_turn_the_direction_are_shown_and_control_characters_go():
    assert clean(SPOOF) == "[U+202E]egnahc[U+202C] [U+2066]x[U+2069] red ? 🦊"
    assert clean("a\r\nb\rc\td\0") == "a\nb\nc\td"


@pytest.mark.parametrize(
    "row", ["(" * 20_000, "f'{" * 6_000, '"""' * 6_000 + "\\", "a\\\n" * 6_000, "'" + "\\x" * 9_999]
)
def test_code_that_no_lexer_likes_takes_no_time(row):
    start = time.perf_counter()
    page(feedback(replace(exercise(), cells=[Cell(row[:20_000])])))
    assert time.perf_counter() - start < 10


def test_a_notebook_has_the_same_words_and_no_markup_of_anybodys():
    for one in everywhere(EVIL):
        found = nbformat.reads(notebook(one), as_version=4)
        nbformat.validate(found)
        texts = "".join(cell.source for cell in found.cells if cell.cell_type == "markdown")
        assert not re.search(r"<(?!br>)|\]\(|javascript:|\$", texts)
    it = exercise(comments=["Well done"])
    cells = nbformat.reads(notebook(feedback(it)), as_version=4).cells
    assert "1 of 3 points" in cells[0].source.replace("&#46;", ".")
    assert "wrong sign" in cells[2].outputs[0].text
    assert cells[2].source == it.cells[0].source
    assert "Well done" in cells[1].source


def test_text_without_markup_reads_the_same():
    from html import unescape

    text = "# [a](javascript:b) *c* _d_ $e$ <f> 1. - `g`"
    assert unescape(without_markup(text)) == text
    assert not set("#[]()*_$<>`-.:") & set(re.sub(r"&#\d+;", "", without_markup(text)))
