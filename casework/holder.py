"""Who holds a family now: exactly one, worked out from what was offered, accepted and begun."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Max, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from casework.codes import Kind, State
from casework.models import Closing, Episode
from families.models import Family, behind
from referrals import holding
from referrals.models import LeadOffer, Referral, Transfer

UP, DOWN = Transfer.Direction.UP, Transfer.Direction.DOWN
ACCEPTED, REFUSED = Transfer.Answer.ACCEPTED, Transfer.Answer.REFUSED
# Answers after which social care has the family.
WITH_SOCIAL_CARE = Q(direction=UP, answer=ACCEPTED) | Q(direction=DOWN, answer=REFUSED)


def holder(family_id):
    """The Holder of a family, in one query. The caller has loaded a family that may be opened."""
    facts = held_facts("pk")
    return held(Family.objects.filter(pk=family_id).annotate(**facts).values(*facts).get())


def held_facts(family):
    """What decides it, as annotations of a row with this reference to a family."""
    offers = _of_family(Transfer.objects.unanswered(), family).order_by("id")
    answered = _of_family(Transfer.objects.current().filter(WITH_SOCIAL_CARE), family)
    episodes = _of_family(Episode.objects.all(), family)
    begun = episodes.exclude(kind=Kind.JOINT).filter(~Q(state=State.CLOSED) | _was_closed())
    referrals = _of_family(Referral.objects.all(), family)
    offer = JSONObject(direction="direction", referral="referral", team="team__name",
                       by="offered_by__name")  # fmt: skip
    work = JSONObject(kind="kind", worker="key_worker__name", team="team__name")
    return {
        "held_offers": ArraySubquery(offers.values(found=offer)),
        "held_taken_at": _latest(answered, "answered_at"),
        "held_begun_at": _latest(begun, "started_at"),
        "held_work": ArraySubquery(
            episodes.exclude(state=State.CLOSED).order_by("-started_at").values(found=work)
        ),
        "held_undecided": Exists(referrals.undecided()),
        "held_partner_led": Exists(_of_family(LeadOffer.objects.current().open(), family)),
        "held_elsewhere": Exists(referrals.waits_for_home_authority()),
    }


def _of_family(rows, family):
    """Those of this family, also of records that were merged with it."""
    return rows.filter(family__in=behind(family))


def held(facts):
    """The Holder, from the annotations of `held_facts`."""
    return _held(**{name.removeprefix("held_"): facts[name] for name in held_facts("pk")})


def _was_closed():
    """An episode that was taken back before it began has no closing."""
    return Exists(Closing.objects.current().filter(episode=OuterRef("pk")))


def _latest(rows, moment):
    rows = rows.order_by().values("family").annotate(latest=Max(moment))
    return Subquery(rows.values("latest"))


def _held(*, offers, taken_at, begun_at, work, undecided, partner_led, elsewhere):
    offer = next((o for o in offers if o["direction"] == DOWN), offers[0] if offers else None)
    until = holding.until_accepted(offer["direction"], offer["team"]) if offer else ""
    if offer and offer["direction"] == DOWN:
        return holding.sender(**offer, until=until)
    if taken_at and (begun_at is None or taken_at > begun_at):
        return holding.social_care()
    if offer and (offer["referral"] or not work):
        return holding.sender(**offer, until=until)
    if work:
        return _at_work(**work[0], until=until)
    if undecided:
        return holding.the_spoc("until there is a decision")
    if partner_led:
        return holding.the_spoc("until a lead professional accepts")
    if elsewhere:
        return holding.the_spoc(holding.UNTIL_HOME_AUTHORITY)
    return holding.nobody()


def _at_work(*, kind, worker, team, until):
    """The key worker, the hub while there is none; in joint work the social worker leads."""
    if kind == Kind.JOINT:
        return holding.social_care("with the Family Functioning Team")
    if not worker:
        until = until or "until it has a key worker"
    return holding.early_help(worker, team, until=until)
