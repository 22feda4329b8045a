"""`manage.py export_journal`: take everything out again."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from journal.transfer.journal_files import journal_files
from journal.transfer.places import Refused
from journal.transfer.targets import write_folder, write_zip
from journal.transfer.write_back import repository_for, write_back

PARTIAL = 3  # the exit status when some files could not be written


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
        files = journal_files(only_published=options["only_published"])
        target = options["target"]
        if options["dry_run"]:
            for path, data in files:
                self.stdout.write(f"{len(data):>10,}  {path}")
            return
        count = write_zip(target, files) if options["zip"] else write_folder(target, files)
        if options["verbosity"]:
            self.stdout.write(f"Wrote {count} files to {target}.")

    def _write_back(self, options: dict[str, Any]) -> None:
        target, dry_run = options["target"], options["dry_run"]
        repository = repository_for(target, options["repository"])
        changed = same = left = 0
        for written in write_back(repository, target, dry_run=dry_run):
            if written.reason:
                left += 1
                self.stderr.write(f"{written.path}: {written.reason}")
            elif written.is_changed:
                changed += 1
                if dry_run:
                    self.stdout.write(written.diff(), ending="")
                elif options["verbosity"]:
                    self.stdout.write(f"wrote {written.path}")
            else:
                same += 1
        if options["verbosity"]:
            verb = "would change" if dry_run else "written"
            self.stdout.write(f"{repository.name}: {changed} {verb}, {same} the same, {left} left alone.")
        if left:
            raise CommandError(f"{left} left alone; see above.", returncode=PARTIAL)
