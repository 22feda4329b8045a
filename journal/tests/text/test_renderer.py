"""Rendering is bounded from outside: monstrous texts come back plain, and the next one is fine."""

import os
import resource
import signal

import pytest

from journal.text import renderer
from journal.text.pipeline import render_document
from journal.text.renderer import TOO_LARGE, TOO_SLOW, Renderer, render

from .hostile import MONSTROUS
from .test_sanitize import inspect


@pytest.fixture(scope="module")
def bounded():
    renderer = Renderer()
    yield renderer
    renderer.close()


def children_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def seconds_of(pid):
    """Processor time of a running process."""
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_the_child_gives_what_the_pipeline_gives(bounded):
    source = "# a\n\n```python title=x hl_lines=1\nx\n```\n\n[[b]] \\(x\\)\n\n## Why it works\n\nBecause é 你好."
    assert bounded.render(source) == render_document(source)


@pytest.mark.parametrize("name", MONSTROUS)
@pytest.mark.slow
def test_a_monstrous_text_is_answered_in_time(bounded, name):
    bounded.render("warm")
    pid, before = bounded._process.pid, children_seconds()
    started = seconds_of(pid)
    document = bounded.render(MONSTROUS[name])
    is_alive = bounded._process is not None
    spent = seconds_of(pid) - started if is_alive else children_seconds() - before - started
    assert spent < 2.3, spent
    assert inspect(document.html).findings == []
    assert len(document.html) <= 2_000_000
    assert document.html.startswith('<div class="prose">') or not document.text


def test_the_next_text_after_a_monster_is_rendered(bounded):
    assert bounded.render(MONSTROUS["c"]).warnings[0].message == TOO_SLOW
    assert bounded.render("*fine*").html == '<div class="prose"><p><em>fine</em></p>\n</div>'


def test_a_text_that_grows_too_large_is_shown_plain(bounded):
    document = bounded.render(MONSTROUS["abbreviation bomb"])
    assert document.warnings[0].message == TOO_LARGE
    assert document.html.startswith('<div class="prose"><pre class="plain">*[Ai]: xxx')


def test_plain_text_is_escaped(bounded):
    document = bounded.render("[a](" * 20_000 + "<script>alert(1)</script>")
    assert "<script" not in document.html
    assert "&lt;script&gt;" in document.html


def test_a_child_that_was_killed_is_replaced(bounded):
    bounded.render("one")
    os.kill(bounded._process.pid, signal.SIGKILL)
    bounded._process.wait()
    assert "two" in bounded.render("two").html


def test_a_child_that_hangs_is_ended(bounded, monkeypatch):
    bounded.render("one")
    monkeypatch.setattr(renderer, "WALL_SECONDS", 0.3)
    os.kill(bounded._process.pid, signal.SIGSTOP)
    assert bounded.render("two").warnings[0].message == TOO_SLOW
    monkeypatch.undo()
    assert "three" in bounded.render("three").html


def test_a_fork_gets_a_child_of_its_own(bounded):
    bounded.render("one")
    pid = bounded._process.pid
    bounded._owner = -1  # as after a fork
    kept = bounded._process
    bounded.render("two")
    assert bounded._process.pid != pid
    kept.kill()
    kept.wait()


def test_the_child_has_a_limit_on_memory(bounded):
    bounded.render("one")
    soft, _ = resource.prlimit(bounded._process.pid, resource.RLIMIT_AS)
    assert soft == 1 << 30


def test_threads_take_turns():
    from concurrent.futures import ThreadPoolExecutor

    sources = [f"text **{n}**" for n in range(30)]
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(render, sources))
    assert [f"<strong>{n}</strong>" in document.html for n, document in enumerate(found)] == [True] * 30
