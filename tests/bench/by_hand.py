"""The report's figures as a person would write them in SQL, by hand, for this schema.

Nothing of outcomes/indicators is used; `figures` gives the same counts, which the bench compares.
"""

import re
from pathlib import Path

from croydon_eh.services import databases
from localities import clocks
from localities.calendar import bank_holidays

TEXT = (Path(__file__).parent / "by_hand.sql").read_text()
LONDON = "AT TIME ZONE 'Europe/London'"
STEPPED_UP = f"""id IN (SELECT i.id FROM referrals_transfer t
    LEFT JOIN families_merge m ON m.duplicate_id = t.family_id AND @known(m)
    JOIN item i ON i.family = coalesce(m.family_id, t.family_id)
    WHERE t.direction = 'up' AND @known(t) AND t.answer = 'accepted'
      AND t.answered_at <= %(as_at)s AND t.answered_at > i.began
      AND (t.answered_at {LONDON})::date <= i.mark_on)"""
GONE = f"""(id IN (SELECT i.id FROM item i JOIN families_household h ON h.family_id = i.family_id
        AND h.is_main JOIN families_residence s ON s.household_id = h.id
    WHERE @known(s) AND s.area = 'elsewhere' AND s.from_on > (i.began {LONDON})::date
      AND s.from_on <= i.mark_on)
  OR id IN (SELECT i.id FROM item i JOIN casework_episode e ON e.family_id = i.family_id
        JOIN casework_closing c ON c.episode_id = e.id
    WHERE @known(c) AND c.reason IN ('moved_away', 'died') AND c.happened_at >= i.began
      AND (c.happened_at {LONDON})::date <= i.mark_on))"""
IN_QUARTERS = f"""mark_on >= (%(since)s::timestamptz {LONDON})::date
    AND mark_on < (%(until)s::timestamptz {LONDON})::date"""


def _known(match):
    row = match[1]
    return (
        f"({row}.happened_at <= %(as_at)s AND {row}.recorded_at <= %(as_at)s"
        f" AND ({row}.superseded_at IS NULL OR {row}.superseded_at > %(as_at)s))"
    )


def _home(match):
    """Where a family lived on a day."""
    family, on = match[1], match[2]
    holds = "{0}.from_on <= {1} AND ({0}.until_on IS NULL OR {0}.until_on > {1})".format
    return f"""coalesce((
        SELECT coalesce(l.locality_id, CASE WHEN s.area = 'elsewhere' THEN 0 ELSE -1 END)
        FROM families_household h
        JOIN families_residence s ON s.household_id = h.id AND @known(s) AND {holds("s", on)}
        LEFT JOIN localities_wardlocality l ON l.ward_id = s.ward_id AND @known(l)
            AND {holds("l", on)}
        WHERE h.family_id = {family} AND h.is_main
        ORDER BY s.from_on DESC, s.id DESC LIMIT 1), -1)"""


def statements():
    """(name, SQL) in order; those without a figure make a temporary table."""
    for each in f"--> quarters\n{TEXT}".split("--> ")[1:]:
        name, _, text = each.partition("\n")
        for word, meant in (
            ("stepped_up", STEPPED_UP), ("gone", GONE), ("in_quarters", IN_QUARTERS),
        ):  # fmt: skip
            text = re.sub(rf"@{word}\b", lambda _, meant=meant: meant, text)
        text = re.sub(r"@home\((.+?) \| (.+?)\)(?= AS|\)\n)", _home, text)
        yield name, re.sub(r"@known\((\w+)\)", _known, text)


def figures(url, quarters, as_at):
    """{indicator: {(first day of the quarter, place): counts}} in one transaction."""
    rule = clocks.rules("2018-09")
    days = lambda key: int(rule[key, False].amount)  # noqa: E731
    values = {
        "as_at": as_at, "since": quarters[0].start, "last": quarters[-1].start,
        "until": quarters[-1].end, "holidays": list(bank_holidays(as_at)),
        "assessment": days("assessment"), "first_review": 7 * days("review_first"),
        "next_review": 7 * days("review_next"),
    }  # fmt: skip
    connection, found = databases.connect(url), {}
    with connection, connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        for name, text in statements():
            cursor.execute(text, values)
            if cursor.description:
                rows = cursor.fetchall()
                if not name.startswith("breakdown"):
                    found[name] = {(on, place): tuple(map(_whole, n)) for on, place, *n in rows}
    connection.close()
    return found


def _whole(number):
    return int(number or 0)
