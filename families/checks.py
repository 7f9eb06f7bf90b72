"""Rules of one person or home as told of: each yields (field, sentence)."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from families.models import Area
from families.validators import birth_problem, due_problem, nhs_number_problem, upn_problem
from localities.places import normalise_postcode


def child_problems(child, today):
    if child.born_on and child.due_on:
        yield "due_on", "Give a date of birth or a due date, not both"
    elif child.born_on:
        yield from _named("born_on", birth_problem(child.born_on, today))
    elif child.due_on:
        yield from _named("due_on", due_problem(child.due_on, today))
    if not child.due_on and not child.first_name.strip():
        yield "first_name", "Enter the child’s first name"
    if child.nhs_number:
        yield from _named("nhs_number", nhs_number_problem(child.nhs_number))
    if child.upn:
        yield from _named("upn", upn_problem(child.upn))


def _named(field, sentence):
    if sentence:
        yield field, sentence


def home_problems(home):
    if not home.postcode:
        return
    if home.area == Area.NONE:
        yield "postcode", "Leave the postcode out if the family has no settled home"
        return
    try:
        normalise_postcode(home.postcode)
    except ValueError as error:
        yield "postcode", str(error)


def safe_contact_problems(contact):
    if contact.email:
        try:
            validate_email(contact.email)
        except ValidationError:
            yield "email", "Enter an email address in the correct format, like name@example.com"


def same_child_problems(children):
    """Two entries that are one child would count twice: (place, sentence) of the second."""
    seen = set()
    for place, child in enumerate(children):
        who = (child.first_name.casefold(), child.last_name.casefold(), child.born_on, child.due_on)
        # Unborn twins may well have no name yet and one due date.
        if child.first_name and who in seen:
            yield place, f"{child.first_name} {child.last_name} is in the list twice"
        seen.add(who)


def keys_used_twice(entries):
    seen = set()
    for place, entry in enumerate(entries):
        if entry.key in seen:
            yield place
        seen.add(entry.key)
