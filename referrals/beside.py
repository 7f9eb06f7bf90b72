"""What stands beside a referral while it is screened: annotations, so that they cost no query."""

from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse

from accounts.govuk.times import say_short_day
from localities import clock_text, clocks
from referrals import elsewhere
from referrals.models import Acknowledgement, Disagreement, Opinion, Transfer, TransferCall
from referrals.transfer_page import clock as transfer_clock


def facts():
    """Annotations of a referral: opinions, disagreements, acknowledgements and its last offer."""
    of = {"referral": OuterRef("pk")}
    called = TransferCall.objects.current().filter(transfer=OuterRef("pk"))
    offers = Transfer.objects.current().filter(**of).annotate(called=Exists(called))
    return {
        "opinions_": ArraySubquery(Opinion.objects.current().filter(**of).order_by("id").values(
            found=JSONObject(id="id", asked_of="asked_of", asked_by="asked_by__name",
                             asked_by_id="asked_by", question="question", answer="answer",
                             answered_by="answered_by__name"))),
        "said_": ArraySubquery(Disagreement.objects.current().filter(**of).values(
            found=JSONObject(id="id", by="by__name", reason="reason", at="happened_at",
                             due_at="due_at", answer="answer", words="words",
                             answered_at="answered_at", answered_by="answered_by__name"))),
        "acknowledged_": ArraySubquery(Acknowledgement.objects.current().filter(**of).values(
            found=JSONObject(authority="authority", spoke_to="spoke_to", at="happened_at"))),
        "offers_": ArraySubquery(offers.order_by("-id").values(
            found=JSONObject(id="id", urgent="urgent", called="called", answer="answer",
                             at="happened_at", due_at="due_at", answered_at="answered_at"))),
    }  # fmt: skip


def shown(referral, user, now):
    """The same as plain values of the page."""
    facts = {name: getattr(referral, name) for name in elsewhere.FACTS}
    acknowledged = next(iter(_moments(referral.acknowledged_)), None)
    awaited = elsewhere.is_awaited(facts)
    return {
        "opinions": [_opinion(found, user) for found in referral.opinions_],
        "disagreement": _disagreement(_moments(referral.said_), now),
        "acknowledged": acknowledged,
        "may_acknowledge": awaited and not acknowledged,
        "home_authority_clock": elsewhere.clock(
            facts, now, done_at=acknowledged and acknowledged["at"]
        )
        if awaited
        else None,
        "offer": _offer(_moments(referral.offers_), now),
    }


def _moments(rows):
    """Rows of JSON with their moments as moments again."""
    names = ("at", "due_at", "answered_at")
    return [
        {k: datetime.fromisoformat(v) if k in names and v else v for k, v in row.items()}
        for row in rows
    ]


def _opinion(found, user):
    mine = found["asked_of"] == user.role and found["asked_by_id"] != user.pk
    return {
        **found,
        "of": _within(Opinion.AskedOf(found["asked_of"]).label),
        "mine": mine and not found["answer"],
    }


def _within(label):
    """A label as it stands within a sentence."""
    return label[0].lower() + label[1:]


def disagreement_clock(raised_at, due_at, now, answered_at=None):
    soon = clocks.soon_at("disagreement", raised_at, due_at)
    state = clocks.state(due_at, now, done_at=answered_at, soon_at=soon)
    return clock_text.show(due_at, now, state, answered_at)


def _disagreement(rows, now):
    if not rows:
        return None
    said = rows[0]
    label = Disagreement.Answer(said["answer"]).label if said["answer"] else ""
    shown_clock = disagreement_clock(said["at"], said["due_at"], now, said["answered_at"])
    return {**said, "clock": shown_clock, "label": label}


def _offer(rows, now):
    """The offer that waits, with its clock."""
    waiting = next((row for row in rows if not row["answer"]), None)
    if waiting is None:
        return None
    return {**waiting, "clock": transfer_clock(waiting["at"], waiting["due_at"], waiting["urgent"],
                                               now)}  # fmt: skip


DISAGREEMENT = (
    "id", "referral", "referral__reference", "referral__family", "referral__family__name",
    "by__name", "happened_at", "due_at", "referral__site__name", "decision__by__name",
)  # fmt: skip
DISAGREEMENT_HEAD = ("Family", "Answer", "From", "Decided by", "Said on")


def disagreement_row(row, now):
    """One row as the cells of components/table.html."""
    return [
        {
            "text": row["referral__family__name"],
            "url": reverse("screening_referral", args=[row["referral__reference"]]),
            "about": row["referral__reference"],
        },
        {"clock": disagreement_clock(row["happened_at"], row["due_at"], now)},
        {"text": row["by__name"], "about": row["referral__site__name"]},
        row["decision__by__name"] or "",
        say_short_day(row["happened_at"]),
    ]
