"""The lab in front of people: load, replay, read, adopt; and what each of them may not."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InternalError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit import jobs
from audit.errors import Refused
from audit.models import Event
from localities.calendar import Quarter, london_date
from outcomes import actions
from outcomes.models import Replay
from referrals import actions as referrals
from referrals import thresholds
from referrals.intake import Seen, score_submission
from referrals.intake.scored import thresholds_for
from referrals.models import Referral, ThresholdAdoption, ThresholdProposal
from referrals.scoring import UnknownVersion
from tests.factories.accounts import UserFactory
from tests.factories.localities import spoc, spoc_managers, worker
from tests.factories.submissions import okafors
from tests.outcomes.lab.conftest import CURRENT, proposed
from tests.pages import once, signed_in, text_of
from tests.roles import as_web_role

QUARTER = Quarter("2026-Q1")
IN_JUNE = datetime(2026, 6, 10, 9, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(db):
    spoc()
    return worker(Role.SPOC_MANAGER, team=spoc_managers())


@pytest.fixture
def analyst(db):
    return UserFactory(role=Role.ANALYST)


@pytest.fixture
def administrator(db):
    return UserFactory(role=Role.ADMINISTRATOR)


@pytest.fixture
def proposal(manager):
    return referrals.propose_thresholds(title="Absence first", text=proposed(), by=manager)


def load(client, user, **form):
    return signed_in(client, user).post(reverse("lab_load"), {"title": "New", **form} | once())


class TestLoading:
    def test_the_box_starts_as_the_version_in_force(self, client, analyst):
        page = signed_in(client, analyst).get(reverse("lab_load"))
        assert page.context["form"]["text"].value() == CURRENT

    def test_each_wrong_line_is_said_and_nothing_typed_is_lost(self, client, analyst):
        text = CURRENT + "child.sleep.5,need,child,sleep,5,health,Tired,\nwish\n"
        page = load(client, analyst, text=text)
        said = text_of(page)
        assert "Line 126: The level of a need must be 2, 3 or 4." in said
        assert "Line 127: There are 1 cells and must be 8" in said
        assert page.context["form"]["text"].value() == text
        assert not ThresholdProposal.objects.exists()

    def test_a_file_fills_the_box(self, client, analyst):
        file = SimpleUploadedFile("new.csv", b"\xef\xbb\xbfkey,level\nx,2\n")
        page = load(client, analyst, file=file, text="")
        assert "Line 1: The first line must be key,kind,domain" in text_of(page)
        assert page.context["form"]["text"].value() == "key,level\nx,2"

    @pytest.mark.parametrize(
        ("content", "said"),
        [(b"\xff\xfe\x00", "not text in UTF-8"), (b"k\x00", "cannot be stored"),
         (b"x" * 200_001, "too large")],
    )  # fmt: skip
    def test_what_is_no_text_is_refused(self, client, analyst, content, said):
        page = load(client, analyst, file=SimpleUploadedFile("new.csv", content), text="")
        assert said in text_of(page)

    def test_a_right_file_is_loaded_once(self, client, analyst):
        form = {"title": "New", "text": proposed()} | once()
        client = signed_in(client, analyst)
        for _ in range(2):
            sent = client.post(reverse("lab_load"), form)
        row = ThresholdProposal.objects.get()
        assert sent["Location"] == reverse("lab_proposal", args=[row.pk])
        page = text_of(client.get(sent["Location"]))
        assert "“Untreated" not in page
        assert "would be level 4, attendance" in page
        assert "Teeth are not looked after well enough" in page
        assert "would be marked to discuss" in page
        file = client.get(reverse("lab_file", args=[row.pk]))
        assert file.content.decode() == row.text
        assert Event.objects.filter(verb="referrals.propose_thresholds").count() == 1


def ask(client, user, proposal, **form):
    client = signed_in(client, user)
    return client.post(reverse("lab_ask", args=[proposal.pk]), form | once())


def days(first, last):
    return {"quarter": "other"} | {
        f"{name}_{part}": getattr(day, part)
        for name, day in (("first_on", first), ("last_on", last))
        for part in ("day", "month", "year")
    }


class TestReplaying:
    def test_a_manager_replays_any_days(self, client, manager, proposal, sender):
        sender.send(submitted_at=IN_JUNE)
        day = IN_JUNE.date()
        sent = ask(client, manager, proposal, **days(day, day))
        replay = Replay.objects.get()
        assert sent["Location"] == reverse("lab_replay", args=[replay.pk])
        waits = client.get(sent["Location"])
        assert "Waiting to begin" in text_of(waits)
        assert waits["Refresh"]
        jobs.run_now(replay.job_key)
        assert "Small numbers are not hidden" in text_of(client.get(sent["Location"]))

    def test_days_that_run_backward_are_refused_and_kept(self, client, manager, proposal):
        page = ask(client, manager, proposal, **days(date(2026, 6, 2), date(2026, 6, 1)))
        assert "The last day must be the first day or later" in text_of(page)
        assert page.context["form"]["first_on"].value()[:2] == ["2", "6"]

    def test_an_analyst_replays_whole_quarters_only(self, client, analyst, proposal):
        page = ask(client, analyst, proposal, **days(IN_JUNE.date(), IN_JUNE.date()))
        assert page.context["form"].errors["quarter"]
        assert not Replay.objects.exists()
        with pytest.raises(Refused, match="one quarter"):
            actions.ask_replay(
                proposal=proposal, first_on=IN_JUNE.date(), last_on=IN_JUNE.date(), by=analyst
            )
        ask(client, analyst, proposal, quarter=str(QUARTER))
        assert Replay.objects.get().quarter == str(QUARTER)

    def test_a_quarter_that_runs_is_no_whole_one(self, analyst, proposal):
        now = Quarter.containing(timezone.now())
        with pytest.raises(Refused, match="that is over"):
            actions.ask_replay(
                proposal=proposal, first_on=now.first_on, last_on=now.last_on, by=analyst
            )

    def test_an_analyst_sees_no_small_number_and_no_example(
        self, client, manager, analyst, proposal, sender
    ):
        sent = [sender.send(submitted_at=IN_JUNE) for _ in range(120)]
        replay = actions.ask_replay(
            proposal=proposal, first_on=QUARTER.first_on, last_on=QUARTER.last_on, by=manager
        )
        jobs.run_now(replay.job_key)
        url = reverse("lab_replay", args=[replay.pk])
        seen = signed_in(client, analyst).get(url)
        cells = [cell for row in seen.context["matrix"]["rows"] for cell in row[1:]]
        for table in seen.context["tables"]:
            cells += [cell for row in table["rows"] for cell in row[1:]]
        assert "c" in cells
        assert not {"1", "2", "3", "4", "5"} & set(cells)
        assert not any(referral.reference in seen.content.decode() for referral in sent)
        assert client.get(reverse("lab_examples", args=[replay.pk])).status_code == 404
        true = signed_in(client, manager).get(url)
        assert "c" not in [cell for row in true.context["matrix"]["rows"] for cell in row]
        examples = client.get(reverse("lab_examples", args=[replay.pk]))
        shown = [row["reference"] for g in examples.context["groups"] for row in g["rows"]]
        assert shown and set(shown) <= {referral.reference for referral in sent}
        assert not any(referral.family.name in examples.content.decode() for referral in sent)

    def test_examples_are_of_families_that_one_may_open(self, client, manager, proposal, sender):
        from families.models import Family
        from outcomes.lab import examples

        for _ in range(60):
            sender.send(submitted_at=IN_JUNE)
        replay = actions.ask_replay(
            proposal=proposal, first_on=QUARTER.first_on, last_on=QUARTER.last_on, by=manager
        )
        jobs.run_now(replay.job_key)
        replay.refresh_from_db()
        version = thresholds.read(proposal)
        before = examples.of(replay, manager, version)
        row = before[0]["rows"][0]
        Family.objects.filter(referrals=row["id"]).update(restricted=True)
        after = examples.of(replay, manager, version)
        assert row["id"] not in [row["id"] for group in after for row in group["rows"]]
        assert examples.of(replay, UserFactory(role=Role.ANALYST), version) == []

    def test_a_replay_of_one_day_is_not_for_an_analyst(self, client, manager, analyst, proposal):
        day = IN_JUNE.date()
        replay = actions.ask_replay(proposal=proposal, first_on=day, last_on=day, by=manager)
        url = reverse("lab_replay", args=[replay.pk])
        assert signed_in(client, analyst).get(url).status_code == 404
        assert "10 June" not in text_of(client.get(reverse("lab_proposal", args=[proposal.pk])))


class TestAdopting:
    def adopt(self, proposal, by, **changes):
        today = london_date(timezone.now())
        facts = {"starts_on": today + timedelta(days=40), "board_reference": "Item 6"} | changes
        return referrals.adopt_thresholds(proposal=proposal, by=by, **facts)

    def test_from_its_day_on_referrals_are_scored_by_it(self, administrator, proposal):
        adoption = self.adopt(proposal, administrator)
        submission = okafors(observations=(Seen(key="child.attendance.4", child="amara"),))
        before, day = adoption.starts_on - timedelta(days=1), adoption.starts_on
        assert thresholds_for(submission, before).version == "2018-09"
        now = thresholds_for(submission, day)
        assert now.version == f"{day:%Y-%m}"
        result = score_submission(submission, now)
        assert (result.version, result.level) == (now.version, 4)

    def test_it_cannot_be_named_before_its_day(self, administrator, proposal):
        adoption = self.adopt(proposal, administrator)
        submission = okafors(threshold_version=adoption.version)
        with pytest.raises(UnknownVersion):
            thresholds_for(submission, adoption.starts_on - timedelta(days=1))
        assert thresholds_for(submission, adoption.starts_on).version == adoption.version
        old = okafors(threshold_version="2018-09")
        assert thresholds_for(old, adoption.starts_on).version == "2018-09"

    def test_a_referral_keeps_the_version_it_was_scored_by(self, client, administrator, proposal,
                                                           sender, manager):  # fmt: skip
        before = sender.send()
        levels = list(Referral.objects.values_list("suggested_level", "threshold_version"))
        adoption = self.adopt(proposal, administrator)
        assert list(Referral.objects.values_list("suggested_level", "threshold_version")) == levels
        later = sender.send(threshold_version=adoption.version)
        for referral in (before, later):
            page = signed_in(client, manager).get(
                reverse("screening_referral", args=[referral.reference])
            )
            assert page.status_code == 200

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"starts_on": date(2018, 10, 1)}, "starts_on"),
            ({"board_reference": "  "}, "board_reference"),
        ],
    )
    def test_what_is_refused(self, administrator, proposal, changes, field):
        with pytest.raises(Refused) as refused:
            self.adopt(proposal, administrator, **changes)
        assert refused.value.field == field
        assert not ThresholdAdoption.objects.exists()

    def test_today_is_too_soon_and_so_is_tomorrow_shortly_before_midnight(
        self, administrator, proposal
    ):
        at = datetime(2027, 1, 14, 23, 30, tzinfo=UTC)
        for day in (14, 15):
            with pytest.raises(Refused, match="16 January 2027"):
                self.adopt(proposal, administrator, starts_on=date(2027, 1, day), at=at)
        self.adopt(proposal, administrator, starts_on=date(2027, 1, 16), at=at)

    def test_one_version_a_month_and_each_proposal_once(self, administrator, proposal):
        adoption = self.adopt(proposal, administrator)
        other = referrals.propose_thresholds(title="Other", text=CURRENT, by=administrator)
        with pytest.raises(Refused, match="in this month"):
            self.adopt(other, administrator, starts_on=adoption.starts_on.replace(day=28))
        with pytest.raises(Refused, match="adopted already"):
            self.adopt(proposal, administrator, starts_on=adoption.starts_on + timedelta(days=50))

    def test_what_was_adopted_stays(self, administrator, proposal):
        adoption = self.adopt(proposal, administrator)
        for row in (adoption, proposal):
            with pytest.raises(InternalError), transaction.atomic():
                type(row).objects.filter(pk=row.pk).update(id=row.pk)
        with pytest.raises(InternalError), transaction.atomic():
            adoption.delete()

    def test_the_web_s_own_role_can_do_it(self, administrator, analyst):
        with as_web_role():
            row = referrals.propose_thresholds(title="New", text=CURRENT, by=analyst)
            self.adopt(row, administrator)

    def test_by_the_administrator_s_page(self, client, administrator, manager, proposal):
        url = reverse("lab_adopt", args=[proposal.pk])
        assert signed_in(client, manager).get(url).status_code == 404
        starts_on = london_date(timezone.now()) + timedelta(days=40)
        form = {"starts_on_day": starts_on.day, "starts_on_month": starts_on.month,
                "starts_on_year": starts_on.year, "board_reference": ""} | once()  # fmt: skip
        page = signed_in(client, administrator).post(url, form)
        assert "Enter the board’s reference" in text_of(page)
        assert client.post(url, form | {"board_reference": "Item 6"}).status_code == 302
        assert "Adopted" in text_of(client.get(reverse("lab_proposal", args=[proposal.pk])))
        assert "Item 6" in text_of(client.get(reverse("lab")))
