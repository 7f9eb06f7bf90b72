"""A version of the thresholds that somebody proposes, replayed over the last quarter."""

from accounts.models import User
from audit import jobs
from croydon_eh.demo.reading import rows
from localities.calendar import Quarter
from outcomes import actions
from referrals import actions as referrals
from referrals.scoring.thresholds import REFERENCE

TITLE = "Absence weighs more, draft for the board"


def propose(until):
    """Persistent absence one level higher, in its own words. Returns the replay."""
    people = {row["key"]: row["email"] for row in rows("personas")}
    manager = User.objects.get(email=people["spoc_manager"])
    proposal = referrals.propose_thresholds(title=TITLE, text=proposed(), by=manager, at=until)
    quarter = Quarter.containing(until).previous
    replay = actions.ask_replay(
        proposal=proposal, first_on=quarter.first_on, last_on=quarter.last_on, by=manager, at=until
    )
    jobs.run_now(replay.job_key)
    return replay


def proposed():
    text = (REFERENCE / "thresholds_2018_09.csv").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not line.startswith("child.attendance.4,")]
    moved = [
        line.replace("child.attendance.3,need,child,attendance,3,",
                     "child.attendance.4,need,child,attendance,4,")
        for line in kept
    ]  # fmt: skip
    return "\n".join(moved) + "\n"
