"""A submission becomes a referral."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from audit.errors import KeyReused
from audit.models import Event, Job, Message
from families.entries import AdultEntry, HomeEntry
from families.models import Agreement, Family, FamilyAccess, Person, Residence, SafeContact
from localities.clocks import version_at
from localities.models import PartnerSystem
from referrals import actions as referrals
from referrals import signals
from referrals.intake import DangerEntry, NotComplete, Seen
from referrals.models import Move, Referral
from tests.factories.localities import SiteFactory, spoc, spoc_managers, worker
from tests.factories.submissions import AMARA, TOBI, UNBORN, okafors

pytestmark = pytest.mark.django_db
WEDNESDAY = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
CALLED = DangerEntry(
    red_flags=("redflag.harmful_practice",), spoke_to="Jo at the SPOC", family_knows=False,
    do_not_tell=True, called_at=WEDNESDAY - timedelta(hours=1),
)  # fmt: skip


@pytest.fixture
def teams():
    return spoc(), spoc_managers()


@pytest.fixture
def site():
    return SiteFactory()


@pytest.fixture
def lead(site):
    return worker("safeguarding_lead", site=site)


@pytest.fixture
def send(teams, site, lead):
    """Send a submission; each call has a key of its own unless one is given."""
    sent = iter(range(1000))

    def send(submission, *, at=WEDNESDAY, by=lead, site=site, key=None):
        referral, _ = referrals.submit(
            submission=submission, by=by, site=site, at=at,
            idempotency_key=key or f"key {next(sent)}",
        )  # fmt: skip
        return referral

    return send


def test_the_family_is_written_down(send):
    family = send(okafors()).family
    assert (family.name, family.sort_name) == ("Okafor", "okafor")
    amara, ngozi, tobi = family.people.order_by("first_name")
    assert (amara.is_child, amara.born_on, amara.school) == (
        True, date(2016, 3, 14), "Invented Primary",
    )  # fmt: skip
    assert (ngozi.is_child, ngozi.phone) == (False, "07700 900123")
    assert {tie.other for tie in ngozi.ties.filter(kind="parent")} == {amara, tobi}
    home = Residence.objects.get(household__family=family)
    assert (home.area, home.postcode, home.protected) == ("croydon", "CR0 2AB", False)
    assert home.ward is not None and 0 < home.ward_confidence <= 1
    assert home.household.members.count() == 3


def test_the_referral_keeps_what_was_said_and_where(send, site, lead):
    referral = send(okafors())
    assert referral.reference.startswith("EH-") and len(referral.reference) == 14
    assert (referral.site, referral.referrer, referral.source_code) == (site, lead, "2A")
    assert referral.worries.startswith("Amara is often absent")
    assert (referral.area, referral.via) == ("croydon", "web")
    home = Residence.objects.get(household__family=referral.family)
    assert referral.ward == home.ward
    assert referral.locality.code in {"north", "central", "south"}
    assert {child.locality for child in referral.children.all()} == {referral.locality}


def test_each_child_has_a_score_of_its_own(send):
    seen = (
        Seen(key="child.attendance.3", child="amara"),
        Seen(key="child.growth.3", child="amara"),
        Seen(key="environment.money.2"),
    )
    referral = send(okafors(observations=seen))
    assert (referral.suggested_level, referral.suggested_rule) == (3, 4)
    levels = {c.person.first_name: c.level for c in referral.children.all()}
    assert levels == {"Amara": 3, "Tobi": 2}
    amara = referral.children.get(person__first_name="Amara")
    assert amara.age_band == "10-14"
    assert amara.result["themes"] == {"attendance": 3, "growth": 3, "money": 2}


def test_observations_are_kept_for_child_and_family(send):
    rows = send(okafors()).observations.values_list("child__person__first_name", "key", "answer")
    assert set(rows) == {
        ("Amara", "child.attendance.3", "observed"),
        ("Tobi", "child.growth.2", "observed"),
        (None, "environment.money.2", "observed"),
        (None, "parenting.supervision", "not_known"),
        (None, "strength.parenting.warmth", "observed"),
    }


def test_agreement_and_safe_contact_are_of_the_person(send):
    family = send(okafors()).family
    rows = Agreement.objects.filter(family=family).values_list(
        "person__first_name", "purpose", "answer", "how"
    )
    assert set(rows) == {
        ("Ngozi", "help", "agreed", "in person"), ("Ngozi", "share", "agreed", "in person"),
    }  # fmt: skip
    contact = SafeContact.objects.get(person__family=family)
    assert (contact.person.first_name, contact.times) == ("Ngozi", "After 4pm")


def test_the_first_move_the_event_and_the_mail(send, lead):
    referral = send(okafors())
    move = referral.moves.get()
    assert (move.verb, move.from_state, move.to_state, move.by) == (
        "submit", "", "submitted", lead,
    )  # fmt: skip
    event = Event.objects.get(verb="referrals.submit")
    assert (event.actor_id, event.kind, event.ids) == (lead.pk, "referral", [referral.pk])
    message = Message.objects.get()
    assert message.to == lead.email
    assert referral.reference in message.body
    assert "Okafor" not in message.body + message.subject
    payload = Job.objects.get(kind="mail").payload
    assert (payload["message"], payload["about"]) == (message.pk, [referral.family_id])


def test_the_front_door_may_open_the_family(send, teams):
    family = send(okafors()).family
    rows = FamilyAccess.objects.filter(family=family).values_list("team__kind", "basis")
    assert {("spoc", "screening"), ("front_door", "front_door")} <= set(rows)
    screener = worker("screener", team=teams[0])
    assert Referral.objects.visible_to(screener).filter(family=family).exists()


def test_those_above_are_told_within_the_transaction(send):
    told = []

    def listen(referral, at, **kwargs):
        told.append((referral.pk, at))

    signals.submitted.connect(listen)
    try:
        referral = send(okafors())
    finally:
        signals.submitted.disconnect(listen)
    assert told == [(referral.pk, WEDNESDAY)]


class TestClock:
    def test_one_working_day_from_the_form(self, send):
        referral = send(okafors())
        assert referral.first_contact_at == WEDNESDAY
        assert referral.decision_due_at == WEDNESDAY + timedelta(days=1)
        assert referral.clock_version == version_at(WEDNESDAY)

    def test_a_red_flag_gives_3_hours_from_the_call(self, send):
        referral = send(okafors(danger=CALLED, agreement=None))
        assert referral.flags == ["immediate"]
        assert referral.first_contact_at == CALLED.called_at
        assert referral.decision_due_at == CALLED.called_at + timedelta(hours=3)
        assert (referral.spoke_to, referral.do_not_tell) == ("Jo at the SPOC", True)
        assert referral.family_knows is False

    def test_a_level_4_need_gives_3_hours_from_the_form(self, send):
        seen = (Seen(key="child.dental.4", child="amara"),)
        referral = send(okafors(observations=seen))
        assert referral.decision_due_at == WEDNESDAY + timedelta(hours=3)

    def test_a_call_before_the_form_counts(self, send):
        called = WEDNESDAY - timedelta(hours=20)
        referral = send(okafors(first_contact_at=called))
        assert referral.decision_due_at == called + timedelta(days=1)


def test_with_a_red_flag_the_reason_to_go_on_is_written_down(send):
    referral = send(okafors(danger=CALLED, agreement=None))
    agreement = Agreement.objects.get(family=referral.family)
    assert (agreement.answer, agreement.basis) == ("not_asked", "significant_harm")
    assert agreement.reason


@pytest.mark.parametrize(
    ("home", "area", "has_locality"),
    [
        (HomeEntry(area="croydon", postcode="cro 2ab"), "croydon", True),
        (HomeEntry(area="croydon", postcode="M1 1AE"), "elsewhere", False),
        (HomeEntry(area="unknown"), "unknown", False),
        (HomeEntry(area="none"), "none", False),
        (HomeEntry(area="croydon", address="somewhere in New Addington"), "croydon", False),
    ],
)
def test_any_address_is_accepted(send, home, area, has_locality):
    referral = send(okafors(home=home))
    assert referral.area == area
    assert (referral.locality is not None) == has_locality


def test_a_submission_with_problems_leaves_nothing(send):
    with pytest.raises(NotComplete):
        send(okafors(worries=""))
    assert not Family.objects.exists()
    assert not Event.objects.filter(verb="referrals.submit").exists()


def test_partner_systems_send_too(send, site):
    partner = PartnerSystem.objects.create(name="School system", site=site, client_id="school")
    referral = send(okafors(partner_reference="A-17"), by=partner)
    assert (referral.partner, referral.referrer, referral.via) == (partner, None, "api")
    assert Move.objects.get(referral=referral).by is None
    assert Agreement.objects.filter(recorded_by__isnull=False).count() == 0
    assert not Message.objects.exists()


class TestKey:
    def test_the_same_key_makes_one_referral(self, send, lead, site):
        first = send(okafors(), key="one key")
        again, new = referrals.submit(
            submission=okafors(), by=lead, site=site, idempotency_key="one key"
        )
        assert (again, new) == (first, False)
        assert Referral.objects.count() == 1

    def test_another_body_under_the_same_key_is_refused(self, send):
        send(okafors(), key="one key")
        with pytest.raises(KeyReused):
            send(okafors(worries="Something else."), key="one key")

    def test_two_senders_may_have_the_same_key(self, send, site):
        send(okafors(), key="one key")
        other = worker("practitioner", site=site)
        send(okafors(worries="Something else."), key="one key", by=other)
        assert Referral.objects.count() == 2


class TestKnownFamily:
    def again(self, send, **changes):
        words = {"worries": "It is worse now."}
        return send(okafors(**(words | changes)), at=WEDNESDAY + timedelta(days=30))

    def test_the_same_children_at_the_same_postcode_are_the_same_family(self, send):
        first, second = send(okafors()), self.again(send)
        assert second.family == first.family
        assert Person.objects.count() == 3
        assert {c.person for c in second.children.all()} == {c.person for c in first.children.all()}
        assert second.state == "submitted"

    def test_one_of_them_alone_is_of_the_family_too(self, send):
        first = send(okafors())
        second = self.again(send, children=(TOBI,), observations=())
        assert second.family == first.family

    def test_accents_and_case_do_not_matter(self, send):
        first = send(okafors())
        children = (replace(AMARA, first_name="AMÁRA"), TOBI)
        assert self.again(send, children=children).family == first.family

    @pytest.mark.parametrize(
        "changes",
        [
            {"children": (replace(AMARA, born_on=date(2016, 3, 15)), TOBI)},
            {"children": (replace(AMARA, last_name="Okafor-Bell"), TOBI)},
            {"children": (AMARA, TOBI, UNBORN)},
            {"children": (replace(AMARA, born_on=None), TOBI)},
            {"home": HomeEntry(area="croydon", postcode="CR0 4AA")},
            {"home": HomeEntry(area="unknown")},
        ],
    )
    def test_anything_less_is_for_people_to_judge(self, send, changes):
        first = send(okafors())
        assert self.again(send, **changes).family != first.family

    def test_a_family_that_was_merged_leads_to_the_one_that_stands(self, send):
        first = send(okafors())
        standing = Family.objects.create(name="Okafor", merged_into=None)
        Family.objects.filter(pk=first.family_id).update(merged_into=standing)
        assert self.again(send).family == standing

    def test_a_new_adult_is_added_and_a_known_one_is_not_doubled(self, send):
        first = send(okafors())
        uncle = AdultEntry(key="uncle", first_name="Emeka", last_name="Okafor",
                           relationship="carer")  # fmt: skip
        self.again(send, adults=(replace(okafors().adults[0], phone="07700 900999"), uncle))
        grown = first.family.people.filter(is_child=False).order_by("first_name")
        assert [a.first_name for a in grown] == ["Emeka", "Ngozi"]
        assert grown[1].phone == "07700 900999"
        assert grown[0].ties.count() == 2
        assert grown[0].homes.count() == 1

    def test_what_changed_is_brought_up_to_date_and_the_old_kept(self, send):
        first = send(okafors())
        moved = replace(AMARA, school="Other Primary", sex="F")
        self.again(send, children=(moved, TOBI))
        amara = first.family.people.get(first_name="Amara")
        assert (amara.school, amara.sex, amara.language) == ("Other Primary", "F", "Igbo")
        assert amara.events.get().school == "Invented Primary"

    def test_an_address_that_is_to_be_protected_is_protected_wherever_it_stands(self, send):
        first = send(okafors())
        self.again(send, home=replace(okafors().home, protected=True))
        homes = Residence.objects.filter(household__family=first.family)
        assert homes.current().get().protected is True
        assert homes.get(superseded_at__isnull=False).protected is False

    def test_a_restricted_family_matches_without_a_sign(self, send, teams):
        first = send(okafors())
        Family.objects.filter(pk=first.family_id).update(restricted=True)
        second = self.again(send)
        assert second.family == first.family
        assert second.reference and second.state == "submitted"
        screener = worker("screener", team=teams[0])
        assert not Referral.objects.visible_to(screener).exists()


class TestSentTwice:
    def test_an_identical_resend_is_kept_as_a_duplicate(self, send):
        first = send(okafors())
        second = send(okafors(), at=WEDNESDAY + timedelta(hours=2))
        assert (second.state, second.linked_to) == ("duplicate", first)
        assert second.family == first.family
        verbs = second.moves.order_by("id").values_list("verb", flat=True)
        assert list(verbs) == ["submit", "mark_duplicate"]
        third = send(okafors(), at=WEDNESDAY + timedelta(hours=3))
        assert third.linked_to == first

    def test_also_where_nobody_knows_the_postcode(self, send):
        nowhere = okafors(home=HomeEntry(area="unknown"))
        first = send(nowhere)
        assert send(nowhere, at=WEDNESDAY + timedelta(hours=2)).linked_to == first

    @pytest.mark.parametrize(
        "changes",
        [{"worries": "More than before."}, {"tried": "A visit."}, {"children": (AMARA,),
          "observations": ()}],
    )  # fmt: skip
    def test_anything_new_is_decided(self, send, changes):
        send(okafors())
        second = send(okafors(**changes), at=WEDNESDAY + timedelta(hours=2))
        assert (second.state, second.linked_to) == ("submitted", None)

    def test_another_day_or_another_site_is_new(self, send):
        send(okafors())
        assert send(okafors(), at=WEDNESDAY + timedelta(days=1)).state == "submitted"
        other = SiteFactory()
        by = worker("practitioner", site=other)
        elsewhere = send(okafors(), at=WEDNESDAY + timedelta(hours=1), by=by, site=other)
        assert elsewhere.state == "submitted"


@pytest.mark.parametrize("number", [1, 2, 12])
def test_as_many_queries_for_twelve_children_as_for_one(send, number, django_assert_num_queries):
    """22 statements, one of them for a call before it; the others open and close savepoints."""
    children = tuple(replace(AMARA, key=f"c{n}", first_name=f"Child {n}") for n in range(number))
    seen = tuple(Seen(key="child.attendance.3", child=c.key) for c in children)
    with django_assert_num_queries(28):
        send(okafors(children=children, observations=seen))
