"""The frozen figures of a report as plain JSON: all that pages, files and the API see of it."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings

from localities.calendar import Quarter, london
from localities.models import Locality
from outcomes import figures
from outcomes.frameworks import Framework, in_force
from outcomes.indicators import INDICATORS

QUARTERS_BEFORE = 8
OUTSIDE = {"code": "outside", "name": "Lives outside the borough"}
UNKNOWN = {"code": "unknown", "name": "Not known"}
TITLE = "Early help outcomes report"


def snapshot(
    quarter: Quarter,
    as_at: datetime,
    *,
    edition: int = 1,
    framework: Framework | None = None,
    made_at: datetime,
    board: str = "",
    told: Callable[[str, int], None] = lambda name, done: None,
) -> dict:
    """Every figure of a quarter's report with true counts, as at a moment, with its trend."""
    framework = framework or in_force(quarter)
    quarters = with_those_before(quarter)
    counts = figures.compute(framework, quarters, as_at, told=told)
    localities = _localities()
    places = [place["code"] for place in localities[:-1]]
    return {
        "title": TITLE,
        "board": board or settings.SERVICE["board"],
        "quarter": str(quarter),
        "quarter_label": quarter.label,
        "framework": framework.version,
        "edition": edition,
        "state": "draft",
        "as_at": london(as_at).isoformat(),
        "made_at": london(made_at).isoformat(),
        "what_changed": "",
        "localities": localities,
        "indicators": [
            _indicator(each, framework[each.key], counts[each.key], quarters, places)
            for each in INDICATORS
            if each.key in counts
        ],
    }


def with_those_before(quarter: Quarter, before: int = QUARTERS_BEFORE) -> list[Quarter]:
    found = [quarter]
    for _ in range(before):
        found.insert(0, found[0].previous)
    return found


def _localities():
    known = [{"code": one.code, "name": one.name} for one in Locality.objects.order_by("position")]
    return [*known, OUTSIDE, UNKNOWN, {"code": "all", "name": "Croydon"}]


def _indicator(indicator, question, counts, quarters, places):
    quarter = str(quarters[-1])
    return {
        "key": question.key,
        "name": question.name,
        "question": question.question,
        "unit": question.unit,
        "target": _plain(question.target),
        "floor": _plain(question.floor),
        "direction": question.direction,
        "definition": question.definition,
        "source": question.source,
        "commentary": "",
        "rows": figures.rows_by_place(question, counts, quarter, places),
        "breakdowns": figures.breakdowns(indicator, question, counts, quarter),
        "trend": figures.trend(question, counts, [str(each) for each in quarters]),
    }


def _plain(number):
    """A whole number as one, any other as a float; None stays."""
    return None if number is None else int(number) if number == int(number) else float(number)
