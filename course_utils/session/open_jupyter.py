"""Open JupyterLab on a folder of labs: `python -m course_utils.session.open_jupyter notebooks`."""

import os
import subprocess
import sys
from pathlib import Path


def command(folder, environ, *, root, platform):
    """The JupyterLab command line for this machine.

    Args:
        folder: The folder whose notebooks JupyterLab shows.
        environ: The environment variables, to see whether there is a display.
        root: True for the superuser, whom JupyterLab refuses without a flag.
        platform: `sys.platform`.

    Returns:
        A list of words, without the interpreter.
    """
    words = ["-m", "jupyter", "lab", f"--ServerApp.root_dir={Path(folder).resolve()}"]
    if root:
        words.append("--allow-root")
    if not has_display(environ, platform):
        words.append("--no-browser")
    return words


def has_display(environ, platform):
    """True where a browser window can open."""
    return platform in ("darwin", "win32") or any(environ.get(key) for key in ("DISPLAY", "WAYLAND_DISPLAY"))


def main(arguments):
    folder = Path(arguments[0] if arguments else "notebooks")
    if not folder.is_dir():
        sys.exit(f"There is no folder {folder}: run this in the course's folder, or name the folder of the labs.")
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    words = command(folder, os.environ, root=root, platform=sys.platform)
    if "--no-browser" in words:
        print(
            "No display here: open the address that JupyterLab prints below in your browser. Ctrl+C ends it.",
            flush=True,
        )
    else:
        print("JupyterLab opens in your browser. Begin with 00_start_here.ipynb. Ctrl+C here ends it.", flush=True)
    run([sys.executable, *words, *arguments[1:]])


def run(words):
    """Become this command; on Windows, where `execv` leaves the terminal at once and tears names with spaces, wait."""
    if sys.platform != "win32":
        os.execv(words[0], words)
    process = subprocess.Popen(words)
    while True:
        try:
            sys.exit(process.wait())
        except KeyboardInterrupt:  # JupyterLab has received it, too, and ends in its own time
            continue


if __name__ == "__main__":
    main(sys.argv[1:])
