"""Home lists of those who refer and screen."""

from django.db.models import Q
from django.urls import reverse

from accounts.roles import Permission as P
from croydon_eh.home.panel import FEW, Panel
from referrals import beside, callbacks, elsewhere
from referrals.codes import UNDECIDED, Outcome, State
from referrals.drafts.answers import Answers
from referrals.models import (
    Disagreement,
    Draft,
    Opinion,
    Referral,
    SecondLook,
)  # fmt: skip
from referrals.next_steps import NEEDS, next_step

REFERRAL = ("pk", "reference", "family", "family__name", "site__name", *NEEDS)


def drafts(user, now):
    rows = [
        {
            "url": reverse("draft_tasks", args=[draft.pk]),
            "text": Answers(draft, now).family_name or "A referral without a name yet",
            "note": "Not sent yet",
            "at": draft.saved_at,
        }
        for draft in Draft.objects.filter(owner=user)[:FEW]
    ]
    return Panel("Referrals you have not sent", "You have no unfinished referral.", rows)


def _decision(referral, now):
    return next_step(referral, now)["clock"]


def _waiting(referrals, now, url_name, most=FEW, *, what="decision", clock=_decision):
    """Rows of referrals that wait for something, with the clock of that."""
    return [
        {
            "url": reverse(url_name, args=[r["reference"]]),
            "text": f"{r['family__name']} · {r['reference']}",
            "plain": f"{r['reference']}, {what}",
            "family": r["family"],
            "note": r["site__name"],
            "clock": clock(r, now),
        }
        for r in referrals.values(*REFERRAL)[:most]
    ]


def my_waiting(user, now):
    waiting = Referral.objects.visible_to(user).undecided().most_urgent_first()
    return Panel(
        "Waiting for a decision", "Nothing you sent is waiting for a decision.",
        _waiting(waiting, now, "referral_detail"),
        (reverse("referral_list"), "All your referrals"),
    )  # fmt: skip


def my_answered(user, now):
    decided = Referral.objects.visible_to(user).filter(state=State.DECIDED)
    rows = [
        {
            "url": reverse("referral_detail", args=[r["reference"]]),
            "text": f"{r['family__name']} · {r['reference']}",
            "family": r["family"],
            "note": Outcome(r["outcome"]).label,
            "at": r["first_decided_at"],
        }
        for r in decided.order_by("-first_decided_at").values(*REFERRAL)[:FEW]
    ]
    return Panel(
        "Answers you have had", "No decisions yet. You will get an email when there is one.", rows,
        (reverse("referral_list"), "All your referrals"),
    )  # fmt: skip


def _to_decide(user, now, most, title, empty, condition):
    waiting = Referral.objects.visible_to(user).undecided().filter(condition).most_urgent_first()
    if user.has_perm(P.SCREEN):
        page, more = "screening_referral", (reverse("screening_board"), "The whole board")
    else:  # line of sight: reads it, does not screen
        page, more = "referral_detail", (reverse("referral_list"), "All referrals")
    return Panel(title, empty, _waiting(waiting, now, page, most), more)


def to_decide(user, now, most=FEW):
    return _to_decide(user, now, most, "Most urgent first", "Nothing waits for a decision.", Q())


def due_to_decide(user, now, most=FEW):
    """Below a list of those that are overdue."""
    return _to_decide(
        user, now, most, "Due next", "Nothing else waits for a decision.",
        Q(decision_due_at__gte=now),
    )  # fmt: skip


def urgent_to_decide(user, now, most=FEW):
    return _to_decide(
        user, now, most, "Immediate safeguarding concerns and level 4 needs",
        "No urgent referral waits.", Q(suggested_level=4),
    )  # fmt: skip


def mine_to_decide(user, now, most=FEW):
    return _to_decide(
        user, now, most, "Assigned to you",
        "You have taken no referral yet. Take one from the board.",
        Q(assigned_to=user),
    )  # fmt: skip


