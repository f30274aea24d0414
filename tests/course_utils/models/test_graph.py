"""Graphs of numbers: operators from three others, reading, placing, and trying a student's engine out."""

import numpy as np
import pytest

from course_utils.models.graph import Node, places, read, try_out


class Engine(Node):
    """Just enough of an engine for the derived operators."""

    def __add__(self, other):
        other = other if isinstance(other, Node) else Engine(other)
        return Engine(self.data + other.data, [(self, 1.0), (other, 1.0)], "+")

    def __mul__(self, other):
        other = other if isinstance(other, Node) else Engine(other)
        return Engine(self.data * other.data, [(self, other.data), (other, self.data)], "·")

    def __pow__(self, power):
        return Engine(self.data**power, [(self, power * self.data ** (power - 1))], "^")

    def backward(self):
        self.grad = 1.0


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        (lambda x: 2 + x, 6),
        (lambda x: -x, -4),
        (lambda x: x - 1, 3),
        (lambda x: 1 - x, -3),
        (lambda x: x - x, 0),
        (lambda x: x / 8, 0.5),
        (lambda x: 8 / x, 2),
        (lambda x: x / x, 1),
    ],
)
def test_the_other_operators_come_from_plus_times_and_power(expression, value):
    assert expression(Engine(4)).data == value


def test_a_node_says_what_it_holds():
    assert repr(Node(2, name="a")) == "a: data 2, grad 0"
    assert repr(Node(2)) == "node: data 2, grad 0"


def test_a_graph_is_read_parents_first_and_each_node_once():
    a, b = Node(2, name="a"), Node(3, name="b")
    c = Node(6, [(a, 3), (b, 2)], "c")
    graph = read(Node(12, [(c, 2), (a, 6)], "J"))
    assert graph.names == ["a", "b", "c", "J"]
    assert graph.values.tolist() == [2, 3, 6, 12]
    assert graph.edges == [(0, 2, 3.0), (1, 2, 2.0), (2, 3, 2.0), (0, 3, 6.0)]


def test_what_is_made_stands_right_of_what_it_was_made_from():
    edges = [(0, 2, 1.0), (1, 2, 1.0), (2, 4, 1.0), (3, 4, 1.0)]
    column = places(5, edges)[:, 0]
    assert all(column[parent] < column[child] for parent, child, _ in edges)
    assert column[3] == column[4] - 1, "an input stands next to its first use"


def test_no_two_nodes_share_a_place():
    edges = [(0, 2, 1.0), (1, 2, 1.0), (2, 4, 1.0), (3, 4, 1.0)]
    assert len({tuple(place) for place in places(5, edges)}) == 5


def test_an_expression_is_built_and_the_blame_read():
    data, grads = try_out(Engine, lambda x: x + 1, [2.0], "x + 1")
    assert (data, grads) == (3.0, [0.0])


def test_a_missing_rmul_is_named():
    with pytest.raises(AssertionError, match=r"looks like `2 \* x` has no meaning yet; Python asks x.__rmul__\(2\)"):
        try_out(Engine, lambda x: 2 * x, [2.0], "2 * x")


def test_a_number_that_was_not_wrapped_is_named():
    class Careless(Node):
        def __add__(self, other):
            return Careless(self.data + other.data)

    with pytest.raises(AssertionError, match=r"looks like a plain number was taken for a Value; wrap it first"):
        try_out(Careless, lambda x: x + 2, [2.0], "x + 2")


@pytest.mark.parametrize(
    ("result", "says"), [(5.0, "a plain number where a Value is needed"), (None, "is there a `return`")]
)
def test_a_result_that_is_no_node_is_named(result, says):
    with pytest.raises(AssertionError, match=says):
        try_out(Engine, lambda x: result, [2.0], "x + 3")


def test_an_open_exercise_passes_through():
    def expression(x):
        raise NotImplementedError("Exercise 6.2: Value")

    with pytest.raises(NotImplementedError, match="Exercise 6.2"):
        try_out(Engine, expression, [2.0], "x.exp()")


def test_numbers_become_floats():
    assert np.isclose(Node(np.int64(2)).data ** -1, 0.5)
