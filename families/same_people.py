"""Two records of one person within a family: read as one by who stands for them. Nothing moves."""

from django.db.models import Q

from families import agreeing, chains
from families.models import Family, Person, PersonMerge


def of_family(person):
    """The id that stands for the family of this person, whose family is loaded."""
    return person.family.merged_into_id or person.family_id


def records_of(ids):
    """Ids of all records of the people whose records these are. Two queries."""
    rows = Person.objects.filter(pk__in=ids).values_list("pk", "merged_into_id")
    stands = {into or pk for pk, into in rows}
    all_of_them = Person.objects.filter(Q(pk__in=stands) | Q(merged_into__in=stands))
    return set(all_of_them.values_list("pk", flat=True))


def settle(ids):
    """Set who stands for each of these records, by the merges that hold; and what they agreed to.

    A part of larger actions.
    """
    stands = chains.stand_for(PersonMerge, "person", ids)
    rows = Person.objects.select_for_update(of=("self",)).select_related("family")
    people = list(rows.filter(pk__in=ids).order_by("pk"))
    for person in people:
        person.merged_into_id = stands[person.pk] if stands[person.pk] != person.pk else None
        person.version += 1
    Person.objects.bulk_update(people, ["merged_into", "version"])
    for family in {person.family for person in people}:
        agreeing.settle(family)


def undo(merge, *, reason, by, at):
    """Each record is a person of its own again. A part of larger actions."""
    ids = connected(merge.person_id, merge.duplicate_id)
    merge.undone_by, merge.undone_reason, merge.superseded_at = by, reason, at
    merge.save(update_fields=["undone_by", "undone_reason", "superseded_at"])
    settle(ids)


def connected(*ids):
    return chains.connected(PersonMerge, "person", set(ids))


def part(*families, reason, by, at):
    """These families were parted: people of one are no longer people of the other."""
    stands = {family.merged_into_id or family.pk for family in families}
    records = Family.objects.filter(Q(pk__in=stands) | Q(merged_into__in=stands))
    merges = PersonMerge.objects.current().select_related("person__family", "duplicate__family")
    near = merges.filter(Q(person__family__in=records) | Q(duplicate__family__in=records))
    for merge in near.order_by("id"):
        if of_family(merge.person) != of_family(merge.duplicate):
            undo(merge, reason=reason, by=by, at=at)
