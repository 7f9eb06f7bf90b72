"""Load the postcodes of the borough from the ONS postcode directory or look-up."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from localities.directory import NotADirectory, import_postcodes

LINES_SHOWN = 20


class Command(BaseCommand):
    help = "Load the borough's postcodes from an ONS directory (ONSPD or NSPL) in CSV."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the CSV file, not the zip")

    def handle(self, *args, file, **options):
        try:
            with file.open(encoding="utf-8-sig", newline="") as lines:
                done = import_postcodes(lines)
        except OSError as error:
            raise CommandError(f"Cannot read {file}: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{file} is not text. Unzip it first, and name the CSV.") from error
        except NotADirectory as error:
            raise CommandError(f"{file}: {error}") from error
        for line, message in done.errors[:LINES_SHOWN]:
            self.stderr.write(f"line {line}: {message}")
        if len(done.errors) > LINES_SHOWN:
            self.stderr.write(f"… and {len(done.errors) - LINES_SHOWN} more lines like these.")
        self.stdout.write(
            f"{done.read} lines read, {done.kept} in our wards: {done.added} postcodes added, "
            f"{done.changed} moved to another ward, {done.kept - done.added - done.changed} known "
            f"already. {len(done.errors)} lines not taken."
        )
