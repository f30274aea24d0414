"""Every file has a fate, who sent it is told by the platform and never by the student, and nothing is guessed."""

import csv
import json

import pytest
from archives import FIVE, entries, pack, unpack
from typer.testing import CliRunner

from autograder import CourseError
from autograder.collect.collect import take_back
from autograder.course.hand_ins import read_history
from autograder.course.roster import take_roster

LAB = "90_tiny"


@pytest.fixture
def table(course, tmp_path):
    """`table(*rows)` is a class list of ids with names."""

    def write(*rows):
        path = tmp_path / "list.csv"
        path.write_text("id,first_name,last_name,email,lms_user_id\n" + "".join(f"{row}\n" for row in rows))
        take_roster(course, path, lambda text: None)

    return write


def test_a_stray_file_among_named_ones_is_nobody_s(gather, work, course, tmp_path):
    files = {f"alice_{LAB}.ipynb": work("alice"), f"bob_{LAB}.ipynb": work("bob"), f"{LAB}.ipynb": work("nobody")}
    found, lines = gather(unpack(tmp_path / "flat_loss", files))
    assert sorted(found.records) == ["alice", "bob"]
    assert [one.file.rpartition("/")[2] for one in found.unclear] == [f"{LAB}.ipynb"]
    (kept,) = course.path.glob(f"unclear/{LAB}/*.ipynb")
    assert "says nobody." in kept.read_text(encoding="utf-8")
    assert "3 files = 2 taken + 0 superseded by a newer one + 1 unclear whose + 0 not a notebook of 90_tiny" in lines


def test_a_person_says_whose_a_file_is(gather, work, course, handed_in, tmp_path):
    gather(unpack(tmp_path / "flat", {f"alice_{LAB}.ipynb": work("alice"), f"{LAB}.ipynb": work("stray")}))
    (kept,) = course.path.glob(f"unclear/{LAB}/*.ipynb")
    found, _ = gather(kept, student="bob")
    assert found.count("taken") == 1
    assert "says stray." in handed_in("bob")
    assert not list(course.path.glob(f"unclear/{LAB}/*.ipynb"))
    assert not (course.path / "unclear" / LAB / "unclear.csv").exists()


def test_the_file_of_one_folder_that_a_person_named_is_that_folder_s(gather, work, handed_in, tmp_path):
    gather(unpack(tmp_path / "alice", {f"{LAB}.ipynb": work("alice"), "README.md": "x"}))
    assert "says alice." in handed_in("alice")


def test_the_folder_outranks_the_name_and_the_disagreement_is_listed(gather, work, handed_in, tmp_path):
    files = {
        f"alice/{LAB}.ipynb": work("alice"),
        f"mallory/alice_{LAB} (99).ipynb": work("mallory"),
        f"zoe/{LAB}.ipynb": work("zoe"),
    }
    found, _ = gather(unpack(tmp_path / "class", files))
    assert "says alice." in handed_in("alice")
    assert "says mallory." in handed_in("mallory")
    assert found.records["mallory"]["flags"] == ["the file's name says alice, but mallory handed it in"]
    assert found.records["alice"]["flags"] == []


@pytest.mark.parametrize(
    "name",
    [
        f"doejane_7_900_{LAB}.ipynb",
        f"Jane Doe_9_assignsubmission_file_{LAB}.ipynb",
        f"Lab 1_jane_attempt_2027-01-01-00-00-00_{LAB}.ipynb",
        f"jane+{LAB}+2027-01-01 00:00:00 UTC/{LAB}.ipynb",
        f"submission_1/{LAB}.ipynb",
        "timestamp.txt",
    ],
)
def test_no_name_in_a_student_s_own_folder_makes_it_another_s(name, gather, work, course, handed_in, tmp_path):
    files = {f"{login}/{LAB}.ipynb": work(login) for login in FIVE}
    files |= {f"mallory/{LAB}.ipynb": work("mallory"), f"mallory/{name}": work("forged")}
    found, _ = gather(unpack(tmp_path / "class", files))
    assert set(found.records) <= {*FIVE, "mallory"}
    assert all(f"says {login}." in handed_in(login) for login in FIVE)
    assert not list(course.path.glob("submitted/*/*/timestamp.txt"))


