"""What only one lab needs, a folder for each lab, named as its source in `solutions/` without the number.

Each folder has the same doors, of which a lab has those that it needs:

    figures     live figures and films          plots      plots of this lab only
    checks      what its check cells share      builders   objects for `checks.build("TOPIC.KIND", spec)`
    stand_ins   finished answers, by `stand_in("NAME")`

and its own experiments beside them. No lab imports another lab.
"""

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules


def all_figures():
    """Every live figure of the labs: `{name: function}`, lab by lab; imports all of them."""
    topics = [module.name for module in iter_modules(__path__) if module.ispkg]
    doors = [f"{__name__}.{topic}.figures" for topic in topics if find_spec(f"{__name__}.{topic}.figures")]
    return {name: getattr(door, name) for door in map(import_module, doors) for name in door.__all__}
