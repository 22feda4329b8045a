"""Errors in a text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.text.document import Snippet
from journal.text.tracebacks import Failure, failures_in, failures_of, is_pasted, likeness

PLAIN = """\
Traceback (most recent call last):
  File "/srv/jobs.py", line 12, in <module>
    send(report)
    ~~~~^^^^^^^^
  File "/srv/mail.py", line 3, in send
    raise KeyError("to")
KeyError: 'to'
"""
CHAIN = (
    PLAIN
    + """
During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/srv/jobs.py", line 14, in run
    save()
django.db.utils.IntegrityError: UNIQUE constraint failed: entry.slug
"""
)
NOTEBOOK = """\
\x1b[0;31m---------------------------------------------------------------------------\x1b[0m
\x1b[0;31mZeroDivisionError\x1b[0m                         Traceback (most recent call last)
Cell \x1b[0;32mIn[2], line 3\x1b[0m
      1 def half(n):
----> 3 half(0)

Cell In[2], line 2, in half(n)
----> 2     return 1 / n

ZeroDivisionError: division by zero
"""
KEY, UNIQUE = Failure("KeyError", "'to'", ("send",)), "UNIQUE constraint failed: entry.slug"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (PLAIN, [KEY]),
        (CHAIN, [KEY, Failure("IntegrityError", UNIQUE, ("run",))]),
        (NOTEBOOK, [Failure("ZeroDivisionError", "division by zero", ("half",))]),
        (PLAIN.replace("\n", ""), [KEY]),
        (PLAIN.replace("\n", " "), [KEY]),
        ("TypeError: missing 1 argument", [Failure("TypeError", "missing 1 argument")]),
        ("StopIteration", [Failure("StopIteration")]),
        ("subprocess.CalledProcessError: x", [Failure("CalledProcessError", "x")]),
        ('Traceback (most recent call last):\n  File "a", line 1, in f\nPuzzle: no', [Failure("Puzzle", "no", ("f",))]),
        ("nothing: to see", []),
        ("    KeyError: indented, so code", []),
        ("", []),
    ],
)
def test_what_is_read(text, found):
    assert failures_in(text) == found


@pytest.mark.parametrize("filler", [" " * 200_000, "File " + " " * 200_000, "E" * 200_000, "a." * 100_000])
def test_a_long_line_takes_no_longer(filler):
    start = time.process_time()
    failures_in(f"Traceback (most recent call last){filler}")
    failures_in(f"Traceback (most recent call last)\n{filler}")
    assert time.process_time() - start < 1


@given(st.text())
def test_any_text_can_be_read(text):
    failures_in(text)
    is_pasted(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [(PLAIN, True), ("KeyError: 'to'", True), ("KeyError", False), ("a word", False), ("topic:orm Error", False)],
)
def test_what_counts_as_pasted(text, expected):
    assert is_pasted(text) is expected


def test_an_entry_shows_errors_in_output_and_names_them_in_words():
    shown = Snippet(0, 1, "python", "Python", "x", output=PLAIN)
    promised = Snippet(1, 9, "python", "Python", "y", raises="ValueError")
    found = failures_of("A lost KeyError", "It is no LookupError.", [shown, promised])
    assert found == [KEY, Failure("ValueError"), Failure("LookupError")]


def test_the_same_message_is_more_alike_than_another_and_frames_count():
    pasted = Failure("KeyError", "'to' is not in 3 rows", ("send", "run"))
    same = Failure("KeyError", "'cc' is not in 12 rows", ("send", "run"))
    near = Failure("KeyError", "'cc' is not in 12 rows")
    far = Failure("KeyError", "entirely different")
    values = [likeness(pasted, other) for other in (pasted, same, near, far, Failure("KeyError"))]
    assert values == sorted(values, reverse=True)
    assert values[0] == 4
    assert values[-1] == 1
