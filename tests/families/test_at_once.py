"""Two who work on one family at once: real threads, real commits."""

from django.db import transaction

from accounts.roles import Role
from families import access
from families.models import Family
from tests.at_once import waits
from tests.factories.families import FamilyFactory
from tests.factories.localities import spoc, spoc_managers, worker
from tests.families.test_restricting import join, restrict


def test_a_merge_that_ends_while_a_family_is_restricted_leaves_no_record_open(committed_db):
    one, two = FamilyFactory(), FamilyFactory()
    manager = worker(Role.SPOC_MANAGER, team=spoc_managers())
    people = [worker(Role.SCREENER, team=spoc()), worker(Role.SCREENER, team=spoc()), manager]
    with transaction.atomic():
        join(one, two, manager)
        thread = waits(lambda: restrict(two, people, manager))
    thread.join(timeout=30)
    assert set(Family.objects.values_list("restricted", flat=True)) == {True}


def test_a_merge_that_ends_while_somebody_loses_a_family_leaves_them_no_record(committed_db):
    one, two = FamilyFactory(), FamilyFactory()
    manager = worker(Role.SPOC_MANAGER, team=spoc_managers())
    screener = worker(Role.SCREENER, team=spoc())
    access.grant(two, basis="screening", user=screener)
    with transaction.atomic():
        join(one, two, manager)
        thread = waits(lambda: access.end(two, basis="screening", user=screener))
    thread.join(timeout=30)
    assert not Family.objects.visible_to(screener).exists()
