"""`manage.py export_journal`: take everything out again."""

from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from journal.management.terminal import PARTIAL, printable
from journal.transfer.archive.files import journal_files
from journal.transfer.places import Refused
from journal.transfer.repository.write_back import Written, repository_for, write_back
from journal.transfer.targets import write_folder, write_zip


class Command(BaseCommand):
    help = "Writes the whole journal into a folder or a zip, or an imported repository's own files back to their paths."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("target", type=Path, metavar="TARGET")
        parser.add_argument("--zip", action="store_true", help="TARGET is a zip to make")
        parser.add_argument("--only-published", action="store_true", help="leave out what visitors do not see")
        parser.add_argument("--to-source", action="store_true", help="write the imported files back into TARGET")
        parser.add_argument("--repository", default="", metavar="NAME", help="with --to-source: which one")
        parser.add_argument("--dry-run", action="store_true", help="write nothing; with --to-source show the diff")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["to_source"] and (options["zip"] or options["only_published"]):
            raise CommandError("--to-source goes with neither --zip nor --only-published.")
        try:
            self._write_back(options) if options["to_source"] else self._export(options)
        except Refused as error:
            raise CommandError(str(error)) from None
        except KeyboardInterrupt:
            raise CommandError("Stopped.", returncode=130) from None
        except (DatabaseError, OSError) as error:
            raise CommandError(f"Stopped: {error}.") from None

    def _export(self, options: dict[str, Any]) -> None:
        missing: list[str] = []
        files = journal_files(only_published=options["only_published"], report=missing.append)
        target = options["target"]
        if options["dry_run"]:
            for path, data in files:
                self.stdout.write(f"{len(data):>10,}  {printable(path)}")
            return
        count = write_zip(target, files) if options["zip"] else write_folder(target, files)
        if options["verbosity"]:
            self.stdout.write(f"Wrote {count} files to {target}.")
        for line in missing:
            self.stderr.write(printable(line))
        if missing:
            raise CommandError(f"{len(missing)} could not be written; see above.", returncode=PARTIAL)

    def _write_back(self, options: dict[str, Any]) -> None:
        target, dry_run = options["target"], options["dry_run"]
        repository = repository_for(target, options["repository"])
        counts: Counter[str] = Counter()
        for written in write_back(repository, target, dry_run=dry_run):
            counts["left" if written.reason else "changed" if written.is_changed else "same"] += 1
            self._say(written, dry_run=dry_run, verbosity=options["verbosity"])
        if options["verbosity"]:
            verb = "would change" if dry_run else "written"
            rest = f"{counts['same']} the same, {counts['left']} left alone"
            self.stdout.write(f"{repository.name}: {counts['changed']} {verb}, {rest}.")
        if counts["left"]:
            raise CommandError(f"{counts['left']} left alone; see above.", returncode=PARTIAL)

    def _say(self, written: Written, *, dry_run: bool, verbosity: int) -> None:
        if written.remark:
            self.stdout.write(printable(f"{written.path}: {written.remark}"))
        if written.reason:
            self.stderr.write(printable(f"{written.path}: {written.reason}"))
        elif written.is_changed and dry_run:
            for line in written.diff().splitlines():
                self.stdout.write(printable(line))
        elif written.is_changed and verbosity:
            self.stdout.write(printable(f"wrote {written.path}"))
