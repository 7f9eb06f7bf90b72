"""Children's social care offers a family down: found among those it may open, or entered new."""

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.govuk.sending import send_once
from accounts.policy import saw
from families.models import Family, Person
from families.names import sort_name
from families.people import one_each, people_of
from localities.calendar import london_date
from referrals import actions as referrals
from referrals.forms.step_down import NewStepDownForm
from referrals.forms.transfers import FindFamilyForm, StepDownForm
from referrals.models import Transfer

MOST_FOUND = 25


def step_down_start(request):
    """Find the family among those that social care may open."""
    form = FindFamilyForm(request.GET or None)
    found = _found(request.user, form.cleaned_data["q"]) if form.is_valid() else None
    saw(request, [family["id"] for family in found or ()])
    return render(request, "screening/step_down_start.html", {"filters": form, "found": found})


def _found(user, text):
    name = sort_name(text)
    named = Person.objects.filter(family=OuterRef("pk"), sort_name__contains=name)
    families = Family.objects.visible_to(user).filter(
        Q(sort_name__contains=name) | Exists(named), merged_into=None
    )
    offered = Transfer.objects.unanswered().filter(family=OuterRef("pk"))
    rows = families.annotate(offered=Exists(offered)).order_by("sort_name", "id")
    return list(rows.values("id", "name", "offered")[:MOST_FOUND])


def step_down_family(request, family_id):
    families = Family.objects.visible_to(request.user).filter(merged_into=None)
    family = get_object_or_404(families, pk=family_id)
    saw(request, [family.pk])
    people = one_each(people_of(family.pk, on=london_date(timezone.now())))
    form = StepDownForm(request.POST or None, children=[p for p in people if p["is_child"]])
    if form.is_valid() and send_once(
        request, form, what=f"referrals.step_down:{family.pk}", model=Transfer,
        do=lambda: referrals.offer_step_down(family=family, by=request.user, **form.facts()),
    ):  # fmt: skip
        return _offered(request)
    context = {"title": f"Offer {family.name} to early help", "form": form}
    return render(request, "screening/step_down.html", context)


def step_down_new(request):
    form = NewStepDownForm(request.POST or None, today=london_date(timezone.now()))
    if form.is_valid() and send_once(
        request, form, what="referrals.step_down", model=Transfer,
        do=lambda: referrals.offer_new_step_down(
            entry=form.entry(), by=request.user, **form.words()
        ),
    ):  # fmt: skip
        return _offered(request)
    context = {"title": "Offer a new family to early help", "form": form}
    return render(request, "screening/step_down.html", context)


def _offered(request):
    messages.success(request, "Offered. You hold the family until the SPOC or the hub accepts it.")
    return redirect("transfer_list")
