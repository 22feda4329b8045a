from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from journal.search import index


class Command(BaseCommand):
    help = "Makes the search index anew, or with --check only says whether it is right."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing, and fail if something is wrong")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            count = index.rebuild()
            self.stdout.write(f"Indexed {count} entr{'y' if count == 1 else 'ies'}.")
        problems = index.problems()
        if problems:
            raise CommandError(f"The search index is wrong: {'; '.join(problems)}. Run reindex_search.")
        if options["check"]:
            self.stdout.write("The search index is right.")
