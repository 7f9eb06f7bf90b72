"""The front door's lists, and the first pages above them, cost as much for many rows as for one."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from casework.actions.leads import lead_episode
from referrals import handover
from referrals.models import (
    Call,
    Consultation,
    Disagreement,
    LeadOffer,
    SecondLook,
    ThresholdProposal,
)  # fmt: skip
from referrals.scoring.thresholds import REFERENCE
from tests.factories import localities as places
from tests.factories.families import ChildFactory
from tests.factories.referrals import ReferralFactory
from tests.queries import counting
from tests.screening import decide, own

pytestmark = pytest.mark.django_db
PINNED = json.loads((Path(__file__).parents[1] / "query_counts.json").read_text())["lists"]


WHO = {"first_name": "Amara", "last_name": "Okafor"}  # of all the children below


class Borough:
    """So many of everything that the lists of the front door show."""

    def __init__(self, many):
        self.now = timezone.now()
        managers, spoc, care = places.spoc_managers(), places.spoc(), places.social_care()
        places.hub("north")
        self.site = places.SiteFactory(name="Invented Primary")
        self.manager = places.worker(Role.SPOC_MANAGER, team=managers)
        self.screener = places.worker(Role.SCREENER, team=spoc)
        self.other = places.worker(Role.SCREENER, team=spoc)
        self.officer = places.worker(Role.SOCIAL_CARE, team=care)
        self.lead = places.worker(Role.PRACTITIONER, site=self.site)
        self.administrator = places.UserFactory(role=Role.ADMINISTRATOR)
        for number in range(many):
            self._one(number)

    def ask(self, page):
        who, name, more = PAGES[page]
        client = Client()
        client.force_login(getattr(self, who))
        if isinstance(more, dict):
            return lambda: client.post(reverse(name), more)
        return lambda: client.get(reverse(name) + more)

    def _one(self, number):
        waits, decided, offered, led, elsewhere = (
            ReferralFactory(site=self.site, submitted_at=self.now - timedelta(hours=number + 30),
                            **facts)
            for facts in ({}, {}, {"red_flag": True}, {}, {"area": "elsewhere"})
        )  # fmt: skip
        self._contacts(waits)
        ChildFactory(family=decided.family, **WHO)
        for referral in (decided, elsewhere):
            self._decided(referral)
        Disagreement.objects.create(
            referral=decided, decision=decided.decisions.get(), by=decided.referrer, reason="No.",
            happened_at=self.now, due_at=self.now,
        )  # fmt: skip
        handover.offer_up(offered.family, by=self.other, at=self.now, referral=offered)
        handover.offer_down(
            waits.family, [ChildFactory(family=waits.family)], done="D", plan="P",
            by=self.officer, at=self.now,
        )  # fmt: skip
        LeadOffer.objects.create(
            family=led.family, referral=led, happened_at=self.now, due_at=self.now,
            lead=self.lead, named_at=self.now, note="N",
        )  # fmt: skip
        lead_episode(family=decided.family, lead=self.lead, children=[], by=self.lead)
        ThresholdProposal.objects.create(
            title=f"P{number}", loaded_by=self.administrator, loaded_at=self.now,
            text=(REFERENCE / "thresholds_2018_09.csv").read_text(),
        )  # fmt: skip

    def _decided(self, referral):
        own(referral, self.other)
        referral.refresh_from_db()
        decide(referral, self.other, outcome="linked", at=self.now - timedelta(hours=1))

    def _contacts(self, referral):
        call = {"caller_name": "Jo", "caller_phone": "1", "said": "S", "clock_version": "2018-09",
                "decision_due_at": self.now + timedelta(days=1), "happened_at": self.now,
                "form_due_at": self.now + timedelta(days=1)}  # fmt: skip
        Call.objects.create(taken_by=self.screener, referral=referral, **call)
        Consultation.objects.create(
            by=self.screener, with_whom="Jo", asked="A", advice="B", happened_at=self.now,
            at_front_door=True, referral=referral,
        )  # fmt: skip


PAGES = {
    "calls": ("manager", "call_list", ""),
    "conversations": ("manager", "consultation_list", ""),
    "offers to leads": ("manager", "lead_list", ""),
    "families that a lead works with": ("lead", "episode_list", ""),
    "transfers, SPOC": ("manager", "transfer_list", ""),
    "transfers, social care": ("officer", "transfer_list", ""),
    "disagreements": ("manager", "disagreement_list", ""),
    "lives elsewhere": ("manager", "screening_board", "?show=elsewhere"),
    "transferred, not accepted": ("manager", "screening_board", "?show=transferred"),
    "second looks": ("screener", "second_looks", ""),
    "consistency": ("manager", "consistency", ""),
    "lab": ("administrator", "lab", ""),
    "who is known": ("manager", "family_search", WHO),
    "first page of a screener": ("screener", "home", ""),
    "first page of a SPOC manager": ("manager", "home", ""),
    "first page of a practitioner": ("lead", "home", ""),
}


def counts(borough):
    found = {}
    for page in PAGES:
        ask = borough.ask(page)
        assert ask().status_code == 200, page
        with counting() as asked:
            ask()
        found[page] = len(asked)
    return found


@pytest.mark.parametrize("many", [1, 12])
def test_every_list_keeps_to_its_number(many, settings):
    settings.SECOND_LOOK_PERCENT = 100
    borough = Borough(many)
    assert SecondLook.objects.count() == 2 * many
    assert counts(borough) == PINNED
