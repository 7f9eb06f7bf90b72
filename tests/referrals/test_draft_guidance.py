"""A draft that stays open while the board's new guidance comes into force: nothing is lost."""

import pytest
from django.utils import timezone

from localities.calendar import london_date
from referrals import thresholds
from referrals.models import Referral, ThresholdAdoption, ThresholdProposal
from tests.factories.accounts import UserFactory
from tests.outcomes.lab.conftest import proposed
from tests.pages import text_of

pytestmark = pytest.mark.django_db
OLD_WORDS = "Persistent absence (below 90 per cent) or a reduced timetable"  # level 3 until then
NEW_FLAG = "Out of education and not seen by any professional"


@pytest.fixture
def adopt():
    def adopted(text):
        today = london_date(timezone.now())
        proposal = ThresholdProposal.objects.create(
            title="New", text=text, loaded_by=UserFactory(role="administrator")
        )
        ThresholdAdoption.objects.create(
            proposal=proposal, version=f"{today:%Y-%m}", starts_on=today,
            board_reference="Item 6", adopted_by=proposal.loaded_by,
        )  # fmt: skip
        thresholds.forget()

    yield adopted
    thresholds.forget()


def without(*keys):
    lines = thresholds.called("2018-09").indicators
    kept = [i for i in lines.values() if not i.key.startswith(keys)]
    rows = [
        f'{i.key},{i.kind},{i.domain},{i.theme},{i.level or ""},{i.outcome},"{i.text}",{i.flag}'
        for i in kept
    ]
    return "\n".join(["key,kind,domain,theme,level,outcome,text,flag", *rows]) + "\n"


@pytest.fixture
def filled(journey):
    journey.start()
    journey.fill()
    return journey


def todo(journey):
    return text_of(journey.client.get(journey.url("check")))


def test_what_reads_as_before_stays_answered(filled, adopt):
    adopt(without("child.dental", "redflag.nothing"))
    assert "Left to do" not in todo(filled)
    filled.finish()
    referral = Referral.objects.get()
    assert referral.threshold_version == thresholds.in_force(london_date(timezone.now())).version
    assert referral.observations.filter(key="child.attendance.3").exists()


def test_what_reads_differently_is_said_again_and_asked_anew(filled, adopt):
    """In the proposal level 3 of attendance has other words, and there is a new red flag."""
    adopt(proposed())
    assert "look again" in todo(filled)
    assert filled.finish().status_code == 200
    assert not Referral.objects.exists()
    page = filled.client.get(filled.url("theme", "attendance"))
    assert "The guidance changed since you answered this page" in text_of(page)
    assert OLD_WORDS in text_of(page)
    assert page.context["form"]["child_a1"].value() is None
    filled.serious("attendance", child_a1="4")
    danger = text_of(filled.client.get(filled.url("page", "danger")))
    assert "The guidance changed" in danger and NEW_FLAG in danger
    filled.page("danger", {"red_flags": ["none"]})
    filled.finish()
    seen = Referral.objects.get().observations.values_list("key", flat=True)
    assert "child.attendance.4" in seen and "environment.money.2" in seen


def test_a_theme_that_is_no_longer_there_is_named(filled, adopt):
    adopt(without("environment.money"))
    page = text_of(filled.client.get(filled.url("themes")))
    assert "The guidance changed" in page and "oney" in page
    assert "First choose the themes" in todo(filled)
    filled.themes("attendance")
    assert "Left to do" not in todo(filled)


def test_strengths_too(filled, adopt):
    filled.page("strengths", {"strengths": ["strength.parenting.warmth"]})
    adopt(without("strength.parenting.warmth"))
    assert "Strengths: look again" in todo(filled)
    old = thresholds.called("2018-09").indicators["strength.parenting.warmth"].text
    assert old in text_of(filled.client.get(filled.url("page", "strengths")))
    filled.page("strengths", {})
    assert "Left to do" not in todo(filled)


def test_a_red_flag_that_is_no_longer_there_breaks_no_page(journey, adopt):
    journey.start("redflag.sexual_abuse")
    journey.call()
    journey.fill()
    adopt(without("redflag.sexual_abuse"))
    for name in ("danger", "worries", "agreement", "contact"):
        assert journey.client.get(journey.url("page", name)).status_code == 200
    assert journey.client.get(journey.url("page", "call")).status_code == 302
    assert journey.client.get(journey.url("tasks")).status_code == 200
    assert "look again" in todo(journey)
    journey.page("danger", {"red_flags": ["redflag.trafficking"]})
    assert journey.answers("call")["spoke_to"] == "Jo"
    assert "Left to do" not in todo(journey)
