"""A second look, blind: one referral at a time, dealt out, with nothing of what was decided."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.govuk.sending import send_once
from accounts.policy import saw
from audit.errors import Refused
from families.people import one_each, people_of
from localities.calendar import london_date
from referrals import actions as referrals
from referrals import board, sheet
from referrals.forms.screening import BlindLevelForm
from referrals.models import BlindLevel, SecondLook


def second_looks(request):
    """The queue shows no referral: whoever could choose would choose."""
    if request.method == "POST":
        try:
            look = referrals.take_second_look(by=request.user)
            return redirect("second_look", look.pk)
        except Refused as refused:
            messages.error(request, refused.message)
            return redirect("second_looks")
    waiting = SecondLook.objects.waiting(timezone.now()).may_be_given_to(request.user)
    context = {
        "mine": SecondLook.objects.visible_to(request.user).first(),
        "waiting": waiting.count(),
        "given": BlindLevel.objects.filter(by=request.user).count(),
    }
    return render(request, "screening/second_looks.html", context)


def _given_by_me(request, look_id):
    """A second press of the button, or a page opened again: it is judged and closed."""
    return BlindLevel.objects.filter(referral__second_look=look_id, by=request.user).exists()


def second_look(request, look_id):
    if _given_by_me(request, look_id):
        return redirect("second_looks")
    looks = SecondLook.objects.visible_to(request.user)
    look = get_object_or_404(
        looks.select_related("referral__site__agency", "referral__locality"), pk=look_id
    )
    form = BlindLevelForm(request.POST or None)
    if form.is_valid() and send_once(
        request, form, what=f"referrals.second_look:{look.pk}", model=SecondLook,
        do=lambda: referrals.record_blind_level(
            look=look, level=form.cleaned_data["level"], by=request.user
        ),
    ):  # fmt: skip
        messages.success(request, "Thank you. Your level is recorded.")
        return redirect("second_looks")
    return _show(request, look, form)


def _show(request, look, form):
    referral = look.referral
    saw(request, [referral.pk])
    referred = set(referral.children.values_list("person_id", flat=True))
    people = people_of(referral.family_id, on=london_date(referral.submitted_at))
    context = {
        "look": look,
        "form": form,
        "children": [
            {"name": person["name"], "about": person["about"]}
            for person in one_each(people) if person["ids"] & referred
        ],
        "home": referral.locality.name if referral.locality else board.PLACES[referral.area],
        "told": sheet.told(referral),
        "observed": sheet.observed(referral),
    }  # fmt: skip
    return render(request, "screening/second_look.html", context)
