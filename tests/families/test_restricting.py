"""Restricting a family, changing who is named, and lifting it: rules, records and history."""

import pytest

from accounts import actions as accounts
from accounts.roles import Role
from audit.errors import Refused, Stale
from families import access, restricting
from families import actions as families
from families.models import Family, FamilyAccess, Restriction
from localities.models import Membership
from tests.factories.accounts import UserFactory
from tests.factories.families import FamilyFactory
from tests.factories.localities import hub, spoc, spoc_managers, worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann():
    return worker(Role.SCREENER, team=spoc(), name="Ann", email="ann@example.org")


@pytest.fixture
def manager():
    return worker(Role.SPOC_MANAGER, team=spoc_managers(), name="Bea", email="bea@example.org")


@pytest.fixture
def family():
    return FamilyFactory()


def restrict(family, people, by, **changes):
    facts = {"reason": "Her aunt works at the SPOC.", "why": "They are no relatives."}
    return families.restrict(family=family, people=people, by=by, **(facts | changes))


def rename(family, people, by, version=None):
    version = restricting.version_of(family) if version is None else version
    return families.change_names(family=family, people=people, why="New.", version=version, by=by)


def lift(family, by, reason="She left."):
    return families.lift(family=family, reason=reason, by=by)


def sees(user, family):
    return Family.objects.visible_to(user).filter(pk=family.pk).exists()


def join(one, two, by):
    version = restricting.version_of(one) + restricting.version_of(two)
    return families.merge(family=one, duplicate=two, version=version, reason="Same.", by=by)


def test_from_that_moment_only_the_named_see_it(family, ann, manager):
    other = worker(Role.SCREENER, team=spoc())
    access.grant(family, basis="screening", team=spoc())
    assert sees(other, family) and sees(ann, family)
    made = restrict(family, [ann, manager], manager)
    assert not sees(other, family)
    assert sees(ann, family) and sees(manager, family)
    assert made == Restriction.objects.holding().get(family=family)
    row = FamilyAccess.objects.get(user=ann, basis="named")
    assert row.reason == "They are no relatives." and row.until_at is None


@pytest.mark.parametrize("missing", ["reason", "why"])
def test_a_reason_is_needed(family, ann, manager, missing):
    with pytest.raises(Refused) as refused:
        restrict(family, [ann, manager], manager, **{missing: "  "})
    assert refused.value.field == missing
    assert not Restriction.objects.exists()


def test_two_who_screen_must_be_named(family, ann, manager):
    hub_manager = worker(Role.HUB_MANAGER, team=hub())
    with pytest.raises(Refused, match="at least two people who screen"):
        restrict(family, [ann, hub_manager], hub_manager)


@pytest.mark.parametrize("how", ["deactivated", "left the team", "has another role"])
def test_who_no_longer_screens_does_not_count(family, ann, manager, how):
    third = worker(Role.SOCIAL_WORKER, team=spoc())
    if how == "deactivated":
        accounts.deactivate(user=third, by=manager)
    elif how == "left the team":
        Membership.objects.filter(user=third).update(until_on="2020-01-01")
    else:
        accounts.change_role(user=third, role=Role.KEY_WORKER, by=manager)
    hub_manager = worker(Role.HUB_MANAGER, team=hub())
    people = [ann, hub_manager, *([third] if how != "deactivated" else [])]
    with pytest.raises(Refused, match="at least two people who screen"):
        restrict(family, people, hub_manager)


def test_a_manager_must_be_named(family, ann, manager):
    with pytest.raises(Refused, match="at least one manager"):
        restrict(family, [ann, worker(Role.SCREENER, team=spoc())], manager)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.ANALYST, Role.BOARD_MEMBER])
def test_nobody_is_named_who_may_read_no_family(family, ann, manager, role):
    with pytest.raises(Refused, match="may not read family records"):
        restrict(family, [ann, manager, UserFactory(role=role)], manager)


def test_it_is_restricted_once(family, ann, manager):
    restrict(family, [ann, manager], manager)
    with pytest.raises(Refused, match="restricted already"):
        restrict(family, [ann, manager], manager)


