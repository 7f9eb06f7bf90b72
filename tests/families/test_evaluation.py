"""An objection to evaluation: whoever of the family says it, and in whichever record."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.errors import Refused
from families import actions as families
from families.evaluation import not_objecting
from families.models import Family, Objection
from outcomes.lab import examples
from referrals import thresholds
from tests.factories import localities as places
from tests.factories.families import FamilyFactory, PersonFactory
from tests.factories.referrals import MONDAY, ReferralFactory
from tests.pages import once, signed_in, text_of
from tests.world import make_world

pytestmark = pytest.mark.django_db


def say(family, objects_to_it, *, person=None, ago=0):
    return families.record_objection(
        family=family, person=person, objects_to_it=objects_to_it,
        happened_at=timezone.now() - timedelta(days=ago), by=places.UserFactory(),
    )  # fmt: skip


def free(family):
    return not_objecting(Family.objects.filter(pk=family.pk), "pk").exists()


def test_the_latest_word_of_each_person_stands():
    ada = PersonFactory()
    assert free(ada.family)
    say(ada.family, True, person=ada, ago=3)
    assert not free(ada.family)
    say(ada.family, False, ago=2)  # the family together; Ada did not change her mind
    assert not free(ada.family)
    say(ada.family, False, person=ada, ago=1)
    assert free(ada.family)


def test_of_a_merged_record():
    family, other = FamilyFactory(), FamilyFactory()
    say(other, True)
    Family.objects.filter(pk=other.pk).update(merged_into=family)
    assert not free(family)


def test_not_in_the_future_and_not_of_another_family():
    family = FamilyFactory()
    with pytest.raises(Refused, match="future"):
        say(family, True, ago=-1)
    with pytest.raises(Refused, match="of this family"):
        say(family, True, person=PersonFactory())


def test_no_example_in_the_lab_from_that_moment():
    world = make_world()
    replay, user = world.replays["own"], world.users[Role.SPOC_MANAGER]
    proposed = thresholds.in_force(MONDAY.date())
    (group,) = examples.of(replay, user, proposed)
    assert [row["id"] for row in group["rows"]] == [world.referrals["own"].pk]
    say(world.referrals["own"].family, True)
    assert examples.of(replay, user, proposed) == []


def test_on_the_page_of_agreement(client):
    sam = places.worker(Role.SCREENER, team=places.spoc())
    referral = ReferralFactory()
    signed_in(client, sam)
    now = timezone.localtime() - timedelta(minutes=2)
    at = {"happened_at_day": now.day, "happened_at_month": now.month, "happened_at_year": now.year,
          "happened_at_time": f"{now:%H:%M}"}  # fmt: skip
    url = reverse("objection_add", args=[referral.family_id])
    assert client.post(url, once() | at | {"objects_to_it": "yes"}).status_code == 302
    assert Objection.objects.get().by == sam
    page = reverse("family_agreement", args=[referral.family_id])
    assert "is not asked for feedback" in text_of(client.get(page))
    signed_in(client, places.worker(Role.KEY_WORKER, team=places.hub("south")))
    assert client.get(url).status_code == 404
