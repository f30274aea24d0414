"""Files are read in a child with limits: what comes back, what a limit says, and that nothing is left over."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing
from dataclasses import replace

import pytest
from hostile_files import one_cell
from lab_files import ROOT
from needs import lacking
from tiny_lab import RIGHT

from autograder.authoring.build import fill, notebook_text
from autograder.intake.clean_notebook import clean_notebook
from autograder.intake.intake import take_in, understand
from autograder.reading import frames, messages, reader
from autograder.sandbox import isolation, usage
from autograder.sandbox.limits import limits

pytestmark = pytest.mark.skipif(not reader.is_bounded(), reason="limits need Linux")


@pytest.fixture(scope="module", params=[True, False], ids=["walls", "no walls"])
def walled(request):
    if request.param and isolation.problem():
        lacking(isolation.problem())
    started = reader.Reader(request.param)
    yield started
    started.close()


@pytest.fixture
def honest(assignment):
    return notebook_text(fill(assignment.release, RIGHT)).encode()


def pictured(data):
    notebook = json.loads(data)
    notebook["cells"].append(
        {"cell_type": "markdown", "source": "![a](attachment:a\ud800)", "metadata": {},
         "attachments": {"a\ud800": {"image/png": "QUJD"}}}
    )  # fmt: skip
    return json.dumps(notebook).encode()


def edited(data):
    return data.replace(b"assert add(1, 2) == 3", b"helper = 1\\nassert True")


FORMS = {
    "as it was handed out": lambda data: data,
    "with a picture under a name that is no text": pictured,
    "with an edited test": edited,
    "of another lab": lambda data: data.replace(b"90_tiny", b"91_other"),
    "no notebook": lambda data: b"%PDF",
    "empty": lambda data: b"",
}


@pytest.mark.parametrize("form", FORMS)
def test_what_comes_back_is_what_intake_makes_of_the_file(walled, assignment, honest, form):
    data = FORMS[form](honest)
    assert walled.read(data, assignment.released) == take_in(data, assignment.released)


@pytest.mark.parametrize(
    ("slow", "bounds", "words"),
    [
        (one_cell("x = f'{a} {b}'\n" * 250_000), {"reading_seconds": 1}, "more than 1 seconds of processor time"),
        (one_cell("x = f'{a} {b}'\n" * 250_000), {"reading_wall_seconds": 1}, "more than 1 seconds and was"),
        (one_cell("x = [" + "1, " * 10**6 + "]"), {"reading_mb": 200}, "more than 200 MB of memory"),
    ],
)
def test_a_file_beyond_a_limit_is_given_up_and_the_next_one_is_read(assignment, honest, slow, bounds, words):
    with closing(reader.Reader(bounds=replace(limits(), **bounds))) as tight:
        found = tight.read(slow, assignment.released)
        assert found.notebook is None
        assert words in found.problem
        begun = time.monotonic()
        assert tight.read(slow, assignment.released) == found  # not read again
        assert time.monotonic() - begun < 0.5
        assert tight.read(honest, assignment.released).problem == ""


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (signal.SIGXCPU, "took more than 10 seconds of processor time"),
        (signal.SIGALRM, "took more than 120 seconds"),
        (signal.SIGSEGV, r"crashed \(SIGSEGV\)"),
    ],
)
def test_what_ended_the_child_is_said_and_the_next_file_is_read(walled, assignment, honest, number, words):
    """A file whose child is ended from outside while it reads; the process that forked it goes on."""
    process = walled.take(assignment.released)
    ended = threading.Thread(target=end_child, args=[process.child.pid(), number])
    ended.start()
    with pytest.raises(reader.Stopped, match=words):
        process.read(one_cell("x = f'{a} {b}'\n" * 100_000))
    ended.join()
    assert process.read(honest).problem == ""
    walled.give_back(process)


def end_child(pid, number):
    """Send a signal to the child of a process, as soon as it has one that has begun to read."""
    limit = time.monotonic() + 20
    while time.monotonic() < limit:
        for child in usage.family(pid)[1:]:
            time.sleep(0.1)
            return os.kill(child, number)
        time.sleep(0.001)
    return None


def test_a_process_that_was_killed_is_replaced_and_so_is_the_one_that_forks(walled, assignment, honest):
    assert walled.read(honest, assignment.released).problem == ""
    os.kill(walled.idle[0].child.pid(), signal.SIGKILL)
    assert walled.read(honest, assignment.released).problem == ""
    walled.zygote.process.kill()
    walled.zygote.process.wait()
    assert walled.read(honest, assignment.released).problem == ""


def test_threads_read_side_by_side_each_with_a_process_of_its_own(walled, assignment, honest):
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(walled.read(honest, assignment.released))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expected = take_in(honest, assignment.released)
    assert found == [expected] * 6
    assert len(walled.idle) <= (os.cpu_count() or 1)


STARTER = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from autograder.reading import messages, reader
from autograder.sandbox import usage
reader.read(b"x", messages.unpacked_release(Path(sys.argv[2]).read_bytes()))
print(*usage.family(reader._shared.zygote.process.pid), flush=True)
sys.stdin.readline()
"""


