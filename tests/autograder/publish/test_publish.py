"""`publish`: what the edition holds, which release it is, and what keeps it from being written."""

import json
import re
import subprocess

import nbformat
import pytest
from small_edition import ADDRESS, LAB, change, commit, git, make, write

from autograder import CourseError
from autograder.authoring.build import build
from autograder.authoring.setup_cell import course_settings
from autograder.publish import publish as publishing

MADE = {
    *(".gitignore", "Makefile", "README.md", "pyproject.toml", "release.json", "requirements.txt"),
    *("course_utils/__init__.py", "course_utils/start.py", "course_utils/checks.py", "course_utils/style.mplstyle"),
    f"notebooks/{LAB}.ipynb",
}


def files(folder):
    return set(git(folder, "ls-files").split("\n"))


def notebook(folder):
    return nbformat.read(folder / "notebooks" / f"{LAB}.ipynb", as_version=4)


def setup_cell(folder):
    return notebook(folder).cells[1].source


def test_the_edition_holds_what_students_need_and_nothing_else(publish, folder):
    publish()
    assert files(folder) == MADE
    assert git(folder, "status", "--porcelain") == ""


def test_what_only_hidden_checks_or_the_grader_need_is_left_out_and_named(publish, folder):
    publish()
    checks = (folder / "course_utils/checks.py").read_text()
    assert checks == "def close(a, b):\n    assert a == b\n"
    (told,) = [line for line in publish.told if line.startswith("left out")]
    assert told.endswith(": course_utils.checks.far, course_utils.grader")


def test_the_notebook_fetches_its_own_release_and_says_so_in_its_metadata(publish, folder):
    tag = publish()
    assert re.fullmatch(r"release-1-[0-9a-f]{8}", tag)
    assert f"--branch={tag} {ADDRESS} " in setup_cell(folder)
    assert setup_cell(folder).endswith(f'start(lab="{LAB}", release="{tag}")')
    assert notebook(folder).metadata.course.release == tag
    assert f"github/someone/a-course-labs/blob/main/notebooks/{LAB}.ipynb" in notebook(folder).cells[0].source
    assert git(folder, "tag", "--points-at", "HEAD") == tag


def test_the_instructors_own_notebook_has_no_release(publish, root):
    publish()
    source = (root / "notebooks" / f"{LAB}.ipynb").read_text()
    assert "release" not in source
    assert f"--branch=main {course_settings(root)['repository']} " in source


def test_the_same_course_twice_is_one_release(publish, folder):
    first, head = publish(), git(folder, "rev-parse", "HEAD")
    assert publish() == first
    assert git(folder, "rev-parse", "HEAD") == head
    assert publish.told == [f"{folder} holds {first} already; nothing has changed since"]


def test_the_same_course_gives_the_same_bytes_elsewhere(publish, folder, root, tmp_path):
    publish()
    publishing.publish(tmp_path / "other", lambda line: None, root)
    assert git(folder, "rev-parse", "HEAD^{tree}") == git(tmp_path / "other", "rev-parse", "HEAD^{tree}")


def test_a_changed_lab_is_a_new_release_and_the_old_one_stays(publish, folder, root):
    first = publish()
    change(root, "Count and add", "Count, then add")
    second = publish()
    assert second.startswith("release-2-")
    assert git(folder, "tag").split() == [first, second]
    assert "# Count and add" in git(folder, "show", f"{first}:notebooks/{LAB}.ipynb")
    assert f"labs with changes: {LAB}" in publish.told


def test_a_lab_that_has_not_changed_keeps_its_release(publish, folder, root):
    first = publish()
    before = (folder / "notebooks" / f"{LAB}.ipynb").read_bytes()
    write(root / "solutions" / "91_other.py", (root / "solutions" / f"{LAB}.py").read_text())
    build(root=root)
    second = publish()
    assert json.loads((folder / "release.json").read_text())["labs"] == {LAB: first, "91_other": second}
    assert (folder / "notebooks" / f"{LAB}.ipynb").read_bytes() == before


def test_a_changed_helper_is_a_new_release_of_every_lab_that_imports_it(publish, folder, root):
    publish()
    change(root, "assert a == b", "assert a is b", "course_utils/checks.py")
    second = publish()
    assert json.loads((folder / "release.json").read_text())["labs"] == {LAB: second}


def test_a_file_that_the_course_has_no_more_is_deleted_and_one_of_somebody_else_is_kept(publish, folder, root):
    publish()
    write(folder / "syllabus.md", "Mondays\n")
    commit(folder)
    (root / "course_utils" / "style.mplstyle").unlink()
    publish()
    assert files(folder) == MADE - {"course_utils/style.mplstyle"} | {"syllabus.md"}
    assert "kept, though not made by publish: syllabus.md" in publish.told


