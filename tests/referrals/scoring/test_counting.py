"""The nearest change for every small mixture of counts, against trying every choice.

Tuples hold one number for each domain: child, parenting, environment.
"""

from itertools import product

from referrals.scoring.rule_2018_09 import (
    LEVEL_OF_RULE,
    Counts,
    fewest_to_lower,
    fewest_to_raise,
    rule_for,
)

NONE = (0, 0, 0)


def plus(*counts):
    return tuple(map(sum, zip(*counts, strict=True)))


def counted(at_2, at_3, at_4=NONE):
    return Counts(plus(at_2, at_3, at_4), plus(at_3, at_4), at_4)


def level(at_2, at_3, at_4=NONE):
    return LEVEL_OF_RULE[rule_for(counted(at_2, at_3, at_4), red_flag=False)]


def choices(counts):
    """Every way to take some of each domain."""
    return product(*(range(n + 1) for n in counts))


def mixtures(most_at_2, most_at_3):
    for at_2 in product(range(most_at_2 + 1), repeat=3):
        for at_3 in product(range(most_at_3 + 1), repeat=3):
            yield at_2, at_3


def test_the_fewest_to_lower():
    for at_2, at_3 in mixtures(3, 2):
        here, counts = level(at_2, at_3), counted(at_2, at_3)
        kept = [
            sum(keep_2) + sum(keep_3)
            for keep_2, keep_3 in product(choices(at_2), choices(at_3))
            if level(keep_2, keep_3) < here
        ]
        expected = sum(counts.two) - max(kept) if kept else None
        assert fewest_to_lower(counts, rule_for(counts, False)) == expected, (at_2, at_3)


def test_the_fewest_to_raise():
    for at_2, at_3 in mixtures(3, 1):
        here, counts = level(at_2, at_3), counted(at_2, at_3)
        rule = rule_for(counts, False)
        for free in product((0, 1, 3), repeat=3):
            at_each = {
                2: [sum(c) for c in choices(free) if level(plus(at_2, c), at_3) > here],
                3: [sum(c) for c in choices(free) if level(at_2, plus(at_3, c)) > here],
                4: [sum(c) for c in choices(free) if level(at_2, at_3, c) > here],
            }
            for adding, sizes in at_each.items():
                found = fewest_to_raise(counts, rule, adding, free)
                assert found == min(sizes, default=None), (at_2, at_3, adding, free)


def test_needs_at_4_are_lowered_by_their_number():
    for at_4 in product(range(3), repeat=3):
        counts = counted((2, 1, 1), (1, 0, 2), at_4)
        if any(at_4):
            assert fewest_to_lower(counts, rule_for(counts, False)) == sum(at_4)
