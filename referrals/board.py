"""The SPOC board: what waits for a decision, most urgent first, as plain values."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Max, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse

from accounts.govuk.times import say_short_day, say_time
from families.models import Area
from families.people import short_age
from localities.calendar import london_date
from localities.models import AgencyKind
from referrals import decision_clock, elsewhere
from referrals.codes import Level, State
from referrals.models import Pause, Referral, ReferralChild, Transfer
from referrals.transfer_page import clock as transfer_clock

# Only these two stand on the board: "borderline" would give the suggestion away.
FLAGS = {"immediate": ("Immediate", "red"), "discuss": ("Discuss", "purple")}
COLUMNS = (
    "id", "reference", "family__name", "site__name", "site__agency__name", "site__agency__kind",
    "area", "locality__name", "flags", "state", "urgent", "suggested_level", "first_contact_at",
    "submitted_at", "clock_version", "decision_due_at", "assigned_to__name", "asked_at", "ages",
)  # fmt: skip
# The offer of a referral that is decided and that social care has not accepted yet.
OFFER = {"offered_at": "happened_at", "offer_due_at": "due_at", "offer_urgent": "urgent"}
HOLD_DECIDED = ("transferred", "elsewhere")  # queues in which such referrals stand


def waiting(user, queue=""):
    """What stands in a queue of the board, of the referrals that this user may see."""
    referrals = Referral.objects.visible_to(user)
    if queue == "transferred":
        return referrals.filter(Exists(_offers()))
    if queue == "elsewhere":
        return referrals.undecided().filter(area=Area.ELSEWHERE) | (
            referrals.waits_for_home_authority()
        )
    return referrals.undecided()


def _offers():
    return Transfer.objects.unanswered().up().filter(referral=OuterRef("pk")).order_by("id")


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
    "new": lambda user, now: Q(assigned_to=None, state=State.SUBMITTED),
    "urgent": lambda user, now: Q(urgent=True) | Q(suggested_level=Level.SPECIALIST),
    "overdue": lambda user, now: Q(decision_due_at__lt=now),
    "asked": lambda user, now: Q(state=State.INFORMATION_REQUESTED),
    "elsewhere": lambda user, now: Q(),
    "transferred": lambda user, now: Q(),
}
# Each queue: what it is called, and what its page says.
QUEUES = {
    "": ("All", "Referrals that wait for a decision, most urgent first."),
    "new": ("New", "Nobody has taken these yet."),
    "urgent": ("Urgent", "A red flag, a level 4 need, or the caller said so."),
    "asked": ("Waiting for information", "The referrer was asked. The clock stands still."),
    "elsewhere": ("Lives elsewhere", "The SPOC holds these until the family’s own authority "
                  "acknowledges; the urgent ones the same day."),
    "overdue": ("Overdue", "A decision was due before now."),
    "transferred": ("Transferred, not yet accepted", "The SPOC holds these until children’s "
                    "social care accepts."),
    "mine": ("Mine", "Assigned to you."),
}  # fmt: skip


def moment_of(queue):
    """By which moment a queue is sorted."""
    return "offer_due_at" if queue == "transferred" else "decision_due_at"


def rows_of(referrals, queue=""):
    """The board's columns as a queryset of dicts, to be sliced."""
    children = ReferralChild.objects.filter(referral=OuterRef("pk")).order_by("person__born_on")
    facts = JSONObject(born="person__born_on", due="person__due_on")
    asked = Pause.objects.current().filter(referral=OuterRef("pk"), until_at=None).order_by()
    asked = asked.values("referral").values(at=Max("happened_at"))
    offer = {}
    if queue in HOLD_DECIDED:
        offer = {name: Subquery(_offers().values(column)[:1]) for name, column in OFFER.items()}
    referrals = referrals.annotate(ages=ArraySubquery(children.values(found=facts)),
                                   asked_at=Subquery(asked), **offer)  # fmt: skip
    return referrals.values(*COLUMNS, *offer)


HEAD = (
    "Family", "Decision", "Flag", "From", "Lives in", "Children", "Waiting since", "Assigned to",
)  # fmt: skip


def shown(row, now):
    """One row as the cells of components/table.html."""
    today, since = london_date(now), row["first_contact_at"]
    clock = _next_clock(row, now)
    flag = next((FLAGS[flag] for flag in FLAGS if flag in row["flags"]), None)
    about = ABOUT.get(row["state"], "")
    return [
        {
            "check": row["id"],
            "text": row["family__name"],
            "url": reverse("screening_referral", args=[row["reference"]]),
            "about": row["reference"],
        },
        {"clock": clock} if clock else "Not acknowledged yet",
        {"text": flag[0], "colour": flag[1], "about": about} if flag else about,
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


ABOUT = {
    State.INFORMATION_REQUESTED: "Question asked",
    State.DECIDED: "Decided",
}


def _next_clock(row, now):
    """The decision's; of what is decided the offer's, or that of the family's own authority."""
    if row.get("offer_due_at"):
        return transfer_clock(row["offered_at"], row["offer_due_at"], row["offer_urgent"], now)
    if row["state"] != State.DECIDED:
        return clock_of(row, now)
    return elsewhere.clock(row, now)


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
