"""The quarterly reports of the invented years: published ones and the draft of this quarter.

Made by the same actions and jobs as any other report, one after the other, without a worker.
"""

from datetime import datetime, timedelta

from accounts.models import User
from audit import jobs
from croydon_eh.demo.reading import rows
from localities.calendar import Quarter, london_day_start
from outcomes import actions
from outcomes.models import Report

COUNTED_AFTER = timedelta(days=8)  # of the quarter's end: late records have come in
PUBLISHED_AFTER = timedelta(days=19)
NOT_YET = timedelta(minutes=2)  # an `as_at` is a little older than its request


def make_reports(until: datetime, published: int) -> list[Report]:
    """The last so many complete quarters, oldest first, then the draft of the running quarter."""
    people = {row["key"]: row["email"] for row in rows("personas")}
    analyst = User.objects.get(email=people["analyst"])
    head = User.objects.get(email=people["head_of_early_help"])
    reports = [_publish(quarter, until, analyst, head) for quarter in complete(until, published)]
    return [*reports, _draft(Quarter.containing(until - NOT_YET), until - NOT_YET, analyst, until)]


def complete(until: datetime, count: int) -> list[Quarter]:
    """The last quarters whose report could be published by `until`, oldest first."""
    quarter = Quarter.containing(until)
    found = []
    while len(found) < count:
        quarter = quarter.previous
        if quarter.end + PUBLISHED_AFTER <= until:
            found.append(quarter)
    return found[::-1]


def _draft(quarter, as_at, by, at):
    report = actions.request_report(quarter=quarter, as_at=as_at, by=by, at=at)
    jobs.run_now(report.job_key)
    report.refresh_from_db()
    return report


def _publish(quarter, until, analyst, head):
    as_at = london_day_start(quarter.end.date()) + COUNTED_AFTER
    report = _draft(quarter, as_at, analyst, as_at + NOT_YET)
    known = {indicator["key"] for indicator in report.snapshot["indicators"]}
    words = {row["key"]: row["text"] for row in rows("commentary") if row["key"] in known}
    report = actions.comment(report=report, commentary=words, version=report.version, by=analyst)
    report = actions.approve(report=report, version=report.version, by=head)
    at = quarter.end + PUBLISHED_AFTER
    actions.publish(report=report, version=report.version, by=head, at=at)
    jobs.run_now(report.publish_key)
    report.refresh_from_db()
    return report
