"""Deciding a referral, and what follows: who is told, who may open the record, a transfer offer."""

from django.utils import timezone

from audit.actions import action
from audit.errors import Refused
from families.homes import locality_at_home
from families.models import together
from localities.calendar import london_date
from referrals import decision_rules as rules
from referrals import handover, leads, mails, screening_access, second_look, signals
from referrals.codes import Outcome
from referrals.decision_clock import end_question
from referrals.models import Decision, Referral, Transfer
from referrals.workflow import locked, move


@action
def decide(*, referral, by, level, outcome, reason, words, version, at=None):
    """Decide. Own level, suggestion, level, reasons, locality and clock are frozen in a Decision.

    Raises Stale when somebody changed the referral since `version`, Refused by each rule.
    """
    at = at or timezone.now()
    referral = locked(referral, version=version)
    move(referral, "decide", by=by, at=at, reason=reason)
    own_level = rules.own_level_of(referral, by)
    if own_level is None:
        raise Refused("Give your own level first. The suggestion is shown after it.")
    rules.check(referral, level=level, outcome=outcome, reason=reason, words=words)
    decision = Decision(
        referral=referral, by=by, happened_at=at, own_level=own_level,
        level=level, outcome=outcome, reason=reason, words=words,
        agreed=rules.agreement_for(referral, level=level, outcome=outcome, decider=by),
    )  # fmt: skip
    _freeze(decision, at=at)
    referral.level, referral.outcome = level, outcome
    referral.first_decided_at = referral.first_decided_at or at
    referral.save(update_fields=["state", "version", "level", "outcome", "first_decided_at"])
    _follow(referral, decision, by=by, at=at)
    return referral


def _freeze(decision, *, at):
    """Copy what must not change any more: the suggestion, the clock, the locality of the day."""
    referral = decision.referral
    decision.number = referral.decisions.count() + 1
    decision.suggested_level = referral.suggested_level
    decision.suggested_rule = referral.suggested_rule
    decision.threshold_version = referral.threshold_version
    decision.reasons = rules.suggestion_reasons(referral)
    decision.locality = locality_at_home(referral.family_id, on=london_date(at))
    decision.due_at = referral.decision_due_at
    decision.save()


def _follow(referral, decision, *, by, at):
    family = referral.family
    end_question(referral, at=at)
    screening_access.keep_for_decider(family, by, at=at)
    second_look.sample(decision, at=at)
    if decision.outcome == Outcome.SOCIAL_CARE:
        _refuse_while_handed_down(family)
        handover.offer_up(family, referral=referral, by=by, at=at)
    if decision.outcome == Outcome.PARTNER_LED:
        leads.hold(referral, by=by, at=at)
    screening_access.settle(family, at=at)
    signals.decided.send(Referral, referral=referral, decision=decision, at=at, by=by)
    mails.decided(decision)


def _refuse_while_handed_down(family):
    """Two offers that cross each other would leave nobody in charge."""
    records = together(handover.alone_with(family))
    if Transfer.objects.unanswered().down().filter(family__in=records).exists():
        raise Refused(
            "Children's social care offers to hand this family down. Refuse that step-down first, "
            "and say why.", field="outcome",
        )  # fmt: skip


@action
def reopen(*, referral, reason, version, by, at=None):
    """A second look: the decision stays in the record, and a new one will be added."""
    at = at or timezone.now()
    referral = locked(referral, version=version)
    if not reason.strip():
        raise Refused("Say why the decision needs a second look.", field="reason")
    moved = move(referral, "reopen", by=by, at=at, reason=reason)
    offered = Transfer.objects.current().filter(referral=referral)
    if offered.exclude(answer=Transfer.Answer.REFUSED).exists():
        raise Refused(
            "This family was offered to children's social care. It can be decided again when they "
            "refuse it."
        )
    leads.let_go(referral, by=by, at=at)
    handover.back_to_spoc(referral, at=at)
    mails.reopened(referral, moved)
    return referral


@action
def mark_duplicate(*, referral, of, version, by, at=None):
    """Only for the very same referral sent twice; anything new is decided as linked."""
    at = at or timezone.now()
    referral = locked(referral, version=version)
    if not _same(referral, of):
        raise Refused(
            "These two are not the same referral sent twice. Decide this one: choose “Linked to "
            "open work” if the family is already being helped."
        )
    move(referral, "mark_duplicate", by=by, at=at, reason=of.reference)
    referral.linked_to = of
    referral.save(update_fields=["state", "version", "linked_to"])
    screening_access.settle(referral.family, at=at)
    return referral


def _same(referral, of):
    """An earlier referral of the same site and day, with the same words and children."""
    same = ("site_id", "worries", "working_well", "must_change", "tried")
    return (
        of.pk < referral.pk
        and london_date(of.submitted_at) == london_date(referral.submitted_at)
        and all(getattr(of, name) == getattr(referral, name) for name in same)
        and _children(of) == _children(referral)
    )


def _children(referral):
    facts = ("person__sort_name", "person__born_on", "person__due_on")
    return sorted(referral.children.values_list(*facts), key=str)
