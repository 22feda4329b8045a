"""Bringing repositories in, through the command that people use."""

import base64
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError

from journal.models import Attachment, Edition, Entry, Link, Repository, Source, Tag, Tally, Topic
from journal.tests.pictures import GIF, PNG
from journal.text.pictures import attachment_name

from .repositories import code, commit, git, notebook, run, write, zip_of

pytestmark = pytest.mark.django_db
ADDRESS = f"/attachments/{attachment_name(PNG)}"


def bring_in(path, *arguments, **options):
    return run("import_journal", path, *arguments, **options)


def entry(slug):
    return Entry.objects.get(slug=slug)


@pytest.fixture
def notes(tmp_path):
    """A small repository of everything, in git."""
    folder = tmp_path / "notes"
    return commit(
        folder,
        {
            "README.md": "# My notes\n\nSee [the sets](python/1_sets.md).\n",
            "python/README.md": "# Python\n\nAll about it.\n",
            "python/1_sets.md": "# Sets\n\nText, see [the loop](loops.ipynb) and ![a cat](../img/cat.png).\n",
            "python/loops.ipynb": notebook("# Loops", code("print(1)", {"output_type": "stream", "text": "1\n"})),
            "python/exercises/two_sum.py": '"""Find two numbers."""\n\nprint(1)\n',
            "img/cat.png": PNG,
            "img/unused.gif": GIF,
            "data.json": "{}",
        },
        date="2024-01-01T00:00:00+00:00",
    )


