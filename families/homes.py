"""Where a family lives on a day: its main household, and the locality of that ward."""

from families.models import Residence
from localities.access import holding
from localities.models import Locality, WardLocality


def main_residence(family_id, *, on):
    """The latest known residence of the main household that holds on this day, or None."""
    homes = Residence.objects.filter(
        holding(on), household__family=family_id, household__is_main=True
    )
    return homes.select_related("ward").order_by("-from_on", "-id").first()


def locality_of_ward(ward_id, *, on):
    """The locality a ward belongs to on this day; None outside the borough or not known."""
    if ward_id is None:
        return None
    rows = WardLocality.objects.filter(holding(on), ward=ward_id)
    return Locality.objects.filter(wards__in=rows).first()


def locality_at_home(family_id, *, on):
    home = main_residence(family_id, on=on)
    return locality_of_ward(home.ward_id, on=on) if home else None
