"""The demo's quarterly reports: published ones and the draft of the running quarter."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from croydon_eh.demo.examples import find_examples
from croydon_eh.demo.reports import complete
from localities.calendar import london_day_start
from outcomes.models import Report
from tests.demo.conftest import uses_a_copy


def test_only_quarters_that_are_over_long_enough_are_published():
    def published(day):
        return [str(quarter) for quarter in complete(london_day_start(day), 2)]

    assert published(date(2026, 11, 22)) == ["2026-Q1", "2026-Q2"]
    assert published(date(2026, 10, 10)) == ["2025-Q4", "2026-Q1"]


@pytest.mark.slow
def test_one_is_published_and_one_is_a_draft(django_db_setup, django_db_blocker, worker_id):
    with uses_a_copy(f"reports_{worker_id}", django_db_blocker):
        out = StringIO()
        call_command("demo_data", families=60, until="2026-11-22", reports=1, stdout=out)
        assert "2026-Q2 published, 2026-Q3 draft" in out.getvalue()
        found = find_examples()
        report = Report.objects.get(pk=found["published_report"])
        assert report.public["indicators"]
        assert report.public_sha256
        assert report.files.filter(final=True, name__endswith=".pdf").exists()
        assert any(each["commentary"] for each in report.public["indicators"])
        assert report.as_at <= report.published_at < london_day_start(date(2026, 11, 22))
        draft = Report.objects.get(pk=found["draft_report"])
        assert draft.snapshot is not None
        assert draft.as_at < london_day_start(date(2026, 11, 22))
