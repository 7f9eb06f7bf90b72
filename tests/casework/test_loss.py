"""After a death or a pregnancy loss nothing goes out by itself; those who help are told once."""

import ast
from datetime import date, timedelta

import pytest
from django.core import mail as outbox
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit import jobs, mail
from audit.errors import Refused
from audit.models import Job, Message
from casework import actions as casework
from casework.models import Episode, EpisodeChild
from casework.progress import moments, next_step
from croydon_eh import digest
from croydon_eh.services.places import ROOT
from families import actions as families
from families.models import Family, Loss, MessagesAgain, Person
from families.silence import is_silent
from referrals import actions as referrals
from referrals import answer_codes, mails
from tests.factories import localities as places
from tests.factories.casework import EpisodeFactory
from tests.factories.families import ChildFactory, FamilyFactory, PersonFactory
from tests.factories.referrals import ReferralFactory
from tests.pages import once, signed_in, text_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def child(episode):
    return episode.children.order_by("id").first().person


def lose(person, by, kind="death", **more):
    return families.record_loss(person=person, kind=kind, on=TODAY(), by=by, **more)


def run_all():
    return [jobs.run(pk) for pk in Job.objects.filter(state="waiting").values_list("pk", flat=True)]


def sent_to(person):
    return [one for one in outbox.outbox if one.to == [person.email]]


class TestMailsInFlight:
    def test_what_was_queued_for_a_partner_stays(self, episode, child, kim):
        referral = ReferralFactory(family=episode.family)
        mails.received(referral)
        lose(child, kim)
        run_all()
        assert sent_to(referral.referrer) == []
        message = Message.objects.get(to=referral.referrer.email)
        assert message.stopped_at and not message.sent_at

    def test_and_what_is_written_later(self, episode, child, kim):
        referral = ReferralFactory(family=episode.family)
        lose(child, kim)
        mails.received(referral)
        run_all()
        assert sent_to(referral.referrer) == []

    def test_of_a_record_that_was_merged_too(self, episode, child, kim):
        other = ReferralFactory()
        Family.objects.filter(pk=other.family_id).update(merged_into=episode.family)
        lose(child, kim)
        mails.received(other)
        run_all()
        assert sent_to(other.referrer) == []

    def test_another_family_s_mails_go_on(self, child, kim):
        other = ReferralFactory()
        lose(child, kim)
        mails.received(other)
        run_all()
        assert len(sent_to(other.referrer)) == 1

    def test_workers_are_told_what_they_must_do(self, episode, child, kim, manager):
        lose(child, kim)
        mail.post(to=manager.email, subject="Please check", template="mail/plain.txt",
                  context={}, key="x", about=[episode.family_id])  # fmt: skip
        run_all()
        assert "Please check" in [one.subject for one in sent_to(manager)]

    def test_a_code_by_mail(self, episode, child, kim):
        ada = PersonFactory(family=episode.family)
        referral = ReferralFactory(family=episode.family)
        families.record_sharing(person=ada, safe=True, said_by="Ada", signs=[], by=kim)
        contact = {"email": "ada@example.org", "phone": "", "times": "", "voicemail": False,
                   "post": False, "must_not_be_told": ""}  # fmt: skip
        families.record_safe_contact(person=ada, contact=contact, by=kim)
        referrals.give_family_code(referral=referral, person=ada, how="mailed", key="k", by=kim)
        lose(child, kim)
        run_all()
        assert "ada@example.org" not in [to for one in outbox.outbox for to in one.to]


def test_the_key_worker_and_the_manager_learn_of_it_once(episode, child, kim, manager):
    lose(child, kim)
    run_all()
    for person in (kim, manager):
        (note,) = sent_to(person)
        assert "before you contact" in note.subject
        assert child.full_name not in note.body and episode.family.name not in note.body


def test_without_help_the_spoc_s_managers_are_told(kim):
    boss = places.worker(Role.SPOC_MANAGER, team=places.spoc_managers())
    lose(ChildFactory(), kim)
    run_all()
    assert len(sent_to(boss)) == 1