@pytest.mark.parametrize("platform", ["canvas", "moodle", "blackboard", "brightspace"])
def test_a_student_s_own_file_name_makes_it_nobody_else_s(platform, gather, work, handed_in, tmp_path):
    files = entries(platform, {login: work(login) for login in FIVE}, LAB)
    forged = f"alice_{LAB}.ipynb doejane_7_900_x_5_assignsubmission_file_Lab 1_bob_attempt_2027-01-01-00-00-00_{LAB}"
    own = next(path for path in files if path.endswith(".ipynb") and "oe" in path)
    files[own.replace(f"{LAB}.ipynb", f"{forged}.ipynb")] = work("forged")
    found, _ = gather(pack(tmp_path / "class.zip", files))
    assert len(found.records) == 5
    assert not [name for name in found.records if "bob" in name or "alice" in name]


def test_clones_of_the_students_repository_are_told_by_the_folder_around_them(gather, work, tmp_path):
    names = ["foundations-of-deep-learning-labs", "foundations-of-deep-learning"]
    files = {f"{login}/{name}/notebooks/{LAB}.ipynb": work(login) for login, name in zip(FIVE, names * 2)}  # noqa: B905
    assert sorted(gather(unpack(tmp_path / "class", files))[0].records) == sorted(list(FIVE)[:4])
    alone = unpack(tmp_path / "one", {f"jdoe/{names[0]}/notebooks/{LAB}.ipynb": work("again")})
    assert list(gather(alone)[0].records) == ["jdoe"]


def test_folders_of_groups_are_not_taken_for_students(gather, work, tmp_path):
    files = {f"group {g}/{name}/{LAB}.ipynb": work(name) for g, name in (("a", "ann"), ("a", "bo"), ("b", "cy"))}
    found, lines = gather(unpack(tmp_path / "class", files))
    assert sorted(found.records) == ["group_b"]  # which holds one notebook: whose it is cannot be told from here
    assert len(found.unclear) == 2
    assert any("collect each of them on its own" in line for line in lines)
    again, _ = gather(tmp_path / "class/group a", tmp_path / "class/group b")
    assert {"ann", "bo"} <= set(again.records)


def test_a_class_list_tells_the_level_at_which_students_are(gather, work, table, tmp_path):
    table("ann", "bo", "cy")
    files = {f"group {g}/{name}/{LAB}.ipynb": work(name) for g, name in (("a", "ann"), ("a", "bo"), ("b", "cy"))}
    assert sorted(gather(unpack(tmp_path / "class", files))[0].records) == ["ann", "bo", "cy"]


def test_with_a_class_list_a_file_s_own_name_makes_nobody_a_student(gather, work, table, tmp_path):
    table("alice")
    files = {f"alice_{LAB}.ipynb": work("a"), f"Untitled_{LAB}.ipynb": work("u"), "final version.ipynb": work("f")}
    found, _ = gather(unpack(tmp_path / "flat", files))
    assert list(found.records) == ["alice"]
    assert found.count("unclear") == 2


def test_a_platform_s_sender_who_is_on_no_list_is_in_and_listed(gather, work, table, tmp_path):
    table("doe,Jane,Doe,jane@x.edu,7", "roe,Rick,Roe,,8")
    files = {f"doejane_7_900_{LAB}.ipynb": work("jane"), f"newcomer_9_901_{LAB}.ipynb": work("new")}
    found, lines = gather(pack(tmp_path / "a.zip", files))
    assert sorted(found.records) == ["doe", "newcomer_9"]
    assert "newcomer_9 is not on the class list" in lines


def test_two_people_of_the_list_with_one_name_are_not_guessed(gather, work, table, tmp_path):
    table("jd1,Jane,Doe,,", "jd2,Jane,Doe,,")
    found, _ = gather(pack(tmp_path / "a.zip", {f"Jane Doe_123_assignsubmission_file_/{LAB}.ipynb": work("x")}))
    assert [one.why.partition(";")[0] for one in found.unclear] == ["it could be jd1 or jd2 of the class list"]


def test_a_broken_later_file_never_takes_the_place_of_a_good_one(gather, work, handed_in, course, tmp_path):
    gather(pack(tmp_path / "a.zip", {f"doe_7_900_{LAB}.ipynb": work("good")}))
    found, _ = gather(pack(tmp_path / "b.zip", {f"doe_7_950_{LAB}-1.ipynb": "{"}))
    assert "says good." in handed_in("doe_7")
    assert found.count("superseded") == 1
    assert "it cannot be graded" in found.fates[0].why
    assert "ask for it again" in found.records["doe_7"]["look"][0]
    assert len(read_history(course.path, "doe_7", LAB).hand_ins) == 2


