"""Statistics against published examples, hand-worked figures and independent methods."""

import random
from decimal import Decimal
from fractions import Fraction
from math import isclose, sqrt
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes import statistics
from outcomes.statistics import (
    Interval,
    Limits,
    exact,
    kappa,
    mean,
    mean_interval,
    percent,
    ratio,
    round_half_away,
    status,
    t_quantile,
    travel,
    wilson,
    xmr_limits,
)


class TestRounding:
    @pytest.mark.parametrize(
        ("number", "places", "text"),
        [
            (2.25, 1, "2.3"),
            (-2.25, 1, "-2.3"),
            (0.25, 1, "0.3"),
            (1.005, 2, "1.01"),  # as written, not as the nearest binary fraction
            (Fraction(1, 3), 1, "0.3"),
            (Fraction(-2, 3), 1, "-0.7"),
            (Decimal("0.45"), 1, "0.5"),
            (-0.04, 1, "0.0"),  # no minus zero
            (95, 1, "95.0"),
            (2.5, 0, "3"),
            (10**30 + Fraction(1, 2), 0, "1000000000000000000000000000001"),
        ],
    )
    def test_half_away_from_zero(self, number, places, text):
        assert str(round_half_away(number, places)) == text

    @given(st.integers(-(10**6), 10**6), st.integers(0, 3))
    def test_it_is_the_nearest_and_even_about_zero(self, thousandths, places):
        number = Fraction(thousandths, 1000)
        rounded = round_half_away(number, places)
        assert abs(Fraction(rounded) - number) <= Fraction(1, 2 * 10**places)
        assert round_half_away(-number, places) == -rounded

    @pytest.mark.parametrize(
        ("n", "d", "shown"),
        [(1, 3, "33.3"), (1, 8, "12.5"), (1, 16, "6.3"), (0, 5, "0.0"), (5, 5, "100.0")],
    )
    def test_percent(self, n, d, shown):
        assert str(percent(n, d)) == shown

    def test_nothing_over_zero_is_nothing(self):
        assert percent(0, 0) is None
        assert ratio(0, 0) is None


class TestStatus:
    @pytest.mark.parametrize(
        ("n", "d", "colour"),
        [
            (95, 100, "green"),  # equality passes
            (19, 20, "green"),
            (949_999, 1_000_000, "amber"),  # 95.0 as displayed, but below
            (85, 100, "amber"),
            (849_999, 1_000_000, "red"),
            (0, 7, "red"),
        ],
    )
    def test_high_is_good(self, n, d, colour):
        assert status(ratio(n, d) * 100, 95, 85, "high") == colour

    @pytest.mark.parametrize(
        ("n", "d", "colour"),
        [(18, 100, "green"), (1801, 10_000, "amber"), (1, 4, "amber"), (2501, 10_000, "red")],
    )
    def test_low_is_good(self, n, d, colour):
        assert status(ratio(n, d) * 100, 18, 25, "low") == colour

    def test_a_decimal_target_is_taken_as_written(self):
        assert status(Fraction(8, 10), 0.8, 0.4, "high") == "green"
        assert status(Fraction(4, 10), 0.8, 0.4, "high") == "amber"

    @pytest.mark.parametrize(
        ("value", "target", "floor", "direction"),
        [(None, 95, 85, "high"), (1, None, None, "high"), (1, 95, 85, "none")],
    )
    def test_no_value_or_no_target_has_no_colour(self, value, target, floor, direction):
        assert status(value, target, floor, direction) == "none"


@pytest.mark.parametrize(
    ("values", "direction", "said"),
    [
        ([80, 90], "high", "better"),
        ([80, 90], "low", "worse"),
        ([90, 80], "high", "worse"),
        ([90, 80], "low", "better"),
        ([1, 80, 80], "high", "same"),
        ([80, 90], "none", "up"),
        ([90, 80], "none", "down"),
        ([90, None, 80, None], "high", "worse"),
        ([Fraction(1, 3), Fraction(1, 3)], "low", "same"),
        ([80], "high", None),
        ([None, 80], "high", None),
        ([], "low", None),
    ],
)
def test_travel(values, direction, said):
    assert travel(values, direction) == said


