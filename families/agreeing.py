"""Which answer stands, who may give it, and what taking it back stops."""

from django.db.models.functions import Coalesce

from audit.errors import Refused
from families.codes import SaidAs, SharingPurpose
from families.models import Agreement, Family, together
from localities.calendar import age_on, london_date

Answer = Agreement.Answer
GILLICK_BELOW, ADULT_FROM = 16, 18


def standing(family):
    """The latest answer of each person for each purpose, newest first, on whichever record.

    What the family said together takes the place of what each had said before, and stands until
    somebody speaks for themselves again.
    """
    rows = Agreement.objects.current().filter(family__in=together(family))
    rows = rows.annotate(who=Coalesce("person__merged_into_id", "person_id"))
    latest = rows.order_by("purpose", "who", "-happened_at", "-id").distinct("purpose", "who")
    latest = list(latest.select_related("person", "recorded_by"))
    stands = [said for said in latest if not _spoken_since(said, latest)]
    return sorted(stands, key=lambda said: (said.happened_at, said.pk), reverse=True)


def _spoken_since(said, others):
    """Whether one person spoke after the family together, or the family after the one person."""
    return any(
        other.purpose == said.purpose
        and bool(other.person_id) != bool(said.person_id)
        and (other.happened_at, other.pk) > (said.happened_at, said.pk)
        for other in others
    )


def settle(family):
    """Keep on the family's rows whether voluntary help and sharing have stopped, and since when.

    Help goes on while anybody still agrees to it; sharing stops as soon as anybody says so.
    """
    answers = standing(family)
    help_ = [said for said in answers if said.purpose == SharingPurpose.HELP]
    share = [said for said in answers if said.purpose == SharingPurpose.SHARE]
    goes_on = any(said.answer == Answer.AGREED for said in help_)
    family.help_stopped_at = None if goes_on else _taken_back(help_)
    family.sharing_stopped_at = _taken_back(share)
    Family.objects.filter(pk__in=together(family)).update(
        help_stopped_at=family.help_stopped_at, sharing_stopped_at=family.sharing_stopped_at
    )


def _taken_back(answers):
    """Since when, by the first of those answers that were taken back; None where none was."""
    return min((s.happened_at for s in answers if s.answer == Answer.WITHDRAWN), default=None)


def check(*, family, person, answer, said_as, capacity, basis, reason, happened_at, at):
    """Refuse an answer that this person cannot give, or that lacks its reason."""
    if happened_at > at:
        raise Refused("This cannot be in the future.", field="happened_at")
    if person is not None and not _one_family(person, family):
        raise Refused("Choose somebody of this family.", field="person")
    if answer == Answer.NOT_ASKED:
        if not basis:
            raise Refused("Choose the reason to go on without asking.", field="basis")
        if not reason.strip():
            raise Refused("Say why this reason applies.", field="reason")
    elif person is not None:
        _check_standing(person, said_as, capacity, on=london_date(happened_at))


def _one_family(person, family):
    if person.family_id == family.pk:
        return True
    theirs = person.family
    return (theirs.merged_into_id or theirs.pk) == (family.merged_into_id or family.pk)


def _check_standing(person, said_as, capacity, *, on):
    """A child under 16 answers for themselves only when somebody has judged that they can."""
    age = age_on(person.born_on, on) if person.born_on else None
    young = person.is_child and (age is None or age < GILLICK_BELOW)
    if said_as == SaidAs.PARENT and person.is_child and (age is None or age < ADULT_FROM):
        raise Refused("Somebody under 18 cannot answer as a parent here.", field="said_as")
    if young and said_as != SaidAs.GILLICK:
        raise Refused(
            "Under 16, a child answers for themselves only if they understand what it means. "
            "Choose that, and say who judged it and why.", field="said_as",
        )  # fmt: skip
    if said_as == SaidAs.GILLICK:
        if not young:
            raise Refused("From 16 on, young people answer for themselves.", field="said_as")
        if not capacity.strip():
            raise Refused("Say who judged that the child understands, and why.", field="capacity")
