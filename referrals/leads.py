"""Between the SPOC and a lead professional: who may lead, and who holds the family until then."""

from django.db.models import Q

from accounts.roles import PRACTITIONERS
from localities import clock_text, clocks
from localities.access import holding
from localities.calendar import london_date
from localities.models import AgencyKind, Membership
from referrals.models import LeadOffer

MOST_PEOPLE = 12


def hold(referral, *, by, at):
    """The SPOC holds the family, and is to name a lead within the clock of the acceptance."""
    return LeadOffer.objects.create(
        family=referral.family, referral=referral, offered_by=by, happened_at=at,
        due_at=clocks.due("lead_acceptance", at),
    )  # fmt: skip


def let_go(referral, *, by, at):
    """The decision is looked at again: an offer that nobody has answered is taken back."""
    LeadOffer.objects.current().open().filter(referral=referral).update(
        answer=LeadOffer.Answer.TAKEN_BACK, answered_at=at, answered_by=by
    )


def people(at):
    """Practitioners who work at a site on that day, with its name."""
    places = Membership.objects.filter(holding(london_date(at)), site__isnull=False)
    return places.filter(user__is_active=True, user__role__in=PRACTITIONERS)


def may_lead(user, *, at):
    return people(at).filter(user=user).exists()


def candidates(*, site_id, looked_for, at, but=()):
    """[(user id, "name, site")]: colleagues of the site first, then whoever fits what is typed."""
    places = people(at).exclude(user__in=but)
    own = places.filter(site=site_id)
    found = own
    if words := looked_for.split()[:4]:
        fits = Q()
        for word in words:
            fits &= Q(user__name__icontains=word) | Q(site__name__icontains=word)
        found = places.filter(fits)
    columns = ("user_id", "user__name", "site__name")
    rows = found.order_by("site__name", "user__name", "user_id").values_list(*columns)
    return [(pk, f"{name}, {site}") for pk, name, site in rows[:MOST_PEOPLE]]


def colleagues(user, *, at):
    """[(user id, name)] of those who work at the same sites: one of them may cover."""
    own = people(at).filter(user=user).values("site")
    rows = people(at).filter(site__in=own).exclude(user=user).order_by("user__name", "user_id")
    return list(dict.fromkeys(rows.values_list("user_id", "user__name")))


def works_at_a_school(user, *, at):
    """Whose place is closed in school holidays, so that somebody must cover."""
    return people(at).filter(user=user, site__agency__kind=AgencyKind.SCHOOL).exists()


def clock(happened_at, named_at, due_at, now, answered_at=None):
    """From the offer; until a lead is named, from the decision."""
    soon = clocks.soon_at("lead_acceptance", named_at or happened_at, due_at)
    state = clocks.state(due_at, now, done_at=answered_at, soon_at=soon)
    return clock_text.show(due_at, now, state, answered_at)
