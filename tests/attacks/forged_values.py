"""Objects that claim to be right: only exact plain values cross, and only values are compared."""

from attacks.cases import Attack

EQUAL = """
class Equal(BASE):
    def yes(self, *things, **options):
        return True
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __contains__ = yes
    def number(self, *things, **options):
        return 50.0
    __float__ = __array__ = __sub__ = __rsub__ = __round__ = __abs__ = number
    def __hash__(self):
        return 0

def mean(values):
    return Equal(*ARGUMENTS)
"""


def equal(base, arguments="()"):
    return EQUAL.replace("BASE", base).replace("ARGUMENTS", arguments)


ATTACKS = [
    Attack("an object equal to everything", equal("object")),
    Attack("a float equal to everything", equal("float", "(0.0,)")),
    Attack("a text equal to everything", equal("str", "('50',)")),
    Attack("a list equal to everything", equal("list")),
    Attack("an int whose bytes lie", equal("int", "(7,)") + "Equal.to_bytes = lambda *_, **__: bytes([50])\n"),
    Attack(
        "an array equal to everything",
        """
class Array(np.ndarray):
    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        return np.array(True)
    def __array_function__(self, *things, **options):
        return None
    def __eq__(self, other):
        return np.array(True)

def mean(values):
    return np.zeros(()).view(Array)
""",
    ),
    Attack("not a number", "def mean(values):\n    return float('nan')\n"),
    Attack("infinity", "def mean(values):\n    return float('inf')\n"),
    Attack("a class whose metaclass equals everything", equal("type", "('X', (), {})")),
    Attack(
        "another type under a plain type's name",
        "Float = type('float', (float,), {'__eq__': lambda *_: True, '__hash__': None})\n\n"
        "def mean(values):\n    return Float(0)\n",
    ),
    Attack(
        "every answer at once",
        "def mean(values):\n    return np.array([3.0, 4.5, 50.0])\n",
    ),
    Attack(
        "an endless object",
        "class Endless:\n    def __getitem__(self, key):\n        return self\n    def __len__(self):\n"
        "        return 2**31 - 1\n"
        "    def __call__(self, *a, **k):\n        return self\n    __iter__ = __call__\n    __next__ = __call__\n"
        "    __getattr__ = __call__\n\ndef mean(values):\n    return Endless()\n",
    ),
]
