"""What others said about referrals: second looks, second views, disagreement."""

from croydon_eh.facts.tables import (
    MOMENT,
    REFERRAL,
    TEXT,
    WHOLE,
    Table,
    column,
    dated,
    identity,
)  # fmt: skip

AGREED = Table(
    "agreed", "A SPOC social worker agreed to a level below 4.", "referrals_agreed t", "t.id",
    (
        REFERRAL,
        identity("social_worker", "user", "t.by_id"),
        column("level", WHOLE, "level agreed to"),
        *dated(),
    ),
)  # fmt: skip

BLIND_LEVELS = Table(
    "blind_levels", "Levels that a second screener gave without knowing the first.",
    "referrals_blindlevel t", "t.id",
    (
        REFERRAL,
        identity("screener", "user", "t.by_id"),
        column("level", WHOLE, "level given"),
        *dated(),
    ),
)  # fmt: skip

DISAGREEMENTS = Table(
    "disagreements", "A referrer disagreed with a decision; a SPOC manager answers.",
    "referrals_disagreement t", "t.id",
    (
        REFERRAL,
        column("due_at", MOMENT, "when the answer is due"),
        column("answer", TEXT, "upheld or reopened; empty while unanswered"),
        column("answered_at", MOMENT, "when it was answered"),
        *dated(),
    ),
)  # fmt: skip

OPINIONS = Table(
    "opinions", "Second views that screeners asked for.", "referrals_opinion t", "t.id",
    (
        REFERRAL,
        column("asked_of", TEXT, "role that was asked"),
        column("answered_at", MOMENT, "when it was answered"),
        *dated(),
    ),
)  # fmt: skip

ACKNOWLEDGEMENTS = Table(
    "acknowledgements", "The authority of a family that lives elsewhere took it on.",
    "referrals_acknowledgement t", "t.id", (REFERRAL, *dated()),
)  # fmt: skip

TABLES = (AGREED, BLIND_LEVELS, DISAGREEMENTS, OPINIONS, ACKNOWLEDGEMENTS)
