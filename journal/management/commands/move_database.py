from typing import Any

import environ
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from journal.transfer.moving import CannotMove, move


class Command(BaseCommand):
    help = (
        "Copies everything to another, empty database, and compares both row by row: from SQLite to PostgreSQL or back."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", help="postgres://user:password@host:5432/name or sqlite:////absolute/path")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["url"].startswith(("postgres://", "postgresql://", "sqlite:///")):
            raise CommandError("Give the address of a database: postgres://… or sqlite:////absolute/path")
        config = environ.Env.db_url_config(options["url"])
        connections.databases["other"] = connections.configure_settings({"default": {}, "other": config})["other"]

        def progress(label: str, count: int) -> None:
            if options["verbosity"] > 1 or (count and options["verbosity"]):
                self.stdout.write(f"{count:>9,}  {label}")

        try:
            counts = move("other", progress)
        except CannotMove as error:
            raise CommandError(f"{error} Nothing was moved.") from error
        finally:
            connections["other"].close()
        self.stdout.write(f"{sum(counts.values()):,} rows are in the other database, each compared with its original.")
        self.stdout.write("Now set DATABASE_URL to it. Uploads stay in DATA_DIR.")
