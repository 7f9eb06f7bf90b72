"""From what somebody typed to a ward and a locality."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localities.places import find_place, normalise_postcode
from localities.sync import sync

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("typed", "postcode"),
    [
        ("CR0 2AB", "CR0 2AB"),
        ("cr02ab", "CR0 2AB"),
        ("  Cr0\t2aB ", "CR0 2AB"),
        ("CR0-2AB", "CR0 2AB"),
        ("CR0\u00a02AB", "CR0 2AB"),
        ("CRO 2AB", "CR0 2AB"),
        ("CRO OAB", "CR0 0AB"),
        ("SE1 IAA", "SE1 1AA"),
        ("1G1 1AA", "IG1 1AA"),
        ("S014 3FE", "SO14 3FE"),
        ("EC1A 1BB", "EC1A 1BB"),
        ("W1A 0AX", "W1A 0AX"),
        ("M1 1AE", "M1 1AE"),
        ("SE25 4AA", "SE25 4AA"),
    ],
)
def test_a_postcode_is_understood(typed, postcode):
    assert normalise_postcode(typed) == postcode


@pytest.mark.parametrize(
    "typed",
    ["", "  ", "CR0", "CR0 2", "CR0 2ABC", "QQ1 1AA", "CR0 2CI", "CR0 2A1", "C\x00R02AB",
     "12345", "CR012 2AB", "\ud800R0 2AB", "😀", "0" * 30, "CR0 2AΒ"],
)  # fmt: skip
def test_what_is_no_postcode_gets_a_sentence(typed):
    with pytest.raises(ValueError, match=r"postcode.*\.$"):
        normalise_postcode(typed)


@given(st.text(max_size=12))
def test_any_text_is_a_postcode_or_a_sentence(text):
    try:
        postcode = normalise_postcode(text)
    except ValueError as error:
        assert str(error).endswith(".")
    else:
        assert normalise_postcode(postcode.lower().replace(" ", "")) == postcode


@pytest.mark.django_db
class TestFinding:
    @pytest.fixture(autouse=True)
    def synced(self):
        sync()

    def test_a_sector_answers_with_its_confidence(self, django_assert_max_num_queries):
        with django_assert_max_num_queries(1):
            place = find_place("CR7 6ZZ", TODAY)
        assert (place.area, place.ward.name, place.locality.code) == (
            "croydon", "West Thornton", "north",
        )  # fmt: skip
        assert place.confidence == pytest.approx(0.746)

    def test_another_borough_is_elsewhere(self):
        place = find_place("BR1 1AA", TODAY)
        assert (place.area, place.ward, place.locality) == ("elsewhere", None, None)

    def test_across_the_border_nothing_is_guessed(self):
        place = find_place("CR3 6AA", TODAY)
        assert (place.area, place.ward, place.confidence) == ("unknown", None, 0)

    def test_no_postcode_is_unknown(self):
        assert find_place(" ", TODAY).area == "unknown"

    def test_a_wrong_postcode_is_an_error(self):
        with pytest.raises(ValueError, match="postcode"):
            find_place("CR0 2", TODAY)

    def test_before_the_first_assignment_there_is_no_locality(self):
        place = find_place("CR7 6ZZ", date(2018, 5, 2))
        assert place.ward is not None
        assert place.locality is None
