"""All that the SPOC looks at for one referral, as plain values, in at most twelve queries a page,
and up to three more to find out who it is and to write down who was shown.

It stands above `referrals` because it shows the family's episodes too.
"""

from datetime import datetime

from django.db.models import Max, OuterRef, Subquery

from accounts.roles import Permission
from casework import who
from casework.history import history
from casework.holder import held, held_facts
from families import agreeing
from families.homes import main_residence
from families.models import Area
from families.people import one_each, people_of
from localities.calendar import london_date
from referrals import beside, board, callbacks, decision_rules, leads, sheet, suggestion
from referrals.codes import UNDECIDED, Level, Outcome, State
from referrals.decision_clock import due_without_pauses
from referrals.happenings import happenings
from referrals.models import LeadOffer, OwnLevel, Pause, Referral

VERBS = {
    "submit": "Sent",
    "ask": "The SPOC asked a question",
    "answer": "The question was answered",
    "decide": "Decided",
    "reopen": "Reopened for a second look",
    "return_transfer": "Children’s social care did not accept it",
    "withdraw": "Withdrawn",
    "mark_duplicate": "Sent twice",
    "view_asked": "A second view was asked for",
    "view_given": "A second view was given",
    "disagreed": "The referrer disagreed",
    "disagreement_answered": "The disagreement was answered",
    "transfer_accepted": "Children’s social care accepted it",
    "called": "Children’s social care was phoned: who answered",
    "acknowledged": "The family’s own authority acknowledged it",
}
STATE_COLOURS = {
    State.SUBMITTED: "blue",
    State.INFORMATION_REQUESTED: "yellow",
    State.DECIDED: "green",
    State.WITHDRAWN: "grey",
    State.DUPLICATE: "grey",
}


def screened(user):
    """What this user may open, each with the user's own level and the open question's moment."""
    own = OwnLevel.objects.current().filter(referral=OuterRef("pk"), by=user).order_by()
    asked = Pause.objects.current().filter(referral=OuterRef("pk"), until_at=None).order_by()
    asked = asked.values("referral").annotate(at=Max("happened_at")).values("at")
    return (
        Referral.objects.visible_to(user)
        .select_related("family", "site__agency", "locality", "ward", "assigned_to", "referrer")
        .annotate(own_level=Subquery(own.values("level")[:1]), asked_at=Subquery(asked))
        .annotate(joins=who.joins("family_id"), **held_facts("family_id"), **beside.facts())
    )


def page(referral, user, now):
    """Context of the page. The suggestion is not in it before the user's own level is."""
    today = london_date(now)
    people = people_of(referral.family_id, on=today, **who.TO_COMPARE)
    children = _children(referral, people)
    undecided = referral.state in UNDECIDED
    may_merge = user.has_perm(Permission.MERGE)
    may_decide = undecided and user.has_perm(Permission.DECIDE)
    shown = referral.own_level is not None or not undecided
    return {
        "referral": referral,
        "status": (referral.get_state_display(), STATE_COLOURS[referral.state]),
        "undecided": undecided,
        "clock": _clock(referral, now) if undecided else None,
        "missing_form": callbacks.missing_form(referral, user, now),
        "place": referral.locality.name if referral.locality else board.PLACES[referral.area],
        **_facts(referral, people, children, today),
        "held": held(vars(referral)),
        "joins": [{**join, "at": datetime.fromisoformat(join["at"])} for join in referral.joins],
        "matches": who.matches(people, user, now) if may_merge else None,
        "may_merge": may_merge,
        "history": history(user, referral.family_id, but=referral.pk),
        "timeline": _timeline(referral),
        **beside.shown(referral, user, now),
        "decisions": _decisions(referral),
        "lead": _lead(referral, user, now),
        "may_decide": may_decide,
        "perms_decide": user.has_perm(Permission.DECIDE),
        "perms_reopen": user.has_perm(Permission.REOPEN),
        "may_reopen": referral.state == State.DECIDED and user.has_perm(Permission.REOPEN),
        "suggestion": suggestion.suggestion(referral, children) if shown else None,
        **_agreed(referral, user, may_decide and shown),
    }


def _children(referral, people):
    """The children of the referral, with their own scores; the page shows those only later."""
    named = {person["id"]: person for person in people}
    rows = referral.children.order_by("id").values("person_id", "level", "rule", "result")
    return [{**named[row["person_id"]], **row} for row in rows]


def _facts(referral, people, children, today):
    """What was sent, and who the people are."""
    referred = {child["id"] for child in children}
    home = main_residence(referral.family_id, on=today)
    return {
        "children": [p for p in one_each(people) if p["ids"] & referred],
        "others": [p for p in one_each(people) if not p["ids"] & referred],
        "home": home.shown_address if home else Area(referral.area).label,
        "told": sheet.told(referral),
        "observed": sheet.observed(referral),
        "agreements": _agreements(referral),
    }


def _agreements(referral):
    """The answers that stand; what was said before is on the family’s page."""
    return [
        {
            "key": f"{row.get_purpose_display()}: {row.person or 'the family'}",
            "value": "\n".join(filter(None, (row.get_answer_display(), row.get_basis_display(),
                                             row.reason))),
        }
        for row in sorted(agreeing.standing(referral.family), key=lambda said: said.purpose)
    ]  # fmt: skip


def _clock(referral, now):
    row = {name: getattr(referral, name) for name in (
        "first_contact_at", "clock_version", "state", "asked_at", "urgent", "suggested_level",
        "decision_due_at",
    )}  # fmt: skip
    unpaused = due_without_pauses(referral) if referral.asked_at else None
    return {**board.clock_of(row, now), "unpaused_due_at": unpaused}


def _timeline(referral):
    return [
        {"title": VERBS[kind], "at": at, "by": by or "", "text": text}
        for kind, at, by, text, _ in happenings(referral)
    ]


def _decisions(referral):
    """Each decision, the standing one first."""
    if referral.first_decided_at is None:
        return []
    rows = referral.decisions.order_by("-number").values(
        "number", "level", "outcome", "reason", "words", "happened_at", "by__name"
    )
    return [{**row, "outcome": Outcome(row["outcome"]).label} for row in rows]


def _lead(referral, user, now):
    """Who was asked to lead, where partner-led help stands."""
    if referral.state != State.DECIDED or referral.outcome != Outcome.PARTNER_LED:
        return None
    offers = LeadOffer.objects.current().filter(referral=referral).visible_to(user)
    offer = offers.select_related("lead").order_by("-id").first()
    if offer is None:
        return None
    moments = (offer.happened_at, offer.named_at, offer.due_at)
    return {"offer": offer, "clock": leads.clock(*moments, now, offer.answered_at)}


def _agreed(referral, user, shown):
    """The second person's agreement, where the suggestion is level 4."""
    if not shown or referral.suggested_level != Level.SPECIALIST:
        return {"needs_agreement": False}
    given = [
        {"level": a.level, "by": a.by.name, "at": a.happened_at, "reason": a.reason}
        for a in decision_rules.agreements(referral)
    ]
    may_agree = user.has_perm(Permission.AGREE_BELOW_4)
    return {"needs_agreement": True, "agreed": given, "may_agree": may_agree}
