"""The rule of 2018-09 worked by hand, with its boundaries. One line a case."""

import pytest

from referrals.scoring import load_thresholds, score

THRESHOLDS = load_thresholds("2018-09")
NONE = (None, None, None)

# name, observed, level, rule, flags, up at 2 3 4, down
CASES = [
    # Rule 7
    ("nothing", "", 1, 7, "", (1, 1, 1), None),
    ("only strengths", "strength.child.school strength.environment.home", 1, 7, "", (1, 1, 1),
     None),
    # Rule 6
    # 4 more at 2: five in all, of which a second in child, one in parenting, one in environment
    ("one at 2", "child.attendance.2", 2, 6, "", (4, 2, 1), 1),
    ("one at 3", "child.attendance.3", 2, 6, "borderline", (2, 1, 1), 1),
    ("theme at two levels counts at its higher", "child.attendance.2 child.attendance.3", 2, 6,
     "borderline", (2, 1, 1), 1),
    ("key twice counts once", "child.attendance.3 child.attendance.3", 2, 6, "borderline",
     (2, 1, 1), 1),
    ("two at 2 in one domain", "child.growth.2 child.dental.2", 2, 6, "", (3, 1, 1), 2),
    ("two at 2 in two domains", "child.growth.2 environment.money.2", 2, 6, "", (3, 1, 1), 2),
    ("one at 3 and one at 2", "child.attendance.3 environment.money.2", 2, 6, "borderline",
     (1, 1, 1), 2),
    ("one at 3 among three of one domain", "child.attendance.3 child.growth.2 child.dental.2",
     2, 6, "borderline", (1, 1, 1), 3),
    ("four of three domains", "child.growth.2 child.dental.2 parenting.warmth.2"
     " environment.money.2", 2, 6, "", (1, 1, 1), 4),
    ("five with one of the child's own: poverty alone", "child.growth.2 parenting.warmth.2"
     " environment.housing.2 environment.money.2 environment.support.2", 2, 6, "", (1, 1, 1), 5),
    ("five of two domains", "child.growth.2 child.dental.2 child.attendance.2"
     " environment.housing.2 environment.money.2", 2, 6, "", (1, 1, 1), 5),
    ("six of one domain", "child.growth.2 child.dental.2 child.attendance.2 child.neet.2"
     " child.online.2 child.caring.2", 2, 6, "", (2, 1, 1), 6),
    # Rule 5
    ("five of three domains, two of the child's own", "child.growth.2 child.dental.2"
     " parenting.warmth.2 environment.housing.2 environment.money.2", 3, 5, "", (None, None, 1), 1),
    ("seven, one of them parenting", "child.growth.2 child.dental.2 child.attendance.2"
     " child.neet.2 parenting.warmth.2 environment.housing.2 environment.money.2", 3, 5, "",
     (None, None, 1), 1),
    ("three of each domain: two of the child's go", "child.growth.2 child.dental.2"
     " child.attendance.2 parenting.warmth.2 parenting.safety.2 parenting.boundaries.2"
     " environment.housing.2 environment.money.2 environment.support.2", 3, 5, "",
     (None, None, 1), 2),
    # Rule 4
    ("two at 3 in one domain", "child.attendance.3 child.growth.3", 3, 4, "", (None, None, 1), 1),
    ("three at 3", "child.attendance.3 child.growth.3 child.dental.3", 3, 4, "",
     (None, None, 1), 2),
    ("one at 3 among three of two domains", "child.attendance.3 child.growth.2"
     " environment.money.2", 3, 4, "", (None, None, 1), 1),
    ("the one at 3 is the other domain's", "environment.money.3 child.growth.2 child.dental.2",
     3, 4, "", (None, None, 1), 1),
    ("one at 3 and one theme elsewhere", "child.attendance.3 child.growth.2 child.dental.2"
     " child.milestones.2 environment.money.2", 3, 4, "", (None, None, 1), 1),
    # Without attendance the other five still accumulate, so one of them has to go too.
    ("one at 3 beside an accumulation", "child.attendance.3 child.growth.2 child.dental.2"
     " parenting.warmth.2 environment.housing.2 environment.money.2", 3, 4, "",
     (None, None, 1), 2),
    # Rule 3
    ("one at 4", "environment.housing.4", 4, 3, "discuss", NONE, 1),
    ("one at 4 and one at 3", "environment.housing.4 child.growth.3", 4, 3, "discuss", NONE, 1),
    ("one at 4 and many at 2", "environment.housing.4 child.growth.2 child.dental.2"
     " parenting.warmth.2 parenting.safety.2 environment.money.2", 4, 3, "discuss", NONE, 1),
    ("one at 4 and two at 3, all of one domain", "child.growth.4 child.attendance.3"
     " child.dental.3", 4, 3, "discuss", NONE, 1),
    # Rule 2
    ("one at 4 and two at 3 of another domain", "environment.housing.4 child.attendance.3"
     " child.growth.3", 4, 2, "", NONE, 1),
    ("one at 4 and two at 3, one of another domain", "child.growth.4 child.attendance.3"
     " environment.money.3", 4, 2, "", NONE, 1),
    ("two at 4 in one domain", "child.growth.4 child.dental.4", 4, 2, "", NONE, 2),
    ("three at 4", "child.growth.4 environment.housing.4 parenting.history.4", 4, 2, "", NONE, 3),
    # Rule 1
    ("a red flag", "redflag.injury", 4, 1, "immediate", NONE, None),
    ("a red flag and two at 4", "redflag.injury child.growth.4 child.dental.4", 4, 1, "immediate",
     NONE, None),
    ("a red flag and a need to discuss", "redflag.injury environment.domestic_abuse.3", 4, 1,
     "immediate", NONE, None),
    # The flag of an indicator
    ("a need to discuss alone", "environment.domestic_abuse.3", 2, 6, "borderline discuss",
     (2, 1, 1), 1),
    ("a need to discuss at level 3", "environment.domestic_abuse.3 child.attendance.3", 3, 4,
     "discuss", (None, None, 1), 1),
    ("a need to discuss, and one at 4", "environment.domestic_abuse.3 environment.housing.4", 4, 3,
     "discuss", NONE, 1),
    ("a need to discuss, and two at 4", "environment.domestic_abuse.3 environment.housing.4"
     " child.growth.4", 4, 2, "", NONE, 2),
    ("a need to discuss, its theme also at 4", "environment.domestic_abuse.3"
     " environment.domestic_abuse.4", 4, 3, "discuss", NONE, 1),
]  # fmt: skip


