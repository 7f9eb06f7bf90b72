"""The newest framework's figures become a report like any other: nothing small, every file."""

from datetime import UTC, datetime

import pytest

from localities.calendar import Quarter
from outcomes.disclosure import HIDDEN, publish
from outcomes.disclosure.rows import counts_in, rows_of
from outcomes.frameworks import load, versions
from outcomes.rendering.files import render_all
from outcomes.snapshots import snapshot
from tests.outcomes.facts import RandomFacts

pytestmark = pytest.mark.django_db
NEW = {"agreement_or_basis", "disagreements"}


@pytest.fixture
def public():
    RandomFacts(6, families=60).make()
    at = datetime(2026, 10, 15, tzinfo=UTC)
    newest = load(versions()[-1])
    return publish(snapshot(Quarter("2026-Q1"), at, made_at=at, framework=newest))


def test_what_is_new_is_in_every_file_and_no_small_number_is(public):
    shown = {each["key"]: each for each in public["indicators"]}
    assert shown.keys() >= NEW
    for key in NEW:
        for row in rows_of(public, shown[key]):
            open_ = {k: v for k, v in row.cells.items() if v != HIDDEN}
            assert not {1, 2, 3, 4, 5} & set(counts_in("count", open_).values()), row
    files = render_all(public)
    for name, data in files.items():
        assert len(data) > 1000, name
    csv = next(data for name, data in files.items() if name.endswith(".csv")).decode()
    assert all(key in csv for key in NEW)
    assert "Written down only after the disclosure" in csv
