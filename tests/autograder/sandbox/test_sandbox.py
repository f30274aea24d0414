import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import pytest
from small_trials import LIGHT, X_IS_1, trial

from autograder.sandbox import isolation, system_calls, usage
from autograder.sandbox.limits import limits
from autograder.sandbox.zygote import Zygote

ROOT = Path(__file__).parents[3]
SUPPORT = ROOT / "tests" / "support"
ENVIRONMENT = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{ROOT}:{SUPPORT}", "PYTHONDONTWRITEBYTECODE": "1"}
AS_SOMEBODY = """
from small_trials import LIGHT, X_IS_1, trial
from autograder.sandbox import isolation
from autograder.sandbox.zygote import Zygote
import os
assert os.getuid() != 0 and not isolation.problem(), isolation.problem()
bomb = "import os, time\\nfor _ in range(400):\\n    if os.fork() == 0:\\n        time.sleep(60)\\n        os._exit(0)"
with Zygote(libraries=LIGHT) as zygote:
    verdict = trial(zygote, "x = 1", bomb, checks=[X_IS_1])
print(verdict.results, verdict.errors)
"""


@pytest.fixture(scope="module")
def zygote():
    with Zygote(libraries=LIGHT) as started:
        yield started


def said(zygote, source):
    """What a piece of student code prints."""
    return trial(zygote, source, checks=[X_IS_1]).output.get(0, "")


def test_the_limits_stand_in_one_file():
    bounds = limits()
    assert bounds.cell_seconds == 60
    assert bounds.submission_seconds >= bounds.notebook_seconds
    assert all(isinstance(value, int) for value in asdict(bounds).values())


@pytest.mark.sandbox
def test_this_machine_can_build_the_sandbox():
    assert isolation.problem() == ""


