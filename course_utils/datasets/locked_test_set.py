"""A vault for test data: it opens once, says so when it is asked again, and writes down what happened.

vault = Vault(X_test, y_test, name="digits")
vault.open(predict)      # the share of right answers
vault.open(predict)      # VaultError: opened already …
"""

import json

import numpy as np

from course_utils.session.runtime import cache_folder, grading

_opened = {}  # name -> score, in this kernel


class VaultError(RuntimeError):
    """The vault was opened already."""


class Vault:
    """Test data that nobody can look at, and that judge one model, once.

    A restart of the kernel is forgiven, visibly: the vault opens again, and says how often it was opened before.

    Args:
        X: Test inputs, first axis n.
        y: Test labels of shape (n,).
        name: Two vaults of one name are the same vault, also when the cell that makes it runs again.
    """

    def __init__(self, X, y, name="test data"):
        self.name, self._count = name, len(y)
        self._score = _locked(np.array(X), np.array(y))

    def __len__(self):
        return self._count

    def __repr__(self):
        state = f"opened, {_opened[self.name]:.1%} right" if self.name in _opened else "closed"
        return f"Vault {self.name!r}: {self._count} examples, {state}"

    def open(self, predict):
        """Judge a model on the test data, once.

        Args:
            predict: Function of inputs that gives one label for each.

        Returns:
            The share of right answers.

        Raises:
            VaultError: If the vault was opened already in this kernel.
            ValueError: If `predict` does not give one label for each input; the vault stays closed then.
        """
        if self.name in _opened:
            raise VaultError(
                f"the vault {self.name!r} was opened already, with {_opened[self.name]:.1%} right. It opens once: "
                "whoever looks twice chooses by the test data, and they are no longer unseen. Choose by validation."
            )
        score = self._score(predict)
        _opened[self.name] = score
        earlier = _write_down(self.name, score)
        if earlier:
            print(
                f"note: before this kernel started, the vault {self.name!r} was opened {_times(len(earlier))}, last "
                f"with {earlier[-1]:.1%} right. A restart is forgiven, and noted: this is opening "
                f"number {len(earlier) + 1}."
            )
        return score


def _locked(X, y):
    """A function that scores a model on data which it alone holds."""

    def score(predict):
        labels = np.asarray(predict(X.copy()))
        if labels.shape != y.shape:
            raise ValueError(
                f"predict: expected one label for each of {len(y)} inputs, shape {y.shape}, received shape "
                f"{labels.shape}; the vault stays closed"
            )
        return float(np.mean(labels == y))

    return score


def _write_down(name, score):
    """Add a score to the book of this vault; gives the earlier ones. While grading, nothing is read or written."""
    if grading():
        return []
    path = cache_folder() / "vaults.json"
    book = _read(path)
    earlier = book.get(name, [])
    book[name] = [*earlier, score]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(book), encoding="utf-8")
    except OSError as error:
        print(f"note: {path} could not be written ({error}); this opening is remembered until the kernel stops.")
    return earlier


def _read(path):
    """The book: name -> scores. A book that is missing or damaged counts as empty."""
    try:
        book = json.loads(path.read_text(encoding="utf-8"))
        return {name: [float(score) for score in scores] for name, scores in book.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def _times(count):
    return "once" if count == 1 else f"{count} times"
