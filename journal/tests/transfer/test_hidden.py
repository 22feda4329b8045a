"""What an author hid at the source is not shown here; what readers would miss is named in the plan."""

import json

import pytest

from journal.models import Entry, Topic

from .repositories import attempt, notebook, run, write

pytestmark = pytest.mark.django_db


def raw(source):
    return {"cell_type": "raw", "metadata": {}, "source": source.splitlines(keepends=True)}


HIDING = {
    "draft": "---\ndraft: true\n---\ntext",
    "draft in words": "---\ndraft: 'Yes'\n---\ntext",
    "published": "---\npublished: false\n---\ntext",
    "publish": "---\npublish: false\n---\ntext",
    "private": "---\nprivate: true\ndate: 2024-01-02\n---\ntext",
    "capitals": "---\nPrivate: TRUE\n---\ntext",
    "status": "---\nstatus: draft\n---\ntext",
    "visibility": "---\nvisibility: private\n---\ntext",
    "toml": "+++\ndraft = true\n+++\ntext",
    "json": '{\n  "title": "T",\n  "draft": true\n}\n\ntext',
    "a list": "---\nstatus:\n  - draft\n---\ntext",
    "below an empty line": "---\n\ndraft: true\n---\ntext",
    "toml below an empty line": "+++\n\ndraft = true\n+++\ntext",
    "ended by dots": "---\ndraft: true\n...\ntext",
    "json in capitals": '{"Title": "x", "Draft": true}\ntext',
    "json with nothing else": '{"private": true}\ntext',
    "in doubt": "---\ndraft: perhaps\n---\ntext",
}
SHOWING = {
    "nothing": "text",
    "no draft": "---\ndraft: false\n---\ntext",
    "published": "---\npublished: true\n---\ntext",
    "a date": "---\npublished: 2024-01-02\n---\ntext",
    "another status": "---\nstatus: evergreen\n---\ntext",
    "json": '{"title": "T", "date": "2024-01-02"}\ntext',
    "a date in quotes": '---\npublished: "2024-01-02"\n---\ntext',
    "rules": "---\n\nNote: words\n\n---\ntext",
    "dots below a rule": "---\nwords\n...\ntext",
    "braces": '{"a": 1}\ntext',
}


@pytest.mark.parametrize("name", HIDING)
def test_what_is_hidden_comes_in_as_a_draft(tmp_path, name):
    plan = run("import_journal", write(tmp_path / "r", {"a.md": HIDING[name]}))
    assert Entry.objects.get().published_at is None
    assert "a draft, by" in plan
    assert "text" in Entry.objects.get().body


@pytest.mark.parametrize("name", SHOWING)
def test_what_is_not_hidden_is_published(tmp_path, name):
    run("import_journal", write(tmp_path / "r", {"a.md": SHOWING[name]}))
    assert Entry.objects.get().published_at is not None


@pytest.mark.parametrize("kind", ["raw", "markdown"])
def test_the_first_cell_of_a_notebook_can_be_its_front_matter(tmp_path, kind):
    front = '---\ntitle: "From the cell"\ntags: [one]\ndraft: true\n---'
    first = raw(front) if kind == "raw" else front
    folder = write(tmp_path / "r", {"a.ipynb": notebook(first, "# Another heading\n\nwords")})
    run("import_journal", folder)
    entry = Entry.objects.get()
    assert (entry.title, entry.published_at, [tag.name for tag in entry.tags.all()]) == ("From the cell", None, ["one"])
    assert "draft" not in entry.body
    assert entry.body.startswith("# Another heading")
    before = (folder / "a.ipynb").read_bytes()
    run("export_journal", folder, "--to-source")
    assert (folder / "a.ipynb").read_bytes() == before


@pytest.mark.parametrize("name", ["draft", "published", "publish", "private", "status", "visibility", "toml", "json"])
def test_what_is_published_here_is_published_there(tmp_path, name):
    folder = write(tmp_path / "r", {"a.md": HIDING[name]})
    run("import_journal", folder)
    Entry.objects.get().publish()
    run("export_journal", folder, "--to-source")
    Entry.objects.all().delete()
    run("import_journal", write(tmp_path / "again", {"a.md": (folder / "a.md").read_bytes()}))
    assert Entry.objects.get().published_at is not None


def test_json_that_cannot_be_read_is_named_and_not_published(tmp_path):
    folder = write(tmp_path / "r", {"a.md": '{"title": "x", "draft": true,}\ntext', "b.md": "b"})
    said, error = attempt("import_journal", folder, "--strict")
    assert "not valid JSON" in said
    assert "1 file could not be read" in error
    assert [entry.slug for entry in Entry.objects.all()] == ["b"]


