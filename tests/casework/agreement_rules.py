"""What a family may say at any moment, as rules of the front door's machine; what that stops."""

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from casework import actions as casework
from families import actions as families
from families.models import Agreement, Family, RiskCheck
from referrals import told

SAYS = [("help", "withdrawn"), ("help", "withdrawn"), ("share", "withdrawn"), ("help", "agreed"),
        ("share", "agreed")]  # fmt: skip
STOPS = {"help": "help_stopped_at", "share": "sharing_stopped_at"}


class Agreements:
    """Needs `family`, `episode`, `referrals`, `now`, `people`, `visited`, `attempt`."""

    said = unchecked = None

    def begin_agreements(self):
        self.said = []  # (row, purpose, answer), the oldest first
        self.unchecked = []  # withdrawals that no manager has checked

    @rule(says=st.sampled_from(SAYS))
    def the_family_says(self, says):
        purpose, answer = says
        row = self.attempt(True, lambda: families.record_agreement(
            family=self.family, purpose=purpose, answer=answer, happened_at=self.now,
            by=self.people["screener"], how="phone", at=self.now))  # fmt: skip
        self.said.append((row, purpose, answer))
        if answer == "withdrawn":
            self.unchecked.append(row)
        if self.episode and self.episode["open"]:
            self.the_key_worker_visits_and_writes()

    def agreed_when_handed_down(self):
        for row in Agreement.objects.filter(family=self.family).order_by("id")[len(self.said) :]:
            self.said.append((row, row.purpose, row.answer))

    @precondition(lambda self: self.said)
    @rule(data=st.data())
    def a_manager_checks(self, data):
        row, *_ = self.said[data.draw(st.integers(0, len(self.said) - 1), label="which")]
        done = self.attempt(row in self.unchecked, lambda: families.check_risk(
            agreement=row, finding="safe", text="The school sees them each day.",
            by=self.people["manager"], at=self.now))  # fmt: skip
        if done:
            self.unchecked.remove(row)

    @precondition(lambda self: self.episode and self.episode["open"])
    @rule()
    def the_key_worker_visits_and_writes(self):
        for kind in ("home", "note"):
            may = kind == "note" or self.stopped("help") is None
            self.visited.add(f"{kind} {'written' if may else 'refused'}")
            self.attempt(may, lambda kind=kind: casework.record_visit(
                episode=self.episode["row"], kind=kind, happened_at=self.now, notes="We talked.",
                by=self.people["key_worker"], at=self.now))  # fmt: skip

    def stopped(self, purpose):
        """Since when, by the last word of the family."""
        last = [(row, answer) for row, about, answer in self.said if about == purpose][-1:]
        return next((row.happened_at for row, answer in last if answer == "withdrawn"), None)

    @invariant()
    def what_was_taken_back_is_stopped_and_nothing_is_lost(self):
        if self.said is None:
            return
        family = Family.objects.get(pk=self.family.pk)
        for purpose, column in STOPS.items():
            assert getattr(family, column) == self.stopped(purpose)
        kept = Agreement.objects.filter(family=family).order_by("id")
        assert list(kept) == [row for row, _, _ in self.said]
        checks = RiskCheck.objects.filter(family=family).count()
        withdrawn = [row for row, _, answer in self.said if answer == "withdrawn"]
        assert checks == len(withdrawn) - len(self.unchecked)

    @invariant()
    def the_referrer_reads_a_decision_only_while_it_may_be_shared(self):
        for known in self.referrals if self.said is not None else ():
            hidden = known.state == "decided" and self.stopped("share")
            self.visited.add("decision hidden" if hidden else known.state)
            shown = told.short(self.fresh(known), self.now)["decision"]
            assert bool(shown) == (known.state == "decided" and not self.stopped("share"))
