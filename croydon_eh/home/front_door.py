"""Home lists of those who refer, screen and answer transfers."""

from django.db.models import Q
from django.urls import reverse

from accounts.roles import Permission as P
from croydon_eh.home.panel import FEW, Panel, clock
from referrals import beside, callbacks, elsewhere, leads
from referrals.codes import UNDECIDED, Outcome, State
from referrals.drafts.answers import Answers
from referrals.models import (
    Disagreement,
    Draft,
    LeadOffer,
    Opinion,
    Referral,
    SecondLook,
    Transfer,
)  # fmt: skip
from referrals.next_steps import NEEDS, next_step

UP, DOWN = Transfer.Direction.UP, Transfer.Direction.DOWN
LEAD = ("pk", "referral__reference", "family", "family__name", "lead__name",
        "happened_at", "named_at", "due_at")  # fmt: skip
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


def _waiting(referrals, now, url_name, most=FEW):
    return [
        {
            "url": reverse(url_name, args=[r["reference"]]),
            "text": f"{r['family__name']} · {r['reference']}",
            "plain": f"{r['reference']}, decision",
            "family": r["family"],
            "note": r["site__name"],
            "clock": next_step(r, now)["clock"],
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


def leads_waiting(user, now, most=FEW):
    """Partner-led help that nobody has taken on: the SPOC holds the family."""
    return _leads(
        user, now, most, "Waiting for a lead professional", "Every family has its lead.", Q()
    )


def leads_overdue(user, now, most=FEW):
    """What rises to the managers."""
    return _leads(
        user, now, most, "Lead professionals: overdue", "No lead’s answer is overdue.",
        Q(due_at__lt=now),
    )  # fmt: skip


def _leads(user, now, most, title, empty, condition):
    offers = LeadOffer.objects.visible_to(user).current().open().filter(condition)
    rows = [
        {
            "url": reverse("lead_name", args=[offer["pk"]]),
            "text": f"{offer['family__name']} · {offer['referral__reference']}",
            "plain": f"{offer['referral__reference']}, a lead’s answer",
            "family": offer["family"],
            "note": f"Asked: {offer['lead__name']}" if offer["lead__name"] else "Nobody asked yet",
            "clock": _lead_clock(offer, now),
        }
        for offer in offers.order_by("due_at", "id").values(*LEAD)[:most]
    ]
    return Panel(title, empty, rows, (reverse("lead_list"), "All of them"))


def offered_to_me(user, now, most=FEW):
    offers = LeadOffer.objects.visible_to(user).current().open().filter(lead=user)
    rows = [
        {
            "url": reverse("offer_detail", args=[offer["pk"]]),
            "text": offer["family__name"],
            "plain": f"Offer {offer['pk']}, your answer",
            "family": offer["family"],
            "note": "The SPOC asks you to lead their help",
            "clock": _lead_clock(offer, now),
        }
        for offer in offers.order_by("due_at", "id").values(*LEAD)[:most]
    ]
    return Panel("Families offered to you", "No family is offered to you.", rows)


def _lead_clock(offer, now):
    return leads.clock(offer["happened_at"], offer["named_at"], offer["due_at"], now)


TRANSFER = ("pk", "referral__reference", "family", "family__name",
            "happened_at", "due_at", "urgent", "direction")  # fmt: skip


def _offers(user, now, most, title, empty, **which):
    offers = Transfer.objects.visible_to(user).unanswered().filter(**which)
    rows = [
        {
            "url": reverse("transfer_detail", args=[t["pk"]]),
            "text": " · ".join(filter(None, (t["family__name"], t["referral__reference"]))),
            "plain": f"{t['referral__reference'] or 'Transfer {}'.format(t['pk'])}, answer",
            "family": t["family"],
            "note": "Offered to children’s social care"
            if t["direction"] == UP
            else "Offered by children’s social care",
            "clock": clock("transfer", t["happened_at"], t["due_at"], now, urgent=t["urgent"]),
        }
        for t in offers.order_by("due_at", "pk").values(*TRANSFER)[:most]
    ]
    return Panel(title, empty, rows, (reverse("transfer_list"), "All transfers"))


def overdue_transfers(user, now, most=FEW):
    """An offer that nobody answers rises: both sides' managers see it first."""
    return _offers(
        user, now, most, "Transfers that are overdue", "No transfer is overdue.", due_at__lt=now
    )


def transfers_waiting(user, now, most=FEW):
    """Both ways, the overdue ones first."""
    return _offers(
        user, now, most, "Transfers waiting for an answer", "No transfer waits for an answer."
    )


def transfers_to_answer(user, now, most=FEW):
    return _offers(
        user,
        now,
        most,
        "Families offered to you",
        "No transfer waits for your answer.",
        direction=UP,
    )


def step_downs_offered(user, now, most=FEW):
    return _offers(
        user, now, most, "Step-downs you offered: you hold these families",
        "No step-down waits for an answer.", direction=DOWN,
    )  # fmt: skip


def elsewhere_waiting(user, now, most=FEW):
    """Decided, and held by the SPOC until the family's own authority acknowledges."""
    waiting = Referral.objects.visible_to(user).waits_for_home_authority()
    waiting = waiting.order_by("first_contact_at", "id")
    rows = [
        {
            "url": reverse("screening_referral", args=[r["reference"]]),
            "text": f"{r['family__name']} · {r['reference']}",
            "plain": f"{r['reference']}, answer of the family’s own authority",
            "family": r["family"],
            "note": r["site__name"],
            "clock": elsewhere.clock(r, now),
        }
        for r in waiting.values(*REFERRAL)[:most]
    ]
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


def step_downs_waiting(user, now, most=FEW):
    return _offers(
        user, now, most, "Step-downs offered to early help", "No step-down waits for an answer.",
        direction=DOWN,
    )  # fmt: skip


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
