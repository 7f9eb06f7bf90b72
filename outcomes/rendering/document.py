"""A snapshot in the words people read: the page and the PDF are both drawn from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from outcomes.disclosure import HIDDEN
from outcomes.rendering import figures, wording
from outcomes.rendering.alt_text import alt_text
from outcomes.rendering.chart_specs import CHART_WIDTH
from outcomes.rendering.charts import KINDS, chart_keys
from outcomes.rendering.tables import Column, Table, tables_of

LONDON = ZoneInfo("Europe/London")
TAGS = {"green": "green", "amber": "yellow", "red": "red"}


def document(snapshot: dict, chart: Callable[[str, str], str]) -> dict:
    """Plain words, lists and dictionaries; `chart(key, kind)` gives a chart's address or source."""
    drawn = set(chart_keys(snapshot))
    return {
        "title": snapshot["title"],
        "service": wording.SERVICE,
        "board": snapshot["board"],
        "period": snapshot["quarter_label"],
        "is_draft": snapshot["state"] != "published",
        "edition": snapshot["edition"],
        "what_changed": snapshot.get("what_changed") or "",
        "facts": facts(snapshot),
        "score": score(snapshot),
        "summary": [summary_row(each) for each in snapshot["indicators"]],
        "measures": [_measure(snapshot, each, drawn, chart) for each in snapshot["indicators"]],
        "how_to_read": [list(pair) for pair in wording.HOW_TO_READ],
        "small_numbers": wording.SMALL_NUMBERS,
        "has_hidden": any_hidden(snapshot),
        "sha256": snapshot.get("sha256") or "",
        "hash_note": wording.HASH_NOTE,
        "attribution": wording.ATTRIBUTION,
    }


def facts(snapshot: dict) -> list[list[str]]:
    """What the report is of, for its cover."""
    return [
        ["Prepared for", snapshot["board"]],
        ["Quarter", f"{snapshot['quarter_label']} ({snapshot['quarter']})"],
        ["Figures as known at", moment_text(snapshot["as_at"])],
        ["Edition", str(snapshot["edition"])],
        ["Framework", f"Outcomes framework of {_month(snapshot['framework'])}"],
        ["State", wording.STATES[snapshot["state"]]],
    ]


def moment_text(iso: str) -> str:
    """A moment in London's time: "1 October 2026 at 6:00am"."""
    moment = datetime.fromisoformat(iso).astimezone(LONDON)
    clock = f"{moment.hour % 12 or 12}:{moment:%M}{'am' if moment.hour < 12 else 'pm'}"
    return f"{moment.day} {moment:%B %Y} at {clock}"


def _month(version: str) -> str:
    """The version 2018-09 as "September 2018"; any other as it is."""
    try:
        return f"{datetime.strptime(version, '%Y-%m'):%B %Y}"
    except ValueError:
        return version


def score(snapshot: dict) -> list[dict]:
    """How many measures met their target, were near and were off."""
    found = [figures.borough(each)["status"] for each in snapshot["indicators"]]
    return [
        {"status": status, "text": figures.STATUS[status], "count": found.count(status)}
        for status in ("green", "amber", "red")
    ]


def summary_row(indicator: dict) -> dict:
    whole = figures.borough(indicator)
    return {
        "key": indicator["key"],
        "name": indicator["name"],
        "value": figures.value_text(whole["value"], indicator["unit"]),
        "counts": figures.counts_text(whole, indicator["unit"]),
        "target": figures.goal_text(indicator["target"], indicator),
        "floor": figures.goal_text(indicator["floor"], indicator),
        "status": whole["status"],
        "colour": TAGS.get(whole["status"], ""),
        "status_text": figures.status_text(whole["status"], indicator),
        "travel": figures.travel_text(indicator),
    }


def any_hidden(snapshot: dict) -> bool:
    return any(
        HIDDEN in row.values()
        for each in snapshot["indicators"]
        for rows in (
            each["rows"],
            each.get("trend", ()),
            *(part["rows"] for part in each.get("breakdowns", ())),
        )
        for row in rows
    )


def _measure(snapshot: dict, indicator: dict, drawn: set, chart: Callable) -> dict:
    key = indicator["key"]
    tables = {table.key.removeprefix(f"{key}-"): table for table in tables_of(snapshot, indicator)}
    charts = [
        {
            "kind": kind,
            "source": chart(key, kind),
            "alt": alt_text(snapshot, indicator, kind),
            "width": CHART_WIDTH,
            "caption": _caption(indicator, kind),
        }
        for kind in KINDS
        if (key, kind) in drawn
    ]
    over_time = tables.pop("trend", None)
    return summary_row(indicator) | {
        "question": indicator["question"],
        "definition": indicator["definition"],
        "source": indicator["source"],
        "commentary": [part for part in (indicator.get("commentary") or "").split("\n\n") if part],
        "charts": charts,
        "locality": _table(tables.pop("locality")),
        "breakdowns": [_table(table) for table in tables.values()],
        "trend": _table(over_time) if over_time else None,
        "trend_across": _across(indicator, over_time) if over_time else None,
    }


def _caption(indicator: dict, kind: str) -> str:
    return f"{indicator['name']} {'by quarter' if kind == 'trend' else 'by locality'}"


def _table(table: Table) -> dict:
    """A table for components/table.html and for paper: a status has its colour beside its words."""
    return {
        "key": table.key,
        "caption": table.caption,
        "head": [{"text": column.name, "numeric": column.is_number} for column in table.columns],
        "rows": [
            [_cell(column, text, row) for column, text in zip(table.columns, texts, strict=True)]
            for texts, row in zip(table.texts(), table.rows, strict=True)
        ],
    }


def _cell(column: Column, text: str, row: dict) -> dict:
    cell = {"text": text, "numeric": column.is_number}
    if column.name == "Status" and row["status"] in TAGS:
        cell |= {"status": row["status"], "colour": TAGS[row["status"]]}
    return cell


def _across(indicator: dict, table: Table) -> dict:
    """The quarters from left to right, for under the chart on paper."""
    columns = [column for column in table.columns[1:] if column.is_number]
    return {
        "caption": f"{table.caption}, in figures",
        "quarters": [figures.quarter_short(row["quarter"]) for row in indicator["trend"]],
        "rows": [
            [column.name, *(column.write(column.take(row)) for row in table.rows)]
            for column in columns
        ],
    }
