"""A worker gives somebody of the family a code; what is safe is asked again at each opening."""

import re

import pytest
from django.core import mail as outbox
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit import jobs
from audit.errors import Refused
from audit.models import Job, Message
from families import actions as families
from families.codes import Danger
from families.models import Given
from families.safety import signs_of, write_signs
from referrals import actions
from referrals.models import AnswerCode, Decision, ReferralChild
from tests.factories import localities as places
from tests.factories.families import ChildFactory, PersonFactory
from tests.factories.referrals import ReferralFactory
from tests.pages import once, signed_in, text_of

pytestmark = pytest.mark.django_db
READ = "/ask-for-help/answer/"
KEY = "8a0c7d5e-0000-4000-8000-000000000001"


@pytest.fixture(autouse=True)
def no_limit_left_over():
    cache.clear()


@pytest.fixture
def sam():
    """A screener."""
    return places.worker(Role.SCREENER, team=places.spoc())


@pytest.fixture
def referral(sam):
    return ReferralFactory(worries="She is hungry at 12 Hidden Road.")


@pytest.fixture
def ada(referral):
    return PersonFactory(family=referral.family, first_name="Ada")


def say(person, by, safe=True, **more):
    signs = [sign.pk for sign in signs_of(person.family_id)]
    return families.record_sharing(
        person=person, safe=safe, said_by="Ada", reason="She lives alone.", signs=signs, by=by,
        **more,
    )  # fmt: skip


def give(client, referral, person, how="read_out"):
    url = reverse("family_code", args=[referral.reference])
    return client.post(url, once() | {"person": person.pk, "how": how})


def code_in(page):
    return re.search(r"code is (\w+-\w+)", text_of(page)).group(1)


def read(client, referral, code):
    return text_of(client.post(READ, {"reference": referral.reference, "code": code}))


@pytest.fixture
def code(client, sam, referral, ada):
    say(ada, sam)
    signed_in(client, sam)
    found = code_in(give(client, referral, ada))
    client.logout()
    return found


def decided(referral):
    now = timezone.now()
    referral.state, referral.level, referral.outcome = "decided", 3, "family_solutions"
    referral.first_decided_at = now
    referral.save()
    Decision.objects.create(
        referral=referral, number=1, suggested_level=3, suggested_rule=4, level=3,
        threshold_version="2018-09", outcome="family_solutions", happened_at=now, due_at=now,
        words="Phone the mother at 12 Hidden Road.",
    )  # fmt: skip


class TestReading:
    def test_status_decision_and_what_is_next(self, client, referral, code):
        assert "We read what was sent to us and decide" in read(client, referral, code)
        decided(referral)
        page = read(client, referral, code)
        assert "A key worker of our Family Solutions team" in page and "then visits you" in page

    def test_nothing_that_others_wrote(self, client, referral, code, ada):
        decided(referral)
        page = read(client, referral, code)
        for word in ("Hidden Road", referral.site.name, ada.last_name, "hungry"):
            assert word not in page

    def test_written_down_to_whom(self, referral, code, sam, ada):
        given = Given.objects.get()
        assert (given.person, given.about, given.how, given.by) == (
            ada, referral.reference, "read_out", sam,
        )  # fmt: skip
        assert code.replace("-", "") not in AnswerCode.objects.get().digest

    def unknown(self, client, referral):
        return read(client, referral, "AAAAA-AAAAA")

    @pytest.mark.parametrize("what", ["not safe", "sign", "restricted", "died", "unmerged"])
    def test_closed_at_once_and_answers_as_an_unknown_code(self, client, referral, code, what, ada,
                                                           sam):  # fmt: skip
        if what == "not safe":
            say(ada, sam, safe=False)
        elif what == "sign":
            write_signs(referral.family, {Danger.WORKER}, at=timezone.now())
        elif what == "restricted":
            referral.family.restricted = True
            referral.family.save()
        elif what == "died":
            ada.died_on = timezone.localdate()
            ada.save()
        else:
            ada.family = PersonFactory().family
            ada.save()
        page = read(client, referral, code)
        assert "We cannot find this reference" in page and "read what was sent" not in page

    @pytest.mark.parametrize("barred", [1, 2])
    def test_not_for_who_must_stay_away_from_a_child_of_it(self, referral, ada, sam, barred):
        """Of one child, too: what becomes of the referral is about each of them."""
        children = [ChildFactory(family=referral.family) for _ in range(2)]
        for child in children:
            ReferralChild.objects.create(referral=referral, person=child, level=2, rule=6)
        for child in children[:barred]:
            families.record_court_order(
                child=child, person=ada, kind="stay_away", text="Stays away.", by=sam,
                from_on=timezone.localdate(),
            )  # fmt: skip
        say(ada, sam)
        with pytest.raises(Refused, match="stay away"):
            actions.give_family_code(referral=referral, person=ada, how="read_out", key=KEY, by=sam)

    def test_safe_again_opens_it_again(self, client, referral, code, ada, sam):
        say(ada, sam, safe=False)
        say(ada, sam)
        assert "We read what was sent to us" in read(client, referral, code)

    def test_two_people_have_two_codes(self, client, referral, code, sam):
        bola = PersonFactory(family=referral.family)
        say(bola, sam)
        signed_in(client, sam)
        other = code_in(give(client, referral, bola))
        assert other != code
        say(bola, sam, safe=False)
        assert "We read what" in read(client, referral, code)
        assert "cannot find" in read(client, referral, other)


