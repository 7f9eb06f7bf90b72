"""Words that may stand in a spreadsheet cell: never a formula, never a broken file."""

from __future__ import annotations

import unicodedata

# A spreadsheet that opens a CSV file takes a cell that begins so as a formula.
FORMULA_SIGNS = frozenset("=+-−@\t\r")
SILENT = ("Cf", "Cc", "Cs", "Cn", "Co", "Zl", "Zp")
KEPT = frozenset("\t\n\r")


def safe_text(value) -> str:
    """The words with an apostrophe before them where they would begin a formula.

    Look-alikes count: full-width signs, and signs after spaces or characters of no width. Control
    characters and lone surrogates, which no spreadsheet file can hold, are left out.
    """
    text = str(value)
    looks_like = unicodedata.normalize("NFKC", "".join(c for c in text if not _is_silent(c)))
    dangerous = looks_like.strip()[:1] in FORMULA_SIGNS or text[:1] in ("\t", "\r", "\x00")
    clean = "".join(c for c in text if c in KEPT or not _is_unholdable(c))
    return f"'{clean}" if dangerous and looks_like.strip() not in ("", "-") else clean


def _is_silent(char: str) -> bool:
    return char not in KEPT and unicodedata.category(char) in SILENT


def _is_unholdable(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs") or char in "\ufffe\uffff"
