"""A manager opens a restricted family by a reference they hold, with a reason, for a few hours."""

from allauth.core import ratelimit
from django.contrib import messages
from django.shortcuts import redirect, render

from accounts.govuk.times import say_time
from audit import events
from audit.models import Event
from casework.breaking_glass import find
from casework.forms.restricting import BreakGlassForm
from casework.views.sending import sent
from families import actions as families
from families.models import Family, FamilyAccess

NOTHING = "Nothing can be opened with this reference. Check it. The auditor sees that you tried."
TOO_MANY = "You tried too often. Wait an hour, or phone somebody who may know."


def break_glass(request):
    """A number that does not exist, of a family that is open or of none answers in one way.

    What the manager sees anyway is shown without opening anything.
    """
    form = BreakGlassForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _show(request, form)
    if not ratelimit.consume(request, action="break_glass", user=request.user):
        return _refused(request, form, TOO_MANY)
    family = find(form.cleaned_data["reference"])
    if family and Family.objects.visible_to(request.user).filter(pk=family.pk).exists():
        return redirect("family_detail", family.pk)
    if family is None or not family.restricted:
        return _refused(request, form, NOTHING)
    opened = sent(
        request, form, what=f"break_glass:{family.pk}", model=FamilyAccess,
        do=lambda: families.break_glass(
            family=family, reason=form.cleaned_data["reason"], by=request.user
        ),
    )  # fmt: skip
    if opened is None:
        return _show(request, form)
    messages.success(
        request, f"Open to you until {say_time(opened.until_at)}. The auditor is told."
    )
    return redirect("family_detail", family.pk)


def _refused(request, form, sentence):
    events.record("families.break_glass", by=request.user, outcome=Event.Outcome.REFUSED)
    form.add_error(None, sentence)
    return _show(request, form)


def _show(request, form):
    return render(request, "casework/break_glass.html", {"form": form})
