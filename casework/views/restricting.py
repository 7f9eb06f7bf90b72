"""A manager restricts a family, changes who is named for it, and lifts it again."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.models import User
from accounts.policy import saw
from accounts.roles import Permission
from casework import restricting as shown
from casework.forms.restricting import LiftForm, NamesForm, RestrictForm
from casework.views.sending import sent
from families import actions as families
from families import restricting
from families.models import Family, Restriction


def _load(request, family_id, *, managing=False):
    """A family that the user sees; `managing` one is restricted, and the user may change that."""
    families = Family.objects.visible_to(request.user).select_related("merged_into")
    family = get_object_or_404(families, pk=family_id)
    family = family.merged_into or family
    if managing and not (family.restricted and restricting.may_manage(request.user, family)):
        raise Http404
    saw(request, [family.pk])
    return family


def family_restricted(request, family_id):
    family = _load(request, family_id)
    may_restrict = request.user.has_perm(Permission.RESTRICT)
    context = {
        "family": family,
        "may_restrict": may_restrict and not family.restricted,
        "may_manage": family.restricted and restricting.may_manage(request.user, family),
    }
    if family.restricted or may_restrict:  # why it once was restricted is not for everybody
        context |= shown.page(family)
    return render(request, "casework/restricted.html", context)


def restriction_begin(request, family_id):
    if _done_by_me(request, family_id):
        return redirect("home")
    family = _load(request, family_id)
    if family.restricted:
        return redirect("family_restricted", family.pk)
    form = _names_form(request, family, RestrictForm)

    def do():
        data = form.cleaned_data
        return families.restrict(
            family=family, reason=data["reason"], why=data["why"], by=request.user,
            people=form.chosen(User.objects.filter(is_active=True)),
        )  # fmt: skip

    if sent(request, form, what=f"restrict:{family.pk}", model=Restriction, do=do):
        messages.success(request, "Restricted. Only those whom you named see this family now.")
        return _on(request, family)
    return _form(request, family, form, "Restrict this family", "Restrict this family")


def restriction_names(request, family_id):
    family = _load(request, family_id, managing=True)
    form = _names_form(request, family, NamesForm)

    def do():
        data = form.cleaned_data
        return families.change_names(
            family=family, why=data["why"], version=data["version"], by=request.user,
            people=form.chosen(User.objects.filter(is_active=True)),
        )  # fmt: skip

    if sent(request, form, what=f"names:{family.pk}", model=Family, do=do):
        messages.success(request, "Saved. Those who are no longer named have lost sight of it.")
        return _on(request, family)
    if getattr(form, "stale", False):
        form.renew("version", restricting.version_of(family))
    return _form(request, family, form, "Change who is named", "Save the names")


def restriction_lift(request, family_id):
    family = _load(request, family_id, managing=True)
    form = LiftForm(request.POST or None)
    if sent(
        request, form, what=f"lift:{family.pk}", model=Family,
        do=lambda: families.lift(
            family=family, reason=form.cleaned_data["reason"], by=request.user
        ),
    ):  # fmt: skip
        messages.success(request, "Lifted. Everybody who could see this family before sees it.")
        return _on(request, family)
    return _form(request, family, form, "Lift the restriction", "Lift the restriction")


def _done_by_me(request, family_id):
    """A second press of the button, by somebody who did not name themselves."""
    mine = Restriction.objects.holding().filter(family=family_id, by=request.user)
    seen = Family.objects.visible_to(request.user).filter(pk=family_id)
    return request.method == "POST" and mine.exists() and not seen.exists()


def _names_form(request, family, form_class):
    people, ticked = shown.to_choose_from(family, request.user, timezone.now())
    initial = {"version": restricting.version_of(family)}
    return form_class(request.POST or None, people=people, ticked=ticked, initial=initial)


def _on(request, family):
    """Back to the family, or home where the user has just lost sight of it."""
    if Family.objects.visible_to(request.user).filter(pk=family.pk).exists():
        return redirect("family_detail", family.pk)
    return redirect("home")


def _form(request, family, form, title, button):
    context = {"family": family, "form": form, "title": title, "button": button}
    return render(request, "casework/restricted_form.html", context)
