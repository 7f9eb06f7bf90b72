"""Two records of families side by side, as rows of a table of plain values."""

from accounts.govuk.times import say_day
from casework.models import Episode
from families.models import Residence, together
from families.people import people_of
from localities.calendar import london_date
from referrals.models import Referral

NONE = "None on record"


def rows(one, other, now, *, apart=False):
    """What is asked of both; `apart` reads each record by itself, without what it was joined with.

    The caller has made sure that the user may be told of both.
    """
    ours, theirs = (_facts(family, now, apart) for family in (one, other))
    return [[label, ours[label], theirs[label]] for label in ours]


def _facts(family, now, apart):
    records = [family.pk] if apart else together(family)
    people = [
        person for person in people_of(family.pk, on=london_date(now))
        if not apart or person["family_id"] == family.pk
    ]  # fmt: skip
    children = [person for person in people if person["is_child"]]
    return {
        "Children": _lines(_child(child) for child in children),
        "Adults": _lines(f"{p['name']}, {p['about']}" for p in people if not p["is_child"]),
        "Telephone numbers": _lines(p["phone"] for p in people),
        "Schools and nurseries": _lines(child["school"] for child in children),
        "Homes": _lines(_homes(records)),
        "Referrals": _lines(_referrals(records)),
        "Episodes of help": _lines(_episodes(records)),
    }


def _lines(texts):
    return "\n".join(dict.fromkeys(filter(None, texts))) or NONE


def _child(child):
    born = f"born {say_day(child['born_on'])}" if child["born_on"] else child["about"]
    return f"{child['name']}, {born}"


def _homes(records):
    homes = Residence.objects.current().filter(household__family__in=records)
    return [
        f"{home.shown_address}, {_since(home)}" for home in homes.order_by("-from_on", "-id")
    ]  # fmt: skip


def _since(home):
    return f"until {say_day(home.until_on)}" if home.until_on else f"since {say_day(home.from_on)}"


def _referrals(records):
    rows = Referral.objects.filter(family__in=records).order_by("-submitted_at")
    facts = ("reference", "submitted_at", "site__agency__name")
    return [f"{name}, {say_day(at)}, {agency}" for name, at, agency in rows.values_list(*facts)]


def _episodes(records):
    rows = Episode.objects.filter(family__in=records).order_by("-started_at")
    return [
        f"{episode.get_kind_display()}, {episode.get_state_display().lower()}, "
        f"{episode.team.name}, since {say_day(episode.started_at)}"
        for episode in rows.select_related("team")
    ]
