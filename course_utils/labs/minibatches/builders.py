"""Objects that the checks of lab 08 need on the student's side, for `checks.build("minibatches.KIND", spec)`."""


def bench(spec):
    """Make a bench for training steps, see `bench.Bench`; `spec` holds its `weights`."""
    from course_utils.labs.minibatches.bench import Bench

    return Bench(spec["weights"])


def compiling_bench(spec):
    """Make a bench with a finished step, see `bench.CompilingBench`; `spec` holds its `weights`."""
    from course_utils.labs.minibatches.bench import CompilingBench

    return CompilingBench(spec["weights"])


def preparation(_):
    """Make a preparation of images that counts its calls, see `pipelines.CountedPreparation`."""
    from course_utils.labs.minibatches.pipelines import CountedPreparation

    return CountedPreparation()


def two_devices(_):
    """Make a strategy over two CPU devices, see `devices.two_devices`."""
    from course_utils.labs.minibatches.devices import two_devices

    return two_devices()


BUILDERS = {
    "bench": bench,
    "compiling_bench": compiling_bench,
    "preparation": preparation,
    "two_devices": two_devices,
}
