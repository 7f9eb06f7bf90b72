"""A referral is written page by page; each page is kept as soon as it is sent."""

from django.utils import timezone

from audit.actions import action
from audit.errors import KeyReused, Stale
from referrals.models import Draft

MARKS = ("saved", "made")  # versions of the draft at which a page was last and first saved


@action
def start_draft(*, key, site, by, purpose=Draft.Purpose.REFERRAL, at=None):
    """A draft with this id, once: a double click starts one. KeyReused for somebody else's id."""
    at = at or timezone.now()
    fresh = {"owner": by, "site": site, "purpose": purpose, "first_contact_at": at, "saved_at": at}
    draft, _ = Draft.objects.get_or_create(pk=key, defaults=fresh)
    if draft.owner_id != by.pk:
        raise KeyReused("This page was open for too long. Check it and send it again.")
    return draft


@action
def save_page(*, draft, page, answers, version, by, at=None):
    """Keep one page's answers. Raises Stale when the page was saved since this `version` of it.

    The same answers again are no conflict: a double click, or a page sent twice.
    """
    row = Draft.objects.select_for_update().get(pk=draft.pk)
    stored = row.data.get(page, {})
    if {k: v for k, v in stored.items() if k not in MARKS} == answers:
        return row
    if stored.get("saved", 0) != version:
        raise Stale("This page was saved in another window after you opened it here.")
    row.version += 1
    row.data[page] = answers | {"saved": row.version, "made": stored.get("made", row.version)}
    return _save(row, at)


@action
def remove_page(*, draft, page, by, at=None):
    """Take a person off the draft again."""
    row = Draft.objects.select_for_update().get(pk=draft.pk)
    if row.data.pop(page, None) is None:
        return row
    row.version += 1
    return _save(row, at)


@action
def discard_draft(*, draft, by):
    draft.delete()
    return draft


def _save(row, at):
    row.saved_at = at or timezone.now()
    row.save(update_fields=["data", "version", "saved_at"])
    return row
