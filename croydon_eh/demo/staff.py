"""The people who work with families, apart from the personas: as many as the families need."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from accounts.models import User
from accounts.roles import Role
from croydon_eh.demo.accounts import FIRST_DAY, make_memberships, make_users
from croydon_eh.demo.names import any_name
from croydon_eh.demo.numbers import landline
from croydon_eh.demo.personas import make_personas
from families.names import sort_name
from localities.models import Membership, TeamKind

FAMILIES_FOR_A_KEY_WORKER = 80  # of all families that are ever referred, in 2½ years
FTE = {"1.00": 60, "0.80": 15, "0.60": 15, "0.50": 10}


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody's place at a site or in a team."""

    user_id: int
    name: str
    role: str
    site_id: int | None
    team_id: int | None
    from_on: date
    until_on: date | None
    fte: float

    def works_on(self, day):
        return self.from_on <= day and (self.until_on is None or day < self.until_on)


def make_staff(dice, sites, teams, families: int, first_on: date, last_on: date):
    """Accounts and places for practitioners of every site and for every team, personas included."""
    make_personas()
    wanted = [*_of_sites(dice, sites), *_of_teams(dice, teams, families, first_on, last_on)]
    taken = set(User.objects.values_list("email", flat=True))
    for row in wanted:
        row["name"], row["email"] = _named(dice, taken)
    users = make_users(
        {
            "email": row["email"],
            "name": row["name"],
            "role": row["role"],
            "phone": landline(dice),
            "is_active": not row.get("until_on"),
        }
        for row in wanted
    )
    make_memberships(
        {
            "user": users[row["email"]],
            **{k: v for k, v in row.items() if k not in ("name", "email", "role")},
        }
        for row in wanted
    )
    return workers()


def workers() -> list[Worker]:
    """Every demo account's place, in the order they were made."""
    fields = ("user_id", "user__name", "user__role", "site_id", "team_id", "from_on", "until_on")
    rows = Membership.objects.filter(user__is_demo=True).order_by("id")
    return [Worker(*row, float(fte)) for *row, fte in rows.values_list(*fields, "fte")]


def _named(dice, taken):
    first, last = any_name(dice)
    stem = f"{sort_name(first)}.{sort_name(last)}".replace(" ", "-")
    number, email = 1, f"{stem}@example.org"
    while email in taken:
        number += 1
        email = f"{stem}{number}@example.org"
    taken.add(email)
    return f"{first} {last}", email


def _of_sites(dice, sites):
    for site in sites.values():
        school = site.agency.kind == "school"
        yield {"site": site, "role": Role.SAFEGUARDING_LEAD if school else Role.PRACTITIONER}
        for _ in range(dice.randint(1, 2)):
            yield {"site": site, "role": Role.PRACTITIONER}


def _of_teams(dice, teams, families, first_on, last_on):
    hubs = [team for team in teams if team.kind == TeamKind.HUB]
    key_workers = ceil(families / FAMILIES_FOR_A_KEY_WORKER / max(len(hubs), 1))
    sizes = {
        TeamKind.HUB: (Role.KEY_WORKER, key_workers),
        TeamKind.FFT: (Role.KEY_WORKER, ceil(families / 900)),
        TeamKind.SPOC: (Role.SCREENER, ceil(families / 800)),
        TeamKind.SOCIAL_CARE: (Role.SOCIAL_CARE, ceil(families / 1500)),
    }
    for team in teams:
        role, count = sizes.get(team.kind, (None, 0))
        for number in range(count):
            yield {"team": team, "role": role, "fte": dice.one(FTE),
                   **_stay(dice, number, first_on, last_on)}  # fmt: skip
        if team.kind == TeamKind.SPOC:
            for _ in range(ceil(families / 1500)):
                yield {"team": team, "role": Role.SOCIAL_WORKER}


def _stay(dice, number, first_on, last_on):
    """Most stay; every fifth left within the period, every sixth came."""
    length = (last_on - first_on).days
    if number % 5 == 3:
        return {
            "from_on": FIRST_DAY,
            "until_on": first_on + timedelta(days=dice.randint(length // 3, length - 60)),
        }
    if number % 6 == 4:
        return {"from_on": first_on + timedelta(days=dice.randint(60, length // 2))}
    return {}
