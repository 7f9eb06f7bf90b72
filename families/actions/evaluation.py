"""Objecting to evaluation, and taking it back."""

from django.utils import timezone

from audit.actions import action
from audit.errors import Refused
from families import evaluation
from families.models import Family, Objection, Person, together


@action
def record_objection(*, family, objects_to_it, happened_at, by, person=None, at=None):
    """From this moment the family is in no example, quotation or survey; counts go on."""
    at = at or timezone.now()
    family = Family.objects.select_for_update().get(pk=family.pk)
    if happened_at > at:
        raise Refused("This cannot be in the future.", field="happened_at")
    people = Person.objects.filter(family__in=together(family))
    if person is not None and not people.filter(pk=person.pk).exists():
        raise Refused("Choose somebody of this family.", field="person")
    said = Objection.objects.create(
        family=family, person=person, objects_to_it=objects_to_it, happened_at=happened_at, by=by
    )
    evaluation.settle(family)
    return said
