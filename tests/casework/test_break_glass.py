"""A manager opens a restricted family by a number, with a reason, for a few hours."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.errors import Refused
from audit.models import Event, Message
from families import actions as families
from families.actions.break_glass import OPEN_FOR
from families.models import Family, FamilyAccess
from tests.casework.test_restricted_pages import restricted
from tests.factories.accounts import UserFactory
from tests.factories.families import FamilyFactory
from tests.factories.localities import hub, spoc, spoc_managers, worker
from tests.factories.referrals import ReferralFactory
from tests.pages import once, signed_in, text_of

pytestmark = pytest.mark.django_db
URL = "/families/open-restricted/"


@pytest.fixture(autouse=True)
def fresh():
    cache.clear()


@pytest.fixture
def people():
    ann = worker(Role.SCREENER, team=spoc(), email="ann@example.org")
    bea = worker(Role.SPOC_MANAGER, team=spoc_managers(), name="Bea", email="bea@example.org")
    return [ann, bea]


@pytest.fixture
def hidden(people):
    made = FamilyFactory(name="Okafor")
    restricted(made, people, people[1])
    return made


@pytest.fixture
def hana():
    return worker(Role.HUB_MANAGER, team=hub(), name="Hana Hub", email="hana@example.org")


def ask(client, reference, reason="A neighbour heard screams.", **key):
    return client.post(URL, {"reference": reference, "reason": reason, **(key or once())})


def test_it_opens_by_the_familys_number_says_until_when_and_tells(client, hidden, hana, people):
    auditor = UserFactory(role=Role.AUDITOR, email="dpo@example.org")
    client = signed_in(client, hana)
    assert client.get(reverse("family_detail", args=[hidden.pk])).status_code == 404
    done = ask(client, f" {hidden.pk} ")
    assert done["Location"] == reverse("family_detail", args=[hidden.pk])
    said = text_of(client.get(done["Location"]))
    assert "You opened this family with a reason. It closes by itself at" in said
    row = FamilyAccess.objects.get(basis="break_glass")
    assert (row.user, row.reason) == (hana, "A neighbour heard screams.")
    assert row.until_at - row.from_at == OPEN_FOR
    event = Event.objects.get(verb="families.break_glass")
    assert (event.actor_id, event.ids) == (hana.pk, [row.pk])
    mails = list(Message.objects.order_by("to"))
    assert [mail.to for mail in mails] == ["ann@example.org", "bea@example.org", "dpo@example.org"]
    assert not any("Okafor" in mail.subject + mail.body for mail in mails)
    client.force_login(auditor)
    for page in ("/", reverse("audit_opened")):
        said = text_of(client.get(page))
        assert "Hana Hub" in said and "A neighbour heard screams." in said
        assert "Okafor" not in said
    client.force_login(people[0])
    said = text_of(client.get(reverse("family_restricted", args=[hidden.pk])))
    assert "Opened it once" in said and "Hana Hub" in said


def test_it_opens_by_a_referrals_reference_and_every_record_of_the_family(client, hidden, hana):
    other = FamilyFactory()
    version = hidden.version + other.version
    families.merge(family=hidden, duplicate=other, version=version, reason="Same.", by=hana)
    referral = ReferralFactory(family=other)
    client = signed_in(client, hana)
    done = ask(client, referral.reference.lower())
    assert done["Location"] == reverse("family_detail", args=[hidden.pk])
    assert Family.objects.visible_to(hana).count() == 2


def test_it_closes_by_itself(hidden, hana):
    at = timezone.now() - OPEN_FOR - timedelta(seconds=1)
    families.break_glass(family=hidden, reason="Screams.", by=hana, at=at)
    assert not Family.objects.visible_to(hana).exists()


def test_what_does_not_exist_is_open_or_is_no_number_answers_alike(client, hidden, hana):
    open_one = ReferralFactory()
    client = signed_in(client, hana)
    answers = set()
    for tried in ("999999", open_one.reference, str(open_one.family_id), "EH-2026-999999"):
        said = text_of(ask(client, tried))
        assert "Nothing can be opened with this reference." in said
        answers.add(said)
    assert len(answers) == 1
    assert "Nothing can be opened" in text_of(signed_in(client, UserFactory(role=Role.HEAD)).post(
        URL, {"reference": "Okafor", "reason": "Screams.", **once()}))  # fmt: skip
    assert not FamilyAccess.objects.filter(basis="break_glass").exists()
    assert Event.objects.filter(verb="families.break_glass", outcome="refused").count() == 5
    client.force_login(UserFactory(role=Role.AUDITOR))
    assert "Hana Hub" in text_of(client.get(reverse("audit_opened")))


def test_who_sees_the_family_anyway_opens_nothing(client, hidden, people):
    done = ask(signed_in(client, people[1]), str(hidden.pk))
    assert done["Location"] == reverse("family_detail", args=[hidden.pk])
    assert not FamilyAccess.objects.filter(basis="break_glass").exists()


def test_tries_are_few(client, hidden, hana):
    client = signed_in(client, hana)
    for _ in range(5):
        ask(client, "999999")
    assert "You tried too often." in text_of(ask(client, str(hidden.pk)))
    assert not Family.objects.visible_to(hana).exists()


def test_a_reason_is_needed(client, hidden, hana):
    assert "Enter why you must open it now" in text_of(ask(signed_in(client, hana), "1", reason=""))
    with pytest.raises(Refused, match="Say why"):
        families.break_glass(family=hidden, reason=" ", by=hana)


def test_an_open_family_is_not_opened(hana):
    with pytest.raises(Refused, match="not restricted"):
        families.break_glass(family=FamilyFactory(), reason="Screams.", by=hana)


@pytest.mark.parametrize("role", [Role.SCREENER, Role.KEY_WORKER, Role.PRACTITIONER, Role.AUDITOR])
def test_it_is_for_managers(client, hidden, role):
    assert ask(signed_in(client, UserFactory(role=role)), str(hidden.pk)).status_code == 404


class TestWhoMayThenChangeTheNames:
    def change(self, client, family):
        return client.get(reverse("restriction_names", args=[family.pk]))

    def test_not_who_opened_it_while_a_manager_is_named(self, client, hidden, hana):
        client = signed_in(client, hana)
        ask(client, str(hidden.pk))
        assert self.change(client, hidden).status_code == 404

    def test_but_when_no_manager_is_left(self, client, hidden, people):
        from accounts import actions as accounts

        head = UserFactory(role=Role.HEAD)
        accounts.deactivate(user=people[1], by=head)
        client = signed_in(client, head)
        ask(client, str(hidden.pk))
        assert self.change(client, hidden).status_code == 200


def test_break_glass_ends_when_the_restriction_is_lifted(hidden, hana, people):
    families.break_glass(family=hidden, reason="Screams.", by=hana)
    families.lift(family=hidden, reason="She left.", by=people[1])
    assert not Family.objects.visible_to(hana).exists()
