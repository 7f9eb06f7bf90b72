"""The SPOC's page of a referral, allocation, the key worker's families, and the family's page."""

from accounts.policy import route
from accounts.roles import Permission as P
from casework.views import (
    agreement,
    allocation,
    break_glass,
    closing,
    episodes,
    families,
    forms,
    giving,
    loss,
    restricting,
    safety,
    same_people,
    screening,
    who,
)

REFERRAL = "referrals of families that the user may open, and the user's own"
WAITING = "episodes of the user's teams, of families that the user may open"
EPISODE = "episodes of families that the user may open"
FAMILY = "families that the user may open"
NAMED = "restricted families for which the user is named"
OWN = "episodes of which the user is key worker or lead, or manages the team"


def screen(part, view, name, *, get=P.SCREEN, post=P.DECIDE):
    """One form of the page on which a referral is screened."""
    return route(
        f"screening/<slug:reference>/{part}", view, name=name, get=get, post=post, rows=REFERRAL,
        reads="referral",
    )  # fmt: skip


def read(part, view, name):
    """One page of an episode."""
    return route(
        f"episodes/<int:episode_id>/{part}", view, name=name, get=P.VIEW_EPISODE, rows=EPISODE,
        reads="episode",
    )  # fmt: skip


def work(pattern, view, name, *, may=P.WORK):
    """One form of an episode."""
    return route(pattern, view, name=name, get=may, post=may, rows=OWN, reads="episode")


def restrict(part, view, name, *, rows):
    """One form about who may know that a family is here."""
    return route(
        f"families/<int:family_id>/restricted/{part}", view, name=name, get=P.RESTRICT,
        post=P.RESTRICT, rows=rows, reads="family",
    )  # fmt: skip


def person(part, view, name, *, may=P.SAFETY):
    """One form about a person of a family."""
    return route(f"people/<int:person_id>/{part}", view, name=name, get=may, post=may,
                 rows=FAMILY, reads="family")  # fmt: skip


