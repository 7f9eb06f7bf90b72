"""Where families live, what they agreed to, and which records are one family."""

from croydon_eh.facts.tables import (
    DAY,
    NUMBER,
    TEXT,
    YES_NO,
    Table,
    column,
    dated,
    identity,
    locality,
    ward,
)  # fmt: skip

FAMILY = identity("family", "family", "t.family_id")
SPAN = (
    column("from_on", DAY, "first day on which it holds"),
    column("until_on", DAY, "first day on which it no longer holds; empty while it does"),
)

HOUSEHOLDS = Table(
    "households", "Where a household of a family lives, from a day on.",
    "families_residence t JOIN families_household h ON h.id = t.household_id", "t.id",
    (
        identity("household", "household", "t.household_id"),
        identity("family", "family", "h.family_id"),
        column("is_main", YES_NO, "the family's main household", "h.is_main"),
        column("area", TEXT, "croydon, elsewhere, unknown or none"),
        ward(),
        column("ward_confidence", NUMBER, "how sure the ward is, 0 to 1"),
        *SPAN,
        *dated(),
    ),
)  # fmt: skip

HOUSEHOLD_MEMBERS = Table(
    "household_members", "Who lives in a household, from a day on; perhaps in two at once.",
    "families_householdmember t JOIN families_person p ON p.id = t.person_id", "t.id",
    (
        identity("household", "household", "t.household_id"),
        identity("person", "person", "t.person_id"),
        column("is_child", YES_NO, "whether the person is a child", "p.is_child"),
        *SPAN,
        *dated(),
    ),
)  # fmt: skip

MERGES = Table(
    "merges", "Two records were found to be one family. A merge of a merged one goes all the way.",
    "families_merge t", "t.id",
    (
        identity("duplicate", "family", "t.duplicate_id", "pseudonym of the record given up"),
        identity("family", "family", "t.family_id", "pseudonym of the family that it is"),
        *dated(),
    ),
)  # fmt: skip

PERSON_MERGES = Table(
    "person_merges", "Two records of one family were found to be one person.",
    "families_personmerge t", "t.id",
    (
        identity("duplicate", "person", "t.duplicate_id", "pseudonym of the record given up"),
        identity("person", "person", "t.person_id", "pseudonym of the person that it is"),
        *dated(),
    ),
)  # fmt: skip

OBJECTIONS = Table(
    "objections", "Objections to being used to evaluate the service: the latest of each stands. "
    "They govern feedback, quotations and extracts; the figures count everybody.",
    "families_objection t", "t.id",
    (
        FAMILY,
        identity("person", "person", "t.person_id"),
        column("objects_to_it", YES_NO, "objects; no: takes an objection back"),
        *dated(),
    ),
)  # fmt: skip

AGREEMENTS = Table(
    "agreements", "Agreement sought to help and to share, or the coded reason to go on without.",
    "families_agreement t", "t.id",
    (
        FAMILY,
        identity("person", "person", "t.person_id"),
        column("purpose", TEXT, "help or share"),
        column("answer", TEXT, "agreed, refused, withdrawn or not_asked"),
        column("basis", TEXT, "coded reason where not asked"),
        *dated(),
    ),
)  # fmt: skip

DISCLOSURES = Table(
    "disclosures", "A family's facts were first opened by, or sent to, another agency.",
    "families_disclosure t JOIN localities_agency a ON a.id = t.agency_id", "t.id",
    (
        FAMILY,
        identity("agency", "agency", "t.agency_id"),
        column("agency_kind", TEXT, "kind of the agency", "a.kind"),
        locality(),
        *dated(),
    ),
)  # fmt: skip

RISK_CHECKS = Table(
    "risk_checks", "A manager looked whether children are safe after an agreement was taken back.",
    "families_riskcheck t", "t.id",
    (FAMILY, column("finding", TEXT, "safe, talk or step_up"), *dated()),
)  # fmt: skip

OBJECTIONS = Table(
    "objections", "What was said of evaluation; the latest of each person stands. A family that "
    "objects counts in every figure, and is left out of whatever else is made of these files.",
    "families_objection t", "t.id",
    (
        FAMILY,
        identity("person", "person", "t.person_id"),
        column("objects_to_it", YES_NO, "whether evaluation is objected to"),
        *dated(),
    ),
)  # fmt: skip

TABLES = (
    HOUSEHOLDS, HOUSEHOLD_MEMBERS, MERGES, PERSON_MERGES, AGREEMENTS, RISK_CHECKS, OBJECTIONS,
    DISCLOSURES,
)  # fmt: skip
