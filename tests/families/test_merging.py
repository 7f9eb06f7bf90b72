"""Two records read as one, and apart again: chains, restricted families, and who may open what."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from audit.errors import Refused, Stale
from families import access
from families import actions as families
from families.models import Family, FamilyAccess, Merge, NotSame, together
from localities.models import Team, TeamKind
from tests.factories.accounts import UserFactory
from tests.factories.families import ChildFactory, FamilyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return UserFactory(role=Role.SCREENER)


def join(family, duplicate, by, **changes):
    family.refresh_from_db()
    duplicate.refresh_from_db()
    facts = {"version": family.version + duplicate.version, "reason": "Same mother."}
    return families.merge(family=family, duplicate=duplicate, by=by, **(facts | changes))


def undo(merge, by):
    return families.unmerge(merge=merge, reason="Another mother.", by=by)


def stands_for(family):
    family.refresh_from_db()
    return family.merged_into_id


def test_both_records_are_one_and_nothing_is_moved(by):
    one, two = FamilyFactory(), FamilyFactory()
    child = ChildFactory(family=two)
    merge = join(one, two, by)
    child.refresh_from_db()
    assert child.family == two and stands_for(two) == one.pk
    assert {row["pk"] for row in together(one.pk)} == {one.pk, two.pk}
    assert {row["pk"] for row in together(two)} == {one.pk, two.pk}
    assert (merge.by, merge.reason) == (by, "Same mother.")


def test_undone_it_is_as_it_was_and_the_merge_is_kept(by):
    one, two = FamilyFactory(), FamilyFactory()
    merge = join(one, two, by)
    first = undo(merge, by)
    assert undo(merge, by).superseded_at == first.superseded_at
    assert stands_for(two) is None and {row["pk"] for row in together(two)} == {two.pk}
    assert Merge.objects.get().undone_reason == "Another mother."
    join(one, two, by)
    assert Merge.objects.count() == 2


def test_a_chain_stands_for_one_family_and_is_undone_in_any_order(by):
    one, two, three = FamilyFactory(), FamilyFactory(), FamilyFactory()
    later = join(two, three, by)
    sooner = join(one, two, by)
    assert stands_for(three) == stands_for(two) == one.pk
    undo(later, by)
    assert stands_for(three) is None and stands_for(two) == one.pk
    later = join(two, three, by)
    undo(sooner, by)
    assert stands_for(three) == two.pk and stands_for(two) is None


@pytest.mark.parametrize("reason", ["", "  "])
def test_each_step_needs_a_reason(by, reason):
    one, two = FamilyFactory(), FamilyFactory()
    with pytest.raises(Refused, match="Say why"):
        join(one, two, by, reason=reason)
    merge = join(one, two, by)
    with pytest.raises(Refused, match="Say why"):
        families.unmerge(merge=merge, reason=reason, by=by)
    with pytest.raises(Refused, match="Say how"):
        families.not_the_same(family=one, other=two, reason=reason, by=by)


def test_what_cannot_be_joined(by):
    one, two, three = FamilyFactory(), FamilyFactory(), FamilyFactory()
    with pytest.raises(Refused, match="already"):
        join(one, one, by, version=one.version)
    join(one, two, by)
    with pytest.raises(Refused, match="already"):
        join(two, one, by)
    with pytest.raises(Refused, match="Undo that first"):
        join(three, two, by)
    with pytest.raises(Stale):
        join(one, three, by, version=1)


def test_who_may_open_one_record_may_open_the_other_and_no_longer_after(by):
    one, two = FamilyFactory(), FamilyFactory()
    ours, theirs = UserFactory(role=Role.KEY_WORKER), UserFactory(role=Role.KEY_WORKER)
    access.grant(one, basis=FamilyAccess.Basis.EPISODE, user=ours)
    access.grant(two, basis=FamilyAccess.Basis.EPISODE, user=theirs)

    def opened():
        return [set(Family.objects.visible_to(user)) for user in (ours, theirs)]

    assert opened() == [{one}, {two}]
    merge = join(one, two, by)
    assert opened() == [{one, two}, {one, two}]
    undo(merge, by)
    assert opened() == [{one}, {two}]


def test_what_is_opened_and_ended_while_they_are_one_opens_and_ends_for_both(by):
    one, two, three = FamilyFactory(), FamilyFactory(), FamilyFactory()
    worker = UserFactory(role=Role.KEY_WORKER)
    join(one, two, by)
    later = join(one, three, by)
    access.grant(three, basis=FamilyAccess.Basis.EPISODE, user=worker)
    assert set(Family.objects.visible_to(worker)) == {one, two, three}
    undo(later, by)
    assert list(Family.objects.visible_to(worker)) == [three]
    join(one, three, by)
    access.end(three, basis=FamilyAccess.Basis.EPISODE, user=worker)
    assert not Family.objects.visible_to(worker).exists()


def test_a_grant_that_becomes_longer_does_so_for_both(by):
    one, two = FamilyFactory(), FamilyFactory()
    worker = UserFactory(role=Role.KEY_WORKER)
    soon, later = timezone.now() + timedelta(hours=1), timezone.now() + timedelta(days=30)
    join(one, two, by)
    for until in (soon, later):
        access.grant(one, basis=FamilyAccess.Basis.EPISODE, user=worker, until=until)
    held = FamilyAccess.objects.filter(user=worker).values_list("family", "through", "until_at")
    assert set(held) == {(one.pk, None, later), (two.pk, one.pk, later)}


def test_a_referral_of_one_record_opens_both_to_the_front_door(by):
    one, two = FamilyFactory(), FamilyFactory()
    Team.objects.create(code="s", name="SPOC", kind=TeamKind.SPOC)
    join(one, two, by)
    for _ in range(2):  # the second changes nothing
        access.open_front_door(two)
    held = FamilyAccess.objects.filter(team__code="s").values_list("family", "through")
    assert sorted(held, key=str) == sorted([(two.pk, None), (one.pk, two.pk)], key=str)


def test_joined_with_a_restricted_family_both_are_until_it_is_undone(by):
    open_, closed = FamilyFactory(), FamilyFactory(restricted=True)
    worker, named = UserFactory(role=Role.KEY_WORKER), UserFactory(role=Role.SCREENER)
    access.grant(open_, basis=FamilyAccess.Basis.EPISODE, user=worker)
    access.grant(closed, basis=FamilyAccess.Basis.NAMED, user=named)
    merge = join(open_, closed, by)
    assert not Family.objects.visible_to(worker).exists()
    assert set(Family.objects.visible_to(named)) == {open_, closed}
    undo(merge, by)
    assert list(Family.objects.visible_to(worker)) == [open_]
    assert list(Family.objects.visible_to(named)) == [closed]


def test_a_family_that_is_restricted_opens_for_nobody_by_the_record_it_is_joined_with(by):
    """Also where the flag was set on one record only, after they were joined."""
    one, two = FamilyFactory(), FamilyFactory()
    worker = UserFactory(role=Role.KEY_WORKER)
    access.grant(one, basis=FamilyAccess.Basis.EPISODE, user=worker)
    join(one, two, by)
    Family.objects.filter(pk=two.pk).update(restricted=True)
    assert list(Family.objects.visible_to(worker)) == [one]


def test_undoing_one_of_two_merges_leaves_a_restricted_group_closed(by):
    open_, closed, other = FamilyFactory(), FamilyFactory(restricted=True), FamilyFactory()
    first = join(open_, closed, by)
    join(open_, other, by)
    undo(first, by)
    assert not Family.objects.filter(pk__in=(open_.pk, other.pk), restricted=True).exists()
    assert Family.objects.get(pk=closed.pk).restricted


def test_two_families_that_only_look_alike_are_noted_once(by):
    one, two = FamilyFactory(), FamilyFactory()
    first = families.not_the_same(family=two, other=one, reason="Cousins.", by=by)
    again = families.not_the_same(family=one, other=two, reason="Cousins.", by=by)
    assert first == again and (first.family, first.other) == (one, two)
    join(one, two, by)
    assert not NotSame.objects.current().exists()
