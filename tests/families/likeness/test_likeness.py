"""Two records of one person, or two people? Names, days, places and numbers, fact by fact."""

from dataclasses import replace
from datetime import date

import pytest

from families.likeness import Someone, score, weights
from families.likeness.days import compare_days, days_like
from families.likeness.scoring import in_company
from families.likeness.weights import UnknownWeights, other_names, versions
from families.likeness.words import compare_first, compare_last, edits
from families.validators import nhs_number_problem, upn_problem
from tests.families.likeness import measure
from tests.families.likeness.pairs import pairs

SOUNDS = {"katherine": "K0RN", "kathryn": "K0RN", "okafor": "AKFR", "okafour": "AKFR",
          "smith": "SM0", "smyth": "SM0", "bo": "P", "bea": "P"}  # fmt: skip
AMARA = Someone(
    "Amara", "Okafor", born_on=date(2019, 3, 4), sex="F", postcodes=frozenset(["CR0 2AB"])
)


def compared(other, one=AMARA):
    return score(
        one, other, weights=weights("2026-11"), sounds=SOUNDS, others=other_names("2026-11")
    )


@pytest.mark.parametrize(
    ("ours", "theirs", "answer"),
    [
        ("Okafor", "okafor", "same"),
        ("Núñez", "Nunez", "same"),
        ("O’Brien", "OBrien", "same"),
        ("Okafor-Smith", "Okafor", "part"),
        ("Smith Okafor", "Okafor-Jones", "part"),
        ("Okafor", "Okafour", "sounds"),
        ("Ogunbanjo", "Ogunbnajo", "typo"),
        ("Khan", "Khna", "typo"),
        ("Kha", "Khn", "different"),
        ("Smith", "Jones", "different"),
        ("", "Jones", "missing"),
    ],
)
def test_last_names(ours, theirs, answer):
    one, other = Someone("", ours), Someone("", theirs)
    assert compare_last(one.last, other.last, SOUNDS) == answer


@pytest.mark.parametrize(
    ("ours", "theirs", "answer"),
    [
        ("Amara", "AMARA", "same"),
        ("Zoë", "Zoe", "same"),
        ("Anne-Marie", "Annemarie", "same"),
        ("Elizabeth", "Liz", "nickname"),
        ("Bill", "William", "nickname"),
        ("Mohammed", "Muhammad", "nickname"),
        ("Amara", "Amara Jane", "part"),
        ("A", "Amara", "part"),
        ("Katherine", "Kathryn", "nickname"),
        ("Bo", "Bea", "different"),  # one sound, and nothing else
        ("Oluwaseyi", "Oluwasey", "typo"),
        ("Mia", "Tia", "different"),
        ("", "Amara", "missing"),
    ],
)
def test_first_names(ours, theirs, answer):
    one, other = Someone(ours, ""), Someone(theirs, "")
    found = compare_first(one.first, other.first, SOUNDS, other_names("2026-11"))
    assert found == answer


@pytest.mark.parametrize(
    ("one", "other", "most", "found"),
    [("", "", 2, 0), ("ab", "ba", 2, 1), ("abc", "abcd", 1, 1), ("abc", "xyz", 2, 3),
     ("kitten", "sitting", 3, 3), ("a", "abcd", 2, 3)],
)  # fmt: skip
def test_edits_of_a_word(one, other, most, found):
    assert edits(one, other, most) == edits(other, one, most) == found


@pytest.mark.parametrize(
    ("ours", "theirs", "answer"),
    [
        (date(2019, 3, 4), date(2019, 3, 4), "same"),
        (date(2019, 3, 4), date(2019, 4, 3), "swapped"),
        (date(2019, 3, 14), date(2019, 3, 24), "typo"),
        (date(2019, 3, 12), date(2019, 3, 21), "typo"),
        (date(2019, 3, 14), date(2018, 3, 14), "typo"),
        (date(2019, 2, 28), date(2019, 3, 1), "near"),
        (date(2019, 3, 4), date(2019, 8, 25), "different"),
        (date(2019, 3, 4), date(2008, 7, 27), "far"),
        (None, date(2019, 3, 4), "missing"),
    ],
)
def test_dates_of_birth(ours, theirs, answer):
    found = compare_days(Someone("A", "B", born_on=ours), Someone("A", "B", born_on=theirs))
    assert found == answer


