"""A family with a key worker in the northern hub, and people who have nothing to do with it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from tests.factories import localities as places
from tests.factories.casework import EpisodeFactory


@pytest.fixture
def began():
    return timezone.now() - timedelta(days=10)


@pytest.fixture
def episode(began):
    return EpisodeFactory(allocated=True, children=2, started_at=began)


@pytest.fixture
def kim(episode):
    """The key worker."""
    return episode.key_worker


@pytest.fixture
def manager(episode):
    return places.worker(Role.HUB_MANAGER, team=episode.team)


@pytest.fixture
def stranger():
    """A key worker of another hub."""
    return places.worker(Role.KEY_WORKER, team=places.hub("south"))
