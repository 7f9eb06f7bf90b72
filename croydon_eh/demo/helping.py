"""An episode begins: it waits for a key worker, gets one, perhaps another, and is worked on."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from accounts.roles import Role
from casework.codes import Kind, Origin, State
from casework.models import Allocation, Episode, EpisodeMove
from croydon_eh.demo.access import MONTH, Basis
from croydon_eh.demo.deciding import Decided
from croydon_eh.demo.hours import HOUR, office_after
from croydon_eh.demo.joining import add_children
from croydon_eh.demo.life import Life
from croydon_eh.demo.referring import Sent
from localities import clocks
from localities.calendar import london_date, london_day_end
from localities.models import Team

CHANGES_WORKER = 0.05
BACKLOG = timedelta(days=12)  # before the end of the period families wait longer
NEVER_LONGER_WAITING_THAN = 60  # office hours


@dataclass(slots=True)
class Work:
    """An episode while it is being made up."""

    life: Life
    sent: Sent
    row: dict
    team: Team
    children: list
    child_rows: list
    worker_id: int | None = None
    others: list = field(default_factory=list)  # (from, worker_id) of each allocation

    @property
    def started_at(self) -> datetime:
        return self.row["started_at"]

    @property
    def allocated_at(self) -> datetime:
        return self.row["first_allocated_at"]

    def worker_at(self, moment):
        return [worker for at, worker in self.others if at <= moment][-1]


def open_episode(life: Life, sent: Sent, decided: Decided, kind=Kind.FAMILY_SOLUTIONS) -> Work:
    """The decision opens an episode; it may stay without a worker until the period ends."""
    world, at = life.world, decided.at
    locality_id = decided.row["locality_id"]
    team = world.teams["fft"] if kind == Kind.JOINT else world.team_of(locality_id)
    row = world.rows.add(
        Episode, family_id=life.family["id"], referral_id=sent.row["id"], kind=kind,
        origin=Origin.STEP_DOWN if sent.row["is_step_down"] else Origin.REFERRAL,
        level=decided.row["level"], locality_id=locality_id, team_id=team.pk,
        started_at=at, recorded_at=at, clock_version=clocks.version_at(at),
        allocation_due_at=clocks.due("allocation", at),
    )  # fmt: skip
    work = Work(life, sent, row, team, sent.children, add_children(life, row, sent, at))
    life.helped.append((at, None))
    step(work, "open", at, decided.by_id)
    life.access.grant(Basis.LOCALITY, at, team_id=team.pk)
    _allocate(work)
    return work


def step(work: Work, verb, at, by_id):
    """Append a move and set the state, as casework.workflow does."""
    states = {"open": State.WAITING, "allocate": State.OPEN, "close": State.CLOSED}
    before = "" if verb == "open" else work.row["state"]
    work.life.world.rows.add(
        EpisodeMove, episode_id=work.row["id"], verb=verb, from_state=before,
        to_state=states[verb], happened_at=at, recorded_at=at, by_id=by_id,
    )  # fmt: skip
    work.row["state"] = states[verb]
    work.row["version"] += 0 if verb == "open" else 1


def change_worker(work: Work, ends_at: datetime):
    """A worker who leaves, and now and then one who stays, hands the family over."""
    life, world = work.life, work.life.world
    leaves_on = world.leaving.get(work.worker_id)
    at = work.allocated_at + (ends_at - work.allocated_at) * life.dice.uniform(0.2, 0.7)
    if leaves_on:
        at = office_after(london_day_end(leaves_on) - timedelta(days=4), 0.5)
    due = (leaves_on and work.allocated_at < at < ends_at) or life.dice.chance(CHANGES_WORKER)
    if not due or life.story or at >= min(ends_at, world.until):
        return
    old = work.worker_id
    _give(work, at, but=[old])
    life.access.end_for_worker(at + MONTH, old)


def _allocate(work):
    """In time mostly; later in the places and months where families wait."""
    life, dice = work.life, work.life.dice
    style = life.style(work.started_at)
    progress = life.world.progress(work.started_at)
    share = style.allocated_first + (style.allocated_last - style.allocated_first) * progress
    if life.world.until - work.started_at < BACKLOG:
        share /= 2
    if dice.chance(share):
        at = office_after(work.started_at, dice.pull(0.5, 4, 7.5))
        at = min(at, work.row["allocation_due_at"])
    else:
        at = office_after(work.started_at, dice.pull(8.2, 12, NEVER_LONGER_WAITING_THAN))
        at = max(at, work.row["allocation_due_at"] + HOUR)
    if life.course in ("open", "closed", "new", "joint"):
        at = office_after(work.started_at, 2)
    if life.course == "waiting" or at > life.world.until:
        return
    work.row["first_allocated_at"] = at
    _give(work, at)


def _give(work, at, but=()):
    life, world = work.life, work.life.world
    persona = life.story.get("worker")
    if persona:
        worker_id = world.personas[persona]
    else:
        found = world.somebody(life.dice, work.team, Role.KEY_WORKER, london_date(at), but=but)
        worker_id = found.user_id
    world.rows.add(
        Allocation, episode_id=work.row["id"], worker_id=worker_id,
        by_id=world.manager_of[work.team.pk], note=_note(life),
        happened_at=at, recorded_at=at,
    )  # fmt: skip
    step(work, "allocate", at, world.manager_of[work.team.pk])
    opened_at = office_after(at, life.dice.uniform(0.1, 9))
    is_new = life.course == "new" or opened_at > world.until
    work.row |= {"key_worker_id": worker_id, "first_opened_at": None if is_new else opened_at}
    work.worker_id = worker_id
    work.others.append((at, worker_id))
    life.access.open_to_worker(at, worker_id)


def _note(life):
    """The manager's words; an interpreter where the parents need one."""
    needs_one = life.adults[0].person["interpreter"] == "Y"
    return life.world.say(life.dice, "allocation", "interpreter" if needs_one else "")
