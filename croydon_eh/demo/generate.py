"""Make the borough: every family with its referrals and its help, chunk by chunk."""

from datetime import datetime

from django.db import connection, transaction

from audit import events
from casework.codes import Kind
from croydon_eh.demo.asking_others import ask_for_view, disagree
from croydon_eh.demo.closing import close
from croydon_eh.demo.contacting import add_contacts
from croydon_eh.demo.deciding import decide
from croydon_eh.demo.dice import Dice
from croydon_eh.demo.handing_over import (
    decide_again,
    offer_down,
    offer_up,
    perhaps_reopen,
    step_down,
)
from croydon_eh.demo.helping import open_episode
from croydon_eh.demo.leading import offer_lead
from croydon_eh.demo.life import begin
from croydon_eh.demo.merging import another_record, merge
from croydon_eh.demo.numbers import nhs_numbers
from croydon_eh.demo.plan import MONTHS, number_them, plan
from croydon_eh.demo.referring import send, send_again
from croydon_eh.demo.setting import prepare
from croydon_eh.demo.working import do_the_work
from families.models import Family
from localities.calendar import london_date, months_after
from referrals.codes import Outcome

CHUNK = 1000  # families in memory at once
JOINT = 0.16  # of those whom social care takes on, FFT works with them too


class AlreadyThere(Exception):
    """There are families already: invented ones are never mixed with others."""


def make_borough(families: int, seed: int, until: datetime):
    """So many invented families, whose facts all lie before `until`. Returns counts of rows.

    The same for the same numbers and an empty database. All in one transaction.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL transaction_timeout = 0")
        cursor.execute("LOCK TABLE families_family IN SHARE ROW EXCLUSIVE MODE")
        if Family.objects.exists():
            raise AlreadyThere
        world = prepare(families, seed, months_after(london_date(until), -MONTHS), until)
        planned = plan(families, seed, until)
        cursor.execute("SELECT nextval('referral_number')")
        following = number_them(planned, cursor.fetchone()[0])
        cursor.execute("SELECT setval('referral_number', %s)", [following - 1])
        nhs = nhs_numbers(Dice(seed, "nhs").randrange(1_000_000))
        for first in range(0, len(planned), CHUNK):
            for family in planned[first : first + CHUNK]:
                live(world, seed, family, nhs)
            world.rows.write()
        add_contacts(world, Dice(seed, "contacts"))
        world.rows.write()
        events.record("croydon_eh.demo_data", by=events.SYSTEM, kind="family")
    return world.rows.written


def live(world, seed, planned, nhs):
    """One family through all its referrals."""
    life = begin(world, seed, planned, nhs)
    sent = None
    for arrival in planned.arrivals:
        if arrival.resent:
            if sent:
                send_again(life, sent, arrival)
            continue
        record = another_record(life, arrival) if arrival.mistyped else life
        sent = send(record, arrival)
        if sent:
            _follow(record, sent)
        if record is not life:
            merge(life, record, arrival.at)


def _follow(life, sent):
    decided = decide(life, sent)
    if decided is None:
        ask_for_view(life, sent)
        return
    disagree(life, sent, decided)
    if decided.outcome == Outcome.SOCIAL_CARE:
        decided = _hand_over(life, sent, decided)
    else:
        standing = perhaps_reopen(life, sent, decided)
        if standing:
            offer_lead(life, sent, standing)
    if decided and decided.outcome == Outcome.FAMILY_SOLUTIONS:
        if sent.row["is_step_down"]:
            step_down(life, sent, decided)
        _help(life, sent, decided, Kind.FAMILY_SOLUTIONS)


def _hand_over(life, sent, decided):
    """The second decision, where social care does not take the family."""
    transfer = offer_up(life, sent, decided.at, decided.by_id)
    if transfer["answer"] == "refused":
        return decide_again(life, sent, decided, transfer)
    if life.course == "handed_down":
        offer_down(life, sent)
    joint = life.course == "joint" or (not life.story and life.dice.chance(JOINT))
    if transfer["answer"] == "accepted" and joint and not life.is_helped(decided.at):
        decided.at = transfer["answered_at"]
        _help(life, sent, decided, Kind.JOINT)
    return None


def _help(life, sent, decided, kind):
    work = open_episode(life, sent, decided, kind)
    if work.worker_id is None:
        return
    close(work, do_the_work(work))
