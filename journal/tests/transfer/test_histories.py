"""Random histories at the source and edits here: whatever was not edited here is written back to the byte."""

import random
import shutil

import pytest

from journal.models import Entry, Source, Topic

from .repositories import run, write

pytestmark = pytest.mark.django_db

FOLDERS = ["", "a", "b", "c", "a/x", "b/x", "d/e"]
TEXTS = [
    "# {name}\n\nOf {name}.\n",
    "---\ntitle: {name} here\ntags: [Machine Learning, sql]\ndate: 2024-01-02\n---\n\nText of {name}. [x](../a/one.md)\n",
    "---\ntags: [machine-learning, SQL]\npublished: false\n---\nHidden {name}\r\nmore\r\n",
    "no heading, {name}, ![p](x.png)\n\n- [ ] todo\n",
    '{{\n  "title": "{name}",\n  "draft": true\n}}\n\njson\n',
]


class History:
    """A source that lives: each change is one that people make."""

    def __init__(self, folder, seed):
        self.folder = folder
        self.random = random.Random(seed)
        self.removed = {}
        write(
            folder, {"README.md": "# Root\n\nHello [a](a/one.md)\n", "a/README.md": "# A\n\nof a [up](../README.md)\n"}
        )
        for path in ("a/one.md", "a/two.md", "b/one.md", "b/x/three.md", "b/README.md", "d/e/four.md", "d/e/README.md"):
            write(folder, {path: self._text(path)})

    def files(self):
        return {
            str(path.relative_to(self.folder)): path.read_bytes() for path in self.folder.rglob("*") if path.is_file()
        }

    def change(self):
        getattr(self, self.random.choice(
            ["rename_folder", "rename_folder", "swap_folders", "move_file", "split", "join", "delete", "restore", "edit", "add",
             "add_readme", "delete_readme"]
        ))()  # fmt: skip
        for path in sorted(self.folder.rglob("*"), reverse=True):
            if path.is_dir() and not any(path.iterdir()):
                path.rmdir()

    def rename_folder(self):
        if folder := self._any(self._folders()):
            self._move(folder, f"{folder}{self.random.randint(2, 9)}")

    def swap_folders(self):
        one, other = self._any(self._folders()), self._any(self._folders())
        if one and other and not (other + "/").startswith(one + "/") and not (one + "/").startswith(other + "/"):
            self._move(one, "aside")
            self._move(other, one)
            self._move("aside", other)

    def move_file(self):
        if path := self._any(self.files()):
            target = self.random.choice(FOLDERS)
            self._move(path, f"{target}/{path.rpartition('/')[2]}".strip("/"))

    def split(self):
        if folder := self._any(self._folders()):
            for path in [path for path in self.files() if path.startswith(f"{folder}/")][::2]:
                self._move(path, f"{folder}-2/{path.rpartition('/')[2]}")

    def join(self):
        one, other = self._any(self._folders()), self._any(self._folders())
        if one and other and one != other:
            for path in [path for path in self.files() if path.startswith(f"{one}/")]:
                self._move(path, f"{other}/{path.rpartition('/')[2]}")

    def delete(self):
        if path := self._any(self.files()):
            self.removed[path] = (self.folder / path).read_bytes()
            (self.folder / path).unlink()

    def restore(self):
        if (path := self._any(self.removed)) and self._is_free(path):
            write(self.folder, {path: self.removed.pop(path)})

    def edit(self):
        if path := self._any(self.files()):
            file = self.folder / path
            file.write_bytes(file.read_bytes() + f"\nmore {self.random.randint(0, 99)}\n".encode())

    def add(self):
        path = f"{self.random.choice(FOLDERS)}/new{self.random.randint(0, 99)}.md".strip("/")
        if self._is_free(path):
            write(self.folder, {path: self._text(path)})

    def add_readme(self):
        path = f"{self.random.choice(FOLDERS)}/README.md".strip("/")
        if self._is_free(path):
            write(self.folder, {path: f"# Read {path}\n\nnew {self.random.randint(0, 99)}\n"})

    def delete_readme(self):
        if path := self._any([path for path in self.files() if path.endswith("README.md")]):
            (self.folder / path).unlink()

    def _text(self, path):
        return self.random.choice(TEXTS).format(name=path.replace("/", " ").removesuffix(".md"))

    def _folders(self):
        return {str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_dir()}

    def _any(self, names):
        return self.random.choice(sorted(names)) if names else None

    def _is_free(self, path):
        place = self.folder
        for part in path.split("/")[:-1]:
            place = place / part
            if place.is_file():
                return False
        return not (self.folder / path).exists()

    def _move(self, old, new):
        if self._is_free(new) and (self.folder / old).exists() and not f"{new}/".startswith(f"{old}/"):
            (self.folder / new).parent.mkdir(parents=True, exist_ok=True)
            shutil.move(self.folder / old, self.folder / new)


def edit_something(history):
    """An edit here; the source that it belongs to."""
    source = history.random.choice([*Source.objects.filter(gone_at=None).exclude(format="folder").order_by("pk")])
    word = f"edited {history.random.randint(0, 99)}"
    if source.entry:
        entry = Entry.objects.get(pk=source.entry_id)
        change = history.random.choice([{"body": f"{entry.body}\n\n{word}"}, {"title": word}, {"summary": word}])
        entry.revise(**change)
    elif source.topic:
        topic = Topic.objects.get(pk=source.topic_id)
        topic.revise(body=f"{topic.body}\n\n{word}".strip())
    return source.pk


@pytest.mark.parametrize("seed", range(30))
def test_what_nobody_edited_here_is_the_same_after_writing_back(tmp_path, seed):
    history = History(tmp_path / "r", seed)
    edited = set()
    for _ in range(7):
        run("import_journal", history.folder)
        if history.random.random() < 0.5:
            edited.add(edit_something(history))
        before = history.files()
        run("export_journal", history.folder, "--to-source")
        after = history.files()
        mine = set(Source.objects.filter(pk__in=edited).values_list("path", flat=True))
        changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
        assert changed <= mine, (seed, changed - mine)
        for source in (
            Source.objects.filter(gone_at=None, topic__isnull=False).exclude(format="folder").exclude(pk__in=edited)
        ):
            assert source.topic.body == source.brought["body"], (seed, source.path)
        for _ in range(history.random.randint(1, 3)):
            history.change()
