"""What is about a restricted family: step-downs, calls and conversations reach the named alone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.errors import Refused
from audit.models import Job, Message
from casework import kept_back
from families import actions as families
from families.access import grant
from families.models import Family, FamilyAccess
from referrals import actions as referrals
from referrals import handover
from referrals.models import Call, Consultation, Transfer
from tests.casework.test_who import family, sent
from tests.factories.localities import hub, social_care, spoc, spoc_managers, worker
from tests.pages import once, signed_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def named():
    hub("north"), social_care()
    return [
        worker(Role.SCREENER, team=spoc(), email="ann@example.org"),
        worker(Role.SPOC_MANAGER, team=spoc_managers(), email="bea@example.org"),
    ]


@pytest.fixture
def other(named):
    return worker(Role.SCREENER, team=spoc(), email="other@example.org")


@pytest.fixture
def hidden(named):
    made = family(restricted=True)
    for user in named:
        grant(made, basis=FamilyAccess.Basis.NAMED, user=user)
    return made


def told():
    before = set(Job.objects.values_list("pk", flat=True))
    kept_back.look()
    for job in Job.objects.filter(kind=kept_back.KIND).exclude(pk__in=before):
        assert kept_back.tell_the_named(job) == {}
    return list(Message.objects.filter(subject__startswith="Please look at").order_by("to"))


def offer(made):
    officer = worker(Role.SOCIAL_CARE, team=social_care())
    return handover.offer_down(
        made, [made.people.get()], done="Visits.", plan="Mornings.", by=officer, at=timezone.now()
    )


def call(by, name="Okafor"):
    return referrals.log_call(
        caller_name="Jo Reed", caller_phone="020 7946 0000", agency="", family_name=name,
        said="Hungry again.", urgent=False, happened_at=timezone.now() - timedelta(minutes=5),
        by=by,
    )  # fmt: skip


def talk(by, name="Okafor"):
    return referrals.log_consultation(
        with_whom="A teacher", family_name=name, asked="Is this level 2?", advice="Talk to them.",
        happened_at=timezone.now() - timedelta(minutes=5), by=by,
    )  # fmt: skip


class TestReferrals:
    def test_one_that_was_sent_to_the_restricted_record_itself_is_told_too(self, hidden, named):
        referral = sent(hidden)
        assert [mail.to for mail in told()] == [user.email for user in named]
        assert referral.reference in Message.objects.latest("pk").subject

    def test_one_that_waits_when_the_family_is_restricted_is_told_of_then(self, hidden, named):
        known = family(first="Leon", last="Baptiste", postcode="SE25 4XX")
        referral = sent(family(first="Leon", last="Baptiste", postcode="SE25 4XX"))
        assert told() == []
        Family.objects.filter(pk=known.pk).update(restricted=True)
        for user in named:
            grant(known, basis=FamilyAccess.Basis.NAMED, user=user)
        mails = told()
        assert [mail.to for mail in mails] == [user.email for user in named]
        assert referral.reference in mails[0].subject
        another = worker(Role.SCREENER, team=spoc(), email="cat@example.org")
        grant(known, basis=FamilyAccess.Basis.NAMED, user=another)
        assert [mail.to for mail in told()] == sorted(
            [*(user.email for user in named), another.email]
        )


class TestStepDowns:
    def test_the_named_are_told_and_join_it_and_nobody_else_sees_either(
        self, client, hidden, named, other
    ):
        transfer = offer(family(first="Amarah"))
        mails = told()
        assert [mail.to for mail in mails] == [user.email for user in named]
        path = reverse("family_who", args=[transfer.family_id])
        assert all(path in mail.body and "Okafor" not in mail.body for mail in mails)
        client = signed_in(client, other)
        assert "Nobody on record looks like this family." in text_of(client.get(path))
        client = signed_in(client, named[0])
        assert "Likely match" in text_of(client.get(path))
        assert path in client.get(reverse("transfer_detail", args=[transfer.pk])).content.decode()
        body = {"answer": "same", "reason": "Same mother.", "version": 2, **once()}
        url = reverse("family_compare", args=[transfer.family_id, hidden.pk])
        assert client.post(url, body)["Location"] == path
        assert "are read as one family" in text_of(client.get(path))
        assert transfer in Transfer.objects.visible_to(named[1])
        assert transfer not in Transfer.objects.visible_to(other)
        assert told() == mails

    def test_an_open_family_is_nobodys_mail(self, hidden):
        offer(family(first="Leon", last="Baptiste", postcode="SE25 4XX"))
        assert told() == []

    def test_the_page_is_for_the_spoc(self, client, named):
        transfer = offer(family())
        manager = worker(Role.HUB_MANAGER, team=hub("north"))
        path = reverse("family_who", args=[transfer.family_id])
        assert signed_in(client, manager).get(path).status_code == 404

    def test_what_was_not_shown_cannot_be_compared(self, client, hidden, other):
        transfer = offer(family())
        client = signed_in(client, other)
        for family_id in (hidden.pk, 999_999):
            url = reverse("family_compare", args=[transfer.family_id, family_id])
            assert client.get(url).status_code == 404


@pytest.mark.parametrize("log", [call, talk])
class TestCallsAndConversations:
    def keep(self, client, row, answer):
        name = "call_keep_back" if isinstance(row, Call) else "consultation_keep_back"
        return client.post(reverse(name, args=[row.pk]), {"family": answer, **once()})

    def page(self, client, row):
        name = "call_detail" if isinstance(row, Call) else "consultation_detail"
        return client.get(reverse(name, args=[row.pk]))

    def test_the_named_are_told_of_one_with_the_familys_name(self, log, hidden, named, other):
        log(other, "Okafour")
        mails = told()
        assert [mail.to for mail in mails] == [user.email for user in named]
        assert not any("Oka" in mail.subject + mail.body for mail in mails)
        assert told() == mails

    def test_another_name_or_none_is_nobodys_mail(self, log, hidden, other):
        log(other, "Baptiste"), log(other, "")
        assert told() == []

    def test_kept_back_it_shows_to_the_named_and_who_took_it(
        self, log, client, hidden, named, other
    ):
        row, colleague = log(other), worker(Role.SCREENER, team=spoc())
        assert self.page(signed_in(client, colleague), row).status_code == 200
        client = signed_in(client, named[0])
        assert "A restricted family?" in text_of(self.page(client, row))
        assert self.keep(client, row, hidden.pk).status_code == 302
        for user in (*named, other):
            assert self.page(signed_in(client, user), row).status_code == 200
        client = signed_in(client, colleague)
        assert self.page(client, row).status_code == 404
        lists = reverse("call_list" if isinstance(row, Call) else "consultation_list")
        assert "Okafor" not in text_of(client.get(lists)) + text_of(client.get("/"))
        assert told() == []

    def test_a_mistake_is_taken_back_and_lifting_opens_it(self, log, client, hidden, named, other):
        row, colleague = log(other), worker(Role.SCREENER, team=spoc())
        self.keep(signed_in(client, named[0]), row, hidden.pk)
        self.keep(client, row, "none")
        assert row in type(row).objects.visible_to(colleague)
        self.keep(client, row, hidden.pk)
        assert row not in type(row).objects.visible_to(colleague)
        families.lift(family=hidden, reason="Over.", by=named[1])
        assert row in type(row).objects.visible_to(colleague)

    def test_nobody_else_learns_that_one_could(self, log, client, hidden, other):
        row = log(other)
        client = signed_in(client, other)
        assert "restricted" not in text_of(self.page(client, row))
        assert self.keep(client, row, hidden.pk).status_code == 404
        with pytest.raises(Refused, match="not named"):
            referrals.keep_back(row=row, family=hidden, by=other)

    def test_not_with_a_family_that_is_open(self, log, named, other):
        known = family()
        grant(known, basis="named", user=named[0])
        with pytest.raises(Refused, match="not restricted"):
            referrals.keep_back(row=log(other), family=known, by=named[0])


def test_a_talk_elsewhere_is_not_the_front_doors(hidden):
    talk(worker(Role.PRACTITIONER, team=spoc()))
    assert Consultation.objects.get().at_front_door is False
    assert told() == []