class TestWhatComesIn:
    def test_all_of_it(self, notes):
        said = bring_in(notes)
        assert "6 create" in said
        assert {(row.slug, row.kind, row.topic.title) for row in Entry.objects.all()} == {
            ("sets", "note", "Python"),
            ("loops", "note", "Python"),
            ("two-sum", "practice", "Exercises"),
        }
        sets = entry("sets")
        assert sets.body == f"Text, see [the loop](loops.md) and ![a cat]({ADDRESS})."
        assert sets.published_at == sets.created_at == sets.updated_at == datetime(2024, 1, 1, tzinfo=UTC)
        assert Topic.objects.get(slug="python").body == "All about it."
        assert Topic.objects.get(slug="my-notes").body == "See [the sets](sets.md)."
        assert Attachment.objects.get().read() == PNG
        assert Link.objects.get(source=sets).target == entry("loops")

    def test_the_pages_show_it(self, notes, client):
        bring_in(notes)
        page = client.get("/entries/sets/").content.decode()
        assert f'<img alt="a cat" src="{ADDRESS}"' in page
        assert 'href="/entries/loops/"' in page
        assert client.get(ADDRESS).content == PNG
        assert "All about it." in client.get("/topics/python/").content.decode()
        assert "Sets" in client.get("/").content.decode()

    def test_the_plan_says_what_and_why_and_does_nothing(self, notes):
        said = bring_in(notes, "--dry-run")
        assert "create     practice   python/exercises/two_sum.py: Two sum" in said
        assert "skipped               data.json: neither Markdown, a notebook nor a program" in said
        assert "skipped               img/unused.gif: an image that no text shows" in said
        assert "create     topic      python/exercises/: Exercises" in said
        assert "Nothing was changed: 6 create, 2 skipped." in said
        assert not Entry.objects.exists()
        assert not Topic.objects.exists()
        assert not Repository.objects.exists()

    def test_front_matter_of_many_kinds(self, tmp_path):
        write(
            tmp_path / "blog",
            {
                "_posts/2020-01-02-hello.md": "---\ntitle: Hello\ntags: a b\ncategories: [c]\n---\nText",
                "content/hugo.md": "+++\ntitle = 'Hugo'\ndate = 2021-02-03T04:05:06Z\ndraft = true\n+++\nText",
                "vault/Deep Note.md": "---\ntags:\n  - x\ncreated: 2022-03-04\n---\nSee [[Other Note]].",
                "vault/Other Note.md": "Text",
                "dev.md": "---\ntitle: Dev\npublished: false\ndescription: Words\nslug: my-slug\n---\nText",
            },
        )
        bring_in(tmp_path / "blog")
        hello = entry("hello")
        assert hello.published_at == datetime(2020, 1, 2, tzinfo=UTC)
        assert {tag.name for tag in hello.tags.all()} == {"a", "b", "c"}
        assert entry("hugo").published_at is None
        assert entry("hugo").created_at == datetime(2021, 2, 3, 4, 5, 6, tzinfo=UTC)
        assert entry("deep-note").published_at == datetime(2022, 3, 4, tzinfo=UTC)
        assert Link.objects.get(source=entry("deep-note")).target == entry("other-note")
        dev = entry("my-slug")
        assert (dev.title, dev.summary, dev.published_at) == ("Dev", "Words", None)

    def test_dates_written_down_count_more_than_git(self, tmp_path):
        commit(tmp_path / "r", {"a.md": "---\ndate: 2019-05-05\n---\nText", "b.md": "Text"})
        bring_in(tmp_path / "r")
        assert entry("a").published_at.year == 2019
        assert entry("b").published_at == datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)

    def test_a_page_bundle_is_an_entry_and_a_section_a_topic(self, tmp_path):
        write(
            tmp_path / "site",
            {
                "content/posts/_index.md": "---\ntitle: Posts\n---\nAll posts.",
                "content/posts/first/index.md": "---\ntitle: First\ndate: 2020-01-01\n---\n![x](pic.png)",
                "content/posts/first/pic.png": PNG,
                "content/posts/second.md": "---\ntitle: Second\n---\n[first](/posts/first/) {{< ref >}}",
            },
        )
        bring_in(tmp_path / "site")
        assert {row.slug: row.topic.slug for row in Entry.objects.all()} == {"first": "posts", "second": "posts"}
        assert entry("first").body == f"![x]({ADDRESS})"
        assert entry("second").body.startswith("[first](first.md)")
        assert Topic.objects.get().body == "All posts."

    def test_what_a_site_is_built_with_is_left_out(self, tmp_path):
        post = "---\ntitle: A\n---\nText"
        hugo = {"hugo.toml": "", "content/posts/a.md": post, "content/about/index.md": "# Me", "README.md": "x"}
        write(tmp_path / "hugo", hugo | {"layouts/x.html": "x", "archetypes/default.md": "x", "themes/t/x.js": "x"})
        jekyll = {"_config.yml": "", "_posts/2020-01-01-b.md": post, "_layouts/x.html": "x", "index.html": "x"}
        write(tmp_path / "jekyll", jekyll | {"about.md": post})
        said = bring_in(tmp_path / "hugo") + bring_in(tmp_path / "jekyll")
        assert sorted(Entry.objects.values_list("slug", flat=True)) == ["a", "about", "about-2", "b"]
        assert "skipped               layouts/x.html: what Hugo builds the site with" in said
        assert "skipped               index.html: what Jekyll builds the site with" in said

    def test_images_inside_a_text(self, tmp_path):
        picture = base64.b64encode(PNG).decode()
        write(tmp_path / "r", {"a.md": f"# A\n\n![x](data:image/png;base64,{picture})\n"})
        bring_in(tmp_path / "r")
        assert entry("a").body == f"![x]({ADDRESS})"
        assert Attachment.objects.get().read() == PNG

    def test_odd_names(self, tmp_path):
        names = ["🎉🎉/🚀.md", "C & C++/a+b.md", "Ünï/ñ.md", "日本/第一章.md", "x/!!!.md", "x/ü ö.md", "10_z/2_b.md"]
        write(tmp_path / "odd", dict.fromkeys(names, "Text"))
        bring_in(tmp_path / "odd")
        assert {row.title for row in Topic.objects.all()} == {"🎉🎉", "C & C++", "Ünï", "日本", "X", "Z"}
        assert set(Entry.objects.values_list("slug", flat=True)) == {
            "rocket", "a-plus-b", "ñ", "第一章", "exclamation-mark-exclamation-mark-exclamation-mark", "ü-ö", "b",
        }  # fmt: skip

    def test_two_files_of_one_name(self, tmp_path):
        write(
            tmp_path / "r", {"a/x.md": "one", "b/x.md": "two", "b/X.md": "three", "c/x.md": "---\nslug: x\n---\nfour"}
        )
        bring_in(tmp_path / "r")
        assert sorted(Entry.objects.values_list("slug", flat=True)) == ["x", "x-2", "x-3", "x-4"]

    def test_a_slug_that_once_led_elsewhere_is_not_taken(self, make_entry, tmp_path):
        make_entry(title="X", slug="x").revise(slug="y")
        write(tmp_path / "r", {"x.md": "Text"})
        bring_in(tmp_path / "r")
        assert entry("x-2")

    def test_folders_join_topics_that_are_there(self, topic, tmp_path):
        write(tmp_path / "r", {"Django/a.md": "Text", "Django/The ORM/b.md": "Text"})
        bring_in(tmp_path / "r")
        assert Topic.objects.count() == 2
        assert entry("b").topic == topic

    def test_same_titles_get_their_stage_in_the_slug(self, tmp_path):
        write(tmp_path / "r", {"one/exercises/a.md": "x", "two/exercises/b.md": "x"})
        bring_in(tmp_path / "r")
        assert {row.slug for row in Topic.objects.all()} == {"one", "two", "one-exercises", "two-exercises"}

    def test_deep_folders(self, tmp_path):
        write(tmp_path / "r", {"a/b/c/d.md": "x", "e/f.md": "x"})
        bring_in(tmp_path / "r")
        assert entry("d").topic.title == "B / C"
        assert entry("d").topic.parent.title == "A"

    def test_new_stages_come_after_the_others(self, topic, tmp_path):
        write(tmp_path / "r", {"b/x.md": "x", "a/y.md": "x"})
        bring_in(tmp_path / "r")
        assert [row.title for row in Topic.objects.stages().order_by("position")] == ["Django", "A", "B"]


