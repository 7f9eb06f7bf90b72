"""Step-downs: social care holds the family until the SPOC or its hub has taken hold."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.errors import Refused
from audit.models import Message
from casework.codes import Origin, State
from casework.holder import holder
from casework.models import Episode
from families.models import Agreement, Family
from referrals import actions as referrals
from referrals.models import Transfer
from tests.factories import localities as places
from tests.factories.casework import EpisodeFactory
from tests.factories.families import (
    ChildFactory,
    FamilyFactory,
    HouseholdFactory,
    ResidenceFactory,
)
from tests.factories.referrals import MONDAY
from tests.pages import once, signed_in, text_of

pytestmark = pytest.mark.django_db
AN_HOUR = timedelta(hours=1)
WORDS = {"done": "Twelve visits, a safety plan.", "plan": "Keep the mornings going."}


@pytest.fixture
def north():
    places.spoc(), places.spoc_managers(), places.social_care()
    return places.hub("north")


@pytest.fixture
def officer(north):
    return places.worker(Role.SOCIAL_CARE, team=places.social_care())


@pytest.fixture
def screener(north):
    return places.worker(Role.SCREENER, team=places.spoc())


@pytest.fixture
def hub_manager(north):
    return places.worker(Role.HUB_MANAGER, team=north)


@pytest.fixture
def southern_manager(north):
    return places.worker(Role.HUB_MANAGER, team=places.hub("south"))


@pytest.fixture
def family(north):
    ward = places.WardFactory(locality=places.LocalityFactory(code="north"))
    family = FamilyFactory()
    ResidenceFactory(household=HouseholdFactory(family=family), ward=ward)
    return family


@pytest.fixture
def offer(family, officer):
    return offered(family, officer)


def offered(family, officer, at=MONDAY, **changes):
    child = family.people.first() or ChildFactory(family=family)
    facts = {"children": [child.pk], "agreed": True, **WORDS} | changes
    return referrals.offer_step_down(family=family, by=officer, at=at, **facts)


def opens(user, family):
    return Family.objects.visible_to(user).filter(pk=family.pk).exists()


class TestActions:
    def test_until_it_is_accepted_social_care_holds_it(
        self, family, officer, screener, hub_manager, southern_manager
    ):
        offer = offered(family, officer)
        assert offer.due_at == MONDAY + timedelta(days=1)
        assert holder(family.pk).name == "Children’s social care"
        assert holder(family.pk).until == "until the SPOC or North hub accepts"
        assert all(opens(user, family) for user in (officer, screener, hub_manager))
        assert not opens(southern_manager, family)
        assert Message.objects.filter(to=hub_manager.email).count() == 1
        assert not Episode.objects.exists()

    @pytest.mark.parametrize("who", ["screener", "hub_manager"])
    def test_accepted_it_waits_in_its_hub_for_a_key_worker(
        self, request, offer, family, officer, who
    ):
        by = request.getfixturevalue(who)
        manager = places.worker(Role.HUB_MANAGER, team=places.hub("north"))
        referrals.accept_step_down(transfer=offer, by=by, at=MONDAY + AN_HOUR)
        episode = Episode.objects.get(family=family)
        assert (episode.origin, episode.state, episode.team.code) == (
            Origin.STEP_DOWN, State.WAITING, "hub-north",
        )  # fmt: skip
        assert episode.allocation_due_at == MONDAY + AN_HOUR + timedelta(days=1)
        assert [child.person_id for child in episode.children.all()] == [
            child.person_id for child in offer.children.all()
        ]
        assert holder(family.pk).name == "North hub"
        assert opens(manager, family)
        assert Message.objects.get(to=officer.email, subject__contains="accepted")

    def test_refused_it_stays_with_social_care_which_reads_why(
        self, offer, family, officer, hub_manager
    ):
        referrals.refuse_step_down(
            transfer=offer, reason="Not safe yet.", by=hub_manager, at=MONDAY + AN_HOUR
        )
        assert holder(family.pk).party == "social_care"
        assert opens(officer, family) and not opens(hub_manager, family)
        assert Message.objects.get(to=officer.email, subject__contains="did not accept")
        again = offered(family, officer, at=MONDAY + 2 * AN_HOUR)
        referrals.accept_step_down(transfer=again, by=hub_manager, at=MONDAY + 3 * AN_HOUR)
        assert Episode.objects.get().origin == Origin.STEP_DOWN

    def test_is_answered_once_and_by_the_other_side(self, offer, officer, screener):
        with pytest.raises(Refused, match="not yours"):
            referrals.accept_transfer(transfer=offer, by=officer, at=MONDAY + AN_HOUR)
        referrals.accept_step_down(transfer=offer, by=screener, at=MONDAY + AN_HOUR)
        with pytest.raises(Refused, match="answered already"):
            referrals.refuse_step_down(
                transfer=offer, reason="No.", by=screener, at=MONDAY + 2 * AN_HOUR
            )

    def test_a_family_is_offered_once_at_a_time(self, offer, family, officer):
        with pytest.raises(Refused, match="already offered"):
            offered(family, officer, at=MONDAY + AN_HOUR)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [({"done": " "}, "done"), ({"plan": ""}, "plan"), ({"children": []}, "children"),
         ({"agreed": False}, "agreed")],
    )  # fmt: skip
    def test_says_what_is_missing(self, family, officer, changes, field):
        with pytest.raises(Refused) as refused:
            offered(family, officer, **changes)
        assert refused.value.field == field
        assert not Transfer.objects.exists()

    def test_a_child_of_another_family_is_none(self, family, officer):
        with pytest.raises(Refused, match="at least one child"):
            offered(family, officer, children=[ChildFactory().pk])

    def test_what_early_help_works_with_is_not_offered_down(self, family, officer):
        EpisodeFactory(family=family, allocated=True)
        with pytest.raises(Refused, match="helping this family already"):
            offered(family, officer)
        assert not Transfer.objects.exists()

    def test_while_an_episode_is_open_it_is_not_accepted(self, offer, family, screener):
        EpisodeFactory(family=family, allocated=True)
        with pytest.raises(Refused, match="still open"):
            referrals.accept_step_down(transfer=offer, by=screener, at=MONDAY + AN_HOUR)
        offer.refresh_from_db()
        assert offer.answer == ""

    def test_the_agreement_is_written_down(self, offer, family):
        assert Agreement.objects.get(family=family).answer == Agreement.Answer.AGREED


NEW = {
    "family_name": "Mensah", "area": "croydon", "first_1": "Kofi", "last_1": "Mensah",
    "born_on_1_0": "3", "born_on_1_1": "4", "born_on_1_2": "2017", "more_2": "on", "first_2": "",
    "last_2": "Mensah", "due_on_2_0": "1", "due_on_2_1": "2", "due_on_2_2": "2027",
    "adult_first": "Ama", "adult_last": "Mensah", "relationship": "parent",
    "adult_phone": "07700 900001", "agreed": "yes", **WORDS,
}  # fmt: skip


def dates(data):
    """The names of the boxes of a date, as the widget gives them."""
    parts = ("day", "month", "year")
    return {
        name[:-1] + parts[int(name[-1])] if name[-2:] in ("_0", "_1", "_2") and "_on_" in name
        else name: value
        for name, value in data.items()
    }  # fmt: skip


class TestPages:
    def test_a_large_family_fits(self, client, officer):
        places.hub("north")
        more = {
            f"{name}_{n}": value
            for n in range(3, 9)
            for name, value in (("more", "on"), ("first", f"Child{n}"), ("last", "Mensah"))
        }
        signed_in(client, officer)
        client.post(reverse("step_down_new"), dates(NEW | more) | once())
        assert Transfer.objects.get().children.count() == 8

    def test_a_known_family_is_found_and_offered(self, client, family, officer):
        from families.access import grant_teams

        child = ChildFactory(family=family)
        grant_teams(family, "social_care", basis="transfer", at=MONDAY)
        signed_in(client, officer)
        page = client.get(reverse("step_down_start"), {"q": child.first_name})
        assert family.name in text_of(page)
        url = reverse("step_down_family", args=[family.pk])
        sent = once() | {"children": [child.pk], "agreed": "yes", **WORDS}
        for _ in range(2):
            assert client.post(url, sent).status_code == 302
        assert Transfer.objects.get(family=family).due_at > timezone.now()
        page = text_of(client.get("/transfers/"))
        assert "Waiting for somebody else’s answer" in page and "Children’s social care" in page

    def test_a_family_that_one_may_not_open_is_not_found(self, client, family, officer):
        ChildFactory(family=family)
        page = signed_in(client, officer).get(reverse("step_down_start"), {"q": family.name})
        assert "No family that you may open has this name" in text_of(page)
        assert client.get(reverse("step_down_family", args=[family.pk])).status_code == 404

    def test_a_new_family_is_entered(self, client, officer):
        signed_in(client, officer)
        sent = once() | dates(NEW)
        for _ in range(2):
            page = client.post(reverse("step_down_new"), sent)
            assert page.status_code == 302, text_of(page)
        transfer = Transfer.objects.get()
        assert transfer.family.name == "Mensah"
        assert sorted(c.person.full_name for c in transfer.children.all()) == [
            "Kofi Mensah", "Unborn baby Mensah",
        ]  # fmt: skip
        page = text_of(client.get(reverse("transfer_detail", args=[transfer.pk])))
        assert "Twelve visits" in page and "Held by Children’s social care" in page
        assert "Accept this family" not in page

    @pytest.mark.parametrize(
        ("changes", "said"),
        [({"last_1": ""}, "last name of child 1"), ({"last_2": ""}, "last name of child 2"),
         ({"more_2": ""}, "Tick this to add child 2"), ({"born_on_1_2": "2031"}, "Child 1"),
         ({"agreed": "no"}, "voluntary"), ({"done": "\x00"}, "problem"),
         ({"postcode": "nowhere"}, "postcode"), ({"first_1": ""}, "first name of child 1")],
    )  # fmt: skip
    def test_what_is_wrong_gets_a_sentence_and_nothing_typed_is_lost(
        self, client, officer, changes, said
    ):
        signed_in(client, officer)
        page = client.post(reverse("step_down_new"), once() | dates(NEW | changes))
        assert page.status_code == 200
        assert "There is a problem" in text_of(page) and said in text_of(page)
        assert "07700 900001" in page.content.decode()
        assert not Transfer.objects.exists() and not Family.objects.exists()

    def test_the_hub_manager_accepts(self, client, offer, hub_manager):
        signed_in(client, hub_manager)
        assert offer.family.name in text_of(client.get("/transfers/"))
        assert offer.family.name in text_of(client.get("/"))
        answer = client.post(reverse("step_down_accept", args=[offer.pk]), once())
        assert answer.status_code == 302
        assert offer.family.name in text_of(client.get("/allocation/"))
        page = text_of(client.get(reverse("episode_detail", args=[Episode.objects.get().pk])))
        assert "Edge of care" in page and "Held by North hub" in page

    @pytest.mark.parametrize("name", ["step_down_accept", "step_down_refuse"])
    def test_the_wrong_place_and_the_wrong_role_find_nothing(
        self, client, offer, southern_manager, officer, name
    ):
        key_worker = places.worker(Role.KEY_WORKER, team=places.hub("north"))
        for user in (southern_manager, officer, key_worker):
            url = reverse(name, args=[offer.pk])
            sent = once() | {"reason": "No."}
            assert signed_in(client, user).post(url, sent).status_code == 404
        offer.refresh_from_db()
        assert offer.answer == ""

    def test_an_offer_up_is_not_answered_as_a_step_down(self, client, offer, screener, officer):
        up = referrals.offer_step_up(family=FamilyFactory(), by=screener, plan="x", at=MONDAY)
        url = reverse("step_down_accept", args=[up.pk])
        assert signed_in(client, screener).post(url, once()).status_code == 404
        url = reverse("transfer_accept", args=[offer.pk])
        assert signed_in(client, officer).post(url, once()).status_code == 404

    def test_a_restricted_family_gives_no_sign(self, client, offer, hub_manager):
        Family.objects.filter(pk=offer.family_id).update(restricted=True)
        signed_in(client, hub_manager)
        assert "No transfer waits" in text_of(client.get("/transfers/"))
        assert client.get(reverse("transfer_detail", args=[offer.pk])).status_code == 404


@pytest.mark.parametrize("role", [Role.SPOC_MANAGER, Role.HEAD, Role.SOCIAL_CARE])
def test_an_offer_that_nobody_answers_rises(client, offer, north, role):
    teams = {
        Role.SPOC_MANAGER: places.spoc_managers(), Role.SOCIAL_CARE: places.social_care(),
        Role.HEAD: places.TeamFactory(code="leadership", kind="leadership"),
    }  # fmt: skip
    user = places.worker(role, team=teams[role])
    if role == Role.HEAD:
        from families.access import open_front_door

        open_front_door(offer.family, at=MONDAY)
    signed_in(client, user)  # MONDAY is before today, so the answer is overdue
    for page in ("/", "/transfers/"):
        text = text_of(client.get(page))
        assert offer.family.name in text and "overdue by" in text, page
