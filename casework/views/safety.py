"""How each person of a family can be reached safely, and whether it is safe to share with them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.policy import saw
from accounts.roles import Permission
from casework import safety_page as shown
from casework.forms.safety import DangerForm, SafeContactForm, SharingForm, as_initial
from casework.views.sending import sent
from families import actions as families
from families.codes import Danger
from families.models import DangerSign, Family, Person, SafeContact, SafeToShare
from families.people import one_each, people_of
from families.safety import sharing_with


def family_safety(request, family_id):
    family = get_object_or_404(Family.objects.visible_to(request.user), pk=family_id)
    saw(request, [family.pk])
    context = {
        "family": family,
        "may_record": request.user.has_perm(Permission.SAFETY),
        "may_start": request.user.has_perm(Permission.CHECK_RISK),
        "may_give": request.user.has_perm(Permission.GIVE),
        **shown.page(family, request.user, on=timezone.localdate()),
    }
    return render(request, "casework/safety.html", context)


def _person(request, person_id):
    people = Person.objects.visible_to(request.user).select_related("family")
    person = get_object_or_404(people, pk=person_id)
    saw(request, [person.family_id])
    return person


def safe_contact(request, person_id):
    person = _person(request, person_id)
    people = one_each(people_of(person.family_id, on=timezone.localdate()))
    contact = next(one["contact"] for one in people if person.pk in one["ids"])
    form = SafeContactForm(request.POST or None, initial=as_initial(contact))

    def do():
        return families.record_safe_contact(person=person, by=request.user, **form.facts())

    if sent(request, form, what=f"safe_contact:{person.pk}", model=SafeContact, do=do):
        return _done(request, person.family, "The safe contact is saved.")
    title = f"How can we reach {person} safely?"
    return _form(request, person.family, form, title, "Save the safe contact")


def safe_to_share(request, person_id):
    person = _person(request, person_id)
    sharing = sharing_with(person)
    own_request = any(sign.sign == Danger.OWN_REQUEST for sign in sharing.signs)
    signs = shown.signs(person.family)
    form = SharingForm(request.POST or None, signs=signs, own_request=own_request)

    def do():
        return families.record_sharing(person=person, by=request.user, **form.facts())

    if sent(request, form, what=f"sharing:{person.pk}", model=SafeToShare, do=do):
        return _done(request, person.family, _thanks(person, form.cleaned_data["safe"]))
    if getattr(form, "stale", False):
        form.read_again(signs)
    title = f"Is it safe to share with {person}?"
    return _form(request, person.family, form, title, "Save", signs=signs, because=sharing.because)


def _thanks(person, safe):
    if safe:
        return f"Saved. Letters, links and plans may go to {person}."
    return f"Saved. Nothing goes to {person} any more, and codes that they have are closed."


def danger_note(request, family_id):
    family = get_object_or_404(Family.objects.visible_to(request.user), pk=family_id)
    saw(request, [family.pk])
    form = DangerForm(request.POST or None)

    def do():
        return families.note_danger(family=family, by=request.user, **form.facts())

    if sent(request, form, what=f"danger:{family.pk}", model=DangerSign, do=do):
        text = "Saved. Find out again with whom of this family it is safe to share."
        return _done(request, family, text)
    return _form(request, family, form, "You learnt of a danger at home", "Save what you learnt")


def _done(request, family, text):
    messages.success(request, text)
    return redirect("family_safety", family.pk)


def _form(request, family, form, title, button, **context):
    back = reverse("family_safety", args=[family.pk])
    common = {"family": family, "form": form, "title": title, "button": button, "back_url": back}
    return render(request, "casework/safety_form.html", {**common, **context})
