"""The score of a family: each child's own, and what they come to together."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from referrals.scoring.child import level_of, score
from referrals.scoring.errors import ChildNotNamed, NoChildren, UnknownIndicator
from referrals.scoring.result import Result
from referrals.scoring.thresholds import Thresholds
from referrals.scoring.vocabulary import DOMAINS, STRENGTH

CHILD = next(iter(DOMAINS))


@dataclass(frozen=True, slots=True)
class FamilyResult:
    """`children` holds each child's Result, in the order given."""

    version: str
    level: int
    rule: int
    flags: tuple[str, ...]
    children: dict[Hashable, Result]

    @property
    def urgent(self):
        """Whether the decision has the 3-hour clock: a red flag or level 4 suggested."""
        return self.level == 4

    def as_json(self):
        """The family's verdict and each child's score, made of plain values."""
        return {
            "version": self.version,
            "level": self.level,
            "rule": self.rule,
            "flags": list(self.flags),
            "children": {str(child): r.as_json() for child, r in self.children.items()},
        }


def score_family(
    thresholds: Thresholds,
    children: Mapping[Hashable, Iterable[str]],
    shared: Iterable[str] = (),
) -> FamilyResult:
    """The highest level of any child and, of the children at it, the lowest rule.

    Needs of parenting and environment count for every child, wherever they were ticked; a red
    flag counts for the child it was ticked for, or for all when it is shared. Raises
    UnknownIndicator, ChildNotNamed for a child's need in `shared`, NoChildren.
    """
    sets = _sets(thresholds, children, shared)
    results = {child: score(thresholds, keys) for child, keys in sets.items()}
    level = max(r.level for r in results.values())
    rule = min(r.rule for r in results.values() if r.level == level)
    flags = _family_flags(level, rule, results.values())
    return FamilyResult(thresholds.version, level, rule, flags, results)


def family_level(thresholds: Thresholds, children, shared=()) -> int:
    """The level that `score_family` gives, without its reasons: for a great many families."""
    return max(level_of(thresholds, keys) for keys in _sets(thresholds, children, shared).values())


def _sets(thresholds, children, shared):
    """All that counts for each child."""
    if not children:
        raise NoChildren
    own = {child: set(keys) for child, keys in children.items()}
    together = set(shared)
    _check(thresholds, own, together)
    for keys in own.values():
        together |= {key for key in keys if _for_everyone(thresholds.indicators[key])}
    return {child: keys | together for child, keys in own.items()}


def _check(thresholds, own, together):
    unknown = set.union(together, *own.values()) - thresholds.order.keys()
    if unknown:
        raise UnknownIndicator(sorted(unknown, key=str), thresholds.version)
    indicators = [thresholds.indicators[key] for key in together]
    unnamed = [i.key for i in indicators if i.domain == CHILD and i.kind != STRENGTH]
    if unnamed:
        raise ChildNotNamed(sorted(unnamed))


def _for_everyone(indicator):
    return indicator.domain not in ("", CHILD)


def _family_flags(level, rule, results):
    """The children's flags, as far as they can stand beside the family's own level and rule."""
    any_child = {flag for r in results for flag in r.flags}
    stands = {
        "immediate": rule == 1,
        "discuss": rule == 3 if level == 4 else True,
        "borderline": level == 2,
    }
    return tuple(sorted(flag for flag in any_child if stands[flag]))
