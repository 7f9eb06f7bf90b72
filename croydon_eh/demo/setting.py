"""What must be there before the first invented family: places, agencies, people, postcodes."""

from datetime import date, datetime, timedelta

from croydon_eh.demo.dice import Dice
from croydon_eh.demo.reading import rows
from croydon_eh.demo.sites import make_sites
from croydon_eh.demo.staff import make_staff
from croydon_eh.demo.world import World
from localities.calendar import london_date, london_day_start, months_after
from localities.models import Locality, Postcode, Team, Ward
from localities.sync import Assignment, sync, sync_ward_localities

DECIDED_BEFORE = timedelta(days=60)  # a ward is moved some weeks after that was decided


def prepare(families: int, seed, first_on: date, until: datetime) -> World:
    last_on = london_date(until)
    sync()
    _move_wards(last_on)
    _add_postcodes()
    sites = make_sites()
    teams = list(Team.objects.order_by("id").select_related("locality"))
    dice = Dice(seed, "staff")
    workers = make_staff(dice, sites, teams, families, first_on, last_on)
    return World(first_on=first_on, until=until, workers=workers, sites=sites)


def _move_wards(last_on):
    """A boundary changed within the period: what was counted before stays with the old locality."""
    wards = {ward.gss: ward for ward in Ward.objects.all()}
    localities = {locality.code: locality for locality in Locality.objects.all()}
    for row in rows("ward_moves"):
        months = int(row["months_before_the_end"])
        day = months_after(last_on, -months).replace(day=1)
        sync_ward_localities(
            [Assignment(wards[row["ward_gss"]], localities[row["locality"]], day, None)],
            at=london_day_start(day) - DECIDED_BEFORE,
        )


def _add_postcodes():
    """The invented postcodes, so that a look-up finds their wards as it does for real ones."""
    wards = dict(Ward.objects.values_list("gss", "pk"))
    Postcode.objects.bulk_create(
        [Postcode(postcode=r["postcode"], ward_id=wards[r["ward_gss"]]) for r in rows("postcodes")],
        ignore_conflicts=True,
    )
