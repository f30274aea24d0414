"""Two devices made of one CPU, to practise sharing a batch among several.

devices.split_cpu(2)              # before TensorFlow's first operation
strategy = devices.two_devices()
shares = devices.deal(strategy, X)
"""

from contextlib import suppress

import numpy as np


def split_cpu(parts=2):
    """Let TensorFlow see the CPU as several devices, `CPU:0`, `CPU:1`, …

    TensorFlow decides this once, before its first operation. Later nothing changes, and a printed note says so.

    Args:
        parts: How many devices.

    Returns:
        How many CPU devices TensorFlow has.
    """
    import tensorflow as tf

    cpu = tf.config.list_physical_devices("CPU")[0]
    with suppress(RuntimeError):  # TensorFlow has begun to work
        tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * parts)
    found = len(tf.config.list_logical_devices("CPU"))
    if found < parts:
        print(f"note: TensorFlow began before this line, with {found} CPU device. Kernel → Restart, then run it first.")
    return found


def two_devices():
    """A `MirroredStrategy` over `CPU:0` and `CPU:1`, or over the only one where `split_cpu` came too late.

    It counts in `runs` how often it was asked to run something on its devices, and keeps to itself what TensorFlow says
    about that.
    """
    import tensorflow as tf

    from course_utils.labs.minibatches.linear_model import quiet

    class Mirrored(tf.distribute.MirroredStrategy):
        runs = 0

        def run(self, *arguments, **options):
            self.runs += 1
            with quiet():
                return super().run(*arguments, **options)

        def reduce(self, *arguments, **options):
            with quiet():
                return super().reduce(*arguments, **options)

    names = [device.name.removeprefix("/device:") for device in tf.config.list_logical_devices("CPU")]
    with quiet():
        return Mirrored(names[:2])


def deal(strategy, array):
    """Cut the rows of an array into one share for each device of a strategy; the first shares may hold one more.

    Args:
        strategy: A `tf.distribute.Strategy`.
        array: An array of shape (n, …).

    Returns:
        What `strategy.run` takes as an argument: on each device it is that device's share, a tensor.
    """
    import tensorflow as tf

    shares = np.array_split(array, strategy.num_replicas_in_sync)
    values = [tf.constant(share) for share in shares]
    return strategy.experimental_distribute_values_from_function(
        lambda context: values[context.replica_id_in_sync_group]
    )
