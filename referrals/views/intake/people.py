"""The children and adults of a draft: add another, change, remove."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from families.people import shown_age
from localities.calendar import london_date
from referrals import actions
from referrals.drafts.answers import ADULTS, CHILDREN, new_key
from referrals.drafts.forms import person_form
from referrals.drafts.pages import address, after
from referrals.forms.intake.page import restored
from referrals.forms.intake.people import AGE_UNKNOWN
from referrals.intake.checks import MOST_ADULTS, MOST_CHILDREN
from referrals.views.intake.draft import is_from_check, keep, move_on, of_draft, show, typed_or_kept

WORDS = {
    CHILDREN: {"title": "Children", "one": "child", "most": MOST_CHILDREN},
    ADULTS: {"title": "Adults", "one": "adult", "most": MOST_ADULTS},
}


@of_draft
def draft_people(request, answers, group):
    people = [_row(answers, group, key, page) for key, page in answers.people(group)]
    context = {
        "people": people,
        "words": WORDS[group],
        "title": WORDS[group]["title"],
        "add_url": _url(answers, "draft_person", group, new_key()),
        "full": len(people) >= WORDS[group]["most"],
        "next_url": address(answers.draft, after(answers, group)),
    }
    return show(request, answers, "people", context)


def _url(answers, name, group, key):
    return reverse(name, args=[answers.draft.pk, group, key])


def _row(answers, group, key, page):
    name = dict(answers.names(group))[key]
    form = person_form(answers, group, page)
    dates = restored(form.fields, page)
    today = london_date(answers.now)
    if group == ADULTS:
        about = dict(form.fields["relationship"].choices).get(page.get("relationship"), "")
    elif page.get("birth") == AGE_UNKNOWN:
        about = "age not known"
    else:
        about = shown_age(dates.get("born_on"), dates.get("due_on"), today)
    return {
        "name": name, "about": about, "complete": page["complete"],
        "change_url": _url(answers, "draft_person", group, key),
        "remove_url": _url(answers, "draft_person_remove", group, key),
    }  # fmt: skip


@of_draft
def draft_person(request, answers, group, person_key):
    """One child or adult; a key that is not there yet is somebody new."""
    name = f"{group}/{person_key}"
    stored = answers.page(name)
    if not stored and len(answers.people(group)) >= WORDS[group]["most"]:
        return redirect("draft_people", answers.draft.pk, group)
    form = person_form(answers, group, stored, typed_or_kept(request))
    saved = keep(request, answers, name, form) if request.method == "POST" else None
    if saved:
        if "later" in request.POST or is_from_check(request):
            return move_on(request, saved, group)
        return redirect("draft_people", answers.draft.pk, group)
    verb = "Change" if stored else "Add"
    one = WORDS[group]["one"]
    title = f"{verb} {'a' if one == 'child' else 'an'} {one}"
    return show(request, answers, "page", {"form": form, "title": title, "heading": title})


@of_draft
def draft_person_remove(request, answers, group, person_key):
    names = dict(answers.names(group))
    if person_key not in names:
        raise Http404
    if request.method == "POST":
        actions.remove_page(draft=answers.draft, page=f"{group}/{person_key}", by=request.user)
        return redirect("draft_people", answers.draft.pk, group)
    context = {"name": names[person_key], "group": group,
               "title": f"Remove {names[person_key]}?"}  # fmt: skip
    return show(request, answers, "person_remove", context)
