"""How somebody can be reached safely, whether it is safe to share with them, signs of danger."""

from django.utils import timezone

from audit.actions import action
from audit.errors import Refused, Stale
from families.codes import Danger
from families.models import DangerSign, Family, Person, SafeContact, SafeToShare
from families.safety import signs_of, write_who_must_not_know


@action
def record_safe_contact(*, person, contact, by, at=None):
    """How this person can be reached from now on; what was written before stays in the record.

    `contact` are SafeContact's own fields. Somebody new who must not be told is a sign of danger.
    """
    at = at or timezone.now()
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    before = SafeContact.objects.current().filter(person=person)
    kept_from = {one.must_not_be_told for one in before}
    before.update(superseded_at=at)
    made = SafeContact.objects.create(person=person, by=by, happened_at=at, **contact)
    if made.must_not_be_told not in kept_from:
        write_who_must_not_know([made], at=at, by=by)
    return made


@action
def record_sharing(*, person, safe, said_by, signs, by, reason="", young_agrees=False, at=None):
    """Say whether it is safe to share with this person; the latest word stands.

    `signs` are the ids of the signs of danger that whoever says so has read. Raises Stale where
    one came since: a "yes" never covers what nobody looked at.
    """
    at = at or timezone.now()
    if not said_by.strip():
        raise Refused("Say who told you.", field="said_by")
    known = list(signs_of(person.family_id))
    if safe:
        _check_yes(person, known, signs, reason)
    return SafeToShare.objects.create(
        person=person, safe=safe, said_by=said_by.strip(), reason=reason.strip(), by=by,
        young_agrees=bool(safe and young_agrees), happened_at=at,
        known_signs=[sign.pk for sign in known] if safe else [],
    )  # fmt: skip


def _check_yes(person, known, signs, reason):
    if person.died_on:
        raise Refused("This person has died.")
    if not {sign.pk for sign in known} <= set(signs):
        raise Stale("We learnt of something new after you opened this page. Read it first.")
    if known and not reason.strip():
        raise Refused("There is a sign of danger: say why it is safe all the same.", field="reason")


@action
def note_danger(*, family, text, by, at=None):
    """A worker learnt of a danger: whatever was confirmed as safe is asked about anew."""
    if not text.strip():
        raise Refused("Say what you learnt.", field="text")
    family = Family.objects.get(pk=family.pk)
    return DangerSign.objects.create(
        family=family, sign=Danger.WORKER, text=text.strip(), by=by,
        happened_at=at or timezone.now(),
    )  # fmt: skip
