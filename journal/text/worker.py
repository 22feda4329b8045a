"""The child process that renders: `python -m journal.text.worker`, messages on stdin and stdout."""

import json
import os
import signal
import sys

from .pipeline import TooMuchHtml, render_document
from .renderer import CPU_SECONDS, read_message, write_message

MAX_MEMORY = 1 << 30  # bytes of address space


def main() -> None:
    limit_memory()
    if hasattr(os, "nice"):
        os.nice(5)  # whoever reads goes first
    while (request := read_message(sys.stdin.buffer)) is not None:
        _arm(CPU_SECONDS)
        answer = _answer(json.loads(request))
        _arm(0)
        write_message(sys.stdout.buffer, answer)


def _answer(source: str) -> bytes:
    """The Document as JSON; `null` when its HTML is too much."""
    try:
        return json.dumps(render_document(source).as_dict()).encode()
    except TooMuchHtml:
        return b"null"


def _arm(seconds: float) -> None:
    """Let the kernel end this process after `seconds` of its processor time; 0 disarms."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows: the time limit of the parent is what is left
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
