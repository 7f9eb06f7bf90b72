from io import StringIO

from django.core.management import BaseCommand, call_command


class Command(BaseCommand):
    help = "Migrate, make the cache's table, and load localities, hubs and wards. Run as the owner."
    requires_system_checks = ()  # the code's own checks belong to `make check`

    def handle(self, *args, verbosity, **options):
        call_command("migrate", verbosity=verbosity, skip_checks=True, interactive=False)
        call_command("createcachetable", verbosity=verbosity)
        told = self.stdout if verbosity else StringIO()
        call_command("sync_localities", skip_checks=True, stdout=told)
