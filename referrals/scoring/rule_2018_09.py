"""The rule of 2018-09: from counts of themes to a level, and the nearest change, by counting.

Source: the partnership's threshold guidance, version 2018-09. Everything here depends only on
how many themes of each domain stand at each level, so nothing tries subsets of themes.
Tuples hold one number for each domain, in the order child, parenting, environment.
"""

from typing import NamedTuple

LEVEL_OF_RULE = {1: 4, 2: 4, 3: 4, 4: 3, 5: 3, 6: 2, 7: 1}

# Rule 5: many needs at once. Poverty alone does not escalate: two must be the child's own.
ACCUMULATION = 5
ACCUMULATION_IN_DOMAIN = (2, 1, 1)


class Counts(NamedTuple):
    """Themes of each domain at level 2 or above, at 3 or above, and at 4."""

    two: tuple[int, int, int]
    three: tuple[int, int, int]
    four: tuple[int, int, int]


def rule_for(counts: Counts, red_flag: bool) -> int:
    """The first of the rules 1 to 7 that holds."""
    n2, n3, n4 = sum(counts.two), sum(counts.three), sum(counts.four)
    if red_flag:
        return 1
    if n4 >= 2 or (n4 == 1 and n3 >= 3 and domains(counts.three) >= 2):
        return 2
    if n4 == 1:
        return 3
    if n3 >= 2 or (n3 == 1 and n2 >= 3 and domains(counts.two) >= 2):
        return 4
    if _accumulates(counts.two):
        return 5
    return 6 if n2 else 7


def domains(by_domain) -> int:
    """In how many domains anything stands."""
    return sum(n > 0 for n in by_domain)


def _accumulates(two):
    return sum(two) >= ACCUMULATION and all(
        have >= least for have, least in zip(two, ACCUMULATION_IN_DOMAIN, strict=True)
    )


def fewest_to_raise(counts: Counts, rule: int, adding: int, free) -> int | None:
    """The fewest themes that, all newly observed at level `adding`, raise the level.

    `free` counts, by domain, the themes not yet observed that have an indicator at `adding`.
    None where no number of them would.
    """
    level = LEVEL_OF_RULE[rule]
    if level == 4 or not any(free):
        return None
    if level == 1 or adding == 4:  # one need is level 2; one at 4 is level 4
        return 1
    if level == 3:  # only a need at 4 leads on from here
        return None
    return _more_at_3(counts, free) if adding == 3 else _more_at_2(counts, free)


def _more_at_3(counts, free):
    """From level 2 by needs at 3: a second one, or a first beside two others (rule 4)."""
    if sum(counts.three) == 1:
        return 1
    if sum(counts.two) >= 2 and (domains(counts.two) >= 2 or _elsewhere(counts.two, free)):
        return 1
    return 2 if sum(free) >= 2 else None


def _more_at_2(counts, free):
    """From level 2 by needs at 2: beside one at 3 (rule 4), or by accumulation (rule 5)."""
    ways = [_to_accumulate(counts.two, free)]
    if sum(counts.three) == 1:
        ways.append(_to_stand_beside(counts.two, free))
    return min((way for way in ways if way is not None), default=None)


def _to_stand_beside(two, free):
    """Three themes in two domains, one of them at 3 already."""
    if domains(two) < 2 and not _elsewhere(two, free):
        return None
    more = max(3 - sum(two), 1)
    return more if sum(free) >= more else None


def _to_accumulate(two, free):
    missing = [
        max(least - have, 0) for have, least in zip(two, ACCUMULATION_IN_DOMAIN, strict=True)
    ]
    if any(need > there for need, there in zip(missing, free, strict=True)):
        return None
    more = max(ACCUMULATION - sum(two), sum(missing))
    return more if sum(free) >= more else None


def _elsewhere(two, free):
    """Whether a free theme lies in a domain where nothing was observed."""
    return any(there and not have for have, there in zip(two, free, strict=True))


def fewest_to_lower(counts: Counts, rule: int) -> int | None:
    """The fewest observed themes whose removal lowers the level; None at level 1 or by rule 1."""
    if rule in (1, 7):
        return None
    if rule in (2, 3):  # one need at 4 is enough for level 4
        return sum(counts.four)
    if rule == 6:
        return sum(counts.two)
    return sum(counts.two) - _most_kept_below_3(counts)


def _most_kept_below_3(counts):
    """The most themes that may stay for level 2: with none at 3, or with exactly one."""
    at_3 = counts.three
    at_2 = [two - three for two, three in zip(counts.two, at_3, strict=True)]
    kept = [_most_kept_without_accumulation(at_2)]
    if any(at_3):
        kept.append(1 + min(sum(at_2), 1))  # fewer than three themes in all
        kept += [1 + two for two, three in zip(at_2, at_3, strict=True) if three]  # one domain
    return max(kept)


def _most_kept_without_accumulation(at_2):
    """One domain falls short of its part; four themes in all would never be more to keep."""
    if not _accumulates(at_2):
        return sum(at_2)
    over = [have - least + 1 for have, least in zip(at_2, ACCUMULATION_IN_DOMAIN, strict=True)]
    return sum(at_2) - min(over)
