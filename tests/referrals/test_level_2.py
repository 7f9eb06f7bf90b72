"""Level 2 work that a practitioner registers: danger first, agreement, no screening."""

from dataclasses import replace

import pytest
from django.urls import reverse

from accounts.roles import Role
from audit.errors import Refused
from casework.codes import Kind, State
from casework.models import Episode
from families.models import Family, FamilyAccess
from referrals import actions as referrals
from referrals.intake import AgreementEntry, DangerEntry
from referrals.models import Draft, Referral, Registration
from tests.factories import localities as places
from tests.factories.submissions import AGREED, okafors
from tests.pages import once, text_of
from tests.referrals.conftest import AMARA, FAMILY, NGOZI, WORRIES, Journey

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    places.spoc(), places.spoc_managers()
    return places.SiteFactory(name="Invented Primary")


@pytest.fixture
def teacher(school):
    return places.worker(Role.PRACTITIONER, site=school)


def register(teacher, school, **changes):
    row, _ = referrals.register_level_2(
        submission=okafors(**changes), by=teacher, site=school, idempotency_key="one"
    )
    return row


class TestRegistering:
    def test_opens_an_episode_that_its_registrar_leads(self, teacher, school):
        row = register(teacher, school)
        episode = Episode.objects.get()
        assert (episode.kind, episode.state, episode.key_worker) == (
            Kind.PARTNER_LED, State.OPEN, teacher,
        )  # fmt: skip
        assert (episode.family, episode.referral) == (row.family, None)
        assert episode.children.count() == 2
        assert not Referral.objects.exists()
        assert row.family.agreements.filter(answer="agreed").count() == 2

    def test_is_seen_by_its_lead_and_in_line_of_sight_only(self, teacher, school):
        row = register(teacher, school)
        screener = places.worker(Role.SCREENER, team=places.spoc())
        manager = places.worker(Role.SPOC_MANAGER, team=places.spoc_managers())
        seen = {u.role for u in (teacher, screener, manager)
                if row.family in Family.objects.visible_to(u)}  # fmt: skip
        assert seen == {Role.PRACTITIONER, Role.SPOC_MANAGER}
        assert not FamilyAccess.objects.filter(basis="screening").exists()

    def test_twice_makes_one(self, teacher, school):
        assert register(teacher, school) == register(teacher, school)
        assert Episode.objects.count() == 1

    def test_gives_no_sign_of_a_family_that_is_known(self, teacher, school):
        other = places.SiteFactory()
        by = places.worker(Role.PRACTITIONER, site=other)
        known, _ = referrals.submit(submission=okafors(), by=by, site=other, idempotency_key="1")
        Family.objects.filter(pk=known.family_id).update(restricted=True)
        row = register(teacher, school)
        assert row.family_id != known.family_id
        assert Episode.objects.visible_to(teacher).exists()

    @pytest.mark.parametrize("agreement", [
        None, replace(AGREED, answer="refused"),
        AgreementEntry(answer="not_asked", basis="significant_harm", reason="A reason."),
    ])  # fmt: skip
    def test_needs_the_familys_agreement(self, teacher, school, agreement):
        with pytest.raises(Refused):
            register(teacher, school, agreement=agreement)
        assert not Episode.objects.exists()

    def test_never_with_a_red_flag(self, teacher, school):
        from django.utils import timezone

        danger = DangerEntry(red_flags=("redflag.sexual_abuse",), spoke_to="Duty",
                             called_at=timezone.now())  # fmt: skip
        with pytest.raises(Refused):
            register(teacher, school, danger=danger)


class LevelTwo(Journey):
    def start(self, *flags):
        url = reverse("level_2_start")
        key = self.client.get(url).context["form"]["idempotency_key"].value()
        sent = {"red_flags": flags or ["none"], "idempotency_key": key}
        response = self.client.post(url, sent)
        self.draft = Draft.objects.get(pk=key)
        return response

    def tell(self, agreed=True):
        self.page("family", FAMILY)
        self.child(AMARA)
        self.adult(NGOZI)
        self.page("worries", WORRIES)
        yes = {"agreed": "yes", "who": "b1", "how": "in person", "sharing": "yes"}
        no = {"agreed": "no", "asked": "refused", "basis": "significant_harm", "reason": "Harm."}
        self.page("agreement", yes if agreed else no)


@pytest.fixture
def journey(teacher):
    return LevelTwo(teacher)


class TestPages:
    def test_from_danger_to_the_list_of_those_one_leads(self, journey):
        assert journey.start()["Location"] == journey.url("page", "family")
        tasks = text_of(journey.client.get(journey.url("tasks")))
        assert "Level 2 work of Invented Primary" in tasks
        assert "themes" not in tasks
        journey.tell()
        assert "Register and lead this work" in text_of(journey.client.get(journey.url("check")))
        done = journey.client.post(journey.url("check"))
        assert done["Location"] == "/families/mine/"
        assert "Okafor" in text_of(journey.client.get("/families/mine/"))
        assert "Okafor" in text_of(journey.client.get("/"))
        again = journey.client.post(journey.url("check"))
        assert again["Location"] == "/families/mine/" and Registration.objects.count() == 1

    def test_the_words_stand_in_the_chronology(self, journey):
        journey.start()
        journey.tell()
        journey.client.post(journey.url("check"))
        url = reverse("episode_chronology", args=[Episode.objects.get().pk])
        page = text_of(journey.client.get(url))
        assert "Level 2 work registered" in page and "comes to school hungry" in page

    def test_a_red_flag_makes_it_a_referral(self, journey):
        started = journey.start("redflag.sexual_abuse")
        assert started["Location"] == journey.url("page", "call")
        assert "Referral from" in text_of(journey.client.get(journey.url("tasks")))
        assert "Register and lead" not in text_of(journey.client.get(journey.url("check")))

    def test_without_agreement_it_is_not_registered_but_may_be_referred(self, journey):
        journey.start()
        journey.tell(agreed=False)
        page = journey.client.post(journey.url("check"))
        assert "needs the family’s agreement" in text_of(page)
        assert not Registration.objects.exists()
        assert "Make it a referral" in text_of(journey.client.get(journey.url("refer")))
        journey.client.post(journey.url("refer"))
        tasks = text_of(journey.client.get(journey.url("tasks")))
        assert "Which themes matter" in tasks and "Referral from" in tasks

    def test_who_may_not_lead_does_not_get_there(self, client):
        client.force_login(places.worker(Role.SCREENER, team=places.spoc()))
        assert client.get(reverse("level_2_start")).status_code == 404
        assert client.post(reverse("level_2_start"), once()).status_code == 404
