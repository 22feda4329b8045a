"""reStructuredText, Org and plain text as entries."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.models import Entry
from journal.transfer.formats import words
from journal.transfer.formats.reading import Text, Unwritable

from .repositories import attempt, run, write

RST = """\
=====
Notes
=====

Why
---

Some *words*, ``code``, :ref:`a place <x>` and `a link <https://e.org/>`_.

.. note:: Look.

.. code-block:: python
   :linenos:

   def f():
       return 1

As here::

    x = 1

Deeper
~~~~~~

.. image:: img/a.png
"""
RST_BODY = """\
## Why

Some *words*, ``code``, `a place` and [a link](https://e.org/).

**Note:** Look.

```python
def f():
    return 1
```

As here:

```
x = 1
```

### Deeper

![a.png](img/a.png)"""
ORG = """\
#+TITLE: Log
#+DATE: <2024-05-06 Mon>
#+FILETAGS: :one:two:
* TODO Monday :work:
:PROPERTIES:
:ID: 5
:END:
Some *bold* /slanted/ =code= ~more~ and [[https://e.org/a/b][a link]], http://e.org/a/b/c.
- item
** Deeper
#+begin_src python
x = "*not bold*"
* no heading
#+end_src
"""
ORG_BODY = """\
# Monday



Some **bold** *slanted* `code` `more` and [a link](https://e.org/a/b), http://e.org/a/b/c.
- item
## Deeper
```python
x = "*not bold*"
* no heading
```"""


def read(name, text):
    return words.read(text.encode(), name)


def test_restructuredtext():
    reading = read("notes.rst", RST)
    assert reading.title == "Notes"
    assert "\n".join(_single(reading.body)) == "\n".join(_single(RST_BODY))


def _single(text):
    """Without the blank lines, which are as many as there were."""
    return [line for line in text.split("\n") if line.strip()]


def test_org():
    reading = read("log.org", ORG)
    assert (reading.title, reading.values.all_tags) == ("Log", ("one", "two"))
    assert reading.values.date.isoformat() == "2024-05-06T00:00:00"
    assert _single(reading.body) == _single(ORG_BODY)


def test_plain_text_is_words():
    reading = read("a.txt", "\ufeffMy title\n========\n\nWords that\nwrap.\n")
    assert (reading.title, reading.body) == ("My title", "Words that\nwrap.")


def test_a_text_that_was_edited_is_not_written():
    before = Text("Log", read("log.org", ORG).body)
    assert words.write(ORG.encode(), "log.org", before, replace(before, title="x")) == ORG.encode()
    with pytest.raises(Unwritable, match="does not write it"):
        words.write(ORG.encode(), "log.org", before, replace(before, body="x"))


@given(st.sampled_from(["a.rst", "a.org", "a.txt"]), st.text(alphabet="ab *=-~:.`#+_<>[]\n\t ", max_size=200))
def test_any_text_is_read(name, text):
    reading = read(name, text)
    assert sum(character in "ab" for character in reading.title + reading.body) <= len(text)


@pytest.mark.django_db
def test_they_come_in_and_rows_of_values_do_not(tmp_path):
    files = {
        "notes.rst": RST,
        "log.org": ORG,
        "todo.txt": "Learn the ORM.",
        "rows.txt": "1 2 3\n" * 20,
        "requirements.txt": "django",
        "README.rst": "Mine\n====\n\nAll of it.\n",
    }
    folder = write(tmp_path / "r", files)
    said = run("import_journal", folder)
    assert "rows.txt: rows of values, not words" in said
    assert "topic text README.rst: Mine" in said
    assert {entry.title for entry in Entry.objects.all()} == {"Notes", "Log", "Todo"}
    Entry.objects.get(slug="log").revise(body="Edited.")
    said, _ = attempt("export_journal", folder, "--to-source")
    assert "this journal reads its markup and does not write it" in said
    assert {name: (folder / name).read_text() for name in files} == files
