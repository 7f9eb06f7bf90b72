"""Pieces of SQL that the indicators share. None of them takes a value: those are parameters."""

from referrals.codes import State

LONDON = "AT TIME ZONE 'Europe/London'"


def known(row):
    """The fact stands at `as_at`: happened and recorded by then, and not corrected by then."""
    return (
        f"({row}.happened_at <= %(as_at)s AND {row}.recorded_at <= %(as_at)s"
        f" AND ({row}.superseded_at IS NULL OR {row}.superseded_at > %(as_at)s))"
    )


def within(moment):
    """The moment lies in the run's quarters and is not after `as_at`."""
    return f"({moment} >= %(since)s AND {moment} < %(until)s AND {moment} <= %(as_at)s)"


def quarter(moment):
    return f"width_bucket({moment}, %(starts)s::timestamptz[])"


def quarter_of_day(day):
    return f"width_bucket({day}, %(days)s::date[])"


def day(moment):
    """The London day of a moment."""
    return f"({moment} {LONDON})::date"


def day_end(on):
    """The last moment of a London day."""
    return f"((({on}) + 1)::timestamp {LONDON} - interval '1 microsecond')"


def place_of_referral(row="r", locality=None):
    """The locality's id, 0 outside the borough, -1 unknown: as written at the referral."""
    return (
        f"CASE WHEN {locality or f'{row}.locality_id'} IS NOT NULL"
        f" THEN {locality or f'{row}.locality_id'}"
        f" WHEN {row}.area = 'elsewhere' THEN 0 ELSE -1 END"
    )


def place_at_home(family, on):
    """Where the main household lived on a day and to which locality its ward then belonged."""
    return f"""coalesce((
        SELECT CASE WHEN l.locality_id IS NOT NULL THEN l.locality_id
                    WHEN s.area = 'elsewhere' THEN 0 ELSE -1 END
        FROM families_household h
        JOIN families_residence s ON s.household_id = h.id AND {known("s")} AND {holds("s", on)}
        LEFT JOIN localities_wardlocality l
            ON l.ward_id = s.ward_id AND {known("l")} AND {holds("l", on)}
        WHERE h.family_id = {family} AND h.is_main
        ORDER BY s.from_on DESC, s.id DESC LIMIT 1), -1)"""


def holds(row, on):
    """The dated row holds on a day; `until_on` is the first day on which it no longer does."""
    return f"({row}.from_on <= {on} AND ({row}.until_on IS NULL OR {row}.until_on > {on}))"


def place_of_episode(locality, family, on):
    """The locality written down at the time; where none was, what is known of the home that day."""
    return f"CASE WHEN {locality} IS NOT NULL THEN {locality} ELSE {place_at_home(family, on)} END"


def not_ended(state, row="r"):
    """The referral had not reached an end (duplicate, withdrawn) as known at `as_at`.

    No move leads out of an end, so today's state says which referrals are worth a look.
    """
    return f"({row}.state <> '{State(state).value}' OR NOT EXISTS ({_ending(state, row, '1')}))"


def ended_at(state, row="r"):
    """When a referral reached an end as known at `as_at`, else null."""
    moment = _ending(state, row, "min(m.happened_at)")
    return f"(CASE WHEN {row}.state = '{State(state).value}' THEN ({moment}) END)"


def _ending(state, row, what):
    return f"""SELECT {what} FROM referrals_move m
        WHERE m.referral_id = {row}.id AND m.to_state = '{State(state).value}'
          AND m.happened_at <= %(as_at)s AND m.recorded_at <= %(as_at)s"""


def first_decision(row="d"):
    """No decision of the same referral came before this one, as known at `as_at`."""
    return _no_other(row, "<")


def standing_decision(row="d"):
    return _no_other(row, ">")


def _no_other(row, order):
    return f"""NOT EXISTS (SELECT 1 FROM referrals_decision o
        WHERE o.referral_id = {row}.referral_id AND {known("o")}
          AND (o.happened_at, o.id) {order} ({row}.happened_at, {row}.id))"""


# Every merged family with the family that stands for it, as known at `as_at`.
ROOTS = f"""
step AS MATERIALIZED (
    SELECT m.duplicate_id, m.family_id FROM families_merge m WHERE {known("m")}
), walk AS (
    WITH RECURSIVE up(duplicate_id, family_id) AS (
        SELECT duplicate_id, family_id FROM step
        UNION
        SELECT up.duplicate_id, step.family_id FROM up JOIN step ON step.duplicate_id = up.family_id
    ) SELECT * FROM up
), root AS MATERIALIZED (
    SELECT duplicate_id, min(family_id) AS family_id FROM walk
    WHERE family_id NOT IN (SELECT duplicate_id FROM step) GROUP BY duplicate_id
)"""

# Episodes whose known closing lies in the quarters: id, family, referral, kind, reason, place.
CLOSED = f"""
closed AS MATERIALIZED (
    SELECT e.id, e.family_id, e.kind, c.reason, c.happened_at,
           {quarter("c.happened_at")} AS quarter,
           {place_of_episode("c.locality_id", "e.family_id", day("c.happened_at"))} AS place
    FROM casework_closing c JOIN casework_episode e ON e.id = c.episode_id
    WHERE {known("c")} AND {within("c.happened_at")} AND e.recorded_at <= %(as_at)s
)"""