class TestOptions:
    def test_draft_author_and_kind(self, notes, author):
        bring_in(notes, "--draft", "--author", "author", "--kind", "bug", "--kind", "*/exercises/*=project")
        assert {(row.published_at, row.author.username) for row in Entry.objects.all()} == {(None, "author")}
        assert {row.kind for row in Entry.objects.all()} == {"bug", "project"}

    def test_drafts_stay_drafts_when_it_comes_again(self, notes):
        bring_in(notes, "--draft")
        commit(notes, {"python/1_sets.md": "# Sets\n\nNew text.\n"})
        bring_in(notes)
        assert entry("sets").body == "New text."
        assert entry("sets").published_at is None

    def test_below_a_stage(self, notes, stage):
        bring_in(notes, "--topic", stage.slug)
        assert entry("sets").topic.parent == stage
        assert entry("two-sum").topic.title == "Python / Exercises"
        assert Topic.objects.get(pk=stage.pk).body == "See [the sets](sets.md)."

    def test_below_a_topic_everything_is_in_it(self, notes, topic):
        bring_in(notes, "--topic", topic.slug)
        assert {row.topic for row in Entry.objects.all()} == {topic}

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["--topic", "none"], "There is no topic “none”"),
            (["--author", "nobody"], "There is no user “nobody”"),
            (["--kind", "poem"], "“poem” is no kind"),
            (["--encoding", "klingon"], "There is no encoding"),
        ],
    )
    def test_what_does_not_exist_is_said(self, notes, arguments, message):
        with pytest.raises(CommandError, match=message):
            bring_in(notes, *arguments)

    def test_another_encoding(self, tmp_path):
        write(tmp_path / "r", {"a.md": "# Größe\n\ncafé".encode("latin-1"), "b.md": "# Maß\n\nthé"})
        with pytest.raises(CommandError, match="1 file could not be read"):
            bring_in(tmp_path / "r", "--strict")
        bring_in(tmp_path / "r", "--encoding", "latin-1")
        assert {row.title for row in Entry.objects.all()} == {"Größe", "Maß"}


