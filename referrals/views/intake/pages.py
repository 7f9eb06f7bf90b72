"""The pages of a draft that are one form each."""

from django.http import Http404
from django.shortcuts import redirect

from referrals.drafts.answers import CHILDREN, SERIOUS
from referrals.drafts.forms import DO_NOT_TELL, form_of, serious_form
from referrals.drafts.pages import PAGES, address
from referrals.drafts.summary import advice_on
from referrals.forms.intake.themes import title
from referrals.views.intake.draft import keep, move_on, of_draft, show, typed_or_kept

HARMFUL_PRACTICE = "redflag.harmful_practice"


@of_draft
def draft_page(request, answers, page):
    if page not in PAGES:
        raise Http404
    if page == "call" and not answers.red_flags:
        return redirect(address(answers.draft, "danger"))
    form = form_of(answers, page, typed_or_kept(request))
    saved = keep(request, answers, page, form) if request.method == "POST" else None
    if saved:
        return move_on(request, saved, page)
    about = PAGES[page]
    context = {"form": form, "page": page, "title": about.title, "heading": about.heading,
               "warns": about.warns, "was": answers.was(page), **_extra(answers, page)}  # fmt: skip
    return show(request, answers, "page", context)


def _extra(answers, page):
    flags = answers.red_flags
    if page == "call":
        texts = [answers.thresholds.indicators[flag].text for flag in flags]
        return {
            "flags": texts,
            "do_not_tell": bool(DO_NOT_TELL & set(flags)),
            "harmful_practice": HARMFUL_PRACTICE in flags,
        }
    if page == "agreement":
        return {"not_needed": bool(flags), "advice": advice_on(answers, page)}
    if page == "worries":
        return {"advice": advice_on(answers, page)}
    if page == "contact":
        return {"do_not_tell": answers.page("call").get("telling_is_safe") is False and flags}
    return {}


@of_draft
def draft_theme(request, answers, theme):
    """How serious one theme is."""
    picked = {found.key: found for found in answers.themes}
    if theme not in answers.thresholds.themes:
        raise Http404
    if theme not in picked:
        return redirect(address(answers.draft, "themes"))
    theme = picked[theme]
    if not answers.people(CHILDREN):
        return redirect(address(answers.draft, CHILDREN))
    step = f"{SERIOUS}/{theme.key}"
    form = serious_form(answers, theme, typed_or_kept(request))
    saved = keep(request, answers, step, form) if request.method == "POST" else None
    if saved:
        return move_on(request, saved, step)
    number = list(picked).index(theme.key) + 1
    context = {"form": form, "title": title(theme), "heading": title(theme),
               "caption": f"Theme {number} of {len(picked)}", "was": answers.was(step)}  # fmt: skip
    return show(request, answers, "page", context)
