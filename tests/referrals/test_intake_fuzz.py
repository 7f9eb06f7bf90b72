"""Whatever is sent to a page of the form, the answer is a page and never a server error."""

from itertools import cycle, product
from urllib.parse import quote_from_bytes

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.referrals.conftest import AMARA, TOBI

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
NASTY = [
    b"\x00", b"a\x00b", b"\xed\xa0\x80", b"\xff\xfe", b"9" * 30, b"0", b"0000", b"-1", b"NaN",
    b"1e400", b"x" * 20_000, "٣٤".encode(), "👩‍👧".encode(), b"<script>alert(1)</script>",
    b"' OR 1=1 --", b"{{ 7 }}%s%(a)s", b"\r\n\t", "\u202e\ufeff\u200b".encode(), b"true", b"null",
]  # fmt: skip
FIELDS = [
    "version", "red_flags", "idempotency_key", "site", "spoke_to", "called_at_day",
    "called_at_month", "called_at_year", "called_at_time", "family_knows", "telling_is_safe",
    "family_name", "area", "postcode", "address", "protected", "first_name", "last_name", "birth",
    "born_on_day", "born_on_month", "born_on_year", "due_on_day", "due_on_month", "due_on_year",
    "school", "language", "interpreter", "nhs_number", "upn", "relationship",
    "parental_responsibility", "phone", "who", "times", "email", "means", "must_not_be_told",
    "worries", "working_well", "must_change", "tried", "themes", "q", "strengths", "answer",
    "child_a1", "child_a2", "agreed", "how", "sharing", "asked", "basis", "reason",
]  # fmt: skip


def pages(journey):
    return [
        reverse("referral_start"), journey.url("page", "danger"), journey.url("page", "call"),
        journey.url("page", "family"), journey.url("person", "children", "a1"),
        journey.url("person", "children", "zz"), journey.url("person", "adults", "b1"),
        journey.url("page", "contact"), journey.url("page", "worries"), journey.url("themes"),
        journey.url("theme", "attendance"), journey.url("theme", "money"),
        journey.url("page", "strengths"), journey.url("page", "agreement"),
    ]  # fmt: skip


@pytest.fixture
def begun(journey):
    journey.start("redflag.injury")
    journey.fill()
    journey.child(TOBI, key="a2")
    return journey


def post(journey, url, pairs):
    """As a browser would send it, but with bytes of any kind."""
    body = "&".join(f"{name}={quote_from_bytes(value)}" for name, value in pairs)
    return journey.client.post(url, body, content_type=FORM)


def check(response, url):
    assert response.status_code in (200, 302), f"{url}: {response.status_code}"


@pytest.mark.parametrize("number", range(14))
def test_the_same_nasty_answer_to_every_question(begun, number):
    buttons = cycle([[], [("later", b"yes")], [("find", b"yes")]])
    url = pages(begun)[number]
    for nasty in NASTY:
        sent = [(name, nasty) for name in FIELDS if name != "version"]
        pressed = next(buttons)
        version = b"0" if pressed else nasty
        check(post(begun, url, [*sent, ("version", version), *pressed]), f"{url} {nasty[:30]}")
    for page in ("tasks", "check"):
        check(begun.client.get(begun.url(page)), page)
    check(post(begun, begun.url("check"), []), "check")


@pytest.mark.parametrize("name", AMARA)
def test_one_nasty_answer_among_good_ones(journey, name):
    journey.start()
    url = journey.url("person", "children", "a1")
    for nasty in NASTY:
        good = {k: v.encode() for k, v in AMARA.items()} | {"version": b"0", name: nasty}
        check(post(journey, url, good.items()), f"{name} {nasty[:30]}")
        journey.client.post(f"{url}remove/")


def test_the_search_of_the_list_and_of_the_themes(begun):
    asked = [(reverse("referral_list"), name) for name in ("q", "state", "after")]
    for (url, name), nasty in product([*asked, (begun.url("themes"), "q")], NASTY):
        page = begun.client.get(f"{url}?{name}={quote_from_bytes(nasty[:2000])}")
        check(page, f"{name} {nasty[:30]}")


ANSWER = st.one_of(
    st.sampled_from(["yes", "no", "born", "not_born", "croydon", "parent", "agreed", "refused",
                     "none", "attendance", "a1", "b1", "2", "3", "not_known", "Y", "1"]),
    st.text(max_size=40),
    st.binary(max_size=20),
)  # fmt: skip


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.integers(min_value=0, max_value=13),
    st.lists(st.tuples(st.sampled_from(FIELDS), ANSWER), max_size=25),
)
def test_anything_at_all(begun, number, pairs):
    url = pages(begun)[number]
    sent = [
        (name, value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass"))
        for name, value in pairs
    ]
    check(post(begun, url, sent), url)
    check(begun.client.get(begun.url("check")), "check")


@pytest.mark.parametrize("page", ["nonsense", "..", "%00", "%ED%A0%80", "a" * 300])
def test_pages_that_are_none(journey, page):
    journey.start()
    for group in ("", "themes/", "people/"):
        response = journey.client.get(f"{journey.url('tasks')}{group}{page}/")
        assert response.status_code in (302, 404), group
