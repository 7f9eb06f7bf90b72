"""How a figure is written for people: one place for pages, PDF, charts and spreadsheets."""

from __future__ import annotations

from localities.calendar import Quarter
from outcomes.disclosure import HIDDEN
from outcomes.statistics import exact, round_half_away, travel

PLACES = {"percent": 1, "mean": 1, "kappa": 2, "per_1000": 1, "per_fte": 1}
NOTHING = "–"
STATUS = {
    "green": "Met target",
    "amber": "Near target",
    "red": "Off target",
    HIDDEN: "Hidden",
}


def number(value, places: int = 0) -> str:
    """1015 as 1,015; -0.25 with one place as −0.3; nothing as a dash; a hidden one as c."""
    if value is None:
        return NOTHING
    if value == HIDDEN:
        return HIDDEN
    return f"{round_half_away(value, places):,}".replace("-", "−")


def value_text(value, unit: str) -> str:
    """A figure in its unit, without the counts behind it."""
    text = number(value, PLACES.get(unit, 0))
    return f"{text}%" if unit == "percent" and text not in (HIDDEN, NOTHING) else text


def counts_text(row: dict, unit: str) -> str:
    """The counts behind a figure: "222 of 233", "104 cases", or nothing for a plain count."""
    if unit == "count":
        return ""
    if unit == "mean" or row.get("numerator") is None:
        n = row.get("n")
        return "" if n in (None, HIDDEN) else f"{number(n)} {'case' if n == 1 else 'cases'}"
    below = row.get("denominator")
    of = number(below, 1 if isinstance(below, float) and below % 1 else 0)
    if row["numerator"] == HIDDEN:
        return "" if below == HIDDEN else f"out of {of}"
    return f"{number(row['numerator'])} of {of}"


def figure_text(row: dict, unit: str) -> str:
    """A figure with its counts beside it: "95.3% (222 of 233)"."""
    counts = counts_text(row, unit)
    value = value_text(row["value"], unit)
    return f"{value} ({counts})" if counts else value


def interval_text(row: dict, unit: str) -> str:
    low, high = row.get("low"), row.get("high")
    if low == HIDDEN:
        return HIDDEN
    if low is None or high is None:
        return NOTHING
    return f"{value_text(low, unit)} to {value_text(high, unit)}"


def goal_number(goal, indicator: dict) -> str:
    """A target or floor as it was set: 95%, 0.8."""
    places = 0 if exact(goal).denominator == 1 else 1
    return number(goal, places) + ("%" if indicator["unit"] == "percent" else "")


def goal_text(goal, indicator: dict) -> str:
    """A target or floor in words: "95% or more", "18% or less"."""
    if goal is None:
        return NOTHING
    side = "less" if indicator["direction"] == "low" else "more"
    return f"{goal_number(goal, indicator)} or {side}"


def status_text(status: str, indicator: dict) -> str:
    if status == "none":
        return "No target" if indicator["target"] is None else NOTHING
    return STATUS[status]


def quarter_text(quarter: str) -> str:
    """ "2026-Q2" as "July to September 2026"."""
    return Quarter(quarter).label


def quarter_short(quarter: str) -> str:
    """ "2026-Q2" as "Jul to Sep 2026"."""
    first, _, last, year = Quarter(quarter).label.split()
    return f"{first[:3]} to {last[:3]} {year}"


def borough(indicator: dict) -> dict:
    """The row of the whole borough, or an empty one."""
    empty = {"value": None, "status": "none"}
    rows = indicator["rows"]
    whole = (r for r in rows if r["locality"] == "all" and r.get("breakdown") is None)
    return next(whole, empty)


def plain(value):
    """A figure that may be drawn or compared: hidden ones are none."""
    return None if value == HIDDEN else value


def travel_text(indicator: dict) -> str:
    """The last quarter against the one before it: "Up 1.2 points, better"."""
    unit = indicator["unit"]
    last = [plain(point["value"]) for point in indicator.get("trend", [])[-2:]]
    if len(last) < 2 or None in last:
        return NOTHING
    change = exact(last[1]) - exact(last[0])
    size = number(abs(change), PLACES.get(unit, 0))
    if not float(size.replace(",", "")):
        return "No change"
    word = travel(last, indicator["direction"])
    points = " points" if unit == "percent" else ""
    judged = f", {word}" if word in ("better", "worse") else ""
    return f"{'Up' if change > 0 else 'Down'} {size}{points}{judged}"