def test_undo_takes_back_the_last_collect_and_the_one_before_it(gather, work, course, assignment, handed_in, tmp_path):
    gather(pack(tmp_path / "a.zip", {f"doe_7_900_{LAB}.ipynb": work("first")}))
    gather(pack(tmp_path / "b.zip", {f"doe_7_950_{LAB}.ipynb": work("second"), f"roe_8_951_{LAB}.ipynb": work("roe")}))
    said = []
    assert take_back(course, assignment, said.append) == ["doe_7", "roe_8"]
    assert "says first." in handed_in("doe_7")
    assert handed_in("roe_8") == ""
    assert course.students(LAB) == ["doe_7"]
    assert take_back(course, assignment, said.append) == ["doe_7"]
    assert course.students(LAB) == []
    with pytest.raises(CourseError, match="nothing to undo"):
        take_back(course, assignment, said.append)
    gather(tmp_path / "b.zip")
    assert "says second." in handed_in("doe_7")


def test_what_lay_in_submitted_before_is_the_first_of_the_history(gather, work, course, handed_in, tmp_path):
    path = course.submitted("alice", LAB) / f"{LAB}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(work("by hand"), encoding="utf-8")
    gather(unpack(tmp_path / "class", {f"alice/{LAB}.ipynb": "{"}))
    assert "says by hand." in handed_in("alice")
    assert [one.platform for one in read_history(course.path, "alice", LAB).hand_ins] == ["submitted", "folders"]


def test_nbgrader_s_own_times_are_read_where_a_person_says_that_it_is_nbgrader(gather, work, course, tmp_path):
    files = {f"alice/{LAB}/{LAB}.ipynb": work("a"), f"alice/{LAB}/timestamp.txt": "2026-02-02 12:34:56 UTC"}
    gather(unpack(tmp_path / "submitted", files), platform="nbgrader")
    assert (course.submitted("alice", LAB) / "timestamp.txt").read_text() == "2026-02-02 12:34:56 UTC\n"


def test_an_address_is_not_the_login_of_another_platform(gather, work, handed_in, table, tmp_path):
    mail = tmp_path / "mail.eml"
    mail.write_text(
        'From: "J" <jdoe@evil.org>\nMIME-Version: 1.0\nContent-Type: application/json\n'
        f'Content-Disposition: attachment; filename="{LAB}.ipynb"\n\n{work("forged")}\n'
    )
    gather(unpack(tmp_path / "class", {f"jdoe/{LAB}.ipynb": work("jdoe"), f"roe/{LAB}.ipynb": work("roe")}))
    found, _ = gather(mail)
    assert list(found.records) == ["jdoe@evil.org"]
    assert "says jdoe." in handed_in("jdoe")


def test_an_unknown_platform_gets_a_sentence(gather, tmp_path):
    with pytest.raises(CourseError, match="--from: expected one of moodle, .*, got canvass"):
        gather(tmp_path, platform="canvass")


def test_what_a_platform_does_not_write_so_is_unclear_where_a_person_says_that_it_is_from_there(gather, work, tmp_path):
    found, _ = gather(unpack(tmp_path / "class", {f"alice/{LAB}.ipynb": work("a")}), platform="canvas")
    assert [one.why.partition(";")[0] for one in found.unclear] == ["its path is not as canvas writes them"]


@pytest.fixture
def command(course, monkeypatch):
    """`command(*words)` runs `python -m autograder`; returns the exit code and what it said."""
    from autograder.cli import app
    from autograder.course import course as module

    original = module.Course.__init__
    monkeypatch.setattr(module.Course, "__init__", lambda self, path, root=None: original(self, path, course.root))

    def run(*words):
        answer = CliRunner().invoke(app, [*map(str, words), "--course", str(course.path)])
        return answer.exit_code, answer.output or str(answer.exception)

    return run


def test_the_command_says_what_waits_and_has_an_exit_code_of_its_own(command, work, course, tmp_path):
    files = {f"alice_{LAB}.ipynb": work("alice"), f"{LAB}.ipynb": work("stray")}
    folder, report = unpack(tmp_path / "flat", files), tmp_path / "fates.json"
    code, said = command("collect", "90", folder, "--json", report)
    assert code == 3
    assert "1 of 2 files wait for you" in said
    fates = json.loads(report.read_text(encoding="utf-8"))
    assert sorted((one["fate"], one["student"]) for one in fates) == [("taken", "alice"), ("unclear", "")]
    path = course.path / "unclear" / LAB / "unclear.csv"
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows({**row, "student": "bob"} for row in rows)
    assert command("collect", "90", "--table", path)[0] == 0
    assert course.students(LAB) == ["alice", "bob"]
    code, said = command("history", "bob")
    assert "-> 1  time unknown  person  a person said whose it is" in said
    assert command("collect", "90", "--undo")[0] == 0
    assert course.students(LAB) == ["alice"]


