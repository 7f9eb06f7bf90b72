"""Families, their people and homes."""

from datetime import UTC, date, datetime

import factory

from families.models import Area, Family, Household, HouseholdMember, Person, Residence

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


class FamilyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Family

    name = factory.Sequence(lambda n: f"Okafor{n}")
    created_at = LONG_AGO


class PersonFactory(factory.django.DjangoModelFactory):
    """An adult of the family."""

    class Meta:
        model = Person

    family = factory.SubFactory(FamilyFactory)
    first_name = factory.Sequence(lambda n: f"Ada{n}")
    last_name = factory.LazyAttribute(lambda o: o.family.name)


class ChildFactory(PersonFactory):
    is_child = True
    born_on = date(2016, 3, 14)
    sex = "F"
    ethnic_group = "BAFR"


class HouseholdFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Household

    family = factory.SubFactory(FamilyFactory)


class ResidenceFactory(factory.django.DjangoModelFactory):
    """The main household's home. Give a `ward` for one in Croydon."""

    class Meta:
        model = Residence

    household = factory.SubFactory(HouseholdFactory)
    area = factory.LazyAttribute(lambda o: Area.CROYDON if o.ward else Area.UNKNOWN)
    ward = None
    address = "1 Invented Road"
    postcode = "CR0 0ZZ"
    from_on = date(2020, 1, 1)
    happened_at = LONG_AGO


class HouseholdMemberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = HouseholdMember

    household = factory.SubFactory(HouseholdFactory)
    person = factory.SubFactory(PersonFactory)
    from_on = date(2020, 1, 1)
    happened_at = LONG_AGO
