"""A student's names in another process: what a test may do with them, and that honest work arrives in any form."""

import math

import numpy as np
import pytest
from protocol_ends import students

from autograder.wire.client import Bounds, Missing, Remote, StudentError, StudentGone


@pytest.fixture(scope="module")
def student():
    """`student(code)` runs the code in a forked process and gives the judge's end of the line to it."""
    with students() as start:
        yield start


def test_numbers_arrays_and_texts_come_back_by_value(student):
    one = student("def f(x): return x * 2\nAND = ([10.0, 10.0], -15.0)")
    assert one.name("AND") == ([10.0, 10.0], -15.0)
    assert one.name("f")(3) == 6
    assert one.name("f")("ab") == "abab"
    assert one.name("f")(np.float32([1, 2])).dtype == np.float32


def test_a_name_that_is_not_there_is_missing(student):
    with pytest.raises(Missing):
        student("").name("sigmoid")


def test_keywords_arrive(student):
    assert student("def f(a, *, b=1): return a - b").name("f")(5, b=3) == 2


def test_a_function_of_the_test_is_called_back(student):
    descent = student("def descend(g, w):\n    for _ in range(3):\n        w = w - 0.5 * g(w)\n    return w").name(
        "descend"
    )
    assert descent(lambda w: 2.0 * w - 2.0, 5.0) == 1.0
    assert descent(math.cos, 0.0) == pytest.approx(-1.0, abs=1)


def test_a_function_of_a_library_is_called_on_the_students_side(student):
    assert student("def f(g): return g.__name__").name("f")(np.tanh) == "tanh"


def test_an_exception_of_the_tests_function_goes_through_the_students_code(student):
    one = student("def f(g):\n    try:\n        g()\n    except ValueError as error:\n        return str(error)")

    def broken():
        raise ValueError("from the test")

    assert one.name("f")(broken) == "from the test"


def test_a_function_of_the_test_may_call_the_students_code_itself(student):
    one = student("def loss(w): return w * w\ndef slope(f, w): return (f(w + 1e-6) - f(w - 1e-6)) / 2e-6")
    loss = one.name("loss")
    assert one.name("slope")(lambda w: loss(w) + 1.0, 3.0) == pytest.approx(6.0)
    assert one.name("slope")(loss, 3.0) == pytest.approx(6.0)


def test_a_generator_is_read_lazily_and_its_random_numbers_go_on(student):
    code = "def deal(y, rng):\n    for i in rng.permutation(len(y)):\n        yield y[i]"
    deal, rng = student(code).name("deal"), np.random.default_rng(0)
    first, second = list(deal(list(range(20)), rng)), list(deal(list(range(20)), rng))
    assert sorted(first) == sorted(second) == list(range(20))
    assert first != second


def test_what_the_student_changes_is_changed_in_the_judges_own_object(student):
    one = student("def wipe(X, items, table):\n    X[0] = 9\n    items.append(4)\n    table['k'] = 1\n    return X")
    X, items, table = np.zeros(2), [1], {}
    assert one.name("wipe")(X, items, table).tolist() == [9.0, 0.0]
    assert (X.tolist(), items, table) == ([9.0, 0.0], [1, 4], {"k": 1})


def test_an_object_lives_on_the_students_side_and_computes_there(student):
    code = """
class Value:
    def __init__(self, data): self.data, self.grad = data, 0.0
    def __mul__(self, other): return Value(self.data * getattr(other, "data", other))
    __rmul__ = __mul__
    def __neg__(self): return Value(-self.data)
    def __len__(self): return 7
    def __getitem__(self, key): return key
"""
    Value = student(code).name("Value")
    a = Value(3.0)
    assert isinstance(a, Remote)
    assert (2 * a * a).data == 18.0
    assert (-a).data == -3.0
    a.grad = 5.0
    assert a.grad == 5.0
    assert len(a) == 7
    assert a[1:2] == slice(1, 2)


@pytest.mark.parametrize(
    "form",
    [
        "(1.0, 2.0)", "[1.0, 2.0]", "np.array([1.0, 2.0], np.float32)", "np.matrix([[1.0, 2.0]])[0].A1",
        "np.ma.array([1.0, 2.0])", "np.array([1.0, 2.0], dtype=object)", "Pair(1.0, 2.0)", "np.array([1.0, 2.0])[::1]",
    ],
)  # fmt: skip
def test_honest_forms_of_two_numbers_arrive_as_numbers(student, form):
    code = "import numpy as np\nfrom collections import namedtuple\nPair = namedtuple('Pair', 'a b')\n"
    assert np.allclose(student(f"{code}def f(): return {form}").name("f")(), [1.0, 2.0])


