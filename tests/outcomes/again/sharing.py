"""What families agreed to before another agency learned of them, counted again."""

import pandas as pd

from tests.outcomes.again.facts import Places, day, quarter_of


class Sharing(Places):
    def first_disclosures(self):
        """(quarter, locality, disclosure, when the answer that allows it was written, or None)."""
        seen = set()
        for row in self.facts["disclosures"].itertuples():  # the earliest first
            family = self.root(row.family)
            if (family, row.agency) not in seen:
                seen.add((family, row.agency))
                on = day(row.happened_at)
                place = row.locality or self.home(row.family, on)
                yield quarter_of(on), place, row, self._allowed_by(family, row.happened_at)

    def _allowed_by(self, family, moment):
        """One after the other, what was said by then; then who still agrees."""
        stands = {}  # (purpose, person) -> answer; the whole family is nobody in particular
        for row in self._said().get(family, []):
            if row.happened_at > moment:
                continue
            for purpose, person in list(stands):
                if purpose == row.purpose and bool(person) != bool(row.person):
                    del stands[purpose, person]
            stands[row.purpose, row.person] = row
        share = [row for (purpose, _), row in stands.items() if purpose == "share"]
        good = [row for row in stands.values() if row.answer == "not_asked" and row.basis]
        if not any(row.answer == "withdrawn" for row in share):
            good += [row for row in share if row.answer == "agreed"]
        return min((row.recorded_at for row in good), default=None)

    def _said(self):
        if "said" not in self.__dict__:
            self.said = {}
            for row in self.facts["agreements"].itertuples():
                self.said.setdefault(self.root(row.family), []).append(row)
        return self.said

    def agreement_or_basis(self):
        found = self.first_disclosures()
        return [(q, place, int(allowed is not None), 1, 0) for q, place, _, allowed in found]

    def written_late(self):
        """(quarter, whether it was written only after the disclosure) of each that was allowed."""
        return [
            (q, pd.Timestamp(allowed) > row.recorded_at)
            for q, _, row, allowed in self.first_disclosures()
            if allowed is not None
        ]
