"""A lab without TensorFlow, small enough to be graded in a second, and submissions to it."""

TINY_LAB = '''\
# %% [markdown]
# # Count and add
#
# What you will do: two small things.

# %% [markdown]
# **Exercise 90.1**. Complete `add`.

# %% solution="add"
import math


def add(a, b):
    """The sum of two numbers."""
    ### BEGIN SOLUTION
    return a + b
    ### END SOLUTION


# %% points=1 tests="add"
assert add(1, 2) == 3, f"expected add(1, 2) = 3, received {add(1, 2)}"

# %% hidden="add" points=2
# Hidden check: negative numbers.
assert add(-1, -2) == -3, "looks like the absolute value: expected add(-1, -2) = -3"

# %% [markdown]
# **Exercise 90.2**. Commit yourself: what is 1 + 2?

# %% solution="prediction_sum"
### BEGIN SOLUTION
prediction_sum = 3
### END SOLUTION

# %% points=1 tests="prediction_sum"
assert prediction_sum in range(10), "write a whole number from 0 to 9"

# %% shared=true
numbers = [1, 2, 3]

# %% demo=true
print(add(1, 2))

# %% [markdown]
# **Exercise 90.3**. Complete `mean`.


# %% solution="mean"
def mean(values):
    """The mean of some numbers."""
    ### BEGIN SOLUTION
    return sum(values) / len(values)
    ### END SOLUTION


# %% points=2 tests="mean"
assert mean(numbers) == 2, f"expected mean([1, 2, 3]) = 2, received {mean(numbers)}"

# %% [markdown] answer="why" points=2
# **Exercise 90.4**. Why is a sum not a mean? Write two sentences.
#
# ### BEGIN SOLUTION
# A mean shares the sum out among the values.
# ### END SOLUTION
'''

TINY_ANSWERS = """\
# %% exercise="add" expect="wrong" says="absolute value"
def add(a, b):
    return abs(a) + abs(b)

# %% exercise="add" expect="right"
def add(a, b):
    return sum([a, b])

# %% exercise="mean" expect="wrong" says="received 6"
def mean(values):
    return sum(values)

# %% exercise="mean" expect="right"
def mean(values):
    return sum(values) / float(len(values))
"""

ADD = "def add(a, b):\n    return a + b\n"
MEAN = "def mean(values):\n    return sum(values) / len(values)\n"
PREDICTION = "prediction_sum = 7\n"
RIGHT = {"add": ADD, "prediction_sum": PREDICTION, "mean": MEAN}
