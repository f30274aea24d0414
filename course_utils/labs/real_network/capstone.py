"""The last task of the course: images in three parts, one of them in the vault, on any profile by the same code.

task = load_task()                    # digits in the quick profile, MNIST in the full one
task = load_task("cifar10", n=512)    # any set, few images: the same code on a CPU
"""

import os
from dataclasses import dataclass, replace

import numpy as np

from course_utils.datasets.locked_test_set import Vault

PIXELS = {"digits": 64, "cifar10": 3072}
EPOCHS = {"quick": 12, "full": 20}
T4_IMAGES_PER_SECOND = 4000  # assumed for the convolutional network, so that the estimate is rather too high
T4_START = 60  # seconds to compile and to start, assumed


@dataclass(frozen=True)
class Task:
    """Images in three parts.

    Attributes:
        name: The data set that is really here.
        X, y: Training images, rows of pixels from 0 to 1, and labels.
        X_val, y_val: Validation images, to choose by.
        vault: The test images, which judge one model, once.
        side: (height, width, channels) of an image.
        epochs: How long to train at most.
    """

    name: str
    X: np.ndarray
    y: np.ndarray
    X_val: np.ndarray
    y_val: np.ndarray
    vault: Vault
    side: tuple
    epochs: int

    @property
    def classes(self):
        """How many classes there are."""
        return int(self.y.max()) + 1

    def estimate(self):
        """A sentence: how long one training takes on a T4, by the assumptions that it names."""
        images = len(self.X) * self.epochs
        minutes = (images / T4_IMAGES_PER_SECOND + T4_START) / 60
        return (
            f"{self.name}: {len(self.X):,} images, at most {self.epochs} epochs. Estimate for a T4: {minutes:.1f} "
            f"minutes (at {T4_IMAGES_PER_SECOND:,} images a second and {T4_START} s to start)."
        )


def load_task(name=None, n=None, *, seed=0):
    """Load images and divide them: 60 % to train on, 20 % to choose by, 20 % into the vault.

    Args:
        name: A data set; by default "digits" in the quick profile and "mnist" in the full one.
        n: How many images; None for all.
        seed: The same seed makes the same parts.

    Returns:
        A `Task`; `name` is what was really loaded.
    """
    from course_utils import datasets
    from course_utils.session import runtime

    profile = runtime.profile()
    name = name or ("mnist" if profile == "full" else "digits")
    X, y = datasets.load(name, n if n is not None or name == "digits" else runtime_limit())
    if X.shape[1] != PIXELS.get(name, 784):  # the bundled digits stand in for what could not be fetched
        name = "digits"
    order = np.random.default_rng(seed).permutation(len(y))
    train, choose, locked = np.split(order, [int(0.6 * len(y)), int(0.8 * len(y))])
    X = X.astype(np.float32)
    vault = Vault(X[locked], y[locked], name=f"lab 10, {name}, {len(y)} images")
    shape = datasets.IMAGE_SHAPES[X.shape[1]]
    return Task(name, X[train], y[train], X[choose], y[choose], vault, shape, EPOCHS[profile])


def model_path(name):
    """A place for a model's file, in the cache folder; the folder is made if need be."""
    from course_utils.session.runtime import cache_folder

    folder = cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    return str(folder / name)


def saved_network(name, pixels):
    """The network that was trained for good, also after a restart of the kernel.

    Args:
        name: What `model_path` was given.
        pixels: How many numbers an image has.

    Returns:
        The Keras model.

    Raises:
        NotImplementedError: If no network for such images has been saved yet.
    """
    import keras

    path = model_path(name)
    network = keras.saving.load_model(path) if os.path.exists(path) else None
    if network is None or network.input_shape[-1] != pixels:
        raise NotImplementedError(
            f"Exercise 10.7: no network for images of {pixels} pixels is saved yet. Complete `capstone`, then run the "
            "cell that trains it for good."
        )
    return network


def gpu_tasks():
    """The sets of the last section: Fashion-MNIST and CIFAR-10 in the full profile, 512 digits in the quick one."""
    from course_utils.session import runtime

    if runtime.profile() == "full":
        return [load_task(name) for name in ("fashion_mnist", "cifar10")]
    return [replace(load_task("digits", 512), epochs=3)]


def runtime_limit():
    """How many images the full profile takes: all, or as many as `COURSE_IMAGES` says, to try it on a CPU."""
    limit = os.environ.get("COURSE_IMAGES", "").strip()
    return int(limit) if limit else None


def convolutional(side, classes):
    """A small convolutional network for the last section: it takes rows of pixels and gives logits.

    Args:
        side: (height, width, channels) of an image.
        classes: How many logits.

    Returns:
        The Keras model, not compiled.
    """
    import keras

    layers = [keras.Input((int(np.prod(side)),)), keras.layers.Reshape(side)]
    for channels in (32, 64) if side[0] < 16 else (32, 64, 128):
        layers += [
            keras.layers.Conv2D(channels, 3, padding="same", use_bias=False, kernel_initializer="he_normal"),
            keras.layers.BatchNormalization(),
            keras.layers.ReLU(),
            keras.layers.MaxPooling2D(),
        ]
    return keras.Sequential([*layers, keras.layers.Flatten(), keras.layers.Dropout(0.3), keras.layers.Dense(classes)])


def temporary_path():
    """A path for a file that nobody needs later."""
    import tempfile

    return f"{tempfile.mkdtemp()}/model.keras"


def read_saved(path, X):
    """What a saved model says: its logits for X, and how many parameters it has.

    Raises:
        AssertionError: If there is no model under this path.
    """
    import keras

    assert os.path.exists(path), "there is no file at `path`: save the model there, with model.save(path)"
    model = keras.saving.load_model(path)
    return {"logits": np.asarray(model(np.asarray(X, dtype=np.float32))), "parameters": int(model.count_params())}


def rate_at(model, step):
    """The learning rate that a compiled model's optimizer has at a step."""
    model.optimizer.iterations.assign(step)
    return float(np.asarray(model.optimizer.learning_rate))


def build(spec):
    """What `checks.build("real_network.capstone", spec)` gives where the student's code runs.

    Args:
        spec: `{"what": "path"}` for a place for a model's file, `{"what": "rate", "model": …, "step": …}` for a
            learning rate, or `{"what": "read", "path": …, "X": …}` for what a saved model says.
    """
    if spec["what"] == "path":
        return temporary_path()
    if spec["what"] == "rate":
        return rate_at(spec["model"], spec["step"])
    return read_saved(spec["path"], spec["X"])
