"""Two records of one person read as one, and apart again; nothing of either is moved."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from audit.errors import Refused, Stale
from families import actions as families
from families import agreeing
from families.models import (
    Agreement,
    Family,
    NotSamePerson,
    Person,
    PersonMerge,
    SafeContact,
    SafeToShare,
)
from families.people import one_each, people_of
from families.safety import sharing_with, signs_of
from tests.factories.accounts import UserFactory
from tests.factories.families import ChildFactory, FamilyFactory, PersonFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def by():
    return UserFactory(role=Role.SCREENER)


@pytest.fixture
def family():
    return FamilyFactory(name="Okafor")


@pytest.fixture
def amara(family):
    return ChildFactory(family=family, first_name="Amara", school="")


@pytest.fixture
def amarah(family):
    return ChildFactory(family=family, first_name="Amarah", school="Larkspur Primary")


def same(one, other, by, **changes):
    one.refresh_from_db()
    other.refresh_from_db()
    facts = {"version": one.version + other.version, "reason": "Same NHS number."}
    return families.same_person(person=one, other=other, by=by, **(facts | changes))


def undo(merge, by):
    return families.two_people(merge=merge, reason="Twins.", by=by)


def listed(family):
    return one_each(people_of(family.pk, on=TODAY))


def names(family):
    return sorted(person["name"] for person in listed(family))


def test_one_is_listed_with_what_either_record_knows(by, family, amara, amarah):
    same(amarah, amara, by)
    (person,) = listed(family)
    assert (person["name"], person["school"]) == ("Amara Okafor", "Larkspur Primary")
    assert person["ids"] == {amara.pk, amarah.pk}
    amarah.refresh_from_db()
    assert amarah.merged_into == amara and amarah.first_name == "Amarah"


def test_undone_both_are_as_they_were_and_the_merge_is_kept(by, family, amara, amarah):
    before = [{**one, "ids": None} for one in listed(family)]
    merge = same(amara, amarah, by)
    assert undo(merge, by).superseded_at == undo(merge, by).superseded_at
    assert [{**one, "ids": None} for one in listed(family)] == before
    assert PersonMerge.objects.get().undone_reason == "Twins."
    same(amara, amarah, by)
    assert PersonMerge.objects.count() == 2


def test_a_chain_is_one_person_and_is_undone_in_any_order(by, family, amara, amarah):
    third = ChildFactory(family=family, first_name="Mara")
    first = same(amarah, third, by)
    second = same(amara, third, by)
    assert names(family) == ["Amara Okafor"]
    undo(first, by)
    stands = dict(Person.objects.values_list("pk", "merged_into"))
    assert stands == {amara.pk: None, amarah.pk: amara.pk, third.pk: None}
    undo(second, by)
    assert len(listed(family)) == 3


@pytest.mark.parametrize("why", ["two families", "a child and an adult", "one already", "itself"])
def test_who_cannot_be_one(by, family, amara, amarah, why):
    other = amarah
    if why == "two families":
        other = ChildFactory()
    elif why == "a child and an adult":
        other = PersonFactory(family=family)
    elif why == "one already":
        same(amara, amarah, by)
    elif why == "itself":
        other = amara
    with pytest.raises(Refused):
        same(amara, other, by)


def test_a_reason_is_needed_and_a_record_that_changed_is_looked_at_again(by, amara, amarah):
    with pytest.raises(Refused, match="Say how you know"):
        same(amara, amarah, by, reason=" ")
    with pytest.raises(Stale):
        same(amara, amarah, by, version=1)
    with pytest.raises(Refused, match="Say why"):
        families.two_people(merge=same(amara, amarah, by), reason="", by=by)


def test_not_the_same_is_said_once_and_taken_back_by_saying_same(by, amara, amarah):
    for one, other in ((amara, amarah), (amarah, amara)):
        said = families.not_same_person(person=one, other=other, reason="Twins.", by=by)
    assert NotSamePerson.objects.get() == said
    with pytest.raises(Refused, match="Say how you know"):
        families.not_same_person(person=amara, other=amarah, reason=" ", by=by)
    same(amara, amarah, by)
    assert not NotSamePerson.objects.current().exists()


def test_parting_the_families_parts_the_people(by, amara):
    other = FamilyFactory(name="Okafour")
    again = ChildFactory(family=other, first_name="Amara")
    version = amara.family.version + other.version
    merge = families.merge(
        family=amara.family, duplicate=other, version=version, reason="Same.", by=by
    )
    same(amara, again, by)
    sibling = ChildFactory(family=amara.family, first_name="Mara")
    inside = same(amara, sibling, by)
    families.unmerge(merge=merge, reason="Cousins.", by=by)
    again.refresh_from_db()
    assert again.merged_into is None
    assert list(PersonMerge.objects.current()) == [inside]
    assert names(other) == ["Amara Okafour"] and names(amara.family) == ["Amara Okafor"]


def say(family, person, answer, by, ago):
    at = timezone.now() - timedelta(minutes=ago)
    return families.record_agreement(
        family=family, person=person, purpose="help", answer=answer, said_as="self",
        happened_at=at, by=by,
    )  # fmt: skip


class TestWhatWasSaidOfEitherRecord:
    @pytest.fixture
    def mother(self, family):
        return PersonFactory(family=family, first_name="Ngozi")

    @pytest.fixture
    def mum(self, family):
        return PersonFactory(family=family, first_name="Ngosi")

    def test_the_latest_answer_stands_and_undoing_restores_both(self, by, family, mother, mum):
        say(family, mum, Agreement.Answer.AGREED, by, ago=20)
        say(family, mother, Agreement.Answer.WITHDRAWN, by, ago=10)
        family.refresh_from_db()
        assert family.help_stopped_at is None  # somebody else still agrees
        merge = same(mother, mum, by)
        family.refresh_from_db()
        assert [one.answer for one in agreeing.standing(family)] == ["withdrawn"]
        assert family.help_stopped_at is not None
        undo(merge, by)
        family.refresh_from_db()
        assert len(agreeing.standing(family)) == 2 and family.help_stopped_at is None

    def test_a_yes_on_the_second_record_takes_the_no_on_the_first_back(self, by, mother, mum):
        family = mother.family
        say(family, mother, Agreement.Answer.WITHDRAWN, by, ago=20)
        say(family, mum, Agreement.Answer.AGREED, by, ago=10)
        same(mother, mum, by)
        assert [one.answer for one in agreeing.standing(family)] == ["agreed"]
        assert Family.objects.get().help_stopped_at is None

    def test_a_later_yes_to_share_on_the_one_did_not_know_of_the_no_on_the_other(
        self, by, mother, mum
    ):
        now = timezone.now()
        for person, safe in ((mother, False), (mum, True)):
            now += timedelta(minutes=1)
            SafeToShare.objects.create(person=person, safe=safe, said_by="Her", happened_at=now)
        assert sharing_with(mum).safe
        same(mother, mum, by)
        for record in Person.objects.all():
            assert not sharing_with(record).safe
        (person,) = listed(mother.family)
        assert not person["sharing"]["safe"]
        (sign,) = signs_of(mother.family_id)
        assert "two records" in sign.text and sign.by == by

    def test_the_latest_safe_contact_with_all_who_must_not_be_told(self, by, mother, mum):
        now = timezone.now()
        for person, phone, untold in ((mother, "1", "Her brother"), (mum, "2", "")):
            now += timedelta(minutes=1)
            SafeContact.objects.create(
                person=person, phone=phone, must_not_be_told=untold, happened_at=now
            )
        same(mother, mum, by)
        (person,) = listed(mother.family)
        contact = person["contact"]
        assert (contact["phone"], contact["must_not_be_told"]) == ("2", "Her brother")

    def test_whether_it_is_safe_to_share_is_what_was_said_last(self, by, mother, mum):
        now = timezone.now()
        for person, safe in ((mother, True), (mum, False)):
            now += timedelta(minutes=1)
            SafeToShare.objects.create(person=person, safe=safe, said_by="Her", happened_at=now)
        assert sharing_with(mother).safe
        same(mother, mum, by)
        for record in Person.objects.all():
            assert not sharing_with(record).safe
        (person,) = listed(mother.family)
        assert not person["sharing"]["safe"]


@pytest.mark.parametrize("first, second", [(True, False), (None, False), (False, True)])
def test_a_namesake_of_whom_it_is_not_safe_is_not_hidden_behind_another(first, second, family):
    """Two records of a father that nobody has joined yet."""
    for safe in (first, second):
        person = PersonFactory(family=family, first_name="Bayo")
        if safe is not None:
            SafeToShare.objects.create(
                person=person, safe=safe, said_by="Her", happened_at=timezone.now()
            )
    shown = [person["sharing"] for person in listed(family)]
    assert any("not safe" in sharing["because"] for sharing in shown)


def test_a_namesake_who_has_died_is_not_hidden_behind_another(family):
    PersonFactory(family=family, first_name="Bayo")
    PersonFactory(family=family, first_name="Bayo", died_on=TODAY)
    assert [person["died_on"] for person in listed(family)] == [None, TODAY]
