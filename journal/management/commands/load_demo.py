"""`manage.py load_demo`: fill an empty journal with the demo."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from journal.management.progress import progress_bar
from journal.transfer.demo import is_empty, load_demo


class Command(BaseCommand):
    help = "Loads the demo journal into an empty database."

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_empty():
            raise CommandError("This journal is not empty, so the demo stays away from it.")
        count = load_demo(progress_bar(self.stdout, options["verbosity"]))
        if options["verbosity"]:
            self.stdout.write(f"Loaded the demo journal: {count} entries.")
