"""Which records are one family: those merged into one stand for each other, and nothing moves.

A family's number never changes, so what was written for one record stays with it, and undoing a
merge restores what was. Whoever reads a family reads `together`.
"""

from django.apps import apps
from django.db.models import BigIntegerField, OuterRef
from django.db.models.functions import Coalesce


def standing(family, wrap=lambda path: path):
    """Expression: the id that stands for the family at this path; `wrap` may be OuterRef."""
    if family == "pk":
        into, own = "merged_into_id", "id"
    else:
        own = f"{family.removesuffix('_id')}_id"
        into = f"{family.removesuffix('_id')}__merged_into_id"
    return Coalesce(wrap(into), wrap(own), output_field=BigIntegerField())


STANDING = standing("pk")


def together(family):
    """Ids of all records of this family: itself and those merged with it. A subquery."""
    families = apps.get_model("families", "Family").objects
    one = families.filter(pk=getattr(family, "pk", family)).values(stands=STANDING)
    return families.alias(stands=STANDING).filter(stands__in=one).values("pk")


def behind(family):
    """As `together`, for the family at this path of the query around the one that it narrows.

    Led by the index on what stands for a family: `rows.filter(family__in=behind("family_id"))`.
    """
    families = apps.get_model("families", "Family").objects
    outer = standing(family, lambda path: OuterRef(OuterRef(path)))
    return families.alias(stands=STANDING).filter(stands=outer).values("pk")
