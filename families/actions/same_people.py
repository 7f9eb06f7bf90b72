"""Two records of one person, within a family, are read as one, and apart again."""

from django.utils import timezone

from audit.actions import action
from audit.errors import Refused, Stale
from families import chains, safety, same_people
from families.codes import Danger
from families.models import NotSamePerson, Person, PersonMerge

CHANGED = "Somebody else changed one of these people after you opened the page. Look again."


@action
def same_person(*, person, other, version, reason, by, at=None):
    """From now on the younger record is read as the older one; what was written stays where it is.

    `version` is the sum of both versions as they were seen. Raises Stale when one changed since.
    """
    at = at or timezone.now()
    first, second = _locked(person, other)
    if version != first.version + second.version:
        raise Stale(CHANGED)
    if not reason.strip():
        raise Refused("Say how you know that this is one person.", field="reason")
    kept, gone = _both_stand(first, second)
    made = PersonMerge.objects.create(
        person_id=kept, duplicate_id=gone, by=by, reason=reason, happened_at=at
    )
    _said(first, second).update(superseded_at=at)
    _ask_again(first, second, by=by, at=at)
    same_people.settle(same_people.connected(kept, gone))
    return made


@action
def two_people(*, merge, reason, by, at=None):
    """Each record is a person of its own again. Done twice, it changes nothing more."""
    at = at or timezone.now()
    merge = PersonMerge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if merge.superseded_at is not None:
        return merge
    if not reason.strip():
        raise Refused("Say why these are two people.", field="reason")
    same_people.undo(merge, reason=reason, by=by, at=at)
    return merge


@action
def not_same_person(*, person, other, reason, by, at=None):
    """Two people who look alike: twins, or a child who is named after a cousin. Once is enough."""
    if not reason.strip():
        raise Refused("Say how you know that these are two people.", field="reason")
    first, second = _locked(person, other)
    said = _said(first, second).first()
    return said or NotSamePerson.objects.create(
        person=first, other=second, by=by, reason=reason, happened_at=at or timezone.now()
    )


def _ask_again(first, second, *, by, at):
    """A “yes” on one record did not know of a “no” on the other: it does not take its place."""
    said = [one for one in map(safety.latest_of, (first, second)) if one]
    if {one.safe for one in said} == {True, False}:
        text = f"{first} has two records: on one it was not safe to share with them."
        safety.write_signs(first.family, {Danger.WORKER}, at=at, by=by, text=text)


def _locked(person, other):
    """Both records, the older one first, under row locks taken in one order."""
    rows = Person.objects.select_for_update(of=("self",)).select_related("family")
    found = list(rows.filter(pk__in=(person.pk, other.pk)).order_by("pk"))
    if len(found) < 2:
        raise Refused("Choose two people.")
    return found


def _both_stand(first, second):
    """(the id that stays, the id that is read as it), of what stands for each record now."""
    if same_people.of_family(first) != same_people.of_family(second):
        raise Refused("These people are of two families. Join the families first.")
    if first.is_child != second.is_child:
        raise Refused("One of them is a child and the other an adult.")
    stands = chains.stand_for(PersonMerge, "person", {first.pk, second.pk})
    if stands[first.pk] == stands[second.pk]:
        raise Refused("These two records are one person already.")
    return sorted(stands.values())


def _said(first, second):
    return NotSamePerson.objects.current().filter(person=first, other=second)