def test_who_is_no_longer_named_loses_sight_and_stands_in_the_history(family, ann, manager):
    third = worker(Role.SCREENER, team=spoc())
    restrict(family, [ann, manager, third], manager)
    rename(family, [manager, third], manager)
    assert not sees(ann, family) and sees(third, family)
    row = FamilyAccess.objects.get(user=ann, basis="named")
    assert row.until_at is not None and row.reason == "They are no relatives."
    assert FamilyAccess.objects.filter(user=third, basis="named").count() == 1


def test_names_cannot_be_changed_to_fewer_than_two_who_screen(family, ann, manager):
    restrict(family, [ann, manager], manager)
    with pytest.raises(Refused, match="at least two people who screen"):
        rename(family, [manager], manager)
    assert sees(ann, family)


def test_names_that_somebody_else_changed_meanwhile_are_looked_at_again(family, ann, manager):
    restrict(family, [ann, manager], manager)
    seen = restricting.version_of(family)
    third = worker(Role.SCREENER, team=spoc())
    rename(family, [ann, manager, third], manager)
    with pytest.raises(Stale):
        rename(family, [ann, manager], manager, version=seen)
    assert sees(third, family)


def test_lifted_it_opens_again_to_those_before_and_to_no_named_stranger(family, ann, manager):
    key_worker = worker(Role.KEY_WORKER, team=hub())
    access.grant(family, basis="episode", user=key_worker)
    restrict(family, [ann, manager], manager)
    assert not sees(key_worker, family)
    with pytest.raises(Refused, match="Say why"):
        lift(family, manager, reason=" ")
    lift(family, manager)
    assert sees(key_worker, family) and not sees(ann, family)
    kept = Restriction.objects.get()
    assert (kept.lifted_by, kept.lifted_reason) == (manager, "She left.")
    with pytest.raises(Refused, match="not restricted any more"):
        lift(family, manager)
    restrict(family, [ann, manager], manager)
    assert Restriction.objects.count() == 2 and sees(ann, family)


def test_records_that_were_joined_are_restricted_together_and_stay_so_when_parted(ann, manager):
    one, two = FamilyFactory(), FamilyFactory()
    worker_ = worker(Role.KEY_WORKER, team=hub())
    access.grant(two, basis="episode", user=worker_)
    merge = join(one, two, manager)
    assert sees(worker_, one)
    restrict(one, [ann, manager], manager)
    assert not sees(worker_, one) and not sees(worker_, two)
    families.unmerge(merge=merge, reason="Two.", by=manager)
    for record in (one, two):
        assert sees(ann, record) and not sees(worker_, record)
    lift(two, manager)
    assert sees(worker_, two) and not sees(worker_, one)


def test_a_record_that_was_closed_by_joining_opens_for_nobody_by_name_once_parted(ann, manager):
    one, two = FamilyFactory(), FamilyFactory()
    restrict(one, [ann, manager], manager)
    merge = join(one, two, manager)
    third = worker(Role.SCREENER, team=spoc())
    rename(one, [ann, manager, third], manager)
    families.unmerge(merge=merge, reason="Two.", by=manager)
    two.refresh_from_db()
    assert not two.restricted and not sees(third, two)
    assert sees(third, one)


def test_restricted_while_joined_it_stays_so_although_it_was_once_closed_by_joining(ann, manager):
    one, two = FamilyFactory(), FamilyFactory()
    restrict(one, [ann, manager], manager)
    merge = join(one, two, manager)
    lift(one, manager)
    restrict(one, [ann, manager], manager)
    families.unmerge(merge=merge, reason="Two.", by=manager)
    assert Family.objects.filter(restricted=True).count() == 2


def test_a_mail_about_it_reaches_the_named_alone(family, ann, manager):
    from accounts.models import User

    everybody = User.objects.all()
    assert restricting.told_of(everybody, family).count() == 2
    other = worker(Role.SPOC_MANAGER, team=spoc_managers())
    restrict(family, [ann, manager], manager)
    family.refresh_from_db()
    assert other not in restricting.told_of(everybody, family)
    assert set(restricting.told_of(everybody, family)) == {ann, manager}


def test_too_few_names_show(family, ann, manager):
    restrict(family, [ann, manager], manager)
    assert not restricting.short_of_names().exists()
    accounts.deactivate(user=ann, by=manager)
    (short,) = restricting.short_of_names()
    assert (short, short.screeners, short.managers) == (family, 1, 1)
    accounts.deactivate(user=manager, by=ann)
    (short,) = restricting.short_of_names()
    assert (short.screeners, short.managers) == (0, 0)
