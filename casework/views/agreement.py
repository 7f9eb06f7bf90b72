"""What a family agreed to, a manager's check when it is taken back, and court orders."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.policy import saw
from accounts.roles import Permission
from casework import agreement as shown
from casework.forms.agreement import AnswerForm, CourtOrderForm, ObjectionForm, RiskCheckForm
from casework.views.sending import sent
from families import actions as families
from families.models import Agreement, CourtOrder, Family, Objection, Person, RiskCheck, together
from families.people import one_each, people_of


def _family(request, family_id):
    family = get_object_or_404(Family.objects.visible_to(request.user), pk=family_id)
    saw(request, [family.pk])
    return family


def family_agreement(request, family_id):
    family = _family(request, family_id)
    context = {
        "family": family,
        "may_record": request.user.has_perm(Permission.AGREE),
        "may_check": request.user.has_perm(Permission.CHECK_RISK),
        **shown.page(family),
    }
    return render(request, "casework/agreement.html", context)


def agreement_add(request, family_id):
    family = _family(request, family_id)
    people = one_each(people_of(family.pk, on=timezone.localdate()))
    form = AnswerForm(request.POST or None, people=people)

    def do():
        return families.record_agreement(
            family=family, person=_person(family, form.cleaned_data["person"]), by=request.user,
            **form.facts(),
        )  # fmt: skip

    said = sent(request, form, what=f"agreement:{family.pk}", model=Agreement, do=do)
    if said:
        return _done(request, family, _thanks(said))
    return _form(request, family, form, "Write down what was said", "Save the answer")


def _person(family, pk):
    return Person.objects.filter(family__in=together(family), pk=pk).first() if pk else None


def _thanks(said):
    if said.answer == Agreement.Answer.WITHDRAWN:
        return "Saved. What the family chose has stopped, and the managers are told to check."
    return "Saved."


def risk_check(request, agreement_id):
    """Of a family that the user may open; for everybody else there is none."""
    agreements = Agreement.objects.current().filter(
        family__in=Family.objects.visible_to(request.user), answer=Agreement.Answer.WITHDRAWN
    )
    agreement = get_object_or_404(agreements.select_related("family"), pk=agreement_id)
    family = agreement.family
    saw(request, [family.pk])
    form = RiskCheckForm(request.POST or None)
    if sent(
        request, form, what=f"risk_check:{agreement.pk}", model=RiskCheck,
        do=lambda: families.check_risk(agreement=agreement, by=request.user, **form.facts()),
    ):  # fmt: skip
        return _done(request, family, "The check is saved.")
    title = "Are the children safe without this help?"
    return _form(request, family, form, title, "Save the check")


def court_order_add(request, family_id):
    family = _family(request, family_id)
    people = one_each(people_of(family.pk, on=timezone.localdate()))
    form = CourtOrderForm(request.POST or None, people=people)

    def do():
        child = _person(family, form.cleaned_data["child"])
        person = _person(family, form.cleaned_data["person"])
        return families.record_court_order(
            child=child, person=person, by=request.user, **form.facts()
        )

    if sent(request, form, what=f"court_order:{family.pk}", model=CourtOrder, do=do):
        return _done(request, family, "The court order is saved.")
    return _form(request, family, form, "Add a court order", "Save the order")


def objection_add(request, family_id):
    family = _family(request, family_id)
    people = one_each(people_of(family.pk, on=timezone.localdate()))
    form = ObjectionForm(request.POST or None, people=people)

    def do():
        return families.record_objection(
            family=family, person=_person(family, form.cleaned_data["person"]), by=request.user,
            **form.facts(),
        )  # fmt: skip

    if sent(request, form, what=f"objection:{family.pk}", model=Objection, do=do):
        return _done(request, family, "Saved. It holds from now on.")
    return _form(request, family, form, "Using what we know to evaluate the service", "Save")


def _done(request, family, text):
    messages.success(request, text)
    return redirect("family_agreement", family.pk)


def _form(request, family, form, title, button):
    back = reverse("family_agreement", args=[family.pk])
    context = {"family": family, "form": form, "title": title, "button": button, "back_url": back}
    return render(request, "casework/family_form.html", context)