class TestAgain:
    def test_nothing_changed(self, notes):
        bring_in(notes)
        before = list(Entry.objects.values()), list(Topic.objects.values()), list(Tally.objects.values())
        assert "6 unchanged, 2 skipped" in bring_in(notes)
        assert (list(Entry.objects.values()), list(Topic.objects.values()), list(Tally.objects.values())) == before

    def test_what_changed_at_the_source_changes_here(self, notes):
        bring_in(notes)
        commit(notes, {"python/1_sets.md": "# Set theory\n\nNew.\n"}, date="2024-02-02T00:00:00+00:00")
        said = bring_in(notes)
        assert "update     note       python/1_sets.md: Set theory; title, body" in said
        sets = entry("sets")
        assert (sets.title, sets.body, sets.version) == ("Set theory", "New.", 2)
        assert sets.published_at == datetime(2024, 1, 1, tzinfo=UTC)
        assert sets.updated_at == datetime(2024, 2, 2, tzinfo=UTC)

    def test_a_renamed_file_keeps_its_entry(self, notes):
        bring_in(notes)
        pk = entry("sets").pk
        (notes / "basics").mkdir()
        git(notes, "mv", "python/1_sets.md", "basics/set_theory.md")
        commit(notes, date="2024-02-02T00:00:00+00:00")
        said = bring_in(notes)
        assert "basics/set_theory.md: Sets; renamed from python/1_sets.md" in said
        moved = Entry.objects.get(pk=pk)
        assert (moved.slug, moved.topic.title, moved.source.path) == ("sets", "Basics", "basics/set_theory.md")
        assert Entry.objects.count() == 3
        assert "6 unchanged" in bring_in(notes)

    def test_without_git_a_file_is_known_by_its_bytes(self, tmp_path):
        folder = write(tmp_path / "r", {"a/x.md": "# X\n\nText", "a/y.md": "# Y"})
        bring_in(folder)
        (folder / "a" / "x.md").rename(folder / "a" / "z.md")
        bring_in(folder)
        assert entry("x").source.path == "a/z.md"
        assert Entry.objects.count() == 2

    def test_a_copy_elsewhere_is_the_same_repository(self, notes, tmp_path):
        bring_in(notes)
        git(tmp_path, "clone", "-q", "--bare", str(notes), "copy.git")
        assert "6 unchanged" in bring_in(tmp_path / "copy.git")
        assert Repository.objects.count() == 1

    def test_two_repositories_of_one_name_stay_apart(self, notes, tmp_path):
        bring_in(notes)
        commit(tmp_path / "elsewhere" / "notes", {"other.md": "Text"}, date="2023-01-01T00:00:00+00:00")
        bring_in(tmp_path / "elsewhere" / "notes")
        assert set(Repository.objects.values_list("name", flat=True)) == {"notes", "notes-2"}

    def test_what_was_edited_here_is_kept(self, notes):
        bring_in(notes)
        entry("sets").revise(body="Mine.", title="My sets")
        assert "6 unchanged" in bring_in(notes)
        assert entry("sets").body == "Mine."

    def test_what_both_changed_is_a_conflict(self, notes):
        bring_in(notes)
        entry("sets").revise(body="Mine.")
        commit(notes, {"python/1_sets.md": "# Sets\n\nTheirs.\n"})
        said = bring_in(notes)
        assert "conflict   note       python/1_sets.md: Sets; body changed here and at the source" in said
        assert entry("sets").body == "Mine."
        assert "conflict" in bring_in(notes, "--merge")
        assert entry("sets").body == "Mine."

    def test_changes_that_do_not_overlap_can_be_merged(self, tmp_path):
        folder = write(tmp_path / "r", {"a.md": "# A\n\none\n\ntwo\n\nthree\n"})
        bring_in(folder)
        entry("a").revise(body="ONE\n\ntwo\n\nthree")
        write(folder, {"a.md": "# A\n\none\n\ntwo\n\nTHREE\n"})
        assert "--merge takes both" in bring_in(folder)
        assert entry("a").body == "ONE\n\ntwo\n\nthree"
        assert "both sides' changes merged" in bring_in(folder, "--merge")
        assert entry("a").body == "ONE\n\ntwo\n\nTHREE"
        assert "1 unchanged" in bring_in(folder)

    def test_fields_are_compared_one_by_one(self, tmp_path):
        folder = write(tmp_path / "r", {"a.md": "---\ntags: [x]\n---\n# A\n\nText\n"})
        bring_in(folder)
        entry("a").revise(kind="bug", tags=Tag.objects.named(["x", "mine"]))
        write(folder, {"a.md": "---\ntags: [x]\n---\n# A\n\nNew\n"})
        assert "1 update" in bring_in(folder)
        changed = entry("a")
        assert (changed.kind, changed.body) == ("bug", "New")
        assert {tag.name for tag in changed.tags.all()} == {"x", "mine"}

    def test_a_deleted_file_is_reported_and_its_entry_kept(self, notes):
        bring_in(notes)
        (notes / "python" / "1_sets.md").unlink()
        assert "gone       entry      python/1_sets.md: no longer in the repository; kept here" in bring_in(notes)
        assert entry("sets")

    def test_a_deleted_entry_does_not_come_back(self, notes):
        bring_in(notes)
        entry("sets").delete()
        commit(notes, {"python/1_sets.md": "# Sets\n\nNew\n"})
        assert "python/1_sets.md: Sets; its entry was deleted here" in bring_in(notes)
        assert not Entry.objects.filter(slug="sets").exists()

    def test_a_dead_link_comes_alive_when_its_file_comes(self, tmp_path):
        folder = write(tmp_path / "r", {"a.md": "[b](b.md)"})
        assert "line 1: nothing is at “b.md”" in bring_in(folder)
        write(folder, {"b.md": "# B"})
        said = bring_in(folder)
        assert "nothing is at" not in said
        assert Link.objects.get(source=entry("a")).target == entry("b")

    def test_a_copied_folder_keeps_its_dates(self, tmp_path):
        folder = write(tmp_path / "r", {"a.md": "Text"})
        bring_in(folder)
        before = entry("a").published_at
        write(folder, {"a.md": "New"})
        bring_in(folder)
        assert entry("a").published_at == before

    def test_a_front_matter_date_that_changes_counts(self, tmp_path):
        folder = write(tmp_path / "r", {"a.md": "---\ndate: 2020-01-01\n---\nText"})
        bring_in(folder)
        write(folder, {"a.md": "---\ndate: 2021-01-01\ndraft: false\n---\nText"})
        bring_in(folder)
        assert entry("a").published_at.year == 2021


