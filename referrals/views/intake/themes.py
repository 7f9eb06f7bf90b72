"""Picking themes, with a search that needs no script."""

from urllib.parse import urlencode

from django.shortcuts import redirect

from audit.errors import Stale
from referrals import actions
from referrals.drafts.forms import themes_form
from referrals.drafts.guidance import marked
from referrals.drafts.pages import address
from referrals.views.intake.draft import keep, move_on, of_draft, show, typed_or_kept

LONGEST_SEARCH = 80


@of_draft
def draft_themes(request, answers):
    looked_for = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH]
    form = themes_form(answers, typed_or_kept(request), looked_for=looked_for)
    if request.method == "POST":
        if "find" in request.POST:
            return _find(request, answers, form)
        saved = keep(request, answers, "themes", form)
        if saved:
            return move_on(request, saved, "themes")
    matches = form.narrow() if looked_for else None
    context = {"form": form, "title": "Which themes matter", "q": looked_for, "matches": matches,
               "was": answers.was("themes")}  # fmt: skip
    return show(request, answers, "themes", context)


def _find(request, answers, form):
    """Keep what is ticked so far, then show what was looked for."""
    form.is_valid()
    known = set(answers.thresholds.themes)
    picked = [key for key in request.POST.getlist("themes") if key in known]
    kept = marked(answers.thresholds, "themes", {"themes": picked, "complete": bool(picked)})
    try:
        actions.save_page(
            draft=answers.draft, page="themes", answers=kept, by=request.user, at=answers.now,
            version=form.cleaned_data.get("version", -1),
        )  # fmt: skip
    except Stale:
        answers.draft.refresh_from_db()
        form.both = form.clash(answers.page("themes"))
        return show(request, answers, "themes", {"form": form, "title": "Which themes matter"})
    query = {"q": request.POST.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH]}
    if request.GET.get("from") == "check":
        query["from"] = "check"
    return redirect(f"{address(answers.draft, 'themes')}?{urlencode(query)}")
