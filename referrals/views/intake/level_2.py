"""Level 2 work that a practitioner registers: danger first, the same pages, and no screening."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from audit.errors import KeyReused, Refused
from localities.calendar import london_date
from referrals import actions
from referrals.drafts.answers import Answers
from referrals.drafts.pages import address, after
from referrals.forms.intake.danger import StartForm
from referrals.models import Draft
from referrals.scoring import load_thresholds, version_on
from referrals.views.intake.draft import of_draft, show, typed
from referrals.views.intake.start import begin, sites_of


def level_2_start(request):
    """With a red flag the draft goes on as a referral: stop and phone."""
    now = timezone.now()
    sites = sites_of(request.user)
    if not sites:
        return render(request, "referrals/no_site.html")
    thresholds = load_thresholds(version_on(london_date(now)))
    form = StartForm(typed(request), sites=sites, thresholds=thresholds)
    if form.is_valid():
        try:
            purpose = Draft.Purpose.LEVEL_2
            draft = begin(form, sites, by=request.user, at=now, purpose=purpose)
            return redirect(address(draft, after(Answers(draft, now), "danger")))
        except Refused as refused:
            form.refuse(refused)
    return render(request, "referrals/level_2_start.html", {"form": form})


def register(request, answers, submission):
    """From the check page; sending twice leads to the same families."""
    try:
        actions.register_level_2(
            submission=submission, by=request.user, site=answers.draft.site,
            idempotency_key=str(answers.draft.pk), draft=answers.draft, at=answers.now,
        )  # fmt: skip
    except KeyReused:
        return redirect("episode_list")  # registered in another window
    messages.success(request, "Registered. You lead this family’s early help.")
    return redirect("episode_list")


@of_draft
def draft_refer(request, answers):
    """More than level 2 is needed: the same draft goes on as a referral, nothing typed twice."""
    if request.method == "POST":
        draft = actions.make_referral(draft=answers.draft, by=request.user)
        messages.success(request, "This is a referral now. A few more parts are asked.")
        return redirect("draft_tasks", draft.pk)
    return show(request, answers, "level_2_refer", {})
