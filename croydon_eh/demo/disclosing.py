"""An agency learns of a family: written down once, and not for one that told us of it."""

from families.models import Disclosure
from localities.calendar import london_date


def told_us(life, agency_id):
    life.disclosed.add(agency_id)


def disclose(life, agency_id, at):
    if agency_id in life.disclosed:
        return
    life.disclosed.add(agency_id)
    life.world.rows.add(
        Disclosure, family_id=life.family["id"], agency_id=agency_id,
        locality_id=life.locality_on(london_date(at)), happened_at=at, recorded_at=at,
    )  # fmt: skip
