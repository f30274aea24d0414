"""Read whatever a student's code gave, or say in a sentence why it cannot be read."""

import numbers as abstract
import re
import types
import warnings
from collections.abc import Iterator, Mapping, Set
from functools import wraps

import numpy as np

from course_utils.checks.format_value import kind_of, say, say_index
from course_utils.session.todo import Todo

_FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, types.MethodType, np.ufunc)
_SMALL_FLOATS = ("bfloat16", "float8")  # not known to NumPy itself


def check(function):
    """Show the student the message alone: a notebook asks the error itself how to show it."""

    @wraps(function)
    def checked(*args, **kwargs):
        __tracebackhide__ = True
        try:
            return function(*args, **kwargs)
        except AssertionError as error:
            failure = error
        failure._render_traceback_ = lambda: [f"AssertionError: {failure}"]
        raise failure.with_traceback(None) from None

    return checked


def read_numbers(value, name):
    """Turn a number, list, tuple, array or tensor into an array, by value.

    Args:
        value: What arrived.
        name: What the student knows it as, for example `"sigmoid(0)"`.

    Returns:
        An array of booleans, integers or floats in the type in which they came.

    Raises:
        AssertionError: If these are not real numbers; the text says what they are.
        NotImplementedError: If the exercise is still open.
    """
    refuse_no_value(value, name)
    if isinstance(value, (str, bytes)):
        fail(f"{gave(name)} the text {say(value)}: expected a number, which has no quotation marks")
    if isinstance(value, (Mapping, Set)):
        fail(f"{gave(name)} {kind_of(value)}: expected a number or an array")
    array = _as_array(value, name)
    if array.dtype.kind in "US" or array.dtype == object:
        array = _from_objects(value, name)
    if array.dtype.kind == "c":
        array = _real_part(array, name)
    if array.dtype.kind not in "biuf" and not array.dtype.name.startswith(_SMALL_FLOATS):
        fail(f"{name} holds values of type {array.dtype}: expected numbers")
    return array


def refuse_no_value(value, name):
    """Fail where something came that is no value at all: nothing, three dots, a function, a generator."""
    called = not _is_variable(name)
    if isinstance(value, Todo):
        bool(value)  # raises NotImplementedError with the name of the exercise
    if value is None:
        fail(f"{name} returned nothing: is there a `return`?" if called else f"{name} is None: give it a value")
    if value is Ellipsis:
        fail(f"{name} {'returned' if called else 'is still'} `...`: put your own code in the place of the three dots")
    if value is NotImplemented:
        fail(f"{gave(name)} NotImplemented: put your own value in its place")
    if isinstance(value, _FUNCTIONS):
        fail(f"{gave(name)} the function {getattr(value, '__name__', '?')} and not its value: call it with (…)")
    if isinstance(value, type):
        fail(f"{gave(name)} the class {value.__name__} and not a value")
    if isinstance(value, types.GeneratorType):
        fail(f"{gave(name)} a generator: use `return` in the place of `yield`")
    if isinstance(value, Iterator):
        fail(f"{gave(name)} {kind_of(value)} object: make a list of it with list(…)")


def gave(name):
    """Begin a sentence: `sigmoid(0) returned` for a call, `w is` for a variable."""
    return f"{name} is" if _is_variable(name) else f"{name} returned"


def fail(text):
    """Raise the `AssertionError` that a student reads."""
    raise AssertionError(text)


def _is_variable(name):
    return re.fullmatch(r"""[\w.]+(\[[\w, "']+\])*""", name) is not None


def _as_array(value, name):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            array = np.asarray(value)
    except NotImplementedError:
        raise
    except Exception as error:
        lengths = _row_lengths(value)
        if lengths:
            fail(f"{gave(name)} a list with rows of different lengths, {lengths}: every row needs the same length")
        fail(f"{gave(name)} {kind_of(value)} that cannot be read as numbers ({_brief(error)})")
    if array.ndim == 0 and array.dtype == object and not isinstance(array[()], abstract.Number):
        fail(f"{gave(name)} {kind_of(value)} object: expected a number or an array")
    return array


def _from_objects(value, name):
    """Read a mixture element by element, so that the odd one can be named."""
    mixture = np.asarray(value, dtype=object)
    array = np.empty(mixture.shape)
    for index, element in np.ndenumerate(mixture):
        array[index] = _one_number(element, name, f" at index {say_index(index)}" if index else "")
    return array


def _one_number(element, name, place):
    if isinstance(element, (str, bytes)):
        fail(f"{name} holds the text {say(element)}{place}: expected a number, which has no quotation marks")
    if element is None:
        fail(f"{name} holds None{place}: expected a number")
    try:
        return float(np.asarray(element).item())
    except NotImplementedError:
        raise
    except OverflowError:
        fail(f"{name} holds {say(element)}{place}: this is too large for a float")
    except Exception:
        fail(f"{name} holds {kind_of(element)}{place}: expected a number")


def _real_part(array, name):
    if np.any(array.imag != 0):
        fail(
            f"{gave(name)} a complex number, {say(array.flat[np.argmax(array.imag.ravel() != 0)])}: expected real ones"
        )
    return array.real


def _row_lengths(value):
    if not isinstance(value, (list, tuple)):
        return ""
    try:
        lengths = [len(row) if hasattr(type(row), "__len__") else 1 for row in value[:4]]
    except Exception:
        return ""
    return ", ".join(map(str, lengths)) if len(set(lengths)) > 1 else ""


def _brief(error):
    try:
        text = " ".join(str(error).split())
    except Exception:
        text = ""
    return f"{type(error).__name__}: {text[:80]}" if text else type(error).__name__
