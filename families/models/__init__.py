"""People, the homes they live in, what they agreed to, and who may open their record."""

from families.models.access import (
    NAMED,
    SEES_MOST,
    FamilyAccess,
    FamilyAccessQuerySet,
    may_open,
    named_for,
)
from families.models.agreement import (
    Agreement,
    CourtOrder,
    Disclosure,
    RiskCheck,
    SafeContact,
)
from families.models.evaluation import Objection
from families.models.history import keeps_history
from families.models.homes import Area, Household, HouseholdMember, Relationship, Residence
from families.models.loss import Loss, MessagesAgain
from families.models.merging import Merge, NotSame, NotSamePerson, PersonMerge
from families.models.people import Family, FamilyQuerySet, Person, PersonQuerySet
from families.models.restricting import Restriction, RestrictionQuerySet
from families.models.safety import DangerSign, Given, SafeToShare
from families.models.standing import STANDING, behind, standing, together

__all__ = [
    "NAMED",
    "SEES_MOST",
    "STANDING",
    "Agreement",
    "Area",
    "CourtOrder",
    "DangerSign",
    "Disclosure",
    "Family",
    "FamilyAccess",
    "FamilyAccessQuerySet",
    "FamilyQuerySet",
    "Given",
    "Household",
    "HouseholdMember",
    "Loss",
    "Merge",
    "MessagesAgain",
    "NotSame",
    "NotSamePerson",
    "Objection",
    "Person",
    "PersonMerge",
    "PersonQuerySet",
    "Relationship",
    "Residence",
    "Restriction",
    "RestrictionQuerySet",
    "RiskCheck",
    "SafeContact",
    "SafeToShare",
    "behind",
    "keeps_history",
    "may_open",
    "named_for",
    "standing",
    "together",
]
