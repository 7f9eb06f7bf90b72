"""Who may open a family because of its episode, and for how long."""

from datetime import timedelta

from accounts.roles import Permission
from families import access
from families.models import FamilyAccess
from localities.access import scope_of
from referrals import disclosing

AFTER_THE_WORK = timedelta(days=30)
EPISODE = FamilyAccess.Basis.EPISODE
LOCALITY = FamilyAccess.Basis.LOCALITY
NAMED = FamilyAccess.Basis.NAMED


def in_charge(user, episode):
    """Whether the user may add to an episode that the user sees: its key worker, its managers."""
    mine = user.pk in (episode.key_worker_id, episode.cover_id)
    mine = mine or episode.team_id in scope_of(user).shared_team_ids
    return mine and user.has_perm(Permission.WORK)


def open_to_team(episode, *, at):
    access.grant(episode.family, basis=LOCALITY, team=episode.team, at=at)


def close_to_team(episode, *, at):
    access.end(episode.family, basis=LOCALITY, team=episode.team, at=at)


def open_to_worker(episode, *, at):
    _open_to(episode, [episode.key_worker], at=at, reason="Was given the family as key worker")


def open_to_lead(episode, *, at):
    """The lead and whoever covers for them."""
    people = [person for person in (episode.key_worker, episode.cover) if person]
    _open_to(episode, people, at=at, reason="Leads the help for the family, or covers for that")
    disclosing.to_people(episode.family, people, at=at)


def _open_to(episode, people, *, at, reason):
    """Who is given a restricted family is named for it by that."""
    basis, reason = (NAMED, reason) if episode.family.restricted else (EPISODE, "")
    for person in people:
        access.grant(episode.family, basis=basis, user=person, reason=reason, at=at)


def open_again(episode, *, at):
    """A restriction was lifted: who was named for the work keeps their way in."""
    _open_to(episode, filter(None, (episode.key_worker, episode.cover)), at=at, reason="")


def end_for_lead(episode, *, at):
    for basis in (EPISODE, NAMED):
        for person in filter(None, (episode.key_worker, episode.cover)):
            access.end(episode.family, basis=basis, user=person, at=at + AFTER_THE_WORK)


def end_for_worker(episode, worker, *, at):
    """The key worker can finish writing up for 30 days."""
    for basis in (EPISODE, NAMED):
        access.end(episode.family, basis=basis, user=worker, at=at + AFTER_THE_WORK)
