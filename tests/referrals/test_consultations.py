"""Conversations: logged in a minute, kept to oneself or the front door, and gone on with."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.errors import Refused
from audit.models import Event
from families.access import grant
from families.models import Family
from referrals import actions as referrals
from referrals.models import Consultation, Draft
from tests.factories import localities as places
from tests.factories.submissions import okafors
from tests.pages import once, signed_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def screener():
    places.spoc_managers()
    return places.worker(Role.SCREENER, team=places.spoc())


@pytest.fixture
def teacher():
    return places.worker(Role.PRACTITIONER, site=places.SiteFactory(name="Invented Primary"))


def log(by, **changes):
    facts = {
        "with_whom": "Sam Hill, SPOC", "family_name": "Okafor", "asked": "Is this level 2?",
        "advice": "Talk to the parents first.", "happened_at": timezone.now(),
    }  # fmt: skip
    return referrals.log_consultation(by=by, **(facts | changes))


def form(**changes):
    now = timezone.localtime() - timedelta(minutes=3)
    when = {"day": now.day, "month": now.month, "year": now.year, "time": f"{now:%H:%M}"}
    return once() | {
        "with_whom": "Sam Hill, SPOC", "family_name": "", "asked": "Is this level 2?",
        "advice": "Talk to the parents first.",
        **{f"happened_at_{part}": value for part, value in when.items()},
    } | changes  # fmt: skip


class TestLogging:
    def test_without_a_name_on_one_page(self, client, teacher):
        sent = signed_in(client, teacher).post("/conversations/new/", form())
        row = Consultation.objects.get()
        assert sent["Location"] == reverse("consultation_detail", args=[row.pk])
        assert row.site.name == "Invented Primary" and not row.at_front_door
        assert "No name given" in text_of(client.get("/conversations/"))
        assert Event.objects.get(verb="consultation_list").ids == [row.pk]

    def test_an_empty_list_says_what_to_do(self, client, teacher):
        assert "No conversation yet" in text_of(signed_in(client, teacher).get("/conversations/"))

    def test_nothing_typed_is_lost(self, client, teacher):
        page = signed_in(client, teacher).post("/conversations/new/", form(advice=""))
        assert "Write down what was advised" in text_of(page)
        assert "Is this level 2?" in page.content.decode()

    def test_a_conversation_of_the_future_is_refused(self, teacher):
        with pytest.raises(Refused):
            log(teacher, happened_at=timezone.now() + timedelta(hours=1))


class TestWhoSees:
    def test_ones_own(self, screener, teacher):
        mine, theirs = log(teacher), log(screener)
        colleague = places.worker(Role.PRACTITIONER, site=places.SiteFactory())
        lead = places.worker(Role.SAFEGUARDING_LEAD, site=mine.site or places.SiteFactory())
        assert list(Consultation.objects.visible_to(teacher)) == [mine]
        for other in (colleague, lead):
            assert not Consultation.objects.visible_to(other).exists()
        assert list(Consultation.objects.visible_to(screener)) == [theirs]

    def test_the_front_doors_for_every_screener_and_its_manager(self, screener):
        row = log(screener)
        manager = places.worker(Role.SPOC_MANAGER, team=places.spoc_managers())
        colleague = places.worker(Role.SCREENER, team=places.spoc())
        assert row in Consultation.objects.visible_to(manager)
        assert row in Consultation.objects.visible_to(colleague)

    def test_of_a_restricted_family_gives_no_sign(self, client, screener):
        row = become_a_referral(log(screener), screener)
        colleague = places.worker(Role.SCREENER, team=places.spoc())
        Family.objects.filter(pk=row.referral.family_id).update(restricted=True)
        signed_in(client, colleague)
        assert "Okafor" not in text_of(client.get("/conversations/"))
        assert client.get(reverse("consultation_detail", args=[row.pk])).status_code == 404
        grant(row.referral.family, basis="named", user=colleague)
        assert client.get(reverse("consultation_detail", args=[row.pk])).status_code == 200


def become_a_referral(row, by):
    council = places.SiteFactory(agency__name="Early help", agency__kind="council")
    draft = referrals.refer_from_consultation(consultation=row, key=uuid4(), site=council, by=by)
    referrals.submit(submission=okafors(), by=by, site=draft.site, draft=draft,
                     idempotency_key=str(draft.pk))  # fmt: skip
    row.refresh_from_db()
    return row


class TestBecomingAReferral:
    def test_with_nothing_typed_twice(self, client, teacher):
        row = log(teacher, site=teacher.memberships.get().site)
        signed_in(client, teacher)
        sent = client.post(reverse("consultation_refer", args=[row.pk]), once())
        draft = Draft.objects.get(consultation=row)
        assert sent["Location"] == reverse("draft_page", args=[draft.pk, "danger"])
        family = client.get(reverse("draft_page", args=[draft.pk, "family"])).content.decode()
        worries = client.get(reverse("draft_page", args=[draft.pk, "worries"])).content.decode()
        assert 'value="Okafor"' in family
        assert "Is this level 2?" in worries and "Talk to the parents first." in worries
        again = client.post(reverse("consultation_refer", args=[row.pk]), once())
        assert again["Location"] == sent["Location"] and Draft.objects.count() == 1

    def test_then_it_points_to_the_referral(self, client, screener):
        row = become_a_referral(log(screener), screener)
        assert row.referral.first_contact_at == row.referral.submitted_at  # advice has no clock
        page = signed_in(client, screener).get(reverse("consultation_detail", args=[row.pk]))
        assert row.referral.reference in text_of(page)
        with pytest.raises(Refused):
            become_a_referral(row, screener)

    def test_somebody_elses_cannot_be_gone_on_with(self, client, screener, teacher):
        row = log(screener)
        signed_in(client, teacher)
        url = reverse("consultation_refer", args=[row.pk])
        assert client.post(url, once()).status_code == 404
