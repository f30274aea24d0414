import pytest

from course_utils.session.open_jupyter import command, main


def test_a_container_without_a_display_gets_no_browser_and_may_be_root(tmp_path):
    words = command(tmp_path, {}, root=True, platform="linux")
    assert "--allow-root" in words
    assert "--no-browser" in words


def test_a_desktop_opens_the_browser(tmp_path):
    words = command(tmp_path, {"DISPLAY": ":0"}, root=False, platform="linux")
    assert "--no-browser" not in words
    assert "--allow-root" not in words


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(SystemExit, match="There is no folder .*nowhere"):
        main([str(tmp_path / "nowhere")])
