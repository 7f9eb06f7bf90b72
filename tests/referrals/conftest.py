"""People and a way through the form, for the tests of the referrer's pages."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.govuk.times import local, say_time
from referrals.models import Draft
from tests.factories.localities import SiteFactory, spoc, spoc_managers, worker

AMARA = {"first_name": "Amara", "last_name": "Okafor", "birth": "born", "born_on_day": "14",
         "born_on_month": "3", "born_on_year": "2016", "school": "Invented Primary"}  # fmt: skip
TOBI = AMARA | {"first_name": "Tobi", "born_on_year": "2019"}
NGOZI = {"first_name": "Ngozi", "last_name": "Okafor", "relationship": "parent",
         "parental_responsibility": "Y", "phone": "07700 900123"}  # fmt: skip
FAMILY = {"family_name": "Okafor", "area": "croydon", "postcode": "cr02ab",
          "address": "1 Invented Road"}  # fmt: skip
WORRIES = {"worries": "Amara is often absent and comes to school hungry."}


class Journey:
    """One person in front of the form. Pages are sent with the version that was shown."""

    def __init__(self, user):
        self.user = user
        self.client = Client()
        self.client.force_login(user)

    def start(self, *flags):
        page = self.client.get(reverse("referral_start"))
        key = page.context["form"]["idempotency_key"].value()
        sent = {"red_flags": flags or ["none"], "idempotency_key": key}
        response = self.client.post(reverse("referral_start"), sent)
        self.draft = Draft.objects.get(pk=key)
        return response

    def url(self, page, *rest):
        return reverse(f"draft_{page}", args=[self.draft.pk, *rest])

    def send(self, url, answers, **more):
        version = self.client.get(url).context["form"]["version"].value()
        return self.client.post(url, {"version": version, **answers, **more})

    def page(self, name, answers, **more):
        return self.send(self.url("page", name), answers, **more)

    def child(self, answers, key="a1"):
        return self.send(self.url("person", "children", key), answers)

    def adult(self, answers, key="b1"):
        return self.send(self.url("person", "adults", key), answers)

    def themes(self, *keys):
        return self.send(self.url("themes"), {"themes": keys})

    def serious(self, theme, **answers):
        return self.send(self.url("theme", theme), answers)

    def call(self):
        now = local(timezone.now())
        return self.page("call", {
            "spoke_to": "Jo", "called_at_day": now.day, "called_at_month": now.month,
            "called_at_year": now.year, "called_at_time": say_time(now), "family_knows": "no",
            "telling_is_safe": "no",
        })  # fmt: skip

    def fill(self):
        """Everything that must be answered, for one child."""
        self.page("family", FAMILY)
        self.child(AMARA)
        self.adult(NGOZI)
        self.page("worries", WORRIES)
        self.themes("attendance", "money")
        self.serious("attendance", child_a1="3")
        self.serious("money", answer="2")
        self.page("agreement", {"agreed": "yes", "who": "b1", "how": "in person",
                                "sharing": "yes"})  # fmt: skip

    def finish(self):
        return self.client.post(self.url("check"))

    def answers(self, page):
        self.draft.refresh_from_db()
        return self.draft.data.get(page, {})


@pytest.fixture
def site(db):
    spoc(), spoc_managers()
    return SiteFactory(name="Invented Primary")


@pytest.fixture
def lead(site):
    return worker("safeguarding_lead", site=site)


@pytest.fixture
def journey(lead):
    return Journey(lead)


@pytest.fixture
def spoc_team(db):
    spoc_managers()
    return spoc()


@pytest.fixture
def screener(spoc_team):
    return worker("screener", team=spoc_team, name="Samina Screener")


@pytest.fixture
def social_worker(spoc_team):
    return worker("social_worker", team=spoc_team)
