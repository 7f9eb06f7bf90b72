"""PDF files: tagged (PDF/UA-1), drawn by Typst with the font that travels with the code."""

import json
from pathlib import Path

import typst

from accounts.paper.glyphs import FONTS, printable


def pdf(template: Path, facts: dict, *, made_at) -> bytes:
    """The PDF of a template, which reads `facts` as JSON: no word in them is ever markup.

    The same facts and moment give the same bytes.
    """
    facts = facts | {"date": [made_at.year, made_at.month, made_at.day]}
    return typst.compile(
        str(template),
        root=str(template.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"facts": json.dumps(printable(facts))},
        pdf_standards=["ua-1"],
        timestamp=int(made_at.timestamp()),
    )