def test_ordered_and_default_dicts_arrive_as_dicts(student):
    one = student(
        "from collections import OrderedDict, defaultdict\ndef f(): return OrderedDict(a=1), defaultdict(int, b=2)"
    )
    assert one.name("f")() == ({"a": 1}, {"b": 2})


def test_a_built_in_exception_arrives_as_itself_and_another_as_a_student_error(student):
    one = student("class Own(Exception): pass\ndef f(x):\n    raise (ValueError('w2 is 0') if x else Own('mine'))")
    with pytest.raises(ValueError, match="w2 is 0"):
        one.name("f")(True)
    with pytest.raises(StudentError, match="Own: mine"):
        one.name("f")(False)


@pytest.mark.parametrize("name", ["SystemExit", "KeyboardInterrupt", "GeneratorExit", "StopIteration"])
def test_exceptions_that_steer_python_arrive_as_ordinary_ones(student, name):
    with pytest.raises((Exception, StudentGone)) as caught:
        student(f"def f(): raise {name}('x')", seconds=1.0).name("f")()
    assert isinstance(caught.value, Exception)


def test_a_process_that_ends_is_gone_and_stays_gone(student):
    one = student("import os\ndef f(): os._exit(3)")
    f = one.name("f")
    with pytest.raises(StudentGone, match="ended"):
        f()
    with pytest.raises(StudentGone):
        f()


def test_an_endless_call_is_stopped_on_the_students_side_and_the_process_lives_on(student):
    one = student("def f():\n    while True: pass\ndef g(): return 1", seconds=0.5)
    one.bounds = Bounds(wall_seconds=5.0)
    with pytest.raises(TimeoutError, match="still running after 0.5 seconds"):
        one.name("f")()
    assert one.name("g")() == 1


def test_objects_come_back_as_they_were_at_the_end_of_a_test(student):
    one = student("def wipe(X, items):\n    X[:] = 0\n    items.clear()\ndef g(): return 1")
    X, items = np.array([1.0, 2.0]), [X_ := np.ones(2)]
    one.name("wipe")(X, items)
    assert (X.tolist(), items) == ([0.0, 0.0], [])
    assert one.forget() is True
    assert X.tolist() == [1.0, 2.0]
    assert items[0] is X_
    assert one.forget() is False


def test_copies_stay_as_they_are_whatever_the_student_does_to_them(student):
    one = student("def wipe(X, call):\n    X[:] = 0\n    return call(X), X")
    one.sharing, X = False, np.array([1.0, 2.0])
    summed, back = one.name("wipe")(X, lambda X: float(np.sum(X)))
    assert (X.tolist(), summed, back.tolist()) == ([1.0, 2.0], 0.0, [0.0, 0.0])
    assert one.forget() is False


def test_an_array_may_get_another_shape_in_place(student):
    X = np.arange(4.0)
    student("def f(X): X.shape = (2, 2)").name("f")(X)
    assert X.shape == (2, 2)


def test_a_change_in_place_is_seen_by_the_tests_own_function(student):
    one = student("def descend(f, w):\n    for _ in range(3):\n        w -= 1\n        f(w)")
    seen, w = [], np.array([5.0])
    one.name("descend")(lambda w: seen.append(float(w[0])), w)
    assert (seen, w.tolist()) == ([4.0, 3.0, 2.0], [2.0])


def test_what_a_class_keeps_of_an_argument_goes_on_where_it_was(student):
    code = "class Model:\n    def __init__(self, w): self.w = w\n    def step(self): self.w -= 1\n"
    for sharing in (True, False):
        one = student(code)
        one.sharing = sharing
        model, w = None, np.array([5.0])
        model = one.name("Model")(w)
        model.step()
        model.step()
        assert model.w.tolist() == [3.0]
        assert w.tolist() == ([3.0] if sharing else [5.0])


def test_thousands_of_calls_back_take_no_longer_each_the_more_there_are(student):
    one = student("def walk(f, w, n):\n    for _ in range(n):\n        w = w - 0.001 * f(w)\n    return w")
    got = one.name("walk")(lambda w: 2 * w, np.ones(3), 5000)
    assert np.allclose(got, 0.998**5000)
    assert len(one.shared.by_number) <= 1


