"""The queue beside the SPOC board: calls whose form is not here, or that nobody has decided."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts.govuk.times import say_moment
from families.names import sort_name
from localities import clock_text, clocks
from referrals import decision_clock
from referrals.codes import UNDECIDED, Level, State, Via
from referrals.models import Call, Referral

COLUMNS = (
    "id", "family_name", "caller_name", "caller_phone", "agency", "urgent", "happened_at",
    "clock_version", "decision_due_at", "form_due_at", "written", "ended_at", "ending",
    "taken_by__name", "referral", "referral__reference", "referral__family", "referral__state",
    "referral__suggested_level", "referral__decision_due_at", "referral__urgent",
)  # fmt: skip
HEAD = ("About", "Decision", "Written form", "Ring back", "Called")
MOST_FORMS = 10


def waiting(user):
    return Call.objects.visible_to(user).current().open()


def rows_of(calls):
    """The queue's columns as a queryset of dicts, to be sliced."""
    return calls.values(*COLUMNS)


def shown(row, now):
    """One row as the cells of components/table.html."""
    return [
        {
            "text": row["family_name"] or "No name given",
            "url": reverse("call_detail", args=[row["id"]]),
            "about": f"Call {row['id']}{', urgent' if row['urgent'] else ''}",
        },
        decision_cell(row, now),
        {"clock": form_clock(row, now)},
        {"text": row["caller_phone"], "about": _who(row)},
        {"text": say_moment(row["happened_at"]), "about": f"taken by {row['taken_by__name']}"},
    ]


def _who(row):
    return ", ".join(filter(None, (row["caller_name"], row["agency"])))


def decision_cell(row, now):
    """The decision clock of a call, or what became of its referral."""
    clock = decision_clock_of(row, now)
    if clock:
        return {"clock": clock}
    return State(row["referral__state"]).label if row["referral"] else "No referral needed"


def decision_clock_of(row, now):
    """The referral's clock where there is one, else the call's own; None once it is answered."""
    if row["referral"] is None:
        due_at, urgent, done = row["decision_due_at"], row["urgent"], row["ended_at"]
    else:
        due_at, done = row["referral__decision_due_at"], row["referral__state"] not in UNDECIDED
        four = row["referral__suggested_level"] == Level.SPECIALIST
        urgent = row["referral__urgent"] or four
    if done:
        return None
    return decision_clock.show(
        due_at, now, first_contact_at=row["happened_at"], urgent=urgent,
        version=row["clock_version"], paused=row["referral__state"] == State.INFORMATION_REQUESTED,
    )  # fmt: skip


def next_clock(row, now):
    """(what is due first, its clock) of a call that is open."""
    decision = decision_clock_of(row, now)
    form = form_clock(row, now)
    if decision and decision["due_at"] <= form["due_at"]:
        return "Decision", decision
    return "Written form", form


def form_clock(row, now):
    """How long the caller still has for the written form; met or late once the call has ended."""
    start, due_at = row["happened_at"], row["form_due_at"]
    named = {"urgent": row["urgent"], "version": row["clock_version"]}
    soon = clocks.soon_at("written_form", start, due_at, **named)
    done = row["ended_at"] if row["written"] else None
    return clock_text.show(due_at, now, clocks.state(due_at, now, done, soon_at=soon), done)


def missing_form(referral, user, now):
    """The call behind a referral by phone whose written form is not here; None where none is."""
    if referral.via != Via.PHONE:
        return None
    row = rows_of(waiting(user).filter(referral=referral, written=None)).first()
    return row and {"id": row["id"], "phone": row["caller_phone"], "clock": form_clock(row, now)}


def likely_forms(call, user):
    """Referrals that may be this call's written form: of its site or of a family of its name."""
    tied = Call.objects.filter(written=OuterRef("pk"))
    names = sort_name(call.family_name)
    alike = Q(site=call.site_id) if call.site_id else Q()
    if names:
        alike |= Q(family__sort_name=names)
    found = Referral.objects.visible_to(user).filter(alike, submitted_at__gte=call.happened_at)
    found = found.exclude(Exists(tied)).exclude(pk=call.referral_id).exclude(state=State.DUPLICATE)
    if not alike:
        found = found.undecided()
    return list(found.select_related("family", "site").order_by("submitted_at", "id")[:MOST_FORMS])
