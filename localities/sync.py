"""Load localities/reference/: what the files say is true afterwards, and a second run finds it so.

Only rows that differ are written. What changes with time is added to, never rewritten.
"""

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from localities.calendar import london_day_start
from localities.models import Hub, Locality, PostcodeSector, Team, Ward, WardLocality
from localities.working_days import REFERENCE


def sync(folder=REFERENCE):
    """Load every file; a Counter of what was added, changed and ended: empty when nothing was."""
    with transaction.atomic():
        done = _sync(Locality, ["code"], _rows(folder, "localities"))
        localities = {row.code: row for row in Locality.objects.all()}
        done += _sync(Ward, ["gss"], _rows(folder, "wards"))
        wards = {row.gss: row for row in Ward.objects.all()}
        hubs = _with_locality(_rows(folder, "hubs"), localities)
        done += _sync(Hub, ["name", "from_on"], hubs)
        done += _sync(Team, ["code"], _with_locality(_rows(folder, "teams"), localities))
        done += _sync(PostcodeSector, ["sector"], _sectors(folder, wards))
        return done + sync_ward_localities(_assignments(folder, wards, localities))


def _rows(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _with_locality(rows, localities):
    for row in rows:
        row["locality_id"] = localities[row["locality"]].pk if row["locality"] else None
        del row["locality"]
    return rows


def _sectors(folder, wards):
    return [
        {
            "sector": row["sector"],
            "ward_id": wards[row["ward_gss"]].pk,
            "confidence": row["confidence"],
        }
        for row in _rows(folder, "postcode_sectors")
    ]


def _sync(model, key, rows):
    """Make the table hold these rows, found by `key`. Rows not listed stay: facts name them."""
    rows = [_typed(model, row) for row in rows]
    known = {tuple(getattr(row, name) for name in key): row for row in model.objects.all()}
    added, changed = [], []
    for row in rows:
        found = known.get(tuple(row[name] for name in key))
        if found is None:
            added.append(model(**row))
        elif any(getattr(found, name) != value for name, value in row.items()):
            vars(found).update(row)
            changed.append(found)
    model.objects.bulk_create(added)
    model.objects.bulk_update(changed, [name for name in rows[0] if name not in key])
    return _count(model._meta.verbose_name_plural, added=added, changed=changed)


def _typed(model, row):
    """The row's words as values of the model's fields; an empty cell of a date is None."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {
        name: fields[name].target_field.to_python(value)
        if fields[name].is_relation
        else fields[name].to_python(value or fields[name].get_default())
        for name, value in row.items()
    }


@dataclass(frozen=True, slots=True)
class Assignment:
    """A ward belongs to a locality from a day on, until the next assignment of the ward."""

    ward: Ward
    locality: Locality
    from_on: date
    recorded_at: datetime | None  # None: when it is loaded


def _assignments(folder, wards, localities):
    return [
        Assignment(
            ward=wards[row["ward_gss"]],
            locality=localities[row["locality"]],
            from_on=date.fromisoformat(row["from_on"]),
            recorded_at=datetime.fromisoformat(row["recorded_at"]) if row["recorded_at"] else None,
        )
        for row in _rows(folder, "ward_localities")
    ]


def sync_ward_localities(assignments, at=None):
    """Add what is new to the dated log of wards and localities, as known from `at` (now) on.

    The log of a ward is its assignments in order; what it holds beyond these ones stays. Where an
    end or a locality differs, the old fact is superseded and a new one inserted.
    """
    now = at or timezone.now()
    held = defaultdict(dict)
    for row in WardLocality.objects.current():
        held[row.ward_id][row.from_on] = row
    wanted = defaultdict(dict)
    for each in assignments:
        wanted[each.ward.pk][each.from_on] = each
    added, ended = [], []
    for ward_id, log in wanted.items():
        days = sorted({*log, *held[ward_id]})
        for day, until in zip(days, [*days[1:], None], strict=True):
            old, new = held[ward_id].get(day), log.get(day)
            locality_id = new.locality.pk if new else old.locality_id
            if old and (old.locality_id, old.until_on) == (locality_id, until):
                continue
            ended += [old] if old else []
            first = new.recorded_at if new and not old else None
            added.append(_fact(ward_id, locality_id, day, until, first or now))
    WardLocality.objects.filter(pk__in=[row.pk for row in ended]).update(superseded_at=now)
    WardLocality.objects.bulk_create(added)
    return _count("ward assignments", added=added, ended=ended)


def _fact(ward_id, locality_id, from_on, until_on, recorded_at):
    return WardLocality(
        ward_id=ward_id, locality_id=locality_id, from_on=from_on, until_on=until_on,
        happened_at=london_day_start(from_on), recorded_at=recorded_at,
    )  # fmt: skip


def _count(name, **lists):
    return Counter({f"{name} {what}": len(rows) for what, rows in lists.items() if rows})
