"""What a test holds in place of something in the student's process that is not a plain value.

A call, an attribute, an index, an iteration and arithmetic happen over there. Whatever would turn the object into an
answer of its own (`==`, truth, `float`, `in`, a format, NumPy's and TensorFlow's functions) is refused with a
`TypeError`: an object that equals everything earns nothing.
"""

import re

from autograder.wire.limits import MAX_ITEMS

OPERATIONS = ("add", "sub", "mul", "truediv", "pow", "matmul", "mod", "floordiv")
REFUSED = """
    bool eq ne lt le gt ge contains float int index complex str format bytes fspath abs round trunc floor ceil
    array array_function tf_tensor copy deepcopy reduce reduce_ex
"""
KIND = re.compile(r"(?:(?:class|function) )?[^\W\d]\w{0,60}(?: object)?")


class Remote:
    """Something in the student's process.

    Args:
        student: The `Student` that asks for it.
        number: Its number over there.
        kind: What a person calls it, such as `function sigmoid`.
    """

    __slots__ = ("__student", "__number", "__kind")
    __hash__ = __array_ufunc__ = None

    def __init__(self, student, number, kind):
        object.__setattr__(self, "_Remote__student", student)
        object.__setattr__(self, "_Remote__number", number)
        object.__setattr__(self, "_Remote__kind", kind if KIND.fullmatch(kind) else "object")

    def __repr__(self):
        return f"<{self.__kind} of the student>"

    def __call__(self, *arguments, **options):
        return ask(self, "call", arguments, tuple(options.items()))

    def __getattr__(self, name):
        if name.startswith(("__", "_Remote__")):
            raise AttributeError(name)
        return ask(self, "get", name)

    def __setattr__(self, name, value):
        ask(self, "set", name, value)

    def __getitem__(self, key):
        return ask(self, "item", key)

    def __setitem__(self, key, value):
        ask(self, "setitem", key, value)

    def __len__(self):
        length = ask(self, "len")
        if type(length) is not int or not 0 <= length <= MAX_ITEMS:
            raise TypeError(f"{self!r} has a length that is no length")
        return length

    def __iter__(self):
        iterator = ask(self, "iter")
        if not isinstance(iterator, RemoteIterator):
            raise TypeError(f"{self!r} does not iterate")
        return iterator

    def __neg__(self):
        return ask(self, "neg")


class RemoteIterator(Remote):
    """An iterator or a generator in the student's process."""

    __slots__ = ()

    def __iter__(self):
        return self

    def __next__(self):
        return ask(self, "next")


def ask(remote, verb, *arguments):
    return remote._Remote__student.request(verb, number_of(remote), *arguments)


def number_of(remote):
    return remote._Remote__number


def belongs_to(remote, student):
    return remote._Remote__student is student


def refuse(self, *_, **__):
    raise TypeError(f"expected numbers, received {self!r}: compare its values")


def operation(name):
    return lambda self, other: ask(self, "operate", name, other)


for _name in REFUSED.split():
    setattr(Remote, f"__{_name}__", refuse)
for _name in OPERATIONS:
    setattr(Remote, f"__{_name}__", operation(_name))
    setattr(Remote, f"__r{_name}__", operation(f"r{_name}"))
