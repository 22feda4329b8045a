"""Runs Python snippets in order in one namespace, as a notebook would, and prints their outputs as JSON.

A program of its own: `python cells.py < snippets.json`. A snippet that raises gives what it printed
and then the last line of its traceback, as doctest does.
"""

import contextlib
import io
import json
import sys
import traceback


def run(code, namespace):
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        try:
            exec(compile(code, "snippet.py", "exec"), namespace)
        except Exception as error:
            print("Traceback (most recent call last):\n  …")
            print("".join(traceback.format_exception_only(error)).rstrip())
    return printed.getvalue().rstrip("\n")


if __name__ == "__main__":
    names = {"__name__": "snippet"}
    outputs = [run(code, names) for code in json.load(sys.stdin)]
    sys.stdout.write(json.dumps(outputs))
