"""Whom to name for a restricted family, and who is named, as plain values for its pages."""

from accounts.govuk.times import say_moment
from casework.codes import State
from casework.models import Episode
from families import restricting
from families.models import FamilyAccess, together
from localities.calendar import london_date
from localities.staff import managers_of

HEAD = ("Name", "Why", "Since")
HISTORY_HEAD = ("Name", "How", "Why", "From", "Until")
HOW = {FamilyAccess.Basis.NAMED: "Named", FamilyAccess.Basis.BREAK_GLASS: "Opened it once"}


def working_with(family, now):
    """User -> what they are to the family, of those who work with it now and their managers."""
    episodes = Episode.objects.exclude(state=State.CLOSED).filter(family__in=together(family))
    found, teams = {}, []
    for episode in episodes.select_related("key_worker", "cover"):
        what = "Leads" if episode.team_id is None else "Key worker of"
        teams.append(episode.team_id)
        for person, words in ((episode.key_worker, what), (episode.cover, "Covers for")):
            if person:
                found.setdefault(person, f"{words} this family")
    for manager in managers_of(filter(None, teams), on=london_date(now)).order_by("pk"):
        found.setdefault(manager, "Manager of the team that works with this family")
    return {person: words for person, words in found.items() if person.is_active}


def to_choose_from(family, user, now):
    """(people to offer, the ids of those who are ticked at first): dicts of id, name, about.

    At first those who work with the family and whoever restricts it; later, those who are named.
    """
    rows = {row.user: "Named now" for row in restricting.named(family)}
    ticked = {person.pk for person in rows}
    helping = working_with(family, now)
    if not family.restricted:
        ticked = {user.pk, *(person.pk for person in helping)}
    screeners = restricting.safe_screeners(now).order_by("name", "pk")
    offered = {user: "You", **rows, **helping}
    for person in screeners:
        offered.setdefault(person, person.get_role_display())
    if user.role in restricting.SCREENERS:
        offered[user] = f"You, {user.get_role_display()}"
    people = [{"id": one.pk, "name": one.name, "about": words} for one, words in offered.items()]
    return people, ticked


def page(family):
    """Who is named, since when and why; and everything that was before. Three queries."""
    restrictions, rows = restricting.history(family)
    restrictions, rows = list(restrictions), list(rows)
    return {
        "restriction": next((one for one in restrictions if one.lifted_at is None), None),
        "head": HEAD,
        "named": named(family),
        "earlier": [one for one in restrictions if one.lifted_at],
        "history_head": HISTORY_HEAD,
        "history": _once_each(rows),
    }


def named(family):
    """Rows of a table; once for each person, though each record has a row of theirs."""
    rows = {row.user_id: row for row in restricting.named(family)}
    return [
        [{"text": row.user.name, "about": row.user.get_role_display()},
         row.reason, say_moment(row.from_at)]
        for row in rows.values()
    ]  # fmt: skip


def _once_each(rows):
    found = [
        (row.user.name, HOW[row.basis], row.reason, say_moment(row.from_at),
         say_moment(row.until_at) if row.until_at else "now")
        for row in rows
    ]  # fmt: skip
    return [list(row) for row in dict.fromkeys(found)]
