"""The report on paper: tagged PDF/UA-1 by Typst, the same bytes for the same snapshot."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import typst

from outcomes.rendering.charts import chart_svg
from outcomes.rendering.document import LONDON, document
from outcomes.rendering.glyphs import FONTS, printable

TEMPLATE = Path(__file__).parent / "report.typ"


def render(snapshot: dict) -> bytes:
    """The PDF. Figures travel as JSON, so that no name in them is ever read as markup."""
    paper = document(snapshot, lambda key, kind: chart_svg(snapshot, key, kind).decode("utf-8"))
    made = datetime.fromisoformat(snapshot["as_at"]).astimezone(LONDON)
    paper["date"] = [made.year, made.month, made.day]
    return typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(printable(paper))},
        pdf_standards=["ua-1"],
        timestamp=int(made.timestamp()),
    )
