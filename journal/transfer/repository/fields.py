"""What a file says about its entry, field by field, and the step that follows from it."""

import posixpath
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from journal.models import Entry, Source, Topic
from journal.models.errors import UnacceptableText
from journal.models.rendered import acceptable_text
from journal.text.slugs import slugify
from journal.transfer.formats.languages import language_of
from journal.transfer.formats.reading import MAX_TITLE, Reading
from journal.transfer.moments import aware, iso
from journal.transfer.naming import chosen_kind, date_in, guess_kind, slug_source, spoken
from journal.transfer.places.place import Dates
from journal.transfer.plan import Action, Options, Plan, Reconciled, Step, merged_body, reconcile

from .file import File
from .rereading import RULES, is_by_former_rules, offer, title_before
from .resolving import Targets, resolve
from .topics import TEXTS

MAX_SUMMARY = 300
COMPARED = ("title", "body", "summary", "kind", "slug", "tags", "published")
_DRAFTS = ("_drafts", "drafts")
_UNNAMED = set(
    "main index app solution solutions script program exercise answer run code demo example server client test tests"
    " manage models views urls forms admin serializers settings utils helpers style styles".split()
)


def asked_slug(reading: Reading) -> str:
    """The slug that a file asks for; empty when it does not."""
    return slugify(reading.values.slug) if reading.values.slug else ""


def asked_before(source: Source | None) -> str:
    return str(source.brought.get("asked", "")) if source else ""


def called(reading: Reading) -> list[str]:
    """Other names of a text, and its addresses on its own site."""
    values = reading.values
    return [name for name in (values.address, values.slug, *values.aliases) if name]


def slug_words(path: str) -> str:
    folder = posixpath.basename(posixpath.dirname(path))
    return f"{slug_source(folder)} {stem(path)}" if _is_unnamed(path) else slug_source(stem(path))


def name_of(path: str) -> str:
    """The title that a file's name gives: of a program that is called like any other, with its folder's."""
    folder, name = posixpath.split(path)
    return f"{spoken(posixpath.basename(folder))}: {name}" if _is_unnamed(path) else spoken(stem(path))


def _is_unnamed(path: str) -> bool:
    return bool(language_of(posixpath.basename(path))) and "/" in path and stem(path).lower() in _UNNAMED


def stem(path: str) -> str:
    name = posixpath.basename(path)
    folder = posixpath.basename(posixpath.dirname(path))
    if name.lower() in TEXTS and folder:  # a page bundle has the name of its folder
        return folder
    return name.rpartition(".")[0] or name


def compare(file: File, entry: Entry | None, slug: str, targets: Targets, dates: Dates | None, plan: Plan) -> Step:
    """The step for a file that was read. `entry` is what it became before, `slug` what it has or is to get."""
    resolved = resolve(file.reading.body, file.path, targets)
    step = Step(
        Action.CREATE,
        file.path,
        noun="topic" if file.is_topic_text else "entry",
        problems=[*file.reading.problems, *resolved.dead],
        format=file.format,
        encoding=plan.options.encoding,
        digest=file.digest,
        inside=tuple(file.reading.images),
        source=file.source,
        folder=file.folder,
    )
    try:
        acceptable_text(resolved.text)
        if file.is_topic_text and file.reading.values.draft:
            step.reason = f"a draft, by {file.reading.values.hidden_by}: its topic has no text"
            return _topic_step(step, "", plan)
        if file.is_topic_text:
            return _topic_step(step, resolved.text, plan)
        theirs = _theirs(step, file.reading, dates or Dates(), plan.options)
        acceptable_text("\n".join((theirs["title"], theirs["summary"], *theirs["tags"])))
    except UnacceptableText as error:
        step.action, step.reason = Action.FAILED, str(error)
        return step
    theirs |= {"body": resolved.text, "slug": slug}
    return _entry_step(step, theirs, entry, plan)


def mine(entry: Entry) -> dict[str, Any]:
    """The same fields as an entry has them now."""
    return {
        "title": entry.title,
        "body": entry.body,
        "summary": entry.summary,
        "kind": entry.kind,
        "slug": entry.slug,
        "tags": [tag.name for tag in entry.tags.all()],
        "published": iso(entry.published_at),
    }


def _theirs(step: Step, reading: Reading, dates: Dates, options: Options) -> dict[str, Any]:
    values = reading.values
    before = step.source.brought if step.source else {}
    written = _written_date(step, reading, options)
    step.created = aware(written or date_in(stem(step.path)) or dates.created or timezone.now())
    step.updated = max(step.created, aware(values.updated or dates.updated or step.created))
    kind = chosen_kind(step.path, options.kinds) or values.kind or before.get("kind") or guess_kind(step.path)
    # A date that nobody wrote down is that of the first import: a file's own time changes with every copy.
    published = iso(step.created) if written or not before else before.get("published") or iso(step.created)
    is_draft = values.draft or any(part in _DRAFTS for part in step.path.split("/")[:-1])
    if is_draft and step.source is None:
        step.reason = f"a draft, by {values.hidden_by or 'its folder'}"
    return {
        "title": _cut(_printable(reading.title) or name_of(step.path), MAX_TITLE, step, "title"),
        "summary": _cut(values.summary, MAX_SUMMARY, step, "description"),
        "kind": kind,
        "asked": asked_slug(reading),
        "called": called(reading),
        "tags": list(values.all_tags),
        "published": "" if is_draft else published,
        "folder": step.folder,
        "rules": RULES,
    }


