"""The morning mail: what is due and overdue, one for a person and day, without anybody's name."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from audit import jobs
from audit.models import Job, Message
from casework.models import Episode
from croydon_eh import digest
from families.models import Family
from localities.calendar import london_date
from referrals.models import LeadOffer, Referral, Transfer
from tests.factories import localities as places
from tests.factories.casework import EpisodeFactory
from tests.factories.referrals import ReferralFactory
from tests.world import make_world

pytestmark = pytest.mark.django_db

TUESDAY = datetime(2026, 11, 17, 7, 30, tzinfo=UTC)


@pytest.fixture
def screener():
    places.spoc_managers()
    return places.worker(Role.SCREENER, team=places.spoc(), name="Joanna Pereira")


def sent_to(user):
    """Ask as the schedule does, and let the jobs run: the mails this person got."""
    for job in digest.ask_for_digests(london_date(timezone.now())):
        jobs.run(job.pk)
    return list(Message.objects.filter(to=user.email, subject__startswith="Early help"))


class TestLines:
    def test_overdue_first_then_what_is_due_today(self, screener):
        late = ReferralFactory(submitted_at=TUESDAY - timedelta(days=5))
        today = ReferralFactory(submitted_at=TUESDAY - timedelta(hours=15))
        later = ReferralFactory(submitted_at=TUESDAY - timedelta(minutes=5))
        overdue, due = digest.lines(screener, TUESDAY)
        assert [row["plain"] for row in overdue] == [f"{late.reference}, decision"]
        assert [row["plain"] for row in due] == [f"{today.reference}, decision"]
        assert later.reference not in str(overdue + due)

    def test_a_thing_of_two_lists_stands_once(self, screener):
        ReferralFactory(submitted_at=TUESDAY - timedelta(days=5), assigned_to=screener)
        assert len(digest.lines(screener, TUESDAY)[0]) == 1

    def test_a_clock_that_stands_still_is_not_due(self, screener):
        ReferralFactory(submitted_at=TUESDAY - timedelta(hours=15), state="information_requested")
        assert digest.lines(screener, TUESDAY) == ([], [])

    def test_a_new_family_counts_for_its_key_worker(self):
        episode = EpisodeFactory(
            allocated=True, started_at=TUESDAY - timedelta(days=10), first_opened_at=None
        )
        overdue, _ = digest.lines(episode.key_worker, TUESDAY)
        assert [row["plain"] for row in overdue] == [f"Episode {episode.pk}, first visit"]

    def test_and_for_the_manager_of_its_team(self):
        episode = EpisodeFactory(allocated=True, started_at=TUESDAY - timedelta(days=10))
        manager = places.worker(Role.HUB_MANAGER, team=episode.team)
        other = places.worker(Role.HUB_MANAGER, team=places.hub("south"))
        assert len(digest.lines(manager, TUESDAY)[0]) == 1
        assert digest.lines(other, TUESDAY) == ([], [])


class TestMail:
    def test_one_a_person_and_day_however_often_it_is_asked(self, screener):
        ReferralFactory(submitted_at=timezone.now() - timedelta(days=7))
        ReferralFactory(submitted_at=timezone.now() - timedelta(days=8))
        first, again = sent_to(screener), sent_to(screener)
        assert len(first) == 1 and first == again
        assert first[0].subject == "Early help this morning: 2 overdue"
        assert "Good morning, Joanna." in first[0].body

    def test_none_where_nothing_is_due(self, screener):
        assert sent_to(screener) == []
        assert Job.objects.get(key__startswith=f"digest:{screener.pk}:").result == {"lines": 0}

    def test_none_to_somebody_who_left_since(self, screener):
        ReferralFactory(submitted_at=timezone.now() - timedelta(days=7))
        asked = digest.ask_for_digests(london_date(timezone.now()))
        User.objects.filter(pk=screener.pk).update(is_active=False)
        for job in asked:
            jobs.run(job.pk)
        assert not Message.objects.filter(to=screener.email).exists()

    def test_a_job_of_yesterday_sends_nothing(self, screener):
        ReferralFactory(submitted_at=timezone.now() - timedelta(days=7))
        yesterday = london_date(timezone.now()) - timedelta(days=1)
        for job in digest.ask_for_digests(yesterday):
            jobs.run(job.pk)
        assert not Message.objects.filter(to=screener.email).exists()

    @pytest.mark.parametrize("role", digest.LISTS)
    def test_names_no_family_and_nothing_restricted(self, role):
        world = make_world()
        old = timezone.now() - timedelta(days=30)
        Referral.objects.update(decision_due_at=old)
        Transfer.objects.update(due_at=old)
        LeadOffer.objects.update(due_at=old)
        Episode.objects.update(started_at=old, first_allocated_at=old)
        sent = sent_to(world.users[role])
        if role not in (Role.FFT_MANAGER, Role.SAFEGUARDING_LEAD):
            assert len(sent) == 1
        for body in (mail.body for mail in sent):
            for name in Family.objects.values_list("name", flat=True):
                assert name not in body
            assert world.referrals["restricted"].reference not in body
            assert f"Episode {world.episodes['restricted'].pk}," not in body
            assert f"Call {world.calls['restricted'].pk}," not in body


class TestSchedule:
    def test_asks_on_working_days_only(self, screener):
        for day, asked in ((21, 0), (23, 1)):  # a Saturday, a Monday
            digest.ask_in_the_morning(datetime(2026, 11, day, 7, 30, tzinfo=UTC))
            assert Job.objects.filter(kind="digest").count() == asked

    def test_most_roles_have_lists_and_the_others_no_mail(self):
        quiet = {Role.HEAD, Role.BUSINESS_SUPPORT, Role.BOARD_MEMBER, Role.ANALYST,
                 Role.ADMINISTRATOR, Role.AUDITOR}  # fmt: skip
        assert set(Role) - set(digest.LISTS) == quiet
