"""A replay's figures as cells and the sums between them; some readers see no small ones."""

from dataclasses import dataclass, field

from localities.models import AgencyKind, Locality
from outcomes.disclosure import HIDDEN
from outcomes.disclosure.choose import Choice
from outcomes.disclosure.equations import Equations
from outcomes.indicators.children import AGE_BANDS, NOT_KNOWN
from outcomes.lab.replaying import AGE, AGENCY, ETHNIC, PLACE

LEVELS = (1, 2, 3, 4)
MOVES = [f"{then}{now}" for then in LEVELS for now in LEVELS]
STAY, SUM, ALL = "stay", "sum", "all"
FEWEST = 100  # referrals, below which nearly every cell is small or tells a small one
# What an axis counts: the totals of two axes that count the same are one cell each.
COUNTED = {PLACE: ALL, AGENCY: ALL, AGE: "children", ETHNIC: "children"}
ETHNIC_GROUPS = ("Asian", "Black", "Mixed", "White", "Other")


@dataclass
class Sheet:
    """`cells` by (axis, code, move): true counts. `moving` are the moves that anybody makes."""

    cells: dict = field(default_factory=dict)
    sums: list = field(default_factory=list)  # [[(cell, +1 or -1)]], each nought
    moving: list = field(default_factory=list)
    codes: dict = field(default_factory=dict)  # axis -> codes, in the order of the page

    def hidden(self):
        """The cells that a reader outside casework may not see: the small, and what tells them."""
        if self.cells[ALL, ALL, SUM] < FEWEST:
            return set(self.cells)
        equations, numbers = Equations(), {}
        for cell, value in self.cells.items():
            numbers[cell] = equations.cell(value)
        for terms in self.sums:
            equations.add([(numbers[cell], sign) for cell, sign in terms])
        cells = list(self.cells)

        def cost(number, _):
            return (SUM in cells[number], self.cells[cells[number]])

        everything = frozenset(numbers.values())
        choice = Choice(equations, everything, frozenset(), {}, cost)
        return {cells[number] for number in choice.make()}

    def shown(self, hidden=()):
        """cell -> its count, or the mark of what is hidden."""
        return {cell: HIDDEN if cell in hidden else n for cell, n in self.cells.items()}


def sheet_of(figures):
    sheet = Sheet()
    moves = {move: figures["moves"].get(move, 0) for move in MOVES}
    sheet.moving = [move for move in MOVES if moves[move] and move[0] != move[1]]
    _matrix(sheet, moves)
    found = {axis: {} for axis in (PLACE, AGENCY, AGE, ETHNIC)}
    for axis, code, counts in figures["by"]:
        found[axis][code] = counts
    for axis, by_code in found.items():
        _axis(sheet, axis, by_code)
    return sheet


def _matrix(sheet, moves):
    cells = sheet.cells
    cells |= {(ALL, ALL, move): count for move, count in moves.items()}
    for level in LEVELS:
        row = [(ALL, ALL, f"{level}{now}") for now in LEVELS]
        column = [(ALL, ALL, f"{then}{level}") for then in LEVELS]
        _total(sheet, ("then", level, SUM), row)
        _total(sheet, ("now", level, SUM), column)
    _total(sheet, (ALL, ALL, STAY), [(ALL, ALL, f"{level}{level}") for level in LEVELS])
    _total(sheet, (ALL, ALL, SUM), [("then", level, SUM) for level in LEVELS])
    _same(sheet, (ALL, ALL, SUM), [("now", level, SUM) for level in LEVELS])


def _axis(sheet, axis, by_code):
    """Each code by the moves that are made; the rows sum to the borough's referrals or children."""
    sheet.codes[axis] = _in_order(axis, by_code)
    for code in sheet.codes[axis]:
        counts = by_code[code]
        stay = sum(counts.get(f"{level}{level}", 0) for level in LEVELS)
        row = [(axis, code, move) for move in [*sheet.moving, STAY]]
        sheet.cells |= {cell: counts.get(cell[2], 0) for cell in row} | {row[-1]: stay}
        _total(sheet, (axis, code, SUM), row)
    for move in [*sheet.moving, STAY, SUM]:
        column = [(axis, code, move) for code in sheet.codes[axis]]
        total = (COUNTED[axis], ALL, move)
        (_same if total in sheet.cells else _total)(sheet, total, column)


def _total(sheet, cell, parts):
    sheet.cells[cell] = sum(sheet.cells[part] for part in parts)
    _same(sheet, cell, parts)


def _same(sheet, cell, parts):
    sheet.sums.append([(cell, -1), *((part, 1) for part in parts)])


def _in_order(axis, by_code):
    order = {code: place for place, code in enumerate(labels(axis))}
    return sorted(by_code, key=lambda code: order.get(code, len(order)))


def labels(axis):
    """Code -> what the page calls it, in order."""
    if axis == PLACE:
        known = dict(Locality.objects.order_by("position").values_list("pk", "name"))
        return known | {0: "Lives outside the borough", -1: NOT_KNOWN}
    if axis == AGENCY:
        return dict(AgencyKind.choices)
    if axis == AGE:
        return AGE_BANDS | {"unknown": NOT_KNOWN}
    return {group: group for group in ETHNIC_GROUPS} | {"unknown": NOT_KNOWN}
