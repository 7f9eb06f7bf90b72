"""The sentences that a head teacher reads beside a score."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.scoring import load_thresholds, score

THRESHOLDS = load_thresholds("2018-09")

FIRST_SENTENCES = [
    (
        "redflag.injury redflag.missing_now",
        "This is an immediate safeguarding concern: unexplained or suspicious injury; child is"
        " missing now.",
    ),
    (
        "environment.housing.4 parenting.basic_care.4",
        "2 areas are at level 4 (specialist): basic care; housing.",
    ),
    (
        "environment.housing.4 child.growth.3 child.dental.3",
        "Housing is at level 4 (specialist), and with it 3 areas in more than one part of family"
        " life are at level 3 or above: housing; growth and eating; teeth.",
    ),
    (
        "environment.housing.4",
        "One area is at level 4 (specialist): housing. A SPOC social worker decides, and may agree"
        " level 3 with reasons.",
    ),
    (
        "child.attendance.3 child.growth.3",
        "2 areas are at level 3 (intensive): growth and eating; school attendance.",
    ),
    (
        "child.attendance.3 child.growth.2 environment.money.2",
        "School attendance is at level 3 (intensive), and 2 other areas are at level 2, in more"
        " than one part of family life: growth and eating; money.",
    ),
    (
        "child.growth.2 child.dental.2 parenting.warmth.2 environment.housing.2"
        " environment.money.2",
        "5 areas are at level 2 or above, across the child's own needs, parenting, and family and"
        " home. Together they add up to level 3: growth and eating; teeth; warmth and emotional"
        " care; housing; money.",
    ),
    ("child.growth.2", "One area is at level 2 (additional): growth and eating."),
    (
        "child.growth.3 environment.money.2",
        "One area is at level 3: growth and eating. That is level 2, but close to level 3. Also at"
        " level 2: money.",
    ),
    ("", "No area of need was ticked, so this is level 1 (universal)."),
]


@pytest.mark.parametrize(("observed", "sentence"), FIRST_SENTENCES)
def test_the_first_sentence_says_why(observed, sentence):
    assert score(THRESHOLDS, observed.split()).reasons[0] == sentence


LAST_SENTENCES = [
    ("redflag.injury", "It stays at level 4 while there is an immediate safeguarding concern."),
    (
        "environment.housing.4 child.growth.3",
        "It would be lower if the area at level 4 no longer applied.",
    ),
    (
        "environment.housing.4 child.growth.4",
        "It would be lower if the 2 areas at level 4 no longer applied.",
    ),
    ("child.growth.2 child.dental.2", "It would be lower if 2 of these areas no longer applied."),
    ("", "It would rise to level 4 (specialist) with 1 more area at level 4."),
]


@pytest.mark.parametrize(("observed", "sentence"), LAST_SENTENCES)
def test_the_last_sentence_says_what_would_change_it(observed, sentence):
    assert score(THRESHOLDS, observed.split()).reasons[-1] == sentence


@given(st.lists(st.sampled_from(list(THRESHOLDS.indicators)), max_size=12))
def test_the_sentences_agree_with_the_result(observed):
    result = score(THRESHOLDS, observed)
    words = " ".join(result.reasons)
    for adding, more in re.findall(r"(\d+) more areas? at level (\d)", words):
        assert result.up[int(more)] == int(adding)
    assert len(re.findall(r"more areas? at level", words)) == sum(
        fewest is not None for fewest in result.up.values()
    )
    assert ("be lower" in words) == (result.down is not None)
    assert all(sentence.endswith(".") and "_" not in sentence for sentence in result.reasons)


@given(st.lists(st.sampled_from(list(THRESHOLDS.indicators)), max_size=8), st.sampled_from((2, 3)))
def test_the_level_it_says_it_would_rise_to_is_reached(observed, adding):
    result = score(THRESHOLDS, observed)
    if result.up[adding] != 1:
        return
    rises = re.findall(r"rise to level (\d) \(\w+\) with (.*?)\.", " ".join(result.reasons))
    said = {int(level) for level, ways in rises if f"at level {adding}" in ways}
    reached = {
        score(THRESHOLDS, [*observed, theme.levels[adding].key]).level
        for theme in THRESHOLDS.themes.values()
        if theme.key not in result.themes and adding in theme.levels
    }
    assert said == {max(reached)}
