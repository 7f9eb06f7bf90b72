"""Breakdowns (E): children by age band, sex, ethnic group and disability, each child once."""

from collections import Counter, defaultdict

from families.codes import BROAD_ETHNIC_GROUP
from outcomes.indicators.base import Counts, Run

NOT_KNOWN = "Not known"
AGE_BANDS = {
    "unborn": "Unborn", "0-4": "0 to 4", "5-9": "5 to 9", "10-14": "10 to 14", "15-17": "15 to 17",
}  # fmt: skip
SEXES = {"F": "Female", "M": "Male"}
DISABILITIES = {"YES": "Disabled", "NO": "Not disabled"}

AXES = {
    "Age band": [*AGE_BANDS.values(), NOT_KNOWN],
    "Sex": [*SEXES.values(), NOT_KNOWN],
    "Ethnic group": ["Asian", "Black", "Mixed", "White", "Other", NOT_KNOWN],
    "Disability": [*DISABILITIES.values(), NOT_KNOWN],
}


def _label(axis, code):
    if axis == "Ethnic group":
        broad = BROAD_ETHNIC_GROUP.get(code, "unknown")
        return NOT_KNOWN if broad == "unknown" else broad
    labels = {"Age band": AGE_BANDS, "Sex": SEXES, "Disability": DISABILITIES}[axis]
    return labels.get(code, NOT_KNOWN)


def _as_known(column, unknown, name):
    """The value of the moment; where it was not known then, the latest that anybody recorded."""
    blank = ", ".join(f"'{code}'" for code in unknown)
    return f"""CASE WHEN child.{column} NOT IN ({blank}) THEN child.{column} ELSE coalesce((
        SELECT v.value FROM (
            SELECT c.{column} AS value, o.recorded_at FROM referrals_referralchild c
            JOIN referrals_referral o ON o.id = c.referral_id WHERE c.person_id = child.person_id
            UNION ALL
            SELECT c.{column}, c.recorded_at FROM casework_episodechild c
            WHERE c.person_id = child.person_id
        ) v WHERE v.recorded_at <= %(as_at)s AND v.value NOT IN ({blank})
        ORDER BY v.recorded_at DESC, v.value LIMIT 1), '') END AS {name}"""


# `child` has quarter, person_id, the four facts and the columns to sum.
AS_KNOWN = f"""
SELECT child.*, {_as_known("sex", ["", "U"], "known_sex")},
    {_as_known("ethnic_group", ["", "NOBT"], "known_ethnic")},
    {_as_known("disability", [""], "known_disability")}
FROM child"""


def by_axes(run: Run, ctes: str, *names: str, **more) -> Counts:
    """Sums by the four axes. `ctes` ends with `child`; each name is a column of it or "n" for 1."""
    sums = ", ".join("count(*)" if name == "n" else f"sum({name})" for name in names)
    sql = f"""WITH {ctes}, known_child AS MATERIALIZED ({AS_KNOWN})
        SELECT quarter,
            CASE WHEN grouping(age_band) = 0 THEN 'Age band'
                 WHEN grouping(known_sex) = 0 THEN 'Sex'
                 WHEN grouping(known_ethnic) = 0 THEN 'Ethnic group' ELSE 'Disability' END,
            coalesce(age_band, known_sex, known_ethnic, known_disability), {sums}
        FROM known_child GROUP BY GROUPING SETS ((quarter, age_band), (quarter, known_sex),
            (quarter, known_ethnic), (quarter, known_disability))"""
    found = defaultdict(Counter)
    for (quarter, axis, code), counts in run.by_axis(sql, *names, **more).items():
        found[quarter, axis, _label(axis, code)].update(counts)
    return found


# The children of the closed episodes, each once for an episode.
OF_CLOSED = """
joined AS MATERIALIZED (
    SELECT DISTINCT ON (c.episode_id, c.person_id) c.episode_id, c.person_id, c.age_band, c.sex,
           c.ethnic_group, c.disability
    FROM casework_episodechild c JOIN closed ON closed.id = c.episode_id
    WHERE c.recorded_at <= %(as_at)s ORDER BY c.episode_id, c.person_id, c.joined_on DESC, c.id DESC
)"""
