"""All files of a report, from one snapshot."""

from __future__ import annotations

from outcomes.rendering import ods, pdf, tidy_csv, xlsx
from outcomes.rendering.charts import chart_keys, chart_svg

CONTENT_TYPES = {
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}


def file_stem(snapshot: dict) -> str:
    """ "croydon-early-help-2026-Q2-v1": the quarter and the edition."""
    return f"croydon-early-help-{snapshot['quarter']}-v{snapshot['edition']}"


def render_all(snapshot: dict) -> dict[str, bytes]:
    """Name and content of each file to download: give the public snapshot for what leaves."""
    stem = file_stem(snapshot)
    return {
        f"{stem}.pdf": pdf.render(snapshot),
        f"{stem}.xlsx": xlsx.render(snapshot),
        f"{stem}.ods": ods.render(snapshot),
        f"{stem}.csv": tidy_csv.render(snapshot),
        f"{stem}-metadata.json": tidy_csv.metadata(snapshot, f"{stem}.csv"),
    }


def render_charts(snapshot: dict) -> dict[str, bytes]:
    """Each chart of the report's page, by names like "decision_on_time-trend.svg"."""
    return {
        chart_name(key, kind): chart_svg(snapshot, key, kind) for key, kind in chart_keys(snapshot)
    }


def chart_name(key: str, kind: str) -> str:
    return f"{key}-{kind}.svg"
