"""The page of consistency: kappa of two screeners, the suggestion over time, deciding signs."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from localities.calendar import london_date
from outcomes.consistency import counting, pages
from outcomes.statistics import kappa
from referrals.models import BlindLevel, Decision, Observation
from tests.factories.accounts import UserFactory
from tests.factories.localities import LocalityFactory, SiteFactory, spoc, worker
from tests.factories.referrals import ReferralFactory
from tests.pages import signed_in, text_of

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = london_date(NOW)


def looked_at(first, blind, *, by, at=NOW, **facts):
    """A decided referral with a first level and a second screener's."""
    referral = ReferralFactory(submitted_at=NOW - timedelta(days=2), **facts)
    Decision.objects.create(
        referral=referral, number=1, by=by, own_level=first, suggested_level=3, suggested_rule=4,
        threshold_version="2018-09", level=3, outcome="family_solutions", words="Yes.",
        due_at=NOW, happened_at=NOW - timedelta(days=1),
    )  # fmt: skip
    BlindLevel.objects.create(referral=referral, by=UserFactory(), level=blind, happened_at=at)
    return referral


@pytest.fixture
def samina(db):
    return worker("screener", team=spoc(), name="Samina")


@pytest.fixture
def manager(db):
    return UserFactory(role=Role.SPOC_MANAGER)


LEVELS = [(3, 3)] * 8 + [(2, 3)] * 2 + [(4, 4)] * 3 + [(2, 2)] * 5 + [(1, 3)]


def test_kappa_is_of_the_two_screeners(samina):
    for first, blind in LEVELS:
        looked_at(first, blind, by=samina)
    rows = counting.pairs(TODAY - timedelta(days=3), TODAY)
    assert sorted(row[-2:] for row in rows) == sorted(LEVELS)
    counts = {pair: LEVELS.count(pair) for pair in LEVELS}
    by_all, by_screener, *_ = pages.groups(rows)
    (row,) = by_screener["rows"]
    assert row[:3] == ["Samina", "19", "84.2%"]
    assert row[3] == by_all["rows"][0][3] == pages.said(kappa(counts))


# By hand, levels 1 to 4 and weights (i - j)²/9. Ten looks: 4 times (2,2), 4 times (3,3), one (2,3)
# and one (3,2). Margins 5 and 5 on both sides: observed 2/10 × 1/9, expected 1/2 × 1/9, so
# kappa = 1 - 0.2/0.5 = 0.6. The other ten agree throughout on two levels: kappa is 1.
SPLIT = [(2, 2)] * 4 + [(3, 3)] * 4 + [(2, 3), (3, 2)]
ALIKE = [(2, 2)] * 5 + [(3, 3)] * 5


def test_each_group_has_its_own_kappa(samina):
    north, south = (LocalityFactory(code=code) for code in ("north", "south"))
    other = worker("screener", team=spoc(), name="Olu")
    school, police = (SiteFactory(agency__kind=kind) for kind in ("school", "police"))
    for pairs, facts in (
        (SPLIT, {"by": samina, "site": school, "locality": north}),
        (ALIKE, {"by": other, "site": police, "locality": south}),
    ):
        for first, blind in pairs:
            looked_at(first, blind, **facts)
    _, *tables = pages.groups(counting.pairs(TODAY - timedelta(days=3), TODAY))
    for table in tables:
        rows = {row[0]: row[1:] for row in table["rows"]}
        assert len(rows) == 2
        for name in ("Samina", "School or college", north.name):
            if name in rows:
                assert rows[name][:2] == ["10", "80.0%"]
                assert rows[name][2].startswith("0.60 (95% sure: ")
        for name in ("Olu", "Police", south.name):
            if name in rows:
                assert rows[name][2].startswith("1.00")
    named = {row[0] for table in tables for row in table["rows"]}
    assert {"Samina", "Olu", "School or college", "Police", north.name, south.name} == named


def test_a_few_are_too_few_to_say(samina):
    for _ in range(pages.FEWEST - 1):
        looked_at(3, 3, by=samina)
    rows = counting.pairs(TODAY, TODAY)
    assert next(iter(pages.groups(rows)))["rows"] == [["All", "9", "", pages.TOO_FEW]]


def test_what_is_left_out(samina):
    looked_at(3, 3, by=samina, family__restricted=True)
    looked_at(3, 3, by=samina, at=NOW - timedelta(days=40))
    assert counting.pairs(TODAY - timedelta(days=3), TODAY) == []


@pytest.mark.parametrize(
    ("rule", "themes", "expected"),
    [
        (2, {"a": 4, "b": 4, "c": 3}, {"a", "b"}),
        (2, {"a": 4, "b": 3, "c": 3, "d": 2}, {"a", "b", "c"}),
        (3, {"a": 4, "b": 3}, {"a"}),
        (4, {"a": 3, "b": 3, "c": 2}, {"a", "b"}),
        (4, {"a": 3, "b": 2, "c": 2}, {"a", "b", "c"}),
        (5, {"a": 3, "b": 2, "c": 2, "d": 2, "e": 2}, {"a", "b", "c", "d", "e"}),
        (6, {"a": 3, "b": 2}, {"a"}),
    ],
)
def test_which_themes_decided(rule, themes, expected):
    assert set(counting.deciding(rule, themes)) == expected


def seen(referral, *keys, rule, themes):
    from referrals.models import ReferralChild

    child = referral.children.get()
    Observation.objects.bulk_create(
        Observation(referral=referral, child=child, key=key) for key in keys
    )
    ReferralChild.objects.filter(pk=child.pk).update(rule=rule, result={"themes": themes})


def test_signs_that_decided_and_signs_that_nobody_saw(samina):
    for _ in range(2):
        seen(looked_at(3, 3, by=samina), "child.attendance.3", "child.dental.2", rule=6,
             themes={"attendance": 3, "dental": 2})  # fmt: skip
    seen(looked_at(4, 4, by=samina), "redflag.injury", rule=1, themes={})
    decided, unused = counting.signs(TODAY - timedelta(days=3), TODAY, TODAY)
    absent = "Persistent absence (below 90 per cent) or a reduced timetable"
    assert decided == {absent: 2, "Unexplained or suspicious injury": 1}
    assert "Untreated tooth decay" in unused
    assert "Teeth are not looked after well enough" not in unused
    assert absent not in unused


def test_the_page(client, manager, samina):
    for first, blind in LEVELS:
        looked_at(first, blind, by=samina)
    page = text_of(signed_in(client, manager).get(reverse("consistency")))
    assert "never a target" in page
    assert "Samina 19 84.2%" in page
    assert "so far" in page
    assert "Never seen in this period" in page
    before = text_of(client.get(reverse("consistency"), {"period": "2025-Q4"}))
    assert "No second look in this period" in before
    assert client.get(reverse("consistency"), {"period": "x\x00"}).status_code == 200


@pytest.mark.parametrize("role", [Role.SCREENER, Role.ANALYST, Role.ADMINISTRATOR, Role.KEY_WORKER])
def test_it_is_for_managers_and_the_head(client, db, role):
    assert signed_in(client, UserFactory(role=role)).get("/consistency/").status_code == 404
