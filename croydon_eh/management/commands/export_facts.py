from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from croydon_eh.facts import export


class Command(BaseCommand):
    help = "Write the dated facts as CSV files with a dictionary: no names, no free text."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *, folder, **options):
        try:
            counts = export(folder)
        except OSError as error:
            message = f"Cannot write to {folder}: {error.strerror}."
            raise CommandError(message, returncode=2) from error
        for name, rows in counts.items():
            self.stdout.write(f"{rows:>9,}  {name}.csv")
        self.stdout.write(f"Written to {folder}, with dictionary.csv and datapackage.json.")
