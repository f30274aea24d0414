"""The full profile of labs 07 to 10, forced on a CPU with 512 images: every cell runs, none falls back to the digits.

No data set can be fetched in a test. In its place lie the bundled digits, enlarged to each set's shape.
"""

import lab_files
import numpy as np
import pytest
from sklearn.datasets import load_digits

pytestmark = pytest.mark.slow

SHAPES = {"mnist": (28, 28, 1), "fashion_mnist": (28, 28, 1), "cifar10": (32, 32, 3)}
LABS = [lab for lab in lab_files.LABS if lab[:2] in ("07", "08", "09", "10")]


@pytest.fixture(scope="module")
def sets(tmp_path_factory):
    """A cache folder with the three sets."""
    folder = tmp_path_factory.mktemp("sets")
    X, y = (np.tile(part.T, 4).T for part in load_digits(return_X_y=True))  # lab 09's contest wants 6000 images
    images = (X.reshape(-1, 8, 8, 1) * 255 / 16).astype(np.uint8)
    for name, (height, width, channels) in SHAPES.items():
        rows, columns = np.arange(height) * 8 // height, np.arange(width) * 8 // width
        enlarged = np.repeat(images[:, rows][:, :, columns], channels, axis=3)
        np.savez(folder / f"{name}.npz", X=enlarged.reshape(len(X), -1), y=y)
    return folder


@pytest.mark.parametrize("lab", LABS)
def test_every_cell_runs_in_the_full_profile(lab, sets, monkeypatch):
    student = lab_files.student_environment()
    asked = {"COURSE_PROFILE": "full", "COURSE_IMAGES": "512", "COURSE_CACHE": str(sets)}
    monkeypatch.setattr(lab_files, "student_environment", lambda: {**student, **asked})
    notebook = lab_files.run(lab_files.solved(lab), timeout=600)  # a CPU in the place of a GPU
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    printed = "".join(output["text"] for output in outputs if output.output_type == "stream")
    assert "in its place" not in printed, "a set was replaced by the digits: the full profile did not run"
    assert any(name in printed for name in SHAPES), "no cell named a set of the full profile"
