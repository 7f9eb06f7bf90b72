"""Who may open one family's record, kept as families.access keeps it, but in memory."""

from datetime import datetime, timedelta

from families.models import FamilyAccess

Basis = FamilyAccess.Basis
MONTH = timedelta(days=30)  # how long a decider and a former key worker can still look


class AccessBook:
    def __init__(self, world, family):
        self._rows, self._family_id, self._held = world.rows, family["id"], []
        self._work, self._reason = Basis.EPISODE, ""
        if family["restricted"]:  # who is given such a family is named for it by that
            self._work, self._reason = Basis.NAMED, "Was given the family as key worker"

    def open_to_worker(self, at, user_id):
        self.grant(self._work, at, user_id=user_id, reason=self._reason)

    def end_for_worker(self, at, user_id):
        self.end(self._work, at, user_id=user_id)

    def grant(self, basis, at: datetime, *, until=None, reason="", **holder):
        """Open to `user_id` or `team_id`; what holds already stays, or becomes longer."""
        row = next(self._open(basis, at, holder), None)
        if row is None:
            row = self._rows.add(
                FamilyAccess, family_id=self._family_id, basis=basis, from_at=at,
                until_at=until, reason=reason, **holder,
            )  # fmt: skip
            self._held.append(row)
        elif row["until_at"] and (until is None or until > row["until_at"]):
            row["until_at"] = until

    def end(self, basis, at: datetime, **holder):
        for row in self._open(basis, at, holder):
            row["until_at"] = at

    def _open(self, basis, at, holder):
        for row in self._held:
            holds = row["until_at"] is None or row["until_at"] > at
            if row["basis"] == basis and holds and holder.items() <= row.items():
                yield row

    def open_front_door(self, world, at):
        self.grant(Basis.SCREENING, at, team_id=world.teams["spoc"].pk)
        self.grant(Basis.FRONT_DOOR, at, team_id=world.teams["spoc-managers"].pk)
        self.grant(Basis.FRONT_DOOR, at, team_id=world.teams["leadership"].pk)
