"""Contacts, referrals and what became of them."""

from croydon_eh.facts.tables import (
    CHILD_FACTS,
    MOMENT,
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

REFERRAL = identity("referral", "referral", "t.referral_id")

CONTACTS = Table(
    "contacts", "First contacts: a call or, without one, the form itself. The decision clock "
    "starts here.", "referrals_referral t", "t.id",
    (
        identity("referral", "referral", "t.id"),
        column("via", TEXT, "web, phone or api"),
        column("urgent", YES_NO, "as the caller said"),
        column("clock_version", TEXT, "version of the clocks that it started under"),
        *written_once("t.first_contact_at"),
    ),
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

TRANSFER = identity("transfer", "transfer", "t.id")

TRANSFERS = Table(
    "transfers", "Offers to, and from, children's social care. An accepted one up is a step-up.",
    "referrals_transfer t", "t.id",
    (
        TRANSFER,
        identity("family", "family", "t.family_id"),
        REFERRAL,
        column("direction", TEXT, "up or down"),
        column("urgent", YES_NO, "with a red flag: the answer is due in an hour"),
        column("due_at", MOMENT, "when the answer is due"),
        column("answer", TEXT, "accepted or refused; empty while unanswered"),
        column("answered_at", MOMENT, "when it was answered"),
        *dated(),
    ),
)  # fmt: skip

TRANSFER_CALLS = Table(
    "transfer_calls", "Live calls to children's social care that go with an urgent offer.",
    "referrals_transfercall t", "t.id",
    (identity("transfer", "transfer", "t.transfer_id"), *dated()),
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

TABLES = (
    CONTACTS, REFERRALS, REFERRAL_CHILDREN, OBSERVATIONS, MOVES, PAUSES, OWN_LEVELS, DECISIONS,
    TRANSFERS, TRANSFER_CALLS, DISAGREEMENTS, OPINIONS, ACKNOWLEDGEMENTS,
)  # fmt: skip
