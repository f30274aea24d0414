"""Objects that the checks of lab 08 need on the student's side, for `checks.build("minibatches.KIND", spec)`."""

from course_utils.checks.builders import instrument


@instrument
def bench(spec):
    """Make a bench for training steps, see `checks.Bench`; `spec` holds its `weights`."""
    from course_utils.labs.minibatches.checks import Bench

    return Bench(spec["weights"])


@instrument
def preparation(_):
    """Make a preparation of images that counts its calls, see `pipelines.CountedPreparation`."""
    from course_utils.labs.minibatches.pipelines import CountedPreparation

    return CountedPreparation()


@instrument
def two_devices(_):
    """Make a strategy over two CPU devices, see `devices.two_devices`."""
    from course_utils.labs.minibatches.devices import two_devices

    return two_devices()


BUILDERS = {"bench": bench, "preparation": preparation, "two_devices": two_devices}
