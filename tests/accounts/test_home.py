"""Every role has a first page: what needs it now, or a sentence that says what to do."""

import re

import pytest
from django.test import Client

from accounts.roles import Role
from audit.models import Event
from croydon_eh.home.views import HOMES
from referrals.models import Referral
from tests.world import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def first_page(world, role):
    client = Client()
    client.force_login(world.users[role])
    page = client.get("/")
    assert page.status_code == 200
    return page.content.decode()


SHOWN = {
    Role.PRACTITIONER: "own", Role.SAFEGUARDING_LEAD: "own", Role.SCREENER: "own",
    Role.SPOC_MANAGER: "own", Role.SOCIAL_CARE: "own", Role.KEY_WORKER: "own", Role.HEAD: "own",
}  # fmt: skip


@pytest.mark.parametrize("role", Role)
def test_each_role_sees_its_own_and_nothing_restricted(world, role):
    page = first_page(world, role)
    assert world.referrals["restricted"].family.name not in page
    for kind in ("own", "other"):
        name = world.referrals[kind].family.name
        if kind == "own" and role in SHOWN:
            assert name in page
        if role in (Role.BOARD_MEMBER, Role.ANALYST, Role.ADMINISTRATOR, Role.AUDITOR,
                    Role.BUSINESS_SUPPORT, Role.FFT_MANAGER):  # fmt: skip
            assert name not in page


@pytest.mark.parametrize("role", Role)
def test_whose_record_a_first_page_names_stands_in_the_audit_trail(world, role):
    page = first_page(world, role)
    events = Event.objects.filter(verb="home", kind="family", actor_id=world.users[role].pk)
    seen = {pk for ids in events.values_list("ids", flat=True) for pk in ids}
    for referral in world.referrals.values():
        assert (referral.family_id in seen) == (referral.family.name in page)


@pytest.mark.parametrize("role", Role)
def test_no_link_of_a_first_page_is_dead(world, role):
    client = Client()
    client.force_login(world.users[role])
    for path in set(re.findall(r'href="(/[^"#]*)"', first_page(world, role))):
        if not path.startswith("/static/"):
            assert client.get(path).status_code in (200, 302), path


def test_a_school_sees_nothing_of_another_school(world):
    page = first_page(world, Role.SAFEGUARDING_LEAD)
    assert world.referrals["other"].family.name not in page


def test_an_empty_page_says_what_to_do(world):
    Referral.objects.update(state="withdrawn")
    page = first_page(world, Role.SCREENER)
    assert "Nothing waits for a decision." in page


@pytest.mark.parametrize("role", Role)
def test_a_page_costs_few_queries(world, role, django_assert_max_num_queries):
    client = Client()
    client.force_login(world.users[role])
    client.get("/")
    with django_assert_max_num_queries(len(HOMES[role][1]) + 7):
        client.get("/")
