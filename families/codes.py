"""Code sets of people's facts. Codes are those of the Department for Education's CIN census."""

from django.db import models


class Sex(models.TextChoices):
    FEMALE = "F", "Female"
    MALE = "M", "Male"
    UNKNOWN = "U", "Not known"


class NotAskedYesNo(models.TextChoices):
    YES = "Y", "Yes"
    NO = "N", "No"
    UNKNOWN = "U", "Not known"


class EthnicGroup(models.TextChoices):
    WBRI = "WBRI", "White British"
    WIRI = "WIRI", "White Irish"
    WIRT = "WIRT", "Traveller of Irish heritage"
    WROM = "WROM", "Gypsy or Roma"
    WOTH = "WOTH", "Any other White background"
    MWBC = "MWBC", "White and Black Caribbean"
    MWBA = "MWBA", "White and Black African"
    MWAS = "MWAS", "White and Asian"
    MOTH = "MOTH", "Any other mixed background"
    AIND = "AIND", "Indian"
    APKN = "APKN", "Pakistani"
    ABAN = "ABAN", "Bangladeshi"
    CHNE = "CHNE", "Chinese"
    AOTH = "AOTH", "Any other Asian background"
    BCRB = "BCRB", "Caribbean"
    BAFR = "BAFR", "African"
    BOTH = "BOTH", "Any other Black background"
    OOTH = "OOTH", "Any other ethnic group"
    REFU = "REFU", "Prefer not to say"
    NOBT = "NOBT", "Not yet known"


# The broad groups that reports show: small groups would have to be hidden.
BROAD_ETHNIC_GROUP = {
    **dict.fromkeys(("WBRI", "WIRI", "WIRT", "WROM", "WOTH"), "White"),
    **dict.fromkeys(("MWBC", "MWBA", "MWAS", "MOTH"), "Mixed"),
    **dict.fromkeys(("AIND", "APKN", "ABAN", "CHNE", "AOTH"), "Asian"),
    **dict.fromkeys(("BCRB", "BAFR", "BOTH"), "Black"),
    "OOTH": "Other",
    **dict.fromkeys(("REFU", "NOBT", ""), "unknown"),
}


class Disability(models.TextChoices):
    YES = "YES", "Disabled"
    NO = "NO", "Not disabled"
    REFUSED = "REF", "Prefer not to say"


class SharingPurpose(models.TextChoices):
    HELP = "help", "To get help"
    SHARE = "share", "To share with other agencies"


class SaidAs(models.TextChoices):
    """In whose name somebody answered."""

    SELF = "self", "For themselves"
    PARENT = "parent", "As a parent, for their children"
    GILLICK = "gillick", "A child under 16 who understands what it means"


class OrderKind(models.TextChoices):
    """What a court may have ordered about a child."""

    LIVES_WITH = "lives_with", "With whom the child lives"
    CONTACT = "contact", "With whom the child may spend time"
    PROHIBITED = "prohibited", "Something that a parent must not do"
    STAY_AWAY = "stay_away", "Somebody must stay away"
    CARE = "care", "Care or supervision order"
    OTHER = "other", "Another order"


class Danger(models.TextChoices):
    """Signs of danger at home, for which nothing is sent to anybody without a written reason."""

    DOMESTIC_ABUSE = "domestic_abuse", "Domestic abuse"
    ABUSE = "abuse", "Abuse, exploitation or harm that may happen"
    DO_NOT_TELL = "do_not_tell", "The referrer said: do not tell the family"
    OWN_REQUEST = "own_request", "A young person asked for help themselves"
    MUST_NOT_KNOW = "must_not_know", "Somebody must not be told"
    COURT_ORDER = "court_order", "A court told somebody to stay away"
    WORKER = "worker", "A worker learnt of a danger"


class LossKind(models.TextChoices):
    DEATH = "death", "Somebody has died"
    PREGNANCY = "pregnancy", "A pregnancy has ended"


class GivenWhat(models.TextChoices):
    CODE = "code", "A code to read what becomes of a referral"
    PLAN = "plan", "A copy of the plan"


class GivenHow(models.TextChoices):
    """How something reached a person. A letter or a mail goes to the safe address alone."""

    READ_OUT = "read_out", "Read out to them"
    HANDED = "handed", "Printed and handed to them"
    POSTED = "posted", "Sent by post"
    MAILED = "mailed", "Sent by email"


class Basis(models.TextChoices):
    """The coded reasons for which a referral may go on without agreement."""

    SIGNIFICANT_HARM = "significant_harm", "A child is at risk of significant harm"
    RISK_OR_DELAY = "risk_or_delay", "Asking would increase the risk or cause harmful delay"
    SERIOUS_CRIME = "serious_crime", "To prevent or detect a serious crime"
    LEGAL_DUTY = "legal_duty", "A court order or a legal duty"
    VITAL_INTEREST = "vital_interest", "To protect somebody's life"
