"""Load the localities, hubs, wards, teams and postcode sectors that the project carries."""

from django.core.management.base import BaseCommand

from localities.sync import sync


class Command(BaseCommand):
    help = "Load localities/reference/. Running it again changes nothing."

    def handle(self, *args, **options):
        done = sync()
        for what, count in sorted(done.items()):
            self.stdout.write(f"{count} {what}")
        if not done:
            self.stdout.write("Nothing has changed.")
