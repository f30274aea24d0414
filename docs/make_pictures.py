"""Make the two pictures of README.md: lab 01 in a real JupyterLab, photographed in a real browser.

    .venv/bin/python docs/make_pictures.py

It needs Chromium (Debian's package `chromium`) and takes about a minute.
"""

import argparse
import io
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import nbformat
from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "support")]

from browser import jupyter  # noqa: E402
from browser.conftest import FLAGS, free_port, wait_for, write  # noqa: E402
from conftest import CHROMIUM  # noqa: E402

from autograder.authoring.build import fill, read_lab, release_notebook  # noqa: E402

LAB = "01_perceptron"
SIZE = {"width": 900, "height": 800}
WRONG = '''def weighted_sum(X, w, w0):
    """z = w0 + x · w, for one example or a batch."""
    z = X @ w + w0
    return z + w0
'''


def main():
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport=SIZE, device_scale_factor=2)
        prepare(Path(folder), weighted_sum=WRONG)
        save(check_picture(page, address), "check")
        prepare(Path(folder))
        save(live_picture(page, address), "live-figure")
        browser.close()


def prepare(folder, **changed):
    """Put the lab into the server's folder, with every solution filled in but for the changed ones."""
    lab = read_lab(ROOT / "solutions" / f"{LAB}.py")
    answers = {cell.name: cell.source for cell in lab.cells if cell.kind == "solution"} | changed
    answers = {name: without_marks(text) for name, text in answers.items()}
    nbformat.write(fill(release_notebook(lab), answers), folder / f"{LAB}.ipynb")


def without_marks(text):
    return "\n".join(line for line in text.split("\n") if "### BEGIN" not in line and "### END" not in line)


def check_picture(page, address):
    """An answer that adds the bias twice, and the check that says so."""
    open_lab(page, address)
    answer, check = place(page, "weighted_sum"), place(page, "test_weighted_sum")
    run_all(page, [*codes_before(page, answer), answer, check])
    return glue(shot(page, answer), shot(page, check))


def live_picture(page, address):
    """The page with the neuron under its three sliders."""
    open_lab(page, address)
    figure = next(i for i, cell in enumerate(jupyter.cells(page)) if "neuron_2d(" in cell["source"])
    run_all(page, [*codes_before(page, figure), figure])
    controls = jupyter.cell(page, figure).locator(".widget-vbox").first
    controls.locator(".widget-html img").wait_for()
    controls.evaluate("box => box.scrollIntoView({block: 'end'})")
    page.wait_for_timeout(500)
    return Image.open(io.BytesIO(page.screenshot()))


def open_lab(page, address):
    """The lab without the file browser beside it."""
    jupyter.open_lab(page, address, LAB)
    page.evaluate("window.jupyterapp.shell.collapseLeft()")


def run_all(page, indices):
    for index in indices:
        jupyter.run(page, index)


def place(page, grade_id):
    """The number of the cell with this grade id."""
    found = [cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in jupyter.cells(page)]
    return found.index(grade_id)


def codes_before(page, end):
    """The code cells above a cell, but for the checks."""
    for index, cell in enumerate(jupyter.cells(page)[:end]):
        if cell["type"] == "code" and not cell["metadata"].get("nbgrader", {}).get("grade"):
            yield index


def shot(page, index):
    """A photograph of one cell."""
    return Image.open(io.BytesIO(jupyter.cell(page, index).screenshot()))


def glue(*images):
    """Images below one another."""
    glued = Image.new("RGB", (max(i.width for i in images), sum(i.height for i in images)), "white")
    top = 0
    for image in images:
        glued.paste(image, (0, top))
        top += image.height
    return glued


def save(image, name):
    """Write docs/NAME.png with few colours, so that it stays small."""
    path = ROOT / "docs" / f"{name}.png"
    image.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"wrote {path.relative_to(ROOT)}, {path.stat().st_size // 1000} kB, {image.width} × {image.height}")


@contextmanager
def serve(folder):
    """A JupyterLab on this folder; yields its address."""
    settings, port = folder / ".settings", free_port()
    write(settings / "@jupyterlab/notebook-extension/tracker.jupyterlab-settings", '{"windowingMode": "none"}')
    write(settings / "@jupyterlab/apputils-extension/notification.jupyterlab-settings", '{"fetchNews": "false"}')
    words = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root", "--expose-app-in-browser"]
    words += [f"--port={port}", "--IdentityProvider.token=", f"--ServerApp.root_dir={folder}"]
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "JUPYTERLAB_SETTINGS_DIR": str(settings)}
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(words, env=environ, stdout=log, stderr=subprocess.STDOUT)
    try:
        wait_for(f"http://127.0.0.1:{port}", process, folder / "server.log")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


if __name__ == "__main__":
    main()
