"""Words of the front door."""

from django.db import models


class State(models.TextChoices):
    SUBMITTED = "submitted", "Waiting for a decision"
    INFORMATION_REQUESTED = "information_requested", "Waiting for your answer"
    DECIDED = "decided", "Decided"
    WITHDRAWN = "withdrawn", "Withdrawn"
    DUPLICATE = "duplicate", "Sent twice"


UNDECIDED = (State.SUBMITTED, State.INFORMATION_REQUESTED)


class Level(models.IntegerChoices):
    UNIVERSAL = 1, "1 Universal"
    ADDITIONAL = 2, "2 Additional"
    INTENSIVE = 3, "3 Intensive"
    SPECIALIST = 4, "4 Specialist"


class Outcome(models.TextChoices):
    ADVICE = "advice", "Advice and universal services"
    PARTNER_LED = "partner_led", "Partner-led early help"
    FAMILY_SOLUTIONS = "family_solutions", "Family Solutions"
    SOCIAL_CARE = "social_care", "Children's social care"
    LINKED = "linked", "Linked to open work"
    OTHER_SERVICE = "other_service", "Other service"
    NO_FURTHER_ACTION = "no_further_action", "No further action"


# The level that an outcome belongs to; the others may have any.
LEVEL_OF = {
    Outcome.ADVICE: Level.UNIVERSAL,
    Outcome.PARTNER_LED: Level.ADDITIONAL,
    Outcome.FAMILY_SOLUTIONS: Level.INTENSIVE,
    Outcome.SOCIAL_CARE: Level.SPECIALIST,
}


class Via(models.TextChoices):
    WEB = "web", "This website"
    PHONE = "phone", "Phone call"
    API = "api", "Partner system"
    PUBLIC = "public", "The public page"
