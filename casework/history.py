"""What is known of a family from before: its other referrals and its episodes, newest first."""

from django.db.models import CharField, F, OuterRef, Subquery, Value
from django.db.models.functions import Cast

from casework import codes as casework
from casework.models import Closing, Episode
from families.models import together
from referrals import codes as referrals
from referrals.models import Referral

TEXT = CharField()


def _referrals(user, family_id):
    return (
        Referral.objects.visible_to(user)
        .filter(family__in=together(family_id))
        .annotate(at=F("submitted_at"), sort=Value("referral"), name=F("reference"))
        .annotate(what=Cast("state", TEXT), ended=Cast("outcome", TEXT), who=F("site__name"))
        .values_list("at", "sort", "id", "name", "what", "ended", "level", "who")
        .order_by()
    )


def _episodes(user, family_id):
    reason = Closing.objects.current().filter(episode=OuterRef("pk")).values("reason")[:1]
    return (
        Episode.objects.visible_to(user)
        .filter(family__in=together(family_id))
        .annotate(at=F("started_at"), sort=Value("episode"), name=Cast("kind", TEXT))
        .annotate(what=Cast("state", TEXT), ended=Subquery(reason), who=F("key_worker__name"))
        .values_list("at", "sort", "id", "name", "what", "ended", "level", "who")
        .order_by()
    )


def history(user, family_id, *, but=None):
    """Plain values of every referral (but one) and episode of the family that the user may see.

    One query; each part is scoped by itself.
    """
    earlier = _referrals(user, family_id)
    if but is not None:
        earlier = earlier.exclude(pk=but)
    rows = earlier.union(_episodes(user, family_id), all=True).order_by("-at")
    return [_shown(*row) for row in rows]


def _shown(at, sort, pk, name, what, ended, level, who):
    row = {"at": at, "sort": sort, "id": pk, "level": level, "who": who or ""}
    if sort == "referral":
        state = referrals.Outcome(ended) if ended else referrals.State(what)
        return {**row, "title": f"Referral {name}", "reference": name, "status": state.label,
                "open": what in referrals.UNDECIDED}  # fmt: skip
    state = casework.ClosingReason(ended) if ended else casework.State(what)
    return {**row, "title": casework.Kind(name).label, "reference": "", "status": state.label,
            "open": what != casework.State.CLOSED}  # fmt: skip
