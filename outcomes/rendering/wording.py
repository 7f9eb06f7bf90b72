"""Sentences that every form of a report carries."""

SMALL_NUMBERS = (
    "Numbers from 1 to 5 are not shown, so that no family can be picked out. Some larger numbers "
    "are hidden too, so that nobody can work the small ones out. Both are marked c. A percentage "
    "or average is hidden where a number behind it is, or where it is about fewer than 6. "
    "A nought is shown."
)
HOW_TO_READ = (
    (
        "Target and floor",
        "The target is what the board wants to reach. The floor is the least it accepts. "
        "Met target: at the target or better. Near target: between floor and target. Off target: "
        "worse than the floor. Some measures have no target, because a target could lead people "
        "to make the wrong decision for a child.",
    ),
    (
        "Numbers behind each figure",
        "The counts stand beside each percentage: 54 of 58 means that it happened for 54 of the "
        "58 that it could have happened for. Pending ones are not done and not yet due: they are "
        "in neither number.",
    ),
    (
        "Lower and upper limit",
        "With few cases a figure moves by chance. The limits show where it would lie 95 times in "
        "100 if chance alone were at work. Where the limits of two areas overlap, do not "
        "read much into the difference.",
    ),
    (
        "Charts over time",
        "The shaded band is the range within which this measure usually moves from quarter to "
        "quarter. A point outside it is worth asking about. A point inside it may be chance.",
    ),
    (
        "Where families live",
        "A locality is where the family's main home is. Families who live outside Croydon, and "
        "those whose address is not known, have rows of their own. The rows add up to Croydon.",
    ),
    ("Small numbers", SMALL_NUMBERS),
)
ATTRIBUTION = (
    "Contains OS data © Crown copyright and database right. Contains Royal Mail data © Royal Mail "
    "copyright and database right. Source: Office for National Statistics licensed under the Open "
    "Government Licence v3.0. Contains MHCLG English Indices of Deprivation 2025."
)
SERVICE = "Croydon Early Help"
HASH_NOTE = (
    "This SHA-256 code is made from the public figures of this edition. Anyone who has the "
    "figures can make it again and see that none was changed."
)
STATES = {
    "draft": "Draft",
    "commentary": "Draft, being commented",
    "approved": "Approved, not yet published",
    "published": "Published",
}
