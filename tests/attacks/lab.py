"""A lab of three exercises, two points each, whose second one is attacked."""

LAB = "92_attacked"
SOURCE = '''\
# %% [markdown]
# # Three small functions
#
# What you will do: add, average, scale.

# %% [markdown]
# **Exercise 92.1**. Complete `add`.

# %% solution="add"
import numpy as np


def add(a, b):
    """The sum of two numbers."""
    ### BEGIN SOLUTION
    return a + b
    ### END SOLUTION


# %% points=1 tests="add"
assert add(1, 2) == 3

# %% hidden="add" points=1
# Hidden check: negative numbers.
assert add(-3, 7) == 4

# %% [markdown]
# **Exercise 92.2**. Complete `mean`.


# %% solution="mean"
def mean(values):
    """The mean of some numbers."""
    ### BEGIN SOLUTION
    return sum(values) / len(values)
    ### END SOLUTION


# %% points=1 tests="mean"
checks.close(mean([1.0, 2.0, 6.0]), 3.0, "mean([1, 2, 6])")

# %% hidden="mean" points=1
# Hidden check: one number, many numbers.
np.testing.assert_allclose(mean([4.5]), 4.5)
assert mean(list(range(101))) == 50

# %% [markdown]
# **Exercise 92.3**. Complete `scale`.


# %% solution="scale"
def scale(values):
    """The values divided by the largest of them."""
    ### BEGIN SOLUTION
    values = np.asarray(values, float)
    return values / values.max()
    ### END SOLUTION


# %% points=1 tests="scale"
checks.close(scale([1.0, 2.0]), [0.5, 1.0], "scale([1, 2])")

# %% hidden="scale" points=1
# Hidden check: an array, and the input stays as it is.
x = np.array([8.0, 2.0, 4.0])
checks.close(scale(x), [1.0, 0.25, 0.5], "scale([8, 2, 4])")
assert x[0] == 8
'''
ADD = "import numpy as np\n\n\ndef add(a, b):\n    return a + b\n"
MEAN = "def mean(values):\n    return sum(values) / len(values)\n"
SCALE = "def scale(values):\n    values = np.asarray(values, float)\n    return values / values.max()\n"
RIGHT = {"add": ADD, "mean": MEAN, "scale": SCALE}
FULL = {"add": 2.0, "mean": 2.0, "scale": 2.0}
