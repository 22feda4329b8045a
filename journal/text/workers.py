"""Programs of our own that do one thing and end, so that the web process loads no library for it."""

import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]


def run_worker(module: str, data: bytes, seconds: int) -> tuple[int, bytes]:
    """The exit status and the output of `python -m module`, given `data`. Raises subprocess.TimeoutExpired."""
    done = subprocess.run(
        [sys.executable, "-m", module],
        input=data,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        timeout=seconds,
        check=False,
    )
    return done.returncode, done.stdout
