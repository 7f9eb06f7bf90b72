"""Which cells to hide: every count of 1 to 5, and then as little else as will keep those safe."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from outcomes.disclosure.equations import Domains, Equations, NoSolution, Reader
from outcomes.disclosure.rows import SMALL

ENDS_FIRST = (1, 5, 2, 3, 4)


@dataclass
class Choice:
    """Cells by number: `printed` can be hidden, `known_before` cannot any more.

    `instead` names what to hide for a cell that is printed nowhere, such as the rest of a
    denominator; `cost` says how much readers would miss a cell, given what is hidden already.
    """

    equations: Equations
    printed: frozenset[int]
    known_before: frozenset[int]
    instead: dict[int, tuple[int, ...]]
    cost: Callable[[int, set[int]], tuple]
    hidden: set[int] = field(default_factory=set)

    def make(self) -> set[int]:
        """The cells to hide."""
        for group in self.equations.groups():
            small = [cell for cell in group if self.equations.values[cell] in SMALL]
            if small:
                self._group(tuple(group), small)
        return self.hidden

    def _group(self, group: tuple[int, ...], small: list[int]) -> None:
        for cell in small:
            self.hidden.update(self._handles(cell)[:1])
        must = frozenset(self.hidden)
        proof = _Proof(self, group, small)
        while (open_ := proof.next_open()) is not None:
            self._hide_for(proof, *open_)
        if not proof.failed:
            extra = [cell for cell in group if cell in self.hidden - must]
            for cell in sorted(extra, key=lambda c: self.cost(c, self.hidden), reverse=True):
                proof.show_again(cell)

    def _handles(self, cell: int) -> list[int]:
        """The printed cells that can be hidden to hide this one, best first."""
        found = (cell, *self.instead.get(cell, ()))
        return [each for each in found if each in self.printed and each not in self.known_before]

    def _hide_for(self, proof: _Proof, cell: int, value: int) -> None:
        """Hide the cheapest cell that makes `value` possible in `cell`, else one on the way."""
        blocked = proof.attempt(cell, value)
        if blocked is None:
            return
        ranked = self._candidates(cell)
        for each in ranked:
            self.hidden.add(each)
            if proof.attempt(cell, value) is None:
                return
            self.hidden.discard(each)
        near = [each for each in ranked if each in self._in_sum(blocked)]
        if ranked:
            self.hidden.add((near or ranked)[0])
        else:
            proof.failed.add((cell, value))

    def _candidates(self, cell: int) -> list[int]:
        """Cells still shown in any sum that is reached over cells which are not."""
        found: set[int] = set()
        reached, todo = {cell}, [cell]
        for at in todo:
            for equation in self.equations.touching[at]:
                found |= self._in_sum(equation)
                for other, _ in self.equations.sums[equation]:
                    dark = other in self.hidden or other not in self.printed
                    if dark and other not in self.known_before and other not in reached:
                        reached.add(other)
                        todo.append(other)
        return sorted(found, key=lambda each: (self.cost(each, self.hidden), each))

    def _in_sum(self, equation: int) -> set[int]:
        cells = (cell for cell, _ in self.equations.sums[equation])
        return {each for cell in cells for each in self._handles(cell)} - self.hidden


@dataclass
class _Proof:
    """For every small count of a group, an example of each value from 1 to 5.

    `failed` holds what no hiding can bring back; after that nothing is shown again.
    """

    choice: Choice
    group: tuple[int, ...]
    small: list[int]
    examples: dict[tuple[int, int], dict[int, int]] = field(default_factory=dict)
    already_out: set[tuple[int, int]] = field(default_factory=set)
    failed: set[tuple[int, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.truth = {cell: self.choice.equations.values[cell] for cell in self.group}
        self._note(self.truth)
        ranges = self._ranges(self.choice.known_before)
        self.already_out = {
            (cell, value)
            for cell in self.small
            for value in SMALL
            if not ranges[cell][0] <= value <= ranges[cell][1]
        }

    def next_open(self) -> tuple[int, int] | None:
        done = self.already_out | self.failed | self.examples.keys()
        pairs = ((cell, value) for cell in self.small for value in ENDS_FIRST)
        return next((pair for pair in pairs if pair not in done), None)

    def attempt(self, cell: int, value: int) -> int | None:
        """Look for an example; None when one was found, else the sum that stood in the way."""
        known = (self.choice.printed - self.choice.hidden) | self.choice.known_before
        reader = self._reader(known)
        try:
            self._note(reader.example(cell, value, self.truth, reader.ranges()))
        except NoSolution as no:
            return no.equation
        return None

    def show_again(self, cell: int) -> None:
        """Print a hidden cell after all, where every small count stays safe without it."""
        before = self.examples
        self.examples = {
            pair: each for pair, each in before.items() if each[cell] == self.truth[cell]
        }
        self.choice.hidden.discard(cell)
        while (open_ := self.next_open()) is not None:
            if self.attempt(*open_) is not None:
                self.choice.hidden.add(cell)
                self.examples = before
                return

    def _reader(self, known: frozenset[int]) -> Reader:
        return Reader(self.choice.equations, self.group, known & frozenset(self.group))

    def _ranges(self, known: frozenset[int]) -> Domains:
        return self._reader(known).ranges()

    def _note(self, example: dict[int, int]) -> None:
        for cell in self.small:
            if example[cell] in SMALL:
                self.examples.setdefault((cell, example[cell]), example)
