"""Who of those on record might be somebody of those wanted, best first, with reasons."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from families.likeness.candidates import candidates
from families.likeness.scoring import Likeness, in_company, score
from families.likeness.someone import Someone
from families.likeness.weights import other_names, version_at, weights


@dataclass(frozen=True, slots=True)
class Found:
    """`place` is that of the wanted one in the list; `person_id`, `family_id` of the record."""

    place: int
    person_id: int
    family_id: int
    someone: Someone
    likeness: Likeness
    band: str  # "likely", "possible" or "home"


def look_up(wanted, *, user=None, which="told", but=(), searching=False, now=None):
    """Found ones for a list of Someone, the best first. One query, however many there are.

    `which` is that of `candidates`: what `user` may be told, or what is kept back from everybody.
    `but` are ids of families to leave out: the one that is asked about. Who is `searching` with few
    facts is shown more, and all of many namesakes alike.
    """
    now = now or timezone.now()
    by, others = weights(version_at(now)), other_names(version_at(now, "nicknames"))
    scored = defaultdict(list)
    for one in candidates(wanted, user=user, which=which, but=but, others=others, now=now):
        ours = wanted[one.place]
        likeness = score(ours, one.someone, weights=by, sounds=one.sounds, others=others)
        scored[one.place].append((one, likeness))
    found = [one for rows in scored.values() for one in _shown(rows, by, searching)]
    return sorted(found, key=lambda one: (-one.likeness.bits, one.person_id))


def _shown(rows, by, searching):
    likenesses = [likeness for _, likeness in rows]
    shared = likenesses if searching else in_company(likenesses)
    for (one, _), likeness in zip(rows, shared, strict=True):
        if band := _band(likeness, by, by.search if searching else by.possible):
            yield Found(one.place, one.person_id, one.family_id, one.someone, likeness, band)


def _band(likeness, by, least):
    if likeness.bits >= by.likely:
        return "likely"
    if likeness.bits >= least:
        return "possible"
    return "home" if likeness.lives_there else ""
