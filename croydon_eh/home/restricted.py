"""What rises about restricted families: to those who are named, or else to the head alone."""

from django.urls import reverse

from accounts.roles import Role
from croydon_eh.home.panel import Panel
from families import restricting
from families.models import Family


def short_of_names(user, now):
    """Families that too few are named for, since somebody left or changed their work.

    Where no manager is left who could name others, the head learns the number and no more.
    """
    short = restricting.short_of_names(now)
    mine = set(Family.objects.visible_to(user).filter(pk__in=short.values("pk")).values_list("pk"))
    rows = [
        _row(family) if (family.pk,) in mine else _nobody_left(family)
        for family in short
        if (family.pk,) in mine or (user.role == Role.HEAD and not family.managers)
    ]
    return Panel("Restricted families: name more people", "", rows)


def _row(family):
    screen = "nobody screens" if not family.screeners else "only one screens"
    who = screen if family.screeners < restricting.LEAST_SCREENERS else "no manager"
    return {
        "url": reverse("family_restricted", args=[family.pk]),
        "text": family.name,
        "family": family.pk,
        "note": f"Of those named, {who}",
    }


def _nobody_left(family):
    return {
        "url": reverse("break_glass"),
        "text": f"Family number {family.pk}",
        "note": "No manager is left who could name others. Open it with a reason, and name them",
    }