@pytest.mark.parametrize(
    ("observed", "level", "rule", "flags", "up", "down"),
    [pytest.param(*case[1:], id=case[0]) for case in CASES],
)
def test_worked_by_hand(observed, level, rule, flags, up, down):
    result = score(THRESHOLDS, observed.split())
    assert (result.level, result.rule) == (level, rule)
    assert result.flags == tuple(flags.split())
    assert result.up == dict(zip((2, 3, 4), up, strict=True))
    assert result.down == down


def test_every_rule_is_worked():
    assert {case[3] for case in CASES} == set(range(1, 8))


def test_themes_stand_once_at_their_highest_level_most_serious_first():
    observed = ["child.growth.2", "environment.money.3", "child.growth.3", "child.dental.2",
                "parenting.history.4", "redflag.injury", "strength.child.school"]  # fmt: skip
    result = score(THRESHOLDS, observed)
    assert list(result.themes.items()) == [
        ("history", 4), ("growth", 3), ("money", 3), ("dental", 2),
    ]  # fmt: skip
    assert result.indicators == (
        "child.growth.2",
        "child.growth.3",
        "child.dental.2",
        "parenting.history.4",
        "environment.money.3",
        "redflag.injury",
    )


def test_as_json_has_the_published_shape():
    assert score(THRESHOLDS, ["environment.domestic_abuse.3"]).as_json() == {
        "level": 2,
        "rule": 6,
        "flags": ["borderline", "discuss"],
        "themes": {"domestic_abuse": 3},
        "reasons": [
            "One area is at level 3: domestic abuse. That is level 2, but close to level 3.",
            "Talk this through with a SPOC social worker: incidents of domestic abuse.",
            "It would rise to level 3 (intensive) with 2 more areas at level 2, or 1 more area at"
            " level 3.",
            "It would rise to level 4 (specialist) with 1 more area at level 4.",
            "It would be lower if one of these areas no longer applied.",
        ],
        "nearest_change": {"up": {"2": 2, "3": 1, "4": 1}, "down": 1},
    }
