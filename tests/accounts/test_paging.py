"""Cursors: every row once, forwards and back, whatever stands in the address."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import QueryDict

from accounts.govuk.paging import counted, slice_of
from audit.models import Message

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 1, 9, tzinfo=UTC)


@pytest.fixture
def messages():
    """Eleven rows at four moments, so that ties are common."""
    Message.objects.bulk_create(
        Message(
            to="a@example.org", subject=str(n), body="", created_at=START + timedelta(days=n // 3)
        )
        for n in range(11)
    )
    return Message.objects.values("id", "created_at", "subject")


def page(messages, address="", **options):
    query = QueryDict(address.lstrip("?"))
    return slice_of(messages, query, moment="created_at", size=4, **options)


def subjects(found):
    return [int(row["subject"]) for row in found.rows]


@pytest.mark.parametrize("descending", [False, True])
def test_forwards_and_back_each_row_once(messages, descending):
    expected = sorted(range(11), reverse=descending)
    first = page(messages, "?q=x", descending=descending)
    second = page(messages, first.next, descending=descending)
    third = page(messages, second.next, descending=descending)
    assert subjects(first) + subjects(second) + subjects(third) == expected
    assert (first.previous, third.next) == (None, None)
    again = page(messages, third.previous, descending=descending)
    assert subjects(again) == subjects(second)
    start = page(messages, again.previous, descending=descending)
    assert subjects(start) == subjects(first)
    assert start.previous is None
    assert "q=x" in second.next and "q=x" in again.previous


@pytest.mark.parametrize(
    "address",
    ["after=nonsense", "after=~", "after=2026-11-01~3", "after=2026-11-01T09:00:00%2B00:00~x",
     "before=0001-01-01T00:00:00%2B14:00~1", "after=2026-11-01T09:00:00%2B00:00~" + "9" * 30,
     "after=%00~%00", "after=" + "9" * 5000],
)  # fmt: skip
def test_an_unreadable_cursor_gives_the_first_page(messages, address):
    assert subjects(page(messages, address)) == [0, 1, 2, 3]


def test_the_count_is_capped(messages, monkeypatch):
    assert counted(messages) == "11"
    monkeypatch.setattr("accounts.govuk.paging.MOST_COUNTED", 10)
    assert counted(messages) == "more than 10"
