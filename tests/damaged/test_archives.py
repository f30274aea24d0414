"""Archives and folders as platforms and students make them: everybody is found once, nobody is in another's way."""

import io
import json
import os
import shutil
import warnings
import zipfile

import pytest
from damaged.lab import LAB, SOURCE, File

from autograder.collect.collect import collect
from autograder.course.course import Course

GOOD = f"{LAB}.ipynb"


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    root = tmp_path_factory.mktemp("repository")
    (root / "solutions").mkdir()
    (root / "solutions" / f"{LAB}.py").write_text(SOURCE, encoding="utf-8")
    (root / "solutions" / "00_start_here.py").write_text("# only its name counts\n", encoding="utf-8")
    Course(root / "grading", root=root).as_written(LAB)
    return root


@pytest.fixture
def gather(made, tmp_path):
    """`gather(paths)` collects into a new course; returns student -> problem, the records and the lines."""
    root = shutil.copytree(made, tmp_path / "repository")
    course = Course(root / "grading", root=root)

    def run(*paths):
        lines = []
        records = collect(course, course.as_written(LAB), paths, lines.append).records
        return {name: record["problem"] for name, record in records.items()}, records, lines

    run.course = course
    return run


@pytest.fixture
def notebook(solved, release):
    return File(solved, release).bytes()


@pytest.fixture
def pack(tmp_path):
    """`pack({name: bytes})` writes an archive."""

    def run(entries, name="class.zip"):
        path = tmp_path / name
        path.write_bytes(packed(entries))
        return path

    return run


def packed(entries):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items() if isinstance(entries, dict) else entries:
            archive.writestr(name, content)
    return data.getvalue()


def test_canvas_names_late_and_repeated_ones_too(gather, pack, notebook):
    entries = {
        f"doejane_12345_678901_{GOOD}": notebook,
        f"roejohn_LATE_12346_678902_{LAB}-1.ipynb": notebook,
        f"roejohn_12346_678902_{GOOD}": b"{",
        f"lijun_777_678903_{GOOD}": notebook,
        f"lijun_778_678904_{GOOD}": notebook,
        "doejane_12345_678901_00_start_here.ipynb": notebook,
    }
    problems, records, _ = gather(pack(entries))
    assert problems == dict.fromkeys(["doejane_12345", "lijun_777", "lijun_778", "roejohn_12346"], "")
    assert records["roejohn_12346"]["file"].endswith("-1.ipynb")


@pytest.mark.parametrize(
    "form", ["{}_assignsubmission_file_/{}", "{}_assignsubmission_file/{}", "{}_assignsubmission_file_{}"]
)
def test_moodle_names_in_folders_and_flat(gather, pack, notebook, form):
    people = ("Jane Doe_123", "Jörg O'Neil_124", "An Other_125", "An Other_126")
    problems, _, _ = gather(pack({form.format(one, GOOD): notebook for one in people}))
    assert problems == dict.fromkeys(["Jane_Doe", "Jörg_O_Neil", "An_Other_125", "An_Other_126"], "")


def test_names_that_nbgraders_zip_collect_knows(gather, pack, notebook):
    blackboard = {
        f"{LAB}_jane_doe_attempt_2026-01-30-15-30-10_{GOOD}": b"{}",
        f"{LAB}_jane_doe_attempt_2026-01-31-15-30-10_{GOOD}": notebook,
        f"Week 1_roe_attempt_2026-01-30-15-30-10_{GOOD}": notebook,
    }
    exchange = {
        f"li+{LAB}+2026-01-30 15:30:10 UTC/{GOOD}": notebook,
        f"li+00_start_here+2026-01-30 15:30:10 UTC/{GOOD}": notebook,
    }
    problems, records, _ = gather(pack(blackboard), pack(exchange, "inbound.zip"))
    assert problems == {"jane_doe": "", "roe": "", "li": ""}
    assert "01-31" in records["jane_doe"]["file"]


def test_nested_folders_and_what_systems_add(gather, pack, notebook):
    entries = {
        f"export/week 1/jane/{GOOD}": notebook,
        f"export/week 1/roe/{LAB}/{GOOD}": notebook,
        "export/week 1/roe/photo.png": b"\x89PNG",
        f"__MACOSX/export/week 1/jane/._{GOOD}": b"\0\5\x16\7",
        f"export/week 1/jane/.ipynb_checkpoints/{LAB}-checkpoint.ipynb": b"{",
        "export/.DS_Store": b"\0",
    }
    assert gather(pack(entries))[0] == {"jane": "", "roe": ""}


