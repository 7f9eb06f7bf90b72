"""Fill an empty service with a believable borough of invented families."""

import time
from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from croydon_eh.demo.generate import AlreadyThere, make_borough
from croydon_eh.demo.lab import propose
from croydon_eh.demo.reading import rows
from croydon_eh.demo.reports import make_reports
from croydon_eh.digest import ask_for_digests
from localities.calendar import london_date, london_day_start

EARLIEST, LATEST = date(2021, 1, 1), date(2040, 12, 31)  # bank holidays are carried for these
MOST_REPORTS = 8  # quarters that the facts cover
SHOWN = {
    "families.family": "families",
    "families.person": "people",
    "referrals.referral": "referrals",
    "referrals.decision": "decisions",
    "casework.episode": "episodes",
    "casework.visit": "visits",
    "casework.outcomescore": "scores",
    "casework.closing": "closings",
}


class Command(BaseCommand):
    help = "Make invented families with 2½ years of referrals, the same ones for the same seed."

    def add_arguments(self, parser):
        parser.add_argument("--families", type=int, required=True)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--until",
            required=True,
            help="the day before which everything has happened, such as 2026-11-22",
        )

        parser.add_argument(
            "--reports",
            type=int,
            default=2,
            help="published quarters, and the running one's draft; 0: none",
        )

    def handle(self, *args, families, seed, until, reports, **options):
        if not settings.DEMO:
            raise CommandError("Invented families are made in demo and test mode only.")
        if families < 1:
            raise CommandError("--families must be 1 or more.")
        if not 0 <= reports <= MOST_REPORTS:
            raise CommandError(f"--reports must be between 0 and {MOST_REPORTS}.")
        end = london_day_start(_day(until))
        self._make_families(families, seed, end)
        self._make_reports(end, reports)
        self._send_digests()

    def _send_digests(self):
        """The morning mails of the personas, so that the mail box has something to show."""
        emails = [row["email"] for row in rows("personas")]
        personas = User.objects.filter(email__in=emails)
        ask_for_digests(london_date(timezone.now()), personas)

    def _make_families(self, families, seed, end):
        began = time.monotonic()
        try:
            written = make_borough(families, seed, end)
        except AlreadyThere as error:
            raise CommandError(
                "There are families already. Invented ones are made in an empty service only "
                "(make demo-reset empties the demo)."
            ) from error
        made = ", ".join(f"{written[label]:,} {name}" for label, name in SHOWN.items())
        seconds = time.monotonic() - began
        self.stdout.write(f"Made {made}: {written.total():,} rows in {seconds:.1f} seconds.")

    def _make_reports(self, end, count):
        began = time.monotonic()
        made = make_reports(end, count) if count else []
        if made:
            propose(end)
            states = ", ".join(f"{report.quarter} {report.state}" for report in made)
            seconds = time.monotonic() - began
            self.stdout.write(f"Made reports: {states} in {seconds:.1f} seconds.")


def _day(text):
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"--until {text}: write a day like 2026-11-22.") from error
    if not EARLIEST <= day <= LATEST:
        raise CommandError(f"--until must be between {EARLIEST} and {LATEST}.")
    return day
