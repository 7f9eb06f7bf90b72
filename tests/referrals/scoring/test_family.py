"""A family's score from its children's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.scoring import (
    ChildNotNamed,
    NoChildren,
    UnknownIndicator,
    load_thresholds,
    score,
    score_family,
)

THRESHOLDS = load_thresholds("2018-09")


def family(*children, shared=""):
    own = {number: keys.split() for number, keys in enumerate(children)}
    return score_family(THRESHOLDS, own, shared=shared.split())


def test_the_highest_level_counts():
    result = family("child.growth.2", "child.growth.3 child.dental.3")
    assert (result.level, result.rule, result.flags) == (3, 4, ())
    assert [r.level for r in result.children.values()] == [2, 3]


def test_of_the_children_at_that_level_the_lowest_rule():
    result = family("child.growth.4", "child.growth.4 child.dental.4")
    assert [r.rule for r in result.children.values()] == [3, 2]
    assert (result.level, result.rule) == (4, 2)
    assert result.flags == ()  # rule 2 leaves nothing to agree lower


def test_a_lower_rule_at_a_lower_level_does_not_count():
    """Rule 5 gives level 3 and rule 6 level 2, so rules never cross levels; 3 stays with rule 5."""
    result = family(
        "child.growth.2 child.dental.2", "child.growth.3",
        shared="parenting.warmth.2 environment.housing.2 environment.money.2",
    )  # fmt: skip
    assert [r.rule for r in result.children.values()] == [5, 4]
    assert (result.level, result.rule) == (3, 4)


def test_needs_of_home_and_parenting_count_for_every_child_wherever_ticked():
    result = family(
        "child.growth.3 environment.money.2", "child.dental.2", shared="parenting.warmth.2"
    )
    assert result.children[1].themes == {"dental": 2, "warmth": 2, "money": 2}
    assert [r.rule for r in result.children.values()] == [4, 6]


def test_a_childs_own_need_and_red_flag_stay_with_the_child():
    result = family("redflag.injury child.growth.2", "child.dental.2")
    assert [r.rule for r in result.children.values()] == [1, 6]
    assert (result.level, result.rule, result.flags) == (4, 1, ("immediate",))


def test_a_shared_red_flag_counts_for_every_child():
    result = family("", "", shared="redflag.high_risk_da")
    assert [r.rule for r in result.children.values()] == [1, 1]


def test_a_need_to_discuss_is_not_lost_behind_another_childs_rule():
    result = family("child.growth.3", "", shared="environment.domestic_abuse.3")
    assert [r.level for r in result.children.values()] == [3, 2]
    assert result.flags == ("discuss",)  # borderline is the other child's and of level 2


def test_a_childs_own_need_has_to_name_its_child():
    with pytest.raises(ChildNotNamed) as caught:
        family("", shared="child.growth.2")
    assert caught.value.keys == ("child.growth.2",)


def test_no_children_is_an_error():
    with pytest.raises(NoChildren):
        family()


def test_unknown_keys_are_errors_wherever_they_stand():
    for children, shared in ((["child.growth.9"], ""), ([""], "child.growth.9")):
        with pytest.raises(UnknownIndicator):
            family(*children, shared=shared)


keys = st.lists(st.sampled_from(list(THRESHOLDS.indicators)), max_size=6)


@given(keys)
def test_an_only_childs_family_is_the_childs_score(observed):
    together, alone = family(" ".join(observed)), score(THRESHOLDS, observed)
    assert (together.level, together.rule, together.flags) == (
        alone.level,
        alone.rule,
        alone.flags,
    )


@given(st.lists(keys, min_size=1, max_size=4))
def test_a_family_is_as_high_as_its_highest_child(children):
    result = family(*(" ".join(observed) for observed in children))
    assert result.level == max(r.level for r in result.children.values())
    assert result.level >= max(score(THRESHOLDS, observed).level for observed in children)
    assert ("immediate" in result.flags) == any(r.rule == 1 for r in result.children.values())
    assert result.as_json()["children"].keys() == {str(n) for n in range(len(children))}