class TestGiving:
    def test_not_before_it_is_confirmed(self, client, sam, referral, ada):
        signed_in(client, sam)
        page = client.get(reverse("family_code", args=[referral.reference]))
        assert "Nobody has confirmed yet" in text_of(page)
        assert "code is" not in text_of(give(client, referral, ada))
        with pytest.raises(Refused, match="Nobody has confirmed"):
            actions.give_family_code(referral=referral, person=ada, how="read_out", key=KEY, by=sam)
        assert not AnswerCode.objects.exists()

    def test_never_for_a_restricted_family(self, client, referral, ada, sam):
        say(ada, sam)
        referral.family.restricted = True
        referral.family.save()
        with pytest.raises(Refused, match="restricted"):
            actions.give_family_code(referral=referral, person=ada, how="read_out", key=KEY, by=sam)
        signed_in(client, sam)
        assert give(client, referral, ada).status_code == 404

    def test_nobody_of_another_family(self, sam, referral):
        with pytest.raises(Refused, match="of this family"):
            actions.give_family_code(
                referral=referral, person=PersonFactory(), how="read_out", key=KEY, by=sam
            )

    def test_sent_twice_is_one_code(self, client, sam, referral, ada):
        say(ada, sam)
        signed_in(client, sam)
        url = reverse("family_code", args=[referral.reference])
        sent = once() | {"person": ada.pk, "how": "handed"}
        assert code_in(client.post(url, sent)) == code_in(client.post(url, sent))
        assert AnswerCode.objects.count() == Given.objects.count() == 1

    @pytest.mark.parametrize("who", ["practitioner", "head", "stranger"])
    def test_nobody_else(self, client, referral, ada, who):
        users = {"practitioner": referral.referrer, "head": places.UserFactory(role=Role.HEAD),
                 "stranger": places.worker(Role.KEY_WORKER, team=places.hub("south"))}  # fmt: skip
        signed_in(client, users[who])
        assert client.get(reverse("family_code", args=[referral.reference])).status_code == 404
        assert give(client, referral, ada).status_code == 404


class TestAYoungPersonsOwnRequest:
    @pytest.fixture
    def own(self, referral):
        referral.via, referral.source_code = "public", "1C"
        referral.save()
        return referral

    def test_stays_theirs_until_they_agree(self, own, ada, sam):
        say(ada, sam)
        with pytest.raises(Refused, match="before they agree"):
            actions.give_family_code(referral=own, person=ada, how="read_out", key=KEY, by=sam)
        say(ada, sam, young_agrees=True)
        assert actions.give_family_code(referral=own, person=ada, how="read_out", key=KEY, by=sam)

    def test_they_read_it_themselves(self, own, sam):
        child = own.children.get().person
        say(child, sam)
        assert actions.give_family_code(referral=own, person=child, how="read_out", key=KEY, by=sam)


CONTACT = {"phone": "", "times": "", "voicemail": False, "post": False,
           "email": "ada@example.org", "must_not_be_told": ""}  # fmt: skip


class TestByMail:
    @pytest.fixture
    def mailed(self, client, sam, referral, ada):
        say(ada, sam)
        families.record_safe_contact(person=ada, contact=CONTACT, by=sam)
        signed_in(client, sam)
        return code_in(give(client, referral, ada, how="mailed"))

    def run(self):
        return jobs.run(Job.objects.get(kind="family code").pk)

    def test_only_to_the_safe_address(self, mailed, referral):
        assert self.run().result == {"sent": True}
        (sent,) = outbox.outbox
        assert sent.to == ["ada@example.org"] and mailed in sent.body
        assert mailed not in Message.objects.get(to="ada@example.org").body
        assert referral.family.name not in sent.body

    @pytest.mark.parametrize("what", ["not safe", "other address", "sign"])
    def test_a_job_in_flight_asks_again(self, mailed, what, ada, sam):
        if what == "not safe":
            say(ada, sam, safe=False)
        elif what == "sign":
            families.note_danger(family=ada.family, text="He is back.", by=sam)
        else:
            families.record_safe_contact(person=ada, contact=CONTACT | {"email": ""}, by=sam)
        assert self.run().result == {"sent": False}
        assert outbox.outbox == [] and not Message.objects.filter(to="ada@example.org").exists()

    def test_not_where_no_address_is_safe(self, client, sam, referral, ada):
        say(ada, sam)
        signed_in(client, sam)
        page = give(client, referral, ada, how="mailed")
        assert "No email address of this person is safe" in text_of(page)
        assert not AnswerCode.objects.exists()
