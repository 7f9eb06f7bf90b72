from django.core.management.base import BaseCommand, CommandError

from audit import seals
from audit.models import Seal


class Command(BaseCommand):
    help = (
        "Check the chain of audit events. --head is the last hash as exported, to find a cut tail."
    )

    def add_arguments(self, parser):
        parser.add_argument("--head", default="", help="A hash that must still be in the chain.")

    def handle(self, *, head, **options):
        problems = list(seals.verify())
        if head and not Seal.objects.filter(hash=head).exists():
            problems.append("The exported head is no longer in the chain: its tail was cut.")
        if problems:
            raise CommandError("\n".join(problems))
        last = Seal.objects.order_by("to_transaction").last()
        self.stdout.write(f"whole, head {last.hash if last else seals.GENESIS}")