def test_what_was_changed_by_hand_and_committed_is_written_anew_and_named(publish, folder):
    first = publish()
    write(folder / "README.md", "Mine\n")
    commit(folder)
    assert publish() != first
    assert f"changed by hand since {first}, and written anew; git keeps your version: README.md" in publish.told
    assert (folder / "README.md").read_text() != "Mine\n"


def test_a_release_whose_tag_was_not_set_gets_it(publish, folder):
    first = publish()
    git(folder, "tag", "--delete", first)
    assert publish() == first
    assert git(folder, "tag") == first


def test_a_run_that_was_stopped_while_writing_is_taken_up(publish, folder, root):
    publish()
    change(root, "Count and add", "Count, then add")
    second = publish()
    git(folder, "tag", "--delete", second)
    git(folder, "reset", "--soft", "HEAD~1")
    assert publish() == second
    assert git(folder, "status", "--porcelain") == ""


# ---------------------------------------------------------------------------------------------- another host


@pytest.mark.parametrize("address", ["https://codeberg.org/someone/labs", "https://git.example.org/labs.git"])
def test_outside_github_there_is_no_badge_and_the_command_says_so(tmp_path, folder, address):
    root, told = make(tmp_path / "elsewhere", students=address), []
    tag = publishing.publish(folder, told.append, root)
    assert f"{address} is not on GitHub, from where alone Colab opens notebooks: no links to Colab are made" in told
    readme, opening = (folder / "README.md").read_text(), notebook(folder).cells[0].source
    assert "colab.research.google.com/github" not in readme + opening
    assert "Upload notebook" in readme
    assert "badge" not in readme
    assert not (folder / "docs").exists()
    assert f"--branch={tag} {address} /content" in setup_cell(folder).replace('" + home', "/content")


def test_without_an_address_for_students_nothing_is_written(tmp_path, folder):
    root = make(tmp_path / "elsewhere", students="")
    with pytest.raises(CourseError, match=r"no students under \[tool\.course\]: write there the address"):
        publishing.publish(folder, print, root)
    assert not folder.exists()


@pytest.mark.parametrize(
    "address", ["git@github.com:a/b.git", "ssh://git@example.org/a", "https://x/a b", 'https://x/a";b']
)
def test_an_address_that_not_everybody_can_clone_is_refused(tmp_path, folder, address):
    root = make(tmp_path / "elsewhere")
    text = (root / "pyproject.toml").read_text().replace(f'"{ADDRESS}"', f"'{address}'")
    write(root / "pyproject.toml", text)
    with pytest.raises(CourseError, match="students: expected an address that everybody can clone"):
        publishing.publish(folder, print, root)


# ---------------------------------------------------------------------------------------------- what is refused


def refused(publish, folder, words):
    """Publishing stops with these words, and leaves the folder as it is."""
    before = sorted(
        (path, path.is_file() and path.read_bytes()) for path in folder.rglob("*") if ".git" not in path.parts
    )
    with pytest.raises(CourseError, match=words):
        publish()
    after = sorted(
        (path, path.is_file() and path.read_bytes()) for path in folder.rglob("*") if ".git" not in path.parts
    )
    assert before == after


def test_a_folder_with_something_else_in_it_is_refused(publish, folder):
    write(folder / "thesis.tex", "x")
    refused(publish, folder, "is not empty, and no edition")


def test_a_repository_of_something_else_is_refused(publish, folder):
    write(folder / "a.txt", "x")
    git(folder, "init", "--quiet")
    commit(folder)
    (folder / "a.txt").unlink()
    refused(publish, folder, "is not empty, and no edition")


def test_an_empty_repository_that_was_cloned_is_taken(publish, folder):
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=trunk")
    git(folder, "remote", "add", "origin", ADDRESS)
    publish()
    assert "blob/trunk/notebooks" in notebook(folder).cells[0].source
    assert publish.told[-1] == f"  git -C {folder} push --tags origin trunk"
    assert not any("remote add" in line for line in publish.told)


@pytest.mark.parametrize("changed", [True, False])
@pytest.mark.parametrize("name", ["README.md", "notes.txt"])
def test_changes_that_are_not_committed_are_named_and_not_written_over(publish, folder, root, name, changed):
    publish()
    if changed:
        change(root, "Count and add", "Count, then add")
    write(folder / name, "mine\n")
    refused(publish, folder, rf"changes that are not committed: {name}\. Commit or undo them first")


def test_a_file_that_git_ignores_is_not_written_over(publish, folder, root, identity):
    (identity.parent / "ignored").write_text("new_helper.py\n")
    identity.write_text(identity.read_text() + f"[core]\n\texcludesFile = {identity.parent / 'ignored'}\n")
    publish()
    write(root / "course_utils" / "new_helper.py", "def helper():\n    pass\n")
    change(
        root, "start import start\n", "start import start\nimport course_utils.new_helper\n", "course_utils/__init__.py"
    )
    write(folder / "course_utils" / "new_helper.py", "mine")
    refused(publish, folder, "not committed: course_utils/new_helper.py")


