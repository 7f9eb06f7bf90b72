"""Two records of one family are read as one, and apart again; nothing of either is moved."""

from django.db.models import Q
from django.utils import timezone

from audit.actions import action
from audit.errors import Refused, Stale
from families import access, agreeing, chains, same_people
from families.models import NAMED, Family, FamilyAccess, Merge, NotSame, Restriction

CHANGED = "Somebody else changed one of these records after you opened them. Look at them again."


@action
def merge(*, family, duplicate, version, reason, by, at=None):
    """From now on `duplicate` is read as `family`; all that was written stays where it is.

    `version` is the sum of both versions as they were seen: each only grows. Where one record is
    restricted, both are. Raises Stale when a record changed since, Refused when they are one
    family already.
    """
    at = at or timezone.now()
    records = _locked(family, duplicate, version=version)
    family, duplicate = records[family.pk], records[duplicate.pk]
    if not reason.strip():
        raise Refused("Say why these are one family.", field="reason")
    if family.pk == duplicate.pk or _stands(family) == _stands(duplicate):
        raise Refused("These two records are one family already.")
    if duplicate.merged_into_id:
        raise Refused("This record was joined with another family. Undo that first.")
    made = Merge.objects.create(
        family=family, duplicate=duplicate, closed=_close(family, duplicate), by=by, reason=reason,
        happened_at=at,
    )  # fmt: skip
    _pair(NotSame.objects.current(), family, duplicate).update(superseded_at=at)
    _settle(family, duplicate, at=at)
    return made


@action
def unmerge(*, merge, reason, by, at=None):
    """Each record stands by itself again, as before. Done twice, it changes nothing more."""
    at = at or timezone.now()
    _locked(merge.family, merge.duplicate)
    merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if merge.superseded_at is not None:
        return merge
    if not reason.strip():
        raise Refused("Say why these are two families.", field="reason")
    merge.undone_by, merge.undone_reason, merge.superseded_at = by, reason, at
    merge.save(update_fields=["undone_by", "undone_reason", "superseded_at"])
    if merge.closed_id:
        _open_again(merge.closed_id, at=at)
    _settle(merge.family, merge.duplicate, at=at)
    parted = _locked(merge.family, merge.duplicate).values()
    same_people.part(*parted, reason=reason, by=by, at=at)
    return merge


@action
def not_the_same(*, family, other, reason, by, at=None):
    """Two families that look alike: the match is not shown again. Once said, it stays said."""
    if not reason.strip():
        raise Refused("Say how you know that these are two families.", field="reason")
    said = _pair(NotSame.objects.current(), family, other).first()
    if said is not None:
        return said
    first, second = sorted((family, other), key=lambda one: one.pk)
    return NotSame.objects.create(
        family=first, other=second, by=by, reason=reason, happened_at=at or timezone.now()
    )


def _locked(*families, version=None):
    """The records by id, under row locks taken in one order; Stale unless they are as seen."""
    ids = [family.pk for family in families]
    rows = Family.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    found = {row.pk: row for row in rows}
    if version is not None and version != sum(row.version for row in found.values()):
        raise Stale(CHANGED)
    return found


def _pair(rows, one, other):
    return rows.filter(Q(family=one, other=other) | Q(family=other, other=one))


def _stands(family):
    return family.merged_into_id or family.pk


def _close(family, duplicate):
    """The record that is restricted from now on because the other one is, if any."""
    if family.restricted == duplicate.restricted:
        return None
    open_one = duplicate if family.restricted else family
    if _connected({open_one.pk}) != {open_one.pk}:
        raise Refused("One of these records is joined with another one already. Undo that first.")
    open_one.restricted = True
    open_one.save(update_fields=["restricted"])
    return open_one


def _open_again(family_id, *, at):
    """Undo `_close`, unless what it hangs together with by now is restricted for its own sake."""
    ids = _connected({family_id})
    closed = Merge.objects.current().filter(closed__in=ids).values_list("closed", flat=True)
    restricted = Family.objects.filter(pk__in=ids, restricted=True)
    own = Restriction.objects.holding().filter(family__in=ids)
    if not own.exists() and not restricted.exclude(pk__in={family_id, *closed}).exists():
        named = FamilyAccess.objects.open(at).filter(family__in=restricted, basis__in=NAMED)
        named.update(until_at=at)
        restricted.update(restricted=False)


def _settle(*families, at):
    """Set `merged_into` of all records that hang together with these by the merges that hold."""
    ids = _connected({family.pk for family in families})
    stands = chains.stand_for(Merge, "family", ids)
    records = list(Family.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
    for record in records:
        record.merged_into_id = stands[record.pk] if stands[record.pk] != record.pk else None
        record.version += 1
    Family.objects.bulk_update(records, ["merged_into", "version"])
    access.settle(ids, at=at)
    for family in families:  # what was agreed to is what was said on any of the records
        agreeing.settle(family)


def _connected(ids):
    return chains.connected(Merge, "family", ids)