def test_objects_that_the_test_has_dropped_are_dropped(student):
    one = student("def f(X): return float(X.sum())")
    f = one.name("f")
    assert sum(f(np.ones(2)) for _ in range(500)) == 1000.0
    assert len(one.shared.by_number) <= 1


def test_functions_that_call_each_other_without_end_are_a_recursion_error(student):
    one = student("def f(g): return g()")
    f = one.name("f")

    def again():
        return f(again)

    with pytest.raises(RecursionError):
        f(again)
    assert one.name("f")(lambda: 3) == 3


def test_an_exercise_that_is_still_open_says_so_where_it_is_used(student):
    one = student("from course_utils.session.todo import todo\nw = todo('Exercise 1.6: w')\ndef f(): return w")
    for value in (one.name("w"), one.name("f")()):
        with pytest.raises(NotImplementedError, match=r"Exercise 1\.6: w"):
            value + 1


def test_a_generator_is_an_iterator_here_too(student):
    count = student("def count():\n    n = 0\n    while True:\n        yield n\n        n += 1").name("count")()
    assert [next(count), next(count), next(count)] == [0, 1, 2]
    pairs = zip("ab", student("def f(): return iter([1, 2])").name("f")(), strict=True)
    assert list(pairs) == [("a", 1), ("b", 2)]


def test_an_object_that_can_be_indexed_iterates(student):
    code = "class Squares:\n    def __getitem__(self, i):\n        if i > 2: raise IndexError\n        return i * i\n"
    assert list(student(code).name("Squares")()) == [0, 1, 4]


def test_a_dict_whose_keys_are_functions_stays_on_the_students_side(student):
    one = student("def f(x): return 2 * x\ndef g(): return {f: 'f', 1: 2}")
    table = one.name("g")()
    assert len(table) == 2
    assert table[1] == 2
    assert table[one.name("f")] == "f"


@pytest.mark.parametrize(
    ("form", "arrives"),
    [
        ("np.str_('ab')", "ab"), ("np.longdouble(1.5)", 1.5), ("np.float128(2)", 2.0),
        ("IntEnum('E', 'a').a", None), ("Counter('aab')", {"a": 2, "b": 1}), ("np.array([b'a'])", [b"a"]),
        ("deque([1])", None), ("range(3)", range(3)), ("{1, 2}", {1, 2}), ("np.array('ab')[()]", "ab"),
    ],
)  # fmt: skip
def test_rarer_forms_arrive_as_their_nearest_plain_value(student, form, arrives):
    code = "import numpy as np\nfrom collections import Counter, deque\nfrom enum import IntEnum\n"
    got = student(f"{code}def f(): return {form}").name("f")()
    assert isinstance(got, Remote) if arrives is None else (type(got) is type(arrives) and got == arrives)


def test_a_list_that_a_library_tracks_arrives_as_a_list(student):
    code = "class Tracked(list): pass\nTracked.__module__ = 'keras.src.utils.tracking'\ndef f(): return Tracked([1, 2])"
    assert student(code).name("f")() == [1, 2]


def test_a_message_too_large_is_an_error_and_the_process_lives_on(student):
    one = student("import numpy as np\ndef f(n): return np.zeros(n)")
    with pytest.raises(StudentError, match="larger than 64 MB"):
        one.name("f")(2**24)
    assert len(one.name("f")(3)) == 3


def test_what_a_test_may_not_pass_is_an_error_of_the_test_and_the_process_lives_on(student):
    f = student("def f(x): return 1").name("f")
    with pytest.raises(TypeError, match="may pass plain values"):
        f(object())
    with pytest.raises(TypeError, match="may pass plain values"):
        f(np.random.Generator(np.random.MT19937(0)))
    assert f(1) == 1


def test_fifty_megabytes_cross_both_ways_in_seconds(student):
    f = student("def f(X): return X + 1").name("f")
    assert f(np.zeros(6 * 2**20))[-1] == 1.0


@pytest.mark.slow
def test_tensors_and_variables_are_themselves_on_both_sides(student):
    import tensorflow as tf

    one = student("def f(x): return type(x).__name__, x * 2, hasattr(x, 'assign')")
    for given, variable in ((tf.constant([1.0]), False), (tf.Variable([1.0]), True)):
        name, doubled, assignable = one.name("f")(given)
        assert "Tensor" in name or "Variable" in name
        assert doubled.numpy().tolist() == [2.0]
        assert assignable is variable
