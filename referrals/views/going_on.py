"""From a call or a conversation to the draft of a referral: nothing is typed twice."""

from django.shortcuts import redirect, render

from audit.errors import Refused
from referrals.forms.calls import GoOnForm
from referrals.views.intake.draft import typed
from referrals.views.intake.start import sites_of


def go_on(request, row, *, refer, show):
    """Start the draft with `refer(key, site, by)`; `show(form)` draws the page again."""
    form = GoOnForm(typed(request))
    if not form.is_valid():
        return show(form)
    site = row.site or next(iter(sites_of(request.user)), None)
    if site is None:
        return render(request, "referrals/no_site.html")
    try:
        draft = refer(key=form.cleaned_data["idempotency_key"], site=site, by=request.user)
    except Refused as refused:
        form.refuse(refused)
        return show(form)
    return redirect("draft_page", draft.pk, "danger")
