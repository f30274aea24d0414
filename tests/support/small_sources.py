"""Small sources for the tests of the build, and a repository around them."""

from autograder.authoring.build import BuildError, read_lab

COURSE = '[tool.course]\nrepository = "https://github.com/someone/a-course"\nbranch = "trunk"\n'
OPENING = "# %% [markdown]\n# # Add things\n"
ADD = '''# %% solution="add"
def add(a, b):
    """The sum."""
    ### BEGIN SOLUTION
    return a + b
    ### END SOLUTION
'''
TEST_ADD = '# %% tests="add" points=1\nassert add(1, 2) == 3\n'
HIDDEN_ADD = '# %% hidden="add" points=2\n# Hidden check: negative numbers.\nassert add(-7, -8) == -15\n'
LAB = OPENING + ADD + TEST_ADD + HIDDEN_ADD


def repository(root, **labs):
    """A repository with these labs, by name and text."""
    (root / "solutions").mkdir(exist_ok=True)
    (root / "pyproject.toml").write_text(COURSE, encoding="utf-8")
    for name, text in labs.items():
        write(root, text, name.removeprefix("lab_"))
    return root


def write(root, text, name="01_small"):
    """The path of a source with this text."""
    path = root / "solutions" / f"{name}.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def read(root, text):
    """The lab that this text gives."""
    return read_lab(write(root, text))


def errors(root, text):
    """What the build says about this text, a line per problem."""
    try:
        read(root, text)
    except BuildError as error:
        return str(error).split("\n")
    return []
