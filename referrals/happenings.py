"""Everything that happened to a referral, newest first, in one query."""

from django.db.models import CharField, F, Value

from referrals.models import Acknowledgement, Disagreement, Opinion, Transfer, TransferCall


def happenings(referral):
    """(kind, at, name of who did it, text) of moves and of all that was said beside them."""
    answered = {"at": F("answered_at"), "who": F("answered_by__name")}
    opinions, said = Opinion.objects.current(), Disagreement.objects.current()
    accepted = Transfer.objects.current().filter(answer=Transfer.Answer.ACCEPTED)
    calls = TransferCall.objects.current().filter(transfer__referral=referral)
    acknowledged = Acknowledgement.objects.current()
    parts = [
        _part(referral.moves.all(), F("verb"), "reason", who=F("by__name")),
        _part(opinions, "view_asked", "question", who=F("asked_by__name"), of=referral),
        _part(opinions.exclude(answer=""), "view_given", "answer", of=referral, **answered),
        _part(said, "disagreed", "reason", who=F("by__name"), of=referral),
        _part(said.exclude(answer=""), "disagreement_answered", "words", of=referral, **answered),
        _part(accepted, "transfer_accepted", "reason", of=referral, **answered),
        _part(calls, "called", "spoke_to", who=F("by__name")),
        _part(acknowledged, "acknowledged", "authority", who=F("spoke_to"), of=referral),
    ]
    return parts[0].union(*parts[1:], all=True).order_by("-at", "-pk")


def _part(rows, kind, text, *, who, at=None, of=None):
    if of is not None:
        rows = rows.filter(referral=of)
    kind = Value(kind, CharField()) if isinstance(kind, str) else kind
    return (
        rows.order_by()
        .annotate(kind=kind, at=at or F("happened_at"), who=who)
        .annotate(what=F(text))
        .values_list("kind", "at", "who", "what", "pk")
    )
