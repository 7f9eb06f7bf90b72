"""Goals met, of those of the episodes closed in the quarter that were still wanted."""

from casework.codes import GoalEnding
from outcomes.indicators import children
from outcomes.indicators.base import Counts, Indicator, Run
from outcomes.indicators.sql import CLOSED, known

WITH_GOALS = "Closed episodes that had goals"

# A goal that nobody had ended by the closing was not met.
GOALS = f"""
{CLOSED}, goal AS (
    SELECT closed.id AS episode_id, (
        SELECT g2.ending FROM casework_goalend g2
        WHERE g2.goal_id = g.id AND {known("g2")} AND g2.happened_at <= closed.happened_at
        ORDER BY g2.happened_at DESC, g2.id DESC LIMIT 1) AS ending
    FROM casework_goal g JOIN closed ON closed.id = g.episode_id
    WHERE {known("g")} AND g.happened_at <= closed.happened_at
), goals AS MATERIALIZED (
    SELECT closed.id, closed.quarter, closed.place, count(g.episode_id) AS all_goals,
        count(g.episode_id) FILTER (WHERE g.ending = '{GoalEnding.MET.value}') AS met,
        count(g.episode_id) FILTER (
            WHERE g.ending IS DISTINCT FROM '{GoalEnding.NOT_WANTED.value}') AS wanted
    FROM closed LEFT JOIN goal g ON g.episode_id = closed.id GROUP BY 1, 2, 3
)"""
CHILDREN = f"""
{GOALS}, {children.OF_CLOSED}, child AS (
    SELECT goals.quarter, joined.*, goals.met, goals.wanted
    FROM joined JOIN goals ON goals.id = joined.episode_id
)"""


def count(run: Run) -> Counts:
    sql = f"WITH {GOALS} SELECT quarter, place, sum(met), sum(wanted) FROM goals GROUP BY 1, 2"
    return run.by_place(sql, "numerator", "denominator")


def breakdown(run: Run) -> Counts:
    with_goals = f"""WITH {GOALS} SELECT quarter, 'Episodes', '{WITH_GOALS}',
        count(*) FILTER (WHERE all_goals > 0), count(*) FROM goals GROUP BY 1"""
    found = run.by_axis(with_goals, "numerator", "denominator")
    for key, counts in children.by_axes(run, CHILDREN, "met", "wanted").items():
        found[key].update(numerator=counts["met"], denominator=counts["wanted"])
    return found


INDICATOR = Indicator(
    key="goals_achieved", unit="percent", count=count, breakdown=breakdown,
    axes={"Episodes": [WITH_GOALS], **children.AXES}, by_children=True,
)  # fmt: skip
