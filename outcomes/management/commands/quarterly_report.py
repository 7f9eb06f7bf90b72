import json
from datetime import date, datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from audit import jobs
from audit.errors import Refused
from audit.events import SYSTEM
from localities.calendar import LONDON, london_day_end
from outcomes import actions, asking, runs, snapshots
from outcomes.rendering.files import file_stem, render_all
from outcomes.steady import steady_view


class Command(BaseCommand):
    help = "Make a quarter's report, or another edition of it, and write its files."

    def add_arguments(self, parser):
        parser.add_argument("quarter", help="such as 2026-Q2, July to September 2026")
        parser.add_argument(
            "--as-at", metavar="WHEN",
            help="day or moment at which the facts are looked at; a day means its end in London",
        )  # fmt: skip
        parser.add_argument("--out", type=Path, required=True, metavar="DIR")

    def handle(self, *, quarter, as_at, out, **options):
        try:
            quarter = asking.quarter_called(quarter)
            asked = moment(as_at) if as_at else None
            report = actions.request_report(quarter=quarter, as_at=asked, by=SYSTEM)
        except (Refused, ValueError) as refused:
            raise CommandError(str(refused), returncode=2) from refused
        try:
            out.mkdir(parents=True, exist_ok=True)
            self._write(out, self._files(report, quarter, asked))
        except OSError as error:
            raise CommandError(f"Cannot write to {out}: {error.strerror}.", returncode=2) from error

    def _files(self, report, quarter, asked):
        if asked and report.as_at != asked:
            stands = f"{report.as_at.astimezone(LONDON):%d %B %Y %H:%M}"
            self.stderr.write(
                f"The draft of {quarter} stands, as at {stands}. These files are as at the moment "
                "you asked for and are not kept."
            )
            return self._unkept(report, quarter, asked)
        with transaction.atomic():
            jobs.again(report.job_key)
        jobs.run_now(report.job_key)
        report.refresh_from_db()
        if report.snapshot is None:
            raise CommandError("A worker is making this report now. Try again in a minute.")
        kept = report.files.filter(final=False).exclude(name__endswith=".svg")
        files = {file.name: bytes(file.content) for file in kept}
        return files | _figures(report.public)

    def _unkept(self, report, quarter, as_at):
        now = timezone.now()
        with steady_view():
            snapshot = snapshots.snapshot(quarter, as_at, edition=report.edition, made_at=now)
            published = runs.Published()
        public = published.public_form(snapshot, report)
        return render_all(public) | _figures(public)

    def _write(self, out, files):
        for name, content in sorted(files.items()):
            (out / name).write_bytes(content)
            self.stdout.write(f"{len(content):>9,}  {out / name}")


def _figures(public):
    """The public figures as JSON, as the API gives them."""
    text = json.dumps(public, indent=1, ensure_ascii=False)
    return {f"{file_stem(public)}.json": (text + "\n").encode()}


def moment(text):
    """A day's last moment in London, or a moment; one without a zone is London's."""
    try:
        if len(text) <= 10:
            return london_day_end(date.fromisoformat(text))
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError("Write the day like 2026-10-05, or 2026-10-05T18:00.") from error
    return at if at.tzinfo else datetime.combine(at.date(), at.time(), LONDON)
