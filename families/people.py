"""People as pages show them: a name and an age, who they are to the children, how to reach them."""

from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, OuterRef, Subquery, Value, When
from django.db.models.functions import JSONObject

from accounts.govuk.times import say_day
from families import safety
from families.models import Person, Relationship, SafeContact, behind, together
from families.names import sort_name
from localities.calendar import age_on

CONTACT = ("phone", "times", "voicemail", "post", "email", "must_not_be_told")
PERSON = (
    "id", "merged_into_id", "family_id", "first_name", "last_name", "is_child", "born_on", "due_on",
    "died_on", "school", "phone", "language", "interpreter", "contact", "tie", "said_of_sharing",
    "danger_signs",
)  # fmt: skip


def shown_name(first_name, last_name, *, unborn=False):
    return f"{'Unborn baby' if unborn and not first_name else first_name} {last_name}".strip()


def shown_age(born_on, due_on, on, *, died_on=None):
    """ "aged 7", "aged 5 months", "due 3 March 2027", "died 3 March 2026", "age not known"."""
    if died_on:
        what = "died" if born_on or not due_on else "pregnancy ended"
        return f"{what} {say_day(died_on)}"
    if born_on is None:
        return f"due {say_day(due_on)}" if due_on else "age not known"
    years = age_on(born_on, on)
    if years >= 2:
        return f"aged {years}"
    months = (on.year - born_on.year) * 12 + on.month - born_on.month - (on.day < born_on.day)
    if months < 1:
        return "aged under 1 month"
    return f"aged {months} month{'' if months == 1 else 's'}"


def short_age(child, on):
    """ "7", "5 months", "unborn": for a table. `child` holds `born` and `due` as ISO days."""
    born, due = (date.fromisoformat(child[k]) if child[k] else None for k in ("born", "due"))
    if born is None:
        return "unborn" if due else "age not known"
    return shown_age(born, due, on).removeprefix("aged ")


def people_listed(family):
    """Annotation: the people of the family behind this reference, as `named` takes them."""
    columns = (
        "id", "merged_into_id", "first_name", "last_name", "is_child", "born_on", "due_on",
    )  # fmt: skip
    rows = (
        Person.objects.filter(family__in=behind(family))
        .alias(other=_of_another(OuterRef(family)))
        .order_by("-is_child", "other", "born_on", "id")
    )
    return ArraySubquery(rows.values(found=JSONObject(**{name: name for name in columns})))


def _of_another(family):
    """The people of this record come before those of records that were merged with it."""
    return Case(When(family=family, then=Value(0)), default=Value(1))


def named(people, *, on):
    """Dicts of id, name, about and is_child of the people listed by `people_listed`."""
    found = []
    for person in one_each(people):
        born, due = (person[k] and date.fromisoformat(person[k]) for k in ("born_on", "due_on"))
        unborn = born is None and due is not None
        name = shown_name(person["first_name"], person["last_name"], unborn=unborn)
        about = shown_age(born, due, on) if person["is_child"] else ""
        found.append({**person, "name": name, "about": about})
    return found


def people_of(family_id, *, on, also=(), **facts):
    """The people of these families, children first, each with the latest known way to reach them
    and whether it is safe to share with them.

    The caller has loaded the family as one that the user may open. One query, which also brings
    the fields of `also` and the annotations of `facts`.
    """
    contacts = SafeContact.objects.current().filter(person=OuterRef("pk"))
    ties = Relationship.objects.current().filter(person=OuterRef("pk"))
    latest = Subquery(
        contacts.order_by("-happened_at", "-id").values(
            found=JSONObject(at="happened_at", **{name: name for name in CONTACT})
        )[:1]
    )
    columns = {"kind": "kind", "parental_responsibility": "parental_responsibility"}
    tie = Subquery(ties.order_by("id").values(found=JSONObject(**columns))[:1])
    rows = (
        Person.objects.filter(family__in=together(family_id))
        .alias(other=_of_another(family_id))
        .annotate(contact=latest, tie=tie, **safety.facts(family_id), **facts)
        .order_by("-is_child", "other", "born_on", "id")
        .values(*PERSON, *also, *facts)
    )
    return [_shown(row, on) for row in rows]


def one_each(people):
    """Those of `people_of` or `people_listed`, without whoever is on a second record as well.

    Who was found to be one person, and who has the very same name and date, if no safe contact,
    no death and no word on whether sharing is safe is left out by that. `ids` are those of all
    records of a person.
    """
    kept = {}
    for person in _one_of_the_same(people):
        name = sort_name(f"{person['first_name']} {person['last_name']}")
        who = (name, person["is_child"], str(person["born_on"]), str(person["due_on"]))
        same = kept.get(who)
        if same is None or not person["first_name"]:
            kept[who if same is None else (*who, person["id"])] = person
        elif _says_its_own(person, same):
            kept[*who, person["id"]] = person
        else:
            contact = {"contact": person["contact"]} if person.get("contact") else {}
            kept[who] = {**same, **contact, "ids": same["ids"] | person["ids"]}
    return list(kept.values())


def _says_its_own(person, same):
    """Whether this record of a namesake says what the other one would hide."""
    contacts = person.get("contact") and same.get("contact")
    died = person.get("died_on") != same.get("died_on")
    return bool(contacts or died or person.get("said_of_sharing"))


LATEST = ("contact", "said_of_sharing")  # of all records of a person, what was said last
FILLED = ("school", "phone", "language", "interpreter", "born_on", "died_on", "tie")


def _one_of_the_same(people):
    """One for all records that were found to be of one person, at the place of the first."""
    kept = {}
    for person in people:
        stands = person["merged_into_id"] or person["id"]
        person = {**person, "ids": {person["id"]}}
        kept[stands] = _both(kept[stands], person) if stands in kept else person
    return kept.values()


def _both(one, other):
    """The facts of the record that stands, filled in from the other; of what is said, the latest.

    Who must not be told stays so, on whichever record it was said.
    """
    first, second = (other, one) if one["merged_into_id"] else (one, other)
    both = {**first, "id": one["id"], "ids": one["ids"] | other["ids"]}
    both |= {name: second[name] for name in FILLED if name in second and not first[name]}
    for name in LATEST:
        said = [row[name] for row in (first, second) if row.get(name)]
        if said:
            both[name] = max(said, key=lambda found: found["at"])
    untold = [row["contact"]["must_not_be_told"] for row in (one, other) if row.get("contact")]
    if any(untold):
        both["contact"] |= {"must_not_be_told": "; ".join(dict.fromkeys(filter(None, untold)))}
    if "said_of_sharing" in both:
        both["sharing"] = safety.shown(both)
    return both


def _shown(row, on):
    unborn = row["born_on"] is None and row["due_on"] is not None
    tie = row["tie"] or {}
    return {
        **row,
        "name": shown_name(row["first_name"], row["last_name"], unborn=unborn),
        "about": shown_age(row["born_on"], row["due_on"], on, died_on=row["died_on"])
        if row["is_child"] or row["died_on"]
        else _relation(tie),
        "contact": row["contact"],
        "sharing": safety.shown(row),
        "needs_interpreter": row["interpreter"] == "Y",
    }


def _relation(tie):
    label = Relationship.Kind(tie["kind"]).label.lower() if tie else "adult"
    responsible = tie.get("parental_responsibility") == "Y"
    return f"{label}, has parental responsibility" if responsible else label