class TestWilson:
    @pytest.mark.parametrize(
        ("n", "d", "low", "high"),
        [
            # R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0000, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ],
    )
    def test_published(self, n, d, low, high):
        found = wilson(n, d)
        assert (round(found.low, 4), round(found.high, 4)) == (low, high)

    @given(st.integers(1, 500).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d))))
    def test_its_ends_solve_the_score_equation(self, counts):
        n, d = counts
        p, z = n / d, NormalDist().inv_cdf(0.975)
        for end in wilson(n, d):
            assert isclose((p - end) ** 2, z * z * end * (1 - end) / d, abs_tol=1e-12)
        assert 0 <= wilson(n, d).low <= p <= wilson(n, d).high <= 1

    @given(st.integers(1, 500).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d))))
    def test_the_complement_is_its_mirror(self, counts):
        n, d = counts
        here, there = wilson(n, d), wilson(d - n, d)
        assert here.low == pytest.approx(1 - there.high)

    def test_of_nothing_and_of_nonsense(self):
        assert wilson(0, 0) is None
        for n, d in ((1, 0), (-1, 5), (6, 5)):
            with pytest.raises(ValueError, match="denominator"):
                wilson(n, d)


class TestMean:
    @pytest.mark.parametrize(
        ("df", "t"),
        # the printed table of Student's t, two-sided 95 %
        [(1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (5, 2.571), (9, 2.262), (10, 2.228),
         (20, 2.086), (30, 2.042), (60, 2.000), (100, 1.984), (120, 1.980), (10**6, 1.960)],
    )  # fmt: skip
    def test_t_table(self, df, t):
        assert round(t_quantile(0.975, df), 3) == t

    def test_series_and_expansion_meet(self, monkeypatch):
        by_expansion = t_quantile(0.975, 101)
        monkeypatch.setattr(statistics, "MANY", 101)
        by_series = t_quantile.__wrapped__(0.975, 101)  # around the cache
        assert by_expansion == pytest.approx(by_series, abs=2e-8)

    def test_worked_by_hand(self):
        """1 to 5: mean 3, sd √2.5, t(4) 2.776, so 3 ± 2.776 × 0.7071 = 3 ± 1.963."""
        found = mean([1, 2, 3, 4, 5])
        assert (found.value, found.n) == (3, 5)
        assert found.interval == pytest.approx((1.0367, 4.9633), abs=1e-4)

    def test_from_a_mean_and_deviation(self):
        assert mean_interval(5, 3, sqrt(2.5)) == pytest.approx((1.0367, 4.9633), abs=1e-4)
        assert mean_interval(5, Fraction(3), 0) == Interval(3, 3)

    def test_one_value_has_no_interval_and_none_no_mean(self):
        assert mean([2.0]) == (2.0, None, 1)
        assert mean([]) is None
        assert mean_interval(1, 2.0, None) is None


# Two pathologists' readings of 118 slides: A. Agresti, Categorical Data Analysis, table 10.8
PATHOLOGISTS = [[22, 2, 2, 0], [5, 7, 14, 0], [0, 2, 36, 0], [0, 1, 17, 10]]


def counted(rows):
    return {(i, j): n for i, row in enumerate(rows, 1) for j, n in enumerate(row, 1)}


class TestKappa:
    @pytest.mark.parametrize(
        ("weight", "value", "low", "high"),
        [
            # simple and linear as SAS PROC FREQ prints them for this table
            (lambda i, j: i != j, 0.4930, 0.3818, 0.6042),
            (lambda i, j: Fraction(abs(i - j), 3), 0.6488, 0.5554, 0.7422),
        ],
    )
    def test_published(self, weight, value, low, high):
        found = kappa(counted(PATHOLOGISTS), weight)
        assert found.value == pytest.approx(value, abs=5e-5)
        assert found.interval == pytest.approx((low, high), abs=5e-5)
        assert found.n == 118

    def test_quadratic_by_hand(self):
        """Rows (2, 1), columns (2, 1) on levels 1 and 3, one disagreement each way.

        w = 4/9 off the diagonal. Observed: 2 of 6 cases disagree, so 2/6 × 4/9. Expected: the
        margins are 3 and 3 on both sides, so half disagree, 1/2 × 4/9. κ = 1 - (1/3)/(1/2) = 1/3.
        """
        found = kappa({(1, 1): 2, (3, 3): 2, (1, 3): 1, (3, 1): 1})
        assert found.value == pytest.approx(1 / 3)

    def test_graver_disagreement_costs_more(self):
        base = {(1, 1): 5, (2, 2): 5, (3, 3): 5, (4, 4): 5}
        near, far = kappa(base | {(1, 2): 2}), kappa(base | {(1, 4): 2})
        assert far.value < near.value < kappa(base).value == 1

    @given(st.lists(st.lists(st.integers(0, 30), min_size=4, max_size=4), min_size=4, max_size=4))
    def test_quadratic_kappa_is_the_concordance_of_the_scores(self, rows):
        """2 cov / (var + var + (difference of means)²), population moments: J. L. Fleiss and
        J. Cohen, Educational and Psychological Measurement 33 (1973)."""
        cases = [pair for pair, n in counted(rows).items() for _ in range(n)]
        found = kappa(counted(rows))
        xs, ys = [i for i, _ in cases], [j for _, j in cases]
        if not cases or len({*xs, *ys}) == 1:
            assert found is None
            return
        n, mx, my = len(cases), sum(xs) / len(cases), sum(ys) / len(cases)
        cov = sum((x - mx) * (y - my) for x, y in cases) / n
        spread = sum((x - mx) ** 2 + (y - my) ** 2 for x, y in cases) / n
        assert found.value == pytest.approx(2 * cov / (spread + (mx - my) ** 2), abs=1e-9)

    def test_the_interval_against_resampling(self):
        rng = random.Random(2018)
        cells = counted(PATHOLOGISTS)
        again = []
        for _ in range(800):
            drawn = rng.choices(list(cells), cells.values(), k=118)
            again.append(kappa({cell: drawn.count(cell) for cell in set(drawn)}).value)
        centre = sum(again) / len(again)
        spread = sqrt(sum((k - centre) ** 2 for k in again) / (len(again) - 1))
        interval = kappa(cells).interval
        assert (interval.high - interval.low) / 3.92 == pytest.approx(spread, rel=0.12)

    def test_no_case_and_no_variety_have_no_kappa(self):
        assert kappa({}) is None
        assert kappa({(2, 2): 40}) is None
        assert kappa({(2, 3): 40}).value == 0  # agree no better than chance

    def test_a_level_that_is_none(self):
        with pytest.raises(ValueError, match="levels"):
            kappa({(0, 1): 3})


class TestLimits:
    def test_worked_by_hand(self):
        """Mean 68/6, moving ranges 2 2 2 4 4 (mean 2.8), and 2.66 × 2.8 = 7.448."""
        found = xmr_limits([10, 12, 14, 12, 8, 12, None])
        assert found == pytest.approx((34 / 3, 34 / 3 - 7.448, 34 / 3 + 7.448))

    def test_hidden_points_are_left_out(self):
        shown = [80.0, 82.0, 81.0, 84.0, 83.0, 85.0]
        assert xmr_limits([80.0, None, 82.0, 81.0, None, 84.0, 83.0, 85.0]) == xmr_limits(shown)

    def test_too_few_points_give_none(self):
        assert xmr_limits([1, 2, 3, 4, 5]) is None
        assert xmr_limits([1, 3], least=2) == Limits(2, 2 - 5.32, 2 + 5.32)
        assert xmr_limits([1], least=1) is None

    def test_a_steady_figure_has_no_width(self):
        assert xmr_limits([7] * 8) == Limits(7, 7, 7)


def test_exact_takes_a_float_as_written():
    assert exact(0.1) == Fraction(1, 10)
    assert exact(Decimal("0.1")) == exact(0.1)
