"""Print docs/permissions.md."""

from typing import Any

from django.core.management.base import BaseCommand

from journal.models.accounts.policy import as_markdown


class Command(BaseCommand):
    help = "Print who may do what, as docs/permissions.md has it."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(as_markdown(), ending="")
