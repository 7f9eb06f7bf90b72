"""Where a family lives on a day: its main household, and the locality of that ward."""

from families.models import Residence, together
from localities.access import holding
from localities.places import locality_of


def main_residence(family_id, *, on):
    """The latest known residence of a main household that holds on this day, or None."""
    homes = Residence.objects.filter(
        holding(on), household__family__in=together(family_id), household__is_main=True
    )
    return homes.select_related("ward").order_by("-from_on", "-id").first()


def locality_at_home(family_id, *, on):
    """The locality of the main household on this day; None outside the borough or not known."""
    home = main_residence(family_id, on=on)
    return locality_of(home.ward, on) if home else None
