"""Dataclasses that travel as JSON: `asdict` writes them, `from_plain` and `one_of` read them and check each field."""

import types
from collections.abc import Callable, Iterable
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
Check = Callable[[object, str], Any]


class WrongForm(ValueError):
    """A value that is not the dataclass that it should be; the message names the field."""


def from_plain(kind: type[T], value: object) -> T:
    """The dataclass that a plain value describes.

    Args:
        kind: A dataclass of truth values, numbers, texts, bytes, lists and tuples of these, and further dataclasses.
        value: What came, a dict of its fields. Those that have a default may be left out.

    Raises:
        WrongForm: A field is missing, unknown or of another type; a truth value is no number.
    """
    return _read(kind, value, "")


def one_of(kinds: Iterable[type[T]], value: object) -> T:
    """The message that a plain value describes, one of a few kinds; the first field of each says which one it is.

    Raises:
        WrongForm: It is none of them, or one with a wrong field.
    """
    if type(value) is dict:
        for kind in kinds:
            whole: Any = kind  # mypy takes a `type[T]` for something that has no hash
            if next(iter(_checks(whole))) in value:
                return _read(kind, value, "")
    raise WrongForm(f"it is none of {', '.join(kind.__name__ for kind in kinds)}")


def _read(kind: type[T], value: object, where: str) -> T:
    if type(value) is not dict:
        raise _wrong(where, f"{kind.__name__} is a dict of its fields")
    whole: Any = kind
    checks = _checks(whole)
    for name in value.keys() - checks.keys():
        raise _wrong(where, f"{kind.__name__} has no field {str(name)[:40]!r}")
    for name in _needed(whole) - value.keys():
        raise _wrong(where, f"{kind.__name__} lacks the field {name!r}")
    return kind(**{name: checks[name](one, f"{where}{name}") for name, one in value.items()})


@cache
def _checks(kind: Any) -> dict[str, Check]:
    """For each field of a dataclass, in order, the function that reads its value."""
    hints = get_type_hints(kind)
    return {one.name: _check(hints[one.name]) for one in fields(kind)}


@cache
def _needed(kind: Any) -> set[str]:
    """The fields of a dataclass that have no default."""
    return {one.name for one in fields(kind) if one.default is MISSING and one.default_factory is MISSING}


def _check(hint: Any) -> Check:
    """The function that reads a value of one type; called with the value and the name of its field."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _optional(next(one for one in inner if one is not type(None)))
    if origin in (list, tuple):
        return _repeated(origin, inner[0])
    if isinstance(hint, type) and is_dataclass(hint):
        return lambda value, where: _read(hint, value, f"{where}.")
    return _exact((int, float) if hint is float else (hint,), hint.__name__)


def _exact(allowed: tuple[type, ...], called: str) -> Check:
    def check(value: object, where: str) -> object:
        if type(value) not in allowed:
            raise _wrong(where, f"it is {type(value).__name__} and not {called}")
        return value

    return check


def _optional(hint: Any) -> Check:
    inner = _check(hint)
    return lambda value, where: None if value is None else inner(value, where)


def _repeated(kind: Callable[[Iterable], Any], hint: Any) -> Check:
    inner = _check(hint)

    def check(value: object, where: str) -> object:
        if not isinstance(value, list | tuple):
            raise _wrong(where, f"it is {type(value).__name__} and not a list")
        return kind(inner(one, f"{where}[{number}]") for number, one in enumerate(value))

    return check


def _wrong(where: str, what: str) -> WrongForm:
    return WrongForm(f"{where.removesuffix('.')}: {what}" if where else what)
