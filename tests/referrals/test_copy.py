"""The copy on paper: what was sent, in a tagged PDF, for whoever may read the referral."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from audit.models import Event
from referrals import actions as referrals
from referrals import copy
from referrals.intake import DangerEntry, Seen
from referrals.models import Referral
from referrals.scoring import load_thresholds
from tests.factories.accounts import UserFactory
from tests.factories.localities import SiteFactory, spoc, worker
from tests.factories.submissions import okafors

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    spoc()
    return worker("safeguarding_lead", site=SiteFactory())


@pytest.fixture
def url(lead):
    site = lead.memberships.get().site
    words = "He said: #show [it]; then \u4f60\u597d.\nSecond line."
    referral, _ = referrals.submit(
        submission=okafors(worries=words), by=lead, site=site, idempotency_key="the key"
    )
    return reverse("referral_copy", args=[referral.reference])


def read_by(user, url):
    client = Client()
    client.force_login(user)
    return client.get(url)


def test_what_was_sent_on_paper(lead, url):
    answer = read_by(lead, url)
    assert answer["Content-Type"] == "application/pdf"
    assert "attachment" in answer["Content-Disposition"]
    paper = PdfReader(io.BytesIO(answer.content))
    text = " ".join(page.extract_text() for page in paper.pages)
    reference = Referral.objects.get().reference
    assert paper.metadata.title == f"Referral {reference}"
    assert "#show [it]" in text and "Second line." in text and "Amara" in text
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]  # tagged, for people who listen
    assert Event.objects.filter(verb="referral_copy", outcome="seen").exists()


def text_of_copy(user, url):
    paper = PdfReader(io.BytesIO(read_by(user, url).content))
    return " ".join(" ".join(page.extract_text() for page in paper.pages).split())


@pytest.fixture
def everything(lead):
    """One of each kind of answer that a form can hold."""
    called = DangerEntry(
        red_flags=("redflag.sexual_abuse",), spoke_to="Jo at the SPOC",
        called_at=timezone.now() - timedelta(hours=1), do_not_tell=True,
    )  # fmt: skip
    seen = (
        Seen(key="child.attendance.3", child="amara"),
        Seen(key="environment.money", answer="not_known"),
        Seen(key="environment.housing", answer="no_concern"),
    )
    referral, _ = referrals.submit(
        submission=okafors(
            danger=called, observations=seen, strengths=("strength.parenting.warmth",),
            working_well="Her aunt helps.", must_change="Breakfast.", tried="A talk.",
        ),
        by=lead, site=lead.memberships.get().site, idempotency_key="all of it",
    )  # fmt: skip
    return reverse("referral_copy", args=[referral.reference])


def test_every_answer_stands_on_it_and_who_sees_it(lead, everything):
    text = text_of_copy(lead, everything)
    indicators = load_thresholds("2018-09").indicators
    for words in (
        "Immediate safeguarding concerns", "Strengths", "Not known", "No concern",
        *(indicators[key].text for key in ("redflag.sexual_abuse", "strength.parenting.warmth")),
        "(Amara", "Her aunt helps.", "Breakfast.", "A talk.", "Jo at the SPOC",
        "Keep this as carefully as you keep the family’s own record.",
        "the safeguarding lead of your own site",
    ):  # fmt: skip
        assert words in text, words


def test_it_says_nothing_of_the_suggestion_or_of_what_came_after(lead, everything):
    referral = Referral.objects.get()
    before = text_of_copy(lead, everything)
    Referral.objects.update(state="withdrawn")
    assert text_of_copy(lead, everything) == before
    assert "suggest" not in before.lower() and f"Level {referral.suggested_level}" not in before


def test_the_same_bytes_again(lead, url):
    assert read_by(lead, url).content == read_by(lead, url).content
    referral, now = Referral.objects.get(), timezone.now()
    assert copy.render(referral, now) == copy.render(referral, now + timedelta(days=2))


def test_nobody_elses(url):
    assert read_by(UserFactory(), url).status_code == 404
