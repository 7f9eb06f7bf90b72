"""The report on paper: tagged PDF/UA-1 by Typst, the same bytes for the same snapshot."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from accounts.paper import pdf
from outcomes.rendering.charts import chart_svg
from outcomes.rendering.document import LONDON, document

TEMPLATE = Path(__file__).parent / "report.typ"


def render(snapshot: dict) -> bytes:
    """The PDF, dated by the moment its figures were known."""
    paper = document(snapshot, lambda key, kind: chart_svg(snapshot, key, kind).decode("utf-8"))
    made_at = datetime.fromisoformat(snapshot["as_at"]).astimezone(LONDON)
    return pdf(TEMPLATE, paper, made_at=made_at)
