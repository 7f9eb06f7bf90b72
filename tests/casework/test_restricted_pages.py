"""The pages on which a family is restricted, and that nobody else finds it anywhere afterwards."""

import pytest
from django.urls import reverse

from accounts import actions as accounts
from accounts.roles import Role
from audit.models import Event, Message
from casework import actions as casework
from families import actions as families
from families.access import grant
from families.models import Family, FamilyAccess, Restriction
from tests.architecture.test_permissions import PAGES, attempt, subjects, visible
from tests.factories.accounts import UserFactory
from tests.factories.casework import EpisodeFactory
from tests.factories.families import FamilyFactory
from tests.factories.localities import hub, spoc, spoc_managers, worker
from tests.pages import once, signed_in, text_of
from tests.world import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return worker(Role.SPOC_MANAGER, team=spoc_managers(), name="Bea Boss")


@pytest.fixture
def ann():
    return worker(Role.SCREENER, team=spoc(), name="Ann Screen")


@pytest.fixture
def family(manager, ann):
    made = FamilyFactory(name="Okafor")
    grant(made, basis="front_door", team=spoc_managers())
    grant(made, basis="screening", team=spoc())
    return made


def page(client, name, family):
    return client.get(reverse(name, args=[family.pk]))


def begin(client, family, people, **changes):
    facts = {
        "reason": "Her aunt works here.", "why": "No relatives.", "others": "", "version": 1,
        "people": [person.pk for person in people], **once(),
    }  # fmt: skip
    return client.post(reverse("restriction_begin", args=[family.pk]), facts | changes)


def restricted(family, people, by):
    families.restrict(family=family, reason="Aunt.", why="No relatives.", people=people, by=by)
    family.refresh_from_db()


class TestBegin:
    def test_a_manager_restricts_and_reads_who_is_named_and_why(self, client, family, manager, ann):
        client = signed_in(client, manager)
        assert "Who may know of this family" in text_of(page(client, "family_detail", family))
        done = begin(client, family, [ann, manager])
        assert done["Location"] == reverse("family_detail", args=[family.pk])
        said = text_of(page(client, "family_detail", family))
        assert "Only those named may know" in said and "Her aunt works here." in said
        assert "Ann Screen" in said and "No relatives." in said
        assert Event.objects.filter(verb="families.restrict").count() == 1

    def test_who_works_with_the_family_is_offered(self, client, family, manager, ann):
        hub_manager = worker(Role.HUB_MANAGER, team=hub(), name="Hana Hub")
        episode = EpisodeFactory(family=family, allocated=True)
        form = page(signed_in(client, manager), "restriction_begin", family)
        said = form.content.decode()
        for person in (hub_manager, episode.key_worker, manager):
            assert f'value="{person.pk}" checked' in " ".join(said.split()), person
        assert f'value="{ann.pk}"' in said and f'value="{ann.pk}" checked' not in said

    def test_somebody_else_is_named_by_email(self, client, family, manager, ann):
        officer = UserFactory(role=Role.SOCIAL_CARE, email="sam@example.org")
        begin(signed_in(client, manager), family, [ann, manager], others="Sam@example.org\n")
        assert FamilyAccess.objects.filter(user=officer, basis="named").exists()

    @pytest.mark.parametrize(
        ("others", "sentence"),
        [("nobody@example.org", "Nobody with the address nobody@example.org has an account."),
         ("sam at work", "“sam at work” is not an email address")],
    )  # fmt: skip
    def test_an_address_that_is_wrong_is_said(self, client, family, manager, ann, others, sentence):
        said = begin(signed_in(client, manager), family, [ann, manager], others=others)
        assert sentence in text_of(said) and "Her aunt works here." in said.content.decode()
        assert not Restriction.objects.exists()

    def test_too_few_screeners_are_said_beside_the_names(self, client, family, manager):
        said = text_of(begin(signed_in(client, manager), family, [manager]))
        assert "Name at least two people who screen referrals" in said

    def test_who_does_not_name_themselves_loses_sight_too(self, client, family, manager, ann):
        other = worker(Role.SPOC_MANAGER, team=spoc_managers())
        client, key = signed_in(client, manager), once()
        for _ in range(2):
            done = begin(client, family, [ann, other], **key)
            assert done["Location"] == reverse("home")
        assert page(client, "family_detail", family).status_code == 404
        assert Restriction.objects.count() == 1

    @pytest.mark.parametrize("role", [Role.SCREENER, Role.SOCIAL_WORKER, Role.KEY_WORKER])
    def test_nobody_without_authority_may(self, client, family, ann, manager, role):
        user = worker(role, team=spoc())
        grant(family, basis="episode", user=user)
        client = signed_in(client, user)
        assert begin(client, family, [ann, manager]).status_code == 404
        assert "Who may know" not in text_of(page(client, "family_detail", family))

    def test_not_of_a_family_that_one_does_not_see(self, client, family, ann, manager):
        client = signed_in(client, worker(Role.HUB_MANAGER, team=hub()))
        assert begin(client, family, [ann, manager]).status_code == 404
        assert not Restriction.objects.exists()


