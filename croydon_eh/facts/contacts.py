"""How families first came to notice: calls and conversations."""

from croydon_eh.facts.tables import (
    MOMENT,
    REFERRAL,
    TEXT,
    YES_NO,
    Table,
    column,
    dated,
    identity,
    written_once,
)  # fmt: skip

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

CALLS = Table(
    "calls", "Phone calls to the SPOC. One that no referral belongs to is a contact of its own.",
    "referrals_call t", "t.id",
    (
        identity("referral", "referral", "t.referral_id",
                 "pseudonym of the referral that is decided; empty while there is none"),
        identity("written", "referral", "t.written_id", "pseudonym of the caller's own form"),
        column("urgent", YES_NO, "as the caller said"),
        column("clock_version", TEXT, "version of the clocks that it started under"),
        column("decision_due_at", MOMENT, "when a decision is due, without a form"),
        column("form_due_at", MOMENT, "when the written form is due"),
        column("ended_at", MOMENT, "when nothing more was waited for; empty while open"),
        column("ending", TEXT, "form, without_form or no_referral"),
        *dated(),
    ),
)  # fmt: skip

CONVERSATIONS = Table(
    "conversations", "Advice that was asked for and given. No clock runs.",
    "referrals_consultation t", "t.id",
    (
        REFERRAL,
        column("at_front_door", YES_NO, "logged by the SPOC"),
        *dated(),
    ),
)  # fmt: skip

TABLES = (CONTACTS, CALLS, CONVERSATIONS)
