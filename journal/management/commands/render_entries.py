"""`manage.py render_entries`: rebuild what is stored beside the texts of entries, topics and pages."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Q

from journal.management.progress import progress_bar
from journal.models import Entry, Page, Topic
from journal.models.rendered import STALE
from journal.text.document import PIPELINE_VERSION


class Command(BaseCommand):
    help = "Renders the texts whose stored HTML is older than the text pipeline: entries, topics and pages."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="also those that are current, say after a new TIME_ZONE")
        parser.add_argument("--dry-run", action="store_true", help="only count them")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = Q() if options["all"] else STALE
        keys: list[tuple[type[Entry | Topic | Page], int]] = []
        for model in (Topic, Page, Entry):
            found = model.objects.filter(wanted).order_by("pk").values_list("pk", flat=True)
            keys += [(model, pk) for pk in found]
        progress = progress_bar(self.stdout, options["verbosity"])
        to_render = [] if options["dry_run"] else keys
        for done, (model, pk) in enumerate(to_render, start=1):
            row = model.objects.filter(pk=pk).first()
            if row:  # it may have been deleted meanwhile
                row.render()
            progress(done, len(keys))
        if options["verbosity"]:
            verb = "to render" if options["dry_run"] else "rendered"
            entries = sum(model is Entry for model, _ in keys)
            others = len(keys) - entries
            self.stdout.write(f"{entries} entries, {others} other texts {verb} (pipeline version {PIPELINE_VERSION}).")
