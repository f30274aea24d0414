"""Archives of five students from each platform: everybody is found, everything is accounted for, times are told."""

import pytest
from archives import FIVE, SIDE, entries, expected, pack, unpack

from autograder.course.hand_ins import read_history
from autograder.util.times import as_utc

LAB = "90_tiny"
UTC = dict.fromkeys(("exchange", "gradescope", "sakai"), "12:34:56")
UTC |= {"blackboard": "11:34:56", "ilias": "11:34:56", "brightspace": "11:34:00"}


@pytest.mark.parametrize("form", [pack, unpack])
@pytest.mark.parametrize("platform", list(SIDE))
def test_five_students_are_found_and_every_file_has_a_fate(
    platform, form, gather, work, zone, handed_in, course, tmp_path
):
    files = entries(platform, {login: work(login) for login in FIVE}, LAB)
    found, lines = gather(form(tmp_path / "class.zip", files))
    students = expected(platform)
    assert sorted(found.records) == sorted(students.values())
    for login, student in students.items():
        assert f"says {login}." in handed_in(student)
    assert (found.count("taken"), found.count("unclear")) == (5, 0)
    assert len(found.fates) == len(files)
    assert any(line.startswith(f"{len(files)} files = 5 taken + 0 superseded") for line in lines)
    history = read_history(course.path, students["jdoe"], LAB)
    moment = history.hand_ins[0].moment(course.zone())
    assert (as_utc(moment) if moment else "") == (f"2026-02-02 {UTC[platform]} UTC" if platform in UTC else "")


@pytest.mark.parametrize("platform", ["canvas", *UTC])
def test_the_newest_counts_in_whatever_order_archives_come(platform, gather, work, zone, handed_in, tmp_path):
    older = pack(tmp_path / "older.zip", entries(platform, {login: work(f"old {login}") for login in FIVE}, LAB, day=2))
    newer = pack(tmp_path / "newer.zip", entries(platform, {login: work(f"new {login}") for login in FIVE}, LAB, day=9))
    gather(newer)
    found, _ = gather(older)
    assert (found.count("superseded"), found.count("taken")) == (5, 0)
    for login, student in expected(platform).items():
        assert f"says new {login}." in handed_in(student)


def test_one_student_on_two_attempts_in_one_archive(gather, work, handed_in, tmp_path):
    files = {
        f"doejane_7_900_{LAB}-2.ipynb": work("second"),
        f"doejane_7_800_{LAB}-1.ipynb": work("first"),
        f"roe_LATE_8_901_{LAB}.ipynb": work("roe"),
    }
    found, _ = gather(pack(tmp_path / "a.zip", files))
    assert (found.count("taken"), found.count("superseded")) == (2, 1)
    assert "says second." in handed_in("doejane_7")
    assert found.records["roe_8"]["flags"] == ["the platform marks it as late"]


def test_two_students_of_one_name_stay_two(gather, work, handed_in, tmp_path):
    one = pack(tmp_path / "a.zip", {f"Jane Doe_{n}_assignsubmission_file_/{LAB}.ipynb": work(n) for n in (123, 125)})
    gather(one)
    assert "says 123." in handed_in("Jane_Doe_123")
    assert "says 125." in handed_in("Jane_Doe_125")
    gather(one)
    assert "says 123." in handed_in("Jane_Doe_123")


def test_a_namesake_in_a_later_archive_does_not_replace_the_first(gather, work, handed_in, tmp_path):
    for number in (123, 125):
        gather(
            pack(tmp_path / f"{number}.zip", {f"Jane Doe_{number}_assignsubmission_file_/{LAB}.ipynb": work(number)})
        )
    assert "says 123." in handed_in("Jane_Doe")
    assert "says 125." in handed_in("Jane_Doe_125")


def test_logins_with_underscores_are_told_by_blackboard_s_own_file(gather, work, tmp_path):
    head = "Lab 1_a_b_attempt_2026-02-02-12-34-56"
    alone = {f"{head}_{LAB}.ipynb": work("a_b")}
    found, _ = gather(pack(tmp_path / "a.zip", alone))
    assert [one.why.partition(";")[0] for one in found.unclear] == ["where does the login begin in Lab 1_a_b?"]
    found, _ = gather(pack(tmp_path / "b.zip", alone | {f"{head}.txt": "Name: A B (a_b)\nAssignment: Lab 1\n"}))
    assert list(found.records) == ["a_b"]


def test_a_class_of_clones_with_logins_that_begin_alike_is_read_by_the_folder_around_them(gather, work, tmp_path):
    files = {f"lab-1-submissions/lab-1-mary-{name}/notebooks/{LAB}.ipynb": work(name) for name in ("ann", "jane")}
    assert sorted(gather(pack(tmp_path / "a.zip", files))[0].records) == ["mary-ann", "mary-jane"]


def test_a_group_s_file_is_everybody_s_and_counts_once(gather, work, handed_in, tmp_path):
    metadata = "submission_1:\n  :submitters:\n  - :name: A\n    :email: a@x.edu\n  - :name: B\n    :email: b@x.edu\n"
    files = {f"export/submission_1/{LAB}.ipynb": work("both"), "export/submission_metadata.yml": metadata}
    found, _ = gather(pack(tmp_path / "a.zip", files))
    assert sorted(found.records) == ["a", "b"]
    assert [one.student for one in found.fates if one.fate == "taken"] == ["a, b"]
    assert handed_in("a") == handed_in("b") != ""


