"""A referral comes: who sends it, what it says, its score, its clock, its agreement."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from croydon_eh.demo.disclosing import told_us
from croydon_eh.demo.forms import add_agreement, add_children, add_observations
from croydon_eh.demo.life import Life
from croydon_eh.demo.needs import Picture, band_of, observe
from croydon_eh.demo.plan import Arrival
from croydon_eh.demo.reading import rows
from localities import clocks
from localities.calendar import london_date
from localities.models import Site
from referrals.codes import State, Via
from referrals.models import Move, Referral, ReferralChild
from referrals.workflow import TRANSITIONS

STEP_DOWN_AFTER = timedelta(days=60)  # of social care's work, at least


@dataclass(slots=True)
class Sent:
    """A referral as it was sent. `row` may still change, the rest does not."""

    row: dict
    children: list  # of people.Child
    child_rows: list
    picture: Picture
    site: Site
    kind: str
    pauses: list = field(default_factory=list)
    own_levels: set = field(default_factory=set)  # users who have given theirs

    @property
    def urgent(self):
        return self.picture.result.urgent

    @property
    def at(self) -> datetime:
        return self.row["submitted_at"]


def send(life: Life, arrival: Arrival) -> Sent | None:
    """The referral, or None where no child is under 18 any more."""
    day = london_date(arrival.at)
    children = life.children_on(day)
    if not children:
        return None
    kind, step_down = _kind(life, arrival, children, day)
    site = _site(life, kind, children, day)
    picture = _picture(life, children, day, kind, step_down)
    row = _row(life, arrival, kind, site, picture, step_down)
    told_us(life, site.agency_id)
    child_rows = add_children(life, row, children, day, picture)
    add_observations(life, row, child_rows, picture)
    move(life, row, "submit", arrival.at, by=row["referrer_id"], recorded_at=row["recorded_at"])
    add_agreement(life, row, picture)
    life.access.open_front_door(life.world, arrival.at)
    return Sent(row, children, child_rows, picture, site, kind)


def send_again(life: Life, first: Sent, arrival: Arrival):
    """The same form once more: kept as a duplicate of the first."""
    copied = {k: v for k, v in first.row.items() if k != "id"}
    row = life.world.rows.add(Referral, **copied | {
        "reference": arrival.reference, "first_contact_at": arrival.at,
        "submitted_at": arrival.at, "recorded_at": arrival.at,
        "decision_due_at": _due(arrival.at, arrival.at, first.row["urgent"], first.urgent),
        "state": State.SUBMITTED, "linked_to_id": first.row["id"], "version": 0,
        "level": None, "outcome": "", "first_decided_at": None, "assigned_to_id": None,
    })  # fmt: skip
    child_rows = [
        life.world.rows.add(ReferralChild, **{k: v for k, v in child.items() if k != "id"}
                            | {"referral_id": row["id"]})
        for child in first.child_rows
    ]  # fmt: skip
    add_observations(life, row, child_rows, first.picture)
    by = row["referrer_id"]
    move(life, row, "submit", arrival.at, by=by)
    move(life, row, "mark_duplicate", arrival.at, by=by, reason=first.row["reference"])


def move(life, row, verb, at, *, by=None, reason="", recorded_at=None):
    """Append a move and set the state, as referrals.workflow does."""
    allowed, to_state = TRANSITIONS[verb]
    life.world.rows.add(
        Move, referral_id=row["id"], verb=verb, from_state=row["state"] if allowed else "",
        to_state=to_state, happened_at=at, recorded_at=recorded_at or at, by_id=by, reason=reason,
    )  # fmt: skip
    row["state"] = to_state
    row["version"] += 1


def _kind(life, arrival, children, day):
    since = life.social_care_since
    if life.special == "step_down":
        return arrival.kind, since is not None
    if since and arrival.at - since > STEP_DOWN_AFTER and life.dice.chance(0.8):
        return "social_care", True
    if arrival.kind == "school" and not any(life.schools.of(c, day) for c in children):
        return "health", False
    return arrival.kind, False


def _site(life, kind, children, day):
    site = life.world.site_of_persona(life.story.get("persona"))
    if site and life.story["kind"] == kind:
        return site
    if kind == "school":
        return life.dice.choice([s for s in (life.schools.of(c, day) for c in children) if s])
    return life.world.site_for(life.dice, kind, life.homes.ward_on(day))


def _picture(life, children, day, kind, step_down):
    band = 3 if step_down else band_of(life.dice, kind, life.severity)
    if life.story and not step_down:
        band = int(life.story["band"])
        if life.special == "step_down":
            band = 4
    return observe(life, children, day, band)


def _row(life, arrival, kind, site, picture, step_down):
    dice, day = life.dice, london_date(arrival.at)
    by_phone = dice.chance(0.08)
    called = bool(picture.red_flags) or by_phone
    contact = arrival.at - timedelta(minutes=dice.randint(8, 170)) if called else arrival.at
    client = life.world.clients.get(site.pk)
    by_client = client is not None and not life.story and dice.chance(0.4)
    sender = {"referrer_id": None if by_client else _referrer(life, site, day)}
    if by_client:
        sender |= {"partner_id": client.pk, "via": Via.API,
                   "partner_reference": f"LS-{dice.randrange(10_000, 99_999)}"}  # fmt: skip
    elif by_phone:
        sender |= {"via": Via.PHONE}
    urgent = bool(picture.red_flags) or (by_phone and dice.chance(0.1))
    ward_id, result = life.homes.ward_on(day), picture.result
    return life.world.rows.add(
        Referral,
        reference=arrival.reference, family_id=life.family["id"], site_id=site.pk,
        source_code=site.agency.source_code, is_step_down=step_down, **sender,
        urgent=urgent,
        worries=_worries(picture), working_well=_working_well(picture),
        must_change=_named(life, "must_change", day), tried=_named(life, "tried", day),
        family_knows=picture.tell if picture.red_flags else None,
        do_not_tell=not picture.tell,
        spoke_to="SPOC duty screener" if picture.red_flags else "",
        area=life.homes.area_on(day), ward_id=ward_id,
        locality_id=life.world.locality_of(ward_id, day),
        threshold_version=result.version, suggested_level=result.level,
        suggested_rule=result.rule, flags=list(result.flags),
        first_contact_at=contact, submitted_at=arrival.at, recorded_at=arrival.at,
        clock_version=clocks.version_at(contact),
        decision_due_at=_due(contact, arrival.at, urgent, result.urgent), version=0,
    )  # fmt: skip


def _due(contact, at, caller_urgent, urgent, pauses=()):
    scores = [(at, urgent)]
    return clocks.decision_due(contact, caller_urgent=caller_urgent, scores=scores, pauses=pauses)


def due_with(sent: Sent):
    """The decision clock with the pauses so far."""
    row = sent.row
    return _due(row["first_contact_at"], sent.at, row["urgent"], sent.urgent, sent.pauses)


def _referrer(life, site, day):
    persona = life.story.get("persona")
    if persona and site.agency.kind == life.story["kind"]:
        return life.world.personas[persona]
    there = [worker for worker in life.world.by_site[site.pk] if worker.works_on(day)]
    return life.dice.choice(there).user_id


def _worries(picture):
    return " ".join(dict.fromkeys(picture.worries)) or (
        "We are not sure whether this family needs help and would like advice."
    )


def _working_well(picture):
    texts = {row["key"]: row["text"] for row in rows("strengths")}
    return " ".join(texts[key] for key in picture.strengths)


def _named(life, kind, day):
    name = life.children_on(day)[0].named(day)
    return life.world.say(life.dice, kind).format(name=name[0].upper() + name[1:])
