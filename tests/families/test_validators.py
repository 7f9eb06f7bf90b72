"""Numbers and dates of people."""

from datetime import date

import pytest

from families.validators import (
    birth_problem,
    due_problem,
    is_storable,
    nhs_number_problem,
    upn_problem,
)

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("number", ["9990000018", "9434765919", "4505577104"])
def test_nhs_numbers_with_their_check_digit(number):
    assert nhs_number_problem(number) == ""


@pytest.mark.parametrize("number", ["9990000019", "9434765918", "1234567890", "0000000001"])
def test_nhs_numbers_with_a_wrong_digit(number):
    assert nhs_number_problem(number) == "NHS number is not right: check it"


@pytest.mark.parametrize("number", ["", "999000001", "99900000180", "999 000 0018", "٩٩٩٠٠٠٠٠١٨"])
def test_nhs_numbers_that_are_none(number):
    assert "10 digits" in nhs_number_problem(number)


def test_one_wrong_digit_of_an_nhs_number_is_always_found():
    right = "9434765919"
    for place in range(10):
        for digit in set("0123456789") - {right[place]}:
            assert nhs_number_problem(right[:place] + digit + right[place + 1 :])


@pytest.mark.parametrize("upn", ["H801200001001", "Q82432729901A"])
def test_upns_with_their_check_letter(upn):
    assert upn_problem(upn) == ""


@pytest.mark.parametrize("upn", ["A801200001001", "H801200001002", "H801200001I01", "", "h801"])
def test_upns_that_are_wrong(upn):
    assert upn_problem(upn)


def test_a_child_is_under_18_and_born():
    assert birth_problem(TODAY, TODAY) == ""
    assert birth_problem(date(2008, 11, 23), TODAY) == ""  # 18 tomorrow
    assert "under 18" in birth_problem(date(2008, 11, 22), TODAY)
    assert "today or earlier" in birth_problem(date(2026, 11, 23), TODAY)


def test_an_unborn_child_is_due_within_a_pregnancy():
    assert due_problem(date(2027, 3, 1), TODAY) == ""
    assert due_problem(date(2026, 10, 25), TODAY) == ""  # four weeks overdue
    assert "date of birth" in due_problem(date(2026, 10, 24), TODAY)
    assert "10 months" in due_problem(date(2027, 12, 1), TODAY)


@pytest.mark.parametrize("text", ["\x00", "a\ud800", "\udfff"])
def test_what_no_database_keeps(text):
    assert not is_storable(text)


def test_what_a_database_keeps():
    assert is_storable("Zoë Ñ 👩‍👧 \n\t")
