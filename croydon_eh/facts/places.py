"""Wards, populations, teams and who works in them."""

from croydon_eh.facts.families import SPAN
from croydon_eh.facts.tables import (
    DAY,
    NUMBER,
    TEXT,
    WHOLE,
    Table,
    column,
    dated,
    identity,
    locality,
    ward,
    written_once,
)  # fmt: skip

WARD_LOCALITIES = Table(
    "ward_localities", "Which locality a ward belongs to, from a day on.",
    "localities_wardlocality t", "t.id", (ward(), locality(meaning="code of the locality"), *SPAN,
                                           *dated()),
)  # fmt: skip

# The census behind it is older than the service: known from the first day.
KNOWN_FROM = "timestamptz '2018-05-03 00:00:00+01'"
POPULATIONS = Table(
    "populations", "Children aged 0 to 17 by ward, mid-2020 estimate.", "localities_ward t", "t.id",
    (
        ward("t.id"),
        column("on_day", DAY, "day of the estimate", "date '2020-06-30'"),
        column("children", WHOLE, "children aged 0 to 17"),
        *written_once(KNOWN_FROM, KNOWN_FROM),
    ),
)  # fmt: skip

FTE = Table(
    "fte", "Who works in which team, for what share of full time, from a day on.",
    "localities_membership t JOIN localities_team m ON m.id = t.team_id", "t.id",
    (
        identity("worker", "user", "t.user_id"),
        column("team", TEXT, "code of the team", "m.code"),
        column("fte", NUMBER, "share of full time"),
        column("capacity", WHOLE, "children that one full-time worker carries"),
        *SPAN,
        *dated(),
    ),
)  # fmt: skip

TABLES = (WARD_LOCALITIES, POPULATIONS, FTE)
