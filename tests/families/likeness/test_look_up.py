"""Finding whom to compare: by each index, within who may be told, in as many queries for many."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from families import access
from families.likeness import Someone
from families.likeness.lookup import look_up
from families.models import Family, FamilyAccess, Person, Residence
from tests.factories.accounts import UserFactory
from tests.families.likeness.filling import write_down
from tests.queries import counting

pytestmark = pytest.mark.django_db
AMARA = Someone(
    "Amara", "Okafor", born_on=date(2019, 3, 4), sex="F", postcodes=frozenset(["CR0 2AB"]),
    nhs_number="9434765919", upn="H801200001001",
)  # fmt: skip
BARE = replace(AMARA, nhs_number="", upn="")
AWAY = replace(BARE, postcodes=frozenset(["SE25 4XX"]))


def found(wanted, **facts):
    return [(one.person_id, one.band) for one in look_up([wanted], **facts)]


@pytest.mark.parametrize(
    "wanted",
    [
        replace(AMARA, first_name="Unknown", born_on=None, postcodes=frozenset()),
        replace(AWAY, upn=AMARA.upn, born_on=None, first_name="", last_name="Smith"),
        replace(AWAY, first_name="Amarra"),
        replace(AWAY, first_name="Okafor", last_name="Amara"),
        replace(AWAY, born_on=date(2019, 4, 3)),
        replace(AWAY, first_name="Ámârà", last_name="Okáfor"),
        replace(AWAY, last_name="Okafor-Smith"),
        replace(BARE, born_on=None),
        replace(BARE, first_name="", born_on=None, due_on=date(2019, 3, 10), sex=""),
    ],
    ids=["nhs number", "upn", "moved", "places", "day and month", "accents", "compound", "no date",
         "unborn"],
)  # fmt: skip
def test_somebody_on_record_is_found(wanted):
    (person,) = write_down([[AMARA]])
    assert [who for who, band in found(wanted) if band != "home"] == [person]


def test_a_brother_at_the_same_postcode_is_of_the_home():
    (person,) = write_down([[AMARA]])
    brother = replace(BARE, first_name="Chidi", born_on=date(2015, 8, 9), sex="M")
    assert found(brother) == [(person, "home")]


def test_strangers_are_not_found():
    write_down([[AMARA], [replace(AMARA, first_name="Leon", last_name="Baptiste")]])
    assert found(Someone("Poppy", "Whitworth", born_on=date(2012, 1, 30))) == []
    assert found(Someone("", "")) == []


def test_the_best_comes_first_and_says_why():
    second, first = write_down([[AWAY], [BARE]])
    one, other = look_up([BARE])
    assert (one.person_id, other.person_id) == (first, second)
    assert "Same postcode" in one.likeness.reasons
    assert "Same postcode" not in other.likeness.reasons


def test_a_home_that_they_have_left_counts_and_a_corrected_one_does_not():
    write_down([[AMARA]])
    Residence.objects.update(until_on=date(2021, 1, 1))
    assert "Same postcode" in look_up([BARE])[0].likeness.reasons
    Residence.objects.update(superseded_at=datetime(2021, 1, 1, tzinfo=UTC))
    assert "Same postcode" not in look_up([BARE])[0].likeness.reasons


def test_queries_do_not_grow_with_people_wanted_or_found():
    write_down([[AMARA]])
    with counting() as few:
        look_up([AMARA])
    write_down([[AWAY], [BARE]] * 10, first_id=2_000_000)
    with counting() as many:
        look_up([AMARA, AWAY, BARE])
    assert len(few) == len(many) == 1


def test_a_restricted_family_is_told_of_to_nobody_who_is_not_named():
    person, _ = write_down([[AMARA], [AWAY]])
    family = Person.objects.get(pk=person).family
    screener, named = UserFactory(role="screener"), UserFactory(role="screener")
    open_ = look_up([AMARA], user=screener)
    assert len(open_) == 2
    Family.objects.filter(pk=family.pk).update(restricted=True)
    access.grant(family, basis=FamilyAccess.Basis.NAMED, user=named)
    assert person not in dict(found(AMARA, user=screener)) | dict(found(AMARA))
    assert person in dict(found(AMARA, user=named))
    assert list(dict(found(AMARA, which="kept back"))) == [person]


def test_a_restricted_namesake_changes_nothing_for_others():
    """Nor how likely the others are, nor who of a hundred is counted."""
    write_down([[AWAY]])
    before = look_up([BARE], user=UserFactory(role="screener"))
    hidden = write_down([[BARE]] * 150, first_id=2_000_000)
    families = Person.objects.filter(pk__in=hidden).values("family")
    Family.objects.filter(pk__in=families).update(restricted=True)
    assert look_up([BARE], user=UserFactory(role="screener")) == before