def test_without_bubblewrap_the_problem_names_the_cure(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert isolation.problem.__wrapped__() == (
        "bubblewrap is not installed: apt install bubblewrap (or dnf, pacman, zypper)"
    )


@pytest.mark.parametrize(
    ("fails", "says"),
    [(1, "does not allow user namespaces (no)"), (2, "does not allow a sandbox within a sandbox (no)")],
)
def test_a_machine_that_forbids_namespaces_is_told_apart_from_one_that_forbids_inner_ones(monkeypatch, fails, says):
    answers = iter(["no" if number == fails else "" for number in (1, 2)])
    monkeypatch.setattr(isolation, "failure", lambda words: next(answers))
    monkeypatch.setattr(isolation, "command", lambda words, environment: words)
    assert says in isolation.problem.__wrapped__()


def test_the_rehearsal_outside_bubblewrap_fails_with_a_line_and_changes_nothing():
    before = os.listdir("/tmp")
    words = [
        sys.executable,
        "-c",
        "from autograder.sandbox import isolation; isolation.HOME = '/no/home'; exit(isolation.rehearse())",
    ]
    assert isolation.failure(words).startswith("[Errno")
    assert before


def test_student_code_sees_the_system_and_the_packages_and_nothing_else(zygote):
    seen = said(zygote, "import os\nprint(sorted(os.listdir('/')), os.getcwd(), os.listdir('.'), os.getpid())")
    assert "/home/student [] 1" in seen
    for name in ("etc/passwd", "sys", "var", "run", "solutions", "grading"):
        assert said(zygote, f"import os\nprint(os.path.exists('/{name}'))") == "False\n"


def test_student_code_can_write_in_its_temporary_folders_only(zygote):
    source = "for place in ('.', '/tmp', '/dev/shm', '/', '/dev', '/usr', '/home', '/proc/sys/kernel'):\n"
    source += (
        "    try:\n        open(place + '/x', 'w').write('x')\n        print(place)\n    except OSError:\n        pass"
    )
    assert said(zygote, source) == ".\n/tmp\n/dev/shm\n"


def test_nothing_is_left_for_the_next_submission(zygote):
    said(zygote, "for place in ('.', '/tmp', '/dev/shm'):\n    open(place + '/left', 'w').close()")
    assert (
        said(zygote, "import os\nprint(os.listdir('.'), os.path.exists('/tmp/left'), os.listdir('/dev/shm'))")
        == "[] False []\n"
    )


def test_the_limits_hold(zygote):
    names = ("RLIMIT_NPROC", "RLIMIT_NOFILE", "RLIMIT_FSIZE", "RLIMIT_CPU", "RLIMIT_CORE")
    found = said(zygote, f"import resource\nfor n in {names}:\n    print(resource.getrlimit(getattr(resource, n))[1])")
    bounds = limits()
    wanted = [bounds.processes, bounds.open_files, bounds.file_mb * 2**20, bounds.cpu_seconds, 0]
    assert [int(line) for line in found.split()] == wanted


def test_python_as_students_know_it_still_works(zygote):
    source = (
        "import multiprocessing, subprocess, threading, tempfile, socket, random\n"
        "print(subprocess.run(['echo', 'program'], capture_output=True, text=True).stdout.strip())\n"
        "thread = threading.Thread(target=print, args=['thread'])\nthread.start()\nthread.join()\n"
        "with tempfile.NamedTemporaryFile('w') as file:\n    file.write('x')\n"
        "with multiprocessing.Pool(2) as pool:\n    print(pool.map(abs, [-1, -2]))\n"
    )
    assert said(zygote, source) == "program\nthread\n[1, 2]\n"


def test_the_machines_own_bound_on_process_numbers_is_left_alone(zygote):
    with open("/proc/sys/kernel/pid_max") as file:
        before = file.read()
    said(zygote, "x = 1")
    with open("/proc/sys/kernel/pid_max") as file:
        assert file.read() == before


@pytest.mark.parametrize("machine", list(system_calls.ARCHITECTURES))
def test_the_list_of_refused_system_calls_is_a_program_that_ends_in_an_answer(machine):
    rows = system_calls.program(machine)
    assert all(len(row) == 8 for row in rows)
    assert rows[-1] == system_calls.answer(97)
    assert len(rows) == len(set(system_calls.DENIED)) * 2 + (18 if machine == "x86_64" else 16)
    column = list(system_calls.ARCHITECTURES).index(machine)
    assert len({numbers[column] for numbers in system_calls.DENIED.values()}) == len(system_calls.DENIED)


def test_memory_that_processes_share_counts_once():
    pids = [os.getpid()]
    assert usage.memory(pids, enough=0) <= usage.memory(pids, enough=10**12)
    assert usage.family(os.getpid())[0] == os.getpid()
    assert usage.threads(pids) >= 1


def as_nobody(words):
    """Run a command as an ordinary user; where nobody may read this Python, as one who owns root's files."""
    user = pwd.getpwnam("nobody")
    options = {"cwd": ROOT, "env": ENVIRONMENT, "capture_output": True, "text": True, "timeout": 120}
    nobody = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    with suppress(PermissionError):
        if subprocess.run([sys.executable, "-c", "import autograder"], **options, **nobody).returncode == 0:
            return subprocess.run(words, **options, **nobody)
    mapped = ["bwrap", "--unshare-user", "--uid", "1000", "--gid", "1000", "--dev-bind", "/", "/", "--"]
    return subprocess.run([*mapped, *words], **options)


@pytest.mark.skipif(os.getuid() != 0, reason="the other tests run as an ordinary user already")
@pytest.mark.sandbox
def test_an_ordinary_user_has_the_same_walls():
    outcome = as_nobody([sys.executable, "-c", AS_SOMEBODY])
    assert outcome.returncode == 0, outcome.stderr
    assert "{0: (True, '')}" in outcome.stdout


LAZY_IMPORT = """
from small_trials import X_IS_1, trial
from autograder.sandbox.zygote import Zygote
with Zygote(libraries=()) as zygote:
    verdict = trial(zygote, "import course_utils.datasets\\nx = 1", checks=[X_IS_1])
    rude = trial(zygote, "import course_utils, os\\nx = 1\\n"
                 "open(os.path.dirname(course_utils.__path__[0]) + '/numpy.py', 'w')", checks=[X_IS_1])
print(verdict.results, verdict.errors, "Read-only" in str(rude.errors))
"""


@pytest.mark.sandbox
@pytest.mark.parametrize("place", ["/tmp", "/dev/shm"])
def test_a_course_in_a_temporary_folder_can_be_imported_by_a_submission(place):
    with tempfile.TemporaryDirectory(dir=place) as folder:
        for package in ("autograder", "course_utils"):
            shutil.copytree(ROOT / package, Path(folder) / package)
        environment = ENVIRONMENT | {"PYTHONPATH": f"{folder}:{SUPPORT}"}
        words = [sys.executable, "-c", LAZY_IMPORT]
        outcome = subprocess.run(words, capture_output=True, text=True, timeout=120, env=environment, cwd=folder)
    assert outcome.stdout == "{0: (True, '')} {} True\n", outcome.stderr
