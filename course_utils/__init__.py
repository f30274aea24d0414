"""What the labs import. Everything heavy is imported on first use, so `import course_utils` takes no time.

from course_utils import checks, progress, show, stand_in, start, todo
start()
"""

from importlib import import_module

# `doctor`, `handin` and `progress` share their module's name. Importing the modules here, before anyone else does,
# leaves the names bound to the functions: Python binds a submodule to its package only when it is first loaded.
from course_utils.session.doctor import doctor
from course_utils.session.handin import handin
from course_utils.session.progress import progress
from course_utils.session.runtime import accelerator, grading, is_colab, profile, seed, start
from course_utils.session.todo import todo

__version__ = "0.1.0"

_MODULES = ("checks", "datasets", "display", "plots")
_FUNCTIONS = {"show": "display.picture", "stand_in": "stand_ins"}

__all__ = ["accelerator", "doctor", "grading", "handin", "is_colab", "profile", "progress", "seed", "start", "todo"]
__all__ += [*_MODULES, *_FUNCTIONS]


def __getattr__(name):
    """Import a submodule, or the function that lives in one, when its name is first used (PEP 562)."""
    if name in _MODULES:
        return import_module(f"course_utils.{name}")
    if name in _FUNCTIONS:
        return getattr(import_module(f"course_utils.{_FUNCTIONS[name]}"), name)
    raise AttributeError(f"course_utils has no {name!r}: expected one of {', '.join(sorted(__all__))}")


def __dir__():
    return sorted({*globals(), *__all__})
