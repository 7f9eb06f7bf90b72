"""Is this family known? Only the exact answer; who might be the same is for people to judge.

Restricted families match too: whoever asks learns nothing of it.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from families.models import Family, Person, Residence
from families.names import sort_name


@dataclass(frozen=True, slots=True)
class Known:
    """A family that has every one of these children; `children` is entry key -> Person."""

    family: Family
    children: dict
    lives_there: bool  # at the postcode that was asked for


def identity(entry):
    """Full name and birth (or due) date, as they are compared; None when neither date is known."""
    if not (entry.born_on or entry.due_on):
        return None
    return sort_name(f"{entry.last_name} {entry.first_name}"), entry.born_on, entry.due_on


def exact_matches(children, postcode):
    """Every Known family with all of these children, the oldest record first. One query."""
    wanted = {child.key: identity(child) for child in children}
    if None in wanted.values():
        return []
    found = [_known(people, wanted) for people in _people_like(wanted, postcode).values()]
    return [known for known in found if known]


def _people_like(wanted, postcode):
    """Standing family's id -> its people who are one of those wanted."""
    alike = Q()
    for name, born_on, due_on in set(wanted.values()):
        alike |= Q(sort_name=name, born_on=born_on, due_on=due_on)
    homes = Residence.objects.current().filter(
        household__family=OuterRef("family"), postcode=postcode, until_on__isnull=True
    )
    people = (
        Person.objects.children()
        .filter(alike)
        .annotate(lives_there=Exists(homes))
        .select_related("family__merged_into")
        .order_by("family_id", "id")
    )
    by_family = defaultdict(list)
    for person in people:
        family = person.family.merged_into or person.family
        by_family[family.pk].append((family, person))
    return by_family


def _known(people, wanted):
    free = defaultdict(list)
    for _, person in people:
        free[person.sort_name, person.born_on, person.due_on].append(person)
    children = {}
    for key, who in wanted.items():
        if not free[who]:
            return None
        children[key] = free[who].pop(0)
    return Known(people[0][0], children, any(person.lives_there for _, person in people))
