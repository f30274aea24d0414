"""Profile, seeds, accelerator and the one line that a lab begins with."""

import os
import random
import subprocess
import sys

import numpy as np
import pytest

from course_utils.session import runtime

LOOK_FOR_GPUS = runtime.gpus


@pytest.fixture(autouse=True)
def plain_machine(monkeypatch):
    """A machine without a GPU, on which nobody has asked for anything."""
    for name in ("COURSE_PROFILE", "COURSE_CACHE", "NBGRADER_EXECUTION", "COURSE_GRADING", "COLAB_RELEASE_TAG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(runtime, "gpus", list)


def test_without_a_gpu_the_profile_is_quick():
    assert runtime.profile() == "quick"


def test_with_a_gpu_the_profile_is_full(monkeypatch):
    monkeypatch.setattr(runtime, "gpus", lambda: ["Tesla T4"])
    assert runtime.profile() == "full"


def test_grading_is_quick_even_with_a_gpu(monkeypatch):
    monkeypatch.setattr(runtime, "gpus", lambda: ["Tesla T4"])
    monkeypatch.setenv("COURSE_GRADING", "1")
    assert runtime.profile() == "quick"


def test_the_environment_decides_about_the_profile(monkeypatch):
    monkeypatch.setenv("COURSE_PROFILE", " Full ")
    assert runtime.profile() == "full"


def test_an_unknown_profile_is_refused(monkeypatch):
    monkeypatch.setenv("COURSE_PROFILE", "fast")
    with pytest.raises(ValueError, match=r"^COURSE_PROFILE: expected quick or full, received 'fast'$"):
        runtime.profile()


@pytest.mark.parametrize("name", ["NBGRADER_EXECUTION", "COURSE_GRADING"])
def test_a_grader_is_noticed(monkeypatch, name):
    assert not runtime.grading()
    monkeypatch.setenv(name, "1")
    assert runtime.grading()


def test_colab_is_noticed(monkeypatch):
    assert not runtime.is_colab()
    monkeypatch.setenv("COLAB_RELEASE_TAG", "release-colab")
    assert runtime.is_colab()


def test_the_accelerator_is_named(monkeypatch):
    monkeypatch.setattr(runtime, "cpu_cores", lambda: 2)
    assert runtime.accelerator() == "CPU, 2 cores"
    monkeypatch.setattr(runtime, "cpu_cores", lambda: 1)
    assert runtime.accelerator() == "CPU, 1 core"
    monkeypatch.setattr(runtime, "gpus", lambda: ["Tesla T4"])
    assert runtime.accelerator() == "GPU, Tesla T4"
    monkeypatch.setattr(runtime, "gpus", lambda: ["H100", "H100"])
    assert runtime.accelerator() == "2 GPUs, H100"


def test_a_hidden_gpu_is_not_looked_for(monkeypatch):
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    monkeypatch.setattr(runtime.os.path, "exists", lambda path: True)
    assert runtime.nvidia_files() == ["/dev/nvidia0", "/dev/nvidiactl", "/dev/dxg"]
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "-1")
    assert runtime.nvidia_files() == []


def test_gpus_are_those_that_tensorflow_sees(monkeypatch):
    import tensorflow as tf

    monkeypatch.setattr(runtime, "nvidia_files", lambda: ["/dev/nvidia0"])
    monkeypatch.setattr(tf.config, "list_physical_devices", lambda kind: ["first", "second"])
    details = {"first": {"device_name": "Tesla T4"}, "second": {}}
    monkeypatch.setattr(tf.config.experimental, "get_device_details", details.get)
    assert LOOK_FOR_GPUS() == ["Tesla T4", "GPU"]


def test_a_broken_tensorflow_counts_as_no_gpu(monkeypatch):
    monkeypatch.setattr(runtime, "nvidia_files", lambda: ["/dev/nvidia0"])
    monkeypatch.setitem(sys.modules, "tensorflow", None)
    assert LOOK_FOR_GPUS() == []


def test_without_device_files_tensorflow_is_not_asked(monkeypatch):
    monkeypatch.setattr(runtime, "nvidia_files", list)
    monkeypatch.setitem(sys.modules, "tensorflow", None)
    assert LOOK_FOR_GPUS() == []


def test_the_cache_is_where_the_environment_says(monkeypatch, tmp_path):
    assert runtime.cache_folder().parts[-2:] == (".cache", "course_utils")
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path))
    assert runtime.cache_folder() == tmp_path


def test_the_same_seed_gives_the_same_numbers():
    runtime.seed(7)
    first = random.random(), np.random.rand()
    runtime.seed(7)
    assert (random.random(), np.random.rand()) == first


@pytest.mark.parametrize(
    ("n", "error", "message"),
    [
        (-1, ValueError, "seed: expected a whole number from 0 to 4294967295, received -1"),
        (2**32, ValueError, "seed: expected a whole number from 0 to 4294967295, received 4294967296"),
        (1.5, TypeError, "seed: expected a whole number, received 1.5"),
        ("a", TypeError, "seed: expected a whole number, received 'a'"),
        (True, TypeError, "seed: expected a whole number, received True"),
    ],
)
def test_a_seed_that_is_none_is_refused(n, error, message):
    with pytest.raises(error) as caught:
        runtime.seed(n)
    assert str(caught.value) == message


def test_starting_prints_one_line(capsys, monkeypatch):
    import matplotlib

    with matplotlib.rc_context():
        runtime.start()
    assert capsys.readouterr().out == "course_utils 0.1.0 · quick profile\n"


def test_starting_works_without_the_style_file(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(runtime, "STYLE", tmp_path / "none.mplstyle")
    runtime.start()
    assert "quick profile" in capsys.readouterr().out


def test_a_log_level_that_is_set_stays(monkeypatch):
    monkeypatch.setenv("TF_CPP_MIN_LOG_LEVEL", "0")
    runtime.quiet_tensorflow()
    assert os.environ["TF_CPP_MIN_LOG_LEVEL"] == "0"


def test_tensorflow_is_quiet_and_seeded_although_it_comes_later():
    code = """if True:
        import course_utils, importlib.util, os
        course_utils.start(seed=3)
        importlib.util.find_spec("tensorflow")  # others look whether it is there
        import keras, tensorflow as tf
        print(tf.random.normal([2]).numpy(), keras.initializers.GlorotUniform()((2,)).numpy())
        os.write(2, b"the end")
    """
    environment = {**os.environ, "CUDA_VISIBLE_DEVICES": "-1"}
    command = [sys.executable, "-c", code]
    first, again = (subprocess.run(command, capture_output=True, env=environment, check=True) for _ in range(2))
    assert first.stdout == again.stdout
    assert first.stderr == again.stderr == b"the end"