def test_a_table_is_one_collect_and_is_undone_as_one(command, gather, work, course, tmp_path):
    stray = {f"Copy of {LAB} ({n}).ipynb": work(n) for n in range(4)}
    gather(unpack(tmp_path / "n", {f"b_{LAB}.ipynb": work("b"), **stray}))
    path = course.path / "unclear" / LAB / "unclear.csv"
    with path.open(newline="") as file:
        names = [row["file"] for row in csv.DictReader(file)]
    path.write_text("file,student\n" + "".join(f"{name},s{number}\n" for number, name in enumerate(names)))
    code, said = command("collect", "90", "--table", path)
    assert code == 0
    assert said.count("files = ") == 1
    assert "4 files = 4 taken" in said
    assert course.students(LAB) == ["b", "s0", "s1", "s2", "s3"]
    assert "4 files that you had assigned wait for you again" in command("collect", "90", "--undo")[1]
    assert course.students(LAB) == ["b"]
    with path.open(newline="") as file:
        assert [row["file"] for row in csv.DictReader(file)] == names


def test_a_person_chooses_another_attempt(command, gather, work, handed_in, tmp_path):
    gather(
        pack(tmp_path / "a.zip", {f"doe_7_900_{LAB}.ipynb": work("first"), f"doe_7_950_{LAB}-1.ipynb": work("next")})
    )
    assert "says next." in handed_in("doe_7")
    code, said = command("history", "doe_7", "90", "--choose", "1")
    assert "a person chose hand-in 1 of 2" in said
    assert "says first." in handed_in("doe_7")
    gather(pack(tmp_path / "b.zip", {f"doe_7_990_{LAB}-2.ipynb": work("third")}))
    assert "says first." in handed_in("doe_7")
    command("history", "doe_7", "90", "--choose", "newest")
    assert "says third." in handed_in("doe_7")
    assert "expected one of 1, 2, 3 or newest, got 4" in command("history", "doe_7", "90", "--choose", "4")[1]
    assert "did you mean doe_7?" in command("history", "doe_8")[1]


def test_folders_named_one_by_one_are_students_whatever_else_they_hold(gather, work, handed_in, tmp_path):
    files = {f"alice/{LAB}.ipynb": work("alice"), "alice/x.ipynb": work("notes"), f"bob/{LAB}.ipynb": work("bob")}
    files |= {"carl/sub/work.ipynb": work("carl"), "dora/README.md": "I could not do it."}
    folder = unpack(tmp_path / "class", files)
    found, _ = gather(*sorted(folder.iterdir()))
    assert sorted(found.records) == ["alice", "bob", "carl", "dora"]
    assert "says alice." in handed_in("alice")
    assert found.records["dora"]["problem"]


def test_an_archive_of_a_class_in_an_archive_is_not_one_student(gather, work, tmp_path):
    inner = {
        f"{name} Doe_{n}_assignsubmission_file_/{LAB}.ipynb": work(name) for n, name in enumerate(("Jane", "Rick"))
    }
    inside = pack(tmp_path / "inner.zip", inner).read_bytes()
    found, lines = gather(pack(tmp_path / "outer.zip", {"term/week 1/lab.zip": inside}))
    assert (found.count("unclear"), found.records) == (2, {})
    found, _ = gather(pack(tmp_path / "class.zip", {"ann/work.zip": inside, f"bo/{LAB}.ipynb": work("bo")}))
    assert (found.count("unclear"), list(found.records)) == (2, ["bo"])


def test_an_archive_that_cannot_be_read_is_unclear_and_no_file_of_the_platform(gather, tmp_path):
    (tmp_path / "class.tar.gz").write_bytes(b"\x1f\x8b")
    found, _ = gather(tmp_path / "class.tar.gz")
    assert [one.why.rpartition(": ")[2] for one in found.unclear] == ["unpack it, and collect the folder."]


