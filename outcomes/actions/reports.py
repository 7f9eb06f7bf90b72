"""A report is asked for, commented, approved and published. Its figures are made by a job."""

from django.conf import settings
from django.utils import timezone

from audit import jobs
from audit.actions import action
from audit.errors import Refused
from localities.calendar import Quarter
from outcomes.asking import SETTLED, check_moment, quarter_called
from outcomes.frameworks import in_force
from outcomes.models import Report, ReportState
from outcomes.workflow import check, locked, move

STATE = ["state", "version"]


@action
def request_report(*, quarter, by, as_at=None, what_changed="", at=None):
    """The report of a quarter: the one being prepared, else a new edition, made by a job.

    `as_at` is the moment at which the facts are looked at, a minute ago by default. Raises Refused
    for a quarter that has not begun, and for an `as_at` that is too new or before the quarter.
    """
    at = at or timezone.now()
    as_at = as_at or at - SETTLED
    quarter = quarter if isinstance(quarter, Quarter) else quarter_called(quarter)
    check_moment(quarter, as_at, at=at)
    framework = in_force(quarter).version
    editions = Report.objects.filter(quarter=str(quarter), framework=framework)
    last = editions.order_by("-edition").first()
    if last is None or last.state == ReportState.PUBLISHED:
        last, _ = Report.objects.get_or_create(
            quarter=str(quarter), framework=framework, edition=last.edition + 1 if last else 1,
            defaults={
                "board": settings.SERVICE["board"], "as_at": as_at, "requested_at": at,
                "requested_by": by if getattr(by, "actor_kind", "") == "user" else None,
                "what_changed": what_changed.strip() if last else "",  # a first edition has none
            },
        )  # fmt: skip
    jobs.enqueue("report", payload={"report": last.pk}, key=last.job_key)
    return last


@action
def try_again(*, report, by):
    """Start a run anew that was given up after several attempts."""
    report = locked(report)
    if report.snapshot is not None:
        raise Refused("The figures of this report are made.")
    jobs.again(report.job_key)
    return report


@action
def comment(*, report, commentary, version, by):
    """Words beside the figures: {indicator: words}. What is left out stays as it is."""
    report = locked(report, version=version)
    move(report, "comment")
    known = {indicator["key"] for indicator in report.snapshot["indicators"]}
    if unknown := commentary.keys() - known:
        raise Refused(f"This report has no measure called {sorted(unknown)[0]}.")
    report.commentary |= {key: words.strip() for key, words in commentary.items()}
    report.save(update_fields=[*STATE, "commentary"])
    return report


@action
def approve(*, report, version, by):
    """The head has read figures and words; they can be published."""
    report = locked(report, version=version)
    move(report, "approve")
    report.save(update_fields=STATE)
    return report


@action
def send_back(*, report, version, by):
    """Something is to be said differently: back to those who comment."""
    report = locked(report, version=version)
    move(report, "send_back")
    report.save(update_fields=STATE)
    return report


@action
def publish(*, report, version, by, at=None):
    """Make the final files; the report is published when they are there, at `at` or then."""
    report = locked(report, version=version)
    check(report, "publish")
    payload = {"report": report.pk, "by": by.pk, "version": report.version}
    if at:
        payload["at"] = at.isoformat()
    jobs.enqueue("publish", payload=payload, key=report.publish_key)
    return report