def test_nothing_is_written_through_a_link(publish, folder, root, tmp_path):
    publish()
    outside = tmp_path / "outside"
    (folder / "course_utils").rename(outside)
    (folder / "course_utils").symlink_to(outside)
    change(root, "assert a == b", "assert a is b", "course_utils/checks.py")
    before = (outside / "checks.py").read_text()
    with pytest.raises(CourseError, match="course_utils is a link"):
        publish()
    assert (outside / "checks.py").read_text() == before


def test_a_folder_inside_the_course_is_refused_unless_git_ignores_it(root):
    with pytest.raises(CourseError, match="and git does not ignore it: name a folder outside"):
        publishing.publish(root / "students", print, root)
    git(root, "init", "--quiet")
    write(root / ".gitignore", "students/\n")
    assert publishing.publish(root / "students", print, root).startswith("release-1-")


@pytest.mark.parametrize("place", [".", ".."])
def test_the_course_itself_and_what_holds_it_are_refused(root, place):
    with pytest.raises(CourseError, match="holds the instructors' repository"):
        publishing.publish(root / place, print, root)


def test_a_worktree_of_another_repository_is_refused(publish, folder, root, tmp_path):
    git(root, "init", "--quiet")
    commit(root)
    git(root, "worktree", "add", "--quiet", str(folder), "-b", "edition")
    refused(publish, folder, "is a worktree or a submodule of another repository")


def test_stale_notebooks_are_refused(publish, folder, root):
    write(root / "notebooks" / f"{LAB}.ipynb", "{}")
    refused(publish, folder, "notebooks/ is not what the sources give: python -m autograder build")


def test_without_a_name_for_the_commit_nothing_is_written(publish, folder, identity):
    identity.write_text("[user]\n\tuseConfigOnly = true\n")
    refused(publish, folder, "git does not know who commits: git config --global user.name")


def test_a_helper_with_a_line_of_a_solution_is_refused_with_its_place(publish, folder, root):
    change(
        root,
        "    assert a == b\n",
        "    assert a == b\n    return sum(values) / len(values)\n",
        "course_utils/checks.py",
    )
    refused(
        publish, folder, r"course_utils/checks.py:3: return sum\(values\) / len\(values\)  \(the solution of mean, "
    )


def test_a_line_that_may_be_known_is_named_in_pyproject(publish, root):
    change(
        root,
        "    assert a == b\n",
        "    assert a == b\n    return sum(values) / len(values)\n",
        "course_utils/checks.py",
    )
    settings = (root / "pyproject.toml").read_text()
    write(root / "pyproject.toml", settings + 'public = ["return sum(values) / len(values)"]\n')
    assert publish().startswith("release-1-")


def test_another_repository_in_the_environment_is_left_alone(publish, folder, root, tmp_path, monkeypatch):
    (tmp_path / "other").mkdir()
    git(tmp_path / "other", "init", "--quiet")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other" / ".git"))
    tag = publish()
    monkeypatch.delenv("GIT_DIR")
    assert git(folder, "tag") == tag
    assert git(tmp_path / "other", "tag") == ""


def test_the_students_makefile_is_sound(publish, folder):
    publish()
    told = subprocess.run(["make", "-C", str(folder), "--no-print-directory"], capture_output=True, text=True)
    assert told.returncode == 0
    assert {line.split()[0] for line in told.stdout.splitlines()} == {"help", "lab", "update", "clean"}


def test_an_update_keeps_a_student_s_work_and_leaves_other_labs_alone(publish, folder, root, tmp_path):
    write(root / "solutions" / "91_other.py", (root / "solutions" / f"{LAB}.py").read_text())
    build(root=root)
    publish()
    git(tmp_path, "clone", "--quiet", str(folder), "clone")
    clone, old = tmp_path / "clone", []
    for name in (LAB, "91_other"):
        path = clone / "notebooks" / f"{name}.ipynb"
        path.write_text(path.read_text().replace("raise NotImplementedError", "return 7 #"))
        old.append(path.read_bytes())
    change(root, "Count and add", "Count, then add")
    second = publish()
    told = subprocess.run(["make", "-C", str(clone), "update"], capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    (kept,) = (clone / "notebooks" / "kept").iterdir()
    assert f"notebooks/{LAB}.ipynb has a new version; your work on it is now notebooks/kept/{kept.name}" in told.stdout
    assert f"This is {second}." in told.stdout
    assert [kept.read_bytes(), (clone / "notebooks" / "91_other.ipynb").read_bytes()] == old
    assert (clone / "notebooks" / f"{LAB}.ipynb").read_bytes() == (folder / "notebooks" / f"{LAB}.ipynb").read_bytes()
