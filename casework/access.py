"""Who may open a family because of its episode, and for how long."""

from datetime import timedelta

from families import access
from families.models import FamilyAccess

AFTER_THE_WORK = timedelta(days=30)
EPISODE = FamilyAccess.Basis.EPISODE
LOCALITY = FamilyAccess.Basis.LOCALITY


def open_to_team(episode, *, at):
    access.grant(episode.family, basis=LOCALITY, team=episode.team, at=at)


def close_to_team(episode, *, at):
    access.end(episode.family, basis=LOCALITY, team=episode.team, at=at)


def open_to_worker(episode, *, at):
    access.grant(episode.family, basis=EPISODE, user=episode.key_worker, at=at)


def end_for_worker(episode, worker, *, at):
    """The key worker can finish writing up for 30 days."""
    access.end(episode.family, basis=EPISODE, user=worker, at=at + AFTER_THE_WORK)
