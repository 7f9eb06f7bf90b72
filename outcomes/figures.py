"""Counts into figures: values, intervals and colours, by locality, breakdown and quarter."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from fractions import Fraction
from math import sqrt

from localities.calendar import Quarter
from outcomes import statistics
from outcomes.frameworks import Framework, Question
from outcomes.indicators import INDICATORS, Indicator, Run
from outcomes.indicators.base import PLACE, Counts
from outcomes.indicators.distance_travelled import WHOLE

Figures = dict[str, Counts]
NOTHING = Counter()


def compute(
    framework: Framework,
    quarters: Sequence[Quarter],
    as_at: datetime,
    *,
    breakdowns: bool = True,
    told: Callable[[str, int], None] = lambda name, done: None,
) -> Figures:
    """The counts of every indicator of the framework for consecutive quarters, as at a moment.

    One query answers for all quarters and localities of an indicator; breakdowns are made for the
    last quarter only. `told` hears each indicator's name and how many per cent are done.
    """
    run = Run(tuple(quarters), as_at)
    asked = [each for each in INDICATORS if each.key in {q.key for q in framework.questions}]
    figures = {}
    for number, indicator in enumerate(asked):
        told(framework[indicator.key].name, 100 * number // len(asked))
        figures[indicator.key] = dict(indicator.count(run))
        if breakdowns and indicator.breakdown:
            figures[indicator.key] |= indicator.breakdown(run.last)
    return figures


def of_borough(counts: Counts, quarter: str) -> Counter:
    """The localities' counts of a quarter added up."""
    total = Counter()
    for (of_quarter, axis, _), row in counts.items():
        if (of_quarter, axis) == (quarter, PLACE):
            total.update(row)
    return total


def row(question: Question, counts: Counter) -> dict:
    """A figure with all that stands beside it, as plain values of the snapshot."""
    return {"percent": _percent, "count": _count, "mean": _mean, "per_1000": _per_1000}[
        question.unit
    ](question, counts)


def _row(numerator, denominator, pending, value, interval, n, status):
    low, high = interval or (None, None)
    return {
        "numerator": numerator, "denominator": denominator, "pending": pending,
        "value": None if value is None else float(value), "low": low, "high": high, "n": n,
        "status": status,
    }  # fmt: skip


def _status(question, value):
    return statistics.status(value, question.target, question.floor, question.direction)


def _percent(question, counts):
    numerator, denominator = counts["numerator"], counts["denominator"]
    value = statistics.ratio(100 * numerator, denominator)
    interval = statistics.wilson(numerator, denominator)
    interval = interval and tuple(100 * end for end in interval)
    found = _row(
        numerator, denominator, counts["pending"], value, interval, denominator,
        _status(question, value),
    )  # fmt: skip
    pairs = {key: count for key, count in counts.items() if "," in key}
    return found | _kappa(pairs) if pairs or question.key == "threshold_agreement" else found


def _kappa(pairs):
    levels = {tuple(map(int, pair.split(","))): count for pair, count in pairs.items()}
    found = statistics.kappa(levels)
    low, high = found.interval if found and found.interval else (None, None)
    return {"kappa": found and found.value, "kappa_low": low, "kappa_high": high}


def _count(question, counts):
    return _row(counts["numerator"], None, None, counts["numerator"], None, None, "none")


def _mean(question, counts):
    n, total = counts["n"], counts["sum"]
    value = statistics.ratio(total, WHOLE * n)
    interval = n and statistics.mean_interval(n, value, _spread(n, total, counts["squares"]))
    return _row(None, None, None, value, interval or None, n, _status(question, value))


def _spread(n, total, squares):
    """The sample standard deviation, from sums of 2520ths; None below two."""
    return sqrt(Fraction(squares * n - total * total, n * (n - 1))) / WHOLE if n > 1 else None


def _per_1000(question, counts):
    numerator, denominator = counts["numerator"], counts["denominator"] or None
    value = statistics.ratio(1000 * numerator, denominator)
    return _row(numerator, denominator, None, value, None, None, "none")


def rows_by_place(question, counts: Counts, quarter: str, places: Sequence[str]) -> list[dict]:
    """A row for each locality in its order, then the borough's."""
    found = [
        {"locality": place, "breakdown": None}
        | row(question, counts.get((quarter, PLACE, place), NOTHING))
        for place in places
    ]
    whole = row(question, of_borough(counts, quarter))
    return [*found, {"locality": "all", "breakdown": None} | whole]


def breakdowns(indicator: Indicator, question, counts: Counts, quarter: str) -> list[dict]:
    """Each axis with all its labels in their order, also those that nobody is in."""
    return [
        {
            "name": axis,
            "rows": [
                {"label": label} | row(question, counts.get((quarter, axis, label), NOTHING))
                for label in labels
            ],
        }
        for axis, labels in indicator.axes.items()
    ]


def trend(question, counts: Counts, quarters: Sequence[str]) -> list[dict]:
    """The borough's figure of each quarter."""
    keep = ("value", "numerator", "denominator", "n", "status")
    found = ((quarter, row(question, of_borough(counts, quarter))) for quarter in quarters)
    return [{"quarter": quarter} | {name: of[name] for name in keep} for quarter, of in found]
