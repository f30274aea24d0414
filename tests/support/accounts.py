"""Ordinary accounts on this machine, made for a test and removed after it, and nbgrader run as one of them."""

import getpass
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import uuid
from contextlib import contextmanager
from pathlib import Path

from needs import lacking

from autograder import ROOT

# All folders of modules are opened first and reached by their descriptors afterwards: the account could not reach
# them by their names where a checkout or its Python lies below somebody's home.
BECOME = """
import ctypes, os, pwd, runpy, sys

def opened(path):
    return f"/proc/self/fd/{os.open(path, os.O_RDONLY)}"

name, home, root, prefix, *words = sys.argv[1:]
account = pwd.getpwnam(name)
for module in list(sys.modules.values()):
    if getattr(module, "__path__", None):
        module.__path__ = [opened(path) for path in module.__path__ if os.path.isdir(path)]
sys.path[:] = [opened(path) for path in (root, *sys.path) if os.path.isdir(path)]
data = opened(prefix) + "/share/jupyter"
os.initgroups(name, account.pw_gid), os.setgid(account.pw_gid), os.setuid(account.pw_uid)
ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # PR_SET_DUMPABLE: or its own descriptors would be closed to it
os.environ.clear()
os.environ.update(HOME=home, PATH=os.defpath, LANG="C.UTF-8", JUPYTER_PATH=data)
sys.dont_write_bytecode = True
sys.argv = ["nbgrader", *words]
runpy.run_module("nbgrader", run_name="__main__", alter_sys=True)
"""


class Accounts:
    """Some accounts and a folder that all of them can reach, each with a home in it."""

    def __init__(self, administrator, folder, names):
        self.administrator, self.folder = administrator, folder
        self.names = {name: f"course-{uuid.uuid4().hex[:8]}" for name in names}

    def home(self, name):
        return self.folder / name

    def make(self):
        for name, account in self.names.items():
            done = self.run("useradd", "--no-create-home", "--home-dir", self.home(name), account)
            if done.returncode:
                lacking(f"needs further accounts on this machine, and useradd says: {done.stderr.strip()}")
            self.home(name).mkdir()
            self.give(self.home(name), name)

    def remove(self):
        for account in self.names.values():
            self.run("userdel", account)
        self.run("rm", "-rf", self.folder)

    def give(self, path, name=None):
        """A folder and all in it become an account's, or the own account's again."""
        owner = pwd.getpwnam(self.names[name] if name else getpass.getuser())
        assert self.run("chown", "-R", f"{owner.pw_uid}:{owner.pw_gid}", path).returncode == 0

    def nbgrader(self, name, *words, cwd=None):
        """Run `nbgrader` as one of the accounts; returns the finished process with its output."""
        places = [self.names[name], self.home(name), ROOT, sys.prefix]
        return self.run(sys.executable, "-c", BECOME, *places, *words, cwd=cwd or self.home(name))

    def run(self, *words, cwd=None):
        command = [*self.administrator, *map(str, words)]
        return subprocess.run(
            command, cwd=cwd, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )


@contextmanager
def accounts(*names):
    """`Accounts` for as long as the context lasts; a test that cannot have them says why."""
    administrator = [] if os.getuid() == 0 else ["sudo", "-n"]
    if administrator and (not shutil.which("sudo") or subprocess.run([*administrator, "true"], check=False).returncode):
        lacking("needs to make further accounts: run the tests as root, or allow sudo without a password")
    folder = Path(tempfile.mkdtemp(prefix="accounts-"))
    folder.chmod(0o755)
    made = Accounts(administrator, folder, names)
    try:
        made.make()
        yield made
    finally:
        made.remove()
