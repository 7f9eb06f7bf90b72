"""A report from the button to the board member's download, page by page."""

import re
from datetime import UTC, datetime

import pytest
from django.db import InternalError, transaction
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from audit import jobs
from audit.errors import Refused
from audit.models import Job
from outcomes import actions
from outcomes.models import Report, ReportState
from tests.factories.accounts import UserFactory
from tests.outcomes.facts import RandomFacts

AT = datetime(2026, 11, 15, 12, tzinfo=UTC)
AS_AT = datetime(2026, 10, 31, tzinfo=UTC)


def signed_in(role):
    client = Client()
    client.user = UserFactory(role=role)
    client.force_login(client.user)
    return client


def make(quarter="2025-Q4", *, by):
    report = actions.request_report(quarter=quarter, as_at=AS_AT, by=by, at=AT)
    jobs.run_now(report.job_key)
    report.refresh_from_db()
    return report


def publish(report, *, by):
    report = actions.approve(report=report, version=report.version, by=by)
    actions.publish(report=report, version=report.version, by=by)
    jobs.run_now(report.publish_key)
    report.refresh_from_db()
    return report


@pytest.fixture
def borough(committed_db):
    with transaction.atomic():
        RandomFacts(1, families=60).make()


def page(client, name, *args, **data):
    response = client.get(reverse(name, args=args), data)
    assert response.status_code == 200, name
    return response.content.decode()


def test_the_way_of_a_report(borough):
    analyst, head, member = (signed_in(r) for r in (Role.ANALYST, Role.HEAD, Role.BOARD_MEMBER))

    sent = analyst.post(reverse("report_make"), {"quarter": "2025-Q4"})
    report = Report.objects.get()
    assert sent["Location"] == reverse("report_detail", args=[report.pk])
    waits = analyst.get(sent["Location"])
    assert "Waiting to begin" in waits.content.decode()
    assert waits["Refresh"]
    assert "Refresh" not in analyst.get(sent["Location"] + "?still")
    assert "0% made" in page(analyst, "report_list")
    assert member.get(sent["Location"]).status_code == 404

    jobs.run_now(report.job_key)
    draft = page(analyst, "report_detail", report.pk)
    assert "This is a draft" in draft
    assert "January to March 2026" in draft
    assert "Publish" not in draft
    assert "Small numbers are not hidden here" in page(analyst, "report_true", report.pk)

    words = {"version": 1, "step_up": "Two schools asked for more."}
    assert analyst.post(reverse("report_comment", args=[report.pk]), words).status_code == 302
    assert "Two schools asked" in page(analyst, "report_comment", report.pk)

    for step, version in (("report_approve", 2), ("report_publish", 3)):
        assert "csrfmiddlewaretoken" in page(head, step, report.pk)
        done = head.post(reverse(step, args=[report.pk]), {"version": version})
        assert done["Location"] == reverse("report_detail", args=[report.pk])
    assert "The final files are being made" in page(head, "report_detail", report.pk)
    assert member.get(sent["Location"]).status_code == 404

    report.refresh_from_db()
    jobs.run_now(report.publish_key)
    shown = page(member, "report_detail", report.pk)
    assert "Two schools asked for more." in shown
    assert "This is a draft" not in shown
    assert member.get(reverse("report_true", args=[report.pk])).status_code == 404
    assert "2026" in page(member, "report_list")
    assert "Make a report" not in page(member, "report_list")


@pytest.fixture
def published(borough):
    return publish(make(by=UserFactory(role=Role.ANALYST)), by=UserFactory(role=Role.HEAD))


CONTENT = {
    "pdf": ("application/pdf", b"%PDF-"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", b"PK"),
    "csv": ("text/csv; charset=utf-8", b"indicator,"),
}


def test_a_member_reads_and_downloads_and_nobody_changes_what_was_published(published):
    member = signed_in(Role.BOARD_MEMBER)
    shown = page(member, "report_detail", published.pk)
    for suffix, (kind, start) in CONTENT.items():
        name = f"croydon-early-help-2025-Q4-v1.{suffix}"
        url = reverse("report_file", args=[published.pk, name])
        assert url in shown
        file = member.get(url)
        assert file["Content-Type"] == kind
        assert file["Content-Disposition"] == f'attachment; filename="{name}"'
        assert file.content.startswith(start), name
    missing = reverse("report_file", args=[published.pk, "nothing.pdf"])
    assert member.get(missing).status_code == 404

    charts = re.findall(r'<img src="([^"]+/files/[^"]+)"', shown)
    assert len(charts) >= 3
    for source in charts:
        chart = member.get(source)
        assert (chart.status_code, chart["Content-Type"]) == (200, "image/svg+xml")

    head = published.published_by
    for act in (actions.approve, actions.publish, actions.send_back):
        with pytest.raises(Refused):
            act(report=published, version=published.version, by=head)
    with pytest.raises(Refused):
        actions.comment(
            report=published, commentary={"step_up": "x"}, version=published.version, by=head
        )
    with pytest.raises(InternalError, match="frozen"), transaction.atomic():
        Report.objects.update(public_sha256="0" * 64)


def test_a_second_edition_says_what_changed(published):
    head = published.published_by
    again = actions.request_report(
        quarter="2025-Q4", by=head, at=AT, as_at=datetime(2026, 4, 2, tzinfo=UTC),
        what_changed="Facts were corrected.",
    )  # fmt: skip
    assert (again.edition, again.state) == (2, ReportState.DRAFT)
    jobs.run_now(again.job_key)
    again.refresh_from_db()
    assert again.public["what_changed"].startswith("Facts were corrected.\n")
    assert " differ." in again.public["what_changed"]
    second = publish(again, by=head)
    assert second.public["what_changed"] == again.public["what_changed"]
    assert second.public_sha256 != published.public_sha256


def test_two_who_comment_at_once_lose_nothing(borough):
    analyst = signed_in(Role.ANALYST)
    report = make(by=analyst.user)
    url = reverse("report_comment", args=[report.pk])
    analyst.post(url, {"version": 1, "step_up": "First."})
    late = analyst.post(url, {"version": 1, "step_up": "Second."})
    said = late.content.decode()
    assert late.status_code == 200
    assert "First." in said and "Second." in said
    assert Report.objects.get().commentary["step_up"] == "First."


@pytest.mark.django_db
@pytest.mark.parametrize("quarter", ["", "2026-Q9", "x" * 300, "2031-Q1", "\x00"])
def test_a_quarter_that_cannot_be_is_an_error_on_the_page(quarter):
    said = signed_in(Role.ANALYST).post(reverse("report_make"), {"quarter": quarter})
    assert said.status_code == 200
    assert "There is a problem" in said.content.decode()
    assert not Report.objects.exists()


@pytest.mark.django_db
def test_a_run_that_was_given_up_can_be_tried_again():
    analyst = signed_in(Role.ANALYST)
    report = actions.request_report(quarter="2025-Q4", as_at=AS_AT, by=analyst.user, at=AT)
    Job.objects.update(state=Job.State.FAILED, attempt=jobs.ATTEMPTS)
    assert "could not be made" in page(analyst, "report_detail", report.pk)
    analyst.post(reverse("report_try_again", args=[report.pk]))
    assert "Waiting to begin" in page(analyst, "report_detail", report.pk)


@pytest.mark.django_db
def test_each_measure_says_how_it_is_counted():
    member = signed_in(Role.BOARD_MEMBER)
    assert "95% or more" in page(member, "measure", "decision_on_time")
    assert member.get(reverse("measure", args=["nothing"])).status_code == 404
