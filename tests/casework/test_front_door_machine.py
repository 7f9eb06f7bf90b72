"""Everything that can happen to a family at the front door, in any order.

A plain model, written apart from the code, says before each step whether it is allowed and who
then holds the family. The real actions on the real database must agree, step after step.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.roles import Role
from audit.errors import Refused
from casework import actions as casework
from casework.holder import holder
from casework.models import Episode
from families.models import Disclosure, Family
from localities import clocks
from referrals import actions as referrals
from referrals import holding
from referrals.codes import UNDECIDED, Outcome, State
from referrals.models import Decision, Move, Referral, Transfer
from referrals.next_steps import next_step
from referrals.workflow import TRANSITIONS
from tests.casework.agreement_rules import Agreements
from tests.factories import localities as places
from tests.factories.casework import EpisodeFactory
from tests.factories.families import ChildFactory, FamilyFactory
from tests.factories.referrals import MONDAY, ReferralFactory

pytestmark = pytest.mark.django_db

WAITS = (timedelta(minutes=1), timedelta(minutes=50), timedelta(hours=7), timedelta(days=3))
LEVELS = {
    Outcome.ADVICE: 1, Outcome.PARTNER_LED: 2, Outcome.FAMILY_SOLUTIONS: 3, Outcome.LINKED: 3,
    Outcome.SOCIAL_CARE: 4,
}  # fmt: skip
MOST_REFERRALS = 3
people = {}  # filled once for all the runs of a test
visited = set()


class Known:
    """What the model knows of one referral."""

    def __init__(self, row, *, urgent):
        self.row, self.urgent = row, urgent
        self.state, self.outcome = "submitted", None
        self.agreed = set()  # levels below 4, in this round


class FrontDoor(Agreements, RuleBasedStateMachine):
    people, visited = people, visited

    @initialize(helped=st.booleans())
    def begin(self, helped):
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.now = MONDAY
        self.family = FamilyFactory()
        self.child = ChildFactory(family=self.family)
        self.referrals = []
        self.offers = []  # (row, up or down, Known or None) without an answer, the oldest first
        self.given = {}  # referral -> answers that its offers had
        self.episode = None  # {"row", "of", "open"}
        self.with_social_care = False
        self.history = []
        self.begin_agreements()
        self.disagreed = {}  # referral -> what was raised, then "answered"
        if helped:
            self.refer("calm")
            self.take(self.referrals[0], Outcome.FAMILY_SOLUTIONS)
            self.allocate()

    def teardown(self):
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    # -- trying an action ---------------------------------------------------------------------

    def attempt(self, allowed, do):
        """Do it; whether it was refused must be what the model says."""
        self.now += timedelta(seconds=1)
        try:
            with transaction.atomic():
                done = do()
        except Refused as refused:
            assert not allowed, f"refused: {refused.message}"
            return None
        assert allowed, "this should have been refused"
        return done

    def fresh(self, known):
        return Referral.objects.get(pk=known.row.pk)

    def pick(self, data):
        return self.referrals[data.draw(st.integers(0, len(self.referrals) - 1), label="which")]

    def offers_of(self, known):
        return [offer for offer in self.offers if offer[2] is known]

    @rule(wait=st.sampled_from(WAITS))
    def time_goes_by(self, wait):
        self.now += wait

    # -- the referral ---------------------------------------------------------------------------

    @precondition(lambda self: len(self.referrals) < MOST_REFERRALS)
    @rule(kind=st.sampled_from(["calm", "level_4_need", "red_flag"]))
    def refer(self, kind):
        traits = {} if kind == "calm" else {kind: True}
        row = ReferralFactory(
            family=self.family, submitted_at=self.now, children=0, referrer=people["referrer"],
            site=people["site"], worries=f"Worry {len(self.referrals)}", **traits,
        )  # fmt: skip
        self.referrals.append(Known(row, urgent=kind == "red_flag"))

    @precondition(lambda self: self.referrals)
    @rule(data=st.data())
    def the_same_comes_twice(self, data):
        known = self.pick(data)
        facts = ("worries", "working_well", "must_change", "tried", "submitted_at")
        row = self.fresh(known)
        again = ReferralFactory(
            family=self.family, children=0, referrer=people["referrer"], site=people["site"],
            **{name: getattr(row, name) for name in facts},
        )  # fmt: skip
        referrals.mark_duplicate(
            referral=again, of=row, version=again.version, by=people["screener"], at=self.now
        )
        visited.add("duplicate")

    @precondition(lambda self: self.referrals)
    @rule(data=st.data())
    def ask(self, data):
        known = self.pick(data)
        row = self.fresh(known)
        done = self.attempt(known.state == "submitted", lambda: referrals.ask(
            referral=row, question="When?", version=row.version, by=people["screener"],
            at=self.now))  # fmt: skip
        known.state = "information_requested" if done else known.state

    @precondition(lambda self: self.referrals)
    @rule(data=st.data())
    def answer(self, data):
        known = self.pick(data)
        done = self.attempt(known.state == "information_requested", lambda: referrals.answer(
            referral=known.row, answer="On Mondays.", by=people["referrer"],
            at=self.now))  # fmt: skip
        known.state = "submitted" if done else known.state

    @precondition(lambda self: self.referrals)
    @rule(data=st.data(), by=st.sampled_from(["referrer", "screener"]))
    def withdraw(self, data, by):
        known = self.pick(data)
        row = self.fresh(known)
        may = known.state in ("submitted", "information_requested") and (
            by == ("screener" if known.urgent else "referrer")
        )
        done = self.attempt(may, lambda: referrals.withdraw(
            referral=row, reason="It is better.", version=row.version, by=people[by],
            at=self.now))  # fmt: skip
        known.state = "withdrawn" if done else known.state

    @precondition(lambda self: self.referrals)
    @rule(data=st.data(), level=st.integers(1, 4))
    def agree(self, data, level):
        known, by = self.pick(data), people["social_worker"]
        undecided = known.state in ("submitted", "information_requested")
        if undecided:
            referrals.record_own_level(referral=known.row, level=3, by=by, at=self.now)
        may = undecided and known.row.suggested_level == 4 and level < 4
        done = self.attempt(may, lambda: referrals.agree_below_4(
            referral=known.row, level=level, reason="Seen.", by=by, at=self.now))  # fmt: skip
        if done:
            known.agreed.add(level)

    @precondition(lambda self: self.referrals)
    @rule(data=st.data(), outcome=st.sampled_from(list(LEVELS)))
    def decide(self, data, outcome):
        self.take(self.pick(data), outcome)

    def take(self, known, outcome):
        level = LEVELS[outcome]
        undecided = known.state in ("submitted", "information_requested")
        if undecided:
            referrals.record_own_level(
                referral=known.row, level=2, by=people["screener"], at=self.now
            )
        row = self.fresh(known)
        done = self.attempt(undecided and self.may_decide(known, outcome, level), lambda: (
            referrals.decide(
                referral=row, by=people["screener"], level=level, outcome=outcome, reason="Seen.",
                words="We looked.", version=row.version, at=self.now,
            )
        ))  # fmt: skip
        if done:
            known.state, known.outcome = "decided", outcome
            self.follow(known, outcome)

    def may_decide(self, known, outcome, level):
        agreed = known.row.suggested_level < 4 or level == 4 or level in known.agreed
        crossing = any(direction == "down" for _, direction, _ in self.offers)
        helped = self.episode and self.episode["of"] is not known
        return agreed and not (
            (outcome == Outcome.SOCIAL_CARE and crossing)
            or (outcome == Outcome.FAMILY_SOLUTIONS and helped)
        )

    def follow(self, known, outcome):
        if outcome == Outcome.SOCIAL_CARE:
            offer = Transfer.objects.filter(referral=known.row).latest("id")
            self.offers.append((offer, "up", known))
        if outcome == Outcome.FAMILY_SOLUTIONS:
            self.begin_episode(known)
        elif self.episode and self.episode["of"] is known and not self.episode["open"]:
            self.with_social_care = self.with_social_care or self.episode["before"]
            self.episode = None  # taken back before anybody began

    def begin_episode(self, known):
        if self.episode:
            return
        row = Episode.objects.filter(family=self.family, closed_at=None).get()
        self.episode = {"row": row, "of": known, "open": False, "before": self.with_social_care}
        self.with_social_care = False

    @precondition(lambda self: self.referrals)
    @rule(data=st.data())
    def reopen(self, data):
        known = self.pick(data)
        row = self.fresh(known)
        handed_over = self.offers_of(known) or "accepted" in self.given.get(known, ())
        done = self.attempt(known.state == "decided" and not handed_over, lambda: referrals.reopen(
            referral=row, reason="Look again.", version=row.version, by=people["manager"],
            at=self.now))  # fmt: skip
        if done:
            known.state, known.agreed = "submitted", set()

    @precondition(lambda self: self.referrals)
    @rule(data=st.data())
    def disagree(self, data):
        known = self.pick(data)
        may = known.state == "decided" and known not in self.disagreed
        done = self.attempt(may, lambda: referrals.disagree(
            referral=known.row, reason="You missed it.", by=people["referrer"],
            at=self.now))  # fmt: skip
        if done:
            self.disagreed[known] = done

    @precondition(lambda self: self.disagreed)
    @rule(data=st.data(), again=st.booleans())
    def answer_the_referrer(self, data, again):
        every = list(self.disagreed)
        known = every[data.draw(st.integers(0, len(every) - 1), label="whose")]
        row = self.fresh(known)
        handed_over = self.offers_of(known) or "accepted" in self.given.get(known, ())
        decided = known.state == "decided"
        may = self.disagreed[known] != "answered" and not (again and decided and handed_over)
        done = self.attempt(may, lambda: referrals.answer_disagreement(
            disagreement=row.disagreements.get(), answer="reopened" if again else "upheld",
            words="We looked.", version=row.version, by=people["manager"],
            at=self.now))  # fmt: skip
        if done:
            assert done.due_at == clocks.due("disagreement", done.happened_at)
            self.disagreed[known] = "answered"
            if again and decided:
                known.state, known.agreed = "submitted", set()

    # -- transfers, both ways ----------------------------------------------------------------

    @precondition(lambda self: self.offers)
    @rule(data=st.data(), accept=st.booleans())
    def social_care_answers(self, data, accept):
        offer = self.offers[data.draw(st.integers(0, len(self.offers) - 1), label="which")]
        row, direction, known = offer
        words = {} if accept else {"reason": "Not ours."}
        do = referrals.accept_transfer if accept else referrals.refuse_transfer
        done = self.attempt(direction == "up", lambda: do(
            transfer=row, by=people["officer"], at=self.now, **words))  # fmt: skip
        if not done:
            return
        self.offers.remove(offer)
        if known:
            self.given.setdefault(known, []).append("accepted" if accept else "refused")
        if accept:
            self.with_social_care = True
        elif known:
            known.state, known.agreed = "submitted", set()

    @rule()
    def social_care_hands_down(self):
        may = not self.offers and (self.with_social_care or not self.episode)
        done = self.attempt(may, lambda: referrals.offer_step_down(
            family=self.family, children=[self.child.pk], done="Visits.", plan="Go on.",
            agreed=True, by=people["officer"], at=self.now))  # fmt: skip
        if done:
            self.offers.append((done, "down", None))
            self.agreed_when_handed_down()

    @precondition(lambda self: self.offers)
    @rule(accept=st.booleans(), by=st.sampled_from(["screener", "hub_manager"]))
    def early_help_answers(self, accept, by):
        row, direction, _ = self.offers[0]
        words = {} if accept else {"reason": "Not yet."}
        do = referrals.accept_step_down if accept else referrals.refuse_step_down
        may = direction == "down" and not (accept and self.episode)
        done = self.attempt(may, lambda: do(
            transfer=row, by=people[by], at=self.now, **words))  # fmt: skip
        if not done:
            return
        self.offers.pop(0)
        if accept:
            self.begin_episode(None)
        else:
            self.with_social_care = True

    # -- the episode ---------------------------------------------------------------------------

    @precondition(lambda self: self.episode and not self.episode["open"])
    @rule()
    def allocate(self):
        row = Episode.objects.get(pk=self.episode["row"].pk)
        casework.allocate(
            episode=row, worker=people["key_worker"], version=row.version,
            by=people["hub_manager"], at=self.now,
        )  # fmt: skip
        self.episode["open"] = True

    @precondition(lambda self: self.episode)
    @rule(urgent=st.booleans())
    def step_up(self, urgent):
        done = self.attempt(not self.offers, lambda: casework.step_up(
            episode=self.episode["row"], plan="Harm.", urgent=urgent, by=people["key_worker"],
            at=self.now))  # fmt: skip
        if done:
            self.offers.append((done, "up", None))

    @precondition(lambda self: self.episode)
    @rule()
    def close(self):
        row = Episode.objects.get(pk=self.episode["row"].pk)
        offered = any(direction == "up" and known is None for _, direction, known in self.offers)
        done = self.attempt(not offered, lambda: casework.close(
            episode=row, reason="universal", summary="Done.", version=row.version,
            by=people["hub_manager"], at=self.now))  # fmt: skip
        if done:
            self.episode = None

    # -- what always holds ---------------------------------------------------------------------

    @invariant()
    def exactly_one_holds_the_family(self):
        if not hasattr(self, "family"):
            return
        held = holder(self.family.pk)
        assert held.party == self.who(), held
        assert held.name
        assert bool(self.offers) <= bool(held.until) or self.with_social_care
        visited.add(held.party)

    def who(self):
        undecided = [k for k in self.referrals if k.state in ("submitted", "information_requested")]
        if any(direction == "down" for _, direction, _ in self.offers) or self.with_social_care:
            return "social_care"
        if self.offers and self.offers[0][2]:
            return "spoc"
        if self.episode or self.offers:
            return "early_help"
        waits_for_a_lead = [
            k for k in self.referrals
            if k.state == "decided" and k.outcome == Outcome.PARTNER_LED
        ]  # fmt: skip
        return "spoc" if undecided or waits_for_a_lead else "universal"

    @invariant()
    def every_referral_is_where_the_model_says_and_has_its_clock(self):
        for known in getattr(self, "referrals", ()):
            row = self.fresh(known)
            visited.add(row.state)
            assert row.state == known.state
            if row.state in UNDECIDED:
                assert holding.of_referral(row).party == "spoc"
                came = row.moves.filter(
                    verb__in=("submit", "reopen", "return_transfer")
                ).latest("id")  # fmt: skip
                assert row.decision_due_at > came.happened_at
                assert next_step(row, self.now)["clock"]["state"] in clocks.STATES
            elif self.offers_of(known):
                assert holding.of_referral(row).party == "spoc"

    @invariant()
    def every_offer_has_its_clock_and_a_holder(self):
        for row, direction, _ in getattr(self, "offers", ()):
            due = clocks.due("transfer", row.happened_at, urgent=row.urgent)
            assert row.due_at == due > row.happened_at
            row = Transfer.objects.select_related("team", "offered_by").get(pk=row.pk)
            assert (holding.of_transfer(row).party == "social_care") == (direction == "down")

    @invariant()
    def social_care_is_offered_nothing_that_is_not_written_down(self):
        """Once for the family; of one that it brought itself, the facts were its own."""
        if not hasattr(self, "family"):
            return
        told = Disclosure.objects.filter(family=self.family, agency__kind="social_care").count()
        assert told <= 1
        brought = Transfer.objects.down().filter(family=self.family).exists()
        if any(direction == "up" for _, direction, _ in self.offers) and not brought:
            assert told == 1
            visited.add("told social care")

    @invariant()
    def history_only_grows(self):
        if not hasattr(self, "family"):
            return
        moves = Move.objects.filter(referral__family=self.family).order_by("id").values_list()
        decided = Decision.objects.filter(referral__family=self.family).order_by("id").values_list()
        known = [list(moves), list(decided)]
        for before, after in zip(self.history, known, strict=False):
            assert after[: len(before)] == before
        self.history = known


@pytest.fixture
def front_door():
    """Everybody who has a part in it."""
    north, spoc, managers = places.hub("north"), places.spoc(), places.spoc_managers()
    site = places.SiteFactory()
    people.update(
        site=site,
        referrer=places.worker(Role.PRACTITIONER, site=site),
        screener=places.worker(Role.SCREENER, team=spoc),
        social_worker=places.worker(Role.SOCIAL_WORKER, team=spoc),
        manager=places.worker(Role.SPOC_MANAGER, team=managers),
        officer=places.worker(Role.SOCIAL_CARE, team=places.social_care()),
        hub_manager=places.worker(Role.HUB_MANAGER, team=north),
        key_worker=places.worker(Role.KEY_WORKER, team=north),
    )
    visited.clear()
    yield
    people.clear()


def test_nobody_falls_between_two_services(front_door):
    """The same runs each time, enough of them to have been everywhere.

    A run that fails is printed as it is: making it shorter would take minutes.
    """
    run_state_machine_as_test(FrontDoor, settings=settings(
        max_examples=28, stateful_step_count=24, deadline=None, derandomize=True,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate], print_blob=False,
    ))  # fmt: skip
    assert visited >= set(State.values)
    assert visited >= {"spoc", "social_care", "early_help", "universal", "told social care"}
    assert visited >= {"home written", "home refused", "note written", "decision hidden"}


def test_every_state_is_reached_and_only_ends_are_left_by_no_move():
    reached = {target for sources, target in TRANSITIONS.values() if not sources}
    while True:
        further = {
            target for sources, target in TRANSITIONS.values() if reached & set(sources)
        } | reached
        if further == reached:
            break
        reached = further
    assert reached == set(State)
    left = {source for sources, _ in TRANSITIONS.values() for source in sources}
    assert set(State) - left == {State.WITHDRAWN, State.DUPLICATE}


def test_a_family_of_its_own_is_held_by_nobody_else():
    """What happens to one family says nothing about another."""
    EpisodeFactory(allocated=True)
    assert holder(Family.objects.create(name="Other").pk).party == "universal"
