"""What was sent, sorted for reading: without a level anywhere."""

import pytest

from referrals import sheet
from referrals.models import Observation
from referrals.suggestion import RULES, suggestion
from tests.factories.referrals import ReferralChildFactory, ReferralFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def referral():
    return ReferralFactory(children=0, red_flag=True)


@pytest.fixture
def children(referral):
    return [
        ReferralChildFactory(referral=referral, person__first_name=name) for name in ("Ada", "Kofi")
    ]


def tick(referral, key, *children, answer="observed"):
    for child in children or (None,):
        Observation.objects.create(referral=referral, child=child, key=key, answer=answer)


def test_themes_stand_by_domain_with_the_children_they_are_about(referral, children):
    ada, kofi = children
    tick(referral, "environment.money.2")
    tick(referral, "child.attendance.3", ada, kofi)
    found = sheet.observed(referral)
    assert [domain["title"] for domain in found["domains"]] == [
        "The child’s own needs", "Family and home",
    ]  # fmt: skip
    (attendance,) = found["domains"][0]["themes"]
    assert attendance["label"] == "School attendance"
    assert attendance["lines"][0]["about"] == "Ada, Kofi"
    assert found["domains"][1]["themes"][0]["lines"][0]["about"] == ""


def test_dangers_strengths_and_what_is_not_known_stand_apart(referral, children):
    tick(referral, "redflag.injury", children[0])
    tick(referral, "strength.parenting.insight")
    tick(referral, "child.attendance", children[0], answer="not_known")
    tick(referral, "environment.money", answer="no_concern")
    found = sheet.observed(referral)
    assert found["red_flags"] == [{"text": "Unexplained or suspicious injury", "about": "Ada"}]
    assert [line["about"] for line in found["strengths"]] == [""]
    assert found["not_known"] == ["school attendance (Ada)"]
    assert len(found["no_concern"]) == 1
    assert found["domains"] == []


def test_no_level_is_in_it(referral, children):
    tick(referral, "child.attendance.4", children[0])
    assert "level" not in str(sheet.observed(referral)).lower()
    assert ".4" not in str(sheet.observed(referral))


def test_the_suggestion_in_words(referral):
    child = {"name": "Ada", "about": "aged 9", "level": 3, "rule": 4,
             "result": {"themes": {"attendance": 3}, "reasons": ["Because."]}}  # fmt: skip
    found = suggestion(referral, [child])
    assert found["rule"] == RULES[1]
    assert found["flags"] == [("Immediate safeguarding concern", "red")]
    assert found["children"][0]["themes"] == [{"text": "School attendance", "level": 3}]
    assert found["children"][0]["reasons"] == ["Because."]


def test_every_rule_has_its_words():
    from referrals.scoring.rule_2018_09 import LEVEL_OF_RULE

    assert set(RULES) == set(LEVEL_OF_RULE)
