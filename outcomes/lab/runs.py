"""The job behind a replay: it reads one view of the database, then keeps the figures."""

from django.utils import timezone

from audit import jobs
from casework.capacity import key_workers
from localities.calendar import london_date
from localities.models import Team, TeamKind
from outcomes.lab import reading, replaying
from outcomes.lab.sheet import sheet_of
from outcomes.models import Replay
from outcomes.steady import steady_view
from referrals import thresholds

FAMILY_SOLUTIONS = 3  # the level that the service helps at


def replay_period(proposal, first_on, last_on, told=lambda done, of: None):
    """The figures of a replay as plain values: true counts, ids of examples, today's caseload."""
    of = reading.how_many(first_on, last_on)
    moves = replaying.replay(
        reading.sent_between(first_on, last_on), thresholds.read(proposal), thresholds.called,
        told=lambda done: told(done, of),
    )  # fmt: skip
    figures = {
        "moves": _plain(moves.all),
        "by": [[axis, code, _plain(counts)] for (axis, code), counts in moves.by.items()],
        "lost": dict(moves.lost.most_common()),
        "examples": {_name(move): found for move, found in replaying.examples_of(moves).items()},
        "caseload": caseload_of(timezone.now()),
    }
    # worked out here, since with many small numbers it takes a while
    return figures | {"hidden": sorted(sheet_of(figures).hidden(), key=str)}


def caseload_of(now):
    """Children with a key worker of a hub today, and how many key workers there are."""
    hubs = Team.objects.filter(kind=TeamKind.HUB).values_list("pk", flat=True)
    loads = key_workers(list(hubs), on=london_date(now))
    return {"children": sum(load.children for load in loads), "key_workers": len(loads)}


def _plain(counts):
    return {_name(move): count for move, count in counts.items()}


def _name(move):
    return f"{move[0]}{move[1]}"


def _prepare(job):
    replay = Replay.objects.select_related("proposal").get(pk=job.payload["replay"])

    def told(done, of):
        text = f"{done:,} of {of:,} referrals"
        jobs.progress(job, min(99, 100 * done // max(of, 1)), text)

    with steady_view():
        return replay_period(replay.proposal, replay.first_on, replay.last_on, told)


@jobs.handler("replay", prepare=_prepare)
def keep(job, figures):
    replay = Replay.objects.select_for_update().get(pk=job.payload["replay"])
    replay.figures, replay.made_at = figures, timezone.now()
    replay.save(update_fields=["figures", "made_at"])
    return {"replay": replay.pk}
