"""What holds for every set of indicators, and the nearest change against trying every subset."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from referrals.scoring import load_thresholds, score
from referrals.scoring.thresholds import COLUMNS, read_thresholds

THRESHOLDS = load_thresholds("2018-09")
DOMAINS = ("child", "parenting", "environment")
KEYS = list(THRESHOLDS.indicators)
STRENGTHS = [key for key in KEYS if key.startswith("strength.")]
NEEDS = [i.key for i in THRESHOLDS.of_kind("need")]

observed_keys = st.lists(st.sampled_from(KEYS), max_size=12)
observed_needs = st.lists(st.sampled_from(NEEDS), max_size=12)


@given(st.one_of(observed_keys, observed_needs), st.sampled_from(KEYS))
def test_one_more_indicator_never_lowers_the_level(observed, one_more):
    assert score(THRESHOLDS, [*observed, one_more]).level >= score(THRESHOLDS, observed).level


@given(observed_keys, st.randoms(use_true_random=False))
def test_order_and_repetition_do_not_matter(observed, random):
    again = observed + observed[: len(observed) // 2]
    random.shuffle(again)
    assert score(THRESHOLDS, again) == score(THRESHOLDS, observed)


@given(st.one_of(observed_keys, observed_needs), st.lists(st.sampled_from(STRENGTHS)))
def test_strengths_change_nothing(observed, strengths):
    assert score(THRESHOLDS, observed + strengths) == score(THRESHOLDS, observed)


@given(st.one_of(observed_keys, observed_needs))
def test_the_flags_follow_from_level_and_rule(observed):
    result = score(THRESHOLDS, observed)
    assert ("immediate" in result.flags) == (result.rule == 1)
    if result.level == 4:
        assert ("discuss" in result.flags) == (result.rule == 3)
    assert "borderline" not in result.flags or result.level == 2


@st.composite
def small_thresholds_and_needs(draw):
    """Up to nine themes, each in one domain with some of the levels, and observed keys of them."""
    rows, observed = [",".join(COLUMNS)], []
    for number in range(draw(st.integers(1, 9))):
        domain = draw(st.sampled_from(DOMAINS))
        levels = draw(st.sampled_from([(2,), (3,), (4,), (2, 3), (2, 4), (2, 3, 4)]))
        rows += [
            f"{domain}.t{number}.{k},need,{domain},t{number},{k},health,A need," for k in levels
        ]
        # mostly at the lowest level: a need at 4 or two at 3 would leave nothing to find out
        at = draw(st.sampled_from([None, levels[0], levels[0], levels[0], levels[-1]]))
        if at and (at < 4 or draw(st.integers(0, 4)) == 0):
            observed.append(f"{domain}.t{number}.{at}")
    return read_thresholds("2018-09", rows), observed


def level_by_the_words(themes):
    """The rule as written, for {theme: (domain, level)}, without counting ahead."""

    def at_least(k):
        return [domain for domain, level in themes.values() if level >= k]

    two, three, four = at_least(2), at_least(3), at_least(4)
    if four:
        return 4
    if len(three) >= 2 or (len(three) == 1 and len(two) >= 3 and len(set(two)) >= 2):
        return 3
    if len(two) >= 5 and len(set(two)) == 3 and two.count("child") >= 2:
        return 3
    return 2 if two else 1


def fewest(candidates, changed):
    """The size of the smallest set of candidates for which `changed` holds; None if none."""
    for size in range(1, len(candidates) + 1):
        if any(changed(chosen) for chosen in combinations(candidates, size)):
            return size
    return None


@settings(max_examples=400)
@given(small_thresholds_and_needs())
def test_the_nearest_change_is_true(case):
    thresholds, observed = case
    result = score(thresholds, observed)
    themes = {t: (thresholds.themes[t].domain, level) for t, level in result.themes.items()}
    assert result.level == level_by_the_words(themes)

    for k in (2, 3, 4):
        free = [t for t in thresholds.themes.values() if t.key not in themes and k in t.levels]

        def raises(chosen, k=k):
            more = {t.key: (t.domain, k) for t in chosen}
            return level_by_the_words(themes | more) > result.level

        assert result.up[k] == fewest(free, raises), f"up at {k}"

    def lowers(chosen):
        left = {t: at for t, at in themes.items() if t not in chosen}
        return level_by_the_words(left) < result.level

    assert result.down == fewest(list(themes), lowers)