def test_a_cell_that_states_facts_and_says_more_counts_too(tmp_path):
    run("import_journal", write(tmp_path / "r", {"a.ipynb": notebook("---\ndraft: true\n---\n\n# T\n\nsecret")}))
    assert Entry.objects.get().published_at is None


def test_publishing_a_notebook_edits_its_first_cell(tmp_path):
    folder = write(tmp_path / "r", {"a.ipynb": notebook(raw("---\ndraft: true\n---"), "words")})
    run("import_journal", folder)
    Entry.objects.get().publish()
    run("export_journal", folder, "--to-source")
    cells = json.loads((folder / "a.ipynb").read_text())["cells"]
    assert "".join(cells[0]["source"]).startswith("---\ndraft: false\n")
    assert "".join(cells[1]["source"]) == "words"


def test_a_topic_s_text_that_is_hidden_later_is_taken_back(tmp_path):
    folder = write(tmp_path / "r", {"a/README.md": "# A\n\nsecret", "a/x.md": "x", "b/y.md": "y"})
    run("import_journal", folder)
    assert Topic.objects.get(slug="a").body == "secret"
    write(folder, {"a/README.md": "---\npublish: false\n---\n# A\n\nsecret"})
    run("import_journal", folder)
    assert Topic.objects.get(slug="a").body == ""
    before = (folder / "a/README.md").read_bytes()
    run("export_journal", folder, "--to-source")
    assert (folder / "a/README.md").read_bytes() == before


def test_a_file_that_was_brought_in_before_is_read_again_when_reading_has_changed(tmp_path, monkeypatch):
    folder = write(tmp_path / "r", {"a.md": HIDING["publish"]})
    monkeypatch.setattr("journal.transfer.formats.metadata._SWITCHES", {})
    run("import_journal", folder)
    assert Entry.objects.get().published_at is not None
    monkeypatch.undo()
    monkeypatch.setattr("journal.transfer.repository.rereading.RULES", "later")
    monkeypatch.setattr("journal.transfer.repository.planner.RULES", "later")
    assert "1 update" in run("import_journal", folder)
    assert Entry.objects.get().published_at is None


def test_what_others_get_of_a_text_has_no_remarks(tmp_path, client, author, make_entry):
    make_entry(slug="a", body="Shown. <!-- secret --> %%secret%%", author=author)
    assert client.get("/entries/a.md").content == b"Shown.  "
    assert client.get("/api/v1/entries/a/").json()["body"] == "Shown.  "
    client.force_login(author)
    assert b"secret" in client.get("/entries/a.md").content


class TestThePlanNames:
    def remarks(self, tmp_path, text):
        plan = run("import_journal", write(tmp_path / "r", {"a.md": text, "b.md": "b"}), "--dry-run")
        return [line.strip() for line in plan.splitlines() if line.startswith(" " * 20)]

    @pytest.mark.parametrize(
        ("text", "remark"),
        [
            ("![x](https://e.org/x.png)\n\n![y](//e.org/y.png)", "line 1: 2 pictures from elsewhere, shown to readers as a link"),
            ('<img src="https://e.org/x.png">', "line 1: a picture from elsewhere, shown to readers as a link"),
            ("[![x](https://e.org/x.png)](https://e.org)", "line 1: a picture from elsewhere, shown to readers as a link"),
            ("[x](#nowhere)\n\n## Here", "line 1: “#nowhere” leads nowhere in this text"),
            ("{{< tweet 1 >}} {{< tweet 2 >}}", "line 1: “{{< tweet …” is for another program, and stays as it is written"),
            ("[a](x.md)\n[b](x.md)", "line 1 (and 1 more): nothing is at “x.md”"),
        ],
    )  # fmt: skip
    def test_what_readers_will_miss(self, tmp_path, text, remark):
        assert self.remarks(tmp_path, text) == [remark]

    @pytest.mark.parametrize(
        "text",
        [
            "[x](https://e.org/x.png) [b](b.md)",
            "[x](#here-and-there) [y](#here--there) [z](#own) [top](#top)\n\n## Here & There\n\n<a name='own'></a>",
            "[x](#setup-1)\n\n# T\n\n## Setup\n\n## Setup",
            "a[^1] b[^2]\n\n[^1]: [text](https://e.org)\n[^2]: [b](b.md)",
            "`{{< tweet >}}` and {{ value }}\n\n```\n![x](https://e.org/x.png) [x](#y)\n```",
        ],
    )
    def test_nothing_that_is_all_right(self, tmp_path, text):
        assert self.remarks(tmp_path, text) == []
