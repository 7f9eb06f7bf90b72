"""How each chart is drawn, as Vega-Lite: lines by quarter and bars by locality."""

from __future__ import annotations

import json

from outcomes.rendering import figures
from outcomes.statistics import xmr_limits

INK, GREY, PALE = "#0b0c0c", "#505a5f", "#e4e8ec"
BLUE, DEEP, AREA, GOAL, FLOOR = "#5694ca", "#12436d", "#eaf0f5", "#00703c", "#801650"
SIZE = 14
# Every chart is as wide as every other: names on the left, the drawing, goals or values beside it.
LEFT = {"trend": 50, "localities": 170}
WIDTH = {"trend": 640, "localities": 560}
RIGHT = {"trend": 110, "localities": 70}
CHART_WIDTH = 808
LEAST_SPAN = {"percent": 10, "mean": 0.5, "kappa": 0.2, "per_1000": 2}


def trend(indicator: dict, points: list[dict]) -> dict:
    limits = xmr_limits([point["value"] for point in points])
    low, high = _span(indicator, points, limits)
    x = {
        "field": "label", "type": "ordinal", "sort": [p["label"] for p in points], "title": None,
        "scale": {"domain": [p["label"] for p in points], "padding": 0.4},
        "axis": {
            "labelExpr": "[slice(datum.label, 0, -5), slice(datum.label, -4)]",
            "labelAngle": 0, "domainColor": GREY, "ticks": False, "labelPadding": 8,
        },
    }  # fmt: skip
    y = {
        "field": "value", "type": "quantitative", "title": None,
        "scale": {"domain": [low, high], "nice": False, "zero": False},
        "axis": {"tickCount": 5, "labelExpr": _axis_text(indicator), "domain": False,
                 "ticks": False, "labelPadding": 8,
                 "minExtent": LEFT["trend"], "maxExtent": LEFT["trend"]},
    }  # fmt: skip
    shown = {"filter": "isValid(datum.value)"}
    layers = [
        *([_band(limits, low, high)] if limits else []),
        *_goals(indicator, "y"),
        {"mark": {"type": "line", "color": DEEP, "strokeWidth": 2.5}, "encoding": {"x": x, "y": y}},
        {
            "transform": [shown],
            "mark": {"type": "point", "shape": "circle", "filled": True, "size": 60, "color": DEEP,
                     "opacity": 1},
            "encoding": {"x": x, "y": y},
        },
        {
            "transform": [shown],
            "mark": {"type": "text", "dy": -13, "fontWeight": 600, "stroke": "white",
                     "strokeWidth": 4, "strokeJoin": "round"},
            "encoding": {"x": x, "y": y, "text": {"field": "text"}},
        },
        {
            "transform": [shown],
            "mark": {"type": "text", "dy": -13, "fontWeight": 600, "color": INK},
            "encoding": {"x": x, "y": y, "text": {"field": "text"}},
        },
        {
            "transform": [{"filter": "datum.hidden"}],
            "mark": {"type": "text", "color": GREY, "fontStyle": "italic"},
            "encoding": {"x": x, "y": {"value": 155}, "text": {"value": "c"}},
        },
    ]  # fmt: skip
    layers.append(_edge("trend"))
    room = 0 if _has_goal(indicator) else RIGHT["trend"]
    return {
        "width": WIDTH["trend"] + room, "height": 165, "data": {"values": points}, "layer": layers,
    }  # fmt: skip


def localities(indicator: dict, points: list[dict]) -> dict:
    order = [point["label"] for point in points]
    tops = [point[end] for point in points for end in ("value", "high") if point[end] is not None]
    goals = [goal for goal in (indicator["target"], indicator["floor"]) if goal is not None]
    most = 100 if indicator["unit"] == "percent" and max(tops) > 50 else max(tops + goals) * 1.05
    least = min([0, *(p["low"] for p in points if p["low"] is not None)])
    y = {
        "field": "label", "type": "nominal", "sort": order, "title": None,
        "scale": {"domain": order, "paddingInner": 0.35, "paddingOuter": 0.2},
        "axis": {"ticks": False, "domain": False, "labelLimit": 0, "labelPadding": 10,
                 "minExtent": LEFT["localities"], "maxExtent": LEFT["localities"],
                 "labelFontWeight": {"condition": {"test": _is_borough(points), "value": 600},
                                     "value": 400}},
    }  # fmt: skip
    x = {
        "field": "value", "type": "quantitative", "title": None,
        "scale": {"domain": [least, most], "nice": False},
        "axis": {"tickCount": 6, "labelExpr": _axis_text(indicator), "domain": False},
    }  # fmt: skip
    whisker = {"x": x | {"field": "low"}, "x2": {"field": "high"}, "y": y}
    with_interval = {"filter": "isValid(datum.low) && isValid(datum.high)"}
    layers = [
        {
            "transform": [{"filter": "isValid(datum.value)"}],
            "mark": {"type": "bar"},
            "encoding": {
                "x": x, "y": y,
                "color": {"condition": {"test": "datum.whole", "value": DEEP}, "value": BLUE},
            },
        },
        *_goals(indicator, "x"),
        *(
            {
                "transform": [with_interval],
                "mark": {"type": "rule", "color": colour, "strokeWidth": width},
                "encoding": whisker,
            }
            for colour, width in (("white", 4), (INK, 1.5))
        ),
        {
            "mark": {"type": "text", "align": "right"},
            "encoding": {
                "x": {"value": WIDTH["localities"] + RIGHT["localities"]}, "y": y,
                "text": {"field": "text"}, "color": {"value": INK},
            },
        },
    ]  # fmt: skip
    return {
        "width": WIDTH["localities"], "height": {"step": 25}, "data": {"values": points},
        "layer": layers,
    }  # fmt: skip


