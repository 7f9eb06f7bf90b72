"""Partner-led help of the last two weeks: lead professionals who are asked, and who have begun."""

from datetime import timedelta

from casework.codes import Kind, State
from casework.models import Episode, EpisodeMove
from croydon_eh.demo.access import Basis
from croydon_eh.demo.disclosing import disclose
from croydon_eh.demo.hours import office_after
from croydon_eh.demo.joining import add_children
from localities import clocks
from localities.calendar import london_date
from referrals.codes import Outcome
from referrals.codes import State as ReferralState
from referrals.models import LeadOffer

# Before this no offer was kept in the service: who led earlier families is not known.
KEPT = timedelta(days=14)
ASKED, ACCEPTED = 0.8, 0.85


def offer_lead(life, sent, decided):
    """The SPOC asks somebody who works where the referral came from; most say yes."""
    world, at = life.world, decided.at
    stands = sent.row["state"] == ReferralState.DECIDED
    if not stands or sent.row["outcome"] != Outcome.PARTNER_LED or world.until - at > KEPT:
        return
    row = world.rows.add(
        LeadOffer, family_id=life.family["id"], referral_id=sent.row["id"],
        offered_by_id=decided.by_id, happened_at=at, recorded_at=at,
        due_at=clocks.due("lead_acceptance", at),
    )  # fmt: skip
    life.access.grant(Basis.SCREENING, at, team_id=world.teams["spoc"].pk)
    lead_id = _lead_of(life, sent, at)
    named_at = office_after(at, 1)
    if lead_id is None or named_at > world.until:
        return
    row |= {"lead_id": lead_id, "named_at": named_at, "note": world.say(life.dice, "must_change")
            .format(name=life.children_on(london_date(at))[0].named(london_date(at))),
            "due_at": clocks.due("lead_acceptance", named_at)}  # fmt: skip
    for agency_id in _agencies_of(world, lead_id):
        disclose(life, agency_id, named_at)
    accepted_at = office_after(named_at, life.dice.uniform(1, 12))
    if life.course == "lead_offered" or accepted_at > world.until:
        return
    if life.course == "led" or life.dice.chance(ACCEPTED):
        _accept(life, sent, row, accepted_at)


def _agencies_of(world, user_id):
    """Of the sites at which somebody works."""
    sites = {pk for pk, there in world.by_site.items() if user_id in {w.user_id for w in there}}
    return sorted({site.agency_id for site in world.site_named.values() if site.pk in sites})


def _lead_of(life, sent, at):
    persona = life.story.get("worker")
    if persona:
        return life.world.personas[persona]
    there = [w for w in life.world.by_site[sent.site.pk] if w.works_on(london_date(at))]
    return life.dice.choice(there).user_id if life.dice.chance(ASKED) else None


def _accept(life, sent, offer, at):
    world = life.world
    offer |= {"answer": "accepted", "answered_at": at, "answered_by_id": offer["lead_id"]}
    life.access.end(Basis.SCREENING, at, team_id=world.teams["spoc"].pk)
    life.access.open_to_worker(at, offer["lead_id"])
    episode = world.rows.add(
        Episode, family_id=life.family["id"], referral_id=sent.row["id"], kind=Kind.PARTNER_LED,
        level=2, locality_id=life.locality_on(london_date(at)), key_worker_id=offer["lead_id"],
        state=State.OPEN, started_at=at, recorded_at=at, clock_version=clocks.version_at(at),
        allocation_due_at=at, first_allocated_at=at, first_opened_at=at,
    )  # fmt: skip
    world.rows.add(
        EpisodeMove, episode_id=episode["id"], verb="lead", from_state="", to_state=State.OPEN,
        happened_at=at, recorded_at=at, by_id=offer["lead_id"],
    )  # fmt: skip
    add_children(life, episode, sent, at)