def _written_date(step: Step, reading: Reading, options: Options) -> datetime | None:
    """What the author wrote counts most, then the file's name, then git, then the file's own time."""
    values = reading.values
    if values.two_days and options.day_first is None:
        first, second = (f"{moment:%-d %B %Y}" for moment in values.two_days)
        step.problems.append(f"its date may be {first} or {second}: --dates day-first or month-first says which")
        return None
    if values.two_days:
        return values.two_days[0 if options.day_first else 1]
    return values.date


def _printable(words: str) -> str:
    """Without control characters, which feeds and terminals choke on."""
    return " ".join("".join(" " if unicodedata.category(each) == "Cc" else each for each in words).split())


def _cut(words: str, limit: int, step: Step, what: str) -> str:
    if len(words) <= limit:
        return words
    step.problems.append(f"the {what} is cut here: it has {len(words)} characters, and {limit} fit")
    return words[: limit - 1].rstrip() + "…"


def _entry_step(step: Step, theirs: dict[str, Any], entry: Entry | None, plan: Plan) -> Step:
    step.brought, step.title, step.kind, step.entry = theirs, theirs["title"], theirs["kind"], entry
    if step.source is None:
        step.changes = dict(theirs)
        theirs["as_draft"] = plan.options.draft
        return step
    if entry is None:
        step.action, step.reason = Action.SKIPPED, "its entry was deleted here"
        return step
    base = step.source.brought
    theirs["as_draft"] = base.get("as_draft", False)
    compared = {name: theirs[name] for name in COMPARED}
    here = mine(entry)
    if not plan.options.reread and _is_offered(step, compared):
        if theirs["published"] or not base.get("published"):
            return step
        step.is_offered, step.reason, step.brought = False, "", base | {"published": ""}
        compared = {"published": ""}  # what the author hides is hidden, whoever asks
    if is_by_former_rules(step.source) and here["title"] != base["title"] and title_before(step.source) == step.title:
        base = base | {"title": step.title}  # the source says what it said: only the rules are others
    topic = plan.former_topics.get(base.get("folder", ""))
    if theirs["folder"] != base.get("folder") and (topic is None or entry.topic_id == topic.pk):
        compared["folder"] = theirs["folder"]  # unless it was put into another topic here
    if base.get("as_draft") and not here["published"]:
        here["published"] = base.get("published", "")  # a draft because the import was asked to make drafts
    return _reconciled(step, reconcile(base, compared, here), plan.options)


def _is_offered(step: Step, theirs: Mapping[str, Any]) -> bool:
    """Whether the file says the same and is read otherwise: then the step is to leave its entry as it is."""
    offered = offer(step, theirs)
    if offered:
        step.action, step.reason = Action.UNCHANGED, f"read by today's rules: {offered} (--reread takes that)"
        step.is_offered = True
    return bool(offered)


def _reconciled(step: Step, found: Reconciled, options: Options) -> Step:
    assert step.source is not None
    step.merged = found.merged
    text = merged_body(found.merged) if found.conflicts == ("body",) else None
    is_taken = options.merge and text is not None
    if step.path in options.merges and found.merged:
        text = step.merged_by_hand = options.merges[step.path]
        is_taken = True
    if found.conflicts and not is_taken:
        step.action = Action.CONFLICT
        names = ", ".join(found.conflicts)
        step.reason = f"{names} changed here and at the source; kept as it is here"
        if text is not None:
            step.reason += " (the changes do not overlap: --merge takes both)"
        return step
    step.changes = found.changes | ({"body": text} if found.conflicts else {})
    if found.conflicts:
        step.action, step.reason = Action.UPDATE, "both sides' changes merged"
    elif step.source.path != step.path:
        step.action, step.reason = Action.UPDATE, f"renamed from {step.source.path}"
    elif step.changes:
        step.action, step.reason = Action.UPDATE, ", ".join(step.changes)
    elif step.source.digest != step.digest:
        step.action, step.reason = Action.UPDATE, "bytes that do not show"
    else:
        step.action = Action.UNCHANGED
    return step


def _is_brought(topic: Topic, plan: Plan) -> bool:
    """Whether a topic's text is as another file of the repository brought it: nobody edited it here."""
    rows = Source.objects.filter(repository=plan.repository.pk, topic=topic.pk).exclude(format=Source.Format.FOLDER)
    return any(row.brought.get("body") == topic.body for row in rows.only("brought"))


def _topic_step(step: Step, body: str, plan: Plan) -> Step:
    """A folder's own text: what its topic has to say. It goes along when the file becomes another topic's text."""
    topic = plan.known_topics.get(step.folder)
    step.title = plan.planned[step.folder].title
    step.brought = {"body": body, "folder": step.folder, "rules": RULES}
    if not plan.options.reread and _is_offered(step, {"body": body}):
        return step
    former = step.source.topic if step.source else None
    if step.source is None or former is None:
        step.changes = {"body": body}
        if topic and topic.body not in ("", body) and not _is_brought(topic, plan):
            step.action, step.reason = Action.CONFLICT, "its topic already has a text; that is kept"
        elif step.source:
            step.action, step.reason = Action.UPDATE, "its topic is made anew"
        return step
    step = _reconciled(step, reconcile(step.source.brought, {"body": body}, {"body": former.body}), plan.options)
    if topic and topic.pk == former.pk:
        return step
    step.left = former
    step.changes = {"body": step.changes.get("body", former.body)}
    if step.action is Action.UNCHANGED:
        step.action, step.reason = Action.UPDATE, f"the text of another topic until now: {former.title}"
    return step
