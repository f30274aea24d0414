"""Images for a range test, the digits in the quick profile, Fashion-MNIST in the full one, and a network for them."""

import os

from course_utils import datasets
from course_utils.session import runtime

SETS = {"quick": ("digits", 1_797, 10), "full": ("fashion_mnist", 20_000, 60)}  # name, images, seconds at most


def load():
    """The images of this profile; prints what they are and how long the section takes.

    The environment variable `COURSE_IMAGES` sets a smaller number, to try the full profile on a CPU.

    Returns:
        `X` of shape (n, pixels) and `y` of shape (n,).
    """
    name, count, seconds = SETS[runtime.profile()]
    limit = os.environ.get("COURSE_IMAGES", "").strip()
    X, y = datasets.load(name, n=min(count, int(limit)) if limit else count)
    name = "digits, in the place of fashion_mnist" if name != "digits" and X.shape[1] == 64 else name
    print(f"{name}: {len(X)} images of {X.shape[1]} pixels, on {runtime.accelerator()}; at most {seconds} s")
    return X, y


def network(X, seed=0):
    """A network with one hidden layer of 64 for ten classes, compiled with plain SGD.

    Args:
        X: The images, (n, pixels).
        seed: The same seed gives the same start.

    Returns:
        The model.
    """
    import keras

    keras.utils.set_random_seed(seed)
    layers = [keras.Input(X.shape[1:]), keras.layers.Dense(64, "relu"), keras.layers.Dense(10)]
    model = keras.Sequential(layers)
    cross_entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.SGD(0.01), cross_entropy, metrics=["accuracy"])
    return model
