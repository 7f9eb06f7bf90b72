"""Home lists of families that are offered: to a lead professional, to social care, and back."""

from django.db.models import Q
from django.urls import reverse

from croydon_eh.home.panel import FEW, Panel, clock
from referrals import leads
from referrals.models import LeadOffer, Transfer

UP, DOWN = Transfer.Direction.UP, Transfer.Direction.DOWN
LEAD = ("pk", "referral__reference", "family", "family__name", "lead__name",
        "happened_at", "named_at", "due_at")  # fmt: skip
TRANSFER = ("pk", "referral__reference", "family", "family__name",
            "happened_at", "due_at", "urgent", "direction")  # fmt: skip


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


def step_downs_waiting(user, now, most=FEW):
    return _offers(
        user, now, most, "Step-downs offered to early help", "No step-down waits for an answer.",
        direction=DOWN,
    )  # fmt: skip
