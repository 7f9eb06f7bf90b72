"""Check your answers: every answer as it will be sent, each with a link to change it."""

from django.urls import reverse

from accounts.govuk.fields import TextField
from referrals.drafts.answers import ADULTS, CHILDREN, SERIOUS
from referrals.drafts.forms import form_of, person_form
from referrals.drafts.pages import PAGES, address
from referrals.forms.intake.page import restored, say
from referrals.forms.intake.themes import title
from referrals.oversharing import advice

BACK = "?from=check"


def summary(answers):
    """[{"title", "rows"}] of components/summary_list.html."""
    cards = [_page(answers, "danger")]
    if answers.red_flags:
        cards.append(_page(answers, "call"))
    cards.append(_page(answers, "family"))
    cards += _people(answers, CHILDREN, "Child")
    cards += _people(answers, ADULTS, "Adult")
    cards += [_page(answers, "contact"), _page(answers, "worries")]
    cards += [] if answers.is_level_2 else [_serious(answers)]
    cards += [_page(answers, "strengths"), _page(answers, "agreement")]
    return [card for card in cards if card["rows"]]


def look_again(answers):
    """[{"title", "url", "advice"}] of the pages on which more may stand than the SPOC needs."""
    found = [
        {"title": about.title, "url": address(answers.draft, name) + BACK, "advice": said}
        for name, about in PAGES.items()
        if about.warns and (said := advice_on(answers, name))
    ]
    return found


def advice_on(answers, name):
    """What to look at again in the free text of a page."""
    page = form_of(answers, name)
    texts = [answers.page(name).get(field) or "" for field in page.fields
             if isinstance(page.fields[field], TextField)]  # fmt: skip
    people = [said for group in (CHILDREN, ADULTS) for _, said in answers.names(group)]
    return advice("\n".join(texts), [answers.family_name, *people])


def rows_of(form, stored, change_url):
    """A row for each answer; what was not asked for has none."""
    values = restored(form.fields, stored)
    return [
        {
            "key": field.label.removesuffix(" (optional)"),
            "value": say(field, values[name]),
            "change_url": change_url,
        }
        for name, field in form.fields.items()
        if values.get(name) not in (None, "", [])
    ]


def _page(answers, name):
    url = address(answers.draft, name) + BACK
    rows = rows_of(form_of(answers, name), answers.page(name), url)
    if not rows:
        nothing = {"key": PAGES[name].title, "value": "", "change_url": url}
        rows = [nothing]
    return {"title": PAGES[name].title, "rows": rows}


def _people(answers, group, word):
    cards = []
    for number, (key, page) in enumerate(answers.people(group), 1):
        url = reverse("draft_person", args=[answers.draft.pk, group, key]) + BACK
        rows = rows_of(person_form(answers, group, page), page, url)
        cards.append({"title": f"{word} {number}", "rows": rows})
    return cards


def _serious(answers):
    url = address(answers.draft, "themes") + BACK
    rows = [{"key": "Themes that matter", "change_url": url, "value": _themes(answers)}]
    names = dict(answers.names(CHILDREN))
    for theme in answers.themes:
        lines = [
            (f"{names[child]}: " if child else "") + _answer(theme, answer)
            for child, answer in answers.serious(theme)
        ]
        where = address(answers.draft, f"{SERIOUS}/{theme.key}") + BACK
        rows.append({"key": title(theme), "value": "\n".join(lines), "change_url": where})
    return {"title": "Themes", "rows": rows}


def _themes(answers):
    if not answers.page("themes"):
        return ""
    return "\n".join(title(theme) for theme in answers.themes) or "None of these"


def _answer(theme, answer):
    words = {"no_concern": "No concern", "not_known": "I do not know", None: "Not answered yet"}
    return words.get(answer) or theme.levels[int(answer)].text
