"""A lab that needs no TensorFlow, one solved notebook of it, and tools to damage that notebook."""

import copy
import json

LAB = "91_damaged"

SOURCE = '''\
# %% [markdown]
# # Small things
#
# What you will do: five small things.

# %%
import numpy as np

# %% [markdown]
# **Exercise 91.1**. Commit yourself: what are the shape and the slope?

# %% solution="guess"
### BEGIN SOLUTION
shape = (2, 3)
slope = 4
### END SOLUTION

# %% points=1 tests="guess"
assert tuple(shape) == (2, 3), "the shape"
assert slope == 4, "the slope"

# %% [markdown]
# **Exercise 91.2**. Complete `norm`: the length of a vector.


# %% solution="norm"
def norm(x):
    """The square root of the sum of squares."""
    ### BEGIN SOLUTION
    return float(np.sqrt(np.sum(np.square(x))))
    ### END SOLUTION


# %% points=1 tests="norm"
assert norm([3, 4]) == 5, f"expected norm([3, 4]) = 5, received {norm([3, 4])}"

# %% hidden="norm" points=2
# Hidden check: zero.
assert norm([0.0, 0.0]) == 0, "the norm of nothing is 0"

# %% shared=true
numbers = [-1.0, 0.0, 2.0]

# %%
grid = np.linspace(-1, 1, 5)

# %% [markdown]
# **Exercise 91.3**. Complete both functions.


# %% solution="bends"
def relu(z):
    """Keep what is positive."""
    ### BEGIN SOLUTION
    return np.maximum(0, z)
    ### END SOLUTION


def leaky(z, slope=0.1):
    """Keep a tenth of what is negative."""
    ### BEGIN SOLUTION
    return np.where(np.asarray(z) > 0, z, slope * np.asarray(z))
    ### END SOLUTION


# %% points=2 tests="bends"
assert np.allclose(relu(numbers), [0, 0, 2]), "relu"
assert np.allclose(leaky(numbers), [-0.1, 0, 2]), "leaky"

# %% demo=true
print(relu(grid))

# %% [markdown]
# **Exercise 91.4**. Find weights for the gate.

# %% solution="gate"
### BEGIN SOLUTION
AND = (np.array([1.0, 1.0]), -1.5)
### END SOLUTION

# %% points=2 tests="gate"
w, w0 = AND
assert np.dot(w, [1, 1]) + w0 > 0, "1 and 1"
assert np.dot(w, [1, 0]) + w0 < 0, "1 and 0"

# %% [markdown]
# **Exercise 91.5**. Complete `Mean`.


# %% solution="running_mean"
class Mean:
    """A mean that grows."""

    def __init__(self):
        self.total, self.count = 0.0, 0

    def add(self, value):
        """Take one more number in."""
        ### BEGIN SOLUTION
        self.total, self.count = self.total + value, self.count + 1
        ### END SOLUTION

    def value(self):
        """The mean so far."""
        ### BEGIN SOLUTION
        return self.total / self.count
        ### END SOLUTION


# %% points=2 tests="running_mean"
mean = Mean()
mean.add(2.0)
mean.add(4.0)
assert mean.value() == 3, f"expected 3, received {mean.value()}"

# %% [markdown]
# **Exercise 91.6**. Why is a mean not a sum? Write two sentences.

# %% [markdown] answer="why" points=2
# A mean shares the sum out among the values.

# %% [markdown]
# That is all.
'''

GUESS = "shape = (2, 3)\nslope = 4"
NORM = "def norm(x):\n    return float(np.sqrt(np.sum(np.square(x))))"
BENDS = """\
def relu(z):
    return np.maximum(0, z)


def leaky(z, slope=0.1):
    return np.where(np.asarray(z) > 0, z, slope * np.asarray(z))"""
GATE = "AND = (np.array([1.0, 1.0]), -1.5)"
MEAN = """\
class Mean:
    def __init__(self):
        self.values = []

    def add(self, value):
        self.values.append(value)

    def value(self):
        return sum(self.values) / len(self.values)"""
WHY = "A mean does not grow with the number of values; a sum does."
WORK = {"guess": GUESS, "norm": NORM, "bends": BENDS, "gate": GATE, "running_mean": MEAN, "why": WHY}
FULL = {"guess": 1.0, "norm": 3.0, "bends": 2.0, "gate": 2.0, "running_mean": 2.0}


class File:
    """A notebook in the making: the clean solved one as plain JSON, and what can be done to it."""

    def __init__(self, solved, release):
        self.raw = json.loads(json.dumps(solved))
        self.stubs = {c.metadata.nbgrader.grade_id: c.source for c in release.cells if "nbgrader" in c.metadata}

    @property
    def cells(self):
        return self.raw["cells"]

    def cell(self, grade_id):
        return next(c for c in self.cells if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)

    def at(self, grade_id):
        return self.cells.index(self.cell(grade_id))

    def with_text(self, text):
        return next(c for c in self.cells if text in c["source"])

    def remove(self, *grade_ids):
        for grade_id in grade_ids:
            self.cells.remove(self.cell(grade_id))

    def take(self, grade_id):
        """Reset a cell to what was handed out; returns what stood there."""
        cell = self.cell(grade_id)
        source, cell["source"] = cell["source"], self.stubs[grade_id]
        return source

    def copy(self, grade_id):
        return copy.deepcopy(self.cell(grade_id))

    def text(self, **how):
        return json.dumps(self.raw, **how)

    def bytes(self):
        return self.text().encode()


def code(source, **more):
    """A new code cell as an editor makes it."""
    return {"cell_type": "code", "id": "n3w", "metadata": {}, "source": source, "outputs": []} | more


def text(source):
    return {"cell_type": "markdown", "id": "n3w", "metadata": {}, "source": source}
