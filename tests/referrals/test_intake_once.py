"""However often it is sent, it happens once: real threads, real commits."""

import threading

from django.db import connections
from django.test import Client
from django.urls import reverse

from families.models import Family
from referrals.models import Draft, Referral
from tests.factories.localities import SiteFactory, spoc, worker
from tests.referrals.conftest import Journey

TIMES = 20


def at_once(times, do):
    """Run `do(number)` in threads that start together; each has a connection of its own."""
    gate, answers = threading.Barrier(times), [None] * times

    def run(number):
        try:
            gate.wait(timeout=30)
            answers[number] = do(number)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[n]) for n in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


def test_twenty_clicks_on_send_make_one_referral(committed_db):
    spoc()
    journey = Journey(worker("safeguarding_lead", site=SiteFactory()))
    journey.start()
    journey.fill()
    cookies = journey.client.cookies.output(header="", sep=";")

    def send(number):
        client = Client(headers={"cookie": cookies})
        return client.post(journey.url("check"))

    answers = at_once(TIMES, send)
    referral = Referral.objects.get()
    sent = reverse("referral_sent", args=[referral.reference])
    assert {answer.url for answer in answers} == {sent}
    assert Family.objects.count() == 1
    assert not Draft.objects.exists()


def test_twenty_clicks_on_a_new_child_add_one(committed_db):
    spoc()
    journey = Journey(worker("practitioner", site=SiteFactory()))
    journey.start()
    url = journey.url("person", "children", "a1")
    answers = {"version": 0, "first_name": "Sam", "last_name": "Okafor", "birth": "unknown"}
    cookies = journey.client.cookies.output(header="", sep=";")
    said = at_once(TIMES, lambda n: Client(headers={"cookie": cookies}).post(url, answers))
    assert {answer.status_code for answer in said} == {302}
    draft = Draft.objects.get()
    assert [page for page in draft.data if page.startswith("children/")] == ["children/a1"]


def test_pages_saved_at_once_do_not_wipe_each_other_out(committed_db):
    spoc()
    journey = Journey(worker("practitioner", site=SiteFactory()))
    journey.start()
    cookies = journey.client.cookies.output(header="", sep=";")

    def save(number):
        answers = {"version": 0, "first_name": f"C{number}", "last_name": "O", "birth": "unknown"}
        url = journey.url("person", "children", f"a{number}")
        return Client(headers={"cookie": cookies}).post(url, answers)

    said = at_once(10, save)
    assert {answer.status_code for answer in said} == {302}
    saved = {page for page in Draft.objects.get().data if page.startswith("children/")}
    assert saved == {f"children/a{number}" for number in range(10)}
