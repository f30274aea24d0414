"""The list that the damaged files are entered in, with what each must come to."""

from dataclasses import dataclass


@dataclass
class Case:
    """One damaged file.

    Attributes:
        make: Receives a `lab.File`; changes it, or returns the bytes of another file.
        repairs: The repairs that the student reads, all of them, in order.
        flags: Likewise.
        lost: The exercises that this file cannot win.
        problem: The sentence of a file that cannot be graded.
    """

    make: object
    repairs: tuple = ()
    flags: tuple = ()
    lost: tuple = ()
    problem: str = ""

    def bytes(self, file):
        made = self.make(file)
        return made if isinstance(made, bytes) else file.bytes()


class Cases(list):
    """A list of `Case`, filled by its own decorator."""

    def __call__(self, *repairs, **expected):
        def enter(make):
            self.append(Case(make, repairs, **expected))
            return make

        return enter

    @property
    def names(self):
        return [case.make.__name__ for case in self]
