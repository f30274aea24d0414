"""What a test says where this machine cannot run it: it is skipped with a sentence, and fails where `.ci/run` is."""

import os

import pytest


def lacking(sentence):
    """Leave the test here; `sentence` says why and what helps."""
    (pytest.fail if os.environ.get("COURSE_CI") else pytest.skip)(sentence)