class TestReminders:
    @pytest.fixture
    def late(self):
        return EpisodeFactory(
            allocated=True, children=2, started_at=timezone.now() - timedelta(days=60)
        )

    def test_no_line_in_the_morning_mail(self, late):
        worker = late.key_worker
        assert digest.lines(worker, timezone.now())[0]
        lose(late.children.first().person, worker)
        assert digest.lines(worker, timezone.now()) == ([], [])

    def test_a_morning_mail_on_its_way_stays(self, late):
        worker = late.key_worker
        (job,) = digest.ask_for_digests(TODAY(), type(worker).objects.filter(pk=worker.pk))
        jobs.run(job.pk)
        assert Message.objects.filter(to=worker.email, subject__startswith="Early help").exists()
        lose(late.children.first().person, worker)
        run_all()
        assert [m.subject for m in sent_to(worker)] == [
            "Please read this before you contact one of your families"
        ]

    @pytest.mark.parametrize("role", digest.LISTS)
    def test_each_line_says_about_which_family(self, role):
        from tests.world import make_world

        world = make_world()
        now = timezone.now() + timedelta(days=30)
        for figures in digest.LISTS[role]:
            for row in figures(world.users[role], now, 20).rows:
                assert "family" in row, figures


def facts_of(episode):
    return vars(Episode.objects.annotate(**moments()).get(pk=episode.pk))


class TestClocks:
    def test_stand_still_when_the_only_child_died(self, kim):
        episode = EpisodeFactory(allocated=True, children=1)
        assert next_step(facts_of(episode), timezone.now())
        lose(episode.children.get().person, kim)
        assert next_step(facts_of(episode), timezone.now()) is None

    def test_go_on_for_brothers_and_sisters(self, episode, child, kim):
        lose(child, kim)
        assert next_step(facts_of(episode), timezone.now())
        left = EpisodeChild.objects.get(episode=episode, person=child)
        assert left.left_on == TODAY()
        assert episode.children.filter(left_on=None).count() == 1

    def test_pages_show_that_no_clock_runs(self, client):
        episode = EpisodeFactory(allocated=True, children=1)
        lose(episode.children.get().person, episode.key_worker)
        signed_in(client, episode.key_worker)
        assert "No clock runs" in text_of(client.get(reverse("episode_list")))
        page = text_of(client.get(reverse("episode_detail", args=[episode.pk])))
        assert "Somebody in this family has died" in page
        assert client.get("/").status_code == 200


def test_an_episode_closes_for_a_death_that_is_written_down(episode, child, kim):
    def close():
        return casework.close(episode=episode, reason="died", summary="He died.", by=kim,
                              version=Episode.objects.get(pk=episode.pk).version)  # fmt: skip

    with pytest.raises(Refused, match="who has died"):
        close()
    lose(child, kim)
    assert close()


def test_an_adult_who_died_is_shown_so_and_nobody_phones(client, episode, kim):
    ada = PersonFactory(family=episode.family, first_name="Ada", phone="020 7946 0000")
    lose(ada, kim)
    signed_in(client, kim)
    for name, pk in (("family_detail", episode.family_id), ("episode_detail", episode.pk)):
        page = text_of(client.get(reverse(name, args=[pk])))
        assert "died" in page and "020 7946 0000" not in page, name


class TestWritingItDown:
    def test_on_a_page(self, client, kim, child, episode):
        signed_in(client, kim)
        url = reverse("loss_record", args=[child.pk])
        assert "We are sorry" in text_of(client.get(url))
        day = {"on_day": str(TODAY().day), "on_month": str(TODAY().month),
               "on_year": str(TODAY().year)}  # fmt: skip
        sent = once() | day | {"text": "Her aunt answers the phone."}
        for _ in range(2):
            assert client.post(url, sent).status_code == 302
        assert Loss.objects.get().by == kim
        page = text_of(client.get(reverse("family_safety", args=[episode.family_id])))
        assert "Her aunt answers the phone." in page and "A manager can let" in page

    def test_a_pregnancy(self, kim):
        unborn = ChildFactory(born_on=None, due_on=TODAY() + timedelta(days=90))
        lose(unborn, kim, kind="pregnancy")
        unborn.refresh_from_db()
        assert unborn.died_on == TODAY() and is_silent(unborn.family)

    @pytest.mark.parametrize(("kind", "on", "sentence"), [
        ("pregnancy", date(2026, 1, 1), "not born yet"),
        ("death", date(2010, 1, 1), "before the date of birth"),
        ("death", date(2999, 1, 1), "future"),
    ])  # fmt: skip
    def test_what_cannot_be(self, child, kim, kind, on, sentence):
        with pytest.raises(Refused, match=sentence):
            families.record_loss(person=child, kind=kind, on=on, by=kim)
        assert not is_silent(child.family)

    def test_not_twice(self, child, kim):
        lose(child, kim)
        with pytest.raises(Refused, match="already"):
            lose(child, kim)

    def test_nobody_else(self, client, child, stranger):
        signed_in(client, stranger)
        url = reverse("loss_record", args=[child.pk])
        assert client.get(url).status_code == client.post(url, once()).status_code == 404


