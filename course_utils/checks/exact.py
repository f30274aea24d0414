"""The checks of exact answers: whole numbers, texts, lists, dicts, predictions, errors."""

import numpy as np

from course_utils.checks.format_value import say, say_pair
from course_utils.checks.read_answer import check, fail, refuse_no_value

DEEP = 50  # lists within lists
LARGE = 100_000  # arrays with more numbers stay arrays


@check
def equal(got, expected, name):
    """Compare exactly: whole numbers, texts, lists, dicts. A tuple, array or tensor is compared as a list.

    Args:
        got: What arrived.
        expected: The same, right.
        name: What the student knows it as.

    Raises:
        AssertionError: If they differ.
    """
    if expected is not None:
        refuse_no_value(got, name)
    seen, right = plain(got), plain(expected)
    if same_value(seen, right):
        return
    wanted, received = say_pair(right, seen)
    fail(f"expected {name} = {wanted}, received {received}{find_difference(seen, right)}")


@check
def unchanged(before, after, name):
    """Fail if a function changed what it was given.

    Args:
        before: A copy made before the call.
        after: The caller's own object after the call.
        name: What the student knows it as.

    Raises:
        AssertionError: If they differ.
    """
    left, right = plain(before), plain(after)
    if same_value(left, right):
        return
    was, now = say_pair(left, right)
    fail(f"looks like {name} was changed in place: expected {was} as before, received {now}; work on a copy")


@check
def choice(value, options, name):
    """Fail unless this is one of the options; upper and lower case and outer blanks do not matter.

    Args:
        value: The student's prediction.
        options: The legal answers.
        name: The name of the variable.

    Raises:
        AssertionError: If it is none of them.
    """
    refuse_no_value(value, name)
    seen = _folded(value)
    legal = [say(option) for option in options]
    if any(_is_option(seen, _folded(option)) for option in options):
        return
    wanted, received = " or ".join(legal), say(plain(value))
    fail(f"expected {name} to be {wanted}, received {received}: write for example {name} = {legal[0]}")


@check
def raises(call, kinds, name, *, mentions=None):
    """Fail unless the call raises an error of this kind.

    Args:
        call: A function without arguments.
        kinds: A built-in exception type, or several in a tuple.
        name: What is called, for example `"boundary([1, 0], 2, 3)"`.
        mentions: A text, or several, that the error's message must contain; upper and lower case do not matter.

    Raises:
        AssertionError: If it raises nothing, another error, or one with another message.
        NotImplementedError: If the call raises it.
    """
    kinds = kinds if isinstance(kinds, tuple) else (kinds,)
    wanted = " or ".join(kind.__name__ for kind in kinds)
    error, result = _outcome(call)
    if error is None:
        received = "no error" if result is None else f"the value {say(plain(result))}"
        fail(f"expected {name} to raise {wanted}, received {received}")
    received = f"{type(error).__name__}: {_message(error)}".rstrip(": ")
    if not isinstance(error, kinds):
        fail(f"expected {name} to raise {wanted}, received {received}")
    for text in [mentions] if isinstance(mentions, str) else mentions or ():
        if text.lower() not in _message(error).lower():
            fail(f"expected the {wanted} of {name} to mention {text!r}, received {received}")


def _outcome(call):
    try:
        return None, call()
    except NotImplementedError:
        raise
    except (Exception, SystemExit) as error:
        return error, None


def _message(error):
    try:
        return " ".join(str(error).split())
    except Exception:  # a student's own __str__ may fail
        return ""


def _folded(value):
    value = plain(value)
    return value.strip().casefold() if isinstance(value, str) else value


def _is_option(value, option):
    return isinstance(value, bool) == isinstance(option, bool) and same_value(value, option)


def plain(value, parents=()):
    """Turn arrays, tensors, tuples and ranges into lists and numbers, by value; leave the rest as it is."""
    if isinstance(value, (list, tuple, range, dict)):
        if len(parents) > DEEP or any(value is parent for parent in parents):
            return "[…]"  # a list that holds itself
        inside = (*parents, value)
        if isinstance(value, dict):
            return {key: plain(item, inside) for key, item in value.items()}
        return [plain(item, inside) for item in value]
    if hasattr(type(value), "__array__") and not isinstance(value, type):
        return _from_array(value)
    return value


def same_value(got, right):
    """Say whether two plain values are equal; nan equals nan, 4 equals 4.0, "4" does not equal 4."""
    if isinstance(got, np.ndarray) or isinstance(right, np.ndarray):
        return _same_array(got, right)
    if isinstance(right, list):
        return isinstance(got, list) and len(got) == len(right) and all(map(same_value, got, right))
    if isinstance(right, dict):
        return isinstance(got, dict) and got.keys() == right.keys() and all(same_value(got[k], right[k]) for k in right)
    if isinstance(right, str) != isinstance(got, str):
        return False
    return _equal(got, right)


def find_difference(got, right):
    """Say where two long lists first differ, or how their lengths do; nothing where one sees it at once."""
    if isinstance(got, str) and isinstance(right, str) and got.strip().casefold() == right.strip().casefold():
        return ": mind capitals and blanks"
    if not (isinstance(got, list) and isinstance(right, list)):
        return ""
    if len(got) != len(right):
        return f": {len(got)} item{'s' if len(got) != 1 else ''} in the place of {len(right)}"
    if "…" not in say(got) + say(right):
        return ""
    place = next(i for i in range(len(right)) if not same_value(got[i], right[i]))
    return f"; first difference at index {place}: expected {say(right[place])}, received {say(got[place])}"


def _from_array(value):
    try:
        array = np.asarray(value)
        return array if array.size > LARGE else array.tolist()
    except NotImplementedError:
        raise
    except Exception:  # a tensor without a value, an object whose __array__ fails
        return value


def _same_array(got, right):
    try:
        return np.array_equal(np.asarray(got), np.asarray(right), equal_nan=True)
    except NotImplementedError:
        raise
    except Exception:  # ragged lists, objects
        return False


def _equal(got, right):
    try:
        return bool(got == right) or (got != got and right != right)
    except NotImplementedError:
        raise
    except Exception:  # an object whose __eq__ fails or gives no yes or no
        return False
