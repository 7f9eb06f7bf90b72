"""Referrals, and how they were screened."""

from croydon_eh.facts.tables import (
    CHILD_FACTS,
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

REFERRALS = Table(
    "referrals", "Written referrals, as submitted. What became of them is in moves and decisions.",
    "referrals_referral t JOIN localities_site s ON s.id = t.site_id "
    "JOIN localities_agency a ON a.id = s.agency_id", "t.id",
    (
        identity("referral", "referral", "t.id"),
        identity("family", "family", "t.family_id"),
        identity("site", "site", "t.site_id"),
        column("agency_kind", TEXT, "kind of the agency that referred", "a.kind"),
        column("source_code", TEXT, "source of referral, code of the CIN census"),
        column("is_step_down", YES_NO, "a step-down from children's social care"),
        column("area", TEXT, "where the main household lived: croydon, elsewhere, unknown, none"),
        ward(),
        locality(meaning="locality of the main household's ward at submission"),
        column("threshold_version", TEXT, "version of the threshold guidance"),
        column("suggested_level", WHOLE, "level that the guidance suggests, 1 to 4"),
        column("suggested_rule", WHOLE, "rule of the guidance behind it, 1 to 7"),
        column(
            "flags", TEXT, "flags of the suggestion, by spaces", "array_to_string(t.flags, ' ')"
        ),
        column("decision_due_at", MOMENT,
               "when the decision is due as known today: the pauses known so far are in it"),
        *written_once("t.submitted_at"),
    ),
)  # fmt: skip

REFERRAL_CHILDREN = Table(
    "referral_children", "Children named in a referral, with the facts of that moment.",
    "referrals_referralchild t JOIN referrals_referral r ON r.id = t.referral_id", "t.id",
    (
        REFERRAL,
        identity("child", "person", "t.person_id"),
        *CHILD_FACTS,
        ward(),
        locality(),
        column("level", WHOLE, "level suggested for this child"),
        column("rule", WHOLE, "rule behind it"),
        *written_once("r.submitted_at", "r.recorded_at"),
    ),
)  # fmt: skip

OBSERVATIONS = Table(
    "observations", "Indicators picked on a referral, for one child or for the whole family.",
    "referrals_observation t JOIN referrals_referral r ON r.id = t.referral_id "
    "LEFT JOIN referrals_referralchild c ON c.id = t.child_id", "t.id",
    (
        REFERRAL,
        identity("child", "person", "c.person_id", "pseudonym of the child; empty: the family"),
        column("key", TEXT, "indicator of the threshold guidance, or its theme"),
        column("answer", TEXT, "observed, not_known or no_concern"),
        *written_once("r.submitted_at", "r.recorded_at"),
    ),
)  # fmt: skip

MOVES = Table(
    "moves", "A referral went from one state to another.", "referrals_move t", "t.id",
    (
        REFERRAL,
        column("verb", TEXT, "what was done"),
        column("from_state", TEXT, "state before; empty for the first"),
        column("to_state", TEXT, "state after"),
        *written_once("t.happened_at"),
    ),
)  # fmt: skip

PAUSES = Table(
    "pauses", "Questions to the referrer: the decision clock stands still from happened_at.",
    "referrals_pause t", "t.id",
    (REFERRAL, column("until_at", MOMENT, "when it ran on; empty while open"), *dated()),
)  # fmt: skip

OWN_LEVELS = Table(
    "own_levels", "Levels that screeners gave before they saw the suggestion.",
    "referrals_ownlevel t", "t.id",
    (
        REFERRAL,
        identity("screener", "user", "t.by_id"),
        column("level", WHOLE, "own level"),
        *dated(),
    ),
)  # fmt: skip

DECISIONS = Table(
    "decisions", "Decisions. The earliest known of a referral is its first, the latest stands.",
    "referrals_decision t", "t.id",
    (
        REFERRAL,
        identity("screener", "user", "t.by_id"),
        column("own_level", WHOLE, "the screener's own first level"),
        column("suggested_level", WHOLE, "level suggested"),
        column("suggested_rule", WHOLE, "rule behind the suggestion"),
        column("threshold_version", TEXT, "version of the threshold guidance"),
        column("level", WHOLE, "final level"),
        column("outcome", TEXT, "what was decided"),
        locality(meaning="locality of the main household's ward at the decision"),
        column("due_at", MOMENT, "the due moment that this decision met or missed"),
        *dated(),
    ),
)  # fmt: skip

TABLES = (
    REFERRALS, REFERRAL_CHILDREN, OBSERVATIONS, MOVES, PAUSES, OWN_LEVELS, DECISIONS,
)  # fmt: skip
