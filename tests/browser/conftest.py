"""A real JupyterLab server on a copy of the labs, and a real browser in front of it."""

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from lab_files import student_environment

ROOT = Path(__file__).parents[2]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def labs_folder(tmp_path_factory):
    """The folder that the server shows: a copy of notebooks/."""
    folder = tmp_path_factory.mktemp("labs")
    shutil.copytree(ROOT / "notebooks", folder, dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def server(labs_folder, tmp_path_factory):
    """The address of a JupyterLab, and of a Notebook 7, that lets the test reach its application object."""
    folder = labs_folder
    port = free_port()
    words = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root", "--expose-app-in-browser",
             "--JupyterNotebookApp.expose_app_in_browser=True",
             f"--port={port}", "--IdentityProvider.token=", f"--ServerApp.root_dir={folder}"]  # fmt: skip
    environ = {**student_environment(), "JUPYTERLAB_SETTINGS_DIR": str(settings(tmp_path_factory))}
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(words, env=environ, stdout=log, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address, process, folder / "server.log")
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def settings(factory):
    """JupyterLab settings that keep every cell in the page and every dialog out of it."""
    folder = factory.mktemp("settings")
    write(folder / "@jupyterlab/notebook-extension/tracker.jupyterlab-settings", '{"windowingMode": "none"}')
    write(folder / "@jupyterlab/apputils-extension/notification.jupyterlab-settings",
          '{"checkForUpdates": false, "fetchNews": "false"}')  # fmt: skip
    return folder


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def wait_for(address, process, log, seconds=60):
    for _ in range(seconds * 5):
        if process.poll() is not None:
            raise RuntimeError(f"JupyterLab ended at once:\n{log.read_text()[-2000:]}")
        try:
            urllib.request.urlopen(f"{address}/api", timeout=1).close()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not answer within {seconds} s:\n{log.read_text()[-2000:]}")


@pytest.fixture(scope="session")
def browser(chromium):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser):
    """A page that remembers the errors that it meets in `page.problems`."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    yield page
    page.close()
