"""In a notebook a failing check is one message, without the inside of the course's modules."""

from IPython.core.interactiveshell import InteractiveShell

CELL = "from course_utils import checks\nchecks.close(3.0, 2.0, 'double(1)', looks_like={'one was added': 3.0})"


def test_a_failing_check_shows_its_message_and_no_traceback(capsys):
    InteractiveShell().run_cell(CELL)
    shown = capsys.readouterr().out
    assert shown == "AssertionError: looks like one was added: expected double(1) = 2.0, received 3.0\n"


def test_an_error_of_the_students_own_code_keeps_its_traceback(capsys):
    InteractiveShell().run_cell("from course_utils import checks\nchecks.close(1 / 0, 2.0, 'double(1)')")
    assert "Traceback" in capsys.readouterr().out
