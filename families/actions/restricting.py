"""A family becomes restricted, those who are named for it change, and it opens again."""

from django.utils import timezone

from audit.actions import action
from audit.errors import Refused, Stale
from families import access, restricting, signals
from families.models import Family, FamilyAccess, Restriction, together

NAMED, BREAK_GLASS = FamilyAccess.Basis.NAMED, FamilyAccess.Basis.BREAK_GLASS
CHANGED = "Somebody else changed this after you opened it. Look at the names again."


@action
def restrict(*, family, reason, people, why, by, at=None):
    """From this moment nobody but these people learns that the family is there.

    All records of the family are restricted. `why` says why it is these people. Who opened the
    record before keeps their way in, which holds again once the restriction is lifted.
    """
    at = at or timezone.now()
    records = _locked(family)
    if not reason.strip():
        raise Refused("Say why this family must give no sign.", field="reason")
    if any(record.restricted for record in records):
        raise Refused("This family is restricted already.")
    _name(records, people, why, at)
    made = [
        Restriction.objects.create(family=record, reason=reason, by=by, happened_at=at)
        for record in records
    ]
    _set(records, restricted=True)
    return next(one for one in made if one.family_id == family.pk)


@action
def change_names(*, family, people, why, version, by, at=None):
    """Exactly these people are named from now on; who is not among them loses sight at once."""
    at = at or timezone.now()
    records = _locked(family)
    _check_restricted(records)
    if version != sum(record.version for record in records):
        raise Stale(CHANGED)
    _name(records, people, why, at)
    _set(records, restricted=True)
    return family


@action
def lift(*, family, reason, by, at=None):
    """The family opens again to all who could open it before; being named opens nothing more."""
    at = at or timezone.now()
    records = _locked(family)
    _check_restricted(records)
    if not reason.strip():
        raise Refused("Say why this family no longer needs it.", field="reason")
    for basis in (NAMED, BREAK_GLASS):
        for record in records:
            access.end(record, basis=basis, at=at)
    holding = Restriction.objects.holding().filter(family__in=records)
    holding.update(lifted_at=at, lifted_by=by, lifted_reason=reason)
    _set(records, restricted=False)
    signals.restriction_lifted.send(Family, records=records, at=at)
    return family


def _locked(family):
    """All records of the family, under row locks taken in one order.

    Asked again until none is new: a merge that ended while this waited for a lock brought others.
    """
    rows = Family.objects.select_for_update(of=("self",)).order_by("pk")
    found, before = list(rows.filter(pk__in=together(family))), None
    while found != before:
        found, before = list(rows.filter(pk__in=together(family))), found
    return found


def _check_restricted(records):
    if not all(record.restricted for record in records):
        raise Refused("This family is not restricted any more.")


def _name(records, people, why, at):
    """Grants on each record, so that each is named for when records are parted again."""
    if not why.strip():
        raise Refused("Say why it is these people.", field="why")
    restricting.check(people, at)
    rows = FamilyAccess.objects.open(at).filter(family__in=records, basis=NAMED)
    rows.exclude(user__in=people).update(until_at=at)
    held = set(rows.filter(through=None).values_list("family_id", "user_id"))
    for record in records:
        for person in people:
            if (record.pk, person.pk) not in held:
                access.grant(record, basis=NAMED, user=person, reason=why, at=at)


def _set(records, *, restricted):
    for record in records:
        record.restricted = restricted
        record.version += 1
        record.save(update_fields=["restricted", "version"])
