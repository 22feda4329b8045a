"""The messages between the renderer and its child, and what stands in when there is no answer."""

import io
import json
import struct
import subprocess
import sys

import pytest

from journal.tests.processes import ROOT
from journal.text.document import Document
from journal.text.plain import plain_document
from journal.text.renderer import read_message, write_message


@pytest.mark.parametrize("message", [b"", b"a", b"null", "é 你 🎉".encode(), b"\x00\n\r" * 10, b"x" * 300_000])
def test_a_message_survives_the_pipe(message):
    stream = io.BytesIO()
    write_message(stream, message)
    write_message(stream, b"next")
    stream.seek(0)
    assert read_message(stream) == message
    assert read_message(stream) == b"next"
    assert read_message(stream) is None


@pytest.mark.parametrize("broken", [b"", b"\x00", b"\x00\x00\x00", struct.pack("!I", 5) + b"four"])
def test_a_message_that_ends_too_early_is_none(broken):
    assert read_message(io.BytesIO(broken)) is None


def ask_worker(*sources):
    """What a fresh child answers, text by text."""
    request = io.BytesIO()
    for source in sources:
        write_message(request, json.dumps(source).encode())
    run = subprocess.run(
        [sys.executable, "-m", "journal.text.worker"],
        cwd=ROOT,
        input=request.getvalue(),
        capture_output=True,
        timeout=30,
    )
    answers, stream = [], io.BytesIO(run.stdout)
    while (answer := read_message(stream)) is not None:
        answers.append(json.loads(answer))
    return run.returncode, answers


def test_the_child_answers_each_text_in_turn_and_ends_with_its_input():
    status, answers = ask_worker("*one*", "", "**two**")
    assert status == 0
    assert ["<em>one</em>" in answers[0]["html"], answers[1]["html"], "<strong>two</strong>" in answers[2]["html"]] == [
        True,
        "",
        True,
    ]


def test_a_text_that_is_too_much_is_answered_with_null_and_the_next_is_fine():
    status, answers = ask_worker("<div>" * 200 + "</div>" * 200, "*fine*")
    assert (status, answers[0]) == (0, None)
    assert "<em>fine</em>" in answers[1]["html"]


def test_the_kernel_ends_a_child_that_takes_too_long():
    import signal

    status, answers = ask_worker("*fine*", "```c\n" + " \n" * 9_000 + "```", "never reached")
    assert status == -signal.SIGPROF
    assert len(answers) == 1


def test_the_child_knows_no_django():
    script = "import sys, journal.text.worker; print(any(name.split('.')[0] == 'django' for name in sys.modules))"
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=30)
    assert run.stdout == "False\n", run.stderr


def test_the_web_process_never_loads_the_markdown_library():
    """Memory and start-up: only the child renders. (REST framework looks whether Markdown and Pygments are there.)"""
    script = (
        "import os, sys; os.environ.update(DJANGO_SETTINGS_MODULE='chronicles.settings', SECRET_KEY='x' * 60);"
        "import chronicles.wsgi, journal.urls, journal.admin;"
        "print([name for name in ('journal.text.pipeline', 'markdown.extensions.toc', 'pymdownx', "
        "'pygments.lexers.python', 'nh3', 'latex2mathml', 'PIL') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=30)
    assert run.stdout == "[]\n", run.stderr


@pytest.mark.parametrize("source", ["", "plain", "<b>&\"'", "a\x00b", "é 你 🎉", "\u2028", "x" * 10_000])
def test_what_stands_in_is_the_text_itself(source):
    from html import unescape

    document = plain_document(source, "because")
    inner = document.html.removeprefix('<div class="prose"><pre class="plain">').removesuffix("</pre></div>")
    assert unescape(inner) == source.replace("\x00", "")
    assert "<b" not in inner
    assert [warning.message for warning in document.warnings] == ["because"]
    assert (document.snippets, document.links, document.headings) == ((), (), ())


def test_an_empty_document_is_empty():
    assert Document.from_dict(Document().as_dict()) == Document()


def test_the_same_text_gives_the_same_document_in_every_process():
    source = "# a\n\n[^1] *b* [[c]] \\(x\\)\n\n```python\nx\n```\n\n[^1]: note"
    _, answers = ask_worker(source, source)
    _, again = ask_worker(source)
    assert answers[0] == answers[1] == again[0]


def test_a_message_is_as_long_as_its_header_says():
    stream = io.BytesIO()
    write_message(stream, b"abc")
    assert stream.getvalue() == b"\x00\x00\x00\x03abc"
