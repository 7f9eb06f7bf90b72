"""Safe contact and sharing, on their page: the right person, the wrong place, nothing lost."""

import re

import pytest
from django.urls import reverse

from accounts.roles import Role
from families.models import DangerSign, SafeContact, SafeToShare
from families.safety import signs_of
from tests.factories import localities as places
from tests.factories.families import PersonFactory
from tests.pages import once, signed_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(episode):
    return PersonFactory(family=episode.family, first_name="Ada", phone="020 7946 0000")


def contact(**more):
    return once() | {"phone": "020 7946 0001", "voicemail": "no", "post": "no"} | more


def sharing(person, **more):
    signs = ",".join(str(sign.pk) for sign in signs_of(person.family_id))
    return once() | {"safe": "yes", "said_by": "Ada, alone", "signs": signs} | more


def test_written_down_once_and_shown_where_one_would_phone(client, kim, ada, episode):
    signed_in(client, kim)
    page = text_of(client.get(reverse("family_safety", args=[episode.family_id])))
    assert "is not marked as safe" in page and "Not confirmed" in page
    sent = contact(must_not_be_told="Her former partner")
    for _ in range(2):
        url = reverse("safe_contact", args=[ada.pk])
        assert client.post(url, sent).status_code == 302
    assert SafeContact.objects.get().by == kim
    for name, pk in (("family_safety", episode.family_id), ("family_detail", episode.family_id),
                     ("episode_detail", episode.pk)):  # fmt: skip
        page = text_of(client.get(reverse(name, args=[pk])))
        assert "020 7946 0001" in page and "Her former partner" in page, name


def test_the_form_shows_what_stands(client, kim, ada):
    signed_in(client, kim)
    url = reverse("safe_contact", args=[ada.pk])
    client.post(url, contact(times="Before school"))
    assert "Before school" in client.get(url).content.decode()


def test_a_confirmation_and_its_end(client, kim, ada, episode):
    signed_in(client, kim)
    url = reverse("safe_to_share", args=[ada.pk])
    assert client.post(url, sharing(ada)).status_code == 302
    page = reverse("family_safety", args=[episode.family_id])
    assert "Safe to share" in text_of(client.get(page))
    client.post(reverse("danger_note", args=[episode.family_id]), once() | {"text": "He is back."})
    said = text_of(client.get(page))
    assert "Do not share" in said and "He is back." in said and "something new" in said
    answer = client.post(url, sharing(ada, reason=""))
    assert "say why it is safe all the same" in text_of(answer)
    assert "Ada, alone" in answer.content.decode()
    assert client.post(url, sharing(ada, reason="She has moved.")).status_code == 302
    assert "Safe to share" in text_of(client.get(page))


def test_a_sign_that_came_meanwhile_is_read_first(client, kim, ada, episode):
    signed_in(client, kim)
    sent = sharing(ada, reason="All is well.")
    client.post(reverse("danger_note", args=[episode.family_id]), once() | {"text": "Back."})
    page = client.post(reverse("safe_to_share", args=[ada.pk]), sent)
    assert "something new after you opened" in text_of(page) and "All is well." in text_of(page)
    assert not SafeToShare.objects.exists()
    shown = re.search(r'name="signs" value="(.*?)"', page.content.decode()).group(1)
    page = client.post(reverse("safe_to_share", args=[ada.pk]), sent | {"signs": shown})
    assert page.status_code == 302


def test_who_told_us_is_needed(client, kim, ada):
    signed_in(client, kim)
    page = client.post(reverse("safe_to_share", args=[ada.pk]), sharing(ada, said_by=""))
    assert "Enter who told you" in text_of(page)


@pytest.mark.parametrize("who", ["stranger", "practitioner", "social_care"])
def test_nobody_else(client, ada, episode, stranger, who):
    users = {"stranger": stranger, "practitioner": places.UserFactory(),
             "social_care": places.UserFactory(role=Role.SOCIAL_CARE)}  # fmt: skip
    signed_in(client, users[who])
    for name, pk, sent in (
        ("safe_contact", ada.pk, contact()), ("safe_to_share", ada.pk, sharing(ada)),
        ("danger_note", episode.family_id, once() | {"text": "He is back."}),
    ):  # fmt: skip
        url = reverse(name, args=[pk])
        assert client.get(url).status_code == client.post(url, sent).status_code == 404, name
    assert not SafeContact.objects.exists() and not DangerSign.objects.exists()
