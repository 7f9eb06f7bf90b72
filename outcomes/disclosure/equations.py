"""What a reader can work out: whole numbers, sums known to hold, and the figures shown.

A cell is *safe* for a value when a complete set of figures has been found that has this value in
the cell and fits everything shown. So safety rests on examples, which anyone can check by adding
up, and never on a search that found nothing: a search that runs out of budget only hides more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Terms = tuple[tuple[int, int], ...]
Domains = dict[int, tuple[int, int]]
SEARCH_STEPS = 600


class NoSolution(Exception):
    """The figures cannot all be true; `equation` is the sum that fails."""

    def __init__(self, equation: int):
        super().__init__(equation)
        self.equation = equation


@dataclass
class Equations:
    """Cells (their true values) and sums over them that equal nought."""

    values: list[int] = field(default_factory=list)
    sums: list[Terms] = field(default_factory=list)
    touching: list[list[int]] = field(default_factory=list)

    def cell(self, value: int) -> int:
        self.values.append(value)
        self.touching.append([])
        return len(self.values) - 1

    def add(self, terms: Iterable[tuple[int, int]]) -> None:
        """A sum of (cell, +1 or -1) that is nought; cells given twice are counted together."""
        together: dict[int, int] = {}
        for cell, sign in terms:
            together[cell] = together.get(cell, 0) + sign
        sum_ = tuple((cell, sign) for cell, sign in together.items() if sign)
        if not sum_:
            return
        if sum(sign * self.values[cell] for cell, sign in sum_):
            raise ValueError("A sum that does not hold for the true figures")
        for cell, _ in sum_:
            self.touching[cell].append(len(self.sums))
        self.sums.append(sum_)

    def groups(self) -> list[list[int]]:
        """Cells that hang together by any sum, known or not."""
        seen: set[int] = set()
        found = []
        for start in range(len(self.values)):
            if start in seen:
                continue
            seen.add(start)
            group = [start]
            for cell in group:
                near = {other for at in self.touching[cell] for other, _ in self.sums[at]}
                group.extend(sorted(near - seen))
                seen |= near
            found.append(group)
        return found


@dataclass(frozen=True)
class Reader:
    """One group of cells as a reader sees it, who knows the cells in `known`."""

    equations: Equations
    group: tuple[int, ...]
    known: frozenset[int]

    def start(self) -> Domains:
        values = self.equations.values
        top = 2 * max((values[cell] for cell in self.group), default=0) + 20
        return {
            cell: (values[cell], values[cell]) if cell in self.known else (0, top)
            for cell in self.group
        }

    def ranges(self) -> Domains:
        """What simple adding and taking away tells about each cell."""
        domains = self.start()
        everything = {at for cell in self.group for at in self.equations.touching[cell]}
        narrow(self.equations, domains, everything)
        return domains

    def example(self, cell: int, value: int, near: Mapping[int, int], ranges: Domains) -> dict:
        """A set of figures that fits all that is shown, with `value` in `cell`, near to `near`.

        Raises NoSolution when none exists or none was found in SEARCH_STEPS steps.
        """
        low, high = ranges[cell]
        if not low <= value <= high:
            raise NoSolution(self.equations.touching[cell][0])
        domains = dict(ranges)
        domains[cell] = (value, value)
        narrow(self.equations, domains, set(self.equations.touching[cell]))
        search = _Search(self.equations, near)
        found = search.complete(domains)
        if found is None:
            raise NoSolution(search.failed)
        return found


def narrow(equations: Equations, domains: Domains, todo: set[int]) -> set[int]:
    """Tighten bounds until no sum tells more; returns the cells that changed."""
    changed: set[int] = set()
    while todo:
        at = todo.pop()
        terms = equations.sums[at]
        low = high = 0
        for cell, sign in terms:
            below, above = domains[cell]
            low += below if sign > 0 else -above
            high += above if sign > 0 else -below
        if low > 0 or high < 0:
            raise NoSolution(at)
        for cell, sign in terms:
            below, above = domains[cell]
            if below == above:
                continue
            # The rest of the sum lies in [rest_low, rest_high]; this cell makes it nought.
            rest_low = low - (below if sign > 0 else -above)
            rest_high = high - (above if sign > 0 else -below)
            least, most = (-rest_high, -rest_low) if sign > 0 else (rest_low, rest_high)
            tight = max(below, least), min(above, most)
            if tight == (below, above):
                continue
            if tight[0] > tight[1]:
                raise NoSolution(at)
            domains[cell] = tight
            changed.add(cell)
            todo.update(equations.touching[cell])
            low = rest_low + (tight[0] if sign > 0 else -tight[1])
            high = rest_high + (tight[1] if sign > 0 else -tight[0])
    return changed


@dataclass
class _Search:
    """Repairs one broken sum after another, starting from figures that are known to fit."""

    equations: Equations
    near: Mapping[int, int]
    steps: int = SEARCH_STEPS
    failed: int = 0

    def complete(self, domains: Domains) -> dict[int, int] | None:
        wanted = {
            cell: min(max(self.near[cell], low), high) for cell, (low, high) in domains.items()
        }
        broken = self._broken(domains, wanted)
        if broken is None:
            return wanted
        at, residual = broken
        free = [(c, s) for c, s in self.equations.sums[at] if domains[c][0] < domains[c][1]]
        for cell, sign in sorted(free, key=lambda term: len(self.equations.touching[term[0]])):
            repaired = wanted[cell] - sign * residual
            for value in _outward(repaired, wanted[cell], domains[cell]):
                found = self._try(domains, cell, value)
                if found is not None:
                    return found
                if self.steps <= 0:
                    return None
        return None

    def _try(self, domains: Domains, cell: int, value: int) -> dict[int, int] | None:
        self.steps -= 1
        trial = dict(domains)
        trial[cell] = (value, value)
        try:
            narrow(self.equations, trial, set(self.equations.touching[cell]))
        except NoSolution as no:
            self.failed = no.equation
            return None
        return self.complete(trial)

    def _broken(self, domains: Domains, wanted: Mapping[int, int]) -> tuple[int, int] | None:
        seen: set[int] = set()
        for cell, value in wanted.items():
            if value == self.near[cell]:
                continue
            for at in self.equations.touching[cell]:
                if at not in seen:
                    seen.add(at)
                    residual = sum(sign * wanted[c] for c, sign in self.equations.sums[at])
                    if residual:
                        return at, residual
        return None


def _outward(first: int, second: int, domain: tuple[int, int]) -> list[int]:
    """A few values worth trying: the full repair, part repairs, no change, and the ends."""
    low, high = domain
    between = range(min(first, second), max(first, second) + 1)
    ranked = sorted(between, key=lambda value: abs(value - first))[:6]
    tried = [min(max(value, low), high) for value in [first, *ranked, second, low, high]]
    return list(dict.fromkeys(tried))
