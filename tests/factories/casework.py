"""Episodes at each stage of the work, made as the actions make them."""

from datetime import timedelta

import factory

from accounts.roles import Role
from casework.codes import Kind, State
from casework.models import Episode, EpisodeChild
from families import access
from localities import clocks
from tests.factories.families import ChildFactory, FamilyFactory
from tests.factories.localities import hub, worker
from tests.factories.referrals import MONDAY


class EpisodeFactory(factory.django.DjangoModelFactory):
    """Waiting in the northern hub; `allocated=True` gives it to a key worker of its team."""

    class Meta:
        model = Episode
        skip_postgeneration_save = True

    class Params:
        allocated = factory.Trait(
            state=State.OPEN,
            key_worker=factory.LazyAttribute(lambda o: worker(Role.KEY_WORKER, team=o.team)),
            first_allocated_at=factory.LazyAttribute(lambda o: o.started_at + timedelta(hours=2)),
            first_opened_at=factory.SelfAttribute("first_allocated_at"),
        )

    family = factory.SubFactory(FamilyFactory)
    kind = Kind.FAMILY_SOLUTIONS
    level = 3
    team = factory.LazyFunction(hub)
    locality = factory.SelfAttribute("team.locality")
    started_at = MONDAY
    clock_version = "2018-09"
    allocation_due_at = factory.LazyAttribute(lambda o: clocks.due("allocation", o.started_at))

    @factory.post_generation
    def children(episode, create, extracted, **kwargs):
        for _ in range(1 if extracted is None else extracted):
            EpisodeChildFactory(episode=episode)

    @factory.post_generation
    def opened(episode, create, extracted, **kwargs):
        before = episode.started_at - timedelta(seconds=1)
        access.grant(episode.family, basis="locality", team=episode.team, at=before)
        if episode.key_worker:
            access.grant(episode.family, basis="episode", user=episode.key_worker, at=before)


class EpisodeChildFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EpisodeChild

    episode = factory.SubFactory(EpisodeFactory)
    person = factory.SubFactory(ChildFactory, family=factory.SelfAttribute("..episode.family"))
    joined_on = factory.LazyAttribute(lambda o: o.episode.started_at.date())
    age_band = "10-14"
