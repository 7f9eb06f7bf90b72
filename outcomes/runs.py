"""The jobs behind a report: counting and drawing a draft, and making the final files."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.utils import timezone

from audit import events, jobs
from localities.calendar import Quarter
from outcomes import disclosure, frameworks, snapshots
from outcomes.changes import changes
from outcomes.models import Report, ReportFile, ReportState
from outcomes.rendering.files import render_all, render_charts
from outcomes.steady import steady_view
from outcomes.workflow import locked, move

COUNTED, HIDDEN, CHARTS, DRAWN = 60, 70, 80, 95  # per cent of the way


class PublishedMeanwhile(RuntimeError):
    """Another report came out meanwhile: what this one may show must be worked out again."""


def prepare_draft(job):
    """Count from one view of the database, then draw. Nothing is written but progress."""
    report = Report.objects.get(pk=job.payload["report"])
    with steady_view():
        snapshot = snapshots.snapshot(
            Quarter(report.quarter), report.as_at, edition=report.edition, board=report.board,
            framework=frameworks.load(report.framework), made_at=timezone.now(),
            told=lambda name, done: jobs.progress(job, done * COUNTED // 100, f"Counting: {name}"),
        )  # fmt: skip
        published = Published()
    jobs.progress(job, COUNTED, "Hiding small numbers")
    public = published.public_form(snapshot, report)
    return snapshot, public, _files(public, job)


class Published:
    """All that is out already: readers know it, so no new report may give it away."""

    def __init__(self):
        rows = Report.objects.published().exclude(snapshot={}).exclude(snapshot=None)
        self.reports = list(rows.order_by("pk"))

    @property
    def ids(self):
        return [report.pk for report in self.reports]

    def public_form(self, snapshot, report):
        """The public snapshot; a later edition says what differs from the one before."""
        earlier = [(one.snapshot, one.public) for one in self.reports]
        public = disclosure.publish(snapshot, earlier)
        words = [report.what_changed, *self._changes(public)]
        public["what_changed"] = "\n".join(filter(None, words))
        return public | {"sha256": disclosure.public_sha256(public)}

    def _changes(self, public):
        name = ("quarter", "framework")
        same = [
            one.public for one in self.reports
            if all(one.public[part] == public[part] for part in name)
        ]  # fmt: skip
        before = max(same, key=lambda one: one["edition"], default=None)
        return changes(before, public) if before else []


def _files(public, job):
    jobs.progress(job, HIDDEN, "Drawing the charts")
    charts = render_charts(public)
    jobs.progress(job, CHARTS, "Writing the files")
    files = charts | render_all(public)
    jobs.progress(job, DRAWN, "Writing the files")
    return files


@jobs.handler("report", prepare=prepare_draft)
def make_draft(job, prepared):
    """Figures, files and the job's end, in one commit."""
    snapshot, public, files = prepared
    report = locked(Report(pk=job.payload["report"]))
    report.snapshot, report.public = snapshot, public
    report.made_at = datetime.fromisoformat(snapshot["made_at"])
    report.internal_seal = disclosure.internal_seal(snapshot, seal_key())
    report.save(update_fields=["snapshot", "public", "made_at", "internal_seal"])
    keep(report, files, final=False)
    return {"report": report.pk, "files": sorted(files)}


def seal_key():
    return settings.SEAL_KEY or settings.SECRET_KEY


def keep(report, files, *, final):
    ReportFile.objects.bulk_create(
        ReportFile(
            report=report, name=name, content=content, final=final,
            sha256=hashlib.sha256(content).hexdigest(),
        )
        for name, content in files.items()
    )  # fmt: skip


def prepare_final(job):
    """The public figures beside all that was published before, and their files."""
    report = Report.objects.get(pk=job.payload["report"])
    jobs.progress(job, 10, "Hiding small numbers")
    published = Published()
    snapshot = with_words(report) | {"state": ReportState.PUBLISHED.value}
    public = published.public_form(snapshot, report)
    return published.ids, public, _files(public, job)


def with_words(report):
    """The frozen snapshot with the commentary beside its figures."""
    indicators = [
        each | {"commentary": report.commentary.get(each["key"], "")}
        for each in report.snapshot["indicators"]
    ]
    return report.snapshot | {"indicators": indicators, "state": report.state}


@jobs.handler("publish", prepare=prepare_final)
def make_final(job, prepared):
    """Published: figures, files, who and when, and the job's end, in one commit."""
    known, public, files = prepared
    with connection.cursor() as cursor:  # one publication after the other
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('outcomes.publish'))")
    if Published().ids != known:
        raise PublishedMeanwhile
    report = locked(Report(pk=job.payload["report"]), version=job.payload["version"])
    move(report, "publish")
    report.public, report.public_sha256 = public, public["sha256"]
    at = job.payload.get("at")
    report.published_at = datetime.fromisoformat(at) if at else timezone.now()
    report.published_by_id = job.payload["by"]
    report.save()
    keep(report, files, final=True)
    events.record("outcomes.published", by=report.published_by, kind="report", ids=[report.pk])
    return {"report": report.pk, "files": sorted(files)}
