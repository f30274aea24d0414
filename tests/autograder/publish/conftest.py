"""A course to publish, a folder for its edition, and somebody who commits."""

import pytest
import small_edition


@pytest.fixture(autouse=True)
def identity(tmp_path, monkeypatch):
    """Git knows a name, and nothing else of this machine."""
    config = tmp_path / "gitconfig"
    config.write_text("[user]\n\tname = A Teacher\n\temail = teacher@example.org\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
    return config


@pytest.fixture
def root(tmp_path):
    """The instructors' repository."""
    return small_edition.make(tmp_path / "course")


@pytest.fixture
def folder(tmp_path):
    """Where the edition shall lie."""
    return tmp_path / "edition"


@pytest.fixture
def publish(root, folder):
    """Publish the course; returns the tag. What was said lies in `publish.told`."""
    from autograder.publish import publish as publishing

    def run():
        run.told = []
        return publishing.publish(folder, run.told.append, root)

    return run


@pytest.fixture
def check(root, folder):
    """The findings of `publish --check`, as texts."""
    from autograder.publish import publish as publishing

    return lambda: [str(finding) for finding in publishing.check(folder, lambda line: None, root)]
