"""A worker gives somebody of the family a code, shown once."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.govuk.sending import send_once
from accounts.policy import saw
from families.models import Family, Person, together
from families.people import one_each, people_of
from referrals import actions, answer_codes, family_codes
from referrals.forms.family_code import FamilyCodeForm
from referrals.models import AnswerCode, Referral


def family_code(request, reference):
    referrals = Referral.objects.visible_to(request.user).select_related("family")
    families = Family.objects.visible_to(request.user)
    referral = get_object_or_404(referrals.filter(family__in=families), reference=reference)
    saw(request, [referral.pk])
    people = one_each(people_of(referral.family_id, on=timezone.localdate()))
    safe = [person for person in people if person["sharing"]["safe"]]
    form = FamilyCodeForm(request.POST or None, people=safe)
    kept = _given(request, referral, form)
    if kept:
        key = str(form.cleaned_data["idempotency_key"])
        context = {"referral": referral, "kept": kept, "how": form.cleaned_data["how"],
                   "code": answer_codes.code_of(referral, key)}  # fmt: skip
        return render(request, "referrals/family_code_given.html", context)
    context = {
        "referral": referral, "form": form, "safe": safe,
        "others": [person for person in people if not person["sharing"]["safe"]],
        "restricted": family_codes.RESTRICTED if referral.family.restricted else "",
    }  # fmt: skip
    return render(request, "referrals/family_code.html", context)


def _given(request, referral, form):
    """The AnswerCode, while the one to whom it was given may still read; else None."""
    if request.method != "POST" or not form.is_valid():
        return None
    data = form.cleaned_data
    person = Person.objects.get(family__in=together(referral.family_id), pk=data["person"])

    def do():
        return actions.give_family_code(
            referral=referral, person=person, how=data["how"], key=str(data["idempotency_key"]),
            by=request.user,
        )  # fmt: skip

    what = f"referrals.family_code:{referral.pk}"
    return send_once(request, form, what=what, model=AnswerCode, do=do)
