"""The copy on paper: what was sent, in a tagged PDF, for whoever may read the referral."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from audit.models import Event
from referrals import actions as referrals
from referrals.models import Referral
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


def test_the_same_bytes_again(lead, url):
    assert read_by(lead, url).content == read_by(lead, url).content


def test_nobody_elses(url):
    assert read_by(UserFactory(), url).status_code == 404
