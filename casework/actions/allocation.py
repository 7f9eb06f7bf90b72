"""An episode opens, waits, and is given to a key worker."""

from django.utils import timezone

from audit.actions import action
from audit.errors import Refused
from casework import access, mails
from casework.capacity import key_workers
from casework.codes import Kind, Origin
from casework.joining import add_children, children_of
from casework.models import Allocation, Episode
from casework.workflow import end, locked, move
from families.homes import locality_at_home
from families.models import together
from localities import clocks
from localities.calendar import london_date
from localities.hubs import hub_for
from referrals.codes import Level


@action
def open_episode(*, referral, decision, by, at=None):
    """Family Solutions was decided: the hub of the family's locality has it, without a worker yet.

    Refused when the family is being helped already: one family has one episode at a time.
    """
    at = at or timezone.now()
    others = Episode.objects.filter(family__in=together(referral.family), closed_at__isnull=True)
    others = others.exclude(kind=Kind.PARTNER_LED)  # level 3 may follow level 2: its lead is told
    if others.exclude(referral=referral).exists():
        raise Refused(
            "This family is being helped already. Choose “Linked to open work”, so that its key "
            "worker learns of this today.", field="outcome",
        )  # fmt: skip
    same = others.filter(referral=referral).first()
    if same is not None:
        return same
    people = children_of(referral)
    return _open(
        referral.family, people, by=by, at=at, referral=referral, level=decision.level,
        origin=Origin.STEP_DOWN if referral.is_step_down else Origin.REFERRAL,
        locality=decision.locality,
    )  # fmt: skip


@action
def open_step_down(*, transfer, by, at=None):
    """A step-down was accepted: the hub has the family, at the edge of care, without a worker yet.

    Refused while an episode is open, also joint work: that ends first, then this one begins.
    """
    at = at or timezone.now()
    others = Episode.objects.filter(family__in=together(transfer.family), closed_at__isnull=True)
    if others.exclude(kind=Kind.PARTNER_LED).exists():
        raise Refused("An episode of this family is still open. It must be closed before this.")
    people = children_of(transfer)
    return _open(
        transfer.family, people, by=by, at=at, origin=Origin.STEP_DOWN, level=Level.INTENSIVE,
        locality=locality_at_home(transfer.family_id, on=london_date(at)),
    )  # fmt: skip


def _open(family, people, *, locality, by, at, **facts):
    version = clocks.version_at(at)
    hub = hub_for(locality)
    if hub is None:
        raise Refused("No hub is set up yet. Ask an administrator.", field="outcome")
    episode = Episode(
        family=family, kind=Kind.FAMILY_SOLUTIONS, locality=locality, team=hub,
        started_at=at, clock_version=version,
        allocation_due_at=clocks.due("allocation", at, version=version), **facts,
    )  # fmt: skip
    episode.save()
    move(episode, "open", by=by, at=at)
    add_children(episode, people, on=london_date(at))
    access.open_to_team(episode, at=at)
    return episode


@action
def undo_episode(*, episode, by, at=None):
    """The decision was changed before anybody began to work: the episode ends without a closing."""
    at = at or timezone.now()
    episode = locked(episode)
    move(episode, "undo", by=by, at=at)
    access.close_to_team(episode, at=at)
    return end(episode, at=at)


@action
def allocate(*, episode, worker, version, by, note="", at=None):
    """Give the episode to a key worker of its team; to another, the first keeps it 30 days."""
    at = at or timezone.now()
    episode = locked(episode, version=version)
    before = episode.key_worker
    if before == worker:
        raise Refused(f"{worker.name} has this family already.", field="worker")
    team = key_workers([episode.team_id], on=london_date(at))
    if worker.pk not in {caseload.worker_id for caseload in team}:
        raise Refused("Choose a key worker of this team.", field="worker")
    move(episode, "allocate", by=by, at=at)
    allocation = Allocation.objects.create(
        episode=episode, worker=worker, by=by, note=note, happened_at=at
    )
    episode.key_worker, episode.first_opened_at = worker, None
    episode.first_allocated_at = episode.first_allocated_at or at
    episode.save()
    if before is not None:
        access.end_for_worker(episode, before, at=at)
    access.open_to_worker(episode, at=at)
    mails.allocated(allocation)
    return allocation


@action
def open_by_worker(*, episode, by, at=None):
    """The key worker has looked at it: it is no longer “new to me”."""
    episode = locked(episode)
    if episode.key_worker_id == by.pk and episode.first_opened_at is None:
        episode.first_opened_at = at or timezone.now()
        episode.save(update_fields=["first_opened_at"])
    return episode
