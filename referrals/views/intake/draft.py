"""What the pages of a draft share: whose it is, saving, and what comes next."""

import functools

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.govuk.times import say_time
from accounts.kept import take
from audit.errors import Stale
from referrals import actions
from referrals.drafts.answers import Answers
from referrals.drafts.guidance import marked
from referrals.drafts.pages import address, after
from referrals.models import Draft
from referrals.sending import registered_before, sent_before


def of_draft(view):
    """Give the view the Answers of one’s own draft. One that was sent leads to where it went."""

    @functools.wraps(view)
    def wrapper(request, draft_id, **kwargs):
        drafts = Draft.objects.visible_to(request.user).with_calls().select_related("site__agency")
        draft = drafts.filter(pk=draft_id).first()
        if draft is not None:
            return view(request, Answers(draft, timezone.now()), **kwargs)
        if registered_before(request.user, draft_id):
            return redirect("episode_list")
        referral = sent_before(request.user, draft_id)
        if referral is None:
            raise Http404
        return redirect("referral_sent", referral.reference)

    return wrapper


def typed(request):
    """What was sent, also when that is nothing at all; None where nothing was sent."""
    return request.POST if request.method == "POST" else None


def typed_or_kept(request):
    """The same, or what was sent when the session had ended; that is shown, and not yet saved."""
    kept = take(request) if request.method == "GET" else None
    if kept is not None:
        messages.warning(
            request,
            "You were signed out before this page was saved. What you typed is still here: "
            "check it and save it.",
        )
        return kept
    return typed(request)


def is_from_check(request):
    return request.GET.get("from") == "check"


def back_url(request, answers):
    if is_from_check(request):
        return address(answers.draft, "check")
    return tasks_url(answers.draft)


def tasks_url(draft):
    return reverse("draft_tasks", args=[draft.pk])


def keep(request, answers, page, form):
    """Save the page. The Answers as they are now, or None with the form saying what is wrong.

    “Save and come back later” keeps a page on which something is still missing.
    """
    later = "later" in request.POST
    if not (form.is_valid() or (later and form.lacks_only)):
        return None
    draft, given = answers.draft, marked(answers.thresholds, page, form.answers)
    try:
        draft = actions.save_page(
            draft=draft, page=page, answers=given, version=form.cleaned_data["version"],
            by=request.user, at=answers.now,
        )  # fmt: skip
    except Stale:
        draft.refresh_from_db()
        form.both = form.clash(answers.page(page))
        return None
    return Answers(draft, answers.now)


def move_on(request, answers, step):
    """To the task list, back to the check, or to the page that follows."""
    if "later" in request.POST:
        messages.success(request, f"Saved at {say_time(answers.draft.saved_at)}.")
        return redirect("draft_tasks", answers.draft.pk)
    if is_from_check(request):
        return redirect("draft_check", answers.draft.pk)
    return redirect(address(answers.draft, after(answers, step)))


def show(request, answers, template, context):
    shown = {"draft": answers.draft, "family": answers.family_name}
    shown["back_url"] = back_url(request, answers)
    return render(request, f"referrals/{template}.html", shown | context)
