"""A real PostgreSQL server in a temporary directory, on a free port of 127.0.0.1, run by an ordinary user."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

from needs import lacking

PASSWORD = "secret-of-the-test"
FAST = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c shared_buffers=16MB"


class Server:
    """The server; `url` names its database, `stop` and `start` do what they say."""

    def __init__(self, folder, port, programs, account):
        self.folder, self.port, self.programs, self.account = folder, port, programs, account
        self.url = f"postgresql+psycopg://course:{PASSWORD}@127.0.0.1:{port}/postgres"

    def make(self):
        (self.folder / "password").write_text(PASSWORD)
        shutil.chown(self.folder, self.account), shutil.chown(self.folder / "password", self.account)
        words = ["-D", "data", "-U", "course", "--auth=scram-sha-256", "--pwfile=password", "-E", "UTF8", "--no-sync"]
        self.run("initdb", *words, "--locale=C.UTF-8")

    def start(self):
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder} {FAST}"
        self.run("pg_ctl", "-D", "data", "-w", "-l", "log", "-o", options, "start")

    def stop(self):
        self.run("pg_ctl", "-D", "data", "-w", "-m", "immediate", "stop")

    def run(self, program, *words):
        options = {"cwd": self.folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
        if os.getuid() == 0:  # PostgreSQL refuses to run as root
            entry = pwd.getpwnam(self.account)
            options |= {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
        done = subprocess.run([self.programs / program, *words], check=False, **options)
        assert done.returncode == 0, f"{program}: {done.stderr}"


@contextmanager
def running():
    """A server that runs as long as the context lasts."""
    account = "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
    server = Server(folder, free_port(), programs(), account)
    try:
        server.make()
        server.start()
        yield server
    finally:
        if (folder / "data/postmaster.pid").exists():
            server.stop()
        shutil.rmtree(folder)


def programs():
    """Where Debian keeps the server's programs, which are on nobody's path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: float(path.parts[4]))
    if not found:
        lacking("needs a PostgreSQL server: install Debian's package postgresql (apt install postgresql)")
    return found[-1].parent


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
