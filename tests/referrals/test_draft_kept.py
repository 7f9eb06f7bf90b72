"""A session ends while somebody types: they sign in again, and what they sent is still there."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts import kept
from tests.factories.localities import worker
from tests.referrals.conftest import WORRIES, Journey

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_out(journey):
    """The journey, its session over, with a page sent after that."""
    journey.start()
    Session.objects.all().delete()
    sent = journey.client.post(
        journey.url("page", "worries"), {"version": 0, "tried": "A visit.", **WORRIES}
    )
    assert sent.url == f"{reverse('account_login')}?next={journey.url('page', 'worries')}"
    return journey


def test_it_is_shown_once_after_signing_in_and_not_yet_saved(signed_out):
    signed_out.client.force_login(signed_out.user)
    page = signed_out.client.get(signed_out.url("page", "worries"))
    html = page.content.decode()
    assert "What you typed is still here" in html
    assert "A visit." in html and WORRIES["worries"] in html
    assert not signed_out.answers("worries")
    again = signed_out.client.get(signed_out.url("page", "worries")).content.decode()
    assert "A visit." not in again


def test_sending_it_again_saves_it(signed_out):
    signed_out.client.force_login(signed_out.user)
    page = signed_out.client.get(signed_out.url("page", "worries"))
    version = re.search(r'name="version" value="(\d+)"', page.content.decode())[1]
    signed_out.client.post(
        signed_out.url("page", "worries"), {"version": version, "tried": "A visit.", **WORRIES}
    )
    assert signed_out.answers("worries")["tried"] == "A visit."


def test_somebody_else_who_signs_in_there_sees_nothing_of_it(signed_out, site):
    other = worker("practitioner", site=site)
    signed_out.client.force_login(other)
    assert signed_out.client.get(signed_out.url("page", "worries")).status_code == 404
    own = Journey(other)
    own.client = signed_out.client
    own.start()
    assert "A visit." not in own.client.get(own.url("page", "worries")).content.decode()
    assert kept.KEY not in own.client.session


def test_a_stranger_leaves_nothing(journey):
    journey.start()
    stranger = Client()
    stranger.post(journey.url("page", "worries"), WORRIES)
    assert not Session.objects.filter(session_key__in=[
        cookie.value for cookie in stranger.cookies.values()
    ]).exists()  # fmt: skip


def test_what_is_too_long_is_not_kept(signed_out):
    Session.objects.all().delete()
    huge = {"version": 0, "worries": "x" * kept.LONGEST}
    signed_out.client.post(signed_out.url("page", "worries"), huge)
    assert kept.KEY not in signed_out.client.session
