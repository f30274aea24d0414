"""Objects that the checks of lab 07 need on the student's side, for `checks.build("optimizers.KIND", spec)`."""


def fit_line(spec):
    """Fit a line with callbacks looking on, see `range_fit.fit_line`."""
    from course_utils.labs.optimizers.range_fit import fit_line

    return fit_line(spec)


BUILDERS = {"fit_line": fit_line}
