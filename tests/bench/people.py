"""Who works in the bench's borough, and their way in."""

from django.test import Client

from accounts.roles import Role
from croydon_eh.demo.sites import make_sites
from localities.models import PartnerSystem, Site, Team, TeamKind
from tests.factories.localities import worker

KEY_WORKERS = 20  # of each hub
SECRET = "a-secret-of-a-partner-system"


def make_people():
    """Agencies, a person of each role that the bench needs, key workers, a partner's system."""
    make_sites()
    site = Site.objects.order_by("pk").first()
    team = {team.code: team for team in Team.objects.all()}
    for hub in Team.objects.filter(kind=TeamKind.HUB):
        for number in range(KEY_WORKERS):
            worker(Role.KEY_WORKER, team=hub, email=f"{hub.code}-{number}@example.org")
    worker(Role.PRACTITIONER, site=site, email="practitioner@example.org")
    worker(Role.SPOC_MANAGER, team=team["spoc-managers"], email="manager@example.org")
    worker(Role.ANALYST, team=team["leadership"], email="analyst@example.org")
    PartnerSystem.objects.create(
        name="School records", site=site, client_type="confidential", client_id="bench",
        client_secret=SECRET, authorization_grant_type="client-credentials",
    )  # fmt: skip


def cookie_of(user):
    """The session cookie of somebody who has signed in."""
    client = Client()
    client.force_login(user)
    return f"sessionid={client.cookies['sessionid'].value}"
