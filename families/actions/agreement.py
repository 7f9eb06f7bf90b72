"""What somebody agreed to, refused or took back; the manager's check; court orders."""

from django.utils import timezone

from audit.actions import action
from audit.errors import Refused
from families import agreeing, signals
from families.codes import Danger, OrderKind
from families.models import Agreement, CourtOrder, Family, RiskCheck
from families.safety import write_signs

Answer = Agreement.Answer


@action
def record_agreement(
    *, family, purpose, answer, happened_at, by, person=None, said_as="", capacity="", basis="",
    reason="", how="", agencies=(), at=None,
):  # fmt: skip
    """Write down what was said. The latest answer of each person for a purpose stands.

    Taking it back stops voluntary help (or sharing) from this moment and asks a manager to check
    that the children are safe. It never stops a transfer to social care and hides no history.
    """
    at = at or timezone.now()
    family = Family.objects.select_for_update().get(pk=family.pk)
    agreeing.check(
        family=family, person=person, answer=answer, said_as=said_as, capacity=capacity,
        basis=basis, reason=reason, happened_at=happened_at, at=at,
    )  # fmt: skip
    said = Agreement.objects.create(
        family=family, person=person, purpose=purpose, answer=answer, said_as=said_as,
        capacity=capacity, basis=basis, reason=reason, how=how, happened_at=happened_at,
        recorded_by=by,
    )  # fmt: skip
    said.agencies.set(agencies)
    agreeing.settle(family)
    if answer == Answer.WITHDRAWN:
        signals.agreement_withdrawn.send(Agreement, agreement=said, at=at, by=by)
    return said


@action
def check_risk(*, agreement, finding, text, by, at=None):
    """A manager looked at what it means for the children that an agreement was taken back."""
    at = at or timezone.now()
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if agreement.answer != Answer.WITHDRAWN:
        raise Refused("There is nothing to check: nobody took this agreement back.")
    if RiskCheck.objects.current().filter(agreement=agreement).exists():
        raise Refused("A manager has checked this already.")
    return RiskCheck.objects.create(
        family=agreement.family, agreement=agreement, finding=finding, text=text, by=by,
        happened_at=at,
    )  # fmt: skip


@action
def record_court_order(*, child, kind, text, from_on, by, person=None, until_on=None, at=None):
    """A court's order about a child: who may decide, who may not come near.

    Somebody named who must stay away gets no copy and no code in which the child is.
    """
    if not child.is_child:
        raise Refused("Choose a child.", field="child")
    if kind == OrderKind.STAY_AWAY and person is None:
        raise Refused("Choose who must stay away.", field="person")
    if until_on and until_on < from_on:
        raise Refused("The order cannot end before it begins.", field="until_on")
    at = at or timezone.now()
    if kind == OrderKind.STAY_AWAY:
        write_signs(child.family, {Danger.COURT_ORDER}, at=at, by=by)
    return CourtOrder.objects.create(
        child=child, kind=kind, person=person, text=text, from_on=from_on, until_on=until_on, by=by,
        happened_at=at,
    )  # fmt: skip
