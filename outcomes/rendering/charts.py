"""Charts of a report as SVG: drawn from the figures that the reader also has in a table.

One Vega-Lite description, drawn without a browser or a network; no <style>, so the file works as
an <img> under a strict content security policy. Hidden figures are left out and marked "c".
"""

from __future__ import annotations

import json
import re
from functools import cache

import vl_convert

from accounts.paper.glyphs import FONTS, printable
from outcomes.disclosure import HIDDEN
from outcomes.rendering import chart_specs, figures

KINDS = ("trend", "localities")
LEAST_POINTS = {"trend": 3, "localities": 2}  # fewer tell nothing that the table does not
FONT = "'Source Sans 3', Arial, Helvetica, sans-serif"


def chart_keys(snapshot: dict) -> list[tuple[str, str]]:
    """The (indicator key, kind) of every chart that has anything to show."""
    return [
        (each["key"], kind)
        for each in snapshot["indicators"]
        for kind in KINDS
        if _shown(_points(snapshot, each, kind)) >= LEAST_POINTS[kind]
    ]


def chart_svg(snapshot: dict, key: str, kind: str) -> bytes:
    """One chart; the same bytes for the same figures. KeyError for a chart that there is not."""
    if (key, kind) not in chart_keys(snapshot):
        raise KeyError(f"No chart {kind} for {key}")
    indicator = next(each for each in snapshot["indicators"] if each["key"] == key)
    points = _points(snapshot, indicator, kind)
    draw = chart_specs.trend if kind == "trend" else chart_specs.localities
    return _draw(draw(indicator, points))


def _points(snapshot: dict, indicator: dict, kind: str) -> list[dict]:
    """The rows of a chart, each with its label and what may be drawn of it."""
    if kind == "trend":
        rows = [(figures.quarter_short(r["quarter"]), r) for r in indicator.get("trend", ())]
    else:
        names = {each["code"]: each["name"] for each in snapshot["localities"]}
        rows = [
            (names.get(r["locality"], r["locality"]), r)
            for r in indicator["rows"]
            if r.get("breakdown") is None
            and not (r["locality"] == "all" and indicator["unit"] == "count")
        ]
    return [
        {
            "label": printable(label),
            "value": figures.plain(row["value"]),
            "text": figures.value_text(row["value"], indicator["unit"]),
            "low": figures.plain(row.get("low")),
            "high": figures.plain(row.get("high")),
            "hidden": row["value"] == HIDDEN,
            "whole": row.get("locality") == "all",
        }
        for label, row in rows
    ]


def _shown(points: list[dict]) -> int:
    return sum(point["value"] is not None for point in points)


def _draw(spec: dict) -> bytes:
    _fonts()
    text = {"font": FONT, "fontSize": chart_specs.SIZE}
    axis = {
        "labelFont": FONT, "labelFontSize": chart_specs.SIZE,
        "labelColor": chart_specs.INK, "gridColor": chart_specs.PALE,
        "tickColor": chart_specs.GREY,
    }  # fmt: skip
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": "white",
        "padding": 4,
        "config": {"font": FONT, "axis": axis, "text": text, "view": {"stroke": None}},
    } | spec
    svg = vl_convert.vegalite_to_svg(json.dumps(spec))
    return _renumbered(svg).encode("utf-8")


def _renumbered(svg: str) -> str:
    """Names of clips count on from chart to chart; here they start anew in each."""
    names = dict.fromkeys(re.findall(r'id="((?:clip|gradient_)\d+)"', svg))
    for number, name in enumerate(names):
        svg = re.sub(rf"\b{name}\b", f"part{number}", svg)
    return svg


@cache
def _fonts() -> None:
    vl_convert.register_font_directory(str(FONTS))
