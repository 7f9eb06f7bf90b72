"""What can be done to a referral. Read through the module: `referrals.decide(…)`."""

from referrals.actions.calls import end_call, log_call, refer_from_call, tie_form
from referrals.actions.consultations import log_consultation, refer_from_consultation
from referrals.actions.decisions import decide, mark_duplicate, reopen
from referrals.actions.drafts import discard_draft, remove_page, save_page, start_draft
from referrals.actions.intake import submit, withdraw
from referrals.actions.keeping_back import keep_back
from referrals.actions.leads import accept_lead, decline_lead, name_lead
from referrals.actions.level_two import make_referral, register_level_2
from referrals.actions.public import give_code, give_family_code, read_answer
from referrals.actions.questions import answer, ask
from referrals.actions.screening import agree_below_4, assign, assign_to_me, record_own_level
from referrals.actions.second_look import record_blind_level, take_second_look
from referrals.actions.step_downs import (
    accept_step_down,
    offer_new_step_down,
    offer_step_down,
    refuse_step_down,
)
from referrals.actions.thresholds import adopt_thresholds, propose_thresholds
from referrals.actions.transfers import (
    accept_transfer,
    offer_step_up,
    record_call,
    refuse_transfer,
)
from referrals.actions.views_on_it import (
    acknowledge,
    answer_disagreement,
    ask_for_view,
    disagree,
    give_view,
)

__all__ = [
    "accept_lead",
    "accept_step_down",
    "accept_transfer",
    "acknowledge",
    "adopt_thresholds",
    "agree_below_4",
    "answer",
    "answer_disagreement",
    "ask",
    "ask_for_view",
    "assign",
    "assign_to_me",
    "decide",
    "decline_lead",
    "disagree",
    "discard_draft",
    "end_call",
    "give_code",
    "give_family_code",
    "give_view",
    "keep_back",
    "log_call",
    "log_consultation",
    "make_referral",
    "mark_duplicate",
    "name_lead",
    "offer_new_step_down",
    "offer_step_down",
    "offer_step_up",
    "propose_thresholds",
    "read_answer",
    "record_blind_level",
    "record_call",
    "record_own_level",
    "refer_from_call",
    "refer_from_consultation",
    "refuse_step_down",
    "refuse_transfer",
    "register_level_2",
    "remove_page",
    "reopen",
    "save_page",
    "start_draft",
    "submit",
    "take_second_look",
    "tie_form",
    "withdraw",
]
