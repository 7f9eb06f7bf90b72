"""Whoever should see an invented family does, and nobody else: as if by the actions."""

import pytest

from accounts.models import User
from casework.codes import State as EpisodeState
from casework.models import Episode
from croydon_eh.demo.examples import find_examples
from croydon_eh.demo.reading import rows
from families.models import Family, FamilyAccess
from referrals.codes import UNDECIDED
from referrals.models import LeadOffer, Referral, Transfer

pytestmark = [pytest.mark.usefixtures("borough"), pytest.mark.xdist_group("borough")]
OPEN_NOW = {"until_at__isnull": True}


@pytest.fixture
def people(borough):
    return {row["key"]: User.objects.get(email=row["email"]) for row in rows("personas")}


def ordinary(families=None):
    return (families if families is not None else Family.objects).filter(restricted=False)


def ids(rows, name="family"):
    return set(rows.values_list(name, flat=True))


def test_the_spoc_holds_what_waits_and_nothing_else():
    waiting = ids(Referral.objects.filter(state__in=UNDECIDED)) | ids(
        Transfer.objects.current().filter(answer="", referral__isnull=False)
    )
    waiting |= ids(LeadOffer.objects.current().open()) | ids(Transfer.objects.unanswered().down())
    held = FamilyAccess.objects.filter(team__code="spoc", basis="screening", **OPEN_NOW)
    assert ids(held) == waiting


def test_managers_and_leadership_keep_line_of_sight():
    everybody = set(Family.objects.values_list("pk", flat=True))
    for team in ("spoc-managers", "leadership"):
        held = FamilyAccess.objects.filter(team__code=team, basis="front_door", **OPEN_NOW)
        assert ids(held) == ids(Referral.objects.all())
        assert ids(held) <= everybody


def test_key_workers_and_hubs_hold_their_episodes():
    for episode in Episode.objects.exclude(state=EpisodeState.CLOSED):
        grants = episode.family.access.all()
        if episode.team:
            assert grants.filter(team=episode.team, basis="locality", **OPEN_NOW).exists()
        basis = "named" if episode.family.restricted else "episode"
        if episode.key_worker:
            assert grants.filter(user=episode.key_worker, basis=basis, **OPEN_NOW).exists()
    for episode in Episode.objects.filter(state=EpisodeState.CLOSED):
        until = episode.family.access.filter(user=episode.key_worker, basis="episode")
        assert all(row.until_at is not None for row in until) or (
            episode.family.episodes.exclude(state=EpisodeState.CLOSED)
            .filter(key_worker=episode.key_worker)
            .exists()
        )


def test_social_care_holds_what_it_has_not_answered():
    offered = ids(Transfer.objects.current().filter(answer="", direction="up"))
    held = FamilyAccess.objects.filter(team__code="social-care", basis="transfer", **OPEN_NOW)
    assert ids(held) == offered
    assert offered


def test_each_persona_sees_something_of_its_own(people):
    assert Referral.objects.filter(referrer=people["head_teacher"]).count() >= 5
    for key in ("screener", "spoc_manager", "social_care_officer", "key_worker", "hub_manager",
                "hub_manager_central", "hub_manager_south", "key_worker_south", "fft_manager",
                "fft_worker", "key_worker_central", "head_of_early_help"):  # fmt: skip
        assert Family.objects.visible_to(people[key]).exists(), key
    assert Episode.objects.visible_to(people["head_teacher"]).filter(kind="partner_led").exists()
    for key in ("board_member", "administrator", "auditor", "analyst", "teacher"):
        assert not Family.objects.visible_to(people[key]).exists(), key


def test_a_restricted_family_is_seen_by_named_people_only(people):
    restricted = Family.objects.filter(restricted=True)
    assert restricted.exists()
    for family in restricted:
        named = set(family.access.open().filter(basis="named").values_list("user", flat=True))
        assert len(named) >= 2
        for person in people.values():
            seen = Family.objects.visible_to(person).filter(pk=family.pk).exists()
            assert seen == (person.pk in named)


def test_every_example_is_there_and_is_what_its_name_says(people):
    found = find_examples()
    missing = {name for name, value in found.items() if value is None}
    assert missing <= {"published_report", "draft_report"}

    def sees(key, reference):
        visible = Referral.objects.visible_to(people[key])
        return visible.filter(reference=found[reference]).exists()

    assert sees("head_teacher", "own_referral")
    assert not sees("head_teacher", "other_site_referral")
    assert sees("screener", "undecided_referral")
    assert sees("screener", "urgent_referral")
    assert not sees("screener", "restricted_referral")
    mine = Episode.objects.visible_to(people["key_worker"])
    assert mine.filter(pk=found["open_episode"]).exists()
    assert not mine.filter(pk=found["other_locality_episode"]).exists()
    waiting = Episode.objects.visible_to(people["hub_manager"]).waiting()
    assert waiting.filter(pk=found["waiting_episode"]).exists()
    assert Episode.objects.get(pk=found["open_episode"]).family_id == found["family"]
