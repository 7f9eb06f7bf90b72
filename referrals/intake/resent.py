"""The very same referral sent twice; anything that differs is new information and is decided."""

from localities.calendar import london_date, london_day_start
from referrals.models import Referral

TEXTS = ("worries", "working_well", "must_change", "tried")


def resent(submission, matches, *, site, at):
    """(Known family, first referral) when this site sent the same today, else None.

    The same means: the same children, and the same words in each of the four texts. Asks nothing
    unless the children are known.
    """
    if not matches:
        return None
    told = {name: getattr(submission, name).strip() for name in TEXTS}
    by_family = {match.family.pk: match for match in matches}
    earlier = Referral.objects.filter(
        family__in=by_family, site=site, linked_to__isnull=True,
        submitted_at__gte=london_day_start(london_date(at)), submitted_at__lte=at, **told,
    )  # fmt: skip
    for first in earlier.order_by("id").prefetch_related("children"):
        match = by_family[first.family_id]
        people = {person.pk for person in match.children.values()}
        if {child.person_id for child in first.children.all()} == people:
            return match, first
    return None
