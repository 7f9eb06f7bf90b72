"""The morning mail: what is due and overdue for one person, from the lists of their first page.

One mail a person and working day, none where nothing is due. It names nobody: it says where to
look.
"""

from datetime import date

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from audit import jobs, mail
from croydon_eh.home import casework, front_door, handovers
from families.silence import silent_ids
from localities.access import with_scope
from localities.calendar import is_working_day, london, london_date, london_day_end

MOST = 20  # lines of one list; the page behind it has them all
LEADING = [handovers.offered_to_me, casework.led_by_me]
SCREENING = [front_door.mine_to_decide, front_door.to_decide, front_door.calls_waiting,
             handovers.leads_waiting, front_door.elsewhere_waiting]  # fmt: skip
# role -> the lists of things that this person is to do, or that rise to them
LISTS = {
    Role.PRACTITIONER: LEADING,
    Role.SAFEGUARDING_LEAD: LEADING,
    Role.SCREENER: SCREENING,
    Role.SOCIAL_WORKER: SCREENING,
    Role.SPOC_MANAGER: [front_door.to_decide, front_door.calls_waiting, handovers.leads_waiting,
                        handovers.transfers_waiting, front_door.disagreements,
                        front_door.elsewhere_waiting],
    Role.SOCIAL_CARE: [handovers.transfers_to_answer],
    Role.KEY_WORKER: [casework.all_of_mine],
    Role.HUB_MANAGER: [casework.to_allocate, handovers.step_downs_waiting,
                       casework.late_in_teams],
    Role.FFT_MANAGER: [casework.to_allocate, casework.late_in_teams],
}  # fmt: skip


def ask_in_the_morning(now):
    """On a working day; on the others nothing is due."""
    today = london_date(now)
    return ask_for_digests(today) if is_working_day(today) else []


def ask_for_digests(day, users=None):
    """A job for everybody who may have something due on this day, once for a person and day."""
    users = User.objects.all() if users is None else users
    people = users.filter(is_active=True, role__in=LISTS).order_by("pk")
    return [
        jobs.enqueue(
            "digest", payload={"user": pk, "day": day.isoformat()}, key=f"digest:{pk}:{day}"
        )
        for pk in people.values_list("pk", flat=True)
    ]


@jobs.handler("digest")
def send(job):
    """Runs in the transaction that ends the job: a person and day have one mail or none."""
    now, day = timezone.now(), date.fromisoformat(job.payload["day"])
    user = with_scope(User.objects.filter(pk=job.payload["user"], is_active=True)).first()
    if user is None or london_date(now) != day:  # left since, or yesterday's news
        return {"lines": 0}
    overdue, due = lines(user, now)
    if overdue or due:
        mail.post(
            to=user.email, subject=_subject(overdue, due), template="mail/digest.txt",
            context={"name": user.get_short_name(), "overdue": overdue, "due": due},
            key=f"digest:{user.pk}:{day}", everybody=True,
            about=[row["family"] for row in overdue + due if row["family"]],
        )  # fmt: skip
    return {"lines": len(overdue) + len(due)}


def lines(user, now):
    """(overdue, due today or soon): the rows of this person's lists, each thing once.

    Nothing about a family in which somebody died: there the worker decides when to go on.
    """
    rows = {}
    for figures in LISTS.get(user.role, ()):
        for row in figures(user, now, MOST).rows:
            rows.setdefault((row["url"], row["plain"]), row)
    clocked = [row for row in rows.values() if row.get("clock")]
    silent = silent_ids() if clocked else ()
    clocked = [row for row in clocked if row["family"] not in silent]
    clocked.sort(key=lambda row: row["clock"]["due_at"])
    overdue = [row for row in clocked if row["clock"]["state"] == "overdue"]
    return overdue, [row for row in clocked if _is_due(row["clock"], now)]


def _is_due(clock, now):
    """Due soon by its own rule, or before this day ends; a clock that stands still is not due."""
    if clock["state"] == "due_soon":
        return True
    today_ends = london_day_end(london_date(now))
    return clock["state"] == "running" and london(clock["due_at"]) <= today_ends


def _subject(overdue, due):
    parts = [f"{len(overdue)} overdue" if overdue else "", f"{len(due)} due" if due else ""]
    return f"Early help this morning: {', '.join(filter(None, parts))}"
