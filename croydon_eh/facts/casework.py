"""Episodes and the work done in them."""

from croydon_eh.facts.tables import (
    CHILD_FACTS,
    DAY,
    MOMENT,
    REFERRAL,
    TEXT,
    WHOLE,
    YES_NO,
    Table,
    column,
    dated,
    identity,
    locality,
    ward,
    written_once,
)  # fmt: skip

EPISODE = identity("episode", "episode", "t.episode_id")
DUE = column("due_at", MOMENT, "when it was due, as reckoned when it was written down")

EPISODES = Table(
    "episodes", "Periods of early help for one family. An episode ends with its closing.",
    "casework_episode t", "t.id",
    (
        identity("episode", "episode", "t.id"),
        identity("family", "family", "t.family_id"),
        REFERRAL,
        column("kind", TEXT, "family_solutions, partner_led or joint"),
        column("origin", TEXT, "referral or step_down"),
        column("level", WHOLE, "level of need"),
        locality(meaning="locality at the start"),
        column("team", TEXT, "team that holds it",
               "(SELECT m.code FROM localities_team m WHERE m.id = t.team_id)"),
        column("clock_version", TEXT, "version of the clocks that it started under"),
        column("allocation_due_at", MOMENT, "when the first allocation is due"),
        *written_once("t.started_at"),
    ),
)  # fmt: skip

EPISODE_CHILDREN = Table(
    "episode_children", "Children of an episode, with the facts of the moment of joining.",
    "casework_episodechild t", "t.id",
    (
        EPISODE,
        identity("child", "person", "t.person_id"),
        column("joined_on", DAY, "first day in the episode"),
        column("left_on", DAY, "day of leaving; empty while in it"),
        *CHILD_FACTS,
        ward(),
        locality(),
        *written_once("(t.joined_on::timestamp AT TIME ZONE 'Europe/London')"),
    ),
)  # fmt: skip

EPISODE_MOVES = Table(
    "episode_moves", "An episode went from one state to another.", "casework_episodemove t", "t.id",
    (
        EPISODE,
        column("verb", TEXT, "what was done"),
        column("from_state", TEXT, "state before; empty for the first"),
        column("to_state", TEXT, "state after"),
        *written_once("t.happened_at"),
    ),
)  # fmt: skip

ALLOCATIONS = Table(
    "allocations", "A key worker was given the episode.", "casework_allocation t", "t.id",
    (EPISODE, identity("worker", "user", "t.worker_id"), *dated()),
)  # fmt: skip

VISITS = Table(
    "visits", "Visits and other contacts.", "casework_visit t", "t.id",
    (
        identity("visit", "visit", "t.id"),
        EPISODE,
        identity("worker", "user", "t.by_id"),
        column("kind", TEXT, "home, elsewhere, school, phone or note"),
        *dated(),
    ),
)  # fmt: skip

SEEN = Table(
    "seen", "People seen at a visit.",
    "casework_seen t JOIN casework_visit v ON v.id = t.visit_id", "t.id",
    (
        identity("visit", "visit", "t.visit_id"),
        identity("person", "person", "t.person_id"),
        column("alone", YES_NO, "seen alone"),
        column("wishes_recorded", YES_NO, "whether their wishes were written down",
               "t.wishes <> ''"),
        *dated("v"),
    ),
)  # fmt: skip

ASSESSMENTS = Table(
    "assessments", "Family Wellbeing Assessments, complete at happened_at.",
    "casework_assessment t", "t.id", (EPISODE, DUE, *dated()),
)  # fmt: skip

PLANS = Table(
    "plans", "Plans agreed with the family.", "casework_plan t", "t.id", (EPISODE, DUE, *dated())
)

GOALS = Table(
    "goals", "Goals of a plan.", "casework_goal t", "t.id",
    (
        identity("goal", "goal", "t.id"),
        EPISODE,
        column("outcome", TEXT, "outcome that it belongs to"),
        column("by_on", DAY, "day by which it is to be met"),
        *dated(),
    ),
)  # fmt: skip

GOAL_ENDS = Table(
    "goal_ends", "How goals ended: the latest known row stands.", "casework_goalend t", "t.id",
    (
        identity("goal", "goal", "t.goal_id"),
        column("ending", TEXT, "met, partly, not_met or not_wanted"),
        *dated(),
    ),
)  # fmt: skip

REVIEWS = Table("reviews", "Reviews held.", "casework_review t", "t.id", (EPISODE, DUE, *dated()))

SCORES = Table(
    "scores", "Scores of an outcome for the family, 1 in crisis to 5 thriving.",
    "casework_outcomescore t", "t.id",
    (
        EPISODE,
        column("outcome", TEXT, "one of the ten outcomes"),
        column("score", WHOLE, "1 to 5"),
        column("occasion", TEXT, "assessment, review or closing", "t.scored_at"),
        *dated(),
    ),
)  # fmt: skip

CLOSINGS = Table(
    "closings", "Why and when episodes ended.", "casework_closing t", "t.id",
    (
        EPISODE,
        column("reason", TEXT, "closing reason"),
        locality(meaning="locality of the main household's ward at closing"),
        *dated(),
    ),
)  # fmt: skip

TABLES = (
    EPISODES, EPISODE_CHILDREN, EPISODE_MOVES, ALLOCATIONS, VISITS, SEEN, ASSESSMENTS, PLANS,
    GOALS, GOAL_ENDS, REVIEWS, SCORES, CLOSINGS,
)  # fmt: skip
