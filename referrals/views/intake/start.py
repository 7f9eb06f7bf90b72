"""Where a referral begins: danger first, then its task list; and where a draft is thrown away."""

from django.shortcuts import redirect, render
from django.utils import timezone

from audit.errors import Refused
from localities.access import scope_of
from localities.calendar import london_date
from localities.models import AgencyKind, Site
from referrals import actions, thresholds
from referrals.drafts.answers import Answers
from referrals.drafts.guidance import marked
from referrals.drafts.pages import address, after
from referrals.drafts.tasks import open_tasks, sections
from referrals.forms.intake.danger import StartForm
from referrals.models import Draft
from referrals.views.intake.draft import of_draft, show, typed


def referral_start(request):
    now = timezone.now()
    sites = sites_of(request.user)
    if not sites:
        return render(request, "referrals/no_site.html")
    in_force = thresholds.in_force(london_date(now))
    form = StartForm(typed(request), sites=sites, thresholds=in_force)
    if form.is_valid():
        try:
            draft = begin(form, sites, by=request.user, at=now)
            return redirect(address(draft, after(Answers(draft, now), "danger")))
        except Refused as refused:
            form.refuse(refused)
    drafts = [_unsent(draft, now) for draft in Draft.objects.visible_to(request.user)[:10]]
    return render(request, "referrals/start.html", {"form": form, "drafts": drafts})


def sites_of(user):
    """Where the user works; the council's own people, who have a team, refer from the council."""
    site_ids = scope_of(user).site_ids
    sites = Site.objects.select_related("agency").order_by("name")
    if site_ids:
        return list(sites.filter(pk__in=site_ids))
    return list(sites.filter(agency__kind=AgencyKind.COUNCIL))


def begin(form, sites, *, by, at, purpose=Draft.Purpose.REFERRAL):
    """A double click gives the same key, and so the same draft."""
    chosen = int(form.cleaned_data.get("site") or sites[0].pk)
    site = next(site for site in sites if site.pk == chosen)
    key = form.cleaned_data["idempotency_key"]
    draft = actions.start_draft(key=key, site=site, by=by, at=at, purpose=purpose)
    answers = {"red_flags": form.cleaned_data["red_flags"], "complete": True}
    answers = marked(thresholds.in_force(london_date(at)), "danger", answers)
    version = draft.data.get("danger", {}).get("saved", 0)
    return actions.save_page(
        draft=draft, page="danger", answers=answers, version=version, by=by, at=at
    )


def _unsent(draft, now):
    answers = Answers(draft, now)
    return {
        "draft": draft,
        "name": answers.family_name or "A family without a name yet",
        "left": len(open_tasks(answers)),
    }


@of_draft
def draft_tasks(request, answers):
    shown = [
        {"heading": heading, "tasks": [task.shown(answers.draft) for task in tasks]}
        for heading, tasks in sections(answers)
    ]
    left = len(open_tasks(answers))
    context = {"sections": shown, "left": left, "level_2": answers.is_level_2}
    return show(request, answers, "tasks", context)


@of_draft
def draft_delete(request, answers):
    if request.method == "POST":
        actions.discard_draft(draft=answers.draft, by=request.user)
        return redirect("home")
    return show(request, answers, "draft_delete", {})
