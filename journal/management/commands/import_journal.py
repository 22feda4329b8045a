"""`manage.py import_journal`: bring in a repository of notes, notebooks and code."""

from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from journal.management.progress import progress_bar
from journal.management.terminal import PARTIAL, printable
from journal.models import Topic
from journal.transfer.naming import kind_rule
from journal.transfer.places import Refused, open_place
from journal.transfer.plan import Action, Options, Plan, Step
from journal.transfer.repository.apply import apply_plan
from journal.transfer.repository.planner import make_plan


class Command(BaseCommand):
    help = (
        "Brings in a folder, a git repository (work tree, bare or bundle) or a zip: plans, shows the plan, applies it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path, metavar="SOURCE")
        parser.add_argument("--dry-run", action="store_true", help="show the plan and do nothing")
        parser.add_argument("--draft", action="store_true", help="bring new entries in as drafts")
        parser.add_argument("--topic", metavar="SLUG", help="put everything below this topic")
        parser.add_argument("--author", metavar="NAME", help="the user whose entries they are")
        parser.add_argument(
            "--kind",
            action="append",
            default=[],
            metavar="[PATTERN=]KIND",
            help="set the kind (note, practice, project, bug) of paths that match, such as 'exercises/*=practice'",
        )
        parser.add_argument("--encoding", default="utf-8", help="of files that are not UTF-8, such as latin-1")
        parser.add_argument(
            "--only", action="append", metavar="PATTERN", help="bring in only paths that match; remembered, '' for all"
        )
        parser.add_argument(
            "--skip", action="append", metavar="PATTERN", help="leave out paths that match; remembered, '' for none"
        )
        parser.add_argument(
            "--readmes",
            choices=["entries", "topics"],
            default="",
            help="what every new README of a folder is; without this, a lesson is an entry and a list the topic's text",
        )
        parser.add_argument("--dates", choices=["day-first", "month-first"], help="what 05/06/2024 means")
        parser.add_argument("--reread", action="store_true", help="read by today's rules what has not changed, too")
        parser.add_argument("--strict", action="store_true", help=f"exit status {PARTIAL} if a file could not be read")
        parser.add_argument("--merge", action="store_true", help="take both sides' changes where they do not overlap")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._import(options)
        except Refused as error:
            raise CommandError(str(error)) from None
        except KeyboardInterrupt:
            raise CommandError("Stopped. The journal is as it was.", returncode=130) from None
        except (DatabaseError, OSError) as error:
            raise CommandError(f"Stopped: {error}. The journal is as it was.") from None

    def _import(self, options: dict[str, Any]) -> None:
        wishes = _wishes(options)
        with open_place(options["source"]) as place:
            plan = make_plan(place, wishes)
            self._show(plan, options["verbosity"])
            if not options["dry_run"]:
                apply_plan(plan, place, progress_bar(self.stdout, options["verbosity"]))
        if options["verbosity"]:
            self.stdout.write(_summary(plan, is_done=not options["dry_run"]))
        if failed := plan.having(Action.FAILED):
            said = f"{_files(len(failed))} could not be read; see “failed” above."
            if options["strict"] or plan.journal:  # what an export of the journal holds can be read, all of it
                raise CommandError(said, returncode=PARTIAL)
            self.stderr.write(said)

    def _show(self, plan: Plan, verbosity: int) -> None:
        """The plan as a table. What is unchanged is only counted, unless asked for with --verbosity 2."""
        if not verbosity:
            return
        is_known = f", brought in before on {plan.repository.imported_at:%-d %B %Y}" if plan.repository.pk else ""
        self.stdout.write(printable(f"Repository {plan.repository.name}{is_known}"))
        self.stdout.write("")
        for step in plan.steps if verbosity > 1 else plan.shown:
            self._show_step(step)
        for folder, changes in plan.topic_changes.items():
            former = plan.known_topics[folder].title
            self.stdout.write(printable(f"{'update':<10} {'topic':<10} {folder}/: {former}; {', '.join(changes)}"))
        for topic in plan.topics:
            self.stdout.write(printable(f"{'create':<10} {'topic':<10} {topic.folder or '.'}/: {topic.title}"))

    def _show_step(self, step: Step) -> None:
        noun = step.kind if step.noun == "entry" and step.kind else "topic text" if step.noun == "topic" else step.noun
        parts = [part for part in (step.title, step.reason) if part]
        line = f"{step.action:<10} {noun:<10} {step.path}"
        self.stdout.write(printable(line + (f": {'; '.join(parts)}" if parts else "")))
        for problem in step.problems:
            self.stdout.write(f"{'':<10} {'':<10}   {printable(problem)}")


def _wishes(options: dict[str, Any]) -> Options:
    topic = author = None
    if options["topic"]:
        topic = Topic.objects.filter(slug=options["topic"]).first()
        if topic is None:
            raise CommandError(f"There is no topic “{options['topic']}”.")
    if options["author"]:
        author = User.objects.filter(username=options["author"]).first()
        if author is None:
            raise CommandError(f"There is no user “{options['author']}”.")
    try:
        "text".encode(options["encoding"])
    except (LookupError, UnicodeError):
        raise CommandError(f"There is no encoding “{options['encoding']}”.") from None
    try:
        kinds = tuple(kind_rule(rule) for rule in options["kind"])
    except ValueError as error:
        raise CommandError(str(error)) from None
    return Options(
        draft=options["draft"],
        topic=topic,
        author=author,
        kinds=kinds,
        encoding=options["encoding"],
        day_first=options["dates"] and options["dates"] == "day-first",
        only=options["only"] and tuple(options["only"]),
        skip=options["skip"] and tuple(options["skip"]),
        readmes=options["readmes"],
        reread=options["reread"],
        merge=options["merge"],
    )


def _summary(plan: Plan, *, is_done: bool) -> str:
    counts = ", ".join(f"{count} {action}" for action, count in plan.counts().items()) or "nothing to bring in"
    problems = f", {plan.problem_count} remarks" if plan.problem_count else ""
    return f"\n{'Done' if is_done else 'Nothing was changed'}: {counts}{problems}."


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"
