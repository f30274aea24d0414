"""Objects that the checks of lab 08 need on the student's side, for `checks.build("minibatches.KIND", spec)`."""

from course_utils.checks.builders import instrument


def linear_model(spec):
    """Make a linear model for training steps, see `LinearModel`; `spec` holds its `weights`, and `marked`."""
    from course_utils.labs.minibatches.linear_model import LinearModel

    return LinearModel(spec["weights"], spec.get("marked", False))


def compiled(step):
    """Make a `tf.function` of a student's step."""
    import tensorflow as tf

    return tf.function(step)


def preparation(spec):
    """Make a preparation of images, with a `seed` one whose runs can be told, see `pipelines.ticketed`."""
    from course_utils.labs.minibatches import pipelines

    return pipelines.ticketed(spec["seed"]) if "seed" in spec else pipelines.halve()


@instrument
def two_devices(_):
    """Make a strategy over two CPU devices, see `devices.two_devices`."""
    from course_utils.labs.minibatches.devices import two_devices

    return two_devices()


BUILDERS = {
    "linear_model": linear_model,
    "compiled": compiled,
    "preparation": preparation,
    "two_devices": two_devices,
}
