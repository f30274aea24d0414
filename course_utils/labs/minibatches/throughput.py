"""Images a second: the bonus section of lab 08, made for a GPU and runnable on any CPU with few images.

job = plan("fashion_mnist")
print(job.estimate(runs=4))
speed = images_per_second(model, job, size=256, jit_compile=True)
"""

import os
import time
from dataclasses import dataclass

import numpy as np

T4_IMAGES_PER_SECOND = 1500  # assumed for the slowest run, so that an estimate is rather too high
T4_START = 40  # seconds to compile one model, assumed


@dataclass(frozen=True)
class Job:
    """Images and how much is to be done with them.

    Attributes:
        name: The data set.
        X, y: Images (n, height, width, channels) and labels (n,).
        sizes: Batch sizes to try.
        steps: Steps that are timed.
        units: Channels of the first layer.
    """

    name: str
    X: np.ndarray
    y: np.ndarray
    sizes: tuple
    steps: int
    units: int

    def estimate(self, runs, size=None):
        """A sentence: how long so many runs take on a T4, by the assumptions that it names."""
        sizes = [size] * runs if size else self.sizes
        images = 2 * self.steps * sum(sizes) * (runs // len(sizes) or 1)
        minutes = (images / T4_IMAGES_PER_SECOND + runs * T4_START) / 60
        return (
            f"{self.name}: {runs} runs, {images:,} images. Estimate for a T4: {minutes:.1f} minutes "
            f"(at {T4_IMAGES_PER_SECOND:,} images a second and {T4_START} s to start each run)."
        )


def plan(name, n=None):
    """Load images, and choose the amount of work by profile.

    Args:
        name: "fashion_mnist" or "cifar10"; the quick profile takes the bundled digits.
        n: How many images; by default what the environment's `COURSE_IMAGES` says, or 20,000 in the full profile and
            256 in the quick one.

    Returns:
        A `Job`.
    """
    from course_utils import datasets
    from course_utils.session import runtime

    full = runtime.profile() == "full"
    X, y = datasets.load(name if full else "digits")
    wanted = n or int(os.environ.get("COURSE_IMAGES", 0)) or (20_000 if full else 256)
    n = min(wanted, len(X))
    name = {64: "digits", 784: name, 3072: name}[X.shape[1]]
    X = X[:n].reshape(n, *datasets.IMAGE_SHAPES[X.shape[1]]).astype(np.float32)
    steps = min(30, max(2, n // 500)) if full else 3
    sizes, units = ((32, 128, 512, 2048), 64) if full else ((8, 32, 128), 8)
    return Job(name, X, y[:n], tuple(size for size in sizes if size <= n), steps, units)


def images_per_second(model, job, size, *, jit_compile):
    """Train for `job.steps` steps twice and time the second time.

    Args:
        model: A Keras model that gives logits.
        job: The images.
        size: Images per batch.
        jit_compile: True for XLA, False without; never left to Keras.

    Returns:
        Images per second.
    """
    import keras

    optimizer = keras.optimizers.SGD(0.01)
    if any(layer.compute_dtype == "float16" for layer in model.layers):
        optimizer = keras.optimizers.LossScaleOptimizer(optimizer)  # small float16 gradients would become 0
    cross_entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=optimizer, loss=cross_entropy, jit_compile=jit_compile)
    clock = _clock()
    model.fit(_endless(job, size), epochs=2, steps_per_epoch=job.steps, shuffle=False, verbose=0, callbacks=[clock])
    return job.steps * size / clock.seconds


def _endless(job, size):
    import tensorflow as tf

    data = tf.data.Dataset.from_tensor_slices((job.X, job.y)).repeat()
    return data.batch(size, drop_remainder=True).prefetch(tf.data.AUTOTUNE)


def _clock():
    import keras

    class Clock(keras.callbacks.Callback):
        seconds = 0.0

        def on_epoch_begin(self, epoch, logs=None):
            self.begin = time.perf_counter()

        def on_epoch_end(self, epoch, logs=None):
            self.seconds = time.perf_counter() - self.begin

    return Clock()


def compare_precision(image_model, job, size):
    """Images a second for float32 and mixed precision, each with and without XLA.

    Args:
        image_model: `image_model(shape, classes, units, policy)` gives a model.
        job: The images.
        size: Images per batch.

    Returns:
        Name -> images per second.
    """
    found = {}
    for policy in ("float32", "mixed_float16"):
        for jit in (False, True):
            model = image_model(job.X.shape[1:], 10, job.units, policy)
            found[f"{policy}{', XLA' if jit else ''}"] = images_per_second(model, job, size, jit_compile=jit)
    return found


def compare_sizes(image_model, job, policy):
    """Images a second and peak memory of the GPU, by batch size.

    Returns:
        Size -> (images per second, megabytes or None without a GPU).
    """
    found = {}
    for size in job.sizes:
        reset_peak()
        model = image_model(job.X.shape[1:], 10, job.units, policy)
        found[size] = images_per_second(model, job, size, jit_compile=False), peak_megabytes()
    return found


def reset_peak():
    """Forget the highest use of the GPU's memory so far."""
    import tensorflow as tf

    if tf.config.list_logical_devices("GPU"):
        tf.config.experimental.reset_memory_stats("GPU:0")


def peak_megabytes():
    """The highest use of the GPU's memory since `reset_peak`, in megabytes; None without a GPU."""
    import tensorflow as tf

    if not tf.config.list_logical_devices("GPU"):
        return None
    return tf.config.experimental.get_memory_info("GPU:0")["peak"] / 1e6
