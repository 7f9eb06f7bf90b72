"""Restricted families that were opened with a reason, and tries that opened nothing."""

from django.shortcuts import render

from accounts.govuk.paging import slice_of
from accounts.govuk.times import say_moment
from accounts.models import User
from audit.models import Event
from families.models import FamilyAccess

HEAD = ("Who", "Opened", "Until", "Family", "Why")
TRIED_HEAD = ("Who", "When")
MOST = 25
COLUMNS = ("id", "user__name", "user__role", "from_at", "until_at", "family", "reason")


def openings():
    """For the auditor alone: whoever opened what no list shows."""
    rows = FamilyAccess.objects.filter(basis=FamilyAccess.Basis.BREAK_GLASS, through=None)
    return rows.values(*COLUMNS)


def tries():
    refused = Event.objects.filter(verb="families.break_glass", outcome=Event.Outcome.REFUSED)
    return refused.order_by("-id")


def audit_opened(request):
    page = slice_of(openings(), request.GET, moment="from_at", descending=True)
    context = {
        "head": HEAD, "rows": [_row(row) for row in page.rows], "page": page,
        "tried_head": TRIED_HEAD, "tried": _tried(),
    }  # fmt: skip
    return render(request, "audit/opened.html", context)


def _row(row):
    return [
        {"text": row["user__name"], "about": row["user__role"].replace("_", " ")},
        say_moment(row["from_at"]), say_moment(row["until_at"]), f"Number {row['family']}",
        row["reason"],
    ]  # fmt: skip


def _tried():
    found = list(tries()[:MOST])
    people = User.objects.in_bulk({event.actor_id for event in found})
    return [[people[event.actor_id].name, say_moment(event.happened_at)] for event in found]
