"""The form by which a named person keeps a call or a conversation back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect

from accounts.govuk.sending import send_once
from families.restricting import families_named_for
from referrals import actions
from referrals.forms.keeping_back import NONE, KeepBackForm
from referrals.views.intake.draft import typed


def form_for(request, row, sent=None):
    """None for whoever is named for no restricted family, and so learns of no such form."""
    families = families_named_for(request.user)
    if not families:
        return None
    initial = {"family": row.about_id or NONE}
    return KeepBackForm(sent, families=families, initial=initial)


def keep_back(request, row, *, page, show):
    """Answer the form; `page` is the URL name to go back to."""
    form = form_for(request, row, typed(request))
    if form is None:
        raise Http404
    model = type(row)
    what = f"referrals.keep_back:{model._meta.model_name}:{row.pk}"
    if form.is_valid() and send_once(
        request, form, what=what, model=model,
        do=lambda: actions.keep_back(row=row, family=form.chosen, by=request.user),
    ):  # fmt: skip
        messages.success(request, "Saved. Only those who may see it now find it.")
        return redirect(page, row.pk)
    return show(form)
