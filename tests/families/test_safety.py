"""Whether it is safe to share with somebody: confirmed, not confirmed, and asked about anew."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.errors import Refused, Stale
from families import actions as families
from families.codes import Danger
from families.models import DangerSign, Merge, SafeContact, SafeToShare
from families.people import people_of
from families.safety import sharing_with, signs_of, write_signs
from tests.factories.accounts import UserFactory
from tests.factories.families import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return PersonFactory()


@pytest.fixture
def kim():
    return UserFactory(role="key_worker")


def say(person, by, safe=True, **more):
    signs = [sign.pk for sign in signs_of(person.family_id)]
    facts = {"said_by": "Ada, alone", "signs": signs, "reason": "He lives abroad."}
    return families.record_sharing(person=person, safe=safe, by=by, **(facts | more))


def test_nobody_said_anything(ada):
    sharing = sharing_with(ada)
    assert not sharing.safe and "Nobody has confirmed" in sharing.because


def test_the_latest_word_stands(ada, kim):
    say(ada, kim, reason="")
    assert sharing_with(ada).safe
    say(ada, kim, safe=False)
    assert not sharing_with(ada).safe
    say(ada, kim)
    assert sharing_with(ada).safe
    assert SafeToShare.objects.count() == 3


def test_a_sign_of_danger_takes_a_reason(ada, kim):
    write_signs(ada.family, {Danger.DOMESTIC_ABUSE}, at=timezone.now())
    with pytest.raises(Refused, match="say why it is safe"):
        say(ada, kim, reason="  ")
    say(ada, kim)
    assert sharing_with(ada).safe


@pytest.mark.parametrize("sign", Danger)
def test_each_later_sign_asks_anew(ada, kim, sign):
    say(ada, kim)
    write_signs(ada.family, {sign}, at=timezone.now() - timedelta(days=900))
    sharing = sharing_with(ada)
    assert not sharing.safe and "something new" in sharing.because
    say(ada, kim)
    assert sharing_with(ada).safe


def test_a_yes_covers_only_what_was_read(ada, kim):
    read = [sign.pk for sign in signs_of(ada.family_id)]
    families.note_danger(family=ada.family, text="He has come back.", by=kim)
    with pytest.raises(Stale):
        say(ada, kim, signs=read)
    say(ada, kim, safe=False, signs=read)  # a "no" never waits


def test_signs_of_a_merged_record_count(ada, kim):
    say(ada, kim)
    other = PersonFactory().family
    write_signs(other, {Danger.ABUSE}, at=timezone.now())
    assert sharing_with(ada).safe
    other.merged_into = ada.family
    other.save()
    assert not Merge.objects.exists()
    assert not sharing_with(ada).safe


def test_nobody_shares_with_the_dead(ada, kim):
    say(ada, kim)
    ada.died_on = timezone.localdate()
    ada.save()
    assert not sharing_with(ada).safe
    with pytest.raises(Refused, match="has died"):
        say(ada, kim)


def test_the_database_wants_the_reason_too(ada):
    with pytest.raises(IntegrityError), transaction.atomic():
        SafeToShare.objects.create(
            person=ada, safe=True, said_by="Ada", known_signs=[1], happened_at=timezone.now()
        )


CONTACT = {"phone": "020 7946 0001", "times": "mornings", "voicemail": False, "post": False,
           "email": "", "must_not_be_told": ""}  # fmt: skip


def test_a_safe_contact_takes_the_place_of_the_one_before(ada, kim):
    families.record_safe_contact(person=ada, contact=CONTACT, by=kim)
    families.record_safe_contact(person=ada, contact=CONTACT | {"times": "after 6"}, by=kim)
    assert SafeContact.objects.count() == 2
    assert SafeContact.objects.current().get().times == "after 6"
    assert not DangerSign.objects.exists()


def test_who_must_not_be_told_is_a_sign_of_danger_once(ada, kim):
    told = CONTACT | {"must_not_be_told": "My uncle"}
    families.record_safe_contact(person=ada, contact=told, by=kim)
    families.record_safe_contact(person=ada, contact=told | {"post": True}, by=kim)
    assert DangerSign.objects.get().sign == Danger.MUST_NOT_KNOW
    assert DangerSign.objects.get().family == ada.family


def test_shown_beside_the_person_in_one_query(ada, kim, django_assert_num_queries):
    say(ada, kim)
    other = PersonFactory(family=ada.family)
    with django_assert_num_queries(1):
        people = {p["id"]: p["sharing"] for p in people_of(ada.family_id, on=timezone.localdate())}
    assert people[ada.pk]["safe"] and not people[other.pk]["safe"]
    write_signs(ada.family, {Danger.WORKER}, at=timezone.now())
    (row,) = (p for p in people_of(ada.family_id, on=timezone.localdate()) if p["id"] == ada.pk)
    assert not row["sharing"]["safe"] and row["sharing"]["asked"]
