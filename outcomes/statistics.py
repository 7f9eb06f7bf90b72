"""Figures with their uncertainty: pure functions over counts and lists of numbers.

Proportions and ratios are exact (Fraction); intervals are floats. Nothing over zero is None,
never 0 or 100. Rounding is for display only, half away from zero.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise
from math import cos, pi, sin, sqrt
from statistics import NormalDist, fmean, stdev
from typing import NamedTuple

CONFIDENCE = 0.95
# Above these degrees of freedom the expansion of t in 1/df is exact to eight digits.
MANY = 100
LEVELS = (1, 2, 3, 4)


class Interval(NamedTuple):
    """A confidence interval, in the unit of what it is about."""

    low: float
    high: float


class Estimate(NamedTuple):
    """A value with its interval and the number of cases; the interval is None where undefined."""

    value: float
    interval: Interval | None
    n: int


def ratio(numerator, denominator) -> Fraction | None:
    """The exact ratio; None over zero."""
    return None if not denominator else exact(numerator) / exact(denominator)


def exact(number) -> Fraction:
    """A number as it is written: 0.8 is four fifths, not the nearest binary fraction."""
    return Fraction(str(number)) if isinstance(number, float) else Fraction(number)


def round_half_away(number, places: int = 1) -> Decimal:
    """Rounded for display to 0 or more places, half away from zero: 2.25 is 2.3, -2.25 is -2.3."""
    scaled = exact(number) * 10**places
    whole = int(abs(scaled) + Fraction(1, 2))
    return Decimal(f"{'-' if scaled < 0 and whole else ''}{whole}E-{places}")


def percent(numerator, denominator, places: int = 1) -> Decimal | None:
    """A percentage for display; None over zero."""
    share = ratio(numerator, denominator)
    return None if share is None else round_half_away(share * 100, places)


def status(value, target, floor, direction: str) -> str:
    """green at the target or better, amber at the floor or better, else red; none without either.

    All three in one unit; `direction` is "high" or "low", the better side. Equality passes,
    because the comparison is of exact ratios: give `value` as a Fraction, not rounded.
    """
    if value is None or target is None or floor is None or direction == "none":
        return "none"
    sign = {"high": 1, "low": -1}[direction]
    value, target, floor = (sign * exact(number) for number in (value, target, floor))
    if value >= target:
        return "green"
    return "amber" if value >= floor else "red"


def travel(values: Sequence, direction: str) -> str | None:
    """How the last figure compares with the one before it, of the shown ones.

    better, worse or same; up, down or same where no side is the better one (direction "none").
    None with fewer than two figures. Exact, as in `status`.
    """
    shown = [exact(v) for v in values if v is not None]
    if len(shown) < 2:
        return None
    change = shown[-1] - shown[-2]
    if not change:
        return "same"
    if direction == "none":
        return "up" if change > 0 else "down"
    return "better" if (change > 0) == (direction == "high") else "worse"


def wilson(numerator: int, denominator: int, confidence: float = CONFIDENCE) -> Interval | None:
    """The Wilson score interval of a proportion, as shares of 1; None over zero.

    (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n). Source: E. B. Wilson, JASA 22 (1927);
    the method of public health figures in England (Fingertips technical guidance).
    """
    if not 0 <= numerator <= denominator:
        raise ValueError("A proportion counts some of its denominator.")
    if not denominator:
        return None
    z, n, p = _z(confidence), denominator, numerator / denominator
    middle = p + z * z / (2 * n)
    reach = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    whole = 1 + z * z / n
    low = 0.0 if numerator == 0 else (middle - reach) / whole
    high = 1.0 if numerator == denominator else (middle + reach) / whole
    return Interval(low, high)


def mean(values: Iterable[float], confidence: float = CONFIDENCE) -> Estimate | None:
    """The mean of some values with its t interval; None of no values."""
    values = list(values)
    if not values:
        return None
    spread = stdev(values) if len(values) > 1 else None
    centre = fmean(values)
    return Estimate(centre, mean_interval(len(values), centre, spread, confidence), len(values))


def mean_interval(n: int, centre, sd, confidence: float = CONFIDENCE) -> Interval | None:
    """m ± t(n-1) sd / √n, from a mean and sample standard deviation; None below two values.

    Source: Student, Biometrika 6 (1908). With many values t is all but the normal's z.
    """
    if n < 2 or sd is None:
        return None
    reach = t_quantile(1 - (1 - confidence) / 2, n - 1) * float(sd) / sqrt(n)
    return Interval(float(centre) - reach, float(centre) + reach)


@cache
def t_quantile(probability: float, df: int) -> float:
    """The quantile (above one half) of Student's t with `df` degrees of freedom.

    By bisection of the finite series 26.7.3 and 26.7.4, and for many degrees of freedom by the
    expansion 26.7.5, of Abramowitz and Stegun, Handbook of Mathematical Functions.
    """
    if df > MANY:
        z = NormalDist().inv_cdf(probability)
        g1 = (z**3 + z) / 4
        g2 = (5 * z**5 + 16 * z**3 + 3 * z) / 96
        g3 = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
        return z + g1 / df + g2 / df**2 + g3 / df**3
    low, high = 0.0, pi / 2  # t = √df tan(angle)
    for _ in range(60):
        angle = (low + high) / 2
        if _t_within(angle, df) < 2 * probability - 1:
            low = angle
        else:
            high = angle
    return sqrt(df) * sin(low) / cos(low)


def _t_within(angle, df):
    """P(|T| ≤ √df tan(angle)), by the finite series for odd and for even df."""
    c, s = cos(angle), sin(angle)
    term = c if df % 2 else 1.0
    total = 0.0
    for k in range(2 if df % 2 else 1, df, 2):
        total += term
        term *= c * c * k / (k + 1)
    return 2 / pi * (angle + s * total) if df % 2 else s * total


def quadratic(i: int, j: int) -> Fraction:
    """The weight of a disagreement on the four levels: (i - j)²/9."""
    return Fraction((i - j) ** 2, 9)


def kappa(
    pairs: Mapping[tuple[int, int], int], weight=quadratic, confidence: float = CONFIDENCE
) -> Estimate | None:
    """Weighted kappa of two judgements of the same cases, with its interval.

    `pairs` counts cases by (one level, other level) on the fixed levels 1 to 4. κ = 1 - Σwo/Σwe
    with weights of disagreement w, shares o and shares e expected from the margins. None with no
    case, or where both judged every case alike at one level (chance alone would agree).
    The large-sample interval is of J. L. Fleiss, J. Cohen and B. S. Everitt, Psychological
    Bulletin 72 (1969), formula 13; cut to -1 to 1.
    """
    if not pairs.keys() <= {(i, j) for i in LEVELS for j in LEVELS}:
        raise ValueError("Kappa is over the levels 1 to 4.")
    n = sum(pairs.values())
    rows = {i: sum(pairs.get((i, j), 0) for j in LEVELS) for i in LEVELS}
    columns = {j: sum(pairs.get((i, j), 0) for i in LEVELS) for j in LEVELS}
    expected = _share({(i, j): rows[i] * columns[j] for i in LEVELS for j in LEVELS}, weight)
    if not expected:
        return None
    observed = _share(pairs, weight) * n  # both over n² from here on
    value = float(1 - observed / expected)
    error = _kappa_error(pairs, n, rows, columns, weight)
    reach = _z(confidence) * error
    return Estimate(value, Interval(max(value - reach, -1.0), min(value + reach, 1.0)), n)


def _share(counts, weight):
    return sum(exact(weight(i, j)) * count for (i, j), count in counts.items())


def _kappa_error(pairs, n, rows, columns, weight):
    """Standard error of weighted kappa, in weights of agreement a = 1 - w."""

    def agreement(i, j):
        return 1 - float(weight(i, j))

    row = {i: sum(columns[j] * agreement(i, j) for j in LEVELS) / n for i in LEVELS}
    column = {j: sum(rows[i] * agreement(i, j) for i in LEVELS) / n for j in LEVELS}
    seen = sum(count * agreement(i, j) for (i, j), count in pairs.items()) / n
    chance = sum(rows[i] * row[i] for i in LEVELS) / n
    spread = sum(
        count / n * (agreement(i, j) * (1 - chance) - (row[i] + column[j]) * (1 - seen)) ** 2
        for (i, j), count in pairs.items()
    )
    centre = seen * chance - 2 * chance + seen
    return sqrt(max(spread - centre**2, 0) / n) / (1 - chance) ** 2


class Limits(NamedTuple):
    """The centre line and natural process limits of an XmR chart, in the unit of its points."""

    centre: float
    low: float
    high: float


def xmr_limits(points: Sequence[float | None], least: int = 6) -> Limits | None:
    """mean ± 2.66 × mean moving range of the shown points; None with fewer than `least`.

    Hidden or missing points (None) are left out, and the ranges run over those that remain, in
    order. 2.66 is 3/1.128. Source: D. J. Wheeler, Understanding Variation (1993).
    """
    shown = [float(p) for p in points if p is not None]
    if len(shown) < max(least, 2):
        return None
    ranges = [abs(b - a) for a, b in pairwise(shown)]
    centre, reach = fmean(shown), 2.66 * fmean(ranges)
    return Limits(centre, centre - reach, centre + reach)


def _z(confidence):
    return NormalDist().inv_cdf(1 - (1 - confidence) / 2)
