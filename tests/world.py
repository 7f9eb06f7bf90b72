"""A small borough for tests of who may see what: two schools, two hubs, three families.

`own` is the family that each role below has to do with; `other` belongs to another school and
another locality; `restricted` is own's like, but closed to everybody who is not named.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from accounts.roles import Role
from casework.codes import Kind, State
from casework.models import Episode, EpisodeChild
from families.access import grant, grant_teams
from families.models import FamilyAccess
from localities.models import TeamKind
from outcomes.models import Replay, Report, ReportState
from referrals.models import (
    Call,
    Consultation,
    Draft,
    LeadOffer,
    SecondLook,
    ThresholdProposal,
    Transfer,
)  # fmt: skip
from referrals.scoring.thresholds import REFERENCE
from tests.factories.accounts import UserFactory
from tests.factories.localities import (
    LocalityFactory,
    SiteFactory,
    TeamFactory,
    hub,
    social_care,
    spoc,
    spoc_managers,
    worker,
)  # fmt: skip
from tests.factories.referrals import ReferralFactory

MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)
KINDS = ("own", "other", "restricted")
Basis = FamilyAccess.Basis


@dataclass
class World:
    users: dict  # role -> user
    referrals: dict  # kind -> referral, undecided
    episodes: dict  # kind -> open episode of the same family
    reports: dict  # "published" and "draft"
    looks: dict  # kind -> second look, held by a screener
    replays: dict  # kind -> a replay: of a quarter for "own", of one day for the others
    draft: Draft  # of the practitioner
    calls: dict  # kind -> call that led to the referral
    consultations: dict  # kind -> conversation that led to it
    offers: dict  # kind -> partner-led offer; own to the practitioner, the others to nobody yet


def make_world():
    users = _users()
    referrals = {
        kind: ReferralFactory(
            family__restricted=kind == "restricted",
            locality=LocalityFactory(code=place),
            referrer=users[Role.PRACTITIONER] if kind == "own" else None,
            site=site,
            partner=None if kind == "own" else _partner(site),
        )
        for kind, place, site in (
            ("own", "north", users["site"]),
            ("other", "south", users["other_site"]),
            ("restricted", "north", users["site"]),
        )
    }
    episodes = {kind: _episode(r, users, other=kind == "other") for kind, r in referrals.items()}
    draft = Draft.objects.create(owner=users[Role.PRACTITIONER])
    calls = {kind: _call(r, users) for kind, r in referrals.items()}
    consultations = {kind: _consultation(r, users) for kind, r in referrals.items()}
    looks = {kind: _look(r, users, other=kind == "other") for kind, r in referrals.items()}
    replays = _replays(users[Role.SPOC_MANAGER], referrals["own"])
    offers = {kind: _lead_offer(kind, r, users) for kind, r in referrals.items()}
    reports = _reports(users)
    return World(
        users, referrals, episodes, reports, looks, replays, draft, calls, consultations, offers
    )


def _lead_offer(kind, referral, users):
    lead = {"lead": users[Role.PRACTITIONER], "named_at": MONDAY, "note": "Mornings."}
    return LeadOffer.objects.create(
        family=referral.family, referral=referral, happened_at=MONDAY,
        due_at=MONDAY + timedelta(days=2), **(lead if kind == "own" else {}),
    )  # fmt: skip


def _call(referral, users):
    return Call.objects.create(
        taken_by=users["stranger"], caller_name="Jo Reed", caller_phone="020 7946 0000",
        said="Hungry again.", referral=referral, happened_at=MONDAY, clock_version="2018-09",
        decision_due_at=MONDAY + timedelta(days=1), form_due_at=MONDAY + timedelta(days=1),
    )  # fmt: skip


def _consultation(referral, users):
    by = users[Role.PRACTITIONER] if referral.referrer else users["stranger"]
    return Consultation.objects.create(
        by=by, with_whom="The SPOC", asked="What can we do?", advice="Talk to the parents.",
        referral=referral, happened_at=MONDAY, at_front_door=True,
    )  # fmt: skip


def _partner(site):
    from localities.models import PartnerSystem

    return PartnerSystem.objects.create(
        name=f"System of {site}", site=site, client_type="confidential",
        authorization_grant_type="client-credentials",
    )  # fmt: skip


def _users():
    site, other_site = SiteFactory(), SiteFactory()
    north, spocs, managers, care = hub("north"), spoc(), spoc_managers(), social_care()
    leaders = TeamFactory(code="leadership", kind=TeamKind.LEADERSHIP)
    fft = TeamFactory(code="fft", kind=TeamKind.FFT)
    at = {
        Role.PRACTITIONER: {"site": site}, Role.SAFEGUARDING_LEAD: {"site": site},
        Role.SCREENER: {"team": spocs}, Role.SOCIAL_WORKER: {"team": spocs},
        Role.SPOC_MANAGER: {"team": managers}, Role.SOCIAL_CARE: {"team": care},
        Role.KEY_WORKER: {"team": north}, Role.HUB_MANAGER: {"team": north},
        Role.FFT_MANAGER: {"team": fft}, Role.HEAD: {"team": leaders},
        Role.BUSINESS_SUPPORT: {"team": north},
    }  # fmt: skip
    users = {
        role: worker(role, **at[role]) if role in at else UserFactory(role=role) for role in Role
    }
    stranger = worker(Role.KEY_WORKER, team=hub("south"), email="stranger@example.org")
    return {**users, "site": site, "other_site": other_site, "stranger": stranger}


def _episode(referral, users, *, other):
    place = "south" if other else "north"
    worker_ = users["stranger"] if other else users[Role.KEY_WORKER]
    episode = Episode.objects.create(
        family=referral.family, referral=referral, kind=Kind.FAMILY_SOLUTIONS, level=3,
        locality=LocalityFactory(code=place), team=hub(place), state=State.OPEN,
        key_worker=worker_, started_at=MONDAY, clock_version="2018-09",
        allocation_due_at=MONDAY + timedelta(days=1), first_allocated_at=MONDAY,
    )  # fmt: skip
    child = referral.children.get()
    EpisodeChild.objects.create(
        episode=episode, person=child.person, joined_on=MONDAY.date(), age_band=child.age_band
    )
    grant(referral.family, basis=Basis.LOCALITY, team=episode.team, at=MONDAY)
    grant(referral.family, basis=Basis.EPISODE, user=worker_, at=MONDAY)
    if not other:
        Transfer.objects.create(
            family=referral.family, referral=referral, direction=Transfer.Direction.UP,
            happened_at=MONDAY, due_at=MONDAY + timedelta(days=1),
        )  # fmt: skip
        grant_teams(referral.family, TeamKind.SOCIAL_CARE, basis=Basis.TRANSFER, at=MONDAY)
    return episode


def _look(referral, users, *, other):
    return SecondLook.objects.create(
        referral=referral, decided_by=users[Role.SPOC_MANAGER], sampled_at=MONDAY,
        taken_by=users[Role.SOCIAL_WORKER if other else Role.SCREENER],
        held_until=timezone.now() + timedelta(hours=4),
    )  # fmt: skip


def _replays(by, example):
    text = (REFERENCE / "thresholds_2018_09.csv").read_text()
    proposal = ThresholdProposal.objects.create(title="As it is", text=text, loaded_by=by)
    day = MONDAY.date()
    quarter = {"quarter": "2026-Q1", "first_on": "2026-04-01", "last_on": "2026-06-30"}
    one = {"34": 1}
    by_axis = [("place", -1), ("agency", "school"), ("age", "10-14"), ("ethnic", "Black")]
    figures = {"moves": one, "by": [[*of, one] for of in by_axis], "lost": {}, "hidden": [],
               "examples": {"34": [example.pk]},
               "caseload": {"children": 0, "key_workers": 0}}  # fmt: skip
    return {
        kind: Replay.objects.create(
            proposal=proposal, asked_by=by, made_at=MONDAY, figures=figures,
            **(quarter if kind == "own" else {"first_on": day, "last_on": day}),
        )
        for kind in KINDS
    }  # fmt: skip


def _reports(users):
    made = {"framework": "2018-09", "board": "The board", "as_at": MONDAY, "made_at": MONDAY,
            "snapshot": {}, "public": {}}  # fmt: skip
    published = {"state": ReportState.PUBLISHED, "published_at": MONDAY,
                 "published_by": users[Role.HEAD]}  # fmt: skip
    return {
        "published": Report.objects.create(quarter="2026-Q1", **made, **published),
        "draft": Report.objects.create(quarter="2026-Q2", **made),
    }
