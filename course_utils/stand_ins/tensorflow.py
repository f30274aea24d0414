"""What stand-ins share: TensorFlow on first use, and inputs as floats."""

import numpy as np

from course_utils.session.runtime import quiet_tensorflow


def tf():
    """The module tensorflow, imported without its start-up lines."""
    quiet_tensorflow()
    import tensorflow

    return tensorflow


def float_array(value):
    """Whole numbers become double precision; a float keeps its type."""
    array = np.asarray(value)
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def floats(*values):
    """Arrays of one common float type."""
    arrays = [float_array(value) for value in values]
    common = np.result_type(*arrays)
    return [array.astype(common) for array in arrays]
