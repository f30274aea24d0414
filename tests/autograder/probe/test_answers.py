import pytest

from autograder.probe.answers import AnswersError, read_answers


def written(tmp_path, text):
    path = tmp_path / "answers.py"
    path.write_text(text, encoding="utf-8")
    return path


def complaint(tmp_path, text):
    with pytest.raises(AnswersError) as caught:
        read_answers(written(tmp_path, text))
    return str(caught.value)


def test_a_cell_becomes_an_answer_with_its_line_and_code(tmp_path):
    code = "def sigmoid(z):\n    return z\n"
    text = f'"""About sigmoid."""\n\n# %% exercise="sigmoid" expect="wrong" says="overflow"\n{code}\n'
    (answer,) = read_answers(written(tmp_path, text))
    assert (answer.exercise, answer.expect, answer.says, answer.line) == ("sigmoid", "wrong", "overflow", 3)
    assert answer.code == code


def test_answers_keep_the_order_of_the_file(tmp_path):
    text = '# %% exercise="b" expect="right"\nb = 1\n# %% exercise="a" expect="wrong"\na = 2\n'
    assert [answer.exercise for answer in read_answers(written(tmp_path, text))] == ["b", "a"]


def test_markdown_cells_and_the_comments_at_the_top_are_passed_over(tmp_path):
    text = '# about\n# %% [markdown]\n# words\n# %% exercise="a" expect="right"\na = 1\n'
    assert len(read_answers(written(tmp_path, text))) == 1


def test_quotes_inside_says_survive(tmp_path):
    text = '# %% exercise="a" expect="wrong" says="expected \\"AND\\", received"\na = 1\n'
    assert read_answers(written(tmp_path, text))[0].says == 'expected "AND", received'


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('# %% exercise="a" expct="wrong"\na = 1\n', ':1: unknown marker "expct"'),
        ('# %% exercise="a"\na = 1\n', ':1: needs expect="right" or expect="wrong".'),
        ('# %% exercise="a" expect="maybe"\na = 1\n', ':1: needs expect="right" or expect="wrong", not "maybe"'),
        ('\n# %% expect="right"\na = 1\n', ":2: names no exercise"),
        ('# %% exercise="a" expect="right"\n\n', ":1: holds no code"),
        ('# %% exercise="a" expect="right" says="x"\na = 1\n', ":1: a right answer hears nothing"),
        ("# %% \na = 1\n", ":1: the cell has no marks"),
        ("# %% exercise=a expect=right\na = 1\n", ':1: "exercise=a expect=right" is not understood'),
        ('# %% exercise="a" expect=true\na = 1\n', ':1: "expect=true" is not understood; write marks as exercise=…'),
        ('#%% exercise="a" expect="right"\na = 1\n', ":1: a cell begins with # %% at the start of a line and a space"),
        ("# %% exercise=\"a\" expect=\"right\"\na = '''\n# %% b\n'''\n", ":1: 2 lines begin with # %% but there are 1"),
        ("a = 1\n", ":1: the code before the first cell belongs to no exercise"),
        ("", ":1: holds no answer"),
    ],
)
def test_a_bad_file_gets_a_sentence_with_the_line(tmp_path, text, sentence):
    assert sentence in complaint(tmp_path, text)


def test_all_problems_are_named_at_once(tmp_path):
    text = '# %% exercise="a"\na = 1\n# %% expect="right"\nb = 1\n'
    assert complaint(tmp_path, text).count("answers.py:") == 2


def test_a_missing_file_gets_a_sentence(tmp_path):
    with pytest.raises(AnswersError, match="cannot be read as text"):
        read_answers(tmp_path / "none.py")