def _goals(indicator: dict, axis: str) -> list[dict]:
    """A dashed line for the target and a dotted one for the floor, each with its name."""
    layers = []
    for name, dash, colour in (("target", [8, 4], GOAL), ("floor", [2, 3], FLOOR)):
        if indicator[name] is None:
            continue
        text = f"{name.capitalize()} {figures.goal_number(indicator[name], indicator)}"
        rule = {"type": "rule", "color": colour, "strokeDash": dash, "strokeWidth": 2}
        words = {"type": "text", "color": colour, "fontWeight": 600}
        at = {axis: {"datum": indicator[name], "type": "quantitative"}}
        words, place = _beside(indicator, name, axis, words, at)
        one = {"values": [{}]}
        layers += [
            {"data": one, "mark": rule, "encoding": at},
            {"data": one, "mark": words, "encoding": place | {"text": {"value": text}}},
        ]
    return layers


def _beside(indicator: dict, name: str, axis: str, words: dict, at: dict) -> tuple[dict, dict]:
    """Where a goal's name stands: right of the chart, or above it and away from the other's."""
    if axis == "y":
        words |= {"align": "left", "baseline": "middle"}
        return words, at | {"x": {"value": WIDTH["trend"] + 6}}
    goals = [goal for goal in (indicator["target"], indicator["floor"]) if goal is not None]
    first = len(goals) > 1 and indicator[name] == min(goals)
    words |= {"align": "right" if first else "left", "dx": 4 if first else -4}
    return words, at | {"y": {"value": -9}}


def _band(limits, low: float, high: float) -> dict:
    """The range within which quarters usually move."""
    return {
        "data": {"values": [{"low": max(limits.low, low), "high": min(limits.high, high)}]},
        "mark": {"type": "rect", "color": AREA},
        "encoding": {
            "y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"},
        },
    }  # fmt: skip


def _has_goal(indicator: dict) -> bool:
    return indicator["target"] is not None or indicator["floor"] is not None


def _edge(kind: str) -> dict:
    """A point that is not seen, so that charts with and without goals are of one width."""
    at = {"x": {"value": WIDTH[kind] + RIGHT[kind]}, "y": {"value": 0}}
    return {
        "data": {"values": [{}]}, "mark": {"type": "point", "opacity": 0, "size": 1},
        "encoding": at,
    }  # fmt: skip


def _span(indicator: dict, points: list[dict], limits) -> tuple[float, float]:
    """The axis of a trend: every shown point, the goals and the usual range, with some air."""
    values = [point["value"] for point in points if point["value"] is not None]
    values += [goal for goal in (indicator["target"], indicator["floor"]) if goal is not None]
    values += [limits.low, limits.high] if limits else []
    low, high = min(values), max(values)
    # Two figures that are nearly alike must not look far apart.
    air = max((high - low) * 0.15, (LEAST_SPAN.get(indicator["unit"], 10) - (high - low)) / 2)
    least = None if indicator["unit"] in ("mean", "kappa") else 0
    most = 100 if indicator["unit"] == "percent" else None
    low = low - air if least is None else max(least, low - air)
    return low, high + air if most is None else min(most + 1, high + air)


def _is_borough(points: list[dict]) -> str:
    names = [point["label"] for point in points if point["whole"]]
    return f"indexof({json.dumps(names)}, datum.label) >= 0"


def _axis_text(indicator: dict) -> str:
    return "datum.value + '%'" if indicator["unit"] == "percent" else "format(datum.value, ',')"
