"""The vault opens once, says why it stays shut, and forgives a restart visibly."""

import numpy as np
import pytest

from course_utils.datasets import locked_test_set
from course_utils.datasets.locked_test_set import Vault, VaultError

X, Y = np.arange(6.0).reshape(3, 2), np.array([0, 1, 1])


@pytest.fixture(autouse=True)
def a_new_kernel(monkeypatch, tmp_path):
    monkeypatch.setattr(locked_test_set, "_opened", {})
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path))
    for name in ("NBGRADER_EXECUTION", "COURSE_GRADING"):
        monkeypatch.delenv(name, raising=False)


def test_it_gives_the_share_of_right_answers():
    assert Vault(X, Y).open(lambda inputs: [0, 1, 0]) == pytest.approx(2 / 3)


def test_asking_twice_fails_with_the_reason():
    safe = Vault(X, Y, name="lab 09")
    safe.open(lambda inputs: Y)
    with pytest.raises(
        VaultError, match=r"'lab 09' was opened already, with 100.0% right. It opens once: .*validation"
    ):
        safe.open(lambda inputs: Y)


def test_running_the_cell_that_makes_it_again_does_not_help():
    Vault(X, Y, name="lab 09").open(lambda inputs: Y)
    with pytest.raises(VaultError):
        Vault(X, Y, name="lab 09").open(lambda inputs: Y)
    assert Vault(X, Y, name="another").open(lambda inputs: Y) == 1


def test_a_restart_is_forgiven_and_said(monkeypatch, capsys):
    Vault(X, Y, name="lab 09").open(lambda inputs: Y)
    assert capsys.readouterr().out == ""
    for number, times in ((2, "once"), (3, "2 times")):
        monkeypatch.setattr(locked_test_set, "_opened", {})
        assert Vault(X, Y, name="lab 09").open(lambda inputs: [0, 0, 0]) == pytest.approx(1 / 3)
        told = capsys.readouterr().out
        assert f"'lab 09' was opened {times}, last with" in told
        assert f"this is opening number {number}" in told


def test_a_model_that_gives_no_labels_leaves_it_closed():
    safe = Vault(X, Y)
    with pytest.raises(ValueError, match=r"one label for each of 3 inputs, .* the vault stays closed"):
        safe.open(lambda inputs: np.zeros((3, 2)))
    with pytest.raises(ZeroDivisionError):
        safe.open(lambda inputs: 1 / 0)
    assert safe.open(lambda inputs: Y) == 1


def test_it_shows_its_state_and_not_its_data():
    safe = Vault(X, Y, name="lab 09")
    assert repr(safe) == "Vault 'lab 09': 3 examples, closed"
    assert len(safe) == 3
    assert not [name for name in vars(safe) if np.size(getattr(safe, name)) > 1]
    safe.open(lambda inputs: Y)
    assert repr(safe) == "Vault 'lab 09': 3 examples, opened, 100.0% right"


def test_a_model_cannot_change_what_it_is_judged_on():
    original = X.copy()
    safe = Vault(original, Y)
    safe.open(lambda inputs: (inputs.fill(0), Y)[1])
    assert original.tolist() == X.tolist()


@pytest.mark.parametrize("book", ["", "not json", "[1, 2]", '{"lab 09": "x"}', '{"lab 09": null}'])
def test_a_damaged_book_counts_as_empty(book, tmp_path, capsys):
    (tmp_path / "vaults.json").write_text(book)
    assert Vault(X, Y, name="lab 09").open(lambda inputs: Y) == 1
    assert capsys.readouterr().out == ""


def test_a_cache_that_cannot_be_written_is_said(monkeypatch, tmp_path, capsys):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path / "file"))
    assert Vault(X, Y).open(lambda inputs: Y) == 1
    assert "could not be written" in capsys.readouterr().out


def test_while_grading_nothing_is_read_or_written(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_GRADING", "1")
    assert Vault(X, Y).open(lambda inputs: Y) == 1
    assert list(tmp_path.iterdir()) == []
