"""Records of the demo that scripts and testers look for: references, ids, or None."""

from accounts.models import User
from casework.codes import State as EpisodeState
from casework.models import Episode
from croydon_eh.demo.reading import rows
from families.models import Family
from localities.models import Membership
from outcomes.models import Report, ReportState
from referrals.codes import Level, State
from referrals.models import Referral, Transfer


def find_examples() -> dict:
    """Stable names -> a referral's reference, or the id of an episode, family, report or transfer.

    "own" is the head teacher's, "other site" the second school's. The open episode is the first
    key worker's and the family is its family; the waiting and the closed one are of the same hub.
    """
    people = {
        row["key"]: User.objects.filter(email=row["email"]).first() for row in rows("personas")
    }
    return {**_referrals(people), **_casework(people), **_reports()}


def _referrals(people):
    newest = Referral.objects.filter(family__restricted=False).order_by("-submitted_at", "-id")
    school = Membership.objects.filter(user=people["second_dsl"]).values("site")
    own = newest.filter(referrer=people["head_teacher"])
    undecided = newest.filter(state=State.SUBMITTED)
    restricted = Referral.objects.filter(family__restricted=True).order_by("id")
    found = {
        "own_referral": own,
        "own_decided_referral": own.filter(state=State.DECIDED),
        "other_site_referral": newest.filter(site__in=school),
        "restricted_referral": restricted,
        "undecided_referral": undecided.filter(suggested_level__lt=Level.SPECIALIST),
        "urgent_referral": undecided.filter(suggested_level=Level.SPECIALIST),
        "step_down_referral": newest.filter(is_step_down=True),
    }
    return {name: _first(rows, "reference") for name, rows in found.items()}


def _casework(people):
    episodes = Episode.objects.filter(family__restricted=False).order_by("id")
    mine = Membership.objects.filter(user=people["hub_manager"]).values("team")
    is_open = episodes.filter(state=EpisodeState.OPEN)
    own = is_open.filter(key_worker=people["key_worker"])
    waiting = episodes.filter(state=EpisodeState.WAITING)
    transfers = Transfer.objects.current().filter(answer="", family__restricted=False)
    found = {
        "waiting_episode": waiting.filter(team__in=mine),
        "open_episode": own,
        "closed_episode": episodes.filter(
            closings__superseded_at=None, closings__isnull=False, team__in=mine
        ),
        "other_locality_episode": is_open.filter(team__locality__isnull=False).exclude(
            team__in=mine
        ),
        "restricted_family": Family.objects.filter(restricted=True).order_by("id"),
        "open_transfer": transfers.order_by("id"),
    }
    family = {"family": _first(own, "family_id")}
    return family | {name: _first(rows, "id") for name, rows in found.items()}


def _reports():
    newest = Report.objects.order_by("-quarter", "-edition")
    published = newest.filter(state=ReportState.PUBLISHED)
    drafts = newest.exclude(state=ReportState.PUBLISHED)
    return {"published_report": _first(published, "id"), "draft_report": _first(drafts, "id")}


def _first(rows, name):
    return rows.values_list(name, flat=True).first()
