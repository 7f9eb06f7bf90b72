"""What a reader outside casework sees: no small number, and none to be had by subtraction."""

import random
from collections import Counter

import pytest

from outcomes.disclosure import HIDDEN
from outcomes.lab.sheet import ALL, SUM, sheet_of

pytestmark = pytest.mark.django_db
AXES = {
    "place": [-1, 0], "agency": ["school", "gp", "police", "health"],
    "age": ["unborn", "0-4", "5-9", "10-14", "15-17"],
    "ethnic": ["Asian", "Black", "Mixed", "White", "Other", "unknown"],
}  # fmt: skip


def figures(referrals, seed=1):
    """Of so many referrals with two children each; some moves are rare."""
    rng = random.Random(seed)
    all_, by = Counter(), {}
    for _ in range(referrals):
        move = rng.choices(["11", "22", "33", "44", "23", "34", "12"], [30, 30, 20, 9, 7, 3, 1])[0]
        all_[move] += 1
        for axis, codes in AXES.items():
            for _ in range(2 if axis in ("age", "ethnic") else 1):
                code = rng.choices(codes, range(1, len(codes) + 1))[0]
                by.setdefault((axis, code), Counter())[move] += 1
    return {"moves": all_, "by": [[*key, counts] for key, counts in by.items()]}


@pytest.mark.parametrize("referrals", [40, 150, 900, 4000])
def test_no_small_number_is_shown(referrals):
    sheet = sheet_of(figures(referrals))
    shown = sheet.shown(sheet.hidden())
    assert not {1, 2, 3, 4, 5} & set(shown.values())
    if referrals == 4000:
        assert sum(value != HIDDEN for value in shown.values()) > 0.6 * len(shown)
        assert shown[ALL, ALL, SUM] == 4000


def test_one_hidden_number_cannot_be_had_by_subtraction():
    """A reader who adds and takes away in every sum finds no hidden cell that is small."""
    sheet = sheet_of(figures(900))
    known = {cell: n for cell, n in sheet.shown(sheet.hidden()).items() if n != HIDDEN}
    found = True
    while found:
        found = False
        for terms in sheet.sums:
            open_ = [term for term in terms if term[0] not in known]
            if len(open_) == 1:
                cell, sign = open_[0]
                known[cell] = -sign * sum(s * known[c] for c, s in terms if c != cell)
                found = True
    assert not any(1 <= n <= 5 for n in known.values())


def test_the_same_children_are_counted_by_age_and_by_ethnic_group():
    sheet = sheet_of(figures(900))
    totals = [cell for cell in sheet.cells if cell[:2] == ("children", ALL)]
    assert len(totals) == len(sheet.moving) + 2
    assert all(axis not in ("age", "ethnic") or code != ALL for axis, code, _ in sheet.cells)


def test_who_may_open_families_sees_all():
    sheet = sheet_of(figures(40))
    assert sheet.shown() == sheet.cells
