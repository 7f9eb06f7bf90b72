"""Which rows each role sees, by hand: the table of domain.md, "sees"."""

import pytest

from accounts.roles import Role
from casework.models import Episode
from families.access import grant
from families.models import Family, FamilyAccess, Person
from referrals.models import Referral
from tests.world import make_world

pytestmark = pytest.mark.django_db

# role -> (referrals, families and episodes) of own, other, restricted
SEES = {
    Role.PRACTITIONER: ({"own"}, set()),
    Role.SAFEGUARDING_LEAD: ({"own"}, set()),
    Role.SCREENER: ({"own", "other"}, {"own", "other"}),
    Role.SOCIAL_WORKER: ({"own", "other"}, {"own", "other"}),
    Role.SPOC_MANAGER: ({"own", "other"}, {"own", "other"}),
    Role.SOCIAL_CARE: ({"own"}, {"own"}),
    Role.KEY_WORKER: ({"own"}, {"own"}),
    Role.HUB_MANAGER: ({"own"}, {"own"}),
    Role.FFT_MANAGER: (set(), set()),
    Role.HEAD: ({"own", "other"}, {"own", "other"}),
    Role.BUSINESS_SUPPORT: (set(), set()),
    Role.BOARD_MEMBER: (set(), set()),
    Role.ANALYST: (set(), set()),
    Role.ADMINISTRATOR: (set(), set()),
    Role.AUDITOR: (set(), set()),
}


@pytest.fixture
def world():
    return make_world()


def seen(queryset, world, key):
    visible = set(queryset.values_list(key, flat=True))
    return {k for k, referral in world.referrals.items() if referral.family_id in visible}


@pytest.mark.parametrize("role", Role)
def test_the_table(world, role):
    user = world.users[role]
    referrals, families = SEES[role]
    assert seen(Referral.objects.visible_to(user), world, "family_id") == referrals
    assert seen(Family.objects.visible_to(user), world, "pk") == families
    assert seen(Person.objects.visible_to(user), world, "family_id") == families
    assert seen(Episode.objects.visible_to(user), world, "family_id") == families


@pytest.mark.parametrize("role", [Role.SCREENER, Role.HUB_MANAGER, Role.HEAD])
def test_a_restricted_family_opens_for_a_named_person_only(world, role):
    family = world.referrals["restricted"].family
    grant(family, basis=FamilyAccess.Basis.NAMED, user=world.users[role])
    assert family in Family.objects.visible_to(world.users[role])
    assert family not in Family.objects.visible_to(world.users[Role.SPOC_MANAGER])


def test_an_ended_grant_opens_nothing(world):
    user = world.users[Role.KEY_WORKER]
    FamilyAccess.objects.filter(user=user).update(until_at="2026-11-17T00:00Z")
    assert not Family.objects.visible_to(user).exists()


def test_a_referrer_keeps_their_own_referral_when_the_family_becomes_restricted(world):
    referral = world.referrals["own"]
    Family.objects.filter(pk=referral.family_id).update(restricted=True)
    assert referral in Referral.objects.visible_to(world.users[Role.PRACTITIONER])
    assert referral not in Referral.objects.visible_to(world.users[Role.SAFEGUARDING_LEAD])


def test_a_membership_that_ended_yesterday_gives_no_scope(world, django_assert_num_queries):
    from localities.models import Membership

    user = world.users[Role.HUB_MANAGER]
    Membership.objects.filter(user=user).update(until_on="2026-01-01")
    assert not Family.objects.visible_to(user).exists()
