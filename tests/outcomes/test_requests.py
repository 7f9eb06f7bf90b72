"""Who may ask for which report, and when the schedule does."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from accounts.roles import Role
from audit.errors import Refused, Stale
from audit.events import SYSTEM
from audit.models import Event, Job
from localities.calendar import LONDON
from outcomes import actions, tasks
from outcomes.management.commands.quarterly_report import moment
from outcomes.models import Report, ReportState
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 1, 6, 0, tzinfo=UTC)


def ask(quarter="2026-Q2", **more):
    return actions.request_report(**{"quarter": quarter, "by": SYSTEM, "at": NOW} | more)


def test_a_request_is_a_row_a_job_and_an_event():
    report = ask(by=UserFactory(role=Role.ANALYST, email="ana@example.org"))
    assert (report.quarter, report.framework, report.edition) == ("2026-Q2", "2018-09", 1)
    assert report.as_at == NOW - timedelta(seconds=60)
    assert report.requested_by.email == "ana@example.org"
    assert Job.objects.get(key=report.job_key).payload == {"report": report.pk}
    event = Event.objects.get(verb="outcomes.request_report")
    assert (event.kind, event.ids) == ("report", [report.pk])


def test_asking_twice_gives_the_same_report_and_one_job():
    assert ask().pk == ask().pk
    assert Job.objects.filter(kind="report").count() == 1


def test_a_first_edition_has_no_change_to_tell():
    assert ask(what_changed="Late decisions were added.").what_changed == ""


def test_after_publishing_the_next_is_a_new_edition():
    first = ask()
    Report.objects.filter(pk=first.pk).update(
        state=ReportState.PUBLISHED, published_at=NOW, public={"a": 1}, snapshot={"a": 1}
    )
    assert ask().edition == 2


@pytest.mark.parametrize(
    ("quarter", "as_at", "words"),
    [
        ("2026-Q9", None, "A quarter is written like"),
        ("", None, "A quarter is written like"),
        ("2026-Q4", None, "has not begun"),
        ("2026-Q2", NOW + timedelta(seconds=1), "in the future"),
        ("2026-Q2", NOW - timedelta(seconds=59), "a minute ago"),
        ("2026-Q2", datetime(2026, 6, 30, 22, 59, tzinfo=UTC), "before the quarter"),
    ],
)
def test_what_cannot_be_asked(quarter, as_at, words):
    with pytest.raises(Refused, match=words):
        ask(quarter, as_at=as_at)
    assert not Report.objects.exists()


def test_a_report_without_figures_goes_no_further():
    report = ask()
    head = UserFactory(role=Role.HEAD)
    for act in (actions.approve, actions.publish):
        with pytest.raises(Refused, match="not ready"):
            act(report=report, version=1, by=head)


def test_steps_go_in_order_and_only_from_what_was_seen():
    report = ask()
    Report.objects.filter(pk=report.pk).update(snapshot={"indicators": [{"key": "step_up"}]})
    head = UserFactory(role=Role.HEAD)
    with pytest.raises(Refused, match="“draft”"):
        actions.publish(report=report, version=1, by=head)
    with pytest.raises(Stale):
        actions.approve(report=report, version=7, by=head)
    with pytest.raises(Refused, match="no measure called nothing"):
        actions.comment(report=report, commentary={"nothing": "x"}, version=1, by=head)
    report = actions.approve(report=report, version=1, by=head)
    with pytest.raises(Refused, match="“approved”"):
        actions.comment(report=report, commentary={"step_up": "x"}, version=2, by=head)
    report = actions.send_back(report=report, version=2, by=head)
    report = actions.comment(report=report, commentary={"step_up": " x "}, version=3, by=head)
    assert (report.state, report.commentary) == (ReportState.COMMENTARY, {"step_up": "x"})


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2026, 10, 1), True),  # a Thursday
        (date(2026, 10, 2), False),
        (date(2027, 1, 1), False),  # New Year's Day
        (date(2027, 1, 4), True),  # the Monday after it
        (date(2026, 4, 1), True),
        (date(2023, 4, 1), False),  # a Saturday
        (date(2023, 4, 3), True),
        (date(2024, 4, 1), False),  # Easter Monday
        (date(2024, 4, 2), True),
        (date(2026, 11, 2), False),
    ],
)
def test_the_first_working_day_of_a_quarter(day, first):
    assert tasks.is_first_working_day(day) is first


def test_a_day_means_its_end_in_london():
    assert moment("2026-06-30") == datetime(2026, 6, 30, 23, 59, 59, 999999, LONDON)
    assert moment("2026-06-30T12:00") == datetime(2026, 6, 30, 11, tzinfo=UTC)
    assert moment("2026-06-30T12:00+00:00") == datetime(2026, 6, 30, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "arguments",
    [["2026-Q9"], ["2031-Q1"], ["2026-Q1", "--as-at", "2031-01-01"], ["2026-Q1", "--as-at", "soon"],
     ["2026-Q1", "--as-at", "2026-02-30"], ["2026-Q1", "--as-at", "2020-01-01"]],
)  # fmt: skip
def test_the_command_says_plainly_what_cannot_be(arguments, tmp_path):
    with pytest.raises(CommandError) as said:
        call_command("quarterly_report", *arguments, "--out", str(tmp_path))
    assert said.value.returncode == 2
    assert str(said.value).endswith(".")
    assert not Report.objects.exists()
