"""Advice beside what a referrer wrote in their own words. It never stops anything."""

import pytest

from referrals.models import Referral
from referrals.oversharing import LONG, advice
from tests.pages import text_of
from tests.referrals.conftest import WORRIES

NAMES = ("Okafor", "Amara Okafor", "Ngozi Okafor")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Her number is 999 000 0018.", "An NHS number"),
        ("UPN H801200001001", "A pupil number"),
        ("Ring mum on 07700 900123", "A telephone number"),
        ("Ring mum on +44 7700 900123", "A telephone number"),
        ("Write to ngozi@example.org", "An email address"),
        ("They moved to cr0 2ab", "A postcode"),
        ("Her friend Leila was hit too.", "“friend Leila”"),
        ("The neighbour, Mr", "“neighbour, Mr”"),
        ("Uncle has HIV and takes medication.", "“HIV”, “medication”"),
        ("Mum was diagnosed last year.", "“diagnosed”"),
        ("x" * (LONG + 1), "Much text"),
    ],
)
def test_what_is_seen(text, said):
    assert any(said in line for line in advice(text, NAMES))


@pytest.mark.parametrize(
    "text",
    [
        "", "Amara is often absent and comes to school hungry.",
        "She was absent 9990000017 times",  # not an NHS number: the check digit is wrong
        "Her cousin Amara and her friend go to the same school.",
        "We met on 14 March 2026 at 10:30 and again in 2025.",
        "Ref EH-2026-000123, house 12, 3 children, 50 per cent.",
        "x" * LONG,
    ],
)  # fmt: skip
def test_what_is_left_alone(text):
    assert advice(text, NAMES) == []


def test_each_thing_is_said_once():
    assert len(advice("07700 900123 or 07700 900124, mail a@b.uk or c@d.uk")) == 2


@pytest.mark.django_db
class TestPages:
    def test_beside_the_text_and_before_sending(self, journey):
        journey.start()
        journey.fill()
        assert "more than the SPOC needs?" not in text_of(journey.client.get(journey.url("check")))
        journey.page("worries", WORRIES | {"tried": "I rang 07700 900123."})
        for url in (journey.url("page", "worries"), journey.url("check")):
            assert "A telephone number." in text_of(journey.client.get(url))
        assert "more than the SPOC needs?" in text_of(journey.client.get(journey.url("check")))
        journey.finish()
        assert Referral.objects.get().tried == "I rang 07700 900123."

    def test_the_reason_to_go_on_without_agreement_is_read_too(self, journey):
        journey.start()
        journey.fill()
        journey.page("agreement", {"agreed": "no", "asked": "not_asked", "basis": "risk_or_delay",
                                   "reason": "His friend Ali said so."})  # fmt: skip
        assert "“friend Ali”" in text_of(journey.client.get(journey.url("check")))
