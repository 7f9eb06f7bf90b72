"""Whether it is safe to share with somebody: the one rule, asked before anything goes to a person.

Confirmed as safe: yes. Not confirmed: no. Where there is a sign of danger a confirmation takes a
written reason, and each later sign asks for it anew.
"""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from audit.errors import Refused
from families.codes import Danger, GivenHow
from families.models import DangerSign, Person, SafeContact, SafeToShare, together
from families.same_people import records_of

DIED = "This person has died."
NOT_CONFIRMED = "Nobody has confirmed yet that it is safe to share with this person."
NOT_SAFE = "It is not safe to share with this person."
ASK_AGAIN = (
    "We learnt of something new since it was confirmed as safe. Find out again whether it is."
)
SAFE = "It is safe to share with this person."


@dataclass(frozen=True, slots=True)
class Sharing:
    """The answer for one person; `because` is a sentence, `said` what somebody wrote last."""

    safe: bool
    because: str
    said: SafeToShare | None
    signs: tuple


def sharing_with(person):
    """The Sharing of a person as of now: asked when something is given and each time it is read."""
    said = latest_of(person)
    signs = tuple(signs_of(person.family_id))
    known = said.known_signs if said else ()
    safe, because = judge(
        died_on=_died_on(person), safe=said.safe if said else None, known=known,
        signs=[sign.pk for sign in signs],
    )  # fmt: skip
    return Sharing(safe, because, said, signs)


def _died_on(person):
    """On whichever record of the person it was written down."""
    records = Person.objects.filter(pk__in=records_of([person.pk]))
    return records.exclude(died_on=None).values_list("died_on", flat=True).first()


def judge(*, died_on, safe, known, signs):
    """(whether it is safe, the sentence why). `safe` is None while nobody has said anything."""
    if died_on:
        return False, DIED
    if safe is None:
        return False, NOT_CONFIRMED
    if not safe:
        return False, NOT_SAFE
    if not set(signs) <= set(known):
        return False, ASK_AGAIN
    return True, SAFE


def latest_of(person):
    stands = person.merged_into_id or person.pk  # said of whichever record of the person
    records = Q(person=stands) | Q(person__merged_into=stands)
    said = SafeToShare.objects.current().filter(records).select_related("by")
    return said.order_by("-happened_at", "-id").first()


def signs_of(family):
    """Signs of danger of this family, also of records that were merged with it, oldest first."""
    rows = DangerSign.objects.current().filter(family__in=together(family))
    return rows.order_by("happened_at", "id")


def facts(family_id):
    """Annotations of a Person of this family, from which `shown` tells what may be shared."""
    said = SafeToShare.objects.current().filter(person=OuterRef("pk"))
    found = JSONObject(
        safe="safe", known="known_signs", said_by="said_by", at="happened_at"
    )  # fmt: skip
    return {
        "said_of_sharing": Subquery(said.order_by("-happened_at", "-id").values(found=found)[:1]),
        "danger_signs": ArraySubquery(signs_of(family_id).order_by().values("pk")),
    }


def shown(row):
    """{"safe", "because", "asked"} of a row with `facts`, for pages that show many people."""
    said = row["said_of_sharing"]
    safe, because = judge(
        died_on=row["died_on"], safe=said["safe"] if said else None,
        known=said["known"] if said else (), signs=row["danger_signs"],
    )  # fmt: skip
    return {"safe": safe, "because": because, "asked": said is not None}


def check_way(person, how):
    """Refuse a letter or a mail to an address that nobody called safe. Returns the safe contact."""
    contacts = SafeContact.objects.current().filter(person__in=records_of([person.pk]))
    contact = contacts.order_by("-happened_at", "-id").first()
    if how == GivenHow.MAILED and not (contact and contact.email):
        raise Refused("No email address of this person is safe.", field="how")
    if how == GivenHow.POSTED and not (contact and contact.post):
        raise Refused("Nobody has said that letters are safe for this person.", field="how")
    return contact


def write_signs(family, signs, *, at, source="", text="", by=None):
    """Write down what was learnt, in one statement. A part of larger actions."""
    return DangerSign.objects.bulk_create(
        DangerSign(family=family, sign=sign, source=source, text=text, happened_at=at, by=by)
        for sign in sorted(signs)
    )


def write_who_must_not_know(contacts, *, at, by=None):
    """A sign of danger for each family of which somebody said who must not be told."""
    families = {c.person.family_id: c.person.family for c in contacts if c.must_not_be_told}
    for family in families.values():
        write_signs(family, {Danger.MUST_NOT_KNOW}, at=at, by=by)
