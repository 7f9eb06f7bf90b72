"""What an objection to evaluation stops: whoever shows, quotes or asks a family asks here.

Counts go on, since all families count: the figures are what the council must know of its own work.
What stops is what would take this one family as an example, quote it, or ask it for feedback.
"""

from families.models import STANDING, Family, Objection, together


def settle(family):
    """Keep on the family's rows since when anybody of it objects, by the latest word of each."""
    rows = Objection.objects.current().filter(family__in=together(family))
    latest = rows.order_by("person_id", "-happened_at", "-id").distinct("person_id")
    since = min((one.happened_at for one in latest if one.objects_to_it), default=None)
    Family.objects.filter(pk__in=together(family)).update(evaluation_objected_at=since)
    return since


def not_objecting(rows, family="family_id"):
    """Rows of a queryset without those whose family, or a record merged with it, objects."""
    objecting = Family.objects.filter(evaluation_objected_at__isnull=False).values(stands=STANDING)
    families = Family.objects.alias(stands=STANDING).filter(stands__in=objecting)
    return rows.exclude(**{f"{family}__in": families.values("pk")})