def test_a_name_with_digits_does_not_become_another_student_on_canvas(gather, work, tmp_path):
    files = {
        f"doejane_7_900_{LAB}.ipynb": work("jane"),
        f"x_7_8_901_{LAB}.ipynb": work("forged"),
        f"roe_9_902_{LAB}.ipynb": work("r"),
    }
    found, _ = gather(pack(tmp_path / "a.zip", files))
    assert list(found.records) == ["roe_9"]
    assert {one.why.partition(";")[0] for one in found.unclear} == {"several names have the number 7: doejane, x"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("collect", "90", "X", "--as", ""), "--as: expected a student's id"),
        (("extend", "90", "../alice", "3"), "STUDENT: expected a student's id"),
        (("extend", "90", "alice", "inf"), "HOURS"),
    ],
)
def test_a_slip_on_the_command_line_gets_a_sentence(words, expected, command, tmp_path):
    code, said = command(*(str(tmp_path) if word == "X" else word for word in words))
    assert code != 0
    assert expected in said


def test_long_names_in_any_script_stop_nobody(gather, work, handed_in, tmp_path):
    files = {f"{'王' * 80}_1_assignsubmission_file_/{'文' * 70}.ipynb": work("first")}
    files |= {f"{'王' * 79}李_2_assignsubmission_file_/{LAB}.ipynb": work("second")}
    found, _ = gather(pack(tmp_path / "a.zip", files))
    assert found.count("taken") == 2
    assert {("says first." in text, "says second." in text) for text in map(handed_in, found.records)} == {
        (True, False), (False, True)}  # fmt: skip


def test_the_notebook_in_a_mail_without_a_sender_is_unclear(gather, work, tmp_path):
    head = f'MIME-Version: 1.0\nContent-Type: application/json\nContent-Disposition: attachment; filename="{LAB}.ipynb"'
    (tmp_path / "mail.eml").write_text(f"{head}\n\n{work('somebody')}\n")
    found, _ = gather(tmp_path / "mail.eml")
    assert [one.why.partition(";")[0] for one in found.unclear] == ["the mail does not say who sent it"]


def test_a_hidden_notebook_is_a_hand_in_and_what_editors_keep_is_none(gather, work, handed_in, tmp_path):
    files = {f"fay/.{LAB}.ipynb": work("fay"), f"bo/{LAB}.ipynb": work("bo"), f"bo/.~{LAB}.ipynb": work("aside")}
    files |= {f"bo/.ipynb_checkpoints/{LAB}-checkpoint.ipynb": work("old"), f"__MACOSX/bo/._{LAB}.ipynb": "x"}
    found, _ = gather(pack(tmp_path / "a.zip", files))
    assert (len(found.fates), sorted(found.records)) == (2, ["bo", "fay"])
    assert "says fay." in handed_in("fay")


def test_a_damaged_history_is_named(gather, work, course, tmp_path):
    folder = unpack(tmp_path / "class", {f"bo/{LAB}.ipynb": work("bo"), f"al/{LAB}.ipynb": work("al")})
    gather(folder)
    (course.path / "originals/bo" / LAB / "history.json").write_text("{")
    with pytest.raises(CourseError, match="history.json was damaged .*: put back a copy"):
        gather(folder)


def test_a_name_behind_a_group_s_is_not_guessed_and_the_worksheet_tells(gather, work, table, handed_in, tmp_path):
    table("jdoe,Jane,Doe,jane@x.edu,", "mm,Mary-Ann,Miles,mm@x.edu,")
    names = {"Group A-Jane Doe": 1, "Group A-Mary-Ann Miles": 2, "Jean-Luc Roe": 3}
    archive = {f"{name}_{number}_assignsubmission_file_/{LAB}.ipynb": work(number) for name, number in names.items()}
    archive = pack(tmp_path / "a.zip", archive)
    found, _ = gather(archive)
    assert list(found.records) == ["Jean-Luc_Roe"]
    assert ["could be jdoe" in one.why or "could be mm" in one.why for one in found.unclear] == [True, True]
    sheet = tmp_path / "Grades.csv"
    rows = "Participant 1,Jane Doe,jane@x.edu,-\nParticipant 2,Mary-Ann Miles,mm@x.edu,-\n"
    sheet.write_text(f"Identifier,Full name,Email address,Last modified (submission)\n{rows}")
    found, _ = gather(archive, sheet)
    assert sorted(found.records) == ["Jean-Luc_Roe", "jdoe", "mm"]
    assert "says 2." in handed_in("mm")
