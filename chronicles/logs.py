"""What a log is told: one line for what a client did wrong, and a traceback only for what went wrong here."""

import logging

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404

_CLIENTS = (BadRequest, Http404, PermissionDenied, SuspiciousOperation)


class OneLine(logging.Filter):
    """Leaves out where in the code a forged Host or a malformed query was noticed; it says what was wrong instead."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, _CLIENTS):
            record.exc_info = record.exc_text = None
            words = record.getMessage()
            record.msg, record.args = words if str(error) in words else f"{words} ({error})", ()
        if record.exc_info is None:
            record.msg, record.args = _printable(record.getMessage()), ()
        return True


def _printable(words: str) -> str:
    """Without characters that begin a line of their own or move the cursor where a log is read."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in words)
