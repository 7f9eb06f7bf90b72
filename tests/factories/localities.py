"""Places, teams and who works where."""

from datetime import UTC, date, datetime

import factory

from localities.models import (
    Agency,
    AgencyKind,
    Locality,
    Membership,
    Site,
    Team,
    TeamKind,
    Ward,
    WardLocality,
)  # fmt: skip
from tests.factories.accounts import UserFactory

LONG_AGO = datetime(2018, 5, 3, tzinfo=UTC)


class LocalityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Locality
        django_get_or_create = ("code",)

    code = "north"
    name = factory.LazyAttribute(lambda o: o.code.title())
    position = factory.Sequence(lambda n: n)


class WardFactory(factory.django.DjangoModelFactory):
    """A ward that belongs to `locality` since 2018."""

    class Meta:
        model = Ward
        skip_postgeneration_save = True

    gss = factory.Sequence(lambda n: f"E05{n:06}")
    name = factory.Sequence(lambda n: f"Ward {n}")

    @factory.post_generation
    def locality(ward, create, extracted, **kwargs):
        WardLocality.objects.create(
            ward=ward, locality=extracted or LocalityFactory(), from_on=date(2018, 5, 3),
            happened_at=LONG_AGO, recorded_at=LONG_AGO,
        )  # fmt: skip


class AgencyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Agency
        django_get_or_create = ("name",)

    name = factory.Sequence(lambda n: f"Agency {n}")
    kind = AgencyKind.SCHOOL
    source_code = "2A"


class SiteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Site

    agency = factory.SubFactory(AgencyFactory)
    name = factory.Sequence(lambda n: f"Site {n}")


class TeamFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Team
        django_get_or_create = ("code",)

    code = "spoc"
    name = factory.LazyAttribute(lambda o: o.code.replace("-", " ").title())
    kind = TeamKind.SPOC


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    from_on = date(2018, 9, 1)
    happened_at = LONG_AGO
    fte = 1
    capacity = 17


def hub(code="north"):
    return TeamFactory(code=f"hub-{code}", kind=TeamKind.HUB, locality=LocalityFactory(code=code))


def spoc():
    return TeamFactory(code="spoc", kind=TeamKind.SPOC)


def social_care():
    return TeamFactory(code="social-care", kind=TeamKind.SOCIAL_CARE)


def spoc_managers():
    return TeamFactory(code="spoc-managers", kind=TeamKind.FRONT_DOOR)


def worker(role, *, team=None, site=None, **fields):
    """A user of this role who works in the team or at the site."""
    capacity = {k: fields.pop(k) for k in ("fte", "capacity") if k in fields}
    user = UserFactory(role=role, **fields)
    MembershipFactory(user=user, team=team, site=site, **capacity)
    return user
