"""Plain values for the report's pages."""

from django.db.models.functions import Length
from django.urls import reverse

from accounts.govuk.times import say_moment
from audit.models import Job
from localities.calendar import Quarter
from outcomes.models import ReportState
from outcomes.rendering.document import document

COLOURS = {
    ReportState.DRAFT: "grey", ReportState.COMMENTARY: "light-blue",
    ReportState.APPROVED: "purple", ReportState.PUBLISHED: "green",
}  # fmt: skip
FORMATS = {
    ".pdf": "PDF, to read and print", ".xlsx": "Excel spreadsheet",
    ".ods": "OpenDocument spreadsheet", ".csv": "CSV, one figure a row",
    ".json": "Description of the CSV",
}  # fmt: skip
LIST_HEAD = ["Quarter", "Edition", "State", "Figures as known at"]


def list_rows(reports, jobs):
    return [
        [
            {
                "text": Quarter(report.quarter).label,
                "url": reverse("report_detail", args=[report.pk]),
                "about": report.quarter,
            },
            report.edition,
            _state(report, jobs.get(report.job_key)),
            say_moment(report.as_at),
        ]
        for report in reports
    ]  # fmt: skip


def _state(report, job):
    if report.made_at is None and job is not None and report.state == ReportState.DRAFT:
        words = "Could not be made" if job.state == Job.State.FAILED else f"{job.progress}% made"
        return {"text": words, "colour": "red" if job.state == Job.State.FAILED else "yellow"}
    return {"text": report.get_state_display(), "colour": COLOURS[report.state]}


def jobs_of(reports):
    """The runs of some reports by their key, in one query."""
    keys = [report.job_key for report in reports]
    return {job.key: job for job in Job.objects.filter(key__in=keys).defer("payload", "result")}


def running(report):
    """The job that is making this report, or its final files; None when none is under way."""
    if report.state == ReportState.PUBLISHED or (report.public and report.state != "approved"):
        return None
    key = report.publish_key if report.state == ReportState.APPROVED else report.job_key
    return Job.objects.filter(key=key).exclude(state=Job.State.DONE).first()


def shown(report, snapshot):
    """A snapshot as the page's `report`; the charts are the public figures' own."""
    return document(snapshot, lambda key, kind: chart_url(report, key, kind))


def chart_url(report, key, kind):
    return reverse("report_file", args=[report.pk, f"{key}-{kind}.svg"])


def downloads(report):
    """[{url, name, about, size}] of the files to keep, in the order of the formats."""
    final = report.state == ReportState.PUBLISHED
    rows = report.files.filter(final=final).exclude(name__endswith=".svg")
    sizes = dict(rows.values_list("name", Length("content")))
    ordered = sorted(sizes, key=lambda name: list(FORMATS).index(_suffix(name)))
    return [
        {
            "url": reverse("report_file", args=[report.pk, name]),
            "name": name,
            "about": FORMATS[_suffix(name)],
            "size": f"{max(sizes[name] // 1024, 1):,} KB",
        }
        for name in ordered
    ]


def _suffix(name):
    return f".{name.rpartition('.')[2]}"
