"""Starting the project's own programs in processes of their own, for the tests that need real ones."""

import atexit
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def manage(*arguments, data, **environment):
    """Run `manage.py` with a data folder and an environment of its own."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment_for(data, **environment),
        capture_output=True,
        text=True,
        timeout=120,
    )


def environment_for(data, **environment):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "SYSTEMROOT") if name in os.environ}
    return {**kept, "ENV_FILE": os.devnull, "DATA_DIR": str(data), **environment}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def migrated(data):
    """Give this folder the tables of a new journal."""
    shutil.copytree(_made("migrate"), data, dirs_exist_ok=True)


def begun(data):
    """Give this folder the demo journal, and what else a first start makes."""
    shutil.copytree(_made("serve"), data, dirs_exist_ok=True)


@cache
def _made(how):
    """Once for all tests of a process: it takes seconds."""
    data = Path(tempfile.mkdtemp(prefix="journal-begun-"))
    atexit.register(shutil.rmtree, data, ignore_errors=True)
    if how == "serve":
        with serving(data):
            pass
    else:
        done = manage("migrate", "-v0", data=data)
        assert done.returncode == 0, done.stderr
    return data


@contextmanager
def serving(data, *arguments, **environment):
    """`manage.py serve` until the end of the block: yields its address and the file of what it says."""
    port = free_port()
    with tempfile.NamedTemporaryFile("r", prefix="journal-serve-", suffix=".log") as log:
        with open(log.name, "w") as said:
            process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", "--port", str(port), *arguments],
                cwd=ROOT,
                env=environment_for(data, **environment),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
            )
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(address, process, log)
            yield address, log
        finally:
            process.terminate()
            process.wait(timeout=60)  # gunicorn gives a worker 30 seconds to end


def wait_for(address, process, log, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{address}/health/", timeout=5):
                return
        except (OSError, urllib.error.URLError):
            if process.poll() is not None:
                raise AssertionError(log.read()) from None
            time.sleep(0.1)
    raise AssertionError("the server did not come up")