def test_metadata_that_explodes_costs_no_memory_and_names_nobody(gather, work, tmp_path):
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nsubmission_1: *b\n"
    files = {f"export/submission_1/{LAB}.ipynb": work("x"), "export/submission_metadata.yml": bomb}
    found, _ = gather(pack(tmp_path / "a.zip", files))
    assert found.count("unclear") == 1


def test_mails_are_told_by_their_sender_and_the_server_s_time(gather, work, course, handed_in, tmp_path):
    folder = tmp_path / "mails"
    folder.mkdir()
    for login in FIVE:
        first, last = FIVE[login]
        (folder / f"{login}.eml").write_text(
            "Received: from a by b; Mon, 2 Feb 2026 12:34:56 +0100\n"
            "Received: from x by a; Thu, 1 Jan 2026 00:00:00 +0000\n"
            f'From: "{first} {last}" <{login}@x.edu>\nDate: Thu, 1 Jan 2026 00:00:00 +0000\nMIME-Version: 1.0\n'
            'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nHello\n'
            f'--b\nContent-Type: application/json\nContent-Disposition: attachment; filename="{LAB}.ipynb"\n'
            f"Content-Transfer-Encoding: 8bit\n\n{work(login)}\n--b--\n",
            encoding="utf-8",
        )
    found, _ = gather(folder)
    assert sorted(found.records) == sorted(FIVE)
    assert all(f"says {login}." in handed_in(login) for login in FIVE)
    stamp = course.submitted("jdoe", LAB) / "timestamp.txt"
    assert stamp.read_text() == "2026-02-02 11:34:56 UTC\n"


def test_moodle_s_worksheet_tells_times_and_addresses(gather, work, course, zone, tmp_path):
    files = {f"Jane Doe_{n}_assignsubmission_file_/{LAB}.ipynb": work(n) for n in (123, 125)}
    sheet = tmp_path / "Grades.csv"
    sheet.write_text(
        "Identifier,Full name,Email address,Status,Last modified (submission)\n"
        'Participant 123,Jane Doe,jane@x.edu,Submitted,"Sunday, 1 February 2026, 2:34 PM"\n'
        'Participant 125,Jane Doe,jd@x.edu,Submitted,"Monday, 2 February 2026, 12:05 AM"\n'
    )
    gather(pack(tmp_path / "a.zip", files), sheet)
    stamps = {path.parent.parent.name: path.read_text() for path in course.path.glob("submitted/*/*/timestamp.txt")}
    assert sorted(stamps.values()) == ["2026-02-01 13:34:00 UTC\n", "2026-02-01 23:05:00 UTC\n"]


@pytest.mark.parametrize("date", ["2. Februar 2026 {}", "2 févr. 2026 {}", "02.02.2026 {}", "2026-02-02 {}"])
def test_brightspace_s_dates_in_other_languages_name_nobody_and_are_not_guessed(date, gather, work, zone, tmp_path):
    files = {f"100-77 - Jane Doe - {date.format(clock)}/{LAB}.ipynb": work(clock) for clock in ("934", "1234")}
    files[f"101-77 - Rick Roe - {date.format('1111')}/{LAB}.ipynb"] = work("rick")
    found, _ = gather(pack(tmp_path / "a.zip", files))
    assert sorted(found.records) == ["Jane_Doe", "Rick_Roe"]
    assert f'"{date.format("1111")}", cannot be read for sure' in found.records["Rick_Roe"]["flags"][-1]
    assert any("cannot be known" in flag for flag in found.records["Jane_Doe"]["flags"])


def test_a_worksheet_that_comes_later_gives_the_same_hand_in_its_time(gather, work, course, zone, tmp_path):
    archive = pack(tmp_path / "a.zip", {f"Jane Doe_123_assignsubmission_file_/{LAB}.ipynb": work("jane")})
    sheet = tmp_path / "Grades.csv"
    head = "Identifier,Full name,Email address,Status,Last modified (submission)\n"
    sheet.write_text(f'{head}Participant 123,Jane Doe,jane@x.edu,S,"Sunday, 1 February 2026, 2:34 PM"\n')
    for places in ([archive], [archive, sheet], [archive]):
        found, _ = gather(*places)
        assert found.count("taken") == 1
    (one,) = read_history(course.path, "Jane_Doe", LAB).hand_ins
    assert one.handed_in == "2026-02-01T14:34:00"
    sheet.write_text(f'{head}Participant 123,Jane Doe,jane@x.edu,S,"Sonntag, 1. März 2026, 14:34"\n')
    later = pack(tmp_path / "b.zip", {f"Jane Doe_123_assignsubmission_file_/{LAB}.ipynb": work("again")})
    flags = gather(later, sheet)[0].records["Jane_Doe"]["flags"]
    assert any('"Sonntag, 1. März 2026, 14:34", cannot be read for sure' in flag for flag in flags)
