import pytest
from tiny_lab import TINY_ANSWERS, TINY_LAB

from autograder.authoring.percent_script import read_cells
from autograder.probe.answers import AnswersError
from autograder.probe.probe import as_json, as_line, probe, summary

CELLS, _ = read_cells(TINY_LAB)


def verdicts(tmp_path, text, **options):
    path = tmp_path / "answers.py"
    path.write_text(text, encoding="utf-8")
    return list(probe(CELLS, path, **options))


def verdict(tmp_path, exercise, marks, code, **options):
    (one,) = verdicts(tmp_path, f'# %% exercise="{exercise}" {marks}\n{code}\n', **options)
    return one


def test_answers_that_are_judged_as_expected_are_ok(tmp_path):
    found = verdicts(tmp_path, TINY_ANSWERS)
    assert [(v.score, v.max_score) for v in found] == [(1, 3), (3, 3), (0, 2), (2, 2)]
    assert all(v.ok for v in found)
    assert summary(found) == "4 answers, 0 problems"


def test_the_line_shows_exercise_expectation_points_and_message(tmp_path):
    one = verdict(tmp_path, "add", 'expect="wrong" says="absolute"', "def add(a, b):\n    return abs(a) + abs(b)")
    assert as_line(one, 6) == "ok    add     wrong  1/3  looks like the absolute value: expected add(-1, -2) = -3"


def test_a_right_answer_that_loses_a_point_is_a_problem(tmp_path):
    one = verdict(tmp_path, "mean", 'expect="right"', "def mean(values):\n    return 5")
    assert "a right answer loses a point" in one.problem
    assert as_line(one).startswith("FAIL  mean")
    assert as_json(one)["ok"] is False


def test_a_wrong_answer_that_loses_nothing_is_a_problem(tmp_path):
    one = verdict(tmp_path, "mean", 'expect="wrong"', "def mean(values):\n    return sum(values) / len(values)")
    assert one.problem == "a wrong answer loses no point"


def test_words_missing_from_the_message_are_a_problem(tmp_path):
    one = verdict(tmp_path, "mean", 'expect="wrong" says="a sum"', "def mean(values):\n    return sum(values)")
    assert one.problem == 'the message does not say "a sum"'


def test_imports_given_in_the_solution_cell_stay(tmp_path):
    assert verdict(tmp_path, "add", 'expect="right"', "def add(a, b):\n    return math.fsum([a, b])").ok


def test_an_answer_that_never_ends_is_stopped_and_listed(tmp_path):
    code = "def add(a, b):\n    while a != 1:\n        pass\n    return a + b"
    one = verdict(tmp_path, "add", 'expect="wrong"', code, deadline=2.0)
    assert one.score == 1, "the visible test came before the loop"
    assert one.message == "the answer did not finish within 2 s"


def test_an_answer_that_ends_its_process_costs_only_itself(tmp_path):
    text = '# %% exercise="add" expect="wrong" says="exit status 3"\nimport os\nos._exit(3)\n' + TINY_ANSWERS
    assert [v.ok for v in verdicts(tmp_path, text)] == [True] * 5


def test_an_error_in_the_answers_own_cell_stands_in_the_message(tmp_path):
    one = verdict(tmp_path, "mean", 'expect="wrong" says="is not defined"', "raise ValueError('early')")
    assert one.message == "NameError: name 'mean' is not defined (the cell itself stopped: ValueError: early)"


def test_an_unknown_exercise_is_named_with_its_line_and_the_known_ones(tmp_path):
    with pytest.raises(AnswersError, match=r'answers.py:1: there is no exercise "ad"; the lab has add, prediction_sum'):
        verdicts(tmp_path, '# %% exercise="ad" expect="right"\nad = 1\n')


def test_only_some_exercises_can_be_probed(tmp_path):
    assert {v.exercise for v in verdicts(tmp_path, TINY_ANSWERS, only=["mean"])} == {"mean"}
    with pytest.raises(AnswersError, match='there is no exercise "meen"'):
        verdicts(tmp_path, TINY_ANSWERS, only=["meen"])
