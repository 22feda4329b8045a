"""Links by addresses on the web, by the site's own permalinks and by other names."""

import pytest

from journal.models import Attachment, Entry
from journal.tests.pictures import PNG

from .repositories import commit, git, run, write, zip_of

pytestmark = pytest.mark.django_db


def body(slug):
    return Entry.objects.get(slug=slug).body


def imported(folder, files, origin="git@github.com:Ann/Learned.git"):
    commit(folder, files)
    git(folder, "remote", "add", "origin", origin)
    return run("import_journal", folder)


@pytest.mark.parametrize(
    ("target", "led"),
    [
        ("https://github.com/ann/learned/blob/main/python/b.md", "b.md"),
        ("https://github.com/Ann/Learned/blob/master/python/b.md#why", "b.md#why"),
        ("https://github.com/ann/learned/tree/main/python", "/topics/python/"),
        ("https://raw.githubusercontent.com/ann/learned/main/python/b.md", "b.md"),
        ("https://github.com/ann/learned/blob/main/python/gone.md", ""),
        ("https://github.com/bob/other/blob/main/python/b.md", ""),
        ("https://github.com/ann/learned/issues/3", ""),
        ("https://github.com/ann/learned", ""),
        ("https://github.com/", ""),
        ("https://[", ""),
    ],
)
def test_a_link_to_the_repository_itself(tmp_path, target, led):
    imported(tmp_path / "r", {"a.md": f"[x]({target})", "python/b.md": "b"})
    assert body("a") == f"[x]({led or target})"


def test_a_picture_of_the_repository_itself_is_brought_in(tmp_path):
    said = imported(
        tmp_path / "r",
        {"a.md": "![x](https://raw.githubusercontent.com/ann/learned/main/img/x.png)", "img/x.png": PNG},
    )
    assert "elsewhere" not in said
    assert body("a").startswith("![x](/attachments/")
    assert Attachment.objects.exists()


def test_a_zip_is_known_by_its_name(tmp_path):
    link = "https://github.com/ann/learned/blob/main/b.md"
    run("import_journal", zip_of(tmp_path / "x.zip", {"learned-main/a.md": f"[x]({link})", "learned-main/b.md": "b"}))
    assert body("a") == "[x](b.md)"


def test_what_was_written_to_the_web_goes_back_as_it_was(tmp_path):
    text = "[x](https://github.com/ann/learned/blob/main/b.md)\n"
    imported(tmp_path / "r", {"a.md": text, "b.md": "b"})
    Entry.objects.get(slug="a").revise(body=body("a") + "\n\nMore.")
    run("export_journal", tmp_path / "r", "--to-source")
    assert (tmp_path / "r/a.md").read_text() == text + "\nMore.\n"


@pytest.mark.parametrize(
    ("target", "led"),
    [
        ("/guide/views-on-views", "views-on-views.md"),
        ("/guide/views-on-views/#why", "views-on-views.md#why"),
        ("/2020/03/03/views-on-views.html", "views-on-views.md"),
        ("/special/place/", "c.md"),
        ("/old/name.html", "c.md"),
        ("https://blog.example.org/guide/views-on-views/", "views-on-views.md"),
        ("https://www.blog.example.org/special/place", "c.md"),
        ("https://other.example.org/special/place", ""),
        ("/guide/nowhere", ""),
        ("/same", ""),
        ("/one/same/", "same.md"),
    ],
)
def test_permalinks(tmp_path, target, led):
    files = {
        "_config.yml": "title: x\nurl: 'https://blog.example.org'\n",
        "a.md": f"[x]({target})",
        "pages/guide/2020-03-03-views.md": "---\nslug: views-on-views\n---\nb",
        "c.md": "---\npermalink: /special/place/\nredirect_from: [/old/name]\n---\nc",
        "one/same.md": "1",
        "two/same.md": "2",
    }
    run("import_journal", write(tmp_path / "r", files))
    assert body("a") == f"[x]({led or target})"


def test_aliases_of_notes(tmp_path):
    files = {"Long name.md": "---\naliases: [LN, Other Name]\n---\nx", "a.md": "[[LN]] [[other name|o]] [[none]]"}
    folder = write(tmp_path / "r", files)
    said = run("import_journal", folder)
    assert "nothing is at “none”" in said
    assert "[[long-name" in body("a")
    assert "LN" not in said
    write(folder, {"a.md": "[[LN]] again"})  # the note itself is not read this time
    run("import_journal", folder)
    assert body("a").startswith("[[long-name")
