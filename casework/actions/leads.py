"""Partner-led help begins: an episode with a lead professional from its first moment."""

from django.utils import timezone

from audit.actions import action
from audit.errors import Refused
from casework import access
from casework.codes import Kind, State
from casework.joining import add_children
from casework.models import Episode
from casework.workflow import move
from families.homes import locality_at_home
from families.models import together
from localities import clocks
from localities.calendar import london_date
from referrals.codes import Level


@action
def lead_episode(*, family, lead, children, by, referral=None, cover=None, at=None):
    """Open a PARTNER_LED episode: no team has it, nobody allocates it, its lead is the worker."""
    at = at or timezone.now()
    others = Episode.objects.open().filter(family__in=together(family), kind=Kind.PARTNER_LED)
    if others.exists():
        raise Refused("Somebody leads this family’s help already. Ask the SPOC.")
    version = clocks.version_at(at)
    episode = Episode(
        family=family, referral=referral, kind=Kind.PARTNER_LED, level=Level.ADDITIONAL,
        state=State.OPEN,
        locality=locality_at_home(family.pk, on=london_date(at)), key_worker=lead, cover=cover,
        started_at=at, clock_version=version, allocation_due_at=at, first_allocated_at=at,
        first_opened_at=at,
    )  # fmt: skip
    episode.save()
    move(episode, "lead", by=by, at=at)
    add_children(episode, children, on=london_date(at))
    access.open_to_lead(episode, at=at)
    return episode
