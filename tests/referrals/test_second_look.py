"""A sample of decided referrals is judged again by another screener, blind."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.errors import Refused
from audit.models import Event
from families.access import grant
from families.models import FamilyAccess
from referrals import actions as referrals
from referrals.models import BlindLevel, Decision, SecondLook
from referrals.second_look import is_sampled
from tests.factories.localities import worker
from tests.factories.referrals import ReferralFactory
from tests.pages import once, signed_in, text_of
from tests.roles import as_web_role
from tests.screening import decide, own

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def everything_is_sampled(settings):
    settings.SECOND_LOOK_PERCENT = 100


@pytest.fixture
def other(spoc_team):
    return worker("screener", team=spoc_team, name="Olu Other")


@pytest.fixture
def decided(screener):
    """Decided at level 3 by the first screener, as the suggestion was."""
    referral = ReferralFactory(worries="Often hungry at school.")
    own(referral, screener)
    return decide(referral, screener)


@pytest.fixture
def look(decided):
    return SecondLook.objects.get()


class TestTheSample:
    def test_it_is_about_as_large_as_asked_and_always_the_same(self):
        drawn = [pk for pk in range(20_000) if is_sampled(pk, 5)]
        assert 900 < len(drawn) < 1100
        assert drawn == [pk for pk in range(20_000) if is_sampled(pk, 5)]
        assert set(drawn) < {pk for pk in range(20_000) if is_sampled(pk, 10)}

    def test_nobody_can_foretell_it_without_the_key(self, settings):
        before = [is_sampled(pk, 50) for pk in range(200)]
        settings.SEAL_KEY = "another key"
        assert before != [is_sampled(pk, 50) for pk in range(200)]

    def test_none_and_all(self):
        assert not any(is_sampled(pk, 0) for pk in range(500))
        assert all(is_sampled(pk, 100) for pk in range(500))

    def test_a_first_decision_is_drawn_once(self, decided, screener, spoc_team):
        manager = worker("spoc_manager", team=spoc_team)
        again = referrals.reopen(
            referral=decided, reason="New facts", version=decided.version, by=manager
        )
        decide(again, screener, at=timezone.now())
        assert Decision.objects.count() == 2
        assert SecondLook.objects.get().decided_by == screener

    def test_what_is_not_drawn_is_not_queued(self, settings, screener):
        settings.SECOND_LOOK_PERCENT = 0
        referral = ReferralFactory()
        own(referral, screener)
        decide(referral, screener)
        assert not SecondLook.objects.exists()


class TestWhoGetsIt:
    def test_another_screener(self, look, other):
        assert referrals.take_second_look(by=other) == look
        assert referrals.take_second_look(by=other) == look  # a second press: the same one
        assert SecondLook.objects.visible_to(other).get() == look

    def test_never_the_one_who_decided(self, look, screener):
        with pytest.raises(Refused, match="No referral waits"):
            referrals.take_second_look(by=screener)

    def test_not_who_gave_a_level_or_agreed(self, spoc_team, screener, social_worker):
        referral = ReferralFactory(level_4_need=True)
        own(referral, screener), own(referral, social_worker)
        referrals.agree_below_4(referral=referral, level=3, reason="Safe", by=social_worker)
        decide(referral, screener, reason="Safe at home")
        with pytest.raises(Refused):
            referrals.take_second_look(by=social_worker)

    @pytest.mark.parametrize("page", ["screening_referral", "referral_detail"])
    def test_not_who_has_opened_it(self, client, decided, spoc_team, other, page):
        ReferralFactory(family=decided.family)  # so that the team may still open the family
        grant(decided.family, basis=FamilyAccess.Basis.SCREENING, team=spoc_team)
        opened = signed_in(client, other).get(reverse(page, args=[decided.reference]))
        assert opened.status_code == 200
        with pytest.raises(Refused):
            referrals.take_second_look(by=other)

    @pytest.mark.parametrize("role", ["spoc_manager", "practitioner", "head", "key_worker"])
    def test_not_who_does_not_screen(self, look, spoc_team, role):
        with pytest.raises(Refused, match="Only a screener"):
            referrals.take_second_look(by=worker(role, team=spoc_team))

    def test_one_person_at_a_time_and_the_next_when_it_was_left(self, look, other, spoc_team):
        third = worker("screener", team=spoc_team)
        referrals.take_second_look(by=other)
        with pytest.raises(Refused):
            referrals.take_second_look(by=third)
        SecondLook.objects.update(held_until=timezone.now() - timedelta(minutes=1))
        assert not SecondLook.objects.visible_to(other).exists()
        assert referrals.take_second_look(by=third) == look
        with pytest.raises(Refused, match="too long"):
            referrals.record_blind_level(look=look, level=3, by=other)

    def test_a_restricted_family_only_who_is_named(self, look, other, spoc_team):
        family = look.referral.family
        family.restricted = True
        family.save()
        with pytest.raises(Refused):
            referrals.take_second_look(by=other)
        named = worker("screener", team=spoc_team)
        grant(family, basis=FamilyAccess.Basis.NAMED, user=named)
        assert referrals.take_second_look(by=named) == look

    def test_a_family_that_becomes_restricted_is_closed_at_once(self, client, look, other):
        referrals.take_second_look(by=other)
        family = look.referral.family
        family.restricted = True
        family.save()
        assert signed_in(client, other).get(f"/second-look/{look.pk}/").status_code == 404


class TestTheLevel:
    def test_it_is_a_fact_and_closes_the_referral(self, look, other):
        referrals.take_second_look(by=other)
        referrals.record_blind_level(look=look, level=2, by=other)
        given = BlindLevel.objects.get()
        assert (given.referral, given.by, given.level) == (look.referral, other, 2)
        assert not SecondLook.objects.visible_to(other).exists()
        with pytest.raises(Refused):
            referrals.record_blind_level(look=look, level=3, by=other)
        assert Event.objects.filter(verb="referrals.record_blind_level").count() == 1

    def test_no_family_is_opened_by_it(self, look, other):
        before = FamilyAccess.objects.count()
        referrals.take_second_look(by=other)
        assert FamilyAccess.objects.count() == before

    def test_whoever_looked_it_up_meanwhile_is_not_blind(self, client, look, other, spoc_team):
        referrals.take_second_look(by=other)
        grant(look.referral.family, basis=FamilyAccess.Basis.SCREENING, team=spoc_team)
        signed_in(client, other).get(reverse("screening_referral", args=[look.referral.reference]))
        with pytest.raises(Refused, match="not be blind"):
            referrals.record_blind_level(look=look, level=2, by=other)

    def test_nobody_else_can_give_it(self, look, other, spoc_team):
        referrals.take_second_look(by=other)
        with pytest.raises(Refused):
            referrals.record_blind_level(look=look, level=2, by=worker("screener", team=spoc_team))

    def test_the_web_s_own_role_adds_it_and_cannot_change_it(self, look, other):
        with as_web_role():
            referrals.take_second_look(by=other)
            referrals.record_blind_level(look=look, level=2, by=other)
        from django.db import ProgrammingError, transaction

        with pytest.raises(ProgrammingError), transaction.atomic(), as_web_role():
            BlindLevel.objects.update(level=3)


class TestThePages:
    def test_from_the_queue_to_the_level(self, client, look, decided, other):
        client = signed_in(client, other)
        queue = text_of(client.get(reverse("second_looks")))
        assert "One referral waits" in queue
        assert decided.reference not in queue
        sent = client.post(reverse("second_looks"))
        assert sent["Location"] == reverse("second_look", args=[look.pk])
        page = client.get(sent["Location"])
        said = text_of(page)
        assert "Often hungry at school." in said
        for told in ("We will help.", "Family Solutions", "Two areas are at level 3", "suggested"):
            assert told not in said
        assert decided.reference not in said
        assert Event.objects.get(verb="second_look").ids == [decided.pk]
        wrong = client.post(sent["Location"], once())
        assert "Select the level" in text_of(wrong)
        form = {"level": "2"} | once()
        for _ in range(2):
            done = client.post(sent["Location"], form)
            assert done["Location"] == reverse("second_looks")
        assert BlindLevel.objects.get().level == 2
        assert client.get(sent["Location"]).status_code == 302
        assert "Nothing waits for you" in text_of(client.get(reverse("second_looks")))

    def test_it_opens_for_nobody_else(self, client, look, other, screener):
        referrals.take_second_look(by=other)
        url = reverse("second_look", args=[look.pk])
        assert signed_in(client, screener).get(url).status_code == 404
        assert client.post(url, {"level": "2"} | once()).status_code == 404


class TestFirstPage:
    """How many wait, for whoever may give one; never which."""

    def page(self, client, user):
        return text_of(signed_in(client, user).get(reverse("home")))

    def test_says_how_many_wait_for_this_screener(self, client, look, other):
        page = self.page(client, other)
        assert "1 referral waits for a second look" in page
        assert look.referral.reference not in page.partition("Second looks")[2]

    def test_says_nothing_to_who_decided_nor_when_none_waits(self, client, look, screener, other):
        assert "second look" not in self.page(client, screener)
        look.delete()
        assert "second look" not in self.page(client, other)