def test_windows_separators_and_old_names(gather, pack, notebook):
    assert gather(pack({f"jane\\{GOOD}": notebook, "roe/homework 12:30.ipynb": notebook}))[0] == {"jane": "", "roe": ""}


def test_names_that_lead_outside_are_left_out(gather, pack, notebook, tmp_path):
    names = ("/etc/out.ipynb", "../out.ipynb", "a/../../out.ipynb", "C:\\out.ipynb", "..\\out.ipynb")
    problems, _, lines = gather(pack(dict.fromkeys(names, notebook) | {f"jane/{GOOD}": notebook}))
    assert problems == {"jane": ""}
    assert sum("leads outside the archive" in line for line in lines) == len(names)
    assert not list(tmp_path.parent.rglob("*out.ipynb"))


def test_a_link_in_an_archive_is_not_followed(gather, pack, notebook):
    link = zipfile.ZipInfo(f"eve/{GOOD}")
    link.external_attr = 0o120777 << 16
    problems, _, _ = gather(pack([(link, "/etc/passwd"), (f"jane/{GOOD}", notebook)]))
    assert problems == {"eve": f"{GOOD} is a link: hand in the file itself.", "jane": ""}


def test_a_bomb_costs_its_owner_only(gather, pack, notebook):
    bomb = b" " * (151 * 2**20)
    problems, _, _ = gather(
        pack({f"eve/{GOOD}": bomb, "eve2/mine.zip": packed({GOOD: bomb}), f"jane/{GOOD}": notebook})
    )
    assert "larger than 150 MB" in problems["eve"]
    assert "larger than 150 MB" in problems["eve2"]
    assert problems["jane"] == ""


def test_of_two_entries_of_one_name_the_later_counts(gather, pack, notebook):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = pack(
            [(f"jane/{GOOD}", b"{"), (f"jane/{GOOD}", notebook), (f"roe/{GOOD}", notebook), (f"roe/{GOOD}", b"{")]
        )
    problems, records, _ = gather(path)
    assert problems == {"jane": "", "roe": ""}
    assert "so an earlier one counts: ask for it again" in records["roe"]["look"][0]
    assert records["jane"]["flags"] == [f"also handed in: jane/{GOOD}"]


def test_an_encrypted_entry_is_named(gather, pack, notebook):
    path = pack({f"jane/{GOOD}": notebook, f"roe/{GOOD}": notebook})
    data = bytearray(path.read_bytes())
    for start, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(start) + flag] |= 1
    path.write_bytes(data)
    problems, _, _ = gather(path)
    assert problems == {"jane": f"{GOOD} is damaged or encrypted in the archive.", "roe": ""}


def test_a_damaged_entry_costs_its_owner_only(gather, pack, notebook):
    path = pack({f"jane/{GOOD}": notebook, f"roe/{GOOD}": notebook})
    data = bytearray(path.read_bytes())
    data[200:300] = b"\xff" * 100
    path.write_bytes(data)
    problems, _, _ = gather(path)
    assert problems == {"jane": f"{GOOD} is damaged or encrypted in the archive.", "roe": ""}


def test_a_corrupt_archive_does_not_stop_the_others(gather, pack, notebook, tmp_path):
    good = pack({f"jane/{GOOD}": notebook})
    for name, data in (("cut.zip", good.read_bytes()[:-30]), ("text.zip", b"PK?"), ("empty.zip", b"")):
        (tmp_path / name).write_bytes(data)
    problems, _, lines = gather(*(tmp_path / name for name in ("cut.zip", "text.zip", "empty.zip", "class.zip")))
    assert problems == {"jane": ""}
    assert sum("the archive cannot be read" in line for line in lines) == 3


def test_archives_that_students_hand_in_are_looked_into(gather, pack, notebook, tmp_path):
    entries = {
        "jane/homework.zip": packed({f"homework/{GOOD}": notebook}),
        "eve/broken.zip": b"PK\x03\x04 broken",
        "mallory/empty.zip": packed({"readme.txt": b""}),
    }
    canvas = pack({"roe_1234_55_homework.zip": packed({GOOD: notebook})}, "canvas.zip")
    moodle = pack({"Li Jun_77_assignsubmission_file_/all.zip": packed({GOOD: notebook})}, "moodle.zip")
    problems, _, _ = gather(pack(entries), canvas, moodle)
    assert problems["jane"] == problems["Li_Jun"] == ""
    assert problems["eve"] == "broken.zip is a damaged archive: hand in the .ipynb file."
    assert problems["mallory"] == "empty.zip holds no notebook: hand in the .ipynb file."
    assert problems["roe_1234"] == ""


