"""The public figures as one tidy table, and what its columns mean (CSV on the Web)."""

from __future__ import annotations

import csv
import json
from io import StringIO

from outcomes.disclosure import HIDDEN
from outcomes.rendering import figures, wording
from outcomes.rendering.cells import safe_text
from outcomes.rendering.document import facts
from outcomes.rendering.tables import tables_of
from outcomes.statistics import round_half_away

COUNT = {"base": "integer", "minimum": 0}
COLUMNS = {
    "indicator": ("Short name of the measure", "string"),
    "name": ("Name of the measure", "string"),
    "unit": ("percent, count, mean, kappa, per_1000 or per_fte", "string"),
    "split_by": ("What the rows are split by: Locality, Quarter, Age band and so on", "string"),
    "group": ("The locality, quarter or group", "string"),
    "numerator": ("How many it happened for", COUNT),
    "denominator": ("How many it could have happened for, or the population or staff", "decimal"),
    "n": ("How many cases the figure is about", COUNT),
    "pending": ("How many are not done and not yet due; in neither number", COUNT),
    "value": ("The figure, rounded half away from nought", "decimal"),
    "low": ("Lower 95% confidence limit", "decimal"),
    "high": ("Upper 95% confidence limit", "decimal"),
    "kappa": ("Weighted kappa of agreement", "decimal"),
    "status": ("green: met target, amber: near target, red: off target, none: no target", "string"),
}
KEY = ["indicator", "split_by", "group"]
TEXTS = {"indicator", "name", "unit", "split_by", "group", "status"}


def render(snapshot: dict) -> bytes:
    """Comma-separated, UTF-8, one heading row; a hidden figure is c, a missing one is empty."""
    stream = StringIO()
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    for indicator in snapshot["indicators"]:
        for table in tables_of(snapshot, indicator):
            for row in table.rows:
                label = table.columns[0]
                about = [indicator["key"], indicator["name"], indicator["unit"], label.name]
                words = [safe_text(text) for text in [*about, label.take(row)]]
                names = list(COLUMNS)[len(words) :]
                writer.writerow(words + [_cell(indicator, name, row.get(name)) for name in names])
    return stream.getvalue().encode("utf-8")


def metadata(snapshot: dict, url: str) -> bytes:
    """The description of the CSV file at `url`, after the W3C's metadata vocabulary."""
    about = dict(facts(snapshot))
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": url,
        "dc:title": f"{snapshot['title']}, {snapshot['quarter_label']}",
        "dc:description": wording.SMALL_NUMBERS,
        "dc:creator": wording.SERVICE,
        "dc:modified": snapshot["as_at"],
        "dc:identifier": f"sha256:{snapshot.get('sha256') or ''}",
        "dc:rights": wording.ATTRIBUTION,
        "notes": [f"{name}: {words}" for name, words in about.items()],
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ",", "quoteChar": '"'},
        "tableSchema": {
            "primaryKey": KEY,
            "columns": [
                {
                    "name": name,
                    "titles": name,
                    "dc:description": meaning,
                    "datatype": kind,
                    "required": name in KEY,
                    **({} if name in TEXTS - {"status"} else {"null": ["", HIDDEN]}),
                }
                for name, (meaning, kind) in COLUMNS.items()
            ],
        },
    }
    return (json.dumps(described, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def _cell(indicator: dict, name: str, value):
    if value is None or value == HIDDEN or name in TEXTS:
        return "" if value is None else value
    if name in ("value", "low", "high"):
        return round_half_away(value, figures.PLACES.get(indicator["unit"], 0))
    return round_half_away(value, 2) if name == "kappa" else value
