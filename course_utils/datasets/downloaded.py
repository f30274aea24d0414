"""Real data: bundled with scikit-learn, or fetched once and kept; never silently something else."""

import os
import socket
from contextlib import contextmanager, suppress

import numpy as np

from course_utils.session.runtime import cache_folder, grading, quiet_tensorflow

BUNDLED = ("digits", "iris", "breast_cancer", "diabetes")
IMAGE_SHAPES = {64: (8, 8, 1), 784: (28, 28, 1), 3072: (32, 32, 3)}
"""Height, width and channels of an image, by the length of its row in X."""

MEGABYTES = {"mnist": 11, "fashion_mnist": 30, "cifar10": 170}
PATIENCE = 15  # seconds without an answer from the network


def load(name, n=None, *, seed=0):
    """Load a real data set.

    A downloaded set lies in `COURSE_CACHE`, or `~/.cache/course_utils`. Where it is not there and cannot be fetched,
    a printed note says so, and the bundled digits are used in its place.

    Args:
        name: "digits", "iris", "breast_cancer" or "diabetes" (bundled); "mnist", "fashion_mnist" or "cifar10".
        n: Number of rows, in the proportions of the classes; None for all.
        seed: The same seed chooses the same rows.

    Returns:
        `X` of shape (n, d) and `y` of shape (n,). Bundled sets are float64; downloaded images float32. Images are
        rows of pixels from 0 to 1: digits 8×8, MNIST and Fashion-MNIST 28×28, CIFAR-10 32×32×3. Training and test
        images come together, training images first, unless `n` chooses some.

    Raises:
        ValueError: If the name is not known, or `n` is larger than the set.
        TypeError: If `n` or `seed` is not a whole number.
    """
    if name not in (*BUNDLED, *MEGABYTES):
        raise ValueError(f"load: expected one of {', '.join((*BUNDLED, *MEGABYTES))}, received {name!r}")
    _check_whole("n", n)
    _check_whole("seed", seed)
    X, y = _bundled(name) if name in BUNDLED else _cached(name)
    if X is None:
        X, y = _bundled("digits")
        n = None if n is None else min(n, len(X))
    if n is not None:
        rows = _chosen(name, y, n, seed)
        X, y = X[rows], y[rows]
    return (X.astype(np.float32) / np.float32(255) if X.dtype == np.uint8 else X), y


def _bundled(name):
    import sklearn.datasets

    X, y = getattr(sklearn.datasets, f"load_{name}")(return_X_y=True)
    return (X / 16 if name == "digits" else X), y


def _cached(name):
    """Pixels (n, d) as bytes and labels (n,), or (None, None) after a note."""
    path = cache_folder() / f"{name}.npz"
    if os.path.exists(path):
        try:
            return _read(path)
        except Exception as error:
            print(f"note: {path} is damaged ({_brief(error)}); it is fetched again.")
    if grading():
        return _instead(name, path, "nothing is fetched while grading")
    print(f"fetching {name} (about {MEGABYTES[name]} MB, once) …")
    try:
        with _patience():
            X, y = download(name)
    except Exception as error:
        return _instead(name, path, _brief(error))
    _keep(path, X, y)
    return X, y


def download(name):
    """Fetch a set with Keras: pixels (n, d) as bytes, labels (n,)."""
    quiet_tensorflow()
    import keras

    (X, y), (test_X, test_y) = getattr(keras.datasets, name).load_data()
    X, y = np.concatenate([X, test_X]), np.concatenate([y, test_y])
    return X.reshape(len(X), -1).astype(np.uint8), y.ravel().astype(np.int64)


def _read(path):
    with np.load(path, allow_pickle=False) as file:
        X, y = file["X"], file["y"]
    if X.ndim != 2 or y.shape != X.shape[:1] or X.dtype != np.uint8 or not len(X):
        raise ValueError(f"expected X of shape (n, d) and y of shape (n,), received {X.shape} and {y.shape}")
    return X, y


def _keep(path, X, y):
    """Write the cache; a full or read-only disk costs the next download, not this lesson."""
    partial = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(partial, "wb") as file:
            np.savez(file, X=X, y=y)
        os.replace(partial, path)
    except OSError as error:
        print(f"note: {path} could not be written ({_brief(error)}); the data will be fetched again next time.")
        with suppress(OSError):
            partial.unlink()


def _instead(name, path, reason):
    print(
        f"note: {name} is not here ({reason}). Using the bundled digits in its place: 1797 images of 8×8 pixels.\n"
        f'For the real {name}, connect to the network and run datasets.load("{name}") again; it is then kept in {path}.'
    )
    return None, None


def _chosen(name, y, n, seed):
    """Row numbers of `n` examples: each class as often as in the whole, give or take one."""
    if n > len(y):
        raise ValueError(f"n: expected at most {len(y)}, the size of {name}, received {n}")
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(y))
    if name == "diabetes":  # a number to predict, no classes
        return order[:n]
    by_class = order[np.argsort(y[order], kind="stable")]
    places = (np.arange(n) + 0.5) * len(y) / n  # evenly along the sorted labels
    return rng.permutation(by_class[places.astype(int)])


def _check_whole(argument, value):
    if value is None and argument == "n":
        return
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise TypeError(f"{argument}: expected a whole number, received {value!r}")
    least = 1 if argument == "n" else 0
    if value < least:
        raise ValueError(f"{argument}: expected a whole number of at least {least}, received {value}")


@contextmanager
def _patience():
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(PATIENCE)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)


def _brief(error):
    text = " ".join(str(error).split())[:120]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