class TestBulk:
    """Many at once are the same rows as one by one."""

    def test_the_same_as_revise(self, tmp_path, author):
        texts = {
            "a/one.md": "---\ntags: [x, y]\n---\n# One\n\n[[two]] [t](two.md)\n\n```python name=n\nx\n```\n\n```output\n1\n```\n",
            "a/two.md": "# Two\n\n## A\n## B\n## C\n## D\n\n```sql\nselect 1\n```\n[[missing]]",
            "b/three.md": "---\ndraft: true\nsummary: Short\n---\nText",
        }
        write(tmp_path / "r", texts)
        bring_in(tmp_path / "r", "--author", "author")
        projected = {row.slug: facts(row) for row in Entry.objects.all()}
        tallies = set(Tally.objects.filter(count__gt=0).values_list("group", "name", "kind", "count"))
        for row in Entry.objects.all():
            row.revise()
        assert {row.slug: facts(row) for row in Entry.objects.all()} == projected
        assert set(Tally.objects.filter(count__gt=0).values_list("group", "name", "kind", "count")) == tallies

    def test_readers_see_it_at_once(self, tmp_path, client):
        assert b"One" not in client.get("/").content
        before = Edition.current()
        write(tmp_path / "r", {"a.md": "# One"})
        bring_in(tmp_path / "r")
        assert Edition.current() != before
        assert b"One" in client.get("/").content

    def test_statements_grow_by_the_batch_not_by_the_entry(self, tmp_path, django_assert_max_num_queries):
        for count in (5, 90):
            folder = write(
                tmp_path / f"r{count}",
                {f"t/{n}.md": f"# N{n}\n\n```python\nx\n```\n[[n{n + 1}]]" for n in range(count)},
            )
            with django_assert_max_num_queries(150):
                bring_in(folder)


def facts(row):
    names = "html text excerpt minutes headings warnings card_html head_html tallied pipeline_version stage_id".split()
    values = {name: getattr(row, name) for name in names}
    snippets = list(row.snippets.values("id", "position", "name", "code", "output", "html", "language", "published_at"))
    links = list(row.links.order_by("slug").values_list("slug", "target_id", "label", "kind"))
    tags = list(row.taggings.order_by("tag").values_list("tag", "published_at"))
    return values, snippets, links, tags


def test_a_zip_and_its_name(tmp_path):
    zip_of(tmp_path / "til-main.zip", {"til-main/vim/a.md": "# A", "til-main/LICENSE": "MIT"})
    bring_in(tmp_path / "til-main.zip")
    assert Repository.objects.get().name == "til"
    assert entry("a").topic.title == "Vim"


def test_sources_hold_every_byte(notes):
    bring_in(notes)
    for source in Source.objects.exclude(format__in=["folder", "image"]):
        assert bytes(source.content) == (notes / source.path).read_bytes()


def test_verbosity_is_honoured(notes):
    assert bring_in(notes, verbosity=0) == ""
    assert bring_in(notes, verbosity=2).count("unchanged ") == 6


def test_authors_are_people_who_exist(notes):
    User.objects.create(username="ada")
    call_command("import_journal", str(notes), "--author", "ada", verbosity=0)
    assert set(Entry.objects.values_list("author__username", flat=True)) == {"ada"}
