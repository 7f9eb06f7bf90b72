"""Names and ages as pages show them."""

from datetime import date

import pytest

from families.people import named, short_age, shown_age, shown_name

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("born_on", "due_on", "shown"),
    [
        (date(2019, 11, 22), None, "aged 7"),
        (date(2019, 11, 23), None, "aged 6"),
        (date(2024, 11, 22), None, "aged 2"),
        (date(2024, 11, 23), None, "aged 23 months"),
        (date(2026, 10, 22), None, "aged 1 month"),
        (date(2026, 10, 23), None, "aged under 1 month"),
        (None, date(2027, 3, 3), "due 3 March 2027"),
        (None, None, "age not known"),
    ],
)
def test_age(born_on, due_on, shown):
    assert shown_age(born_on, due_on, TODAY) == shown


def test_a_death_stands_in_place_of_the_age():
    assert shown_age(date(2019, 1, 1), None, TODAY, died_on=date(2026, 3, 3)) == "died 3 March 2026"


@pytest.mark.parametrize(
    ("child", "shown"),
    [
        ({"born": "2017-05-01", "due": None}, "9"),
        ({"born": "2026-06-01", "due": None}, "5 months"),
        ({"born": None, "due": "2027-01-01"}, "unborn"),
        ({"born": None, "due": None}, "age not known"),
    ],
)
def test_age_in_a_table(child, shown):
    assert short_age(child, TODAY) == shown


def test_a_name():
    assert shown_name("Ada", "Okafor") == "Ada Okafor"
    assert shown_name("", "Okafor", unborn=True) == "Unborn baby Okafor"
    assert shown_name("", "Okafor") == "Okafor"


def test_people_listed_with_an_episode():
    row = {"id": 1, "merged_into_id": None, "first_name": "", "last_name": "Okafor",
           "is_child": True, "born_on": None,
           "due_on": "2027-03-03"}  # fmt: skip
    adult = row | {"id": 2, "is_child": False, "first_name": "Grace", "due_on": None}
    (unborn, grace) = named([row, adult], on=TODAY)
    assert (unborn["name"], unborn["about"]) == ("Unborn baby Okafor", "due 3 March 2027")
    assert (grace["name"], grace["about"]) == ("Grace Okafor", "")