class TestStartingAgain:
    def test_a_manager_lets_messages_start(self, client, episode, child, kim, manager):
        lose(child, kim)
        url = reverse("messages_start", args=[episode.family_id])
        assert signed_in(client, kim).get(url).status_code == 404
        signed_in(client, manager)
        sent = once() | {"reason": "Talked with the mother."}
        assert client.post(url, sent).status_code == 302
        assert not is_silent(episode.family) and MessagesAgain.objects.get().by == manager
        child.refresh_from_db()
        assert child.died_on
        assert "have not stopped" in text_of(client.post(url, once() | {"reason": "Again."}))

    def test_a_mistake_is_taken_back(self, episode, child, kim, manager):
        lose(child, kim)
        families.start_messages(
            family=episode.family, reason="Another child.", mistake=True, by=manager
        )
        child.refresh_from_db()
        assert child.died_on is None and not Loss.objects.current().exists()
        assert EpisodeChild.objects.get(episode=episode, person=child).left_on is None

    def test_what_was_held_back_is_not_sent_later(self, episode, child, kim, manager):
        referral = ReferralFactory(family=episode.family)
        mails.received(referral)
        lose(child, kim)
        run_all()
        families.start_messages(family=episode.family, reason="Yes.", by=manager)
        run_all()
        assert sent_to(referral.referrer) == []

    def test_a_second_loss_later_stops_again(self, episode, child, kim, manager):
        lose(child, kim)
        families.start_messages(family=episode.family, reason="Yes.", by=manager)
        lose(PersonFactory(family=episode.family), kim)
        assert is_silent(episode.family)


def test_the_public_page_counts_no_days(client, child, kim):
    cache.clear()
    ada = PersonFactory(family=child.family)
    referral = ReferralFactory(family=child.family)
    families.record_sharing(person=ada, safe=True, said_by="Ada", signs=[], by=kim)
    referrals.give_family_code(referral=referral, person=ada, how="read_out", key="k", by=kim)
    lose(child, kim)
    typed = {"reference": referral.reference, "code": answer_codes.code_of(referral, "k")}
    page = text_of(client.post("/ask-for-help/answer/", typed))
    assert "There is nothing that you have to do" in page and "Waiting" not in page
    assert "died" not in page and "decision" not in page.lower()


def test_a_family_that_nothing_happened_to():
    assert not is_silent(FamilyFactory())
    assert Person.objects.filter(died_on__isnull=False).count() == 0


# Mails to the council's own workers which must arrive whatever happened.
TO_STAFF_ALWAYS = {"loss", "tell_the_named", "_post"}


def _posts():
    """(file, function, keywords) of each call of mail.post in the product."""
    for app in ("families", "referrals", "casework", "outcomes", "croydon_eh"):
        for path in sorted((ROOT / app).rglob("*.py")):
            for function in ast.walk(ast.parse(path.read_text())):
                if isinstance(function, ast.FunctionDef):
                    for call in ast.walk(function):
                        if isinstance(call, ast.Call) and ast.unparse(call.func) == "mail.post":
                            yield path.name, function.name, {k.arg for k in call.keywords}


def test_every_mail_says_about_which_family():
    posts = list(_posts())
    assert len(posts) > 8
    silent = [(file, name) for file, name, given in posts if "about" not in given]
    assert {name for _, name in silent} <= TO_STAFF_ALWAYS, silent