def overdue_to_decide(user, now, most=FEW):
    return _to_decide(
        user, now, most, "Decisions that are overdue", "No decision is overdue.",
        Q(decision_due_at__lt=now),
    )  # fmt: skip


def calls_waiting(user, now, most=FEW):
    """Calls without a decision or a form, soonest first; the family's name stands in the queue."""
    found = callbacks.rows_of(callbacks.waiting(user).soonest_first())[:most]
    rows = [
        {
            "url": reverse("call_detail", args=[call["id"]]),
            "text": f"Call {call['id']}",
            "plain": f"Call {call['id']}, {what.lower()}",
            "family": call["referral__family"],
            "note": f"{what} due. From {call['agency'] or call['caller_name']}",
            "clock": shown,
        }
        for call in found
        for what, shown in [callbacks.next_clock(call, now)]
    ]
    return Panel(
        "Call back: form not yet here", "No call waits for a form.", rows,
        (reverse("call_list"), "All calls"), names=False,
    )  # fmt: skip


def elsewhere_waiting(user, now, most=FEW):
    """Decided, and held by the SPOC until the family's own authority acknowledges."""
    waiting = Referral.objects.visible_to(user).waits_for_home_authority()
    waiting = waiting.order_by("first_contact_at", "id")
    rows = _waiting(
        waiting, now, "screening_referral", most, what="answer of the family’s own authority",
        clock=elsewhere.clock,
    )  # fmt: skip
    board = f"{reverse('screening_board')}?show=elsewhere"
    return Panel("Lives elsewhere: not acknowledged yet", "", rows, (board, "All of them"))


def second_looks_waiting(user, now, most=FEW):
    """How many: which ones is not chosen. Left out where none waits for this screener."""
    waiting = SecondLook.objects.waiting(now).may_be_given_to(user).count()
    text = "1 referral waits" if waiting == 1 else f"{waiting} referrals wait"
    row = {
        "url": reverse("second_looks"),
        "text": f"{text} for a second look",
        "note": "You give a level without seeing what was decided",
    }
    return Panel("Second looks", "", [row] if waiting else [])


def disagreements(user, now, most=FEW):
    """Referrers who wait for a manager's answer, the overdue ones first."""
    waiting = Disagreement.objects.visible_to(user).unanswered().order_by("due_at", "id")
    rows = [
        {
            "url": reverse("screening_referral", args=[d["referral__reference"]]),
            "text": f"{d['referral__family__name']} · {d['referral__reference']}",
            "note": d["by__name"],
            "plain": f"Answer to who disagrees, referral {d['referral__reference']}",
            "family": d["referral__family"],
            "clock": beside.disagreement_clock(d["happened_at"], d["due_at"], now),
        }
        for d in waiting.values(*beside.DISAGREEMENT)[:most]
    ]
    return Panel(
        "Referrers who disagree", "Nobody waits for an answer.", rows,
        (reverse("disagreement_list"), "All disagreements"),
    )  # fmt: skip


ASKED = ("referral__reference", "referral__family", "referral__family__name", "asked_by__name",
         "happened_at")  # fmt: skip


def views_asked(user, now):
    """What screeners ask somebody of this role."""
    asked = (
        Opinion.objects.visible_to(user)
        .unanswered()
        .filter(asked_of=user.role, referral__state__in=UNDECIDED)
    )
    asked = asked.exclude(asked_by=user).order_by("happened_at")
    rows = [
        {
            "url": reverse("screening_referral", args=[o["referral__reference"]]),
            "text": f"{o['referral__family__name']} · {o['referral__reference']}",
            "family": o["referral__family"],
            "note": f"{o['asked_by__name']} asks for your view",
            "at": o["happened_at"],
        }
        for o in asked.values(*ASKED)[:FEW]
    ]
    return Panel("Your view is asked for", "Nobody asks for your view now.", rows)
