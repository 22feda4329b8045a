"""Databases of every age start: a landed migration never changes, and old databases become what a new one is.

`tests/databases/` has the databases that some landed commits made, named after them: a stage, a topic, a published
entry of two versions and a draft. In f74e7a5, b587649 and c9c45e7, migrations 0004 and 0005 were not yet what they are.
"""

import hashlib
import json
import sqlite3
from pathlib import Path

import pytest

from journal.tests.processes import manage, migrated

ROOT = Path(__file__).resolve().parents[3]
MIGRATIONS = ROOT / "journal" / "migrations"
DATABASES = sorted((ROOT / "journal" / "tests" / "databases").glob("*.sql"))

# Never change one of these: a database that has applied it would not be told. Write another migration.
LANDED = {
    "0001_initial": "8ea89e6ef9faee65",
    "0002_repositories": "b2dad2dbb7333ca4",
    "0003_revisions_and_drafts": "0a15ae81fd9fe94a",
    "0004_trash_and_attachment_uses": "7bc4a3faf79c8a1a",
    "0005_search": "29c193fe38a86a5b",
    "0006_search_titles": "d2f4fa9414bcc36c",
    "0007_accounts": "e484019b7ead5920",
    "0008_api": "46f9b79d7bc78ef4",
    "0009_names_and_events": "aefaaacd89ca31c2",
    "0010_touched": "8723e68338de6e08",
    "0011_topic_pipeline_version": "8f81ec5ad055254d",
    "0012_as_it_should_be": "e41d6d522fc6c2ad",
    "0013_days_and_drafts": "a49e65565cec112e",
    "0014_settled_drafts": "842dd2647f5ba592",
    "0015_retired_snippets": "353cf45a1622b895",
    "0016_patterns_of_paths": "e651c1ccd7d61d87",
}

LOOK = """
import json
from django.core.management import call_command
from django.test import Client
from journal.models import Draft, Entry, Tally, TrashedEntry
from journal.search.index import problems
call_command("render_entries", verbosity=0)
client = Client(headers={"host": "localhost"})
first, second = Entry.objects.order_by("pk")
second.revise(body="Saved [[first]].", tags=["new"], by=second.author)
Draft.keep(second.author, second, title="x", body="y", sitting="s")
TrashedEntry.put(second, by=second.author).restore()
print(json.dumps({
    "bodies": list(Entry.objects.order_by("pk").values_list("body", flat=True)),
    "pages": [client.get(path).status_code for path in ("/", first.get_absolute_url(), "/topics/", "/search/?q=first")],
    "index": problems(),
    "uses": list(first.attachment_uses.values_list("name", flat=True)),
    "tallies": Tally.objects.filter(count__gt=0).count(),
}))
"""


def test_what_has_landed_never_changes():
    found = {path.stem: hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in MIGRATIONS.glob("0*.py")}
    assert found == LANDED


@pytest.fixture(scope="module")
def new_schema(tmp_path_factory):
    data = tmp_path_factory.mktemp("new")
    run(data, "migrate", "-v0")
    return schema_of(data)


@pytest.mark.parametrize("dump", DATABASES, ids=lambda path: path.stem)
@pytest.mark.slow
def test_an_old_database_becomes_what_a_new_one_is(dump, tmp_path, new_schema):
    with sqlite3.connect(tmp_path / "journal.sqlite3") as database:
        database.executescript(dump.read_text())
    run(tmp_path, "migrate", "-v0")
    found = json.loads(run(tmp_path, "shell", "-v0", "-c", LOOK).splitlines()[-1])
    assert found["bodies"][0].startswith("See [[second]] and ![x]")
    assert found["bodies"][1] == "Saved [[first]]."
    assert found["pages"] == [200] * 4
    assert found["index"] == []
    assert found["uses"] == ["0123456789abcdef0123456789abcdef.png"]
    assert found["tallies"] == 5
    assert missing(schema_of(tmp_path), new_schema) == {}


def run(data, *arguments):
    """What a command says that succeeded."""
    done = manage(*arguments, data=data, LOG_LEVEL="ERROR")
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def schema_of(data):
    """The columns and the names of the indexes of each table."""
    with sqlite3.connect(data / "journal.sqlite3") as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = {table: {row[1:4] for row in database.execute(f"PRAGMA table_info('{table}')")} for table in tables}
        indexes = database.execute("SELECT tbl_name, name FROM sqlite_master WHERE type = 'index'").fetchall()
    for table, name in indexes:
        if not name.startswith("sqlite_"):
            columns[table].add(name.rpartition("_")[0] if name[-9:-8] == "_" else name)  # Django hashes some
    return columns


def missing(found, wanted):
    return {table: rows - found.get(table, set()) for table, rows in wanted.items() if rows - found.get(table, set())}


BACK = """
from journal.models import Entry, Snippet, Topic, TrashedEntry
entry = Entry(topic=Topic(title="A").revise()).revise(title="Code", body="```python name=x\\n1\\n```\\n\\n```sql\\n2\\n```")
entry.revise(body="```sql\\n2\\n```")
entry.revise(body="```python name=y\\n3\\n```\\n\\n```sql\\n2\\n```")
assert Snippet.with_retired.count() == 3
second = Entry(topic=entry.topic).revise(title="Trashed", body="```python name=x\\n1\\n```")
second.revise(body="```sql name=z\\n1\\n```")
TrashedEntry.put(second)
"""


@pytest.mark.slow
def test_the_way_back_keeps_what_is_in_the_texts(tmp_path):
    """To the version before snippets were retired: it would show them all. Further back nothing is promised."""
    migrated(tmp_path)
    run(tmp_path, "shell", "-v0", "-c", BACK)
    for target in ("0014", "0015"):
        run(tmp_path, "migrate", "-v0", "journal", target)
        with sqlite3.connect(tmp_path / "journal.sqlite3") as connection:
            found = connection.execute("SELECT name, language FROM journal_snippet ORDER BY position").fetchall()
            [(trashed,)] = connection.execute("SELECT contents FROM journal_trashedentry").fetchall()
        assert found == [("y", "python"), ("", "sql")]
        rows = [row["fields"] for row in json.loads(trashed)["rows"] if row["model"] == "journal.snippet"]
        assert [row["name"] for row in rows] == ["z"]
        connection.close()
