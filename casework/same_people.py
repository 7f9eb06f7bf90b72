"""People of a family who may be one person, and those who were found to be, as plain values."""

from accounts.govuk.times import say_day
from casework import who
from families.likeness import pairs
from families.models import NotSamePerson, PersonMerge, together
from families.people import people_of
from localities.calendar import london_date

MOST = 10
SHOWN = (("Name", "name"), ("Known as", "known_as"), ("School", "school"), ("Phone", "phone"),
         ("Language", "language"), ("NHS number", "nhs_number"), ("UPN", "upn"))  # fmt: skip


def page(family, now):
    """In four queries: pairs that nobody has judged, and merges that hold."""
    return {"pairs": likely(family, now), "merges": merges(family)}


def likely(family, now):
    people = people_of(family.pk, on=london_date(now), **who.TO_COMPARE)
    said = _said(family)
    found = []
    for i, j, likeness in pairs.pairs([who.someone(person) for person in people], now):
        one, other = sorted((people[i], people[j]), key=lambda person: person["id"])
        if _may_be_one(one, other) and (one["id"], other["id"]) not in said:
            found.append({"one": one, "other": other, "reasons": who.sentence(likeness.reasons)})
    return found[:MOST]


def _may_be_one(one, other):
    """A child is no adult, and what is one already is not asked again."""
    stands = [person["merged_into_id"] or person["id"] for person in (one, other)]
    return one["is_child"] == other["is_child"] and stands[0] != stands[1]


def _said(family):
    rows = NotSamePerson.objects.current().filter(person__family__in=together(family))
    return set(rows.values_list("person", "other"))


def merges(family):
    rows = PersonMerge.objects.current().filter(person__family__in=together(family))
    return list(rows.select_related("person", "duplicate", "by").order_by("id"))


def side_by_side(one, other):
    """Rows of a table; of the facts that neither record has, none."""
    rows = [[label, one[name], other[name]] for label, name in SHOWN]
    rows.insert(1, ["Born", _born(one), _born(other)])
    return [row for row in rows if row[1] or row[2]]


def _born(person):
    day = person["born_on"] or person["due_on"]
    return f"{'due ' if not person['born_on'] else ''}{say_day(day)}" if day else ""
