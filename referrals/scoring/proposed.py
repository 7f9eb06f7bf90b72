"""A proposed thresholds file, checked row by row: every problem at once, with its line."""

import csv
import io
import re
from dataclasses import dataclass

from referrals.scoring.errors import BrokenThresholds
from referrals.scoring.thresholds import COLUMNS, NEED_LEVELS, read_thresholds, row_problems
from referrals.scoring.vocabulary import NEED, RED_FLAG

PROPOSED = "proposed"  # the version of what nobody has adopted: scored by the newest rule
MOST_ROWS = 1000
LONGEST_KEY, LONGEST_TEXT = 60, 300
KEY = re.compile("[a-z][a-z0-9_]*(\\.[a-z0-9_]+)+")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and in which line of the file; line 0 is the file as a whole."""

    line: int
    message: str

    def __str__(self):
        return f"Line {self.line}: {self.message}." if self.line else f"{self.message}."


def check_proposed(text, version=PROPOSED):
    """(Thresholds or None, [Problem]). The same format as a published file, by stricter rules.

    A published file was read by people; this one may have been typed. So its keys must be such as
    can be kept and linked to, each line has words of its own, and no level may be left empty.
    """
    try:
        rows = list(_rows(text))
    except csv.Error as error:
        return None, [Problem(0, f"The file cannot be read as CSV: {error}")]
    if not rows or rows[0][1] != COLUMNS:
        first = f"The first line must be {','.join(COLUMNS)}"
        return None, [Problem(1, first)]
    if len(rows) > MOST_ROWS:
        return None, [Problem(0, f"The file may have {MOST_ROWS} lines at most")]
    problems = list(_of_rows(rows[1:])) or list(_of_the_whole(rows[1:]))
    if problems:
        return None, problems
    try:
        return read_thresholds(version, io.StringIO(text)), []
    except BrokenThresholds as error:
        return None, [Problem(0, str(error).removesuffix("."))]


def _rows(text):
    """(line, cells) of every line that is not empty, without spaces around the cells."""
    reader = csv.reader(io.StringIO(text), strict=True)
    for cells in reader:
        if any(cells):
            yield reader.line_num, cells


def _of_rows(rows):
    keys, words, domains = {}, {}, {}
    for line, cells in rows:
        if len(cells) != len(COLUMNS):
            yield Problem(line, f"There are {len(cells)} cells and must be {len(COLUMNS)}: words "
                          "that hold a comma stand between quotation marks")  # fmt: skip
            continue
        row = dict(zip(COLUMNS, cells, strict=True))
        for message in _of_row(row):
            yield Problem(line, message[:1].upper() + message[1:])
        for found, value, what in ((keys, row["key"], "key"), (words, same(row["text"]), "words")):
            first = found.setdefault(value, line)
            if first != line:
                yield Problem(line, f"Line {first} has the same {what}")
        if row["kind"] == NEED and domains.setdefault(row["theme"], row["domain"]) != row["domain"]:
            yield Problem(line, f"The theme {row['theme']} lies in two domains")


def _of_row(row):
    if any(cell != cell.strip() for cell in row.values()):
        yield "there is a space before or after the words of a cell"
    if not KEY.fullmatch(row["key"]) or len(row["key"]) > LONGEST_KEY:
        yield f"the key may hold small letters, digits, _ and full stops, {LONGEST_KEY} at most"
    if len(row["text"]) > LONGEST_TEXT:
        yield f"the words may have {LONGEST_TEXT} characters at most"
    yield from row_problems(row)


def _of_the_whole(rows):
    kinds = {(cells[1], cells[4]) for _, cells in rows}
    for level in NEED_LEVELS:
        if (NEED, str(level)) not in kinds:
            yield Problem(0, f"There is no need at level {level}")
    if (RED_FLAG, "4") not in kinds:
        yield Problem(0, "There is no red flag: an immediate danger could not be told")


def same(text):
    """Words as they are compared: small letters, single spaces, no full stop."""
    return " ".join(text.casefold().split()).removesuffix(".")
