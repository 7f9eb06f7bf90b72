"""Words of the casework."""

from django.db import models


class Kind(models.TextChoices):
    FAMILY_SOLUTIONS = "family_solutions", "Family Solutions"
    PARTNER_LED = "partner_led", "Partner-led early help"
    JOINT = "joint", "Joint working with social care"


class Origin(models.TextChoices):
    REFERRAL = "referral", "Referral"
    STEP_DOWN = "step_down", "Step-down from social care"


class State(models.TextChoices):
    WAITING = "waiting", "Waiting for a key worker"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


class ClosingReason(models.TextChoices):
    GOALS_MET = "goals_met", "Goals met"
    UNIVERSAL = "universal", "Needs met by universal services"
    STEPPED_UP = "stepped_up", "Stepped up to social care"
    CHOSE_TO_STOP = "chose_to_stop", "Family chose to stop"
    LOST_CONTACT = "lost_contact", "We lost contact"
    MOVED_AWAY = "moved_away", "Moved away"
    TURNED_18 = "turned_18", "Turned 18"
    DIED = "died", "Died"


NEEDS_RISK_CHECK = (ClosingReason.CHOSE_TO_STOP, ClosingReason.LOST_CONTACT)


class GoalEnding(models.TextChoices):
    MET = "met", "Met"
    PARTLY = "partly", "Partly met"
    NOT_MET = "not_met", "Not met"
    NOT_WANTED = "not_wanted", "No longer wanted"


class ScoredAt(models.TextChoices):
    ASSESSMENT = "assessment", "Assessment"
    REVIEW = "review", "Review"
    CLOSING = "closing", "Closing"


class VisitKind(models.TextChoices):
    HOME = "home", "Home visit"
    ELSEWHERE = "elsewhere", "Met somewhere else"
    SCHOOL = "school", "Met at school or nursery"
    PHONE = "phone", "Phone or video call"
    NOTE = "note", "Note only"
