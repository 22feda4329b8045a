"""Rendering with a bound on time and memory, enforced from outside the renderer.

Pygments is quadratic or worse on monstrous code, and nobody has proved that the rest of the
pipeline never is. So a child process renders. Before each text it arms a timer that makes
the kernel end it after CPU_SECONDS of its own processor time: a busy machine does not turn
honest texts away. The parent waits WALL_SECONDS at most. A text that ends its child is
shown plain, with a warning for the author, and the next text gets a new child.
"""

import atexit
import json
import os
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO

from .document import Document
from .plain import plain_document

CPU_SECONDS = 1.9  # with the fallback, an answer within two
WALL_SECONDS = 20

_ROOT = Path(__file__).resolve().parents[2]
_HEADER = struct.Struct("!I")

TOO_SLOW = "This text is too complex to render in time, so it is shown as it was written."
TOO_LARGE = "This text would become a page too large or too deeply nested, so it is shown as it was written."


class Renderer:
    """One child process, started when it is first needed and again after each text that ended it."""

    def __init__(self) -> None:
        self._turn, self._next = threading.Lock(), threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def render(self, source: str) -> Document:
        """The Document of `source`, in at most about CPU_SECONDS of processor time. Never raises on text."""
        request = json.dumps(source).encode()
        with self._next:  # one waits here, so that whoever renders many texts lets others in between
            self._turn.acquire()
        try:
            answer = self._ask(request)
        finally:
            self._turn.release()
        if answer is None:
            return plain_document(source, TOO_SLOW)
        data = json.loads(answer)
        return Document.from_dict(data) if data else plain_document(source, TOO_LARGE)

    def close(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if self._owner == os.getpid():  # otherwise a fork inherited it: it belongs to the parent
            process.kill()
            process.wait()
        for stream in (process.stdin, process.stdout):
            with suppress(OSError):
                if stream:
                    stream.close()

    def _ask(self, request: bytes) -> bytes | None:
        process = self._running()
        timer = threading.Timer(WALL_SECONDS, process.kill)
        timer.start()
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            write_message(process.stdin, request)
            answer = read_message(process.stdout)
        except OSError:  # the child is gone
            answer = None
        finally:
            timer.cancel()
        if answer is None:
            self.close()
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process and (self._owner != os.getpid() or self._process.poll() is not None):
            self.close()
        if self._process is None:
            self._owner = os.getpid()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "journal.text.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=_ROOT,
            )
        return self._process


def write_message(stream: IO[bytes], message: bytes) -> None:
    stream.write(_HEADER.pack(len(message)) + message)
    stream.flush()


def read_message(stream: IO[bytes]) -> bytes | None:
    """The next message, or None at the end of the stream."""
    header = stream.read(_HEADER.size)
    if len(header) < _HEADER.size:
        return None
    (length,) = _HEADER.unpack(header)
    message = stream.read(length)
    return message if len(message) == length else None


_renderer = Renderer()
atexit.register(_renderer.close)


def render(source: str) -> Document:
    """The Document of a text that a person wrote: see `Renderer.render`."""
    return _renderer.render(source)
