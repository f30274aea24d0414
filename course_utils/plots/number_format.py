"""Numbers as a reader expects them in titles and alternative texts: few digits and a real minus sign."""

import numpy as np


def number(value, digits=3):
    """3.14159 -> "3.14", -2.0 -> "−2", 1e-7 -> "1e−07"."""
    return f"{float(value) + 0.0:.{digits}g}".replace("-", "−")


def decimals(value, places=4):
    """For outputs between 0 and 1: 0.00247 -> "0.0025", 0.5 -> "0.5"."""
    return f"{round(float(value), places) + 0.0:g}".replace("-", "−")


def signed(value, digits=3):
    """For the middle of a sum: 2.0 -> "+ 2", -2.0 -> "− 2"."""
    return f"{'−' if value < 0 else '+'} {number(abs(value), digits)}"


def pair(values, digits=3):
    """(−1.0, 2.0) -> "(−1, 2)"."""
    return f"({', '.join(number(value, digits) for value in np.ravel(values))})"


def in_product(value, digits=3):
    """For the second factor of a product: 2.0 -> "2", −1.0 -> "(−1)"."""
    return f"({number(value, digits)})" if value < 0 else number(value, digits)


def state_as_sum(x, w, w0):
    """The sum that makes z, in numbers: "1 + 3·(−1) − 2·2"."""
    terms = [f"{signed(weight)}·{in_product(value)}" for weight, value in zip(np.ravel(w), np.ravel(x), strict=True)]
    return " ".join([number(w0), *terms])
