"""The value of an exercise that is still open."""


class Todo:
    """Stands where a student's value will stand; whoever uses it learns which exercise is open."""

    def __init__(self, text):
        object.__setattr__(self, "_text", text)

    def __repr__(self):
        return f"<still to do: {self._text}>"

    def __format__(self, spec):
        return _still_open(self) if spec else repr(self)

    def __getattr__(self, name):
        if name.startswith("_"):  # notebooks and debuggers look for _repr_html_ and the like
            raise AttributeError(name)
        return _still_open(self)


def todo(text):
    """Hold the place of a value that the student has not written yet.

    Every use raises: a call, `==`, `bool`, iteration, arithmetic, an index, an attribute, `np.asarray`, `len`,
    `float`, `in`. Only `repr` and `print` work, and say what is still to do.

    Args:
        text: What is open, for example `"Exercise 1.6: prediction_xor"`.

    Returns:
        An object that raises `NotImplementedError(text)` wherever its value is needed.

    Raises:
        TypeError: If `text` is not a text.
    """
    if not isinstance(text, str):
        raise TypeError(f"todo: expected text such as 'Exercise 1.2: sigmoid', received {text!r}")
    return Todo(text)


def _still_open(self, *args, **kwargs):
    raise NotImplementedError(self._text)


_ARITHMETIC = "add sub mul matmul truediv floordiv mod divmod pow lshift rshift and or xor"
_USES = """
    call eq ne lt le gt ge hash bool int float complex index bytes fspath len length_hint iter next reversed contains
    getitem setitem delitem setattr delattr neg pos abs invert round trunc floor ceil enter exit aenter aexit aiter
    anext await array array_function array_ufunc tf_tensor
"""
for _use in [*_USES.split(), *_ARITHMETIC.split(), *(f"r{_name}" for _name in _ARITHMETIC.split())]:
    setattr(Todo, f"__{_use}__", _still_open)
