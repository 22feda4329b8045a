"""`manage.py render_entries`: rebuild what is stored beside the texts."""

from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from journal.management.progress import progress_bar
from journal.models import Entry
from journal.text.document import PIPELINE_VERSION


class Command(BaseCommand):
    help = "Renders the entries whose stored HTML is older than the text pipeline."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="also those that are current, say after a new TIME_ZONE")
        parser.add_argument("--dry-run", action="store_true", help="only count them")

    def handle(self, *args: Any, **options: Any) -> None:
        entries = Entry.objects.all() if options["all"] else Entry.objects.stale()
        keys = list(entries.order_by("pk").values_list("pk", flat=True))
        if not options["dry_run"]:
            self._render(keys, progress_bar(self.stdout, options["verbosity"]))
        if options["verbosity"]:
            verb = "to render" if options["dry_run"] else "rendered"
            self.stdout.write(f"{len(keys)} entries {verb} (pipeline version {PIPELINE_VERSION}).")

    def _render(self, keys: list[int], progress: Callable[[int, int], None]) -> None:
        for done, pk in enumerate(keys, start=1):
            entry = Entry.objects.select_related("topic").filter(pk=pk).first()
            if entry:  # it may have been deleted meanwhile
                entry.render()
            progress(done, len(keys))