@pytest.mark.parametrize(
    ("born_on", "answer"),
    [(date(2026, 9, 1), "due"), (date(2026, 8, 1), "due"), (date(2026, 6, 1), "different"),
     (date(2026, 10, 2), "different"), (None, "missing")],
)  # fmt: skip
def test_a_birth_fits_a_due_date(born_on, answer):
    unborn, born = Someone("", "B", due_on=date(2026, 9, 1)), Someone("A", "B", born_on=born_on)
    assert compare_days(unborn, born) == compare_days(born, unborn) == answer


def test_days_that_are_often_written_for_a_day():
    days = days_like(date(2019, 3, 4))
    assert date(2019, 4, 3) in days and date(2019, 3, 7) in days and len(days) == 8
    assert len(days_like(date(2019, 3, 14))) == 7  # there is no month 14
    assert days_like(None) == []


def test_reasons_are_told_in_plain_words_the_strongest_first():
    found = compared(replace(AMARA, first_name="Amarah", nhs_number="9434765919"))
    assert found.reasons == (
        "Same date of birth", "Same postcode", "Same last name",
        "First names are spelt nearly the same",
    )  # fmt: skip
    assert found.bits > weights("2026-11").likely


def test_first_and_last_names_that_have_changed_places():
    found = compared(replace(AMARA, first_name="Okafor", last_name="Amara"))
    assert "First and last name have changed places" in found.reasons
    assert found.bits > weights("2026-11").likely


def test_a_twin_is_not_the_same_person_but_is_of_the_same_home():
    twin = compared(replace(AMARA, first_name="Chidi"))
    assert twin.bits < weights("2026-11").possible
    assert twin.lives_there


def test_numbers_decide_between_namesakes():
    one = replace(AMARA, nhs_number="9434765919", born_on=None, postcodes=frozenset())
    same, other = one, replace(one, nhs_number="9000000009")
    assert compared(same, one).bits - compared(other, one).bits > 20
    assert "Same NHS number" in compared(same, one).reasons


def test_a_name_that_the_person_is_known_as_counts():
    kit = replace(AMARA, first_name="Ngozi", known_as="Amara")
    assert compared(kit).answers["first_name"] == "same"


def test_each_of_many_namesakes_is_less_likely():
    alone, shared = in_company([compared(AMARA)]), in_company([compared(AMARA)] * 8)
    assert alone[0].bits - shared[0].bits == 3


def test_what_is_missing_speaks_neither_for_nor_against():
    nobody = compared(Someone("", ""), Someone("", ""))
    assert nobody.bits == 0 and nobody.reasons == ()


def test_an_unknown_version_is_an_error():
    assert versions("likeness")[0] == "2026-11"
    for version in ("1999-01", "../secret"):
        with pytest.raises(UnknownWeights):
            weights(version)


def test_generated_pairs_are_the_same_for_a_seed_and_their_numbers_are_right():
    some = list(pairs(7, 400))
    assert some == list(pairs(7, 400)) != list(pairs(8, 400))
    assert sum(same for *_, same in some) == 200
    for _, one, other, _ in some:
        for person in (one, other):
            assert not person.nhs_number or not nhs_number_problem(person.nhs_number)
            assert not person.upn or not upn_problem(person.upn)


def test_of_generated_pairs_95_in_100_are_found_and_9_of_10_shown_are_right(db):
    found = measure.of_pairs(pairs(3, 2000))
    assert found.recall >= 0.95, str(found)
    assert found.precision >= 0.90, str(found)
