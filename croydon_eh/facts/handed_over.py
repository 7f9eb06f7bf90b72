"""Offers to social care and to lead professionals, and level 2 work that partners began."""

from croydon_eh.facts.tables import (
    MOMENT,
    REFERRAL,
    TEXT,
    YES_NO,
    Table,
    column,
    dated,
    identity,
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

LEAD_OFFERS = Table(
    "lead_offers", "Partner-led help: families that wait for a named lead professional.",
    "referrals_leadoffer t", "t.id",
    (
        identity("family", "family", "t.family_id"),
        REFERRAL,
        identity("lead", "user", "t.lead_id"),
        column("named_at", MOMENT, "when this lead was named; empty while nobody is"),
        column("due_at", MOMENT, "when the answer is due"),
        column("answer", TEXT, "accepted, declined or taken_back; empty while unanswered"),
        column("answered_at", MOMENT, "when it was answered"),
        *dated(),
    ),
)  # fmt: skip

REGISTRATIONS = Table(
    "registrations", "Level 2 work that a partner began with the family, without a referral.",
    "referrals_registration t JOIN localities_site s ON s.id = t.site_id "
    "JOIN localities_agency a ON a.id = s.agency_id", "t.id",
    (
        identity("family", "family", "t.family_id"),
        identity("site", "site", "t.site_id"),
        column("agency_kind", TEXT, "kind of the agency", "a.kind"),
        *dated(),
    ),
)  # fmt: skip

TABLES = (TRANSFERS, TRANSFER_CALLS, LEAD_OFFERS, REGISTRATIONS)
