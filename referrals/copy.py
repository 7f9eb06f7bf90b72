"""A copy of what was sent, on paper, for the sender's own file: their own facts and words only."""

from pathlib import Path

from accounts.govuk.times import say_moment
from accounts.paper import pdf
from localities.calendar import london
from referrals import told

TEMPLATE = Path(__file__).parent / "copy.typ"
KEEP = "Keep this as carefully as you keep the family’s own record."


def render(referral, now):
    """The PDF; the same bytes for the same referral as long as nothing about sharing changes."""
    page = told.page(referral, now)
    return pdf(TEMPLATE, _facts(referral, page), made_at=london(referral.submitted_at))


def _facts(referral, page):
    return {
        "title": f"Referral {referral.reference}",
        "service": "Croydon Early Help",
        "about": f"Sent by {referral.site.name} on {say_moment(referral.submitted_at)}",
        "keep": KEEP,
        "facts": page["facts"],
        "told": page["told"],
        "parts": list(_parts(page["observed"])),
        "shared": page["shared"],
    }


def _parts(observed):
    """{"title", "lines"} of what was ticked, in the order of the page."""
    yield from _part("Immediate safeguarding concerns", map(_line, observed["red_flags"]))
    for domain in observed["domains"]:
        lines = [f"{t['label']}: {_line(one)}" for t in domain["themes"] for one in t["lines"]]
        yield from _part(domain["title"], lines)
    yield from _part("Strengths", map(_line, observed["strengths"]))
    yield from _part("Not known", observed["not_known"])
    yield from _part("No concern", observed["no_concern"])


def _part(title, lines):
    lines = list(lines)
    if lines:
        yield {"title": title, "lines": lines}


def _line(line):
    return f"{line['text']} ({line['about']})" if line["about"] else line["text"]
