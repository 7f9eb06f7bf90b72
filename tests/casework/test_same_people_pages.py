"""The SPOC is shown people of a family who may be one, says so, and takes it back."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.roles import Role
from casework.capacity import key_workers
from families.access import grant
from families.models import NotSamePerson, PersonMerge
from tests.factories.casework import EpisodeChildFactory, EpisodeFactory
from tests.factories.families import ChildFactory, FamilyFactory
from tests.factories.localities import hub, spoc, spoc_managers, worker
from tests.factories.referrals import ReferralChildFactory, ReferralFactory
from tests.families.test_same_people import same
from tests.pages import once, signed_in, text_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def screener():
    spoc(), spoc_managers()
    return worker(Role.SCREENER, team=spoc())


@pytest.fixture
def family():
    made = FamilyFactory(name="Okafor")
    grant(made, basis="screening", team=spoc())
    return made


@pytest.fixture
def two(family):
    return [ChildFactory(family=family, first_name=first) for first in ("Amara", "Amarah")]


def compare(client, family, two, **facts):
    url = reverse("people_compare", args=[family.pk, *(one.pk for one in two)])
    body = {"answer": "same", "reason": "Same NHS number.", "version": 2, **once()}
    return client.post(url, body | facts) if facts.pop("send", True) else client.get(url)


def people(client, family):
    return text_of(client.get(reverse("family_people", args=[family.pk])))


def test_a_pair_is_shown_said_and_undone(client, screener, family, two):
    client = signed_in(client, screener)
    assert "irst names sound the same" in people(client, family)
    page = text_of(compare(client, family, two, send=False))
    assert "Amarah Okafor" in page and "14 March 2016" in page
    for _ in range(2):
        assert compare(client, family, two).status_code == 302
    said = people(client, family)
    assert "Read as one person" in said and "No other two people" in said
    detail = text_of(client.get(reverse("family_detail", args=[family.pk])))
    assert "Amara Okafor" in detail and "Amarah Okafor" not in detail
    undo = reverse("person_undo", args=[PersonMerge.objects.get().pk])
    assert "Same NHS number." in text_of(client.get(undo))
    assert "Enter the reason" in text_of(client.post(undo, {"reason": "", **once()}))
    assert client.post(undo, {"reason": "Twins.", **once()}).status_code == 302
    detail = text_of(client.get(reverse("family_detail", args=[family.pk])))
    assert "Amarah Okafor" in detail


def test_two_people_are_not_shown_as_a_pair_again(client, screener, family, two):
    client = signed_in(client, screener)
    for _ in range(2):
        assert compare(client, family, two, answer="two").status_code == 302
    assert NotSamePerson.objects.count() == 1
    assert "No other two people" in people(client, family)


def test_brothers_and_sisters_are_no_pair(client, screener, family):
    for first in ("Amara", "Chidi"):
        ChildFactory(family=family, first_name=first)
    assert "No other two people" in people(signed_in(client, screener), family)


def test_a_pair_that_was_not_shown_cannot_be_compared(client, screener, family):
    pair = [ChildFactory(family=family, first_name=first) for first in ("Amara", "Chidi")]
    client = signed_in(client, screener)
    assert compare(client, family, pair).status_code == 404
    elsewhere = [pair[0], ChildFactory(first_name="Amara")]
    assert compare(client, family, elsewhere).status_code == 404


def test_a_record_that_changed_meanwhile_is_shown_again(client, screener, family, two):
    two[0].version = 7
    two[0].save()
    page = compare(signed_in(client, screener), family, two)
    assert "Somebody else changed one of these people" in text_of(page)
    assert "Same NHS number." in page.content.decode()


@pytest.mark.parametrize("role", [Role.KEY_WORKER, Role.HUB_MANAGER, Role.SOCIAL_CARE])
def test_it_is_for_the_spoc(client, family, two, role):
    user = worker(role, team=hub())
    grant(family, basis="episode", user=user)
    client = signed_in(client, user)
    assert compare(client, family, two).status_code == 404
    assert "Two records" not in text_of(client.get(reverse("family_detail", args=[family.pk])))


def test_not_of_a_family_that_one_does_not_see(client, screener, two):
    client = signed_in(client, screener)
    other = FamilyFactory()
    pair = [ChildFactory(family=other, first_name=first) for first in ("Amara", "Amarah")]
    assert compare(client, other, pair).status_code == 404
    merge = same(*pair, screener)
    assert client.get(reverse("person_undo", args=[merge.pk])).status_code == 404


def test_a_referral_and_an_episode_list_and_count_the_child_once(client, screener, family, two):
    referral = ReferralFactory(family=family, children=0)
    episode = EpisodeFactory(family=family, allocated=True, children=0)
    for child in two:
        ReferralChildFactory(referral=referral, person=child)
        EpisodeChildFactory(episode=episode, person=child)

    def carried():
        return [load.children for load in key_workers([episode.team_id], on=TODAY)]

    assert carried() == [2]
    same(*two, screener)
    assert carried() == [1]
    pages = [
        signed_in(client, user).get(reverse(name, args=[key]))
        for user, name, key in (
            (screener, "screening_referral", referral.reference),
            (episode.key_worker, "episode_detail", episode.pk),
            (episode.key_worker, "visit_add", episode.pk),
        )
    ]
    for page in pages:
        said = text_of(page)
        assert "Amara Okafor" in said and "Amarah Okafor" not in said
