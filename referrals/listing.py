"""A list of referrals as their senders know them: names, status, next clock. Plain values."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import JSONObject
from django.urls import reverse

from accounts.govuk.times import say_short_day
from families.names import sort_name
from families.people import shown_name
from referrals.models import ReferralChild
from referrals.next_steps import NEEDS, next_step, status

HEAD = ("Family", "Children", "Sent", "Status", "Next")
COLUMNS = ("id", "reference", "submitted_at", "family__name", "site__name", "named", *NEEDS)


def searched(referrals, *, state="", q=""):
    """By state, and by reference or the name of the family or of a child."""
    if state:
        referrals = referrals.filter(state=state)
    if q:
        name = sort_name(q)
        named = ReferralChild.objects.filter(
            referral=OuterRef("pk"), person__sort_name__contains=name
        )
        referrals = referrals.filter(
            Q(reference__istartswith=q) | Q(family__sort_name__contains=name) | Exists(named)
        )
    return referrals


def rows_of(referrals):
    """The list's columns as a queryset of dicts, to be sliced."""
    children = ReferralChild.objects.filter(referral=OuterRef("pk")).order_by("person__born_on")
    columns = {n: f"person__{n}" for n in ("first_name", "last_name", "born_on")}
    names = children.values(found=JSONObject(**columns))
    return referrals.annotate(named=ArraySubquery(names)).values(*COLUMNS)


def shown(row, now):
    """One row as the cells of components/table.html."""
    words, colour = status(row["state"])
    clock = next_step(row, now)["clock"]
    return [
        {
            "text": row["family__name"],
            "url": reverse("referral_detail", args=[row["reference"]]),
            "about": row["reference"],
        },
        ", ".join(_first_name(child) for child in row["named"]),
        {"text": say_short_day(row["submitted_at"]), "about": row["site__name"]},
        {"text": words, "colour": colour},
        {"clock": clock} if clock else "",
    ]


def _first_name(child):
    return child["first_name"] or shown_name("", child["last_name"], unborn=not child["born_on"])
