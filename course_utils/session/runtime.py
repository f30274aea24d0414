"""Where the lab runs: profile, accelerator, seeds, style. TensorFlow is imported only where a GPU may be found."""

import os
import random
import sys
from pathlib import Path

from course_utils.session import tensorflow_import

__version__ = "0.1.0"  # as in pyproject.toml

PROFILES = ("quick", "full")
STYLE = Path(__file__).parents[1] / "display" / "course.mplstyle"


def start(seed=0, *, lab=None, release=None):
    """Prepare a notebook: style of the figures, seeds, one line that says what runs here.

    Args:
        seed: The same seed gives the same numbers after a restart.
        lab, release: What a published notebook says of itself; where it is older than the class's, that is printed.

    Raises:
        ValueError: If `COURSE_PROFILE` is neither `quick` nor `full`.
    """
    from course_utils.session.progress import listen
    from course_utils.session.release import sentence

    quiet_tensorflow()
    _apply_style()
    set_seed(seed)
    if not grading():
        listen()
    print(f"course_utils {__version__} · {profile()} profile{f' · {release}' if release else ''}")
    if release and not grading() and (told := sentence(lab, release, ask=is_colab())):
        print(told)


def profile():
    """Say how much work the lab should do: `"quick"` on a CPU, `"full"` on a GPU.

    The environment variable `COURSE_PROFILE` decides; without it a visible GPU does. Grading is always quick unless
    `COURSE_PROFILE` says otherwise.

    Returns:
        `"quick"` or `"full"`.

    Raises:
        ValueError: If `COURSE_PROFILE` holds anything else.
    """
    wanted = os.environ.get("COURSE_PROFILE", "").strip().lower()
    if wanted in PROFILES:
        return wanted
    if wanted:
        raise ValueError(f"COURSE_PROFILE: expected quick or full, received {wanted!r}")
    return "full" if not grading() and gpus() else "quick"


def seed(n=0):
    """Seed Python, NumPy, and TensorFlow with Keras: now if they are imported, otherwise when they are.

    Args:
        n: A whole number from 0 to 2³² − 1.

    Raises:
        TypeError: If `n` is not a whole number.
        ValueError: If `n` is out of range.
    """
    import numpy as np

    if isinstance(n, bool) or not hasattr(n, "__index__"):
        raise TypeError(f"seed: expected a whole number, received {n!r}")
    if not 0 <= int(n) < 2**32:
        raise ValueError(f"seed: expected a whole number from 0 to 4294967295, received {n}")
    n = int(n)
    random.seed(n)  # Keras draws the seeds of its initialisers from here
    np.random.seed(n)
    tensorflow_import.seed(n)


set_seed = seed  # inside `start` the name `seed` is the argument


def accelerator():
    """Name what computes here, for example `"CPU, 2 cores"` or `"GPU, Tesla T4"`."""
    names = gpus()
    if not names:
        cores = cpu_cores()
        return f"CPU, {cores} core{'s' if cores != 1 else ''}"
    return f"GPU, {names[0]}" if len(names) == 1 else f"{len(names)} GPUs, {names[0]}"


def is_colab():
    """Say whether this is Google Colab."""
    return "google.colab" in sys.modules or "COLAB_RELEASE_TAG" in os.environ


def grading():
    """Say whether a grader, and not a person, runs this notebook."""
    return any(os.environ.get(name, "") not in ("", "0") for name in ("NBGRADER_EXECUTION", "COURSE_GRADING"))


def gpus():
    """List the names of the GPUs that TensorFlow sees; without NVIDIA's device files, `[]` at once."""
    if not nvidia_files():
        return []
    quiet_tensorflow()
    try:
        import tensorflow as tf

        devices = tf.config.list_physical_devices("GPU")
        return [tf.config.experimental.get_device_details(device).get("device_name", "GPU") for device in devices]
    except Exception:  # a broken driver or TensorFlow: `doctor` says more, the labs go on without it
        return []


def nvidia_files():
    """List the device files of NVIDIA cards that this process may use."""
    if os.environ.get("CUDA_VISIBLE_DEVICES", "all").strip() in ("", "-1"):
        return []
    return [path for path in ("/dev/nvidia0", "/dev/nvidiactl", "/dev/dxg") if os.path.exists(path)]


def cpu_cores():
    """Count the CPU cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def cache_folder():
    """Give the folder for downloaded data: `COURSE_CACHE`, or `~/.cache/course_utils`."""
    try:
        return Path(os.environ.get("COURSE_CACHE") or "~/.cache/course_utils").expanduser()
    except RuntimeError:  # the account has no home, as in some containers
        import tempfile

        return Path(tempfile.gettempdir(), "course_utils")


def quiet_tensorflow():
    """Keep TensorFlow's C++ log lines out of the notebook; whoever has set a level keeps it."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    tensorflow_import.prepare()


def _apply_style():
    if STYLE.exists():
        import matplotlib.style

        matplotlib.style.use(STYLE)