class TestNamesAndLifting:
    def test_names_are_changed_on_a_page(self, client, family, manager, ann):
        third = worker(Role.SCREENER, team=spoc(), name="Cy Screen")
        restricted(family, [ann, manager], manager)
        facts = {"people": [third.pk, manager.pk], "why": "Ann is a cousin.", "others": "",
                 "version": family.version, **once()}  # fmt: skip
        client = signed_in(client, manager)
        done = client.post(reverse("restriction_names", args=[family.pk]), facts)
        assert done.status_code == 302
        said = text_of(page(client, "family_restricted", family))
        assert "Cy Screen" in said and "Ann is a cousin." in said
        ended = FamilyAccess.objects.get(user=ann, basis="named")
        assert ended.until_at is not None and "Ann Screen" in said  # in the history
        client.force_login(ann)
        assert page(client, "family_detail", family).status_code == 404

    def test_lifted_with_a_reason_everybody_sees_it_again(self, client, family, manager, ann):
        restricted(family, [ann, manager], manager)
        client = signed_in(client, manager)
        url = reverse("restriction_lift", args=[family.pk])
        assert "Enter the reason" in text_of(client.post(url, {"reason": "", **once()}))
        assert client.post(url, {"reason": "She left.", **once()}).status_code == 302
        said = text_of(page(client, "family_restricted", family))
        assert "She left." in said and "Everybody whose work it is sees this family." in said
        client.force_login(worker(Role.SCREENER, team=spoc()))
        assert page(client, "family_detail", family).status_code == 200
        said = text_of(page(client, "family_restricted", family))
        assert "Everybody whose work it is" in said  # but why it was, managers alone read
        assert "Aunt." not in said and "She left." not in said and "Ann Screen" not in said

    @pytest.mark.parametrize("name", ["restriction_names", "restriction_lift"])
    def test_only_a_manager_who_is_named(self, client, family, manager, ann, name):
        restricted(family, [ann, manager], manager)
        for user in (ann, worker(Role.SPOC_MANAGER, team=spoc_managers())):
            assert page(signed_in(client, user), name, family).status_code == 404

    @pytest.mark.parametrize("name", ["restriction_names", "restriction_lift"])
    def test_not_of_a_family_that_is_open(self, client, family, manager, name):
        assert page(signed_in(client, manager), name, family).status_code == 404


class TestWork:
    def test_who_is_given_the_family_is_named_by_that_and_keeps_it_when_lifted(
        self, family, manager, ann
    ):
        hub_manager = worker(Role.HUB_MANAGER, team=hub())
        episode = EpisodeFactory(family=family)
        restricted(family, [ann, manager, hub_manager], manager)
        kim = worker(Role.KEY_WORKER, team=hub())
        casework.allocate(
            episode=episode, worker=kim, version=episode.version, note="", by=hub_manager
        )
        assert Family.objects.visible_to(kim).exists()
        families.lift(family=family, reason="She left.", by=manager)
        assert Family.objects.visible_to(kim).exists()
        assert FamilyAccess.objects.open().filter(user=kim, basis="episode").exists()

    def test_a_manager_who_is_not_named_gets_no_mail_about_it(self, family, manager, ann):
        worker(Role.SPOC_MANAGER, team=spoc_managers(), email="other@example.org")
        restricted(family, [ann, manager], manager)
        from django.utils import timezone

        families.record_agreement(
            family=family, purpose="help", answer="withdrawn", happened_at=timezone.now(), by=ann
        )
        assert [mail.to for mail in Message.objects.all()] == [manager.email]


class TestRises:
    def test_to_the_named_manager_when_somebody_left_and_to_nobody_else(
        self, client, family, manager, ann
    ):
        other = worker(Role.SPOC_MANAGER, team=spoc_managers())
        head = UserFactory(role=Role.HEAD)
        restricted(family, [ann, manager], manager)
        title = "Restricted families: name more people"
        assert title not in text_of(signed_in(client, manager).get("/"))
        accounts.deactivate(user=ann, by=head)
        assert title in text_of(signed_in(client, manager).get("/"))
        for user in (other, head):
            assert title not in text_of(signed_in(client, user).get("/"))

    def test_to_the_head_by_number_alone_when_no_manager_is_left(
        self, client, family, manager, ann
    ):
        restricted(family, [ann, manager], manager)
        accounts.deactivate(user=manager, by=ann)
        said = text_of(signed_in(client, UserFactory(role=Role.HEAD)).get("/"))
        assert f"Family number {family.pk}" in said and "Okafor" not in said
        other = worker(Role.SPOC_MANAGER, team=spoc_managers())
        assert "Family number" not in text_of(signed_in(client, other).get("/"))


@pytest.mark.parametrize("role", Role)
def test_no_surface_shows_a_family_after_it_was_restricted(client, role):
    """Every page of the policy table, with every record of the family, to somebody not named."""
    world = make_world()
    referral = world.referrals["own"]
    family = referral.family
    Family.objects.filter(pk=family.pk).update(name="Zebedee-Quux")
    people = [worker(Role.SCREENER, team=spoc()), worker(Role.SPOC_MANAGER, team=spoc_managers())]
    restricted(family, people, people[1])
    user = world.users[role]
    client = signed_in(client, user)
    own = referral.referrer == user  # whoever referred keeps what they wrote
    for name, policy in PAGES.items():
        if "GET" not in policy.methods or (own and "family" not in name):
            continue
        _, keywords, record = subjects(policy, world)[0]
        said = attempt(client, "GET", reverse(name, kwargs=keywords))
        assert "Zebedee-Quux" not in said.content.decode(errors="replace"), name
        if record is not None and not visible(user, record):
            assert said.status_code == 404, name
    assert not Family.objects.visible_to(user).filter(pk=family.pk).exists()
