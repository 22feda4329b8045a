"""A repository's own files, back to their paths: the same bytes where nothing was edited here."""

import hashlib
import posixpath
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from difflib import unified_diff
from pathlib import Path
from typing import Any

from journal.models import Attachment, Repository, Source
from journal.text.merge import changes, matches
from journal.text.pictures import ATTACHMENTS, IN_TEXT
from journal.transfer.formats import MODULES
from journal.transfer.formats.reading import Reading, Text, Unreadable, Unwritable
from journal.transfer.moments import aware, iso
from journal.transfer.places import Refused
from journal.transfer.places.git import GitWorkTree
from journal.transfer.places.git_folders import work_tree_of
from journal.transfer.plan import same
from journal.transfer.targets import write_file

from .fields import asked_slug, mine
from .resolving import restore, spelled


@dataclass(frozen=True, slots=True)
class Written:
    """One file of the repository. `reason` says why it is not written, if it is not."""

    path: str
    data: bytes
    before: bytes | None = None  # what the target has there now
    reason: str = ""
    remark: str = ""  # what of an edit the file has no place for
    brought: dict[str, Any] | None = None  # what the file says from now on, where that is something else

    @property
    def is_changed(self) -> bool:
        return not self.reason and self.data != self.before

    def diff(self) -> str:
        """The change as a unified diff; for an image, a line of words."""
        try:
            old = (self.before or b"").decode().splitlines(keepends=True)
            new = self.data.decode().splitlines(keepends=True)
        except UnicodeDecodeError:
            return f"{self.path}: {len(self.data):,} bytes\n"
        before = "/dev/null" if self.before is None else f"a/{self.path}"
        lines = unified_diff(old, new, before, f"b/{self.path}")
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def repository_for(target: Path, name: str = "") -> Repository:
    """The repository that belongs at `target`: by name, by the history there, or the only one. Raises Refused."""
    found = Repository.objects.filter(name=name).first() if name else _by_history(target)
    if found:
        return found
    names = list(Repository.objects.values_list("name", flat=True))
    if name or len(names) != 1:
        there = f"There are: {', '.join(names)}." if names else "Nothing was imported yet."
        raise Refused(f"Which repository belongs in {target}? Name it with --repository. {there}")
    return Repository.objects.get()


def write_back(repository: Repository, target: Path, *, dry_run: bool = False) -> Iterator[Written]:
    """Write every file that was imported; yields each. A file that has changed there since stays as it is there.

    What is written is remembered as what the file says: it can be edited here, and brought in, again.
    """
    if not target.is_dir():
        raise Refused(f"There is no folder {target}.")
    back = _Back(repository)
    for source in back.sources():
        written = _check(target, back.file(source), bytes(source.content))
        if written.is_changed and not dry_run:
            write_file(target, written.path, written.data)
        if written.brought and not written.reason and not dry_run:
            source.content, source.brought = written.data, written.brought
            source.digest = hashlib.sha256(written.data).hexdigest()
            source.save(update_fields=["content", "digest", "brought"])
        yield written
    for path, data in back.new_pictures():
        written = _check(target, Written(path, data), data)
        if written.is_changed and not dry_run:
            write_file(target, path, data)
        yield written


def _by_history(target: Path) -> Repository | None:
    if not target.is_dir() or not work_tree_of(target):
        return None
    place = GitWorkTree(target)
    try:
        return Repository.objects.filter(root=place.root).first() if place.root else None
    finally:
        place.close()


def _check(target: Path, written: Written, imported: bytes) -> Written:
    """With what is there now; what is neither as it was imported nor as it would be written is not touched."""
    path = target / written.path
    if not path.exists():
        return written
    if path.is_symlink() or not path.is_file():
        return replace(written, reason="there is something else at its place")
    before = path.read_bytes()
    if before not in (imported, written.data):
        return replace(written, before=before, reason="changed there since the import: import it first")
    return replace(written, before=before)


