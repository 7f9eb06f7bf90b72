"""Check your answers, send, and what happens next."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.policy import saw
from audit.errors import KeyReused
from referrals import actions
from referrals.drafts.pages import address
from referrals.drafts.submission import submission_of
from referrals.drafts.summary import look_again, summary
from referrals.drafts.tasks import open_tasks
from referrals.intake import level_2_problems, problems
from referrals.models import Referral
from referrals.next_steps import next_step
from referrals.views.intake import level_2
from referrals.views.intake.draft import of_draft, show

# The page on which a part of the submission is answered.
STEP_OF = {"family_name": "family", "home": "family", "children": "children", "adults": "adults",
           "observations": "themes", "safe_contacts": "contact", "danger": "danger",
           "strengths": "strengths", "agreement": "agreement"}  # fmt: skip


@of_draft
def draft_check(request, answers):
    """What is still open is said first; sending twice leads to the same referral."""
    submission = submission_of(answers)
    todo = _todo(answers, submission)
    if request.method == "POST" and not todo and answers.is_level_2:
        return level_2.register(request, answers, submission)
    if request.method == "POST" and not todo:
        try:
            referral, _ = actions.submit(
                submission=submission, by=request.user, site=answers.draft.site,
                idempotency_key=str(answers.draft.pk), draft=answers.draft, at=answers.now,
            )  # fmt: skip
        except KeyReused:
            return redirect(request.path)  # sent in another window, which is where this leads
        return redirect("referral_sent", referral.reference)
    context = {"cards": summary(answers), "todo": todo, "red_flags": bool(answers.red_flags),
               "look_again": look_again(answers), "level_2": answers.is_level_2,
               "tried": request.method == "POST"}  # fmt: skip
    return show(request, answers, "check", context)


def _todo(answers, submission):
    """[{"text", "href"}] of what must be done before it can be sent."""
    draft = answers.draft
    tasks = [
        {"text": f"{task.text}: {task.hint or task.status[0].lower()}",
         "href": address(draft, task.step) if task.step else ""}
        for task in open_tasks(answers)
    ]  # fmt: skip
    if tasks:
        return tasks
    found = problems(submission, now=answers.now)
    if answers.is_level_2:
        found += level_2_problems(submission)
    return [
        {"text": problem.message, "href": address(draft, _step(problem.field)) + "?from=check"}
        for problem in found
    ]


def _step(field):
    if field.startswith(("danger/spoke_to", "danger/called_at")):
        return "call"
    return STEP_OF.get(field.partition("/")[0], "worries")


def referral_sent(request, reference):
    mine = Referral.objects.visible_to(request.user).filter(referrer=request.user)
    referral = get_object_or_404(mine, reference=reference)
    saw(request, [referral.pk])
    context = {"referral": referral, "next": next_step(referral, timezone.now())}
    return render(request, "referrals/sent.html", context)
