"""A family as somebody tells of it, before it is written down: plain values, whoever sends them."""

from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date

from families.codes import Basis, Disability, EthnicGroup, NotAskedYesNo, Sex
from families.models import Agreement, Area, Relationship
from families.validators import is_storable


def line(label, longest, *, required=False):
    """Text of so many characters at most; `label` names it in a sentence."""
    about = {"label": label, "longest": longest, "required": required}
    return field(default="", metadata=about)


def code(label, choices, *, required=False, default=""):
    """One of a set of codes, or "" where it may be left out."""
    about = {"label": label, "codes": frozenset(choices.values), "required": required}
    return field(default=default, metadata=about)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildEntry:
    """`key` tells the children of one submission apart. Without dates the age is not known."""

    key: str = line("Key", 40, required=True)
    first_name: str = line("First name", 80)
    last_name: str = line("Last name", 80, required=True)
    born_on: date | None = None
    due_on: date | None = None  # not born yet
    nhs_number: str = line("NHS number", 10)
    upn: str = line("UPN", 13)
    school: str = line("School or nursery", 160)
    language: str = line("Language", 60)
    interpreter: str = code("Interpreter", NotAskedYesNo)
    sex: str = code("Sex", Sex)
    ethnic_group: str = code("Ethnic group", EthnicGroup)
    disability: str = code("Disability", Disability)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdultEntry:
    """A parent, carer or other adult; `relationship` is to the children."""

    key: str = line("Key", 40, required=True)
    first_name: str = line("First name", 80)
    last_name: str = line("Last name", 80, required=True)
    relationship: str = code("Relationship", Relationship.Kind, required=True)
    parental_responsibility: str = code("Parental responsibility", NotAskedYesNo)
    phone: str = line("Telephone number", 30)
    language: str = line("Language", 60)
    interpreter: str = code("Interpreter", NotAskedYesNo)


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeEntry:
    """Where the family lives: always accepted, also outside the borough, unknown or none."""

    area: str = code("Where the family lives", Area, required=True)
    address: str = line("Address", 250)
    postcode: str = line("Postcode", 8)
    protected: bool = False  # nobody may learn it


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementEntry:
    """What one person said to being helped, and to sharing; or the coded reason to go on without.

    `who` is the key of an adult or child of the same submission, "" when it is not said.
    """

    answer: str = code("Agreement", Agreement.Answer, required=True)
    sharing: str = code("Agreement to share", NotAskedYesNo)
    who: str = line("Who was asked", 40)
    how: str = line("How they were asked", 20)
    basis: str = code("Reason to go on without agreement", Basis)
    reason: str = line("Reason", 5000)


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeContactEntry:
    """How the person with the key `who` can be reached, and who must not be told."""

    who: str = line("Who to contact", 40, required=True)
    phone: str = line("Safe telephone number", 30)
    times: str = line("Safe times", 120)
    voicemail: bool = False
    post: bool = False
    email: str = line("Safe email address", 254)
    must_not_be_told: str = line("Who must not be told", 250)


def shape_problems(value, at=""):
    """Yield (path, sentence) for each text that is missing, too long, unknown or unstorable.

    Walks dataclasses and tuples; a path is like "children/0/first_name".
    """
    if is_dataclass(value):
        for part in fields(value):
            yield from _part_problems(getattr(value, part.name), part.metadata, f"{at}{part.name}")
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from shape_problems(item, f"{at}{place}/")


def _part_problems(value, about, path):
    if not isinstance(value, str):
        yield from shape_problems(value, f"{path}/")
        return
    label = about.get("label", path)
    if not is_storable(value):
        yield path, f"{label} holds a character that cannot be stored: type it again"
    elif about.get("required") and not value.strip():
        yield path, f"{label} is missing"
    elif value and value not in about.get("codes", (value,)):
        yield path, f"{label} is not one of the answers that can be given"
    elif len(value) > about.get("longest", len(value)):
        yield path, f"{label} must be {about['longest']} characters or fewer"