class _Back:
    def __init__(self, repository: Repository) -> None:
        rows = repository.sources.exclude(format=Source.Format.FOLDER).filter(gone_at=None)
        self.rows = rows.select_related("entry", "topic", "attachment").prefetch_related("entry__tags").order_by("path")
        facts = list(repository.sources.values_list("path", "format", "entry__slug", "topic__slug", "attachment__name"))
        self.entries = {slug: path for path, _, slug, _, _ in facts if slug}
        self.topics = {slug: path for path, kind, _, slug, _ in facts if slug and kind == "folder"}
        self.pictures = {name: path for path, _, _, _, name in facts if name}
        self.wanted: dict[str, str] = {}  # new pictures: name and path

    def sources(self) -> Iterator[Source]:
        return self.rows.iterator(chunk_size=200)

    def file(self, source: Source) -> Written:
        """The file's bytes as they have to be now."""
        if source.attachment:
            try:
                return Written(source.path, source.attachment.read())
            except OSError:
                return Written(source.path, b"", reason="its image is missing here")
        content = bytes(source.content)
        if source.entry is None and source.topic is None:
            return Written(source.path, content, reason="its entry was deleted here")
        here = mine(source.entry) if source.entry else {"body": source.topic.body}  # type: ignore[union-attr]
        if source.brought.get("as_draft") and not here.get("published"):
            here["published"] = source.brought["published"]  # it was never published here: that is no edit
        changed = [name for name, value in here.items() if not same(source.brought.get(name), value)]
        if not changed:
            return Written(source.path, content)
        try:
            return self._edited(source, content, here, changed)
        except (Unwritable, Unreadable) as error:
            return Written(source.path, content, reason=str(error))

    def new_pictures(self) -> Iterator[tuple[str, bytes]]:
        for attachment in Attachment.objects.filter(name__in=self.wanted):
            with suppress(OSError):
                yield self.wanted[attachment.name], attachment.read()

    def _edited(self, source: Source, content: bytes, here: dict[str, Any], changed: list[str]) -> Written:
        module, name = MODULES[source.format], posixpath.basename(source.path)
        reading: Reading = module.read(content, name, source.encoding)
        brought = source.brought
        before = _text(brought, reading.body, brought.get("tags", []))
        body = self._body(source, reading, here["body"])
        after = _text(brought | here, body, _in_order(here.get("tags", []), brought.get("tags", [])))
        data = module.write(content, name, before, after, source.encoding)
        again = module.read(data, name, source.encoding)
        lost = [field for field in changed if field != "body" and not _says(again, field, here[field])]
        said = {field: here[field] for field in changed if field not in lost}
        remark = f"{', '.join(lost)} changed here, for which the file has no place" if lost else ""
        if "body" in said:
            said["body"] = _aligned(here["body"], body, again.body)
        asked = {"asked": asked_slug(again)} if source.entry else {}
        return Written(source.path, data, remark=remark, brought=brought | said | asked)

    def _body(self, source: Source, reading: Reading, body: str) -> str:
        """The entry's text in the file's own references: its lines from the file, except where they changed."""
        brought = source.brought["body"].split("\n")
        lines = reading.body.split("\n")
        if len(brought) != len(lines):
            raise Unwritable("this version of the journal reads the file differently: import it with --reread first")
        otherwise = self._known(source.path, set(reading.images))
        everywhere = spelled(source.brought["body"], reading.body)
        now = body.split("\n")
        for taken, given in reversed(list(changes(brought, now))):
            nearby = spelled("\n".join(brought[taken]), "\n".join(lines[taken]))
            new = restore("\n".join(now[given]), everywhere | nearby, otherwise)
            lines[taken] = new.split("\n") if now[given] else []
        return "\n".join(lines)

    def _known(self, path: str, inside: set[str]) -> Callable[[str], str | None]:
        """What an address here is called in the file at `path`."""

        def known(target: str) -> str | None:
            address, mark, fragment = target.partition("#")
            found = None
            if address.endswith(".md"):
                found = self.entries.get(address.removesuffix(".md"))
            elif address.startswith("/entries/"):
                found = self.entries.get(address.split("/")[2])
            elif address.startswith("/topics/"):
                found = self.topics.get(address.split("/")[2])
            elif (match := IN_TEXT.fullmatch(address)) and address.removeprefix(ATTACHMENTS) not in inside:
                found = self._picture(f"{match[1]}.{match[2]}")
            return _relative(found, path) + mark + fragment if found is not None else None

        return known

    def _picture(self, name: str) -> str:
        return self.pictures.get(name) or self.wanted.setdefault(name, f"attachments/{name}")


def _says(reading: Reading, field: str, value: Any) -> bool:
    """Whether the file, read again, says what the entry does."""
    values = reading.values
    if field == "title":
        return reading.title == " ".join(value.split())
    if field == "tags":
        return same(list(values.all_tags), value)
    if field == "published":
        is_that_moment = values.date is not None and iso(aware(values.date)) == value
        return values.draft if not value else not values.draft and is_that_moment
    return bool(getattr(values, field) == value)


def _aligned(here: str, written: str, read: str) -> str:
    """The entry's text with exactly the lines that the file has now, which may trim blank ones."""
    lines = read.split("\n")
    ours = here.split("\n")
    if len(ours) == len(written.split("\n")):
        for old, new, size in matches(written.split("\n"), lines):
            lines[new : new + size] = ours[old : old + size]
    return "\n".join(lines)


def _relative(path: str, start: str) -> str:
    return posixpath.relpath(path or ".", posixpath.dirname(start) or ".")


def _text(fields: dict[str, Any], body: str, tags: list[str]) -> Text:
    facts = {name: fields.get(name) or "" for name in ("title", "summary", "kind", "slug", "published")}
    return Text(body=body, tags=tuple(tags), **facts)


def _in_order(tags: list[str], before: list[str]) -> list[str]:
    """Those that stay as they stood and as they were spelled, then the new ones."""
    now = {tag.casefold() for tag in tags}
    known = {tag.casefold() for tag in before}
    return [tag for tag in before if tag.casefold() in now] + [tag for tag in tags if tag.casefold() not in known]
