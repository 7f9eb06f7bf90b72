"""Transfers as plain values: a row of the list, and the facts of one offer for its page."""

from django.urls import reverse

from families.homes import main_residence
from families.people import one_each, people_of
from localities import clock_text, clocks
from localities.calendar import london_date
from referrals import holding, sheet
from referrals.models import Transfer

UP = Transfer.Direction.UP
COLUMNS = (
    "id", "family_id", "family__name", "referral__reference", "referral__site__name", "direction",
    "urgent", "happened_at", "due_at", "offered_by__name", "team__name", "called",
)  # fmt: skip
HEAD = ("Family", "Answer", "Flag", "Offered by", "To", "Held by")


def clock(offered_at, due_at, urgent, now, answered_at=None):
    soon = clocks.soon_at("transfer", offered_at, due_at, urgent=urgent)
    state = clocks.state(due_at, now, done_at=answered_at, soon_at=soon)
    return clock_text.show(due_at, now, state, answered_at)


def row(found, now):
    """One row as the cells of components/table.html."""
    up = found["direction"] == UP
    sender = holding.sender(
        direction=found["direction"], referral=found["referral__reference"],
        by=found["offered_by__name"], team=found["team__name"],
    )  # fmt: skip
    return [
        {
            "text": found["family__name"],
            "url": reverse("transfer_detail", args=[found["id"]]),
            "about": found["referral__reference"]
            or ("From early help work" if up else "Step-down"),
        },
        {"clock": clock(found["happened_at"], found["due_at"], found["urgent"], now)},
        _flag(found),
        {"text": found["offered_by__name"] or "", "about": found["referral__site__name"] or ""},
        "Children’s social care" if up else f"The SPOC or {found['team__name']}",
        sender.name,
    ]


def _from(up):
    return "From early help work" if up else "Step-down"


def _flag(found):
    if not found["urgent"]:
        return ""
    about = "Call recorded" if found["called"] else "No call recorded yet"
    return {"text": "Immediate", "colour": "red", "about": about}


def page(transfer, now):
    """Context of an offer's page, in eight queries at most."""
    today = london_date(now)
    referral = transfer.referral
    home = main_residence(transfer.family_id, on=today)
    people = one_each(people_of(transfer.family_id, on=today))
    return {
        "transfer": transfer,
        "up": transfer.direction == UP,
        "clock": clock(transfer.happened_at, transfer.due_at, transfer.urgent, now,
                       transfer.answered_at),
        "held": holding.of_transfer(transfer),
        "calls": _calls(transfer) if transfer.urgent else [],
        **_people(transfer, people),
        "home": home.shown_address if home else "Not known",
        "told": sheet.told(referral) if referral else [],
        "observed": sheet.observed(referral) if referral else None,
        "decision": referral.decisions.order_by("-number").first() if referral else None,
    }  # fmt: skip


def _people(transfer, people):
    """In a step-down, the children it is for; else every child of the family."""
    if transfer.direction != UP:
        meant = set(transfer.children.values_list("person_id", flat=True))
        people = [{**p, "is_child": bool(p["ids"] & meant)} for p in people]
    return {
        "children": [person for person in people if person["is_child"]],
        "others": [person for person in people if not person["is_child"]],
    }


def _calls(transfer):
    return transfer.calls.current().select_related("by").order_by("-happened_at")
