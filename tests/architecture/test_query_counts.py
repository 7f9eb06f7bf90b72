"""No page takes more queries than is written down, nor more for many rows than for one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from families.access import grant
from families.models import FamilyAccess
from tests.api.conftest import SECRET
from tests.bench.queries import GOALS, PINNED, Subjects, counts
from tests.factories.casework import EpisodeFactory
from tests.factories.localities import SiteFactory, spoc, spoc_managers, worker
from tests.factories.referrals import ReferralFactory

pytestmark = pytest.mark.django_db


def borough(referrals, children):
    """So many referrals of a site, which its system, the SPOC and its managers may see."""
    from localities.models import PartnerSystem

    site = SiteFactory()
    spoc(), spoc_managers()
    sent = [ReferralFactory(site=site, children=children) for _ in range(referrals)]
    episode = EpisodeFactory(
        allocated=True, children=children, started_at=timezone.now() - timedelta(days=2)
    )
    grant(episode.family, basis=FamilyAccess.Basis.EPISODE, user=episode.key_worker)
    return Subjects(
        manager=worker(Role.SPOC_MANAGER, team=spoc_managers()),
        practitioner=worker(Role.PRACTITIONER, site=site),
        partner=PartnerSystem.objects.create(
            name="Records", site=site, client_type="confidential", client_secret=SECRET,
            authorization_grant_type="client-credentials",
        ),
        referral=sent[0], episode=episode,
    )  # fmt: skip


@pytest.fixture(params=[(1, 1), (25, 3)], ids=["one row", "many rows"])
def counted(request):
    return counts(borough(*request.param))


def test_every_page_keeps_to_its_number(counted):
    assert counted == PINNED


def test_the_numbers_keep_to_the_goals():
    assert PINNED.keys() == GOALS.keys()
    assert all(PINNED[page] <= most for page, most in GOALS.items())
