"""A PostgreSQL and a Redis of a test's own, to be killed."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from .processes import free_port

_BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


class Postgres:
    """A server in a folder. It refuses to be root, so then it is nobody's."""

    def __init__(self):
        if not _BINARIES:
            pytest.skip("PostgreSQL is not at hand")
        pytest.importorskip("psycopg")
        self.folder = Path(tempfile.mkdtemp(prefix="journal-postgres-"))
        self.binaries, self.port = _BINARIES[-1], free_port()
        if os.getuid() == 0:
            shutil.chown(self.folder, "nobody")
        self._run("initdb", "-D", "data", "-U", "journal", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        self.start()
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "journal", "journal")
        self.url = f"postgres://journal@127.0.0.1:{self.port}/journal"

    def start(self):
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
        for _ in range(20):  # the memory of one that was killed may be held for a moment
            if self._run("pg_ctl", "-D", "data", "-w", "-l", "log", "-o", options, "start", check=False) == 0:
                return
            time.sleep(0.25)
        raise AssertionError((self.folder / "log").read_text()[-2_000:])

    def kill(self):
        """As the kernel does when memory runs out: the server and every process of it at once."""
        server = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        for pid in [server, *map(int, children)]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        while any(_lives(int(pid)) for pid in [server, *children]):
            time.sleep(0.02)

    def stop(self):
        self._run("pg_ctl", "-D", "data", "-m", "immediate", "stop", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program, *arguments, check=True):
        user = {"user": "nobody", "extra_groups": []} if os.getuid() == 0 else {}
        done = subprocess.run(
            [self.binaries / program, *arguments],
            cwd=self.folder,
            check=check,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=60,
            **user,
        )
        return done.returncode


class Redis:
    def __init__(self):
        if not shutil.which("redis-server"):
            pytest.skip("Redis is not at hand")
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self):
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def answers(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(5) == b"+PONG"
        except OSError:
            return False

    def kill(self):
        self.process.kill()
        self.process.wait()


def _lives(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
