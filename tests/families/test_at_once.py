"""Two who work on one family at once: real threads, real commits."""

import threading

from django.db import connections, transaction

from accounts.roles import Role
from families.models import Family
from tests.factories.families import FamilyFactory
from tests.factories.localities import spoc, spoc_managers, worker
from tests.families.test_restricting import join, restrict


def test_a_merge_that_ends_while_a_family_is_restricted_leaves_no_record_open(committed_db):
    one, two = FamilyFactory(), FamilyFactory()
    manager = worker(Role.SPOC_MANAGER, team=spoc_managers())
    people = [worker(Role.SCREENER, team=spoc()), worker(Role.SCREENER, team=spoc()), manager]

    def meanwhile():
        try:
            restrict(two, people, manager)
        finally:
            connections.close_all()

    thread = threading.Thread(target=meanwhile)
    with transaction.atomic():
        join(one, two, manager)
        thread.start()
        thread.join(timeout=1)
        assert thread.is_alive()  # it waits for the lock of the merge
    thread.join(timeout=30)
    assert set(Family.objects.values_list("restricted", flat=True)) == {True}
