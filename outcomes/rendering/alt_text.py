"""What a chart shows, in words, for whoever does not see it."""

from __future__ import annotations

from outcomes.disclosure import HIDDEN
from outcomes.rendering import figures


def alt_text(snapshot: dict, indicator: dict, kind: str) -> str:
    """A sentence or a few: what kind of chart, the figures, the goals, what is hidden."""
    words = _trend(indicator) if kind == "trend" else _localities(snapshot, indicator)
    goals = [
        f"{name} {figures.goal_text(indicator[name], indicator)}"
        for name in ("target", "floor")
        if indicator[name] is not None
    ]
    if goals:
        words.append(f"{'; '.join(goals)}.".capitalize())
    return " ".join([*words, "The same figures are in a table beside it."])


def _trend(indicator: dict) -> list[str]:
    unit = indicator["unit"]
    points = [
        (figures.quarter_text(row["quarter"]), row["value"])
        for row in indicator["trend"]
        if row["value"] not in (None, HIDDEN)
    ]
    (first, start), (last, end) = points[0], points[-1]
    lowest = min(points, key=lambda point: point[1])
    highest = max(points, key=lambda point: point[1])
    words = [
        f"Line chart of {_name(indicator)} by quarter:",
        f"{figures.value_text(start, unit)} in {first},",
        f"{figures.value_text(end, unit)} in {last};",
        f"lowest {figures.value_text(lowest[1], unit)} in {lowest[0]},",
        f"highest {figures.value_text(highest[1], unit)} in {highest[0]}.",
    ]
    return words + _hidden(indicator["trend"], "quarter")


def _localities(snapshot: dict, indicator: dict) -> list[str]:
    names = {each["code"]: each["name"] for each in snapshot["localities"]}
    rows = [row for row in indicator["rows"] if row.get("breakdown") is None]
    bars = ", ".join(
        f"{names.get(row['locality'], row['locality'])} "
        f"{figures.value_text(row['value'], indicator['unit'])}"
        for row in rows
        if row["value"] not in (None, HIDDEN)
    )
    words = [f"Bar chart of {_name(indicator)} by locality: {bars}."]
    return words + _hidden(rows, "locality", "localities")


def _hidden(rows: list[dict], one: str, many: str = "") -> list[str]:
    count = sum(row["value"] == HIDDEN for row in rows)
    if not count:
        return []
    if count == 1:
        return [f"1 {one} is hidden because numbers are small."]
    return [f"{count} {many or one + 's'} are hidden because numbers are small."]


def _name(indicator: dict) -> str:
    """The name as it reads within a sentence."""
    name = indicator["name"]
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
