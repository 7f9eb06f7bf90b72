"""A family's page about agreement, as plain values: what stands, what was said before."""

from accounts.govuk.times import say_day, say_moment
from families import agreeing
from families.models import Agreement, CourtOrder, RiskCheck, together

COLOURS = {"agreed": "green", "refused": "orange", "withdrawn": "red", "not_asked": "grey"}
HEAD = ("About", "Who", "Answer", "How", "When", "Written down by")
ORDERS_HEAD = ("Child", "Order", "What it says", "Holds")


def page(family):
    """In five queries: answers that stand, earlier ones, agencies named, checks, court orders."""
    stands = agreeing.standing(family)
    said = Agreement.objects.current().filter(family__in=together(family))
    said = said.select_related("person", "recorded_by").prefetch_related("agencies", "checks__by")
    rows = list(said.order_by("-happened_at", "-id"))
    kept = {one.pk for one in stands}
    return {
        "head": HEAD,
        "standing": [_row(one) for one in rows if one.pk in kept],
        "earlier": [_row(one) for one in rows if one.pk not in kept],
        "taken_back": [_taken_back(one) for one in rows if one.answer == "withdrawn"],
        "orders_head": ORDERS_HEAD,
        "orders": orders(family),
    }


def _row(said):
    shared = ", ".join(sorted(agency.name for agency in said.agencies.all()))
    about = " ".join(
        part for part in (said.get_said_as_display(), said.capacity, said.reason) if part
    )
    return [
        {"text": said.get_purpose_display(), "about": shared and f"With {shared}"},
        {"text": str(said.person) if said.person else "The family together", "about": about},
        {"text": said.get_answer_display(), "colour": COLOURS[said.answer],
         "about": said.get_basis_display() if said.basis else ""},
        said.how.capitalize(),
        say_moment(said.happened_at),
        said.recorded_by.name if said.recorded_by else "A partner’s system",
    ]  # fmt: skip


def _taken_back(said):
    check = next((one for one in said.checks.all() if one.superseded_at is None), None)
    return {
        "id": said.pk,
        "what": said.get_purpose_display(),
        "who": str(said.person) if said.person else "the family together",
        "at": said.happened_at,
        "check": check and {
            "finding": RiskCheck.Finding(check.finding).label, "text": check.text,
            "by": check.by.name, "at": check.happened_at,
        },
    }  # fmt: skip


def orders(family):
    """Rows of a table under ORDERS_HEAD."""
    rows = CourtOrder.objects.current().filter(child__family__in=together(family))
    rows = rows.select_related("child", "person").order_by("-from_on", "-id")
    return [_order(order) for order in rows]


def _order(order):
    until = f"until {say_day(order.until_on)}" if order.until_on else ""
    return [
        str(order.child),
        {"text": order.get_kind_display(), "about": str(order.person) if order.person else ""},
        order.text,
        " ".join(part for part in (f"from {say_day(order.from_on)}", until) if part),
    ]  # fmt: skip
