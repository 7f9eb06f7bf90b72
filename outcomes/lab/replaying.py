"""Score past referrals again: each set of observations once, however many families had it."""

import heapq
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from families.codes import BROAD_ETHNIC_GROUP
from referrals.scoring import DOMAINS, family_level, successors

CHILD = next(iter(DOMAINS))
EXAMPLES = 40  # of each move; readers see those of them that they may open
PLACE, AGENCY, AGE, ETHNIC = "place", "agency", "age", "ethnic"


@dataclass
class Moves:
    """Counts by (level then, level now). `by` holds them by axis and code: children for two axes.

    `lost` counts referrals by key that has no successor in the proposal: it counts as not seen.
    """

    all: Counter = field(default_factory=Counter)
    by: dict = field(default_factory=lambda: defaultdict(Counter))
    lost: Counter = field(default_factory=Counter)
    examples: dict = field(default_factory=lambda: defaultdict(list))


class Proposed:
    """The level that a proposal gives to what was seen under older versions."""

    def __init__(self, thresholds, called):
        self.thresholds, self.called = thresholds, called
        self.followers, self.known = {}, {}

    def level(self, sent):
        """(level, keys that the proposal has lost) of a Sent; worked out once for a set."""
        asked = sent.version, sent.own, sent.shared
        found = self.known.get(asked)
        if found is None:
            found = self.known[asked] = self._level(*asked)
        return found

    def _level(self, version, own, shared):
        follows = self._follows(version)
        lost = sorted({key for key in f"{own.replace('|', ' ')} {shared}".split()
                       if follows[key] is None})  # fmt: skip
        children = {place: keys.split() for place, keys in enumerate(own.split("|"))}
        sets = carried_over(children, shared.split(), follows, self.thresholds)
        return family_level(self.thresholds, *sets), lost

    def _follows(self, version):
        if version not in self.followers:
            self.followers[version] = successors(self.called(version), self.thresholds)
        return self.followers[version]


def carried_over(children, shared, follows, thresholds):
    """(each child's keys, the family's keys) in the proposal; those without a successor are gone.

    What was the family's and would be the child's own counts for each of its children.
    """
    now = [follows[key] for key in shared if follows[key] is not None]
    own = [key for key in now if thresholds.indicators[key].domain == CHILD]
    return {
        child: [*(follows[key] for key in keys if follows[key] is not None), *own]
        for child, keys in children.items()
    }, [key for key in now if key not in own]


def replay(referrals, thresholds, called, *, told=lambda done: None, every=10_000) -> Moves:
    """Count who would move. `referrals` are Sent, `called` gives the Thresholds of a version.

    Raises KeyError for a key that its own version does not have: the record would be broken.
    """
    proposed, moves, kinds = Proposed(thresholds, called), Moves(), Counter()
    for done, sent in enumerate(referrals, start=1):
        level, lost = proposed.level(sent)
        move = sent.level, level
        kinds[move, sent.place, sent.agency_kind, sent.facts] += 1
        if lost:
            moves.lost.update(lost)
        if level != sent.level:
            _keep(moves.examples[move], sent.id)
        if done % every == 0:
            told(done)
    _count(moves, kinds)
    return moves


def _count(moves, kinds):
    """Referrals by place and agency; each child once, with the family's move, by age and group."""
    for (move, place, agency, facts), count in kinds.items():
        moves.all[move] += count
        moves.by[PLACE, place][move] += count
        moves.by[AGENCY, agency][move] += count
        for child in facts.split("|"):
            band, _, group = child.partition(",")
            moves.by[AGE, band or "unknown"][move] += count
            moves.by[ETHNIC, BROAD_ETHNIC_GROUP.get(group, "unknown")][move] += count


def _keep(heap, referral_id):
    """Some of all, as if drawn by lot but always the same: not the first ones, not the last."""
    drawn = (-(referral_id * 2654435761 % 2**32), referral_id)
    if len(heap) < EXAMPLES:
        heapq.heappush(heap, drawn)
    elif drawn > heap[0]:
        heapq.heapreplace(heap, drawn)


def examples_of(moves):
    """(then, now) -> referral ids in the order of their lots."""
    return {move: [pk for _, pk in sorted(heap, reverse=True)]
            for move, heap in moves.examples.items()}  # fmt: skip
