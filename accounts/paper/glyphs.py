"""Which characters the font of our PDFs has: a tagged PDF may hold no other."""

from __future__ import annotations

import struct
import unicodedata
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
FACES = ("SourceSans3-Regular.ttf", "SourceSans3-Semibold.ttf", "SourceSans3-Bold.ttf")
NO_GLYPH = "\u25a1"
SEGMENTED_COVERAGE = 12


def printable(value):
    """Words, or lists and dictionaries of words, with an empty box for what cannot be printed."""
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", value)
        return "".join(c if c == "\n" or ord(c) in covered() else _instead(c) for c in text)
    if isinstance(value, list):
        return [printable(each) for each in value]
    if isinstance(value, dict):
        return {key: printable(each) for key, each in value.items()}
    return value


def _instead(char: str) -> str:
    """A space for any kind of space, nothing for what is not seen, else a box."""
    if char.isspace():
        return " "
    return "" if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Mn") else NO_GLYPH


@cache
def covered() -> frozenset[int]:
    """The code points that every upright face has."""
    faces = [_coverage((FONTS / name).read_bytes()) for name in FACES]
    return frozenset.intersection(*faces)


def _coverage(font: bytes) -> frozenset[int]:
    """The code points of the font's character map (OpenType `cmap`, subtable format 12)."""
    tables = struct.unpack_from(">H", font, 4)[0]
    records = [struct.unpack_from(">4sLLL", font, 12 + 16 * i) for i in range(tables)]
    start = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    for i in range(struct.unpack_from(">H", font, start + 2)[0]):
        at = start + struct.unpack_from(">HHL", font, start + 4 + 8 * i)[2]
        if struct.unpack_from(">H", font, at)[0] == SEGMENTED_COVERAGE:
            groups = struct.unpack_from(">L", font, at + 12)[0]
            spans = [struct.unpack_from(">LLL", font, at + 16 + 12 * k) for k in range(groups)]
            return frozenset(c for first, last, _ in spans for c in range(first, last + 1))
    raise ValueError("The font has no full character map")
