"""What must hold before a submission becomes a referral."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from families.entries import AgreementEntry, HomeEntry, SafeContactEntry
from referrals.intake import DangerEntry, NotComplete, Seen, check, problems
from tests.factories.submissions import AGREED, AMARA, NGOZI, TOBI, UNBORN, okafors

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
CALLED = DangerEntry(
    red_flags=("redflag.disclosure",), spoke_to="Jo at the SPOC",
    called_at=NOW - timedelta(minutes=20),
)  # fmt: skip


def wrong(**changes):
    return {problem.field for problem in problems(okafors(**changes), now=NOW)}


def test_a_whole_submission_has_no_problem():
    assert wrong() == set()


def test_check_raises_the_first_with_all_of_them():
    with pytest.raises(NotComplete) as refused:
        check(okafors(worries=" ", children=()), now=NOW)
    assert {p.field for p in refused.value.problems} >= {"worries", "children"}
    assert refused.value.message == refused.value.problems[0].message
    assert refused.value.field == refused.value.problems[0].field


@pytest.mark.parametrize(
    ("child", "field"),
    [
        (replace(AMARA, first_name=""), "first_name"),
        (replace(AMARA, last_name="  "), "last_name"),
        (replace(AMARA, last_name="x" * 81), "last_name"),
        (replace(AMARA, school="a\x00b"), "school"),
        (replace(AMARA, language="\ud800"), "language"),
        (replace(AMARA, born_on=date(2000, 1, 1)), "born_on"),
        (replace(AMARA, due_on=date(2027, 1, 1)), "due_on"),
        (replace(AMARA, sex="Q"), "sex"),
        (replace(AMARA, nhs_number="1234567890"), "nhs_number"),
        (replace(AMARA, upn="A1"), "upn"),
    ],
)
def test_each_rule_of_a_child_names_its_field(child, field):
    assert wrong(children=(child, TOBI)) == {f"children/0/{field}"}


def test_a_child_whose_age_nobody_knows_and_an_unborn_child_are_accepted():
    assert wrong(children=(replace(AMARA, born_on=None), TOBI, UNBORN)) == set()


def test_the_same_child_twice():
    assert wrong(children=(AMARA, TOBI, replace(AMARA, key="other"))) == {"children/2/first_name"}


def test_unborn_twins_are_two():
    assert wrong(children=(AMARA, TOBI, UNBORN, replace(UNBORN, key="twin"))) == set()


def test_keys_tell_people_apart():
    assert "adults/0/key" in wrong(adults=(replace(NGOZI, key="tobi"),))


@pytest.mark.parametrize(
    ("home", "fields"),
    [
        (HomeEntry(area="croydon", postcode="cr02ab"), set()),
        (HomeEntry(area="none"), set()),
        (HomeEntry(area="unknown", address="a tent by the river"), set()),
        (HomeEntry(area="elsewhere", postcode="M1 1AE"), set()),
        (HomeEntry(area="croydon", postcode="ZZ9 9ZZ"), {"home/postcode"}),
        (HomeEntry(area="croydon", postcode="CR0"), {"home/postcode"}),
        (HomeEntry(area="none", postcode="CR0 2AB"), {"home/postcode"}),
        (HomeEntry(area=""), {"home/area"}),
        (HomeEntry(area="mars"), {"home/area"}),
    ],
)
def test_an_address_may_be_anywhere_but_a_postcode_must_be_one(home, fields):
    assert wrong(home=home) == fields


class TestAgreement:
    def test_without_an_answer_it_stops(self):
        assert wrong(agreement=None) == {"agreement"}

    @pytest.mark.parametrize("answer", ["refused", "not_asked"])
    def test_without_agreement_it_stops_unless_there_is_a_coded_reason_in_writing(self, answer):
        def said(**more):
            return wrong(agreement=AgreementEntry(answer=answer, **more))

        assert said() == {"agreement/basis"}
        assert said(reason="I am afraid") == {"agreement/basis"}
        assert said(basis="risk_or_delay", reason="  ") == {"agreement/reason"}
        assert said(basis="made_up", reason="Yes") == {"agreement/basis"}
        assert said(basis="risk_or_delay", reason="He would take it out on her.") == set()

    def test_a_red_flag_never_needs_it(self):
        assert wrong(agreement=None, danger=CALLED) == set()
        refused = AgreementEntry(answer="refused")
        assert wrong(agreement=refused, danger=CALLED) == set()

    def test_who_was_asked_is_of_the_family(self):
        assert wrong(agreement=replace(AGREED, who="grandpa")) == {"agreement/who"}


class TestDanger:
    def test_a_red_flag_means_a_call(self):
        silent = DangerEntry(red_flags=("redflag.injury",))
        assert wrong(danger=silent) == {"danger/spoke_to", "danger/called_at"}

    def test_also_when_it_was_ticked_among_the_observations(self):
        seen = (Seen(key="redflag.injury", child="amara"),)
        assert wrong(observations=seen) == {"danger/spoke_to", "danger/called_at"}

    @pytest.mark.parametrize("at", [NOW + timedelta(minutes=1), NOW - timedelta(days=32)])
    def test_a_call_was_lately(self, at):
        assert wrong(danger=replace(CALLED, called_at=at)) == {"danger/called_at"}
        assert wrong(first_contact_at=at) == {"first_contact_at"}

    def test_unknown_flags_are_named(self):
        assert wrong(danger=replace(CALLED, red_flags=("redflag.nonsense",))) == {
            "danger/red_flags/0"
        }


class TestObservations:
    @pytest.mark.parametrize(
        ("seen", "field"),
        [
            (Seen(key="child.nonsense.2", child="amara"), "key"),
            (Seen(key="strength.child.school", child="amara"), "key"),
            (Seen(key="child.attendance", child="amara"), "key"),
            (Seen(key="child.attendance.3", child="amara", answer="not_known"), "key"),
            (Seen(key="child.attendance.3"), "child"),
            (Seen(key="child.attendance", answer="not_known"), "child"),
            (Seen(key="child.attendance.3", child="somebody"), "child"),
            (Seen(key="child.attendance.3", child="amara", answer="maybe"), "answer"),
            (Seen(key="", child="amara"), "key"),
        ],
    )
    def test_each_rule_names_its_field(self, seen, field):
        assert f"observations/0/{field}" in wrong(observations=(seen,))

    def test_none_at_all_is_level_1_and_no_error(self):
        assert wrong(observations=()) == set()

    def test_observed_and_of_no_concern_cannot_both_be(self):
        said = (
            Seen(key="child.attendance.3", child="amara"),
            Seen(key="child.attendance", child="amara", answer="no_concern"),
        )
        assert wrong(observations=said) == {"observations/1/answer"}
        said = (said[0], replace(said[1], child="tobi"))
        assert wrong(observations=said) == set()

    @pytest.mark.django_db
    def test_an_unknown_version_is_an_error_and_never_a_level_1(self):
        assert wrong(threshold_version="1999-01") == {"threshold_version"}

    def test_unknown_strengths(self):
        assert wrong(strengths=("child.attendance.3",)) == {"strengths/0"}


def test_safe_contact_names_somebody_and_a_real_address():
    contact = SafeContactEntry(who="nobody", email="not an address")
    assert wrong(safe_contacts=(contact,)) == {"safe_contacts/0/who", "safe_contacts/0/email"}
