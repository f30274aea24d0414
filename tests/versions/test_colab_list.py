"""Colab's published list against ours: what differs, what the issue says, and that the workflow opens one issue."""

import os
import stat
import subprocess
from pathlib import Path

import pytest
import yaml
from lab_files import ROOT
from packaging.requirements import Requirement
from versions import colab_list
from versions.colab_list import FILES, SOURCE, USED, Difference, differences, main, our_python, pins, report, updated

OURS = """\
# Versions in Google Colab (CPU runtime), list of 2026-08-19; Python there is 3.13. Use with: pip install -c
jupyter_client==7.4.9
numpy==2.1.3
tensorflow==2.20.0
tornado==6.5.7
"""
FREEZE = """\
# Do not modify this file directly
en-core-web-sm @ https://example.org/en_core_web_sm-3.6.0-py3-none-any.whl#sha256=83
jupyter-client==7.4.9
numpy==2.1.3
tensorflow==2.20.0
tornado==6.5.7
zipp==3.17.0
"""
SYSTEM = "# Do not modify\nUbuntu 22.04.4 LTS\nPython 3.13.2\nR version 4.5.1\n"
WORKFLOW = ROOT / ".github" / "workflows" / "colab.yml"
GH = """\
#!/bin/sh
echo "$@" >> calls
[ "$2" != list ] || cat open_issue
"""


def test_names_are_comparable_and_lines_without_a_version_are_left_out():
    assert pins("Jupyter_client==7.4\n# a==1\nb @ file:///b-2.tar.gz\nc.d == 1.0+cpu\n") == {
        "jupyter-client": "7.4",
        "c-d": "1.0+cpu",
    }


def test_the_same_list_has_no_difference_and_no_report():
    assert differences(OURS, FREEZE, SYSTEM) == []
    assert report([]) == ""


def test_other_versions_a_missing_package_and_another_python_are_found():
    freeze = FREEZE.replace("tensorflow==2.20.0", "tensorflow==2.21.0").replace("tornado==6.5.7\n", "")
    assert differences(OURS, freeze, SYSTEM.replace("3.13.2", "3.14.0")) == [
        Difference("python", "3.13", "3.14"),
        Difference("tensorflow", "2.20.0", "2.21.0"),
        Difference("tornado", "6.5.7", None),
    ]


@pytest.mark.parametrize(
    ("freeze", "system", "sentence"),
    [
        ("<html>404</html>", SYSTEM, "expected lines such as tensorflow==2.20.0, received '<html>404</html>'"),
        (FREEZE, "", "os-info.txt: expected a line such as Python 3.13.2, received ''"),
    ],
)
def test_files_that_are_none_are_refused(freeze, system, sentence):
    with pytest.raises(ValueError, match=sentence):
        differences(OURS, freeze, system)


def test_only_what_the_labs_use_makes_an_issue_and_the_rest_is_mentioned():
    tornado, numpy = Difference("tornado", "6.5.7", None), Difference("numpy", "2.1.3", "2.2.0")
    assert report([tornado]) == ""
    text = report([tornado, numpy])
    assert "| numpy | 2.1.3 | 2.2.0 |" in text
    assert "Other packages of the list that differ: tornado 6.5.7 → not there." in text


def test_the_commands_of_the_issue_fetch_both_files_and_write(tmp_path):
    text = report([Difference("numpy", "2.1.3", "2.2.0")])
    assert f"{SOURCE}pip-freeze.txt {SOURCE}os-info.txt" in text
    assert "python3 tests/versions/colab_list.py pip-freeze.txt os-info.txt --write" in text


def test_the_list_is_brought_up_to_date():
    found = [
        Difference("python", "3.13", "3.14"),
        Difference("jupyter-client", "7.4.9", "8.0"),
        Difference("tornado", "", None),
    ]
    assert updated(OURS, found, "2026-12-01") == (
        "# Versions in Google Colab (CPU runtime), list of 2026-12-01; Python there is 3.14. Use with: pip install -c\n"
        "jupyter_client==8.0\nnumpy==2.1.3\ntensorflow==2.20.0\n"
    )


def test_the_command_prints_the_report_and_writes_when_asked(lists, capsys):
    main(lists)
    assert "| numpy | 2.1.3 | 2.2.0 |" in capsys.readouterr().out
    main([*lists, "--write"])
    capsys.readouterr()
    main(lists)
    assert capsys.readouterr().out == ""


@pytest.fixture
def lists(tmp_path):
    """Our list and Colab's, which has another numpy, as the command's arguments."""
    texts = {"ours.txt": OURS, FILES[0]: FREEZE.replace("numpy==2.1.3", "numpy==2.2.0"), FILES[1]: SYSTEM}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [*(str(tmp_path / name) for name in FILES), "--constraints", str(tmp_path / "ours.txt")]


def test_our_own_list_can_be_read_and_has_what_the_labs_use():
    text = colab_list.CONSTRAINTS.read_text(encoding="utf-8")
    assert set(USED) <= set(pins(text))
    assert differences(text, text, f"Python {our_python(text)}.1") == []
    assert updated(text, [], text.split("list of ")[1][:10]) == text
    needed = {Requirement(line).name for line in (ROOT / "requirements.txt").read_text().splitlines() if line[0] != "#"}
    assert needed - {"jupyterlab"} <= set(USED)


def workflow_steps():
    return yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]["versions"]["steps"]


def test_the_workflow_fetches_what_the_command_reads():
    fetch, compare = (step["run"] for step in workflow_steps()[1:3])
    assert [word for word in fetch.split() if word.startswith("https:")] == [SOURCE + name for name in FILES]
    script, *files = compare.split(" > ")[0].split()[1:]
    assert (ROOT / script) == Path(colab_list.__file__).resolve()
    assert tuple(files) == FILES


@pytest.mark.parametrize(
    ("report", "number", "last"),
    [
        ("", "", None),
        ("numpy differs\n", "", "issue create --title Colab has other versions --body-file report.md"),
        ("numpy differs\n", "7\n", "issue edit 7 --body-file report.md"),
    ],
)
def test_the_workflow_opens_one_issue_or_updates_it(tmp_path, report, number, last):
    for name, text in {"gh": GH, "report.md": report, "open_issue": number}.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "gh").chmod(stat.S_IRWXU)
    environ = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    call = ["bash", "-e", "-o", "pipefail", "-c", workflow_steps()[3]["run"]]  # as GitHub runs it
    subprocess.run(call, cwd=tmp_path, env=environ, check=True, capture_output=True)
    calls = (tmp_path / "calls").read_text().splitlines() if (tmp_path / "calls").exists() else []
    assert calls[-1:] == ([last] if last else [])