@pytest.mark.parametrize("how", ["ends", "is killed"])
def test_nothing_outlives_its_starter(tmp_path, assignment, how):
    (tmp_path / "release").write_bytes(messages.packed_release(assignment.released))
    words = [sys.executable, "-c", STARTER, str(ROOT), str(tmp_path / "release")]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        family = process.stdout.readline().split()
        assert len(family) > 1
        process.kill() if how == "is killed" else process.communicate(b"\n", timeout=30)
    limit = time.monotonic() + 20
    while left := [pid for pid in family if os.path.exists(f"/proc/{int(pid)}")]:
        assert time.monotonic() < limit, left
        time.sleep(0.05)


def test_a_fork_of_the_owner_leaves_its_processes_alone(assignment, honest):
    assert reader.read(honest, assignment.released).problem == ""
    kept = reader._shared
    pid = os.fork()
    if pid == 0:
        os._exit(0 if reader._shared is not kept and not reader._shared.idle else 1)
    assert os.waitpid(pid, 0)[1] == 0
    assert reader.read(honest, assignment.released).problem == ""


def test_an_error_of_the_graders_own_is_no_fault_of_the_file(monkeypatch, assignment, honest):
    """The process is told a release that it cannot compare anything with."""
    whole = messages.packed_release
    monkeypatch.setattr(messages, "packed_release", lambda release: whole(release).replace(b'"lab"', b'"bal"'))
    with closing(reader.Reader()) as broken, pytest.raises(reader.NotRead, match="ended twice"):
        broken.read(honest, assignment.released)


def answer(assignment, honest, change):
    plain = json.loads(messages.packed(*understand(honest, assignment.released)))
    change(plain)
    return json.dumps(plain).encode()


@pytest.mark.parametrize(
    "change",
    [
        lambda plain: plain["cells"].pop(4),
        lambda plain: plain["cells"].append(dict(plain["cells"][4])),
        lambda plain: plain["cells"][4].update(source="assert True"),
        lambda plain: plain["cells"].reverse(),
        lambda plain: plain.update(repairs="all is well"),
        lambda plain: plain.update(points=100),
        lambda plain: plain["cells"][3].update(source=["a"]),
    ],
)
def test_an_answer_that_is_none_of_ours_is_refused(assignment, honest, change):
    assert messages.unpacked(answer(assignment, honest, lambda plain: None), assignment.released).notebook
    with pytest.raises(ValueError, match="not exactly|not one that students|list|no field|str"):
        messages.unpacked(answer(assignment, honest, change), assignment.released)


def test_a_frame_that_is_too_large_is_refused_before_it_is_read():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(b"A" + (2**40).to_bytes(8, "big"))
        with pytest.raises(ValueError, match="at most 10"):
            frames.receive(theirs, 10)


def test_the_clean_notebook_keeps_the_releases_own(assignment, honest):
    taken, laid = understand(honest, assignment.released)
    notebook = clean_notebook(laid, assignment.released)
    before = {
        cell.id: cell.source
        for cell in assignment.release.cells
        if not cell.metadata.get("nbgrader", {}).get("solution")
    }
    assert {cell.id: cell.source for cell in notebook.cells if cell.id in before} == before
