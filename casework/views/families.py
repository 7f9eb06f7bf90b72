"""A family's page: people, homes, agreements, referrals and episodes."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.govuk.times import say_day
from accounts.policy import saw
from accounts.roles import Permission
from casework.breaking_glass import opened_until, say_opened
from casework.history import history
from casework.holder import holder
from casework.restricting import HEAD as NAMED_HEAD
from casework.restricting import named
from families.models import Agreement, Family, Residence, Restriction, together
from families.people import one_each, people_of


def family_detail(request, family_id):
    family = get_object_or_404(Family.objects.visible_to(request.user), pk=family_id)
    if family.merged_into_id:
        return redirect("family_detail", family.merged_into_id)
    saw(request, [family.pk])
    today = timezone.localdate()
    people = one_each(people_of(family.pk, on=today))
    context = {
        "family": family,
        "children": [person for person in people if person["is_child"]],
        "others": [person for person in people if not person["is_child"]],
        "homes": _homes(family),
        "agreement_head": ("For", "Who", "Answer", "Reason", "In words", "When"),
        "agreements": _agreements(family),
        "held": holder(family.pk),
        "may_merge": request.user.has_perm(Permission.MERGE),
        "may_restrict": request.user.has_perm(Permission.RESTRICT),
        **_named(request.user, family),
        "history": history(request.user, family.pk),
    }
    return render(request, "casework/family.html", context)


def _named(user, family):
    """Of a restricted family, why it is so and who may know of it: to those who are named."""
    if not family.restricted:
        return {}
    restriction = Restriction.objects.holding().filter(family__in=together(family)).first()
    until = opened_until(user, family)
    return {
        "restriction": restriction, "named": named(family), "named_head": NAMED_HEAD,
        "opened": until and say_opened(until),
    }  # fmt: skip


def _homes(family):
    """Where each household lives or lived, the newest first; a protected address is masked."""
    rows = Residence.objects.current().filter(household__family__in=together(family))
    rows = rows.select_related("household", "ward").order_by("-household__is_main", "-from_on")
    return [
        {
            "main": home.household.is_main,
            "address": home.shown_address,
            "protected": home.protected,
            "ward": home.ward.name if home.ward and not home.protected else "",
            "when": _when(home.from_on, home.until_on),
        }
        for home in rows
    ]


def _when(from_on, until_on):
    return f"since {say_day(from_on)}" if until_on is None else f"until {say_day(until_on)}"


def _agreements(family):
    rows = Agreement.objects.current().filter(family__in=together(family)).select_related("person")
    return [
        [
            row.get_purpose_display(),
            str(row.person) if row.person else "The family",
            row.get_answer_display(),
            row.get_basis_display() or "",
            row.reason,
            say_day(row.happened_at),
        ]
        for row in rows.order_by("purpose", "-happened_at", "id")
    ]
