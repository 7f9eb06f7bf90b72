"""What a new edition says differently, of the figures that both editions show."""

from outcomes.disclosure import HIDDEN
from outcomes.rendering.figures import borough, value_text


def changes(before: dict, after: dict) -> list[str]:
    """One sentence for each measure whose public figures differ; measures that are new say so."""
    known = {indicator["key"]: indicator for indicator in before["indicators"]}
    found = []
    for indicator in after["indicators"]:
        old = known.get(indicator["key"])
        if old is None:
            found.append(f"{indicator['name']}: new in this edition.")
        elif sentence := _change(old, indicator):
            found.append(f"{indicator['name']}: {sentence}")
    return found


def _change(old, new):
    was, now = borough(old)["value"], borough(new)["value"]
    unit = new["unit"]
    if was != now and HIDDEN not in (was, now):
        return f"{value_text(was, unit)} before, {value_text(now, unit)} now."
    if old["rows"] != new["rows"] or old["breakdowns"] != new["breakdowns"]:
        return "some figures in its tables differ."
    return ""
