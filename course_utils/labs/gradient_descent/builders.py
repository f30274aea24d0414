"""Objects that the checks of lab 05 need on the student's side, for `checks.build("gradient_descent.KIND", spec)`."""


def tensor_loss(spec):
    """Make a loss of two weights that a tape can follow.

    Args:
        spec: `{"landscape": name, …}`, what `landscapes.named` takes.

    Returns:
        A function of a tensor or variable of shape (2,) that gives the loss as a tensor.
    """
    from course_utils.models import landscapes

    numbers = {key: value for key, value in spec.items() if key != "landscape"}
    formula = landscapes.named(spec["landscape"], **numbers).formula
    return lambda w: formula(w[0], w[1])


BUILDERS = {"tensor_loss": tensor_loss}
