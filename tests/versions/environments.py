"""Virtual environments with a given set of versions, made once and kept in `.venvs/`."""

import contextlib
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = [
    "tensorflow", "matplotlib", "ipywidgets", "scikit-learn", "numpy",
    "ipykernel", "nbclient", "nbformat", "nbconvert",
]  # fmt: skip


class NotInstalled(Exception):
    """pip could not install a set of versions; the message says why."""


def python(version):
    """The interpreter of a Python version such as "3.13", or this one where that version is not installed."""
    known = [shutil.which(f"python{version}"), *Path.home().glob(f".pyenv/versions/{version}*/bin/python")]
    for candidate in filter(None, known):
        if works(candidate, version):
            return str(candidate)
    return sys.executable


def works(candidate, version):
    call = [str(candidate), "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    found = subprocess.run(call, capture_output=True, text=True)
    return found.returncode == 0 and found.stdout.strip() == version


def environment(name, interpreter, constraints):
    """A virtual environment that holds what a student installs, within the constraints.

    Args:
        name: The folder's name under `.venvs/`.
        interpreter: The Python that the environment is made from.
        constraints: A file of exact versions for pip's `-c`.

    Returns:
        The path of the environment's Python. It is made anew when the constraints or the packages change.

    Raises:
        NotInstalled: With pip's words, where these versions do not go together.
    """
    home = ROOT / ".venvs" / name
    wanted = hashlib.sha256((constraints.read_text() + repr(PACKAGES) + interpreter).encode()).hexdigest()
    stamp = home / ".complete"
    with alone(home):
        if not (stamp.exists() and stamp.read_text() == wanted):
            shutil.rmtree(home, ignore_errors=True)
            subprocess.run([interpreter, "-m", "venv", str(home)], check=True)
            install(python_of(home), constraints)
            stamp.write_text(wanted)
    return python_of(home)


@contextlib.contextmanager
def alone(home):
    """One process at a time makes an environment; the others wait and find it made."""
    home.parent.mkdir(exist_ok=True)
    with home.with_suffix(".lock").open("w") as file:
        with contextlib.suppress(ImportError):  # Windows: nothing to lock with
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def python_of(home, platform=sys.platform):
    """Where the Python of a virtual environment lies."""
    return home / ("Scripts/python.exe" if platform == "win32" else "bin/python")


def install(program, constraints):
    """Install the packages; pip's errors become one message, the first error first."""
    call = [str(program), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-c", str(constraints)]
    outcome = subprocess.run([*call, *PACKAGES], stderr=subprocess.PIPE, text=True)
    if outcome.returncode:
        errors = [line for line in outcome.stderr.splitlines() if line.startswith("ERROR:")]
        raise NotInstalled("\n".join(errors) or outcome.stderr[-2000:] or f"pip ended with {outcome.returncode}")
