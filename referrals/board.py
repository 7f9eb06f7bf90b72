"""The SPOC board: what waits for a decision, most urgent first, as plain values."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Max, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse

from accounts.govuk.times import say_short_day, say_time
from families.models import Area
from families.people import short_age
from localities.calendar import london_date
from localities.models import AgencyKind
from referrals import decision_clock
from referrals.codes import Level, State
from referrals.models import Pause, Referral, ReferralChild

# Only these two stand on the board: "borderline" would give the suggestion away.
FLAGS = {"immediate": ("Immediate", "red"), "discuss": ("Discuss", "purple")}
COLUMNS = (
    "id", "reference", "family__name", "site__name", "site__agency__name", "site__agency__kind",
    "area", "locality__name", "flags", "state", "urgent", "suggested_level", "first_contact_at",
    "submitted_at", "clock_version", "decision_due_at", "assigned_to__name", "asked_at", "ages",
)  # fmt: skip


def waiting(user):
    """The undecided referrals that this user may see."""
    return Referral.objects.visible_to(user).undecided()


def filtered(referrals, wanted, *, user, now):
    """Narrow by the board's form: cleaned agency, place, flag and show."""
    if text := wanted.get("agency"):
        name = Q(site__name__icontains=text) | Q(site__agency__name__icontains=text)
        referrals = referrals.filter(name)
    place = wanted.get("place")
    if place == "elsewhere":
        referrals = referrals.filter(area=Area.ELSEWHERE)
    elif place == "unknown":
        referrals = referrals.filter(area__in=(Area.UNKNOWN, Area.NONE))
    elif place:
        referrals = referrals.filter(locality=place)
    if flag := wanted.get("flag"):
        referrals = referrals.filter(flags__contains=[flag])
    return referrals.filter(_SHOW[wanted.get("show") or "all"](user, now))


_SHOW = {
    "all": lambda user, now: Q(),
    "mine": lambda user, now: Q(assigned_to=user),
    "free": lambda user, now: Q(assigned_to=None),
    "overdue": lambda user, now: Q(decision_due_at__lt=now),
    "asked": lambda user, now: Q(state=State.INFORMATION_REQUESTED),
}


def rows_of(referrals):
    """The board's columns as a queryset of dicts, to be sliced."""
    children = ReferralChild.objects.filter(referral=OuterRef("pk")).order_by("person__born_on")
    facts = JSONObject(born="person__born_on", due="person__due_on")
    asked = Pause.objects.current().filter(referral=OuterRef("pk"), until_at=None).order_by()
    asked = asked.values("referral").values(at=Max("happened_at"))
    return referrals.annotate(
        ages=ArraySubquery(children.values(found=facts)), asked_at=Subquery(asked)
    ).values(*COLUMNS)


HEAD = (
    "Family", "Decision", "Flag", "From", "Lives in", "Children", "Waiting since", "Assigned to",
)  # fmt: skip


def shown(row, now):
    """One row as the cells of components/table.html."""
    today, since = london_date(now), row["first_contact_at"]
    flag = next((FLAGS[flag] for flag in FLAGS if flag in row["flags"]), None)
    asked = "Question asked" if row["state"] == State.INFORMATION_REQUESTED else ""
    return [
        {
            "text": row["family__name"],
            "url": reverse("screening_referral", args=[row["reference"]]),
            "about": row["reference"],
        },
        {"clock": clock_of(row, now)},
        {"text": flag[0], "colour": flag[1], "about": asked} if flag else asked,
        {"text": row["site__name"], "about": AgencyKind(row["site__agency__kind"]).label},
        row["locality__name"] or PLACES[row["area"]],
        ", ".join(short_age(child, today) for child in row["ages"]),
        {"text": say_short_day(since), "about": say_time(since)},
        row["assigned_to__name"] or "Nobody",
    ]


PLACES = {
    Area.ELSEWHERE: "Lives elsewhere",
    Area.UNKNOWN: "Address not known",
    Area.NONE: "No settled home",
    Area.CROYDON: "Croydon, ward not known",
}


def clock_of(row, now):
    """The decision clock of a row that has not been decided."""
    first, version = row["first_contact_at"], row["clock_version"]
    paused = decision_clock.is_paused(
        row["state"], row["asked_at"], now, first_contact_at=first, version=version
    )
    urgent = row["urgent"] or row["suggested_level"] == Level.SPECIALIST
    return decision_clock.show(
        row["decision_due_at"], now, first_contact_at=first, urgent=urgent, version=version,
        paused=paused,
    )  # fmt: skip