urlpatterns = [
    screen("", screening.screening_referral, "screening_referral", post=None),
    screen("take/", screening.screening_take, "screening_take"),
    screen("own-level/", screening.screening_own_level, "screening_own_level"),
    screen("agree/", screening.screening_agree, "screening_agree", post=P.AGREE_BELOW_4),
    screen("decide/", screening.screening_decide, "screening_decide"),
    screen("ask/", screening.screening_ask, "screening_ask"),
    screen("answer/", screening.screening_answer, "screening_answer"),
    screen("reopen/", screening.screening_reopen, "screening_reopen", post=P.REOPEN),
    screen("ask-view/", screening.screening_ask_view, "screening_ask_view"),
    screen("give-view/", screening.screening_give_view, "screening_give_view", post=P.GIVE_VIEW),
    screen("disagreement/", screening.screening_disagreement, "screening_disagreement",
           post=P.REOPEN),
    screen("acknowledge/", screening.screening_acknowledge, "screening_acknowledge"),
    screen("duplicate/", screening.screening_duplicate, "screening_duplicate"),
    route("screening/<slug:reference>/compare/<int:family_id>/", who.screening_compare,
          name="screening_compare", get=P.MERGE, post=P.MERGE, reads="family",
          rows="families shown as a match of a referral that the user may open"),
    route("families/<int:family_id>/who/", who.family_who, name="family_who", get=P.MERGE,
          rows=FAMILY, reads="family"),
    route("families/<int:family_id>/who/<int:other_id>/", who.family_compare,
          name="family_compare", get=P.MERGE, post=P.MERGE, reads="family",
          rows="families shown as a match of a family that the user may open"),
    route("families/<int:family_id>/people/", same_people.family_people, name="family_people",
          get=P.MERGE, rows=FAMILY, reads="family"),
    route("families/<int:family_id>/people/<int:person_id>/<int:other_id>/",
          same_people.people_compare, name="people_compare", get=P.MERGE, post=P.MERGE,
          reads="family", rows="pairs of people of a family that the user may open"),
    route("people/joins/<int:merge_id>/undo/", same_people.person_undo, name="person_undo",
          get=P.MERGE, post=P.MERGE, reads="family",
          rows="merges of people of families that the user may open"),
    route("families/joins/<int:merge_id>/undo/", who.merge_undo, name="merge_undo", get=P.MERGE,
          post=P.MERGE, rows="merges of families that the user may open", reads="family"),
    route("families/known/", who.family_search, name="family_search", get=P.SEARCH,
          post=P.SEARCH, rows="all families but restricted ones; those, for the named alone",
          reads="family"),
    route("allocation/", allocation.allocation_board, name="allocation_board", get=P.ALLOCATE,
          rows=WAITING, reads="episode"),
    route("allocation/<int:episode_id>/", allocation.allocation_episode,
          name="allocation_episode", get=P.ALLOCATE, post=P.ALLOCATE, rows=WAITING,
          reads="episode"),
    route("families/mine/", episodes.episode_list, name="episode_list", get=P.WORK,
          rows="own open episodes; a manager's teams'", reads="episode"),
    route("families/<int:family_id>/", families.family_detail, name="family_detail",
          get=P.VIEW_FAMILY, rows=FAMILY, reads="family"),
    route("families/open-restricted/", break_glass.break_glass, name="break_glass",
          get=P.BREAK_GLASS, post=P.BREAK_GLASS,
          rows="a restricted family whose number, or a referral's, the user types; with a reason"),
    route("families/<int:family_id>/restricted/", restricting.family_restricted,
          name="family_restricted", get=P.VIEW_FAMILY, rows=FAMILY, reads="family"),
    restrict("begin/", restricting.restriction_begin, "restriction_begin", rows=FAMILY),
    restrict("names/", restricting.restriction_names, "restriction_names", rows=NAMED),
    restrict("lift/", restricting.restriction_lift, "restriction_lift", rows=NAMED),
    route("families/<int:family_id>/agreement/", agreement.family_agreement,
          name="family_agreement", get=P.VIEW_FAMILY, rows=FAMILY, reads="family"),
    route("families/<int:family_id>/agreement/add/", agreement.agreement_add,
          name="agreement_add", get=P.AGREE, post=P.AGREE, rows=FAMILY, reads="family"),
    route("families/<int:family_id>/court-orders/add/", agreement.court_order_add,
          name="court_order_add", get=P.AGREE, post=P.AGREE, rows=FAMILY, reads="family"),
    route("families/<int:family_id>/safety/", safety.family_safety, name="family_safety",
          get=P.VIEW_FAMILY, rows=FAMILY, reads="family"),
    route("families/<int:family_id>/danger/", safety.danger_note, name="danger_note",
          get=P.SAFETY, post=P.SAFETY, rows=FAMILY, reads="family"),
    person("loss/", loss.loss_record, "loss_record"),
    route("families/<int:family_id>/messages/", loss.messages_start, name="messages_start",
          get=P.CHECK_RISK, post=P.CHECK_RISK, rows=FAMILY, reads="family"),
    person("safe-contact/", safety.safe_contact, "safe_contact"),
    person("sharing/", safety.safe_to_share, "safe_to_share"),
    route("families/<int:family_id>/objection/add/", agreement.objection_add,
          name="objection_add", get=P.AGREE, post=P.AGREE, rows=FAMILY, reads="family"),
    route("agreements/<int:agreement_id>/check/", agreement.risk_check, name="risk_check",
          get=P.CHECK_RISK, post=P.CHECK_RISK, rows=FAMILY, reads="family"),
    read("", episodes.episode_detail, "episode_detail"),
    read("chronology/", episodes.episode_chronology, "episode_chronology"),
    read("assessment/", episodes.episode_assessment, "episode_assessment"),
    read("plan/", episodes.episode_plan, "episode_plan"),
    read("visits/", episodes.episode_visits, "episode_visits"),
    work("episodes/<int:episode_id>/visits/add/", forms.visit_add, "visit_add"),
    work("episodes/<int:episode_id>/assessment/add/", forms.assessment_add, "assessment_add"),
    work("episodes/<int:episode_id>/plan/add/", forms.plan_add, "plan_add"),
    work("episodes/<int:episode_id>/goals/add/", forms.goal_add, "goal_add"),
    work("episodes/<int:episode_id>/reviews/add/", forms.review_add, "review_add"),
    work("episodes/<int:episode_id>/scores/add/", forms.score_add, "score_add"),
    work("episodes/<int:episode_id>/close/", closing.episode_close, "episode_close"),
    work("episodes/<int:episode_id>/step-up/", closing.episode_step_up, "episode_step_up",
         may=P.STEP_UP),
    work("episodes/<int:episode_id>/for/<int:person_id>/", giving.plan_for_person,
         "plan_for_person", may=P.GIVE),
    route("given/<int:given_id>/plan.pdf", giving.given_plan, name="given_plan", get=P.GIVE,
          rows=OWN, reads="episode"),
    work("goals/<int:goal_id>/end/", forms.goal_end, "goal_end"),
    work("visits/<int:visit_id>/correct/", forms.visit_correct, "visit_correct"),
]  # fmt: skip
