"""Graphs of numbers: each knows what it was made from, and how fast it moves when those move.

    a, b = Node(2.0, name="a"), Node(3.0, name="b")
    product = Node(6.0, [(a, 3.0), (b, 2.0)], "·")          # d(a·b)/da = b,  d(a·b)/db = a

`read` turns such a graph into plain numbers and places, ready to be drawn.
"""

from typing import NamedTuple

import numpy as np

from course_utils.checks.read_answer import fail


class Node:
    """A number in a graph.

    The operators here are made from `+`, `*` and `**`, which a subclass defines:

        2 + x = x + 2,   -x = x * (-1),   x - y = x + (-y),   x / y = x * y ** (-1)

    Args:
        data: The number.
        parents: Pairs (node, local slope): what it was made from, and its slope there.
        name: What a drawing writes on it.
    """

    def __init__(self, data, parents=(), name=""):
        self.data, self.grad, self.parents, self.name = float(data), 0.0, list(parents), name

    def __repr__(self):
        return f"{self.name or 'node'}: data {self.data:.4g}, grad {self.grad:.4g}"

    def __radd__(self, other):
        return self + other

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + -other

    def __rsub__(self, other):
        return -self + other

    def __truediv__(self, other):
        return self * other**-1.0

    def __rtruediv__(self, other):
        return self**-1.0 * other


class Graph(NamedTuple):
    """A graph as plain numbers, parents before children; the last node is the result.

    Attributes:
        names: What is written on each node.
        values: The number in each.
        edges: Triples (parent, child, local slope), nodes by their number.
        places: Column and row of each node, shape (nodes, 2).
    """

    names: list
    values: np.ndarray
    edges: list
    places: np.ndarray


def read(root):
    """Read the graph behind a node: everything with `data`, `name` and `parents` that it was made from."""
    nodes, numbers = [], {}

    def visit(node):
        if id(node) in numbers:
            return
        for parent, _ in node.parents:
            visit(parent)
        numbers[id(node)] = len(nodes)
        nodes.append(node)

    visit(root)
    edges = [(numbers[id(p)], child, float(slope)) for child, node in enumerate(nodes) for p, slope in node.parents]
    values = np.array([float(node.data) for node in nodes])
    return Graph([node.name for node in nodes], values, edges, places(len(nodes), edges))


def places(count, edges):
    """A column and a row for each node: what is made stands right of all that it was made from, inputs by their use."""
    column, inputs = np.zeros(count), {child for _, child, _ in edges}
    for child in range(count):
        made_from = [column[parent] for parent, to, _ in edges if to == child]
        column[child] = max(made_from, default=-1) + 1
    for node in set(range(count)) - inputs:
        column[node] = min((column[child] for parent, child, _ in edges if parent == node), default=1) - 1
    rows = np.zeros(count)
    for one in np.unique(column):
        members = np.flatnonzero(column == one)
        rows[members] = np.arange(len(members)) - (len(members) - 1) / 2
    return np.column_stack([column, -rows])


def try_out(Value, expression, numbers, text, *, times=1):
    """Build an expression from a student's engine, send the blame back, and read what came out.

    Args:
        Value: The student's class.
        expression: Function of the leaves that builds the result.
        numbers: The numbers in the leaves.
        text: The expression as a student would write it.
        times: How often `backward` is called.

    Returns:
        The number in the result, and the list of the leaves' `grad`.

    Raises:
        AssertionError: The expression cannot be built; the text says what that looks like.
    """
    leaves = [Value(number) for number in numbers]
    try:
        root = expression(*leaves)
    except (TypeError, AttributeError) as error:
        fail(f"looks like {_what_stopped(str(error))}: {text} stopped with {type(error).__name__}: {error}")
    if root is None:
        fail(f"{text} returned nothing: is there a `return`?")
    try:
        data = root.data
    except AttributeError:
        fail(f"looks like a plain number where a Value is needed: {text} gave {root}; return Value(number, pairs)")
    for _ in range(times):
        root.backward()
    return data, [leaf.grad for leaf in leaves]


def _what_stopped(error):
    if "unsupported operand" in error or "can't multiply" in error:
        return "`2 * x` has no meaning yet; Python asks x.__rmul__(2)"
    if "has no attribute 'data'" in error or "has no attribute 'parents'" in error:
        return "a plain number was taken for a Value; wrap it first, Value(2)"
    return "an operation that does not work yet"
