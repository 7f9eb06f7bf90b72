"""Which people of one family may be one person: all pairs are compared, since they are few."""

from itertools import combinations

from families.likeness.candidates import sounds_of
from families.likeness.scoring import score
from families.likeness.weights import other_names, version_at, weights


def pairs(people, now):
    """(place, place, Likeness) of pairs of a list of Someone who may be one, the likeliest first.

    One query, for the sounds of the names. All of a family share a name and a home, so that only
    birth, first name and numbers tell: the same threshold as between families serves.
    """
    by, others = weights(version_at(now)), other_names(version_at(now, "nicknames"))
    sounds = sounds_of({word for one in people for word in one.words})
    found = [
        (i, j, score(one, other, weights=by, sounds=sounds, others=others))
        for (i, one), (j, other) in combinations(enumerate(people), 2)
    ]
    alike = [pair for pair in found if pair[2].bits >= by.possible]
    return sorted(alike, key=lambda pair: -pair[2].bits)