def test_an_archive_of_more_than_twenty_thousand_entries_is_cut_with_a_sentence(gather, notebook, tmp_path):
    entries = [(f"junk/{number}", b"") for number in range(20_001)] + [(f"jane/{GOOD}", notebook)]
    inner = packed(entries[:20_001])
    (tmp_path / "class.zip").write_bytes(packed([*entries, ("eve/all.zip", inner)]))
    problems, _, lines = gather(tmp_path / "class.zip")
    assert problems["jane"] == ""
    assert any("3 of its 20003 files were not looked at" in line for line in lines)


def test_whatever_lies_in_a_folder_gets_a_sentence(gather, notebook, tmp_path):
    folder = tmp_path / "hand-ins"
    for name in ("jane", "eve", "pipe", "nest", "late", "pdf", "dark"):
        (folder / name).mkdir(parents=True)
    (folder / "jane" / GOOD).write_bytes(notebook)
    (folder / "eve" / GOOD).symlink_to(folder / "jane" / GOOD)
    os.mkfifo(folder / "pipe" / GOOD)
    (folder / "nest" / GOOD).mkdir()
    (folder / "late" / f"Copy of {LAB} (2).ipynb.txt").write_bytes(notebook)
    (folder / "pdf" / f"{LAB}.pdf").write_bytes(b"%PDF")
    (folder / "loop").symlink_to(folder)
    problems, _, lines = gather(folder)
    assert problems == {
        "eve": f"{GOOD} is a link: hand in the file itself.",
        "jane": "",
        "late": "",
        "nest": f"{GOOD} is a folder: hand in the .ipynb file.",
        "pdf": f"{LAB}.pdf is no notebook: hand in the .ipynb file.",
        "pipe": f"{GOOD} is no ordinary file: hand in the .ipynb file.",
    }
    assert lines[-1] == "6 students, 2 notebooks to grade, 4 that cannot be graded"


def test_a_pipe_as_an_argument_is_refused(gather, tmp_path):
    os.mkfifo(tmp_path / "pipe.zip")
    assert gather(tmp_path / "pipe.zip")[2][0].endswith("this is neither a file nor a folder.")


def test_the_newest_of_several_downloads_counts(gather, notebook, tmp_path):
    (tmp_path / "all/jane").mkdir(parents=True)
    for name in (f"{LAB} (10).ipynb", f"{LAB} (9).ipynb", GOOD):
        (tmp_path / "all/jane" / name).write_bytes(notebook)
    assert gather(tmp_path / "all")[1]["jane"]["file"].endswith("(10).ipynb")


def test_two_names_that_look_alike_stay_two_students(gather, pack, notebook):
    problems, _, _ = gather(
        pack({f"Zoë [x]/{GOOD}": notebook, f"Zoë (x)/{GOOD}": notebook, f"Zoe\u0308 y/{GOOD}": notebook})
    )
    assert len(problems) == 3


@pytest.mark.slow
def test_every_damaged_file_in_one_class(gather, solved, release, notebook, tmp_path):
    """All damaged files of these suites are one class: each has a record, each good one a notebook to grade."""
    from damaged import test_cells, test_files, test_releases

    cases = [*test_cells.case, *test_files.case, *test_releases.case]
    assert len(cases) >= 40
    for one in cases:
        folder = tmp_path / "class" / one.make.__name__
        folder.mkdir(parents=True)
        (folder / GOOD).write_bytes(one.bytes(File(solved, release)))
    (tmp_path / "class/zoe").mkdir()
    (tmp_path / "class/zoe" / GOOD).write_bytes(notebook)
    problems, _, _ = gather(tmp_path / "class")
    assert len(problems) == len(cases) + 1
    assert problems["zoe"] == ""
    for one in cases:
        name = one.make.__name__
        assert one.problem in problems[name]
        assert bool(one.problem) == bool(problems[name])
        stored = gather.course.submitted(name, LAB) / GOOD
        assert stored.exists() != bool(one.problem)
        assert json.loads(gather.course.record(name, LAB).read_text(encoding="utf-8"))["student"] == name
