"""What happened to a family, newest first: one union, each part scoped to the user by itself."""

from django.db.models import CharField, F, TextField, Value
from django.db.models.functions import Cast, Concat

from casework import codes as casework
from casework.models import (
    Allocation,
    Assessment,
    Closing,
    Episode,
    EpisodeMove,
    Goal,
    GoalEnd,
    Plan,
    Review,
    Visit,
)
from families.models import together
from referrals.models import Move, Referral, Registration, Transfer

MOST = 300
NOTHING = Value("")
TITLES = {
    "submit": "Referral sent",
    "ask": "The SPOC asked the referrer",
    "answer": "The referrer answered",
    "decide": "The SPOC decided",
    "reopen": "The decision was reopened",
    "return_transfer": "Social care did not accept; back to the SPOC",
    "withdraw": "Referral withdrawn",
    "mark_duplicate": "Referral sent twice",
    "open": "Episode opened",
    "lead": "A lead professional took the family on",
    "register": "Level 2 work registered",
    "undo": "Episode taken back: the decision was changed",
    "allocation": "Given to a key worker",
    "assessment": "Assessment complete",
    "plan": "Plan agreed",
    "goal": "Goal agreed",
    "review": "Review held",
    "transfer": "Offered to children’s social care",
    "accepted": "Children’s social care accepted",
    "refused": "Children’s social care did not accept",
}


def _line(rows, sort, *, at="happened_at", detail=NOTHING, text=NOTHING, by="by__name"):
    """(at, sort, detail, text, by) of a queryset, all of plain types so that they unite."""
    return (
        rows.annotate(
            line_at=F(at),
            line_sort=sort if hasattr(sort, "resolve_expression") else Value(sort),
            line_detail=Cast(detail, CharField()),
            line_text=Cast(text, TextField()),
            line_by=F(by) if by else Value("", output_field=CharField()),
        )
        .order_by()
        .values_list("line_at", "line_sort", "line_detail", "line_text", "line_by")
    )


def _parts(user, family_id):
    records = together(family_id)
    episodes = Episode.objects.visible_to(user).filter(family__in=records).values("pk")
    referrals = Referral.objects.visible_to(user).filter(family__in=records).values("pk")

    def of(model):
        return model.objects.current().filter(episode__in=episodes)

    moves = Move.objects.filter(referral__in=referrals).exclude(verb="submit")
    sent = Move.objects.filter(referral__in=referrals, verb="submit")
    opened = EpisodeMove.objects.filter(episode__in=episodes, verb__in=("open", "lead", "undo"))
    ends = GoalEnd.objects.current().filter(goal__episode__in=episodes)
    transfers = Transfer.objects.current().visible_to(user).filter(family__in=records)
    registered = Registration.objects.current().visible_to(user).filter(family__in=records)
    words = Concat(F("text"), Value(" “"), F("words"), Value("”"))
    return [
        _line(sent, F("verb"), detail=F("referral__reference"), by="referral__site__name"),
        _line(moves, F("verb"), detail=F("referral__reference"), text=F("reason")),
        _line(opened, F("verb"), by="by__name"),
        _line(registered, "register", text=F("worries")),
        _line(of(Allocation), "allocation", detail=F("worker__name"), text=F("note")),
        _line(of(Visit), "visit", detail=F("kind"), text=F("notes")),
        _line(of(Assessment), "assessment", text=F("analysis")),
        _line(of(Plan), "plan"),
        _line(of(Goal).exclude(words=""), "goal", text=words, by=None),
        _line(of(Goal).filter(words=""), "goal", text=F("text"), by=None),
        _line(ends, "goal_end", detail=F("ending"), text=F("goal__text")),
        _line(of(Review), "review", text=F("notes")),
        _line(of(Closing), "closing", detail=F("reason"), text=F("summary")),
        _line(transfers, "transfer", by="offered_by__name"),
        _line(
            transfers.exclude(answer=""), F("answer"), at="answered_at", text=F("reason"),
            by="answered_by__name",
        ),
    ]  # fmt: skip


def chronology(user, family_id):
    """Items for components/timeline.html: title, by, at, text. One query."""
    first, *others = _parts(user, family_id)
    rows = first.union(*others, all=True).order_by("-line_at")[:MOST]
    return [
        {"title": _title(sort, detail), "by": by or "", "at": at, "text": text}
        for at, sort, detail, text, by in rows
    ]


def _title(sort, detail):
    if sort == "visit":
        return casework.VisitKind(detail).label
    if sort == "goal_end":
        return f"Goal: {casework.GoalEnding(detail).label.lower()}"
    if sort == "closing":
        return f"Closed: {casework.ClosingReason(detail).label.lower()}"
    return f"{TITLES[sort]}: {detail}" if detail else TITLES[sort]
