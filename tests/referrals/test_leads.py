"""Partner-led help: the SPOC holds the family until a named lead professional accepts it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.errors import Refused
from audit.models import Message
from casework.codes import Kind, State
from casework.models import Episode
from families.models import Family, FamilyAccess
from localities import clocks
from referrals import actions as referrals
from referrals import leads
from referrals.codes import Outcome
from referrals.models import LeadOffer, Referral
from tests.factories import localities as places
from tests.factories.referrals import MONDAY, ReferralFactory
from tests.pages import once, signed_in, text_of
from tests.queries import counting
from tests.screening import AN_HOUR_ON, decide, own

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def screener():
    places.spoc_managers()
    return places.worker(Role.SCREENER, team=places.spoc())


@pytest.fixture
def school():
    return places.SiteFactory(name="Invented Primary")


@pytest.fixture
def lead(school):
    return places.worker(Role.SAFEGUARDING_LEAD, site=school, name="Grace Lead")


@pytest.fixture
def colleague(school):
    return places.worker(Role.PRACTITIONER, site=school, name="Daniel Cover")


@pytest.fixture
def offer(screener, school):
    referral = ReferralFactory(site=school, suggested_level=2, suggested_rule=6)
    referral = own(referral, screener, level=2)
    decide(referral, screener, level=2, outcome=Outcome.PARTNER_LED)
    return LeadOffer.objects.get()


def name(offer, lead, by, **changes):
    facts = {"note": "Help with mornings.", "at": AN_HOUR_ON}
    return referrals.name_lead(offer=offer, lead=lead, by=by, **(facts | changes))


def held_by_spoc(family):
    return FamilyAccess.objects.filter(family=family, team__code="spoc").open().exists()


class TestTheSpocHolds:
    def test_from_the_decision_on(self, screener, offer):
        assert offer.lead is None and offer.happened_at == AN_HOUR_ON
        assert offer.due_at == clocks.due("lead_acceptance", AN_HOUR_ON)
        assert held_by_spoc(offer.family)
        assert offer in LeadOffer.objects.visible_to(screener).open()

    def test_after_the_offer_too(self, screener, offer, lead):
        at = AN_HOUR_ON + DAY
        offer = name(offer, lead, screener, at=at)
        assert offer.due_at == clocks.due("lead_acceptance", at) == at + 2 * DAY
        assert held_by_spoc(offer.family)
        assert Message.objects.filter(to=lead.email).exists()

    def test_and_lets_go_when_the_lead_accepts(self, screener, offer, lead):
        offer = name(offer, lead, screener)
        referrals.accept_lead(offer=offer, by=lead, at=AN_HOUR_ON + DAY)
        assert not held_by_spoc(offer.family)
        assert not LeadOffer.objects.open().exists()

    def test_a_second_look_takes_the_offer_back(self, screener, offer, lead):
        offer = name(offer, lead, screener)
        referral = Referral.objects.get()
        referrals.reopen(referral=referral, reason="New facts.", version=referral.version,
                         by=screener)  # fmt: skip
        offer.refresh_from_db()
        assert offer.answer == "taken_back"
        with pytest.raises(Refused):
            referrals.accept_lead(offer=offer, by=lead)

    def test_what_shows_as_time_goes_on(self, offer):
        states = [
            leads.clock(offer.happened_at, None, offer.due_at, AN_HOUR_ON + n * DAY)["state"]
            for n in (0, 1.9, 2.1)
        ]
        assert states == ["running", "due_soon", "overdue"]


class TestTheReferrer:
    def page(self, client, referral):
        return text_of(
            signed_in(client, referral.referrer).get(
                reverse("referral_detail", args=[referral.reference])
            )
        )

    def test_reads_who_leads_once_somebody_does(self, client, screener, offer, lead):
        offer = name(offer, lead, screener)
        assert "A lead professional is asked" in self.page(client, offer.referral)
        assert lead.name not in self.page(client, offer.referral)
        referrals.accept_lead(offer=offer, by=lead, at=AN_HOUR_ON + DAY)
        page = self.page(client, offer.referral)
        assert f"Lead professional {lead.name}" in page and f"{lead.name} leads the help" in page

    def test_not_while_it_is_looked_at_again_nor_when_sharing_has_stopped(
        self, client, screener, offer, lead
    ):
        name_and_accept(offer, lead, screener)
        Family.objects.update(sharing_stopped_at=MONDAY)
        assert lead.name not in self.page(client, offer.referral)
        Family.objects.update(sharing_stopped_at=None)
        Referral.objects.update(state="submitted")
        assert lead.name not in self.page(client, offer.referral)


class TestTheLead:
    def test_leads_an_episode_from_the_acceptance_on(self, screener, offer, lead, colleague):
        offer = name(offer, lead, screener)
        referrals.accept_lead(offer=offer, cover=colleague, by=lead, at=AN_HOUR_ON + DAY)
        episode = Episode.objects.get()
        assert (episode.kind, episode.state, episode.level) == (Kind.PARTNER_LED, State.OPEN, 2)
        assert (episode.key_worker, episode.cover, episode.team) == (lead, colleague, None)
        assert episode.referral == offer.referral and episode.children.count() == 1
        for person in (lead, colleague):
            assert episode in Episode.objects.visible_to(person)

    def test_works_in_it_and_sees_nothing_else_of_the_family(
        self, client, screener, offer, lead, colleague
    ):
        name_and_accept(offer, lead, screener)
        episode = Episode.objects.get()
        earlier = Episode.objects.create(
            family=episode.family, kind=Kind.FAMILY_SOLUTIONS, level=3, state=State.CLOSED,
            started_at=MONDAY - 90 * DAY, closed_at=MONDAY - 30 * DAY, clock_version="2018-09",
            allocation_due_at=MONDAY - 89 * DAY,
        )  # fmt: skip
        signed_in(client, lead)
        for part in ("detail", "chronology", "plan", "visits", "assessment"):
            assert client.get(reverse(f"episode_{part}", args=[episode.pk])).status_code == 200
        assert client.get(reverse("visit_add", args=[episode.pk])).status_code == 200
        assert client.get(reverse("episode_detail", args=[earlier.pk])).status_code == 404
        assert client.get(reverse("family_detail", args=[episode.family_id])).status_code == 404
        assert client.get(reverse("episode_step_up", args=[episode.pk])).status_code == 404
        assert client.get(reverse("allocation_episode", args=[episode.pk])).status_code == 404
        assert episode.family.name in text_of(client.get("/families/mine/"))
        signed_in(client, colleague)
        assert client.get(reverse("episode_detail", args=[episode.pk])).status_code == 404

    def test_of_a_restricted_family_is_a_named_person(self, screener, offer, lead):
        offer = name(offer, lead, screener)
        Family.objects.filter(pk=offer.family_id).update(restricted=True)
        referrals.accept_lead(offer=offer, by=lead, at=AN_HOUR_ON + DAY)
        assert Episode.objects.visible_to(lead).exists()
        assert not Episode.objects.visible_to(screener).exists()

    def test_declines_with_a_reason_and_the_spoc_holds_it_again(self, screener, offer, lead):
        offer = name(offer, lead, screener)
        with pytest.raises(Refused):
            referrals.decline_lead(offer=offer, reason=" ", by=lead)
        at = AN_HOUR_ON + DAY
        referrals.decline_lead(offer=offer, reason="I am on leave.", by=lead, at=at)
        again = LeadOffer.objects.open().get()
        assert (again.lead, again.happened_at) == (None, at)
        assert held_by_spoc(offer.family)
        assert not Episode.objects.exists()
        assert Message.objects.filter(to=screener.email, subject__contains="cannot").exists()

    def test_only_the_named_one_answers(self, screener, offer, lead, colleague):
        offer = name(offer, lead, screener)
        for act in (referrals.accept_lead, lambda **f: referrals.decline_lead(reason="x", **f)):
            with pytest.raises(Refused):
                act(offer=offer, by=colleague)
        assert offer not in LeadOffer.objects.visible_to(colleague)

    def test_answers_once(self, screener, offer, lead):
        offer = name(offer, lead, screener)
        referrals.accept_lead(offer=offer, by=lead, at=AN_HOUR_ON + DAY)
        with pytest.raises(Refused):
            referrals.decline_lead(offer=offer, reason="No.", by=lead)

    def test_must_work_at_a_school_or_service(self, screener, offer):
        with pytest.raises(Refused):
            name(offer, screener, screener)
        away = places.worker(Role.PRACTITIONER, site=places.SiteFactory())
        away.memberships.update(until_on="2020-01-01")
        with pytest.raises(Refused):
            name(offer, away, screener)

    def test_another_one_may_be_named(self, screener, offer, lead, colleague):
        first = name(offer, lead, screener)
        second = name(first, colleague, screener, at=AN_HOUR_ON + DAY)
        first.refresh_from_db()
        assert first.answer == "taken_back" and second.pk != first.pk
        with pytest.raises(Refused):
            referrals.accept_lead(offer=first, by=lead)
        with pytest.raises(Refused):
            name(second, colleague, screener)

    @pytest.mark.parametrize("stopped", ["help_stopped_at", "sharing_stopped_at"])
    def test_nobody_is_asked_once_the_family_took_its_agreement_back(
        self, screener, offer, lead, colleague, stopped
    ):
        named = name(offer, lead, screener)
        Family.objects.filter(pk=offer.family_id).update(**{stopped: AN_HOUR_ON})
        with pytest.raises(Refused):
            referrals.accept_lead(offer=named, by=lead)
        with pytest.raises(Refused):
            name(named, colleague, screener)

    def test_one_offer_at_a_time(self, offer):
        with pytest.raises(IntegrityError), transaction.atomic():
            leads.hold(offer.referral, by=None, at=AN_HOUR_ON)


def name_and_accept(offer, lead, screener):
    offer = name(offer, lead, screener, at=timezone.now())
    return referrals.accept_lead(offer=offer, by=lead)


class TestWhatFollows:
    def test_family_solutions_may_follow_while_a_lead_leads(self, screener, offer, lead):
        places.hub()
        name_and_accept(offer, lead, screener)
        second = own(ReferralFactory(family=offer.family), screener)
        decide(second, screener)
        assert set(Episode.objects.values_list("kind", flat=True)) == {
            Kind.PARTNER_LED, Kind.FAMILY_SOLUTIONS,
        }  # fmt: skip

    def test_a_second_lead_is_refused_and_linked_work_tells_the_first(self, screener, offer, lead):
        name_and_accept(offer, lead, screener)
        second = own(ReferralFactory(family=offer.family, suggested_level=2), screener, level=2)
        with pytest.raises(Refused) as refused:
            decide(second, screener, level=2, outcome=Outcome.PARTNER_LED)
        assert refused.value.field == "outcome"
        second.refresh_from_db()
        decide(second, screener, level=2, outcome=Outcome.LINKED)
        body = Message.objects.filter(to=lead.email).first().body
        assert "phone the SPOC" in body and offer.family.name not in body


class TestPages:
    def test_the_decision_leads_to_naming(self, client, screener, school, lead):
        referral = own(ReferralFactory(site=school, suggested_level=2), screener, level=2)
        sent = signed_in(client, screener).post(
            reverse("screening_decide", args=[referral.reference]),
            {f"decide-{k}": v for k, v in (once() | {
                "level": 2, "outcome": "partner_led", "reason": "", "version": referral.version,
                "words_partner_led": "We ask somebody."}).items()},
        )  # fmt: skip
        offer = LeadOffer.objects.get()
        assert sent["Location"] == reverse("lead_name", args=[offer.pk])
        page = text_of(client.get(sent["Location"]))
        assert "Grace Lead, Invented Primary" in page
        assert "has not agreed that we share" in page
        named = client.post(sent["Location"], once() | {"lead": lead.pk, "note": "Mornings."})
        assert named["Location"] == reverse("lead_list")
        assert "Grace Lead" in text_of(client.get("/leads/"))
        assert "Grace Lead" in text_of(
            client.get(reverse("screening_referral", args=[referral.reference]))
        )

    def test_somebody_of_another_service_is_found(self, client, screener, offer):
        other = places.worker(
            Role.PRACTITIONER, site=places.SiteFactory(name="Lantern Project"), name="Samira Hill"
        )
        url = reverse("lead_name", args=[offer.pk])
        signed_in(client, screener)
        assert "Nobody fits this search" in text_of(client.get(f"{url}?q=zzz"))
        assert "Samira Hill, Lantern Project" in text_of(client.get(f"{url}?q=lantern+samira"))
        client.post(f"{url}?q=lantern", once() | {"lead": other.pk, "note": "Money."})
        offer.refresh_from_db()
        assert offer.lead == other

    def test_the_named_person_reads_and_accepts(self, client, screener, offer, lead, colleague):
        name(offer, lead, screener, at=timezone.now())
        signed_in(client, lead)
        url = reverse("offer_detail", args=[offer.pk])
        assert url in client.get("/").content.decode()
        page = text_of(client.get(url))
        assert "Help with mornings." in page
        assert offer.referral.worries not in page  # the SPOC says what they need to know
        missing = client.post(reverse("offer_accept", args=[offer.pk]), once())
        assert "Answer the question" in text_of(missing)  # a school names a cover
        done = client.post(
            reverse("offer_accept", args=[offer.pk]), once() | {"cover": str(colleague.pk)}
        )
        assert done["Location"] == "/families/mine/"
        assert Episode.objects.get().cover == colleague

    def test_or_declines(self, client, screener, offer, lead):
        name(offer, lead, screener, at=timezone.now())
        signed_in(client, lead)
        url = reverse("offer_decline", args=[offer.pk])
        assert "Enter the reason" in text_of(client.post(url, once()))
        client.post(url, once() | {"reason": "On leave."})
        signed_in(client, screener)
        again = LeadOffer.objects.open().get()
        assert "On leave." in text_of(client.get(reverse("lead_name", args=[again.pk])))

    def test_nobody_else_opens_the_offer(self, client, screener, offer, lead, colleague):
        name(offer, lead, screener)
        signed_in(client, colleague)
        assert client.get(reverse("offer_detail", args=[offer.pk])).status_code == 404
        url = reverse("offer_accept", args=[offer.pk])
        assert client.post(url, once() | {"cover": "nobody"}).status_code == 404

    def test_what_is_overdue_rises_to_the_manager(self, client, screener, offer):
        manager = places.worker(Role.SPOC_MANAGER, team=places.spoc_managers())
        page = text_of(signed_in(client, manager).get("/"))
        assert "Lead professionals: overdue" in page
        assert ("Nobody asked yet" in page) == (timezone.now() > offer.due_at)
        LeadOffer.objects.update(due_at=timezone.now() - timedelta(hours=1))
        assert "Nobody asked yet" in text_of(client.get("/"))

    def test_the_queue_costs_the_same_for_many(self, client, screener, school):
        counts = []
        for number in (1, 5):
            for _ in range(number):
                referral = own(ReferralFactory(site=school, suggested_level=2), screener, level=2)
                decide(referral, screener, level=2, outcome=Outcome.PARTNER_LED)
            signed_in(client, screener).get("/leads/")
            with counting() as found:
                client.get("/leads/")
            counts.append(len(found))
        assert counts[0] == counts[1]
