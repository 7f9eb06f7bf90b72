"""Who may do what: the whole matrix on one screen. Which rows they may see is `.visible_to`."""

from django.db import models


class Role(models.TextChoices):
    PRACTITIONER = "practitioner", "Practitioner"
    SAFEGUARDING_LEAD = "safeguarding_lead", "Designated safeguarding lead"
    SCREENER = "screener", "SPOC screener"
    SOCIAL_WORKER = "social_worker", "SPOC social worker"
    SPOC_MANAGER = "spoc_manager", "SPOC manager"
    SOCIAL_CARE = "social_care", "Social care officer"
    KEY_WORKER = "key_worker", "Key worker"
    HUB_MANAGER = "hub_manager", "Hub manager"
    FFT_MANAGER = "fft_manager", "Family Functioning Team manager"
    HEAD = "head", "Head of early help"
    BUSINESS_SUPPORT = "business_support", "Business support"
    BOARD_MEMBER = "board_member", "Board member"
    ANALYST = "analyst", "Analyst"
    ADMINISTRATOR = "administrator", "Administrator"
    AUDITOR = "auditor", "Auditor"


class Permission(models.TextChoices):
    REFER = "referrals.refer", "Send referrals and read what became of them"
    CONSULT = "referrals.consult", "Log a conversation and the advice given"
    LIST_REFERRALS = "referrals.list", "List referrals in one's scope"
    SCREEN = "referrals.screen", "Open the SPOC board"
    DECIDE = "referrals.decide", "Decide a referral"
    AGREE_BELOW_4 = (
        "referrals.agree_below_4",
        "Agree a level below 4 for a red flag or level 4 need",
    )
    REOPEN = "referrals.reopen", "Reopen a decision"
    ANSWER_TRANSFER = "referrals.answer_transfer", "Accept or refuse a transfer"
    GIVE_VIEW = "referrals.give_view", "Give a screener a second view"
    VIEW_TRANSFERS = "referrals.view_transfers", "Read transfers, and who holds the family"
    RECORD_CALL = "referrals.record_call", "Record the call that goes with an urgent transfer"
    OFFER_STEP_DOWN = "referrals.offer_step_down", "Offer a family down to early help"
    ANSWER_STEP_DOWN = "referrals.answer_step_down", "Accept or refuse a step-down"
    VIEW_FAMILY = "families.view", "Open a family's page"
    AGREE = "families.agree", "Write down what a family agreed to"
    SAFETY = "families.safety", "Write down safe contact and whom it is safe to share with"
    GIVE = "families.give", "Give somebody of a family a code or a copy of the plan"
    CHECK_RISK = (
        "families.check_risk",
        "Check that children are safe when an agreement is taken back",
    )
    SEARCH = "families.search", "Find out who is known"
    MERGE = "families.merge", "Say that two records are one family, and undo it"
    BREAK_GLASS = "families.break_glass", "Open a restricted family, with a reason"
    RESTRICT = "families.restrict", "Restrict a family, name who may know of it, and lift that"
    ALLOCATE = "casework.allocate", "Give a family to a key worker"
    LEAD = "casework.lead", "Register level 2 work, accept and lead it"
    STEP_UP = "casework.step_up", "Offer a family to children's social care"
    WORK = "casework.work", "Assess, plan, visit, review, close"
    VIEW_EPISODE = "casework.view", "Read an episode"
    VIEW_REPORTS = "outcomes.view", "Read published reports"
    PREPARE_REPORTS = "outcomes.prepare", "Make drafts and comment"
    PUBLISH_REPORTS = "outcomes.publish", "Approve and publish reports"
    TRY_THRESHOLDS = "outcomes.try_thresholds", "Load proposed thresholds and replay the past"
    ADOPT_THRESHOLDS = "referrals.adopt_thresholds", "Adopt thresholds by the board's decision"
    SECOND_LOOK = "referrals.second_look", "Judge decided referrals again, blind"
    CONSISTENCY = "outcomes.consistency", "Read how alike referrals are judged, with examples"
    MANAGE_USERS = "accounts.manage", "Users, agencies and settings"
    VIEW_AUDIT = "audit.view", "Who did and saw what"


PRACTITIONERS = (Role.PRACTITIONER, Role.SAFEGUARDING_LEAD)

R, P = Role, Permission
FRONT_DOOR = {
    P.SCREEN,
    P.DECIDE,
    P.LIST_REFERRALS,
    P.VIEW_FAMILY,
    P.AGREE,
    P.SAFETY,
    P.GIVE,
    P.SEARCH,
    P.MERGE,
    P.VIEW_EPISODE,
    P.REFER,
    P.CONSULT,
    P.VIEW_TRANSFERS,
    P.RECORD_CALL,
    P.ANSWER_STEP_DOWN,
}
MANAGER = {P.LIST_REFERRALS, P.ALLOCATE, P.WORK, P.STEP_UP, P.VIEW_EPISODE, P.VIEW_FAMILY,
           P.BREAK_GLASS, P.RESTRICT, P.AGREE, P.SAFETY, P.GIVE, P.CHECK_RISK, P.VIEW_REPORTS,
           P.VIEW_TRANSFERS, P.RECORD_CALL, P.ANSWER_STEP_DOWN}  # fmt: skip
LAB = {P.TRY_THRESHOLDS, P.CONSISTENCY}
# What they lead themselves: `Episode.visible_to` gives a practitioner no other episode.
PARTNER = {P.REFER, P.CONSULT, P.LIST_REFERRALS, P.LEAD, P.WORK, P.VIEW_EPISODE}

MATRIX = {
    R.PRACTITIONER: PARTNER,
    R.SAFEGUARDING_LEAD: PARTNER,
    R.SCREENER: FRONT_DOOR | {P.SECOND_LOOK},
    R.SOCIAL_WORKER: FRONT_DOOR | {P.AGREE_BELOW_4, P.GIVE_VIEW, P.SECOND_LOOK},
    R.SPOC_MANAGER: FRONT_DOOR
    | {P.REOPEN, P.GIVE_VIEW, P.CHECK_RISK, P.BREAK_GLASS, P.RESTRICT, P.VIEW_REPORTS}
    | LAB,
    R.SOCIAL_CARE: {P.LIST_REFERRALS, P.ANSWER_TRANSFER, P.OFFER_STEP_DOWN, P.VIEW_TRANSFERS,
                    P.VIEW_EPISODE, P.VIEW_FAMILY},
    R.KEY_WORKER: {P.WORK, P.STEP_UP, P.VIEW_EPISODE, P.VIEW_FAMILY, P.AGREE, P.SAFETY,
                   P.GIVE, P.LIST_REFERRALS, P.VIEW_TRANSFERS, P.RECORD_CALL},
    R.HUB_MANAGER: MANAGER,
    R.FFT_MANAGER: MANAGER,
    R.HEAD: MANAGER - {P.WORK, P.STEP_UP, P.GIVE, P.RECORD_CALL, P.ANSWER_STEP_DOWN}
            | {P.PREPARE_REPORTS, P.PUBLISH_REPORTS} | LAB,
    R.BUSINESS_SUPPORT: set(),
    R.BOARD_MEMBER: {P.VIEW_REPORTS},
    R.ANALYST: {P.VIEW_REPORTS, P.PREPARE_REPORTS, P.TRY_THRESHOLDS},
    R.ADMINISTRATOR: {P.MANAGE_USERS, P.TRY_THRESHOLDS, P.ADOPT_THRESHOLDS},
    R.AUDITOR: {P.VIEW_AUDIT},
}  # fmt: skip


def allowed(role, permission):
    return permission in MATRIX.get(role, ())
