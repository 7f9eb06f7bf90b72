"""Level 2 work that a practitioner begins with the family's agreement: no screening."""

from django.utils import timezone

from audit.actions import action
from audit.idempotency import once
from families import access
from families.models import FamilyAccess
from families.registration import new_family, write_agreement, write_safe_contacts
from localities.calendar import london_date
from localities.models import TeamKind
from localities.places import find_place
from referrals import signals
from referrals.intake.checks import NotComplete, check, level_2_problems
from referrals.models import Draft, Registration
from referrals.sending import registration_scope


@action
def register_level_2(*, submission, by, site, idempotency_key, draft=None, at=None):
    """Write the family down and begin the work, once for a key. Returns (Registration, is new).

    A new record is made even where a family of this name is known: whoever registers must not
    learn from it that anybody else helps them. Who they are is for the SPOC's matching.
    """
    at = at or timezone.now()

    def do():
        check(submission, now=at)
        against = level_2_problems(submission)
        if against:
            raise NotComplete(against)
        if draft:
            draft.delete()
        return _register(submission, by=by, site=site, at=at)

    body = {"site": site.pk, **submission.as_plain()}
    scope = registration_scope(by)
    return once(scope=scope, key=idempotency_key, body=body, model=Registration, do=do)


@action
def make_referral(*, draft, by):
    """Level 2 is not the answer after all: the same draft goes on as a referral."""
    draft.purpose = Draft.Purpose.REFERRAL
    draft.save(update_fields=["purpose"])
    return draft


def _register(submission, *, by, site, at):
    told = {"children": submission.children, "adults": submission.adults,
            "home": submission.home}  # fmt: skip
    place = find_place(submission.home.postcode, london_date(at))
    registered = new_family(name=submission.named, place=place, at=at, **told)
    family, people = registered.family, registered.people
    write_agreement(family, people, submission.agreement, by=by, at=at)
    write_safe_contacts(people, submission.safe_contacts, at=at)
    for kind in (TeamKind.FRONT_DOOR, TeamKind.LEADERSHIP):
        access.grant_teams(family, kind, basis=FamilyAccess.Basis.FRONT_DOOR, at=at)
    texts = ("worries", "working_well", "must_change", "tried")
    registration = Registration.objects.create(
        family=family, site=site, by=by, happened_at=at,
        **{name: getattr(submission, name).strip() for name in texts},
    )  # fmt: skip
    children = [people[child.key] for child in submission.children]
    signals.level_2_registered.send(
        Registration, registration=registration, children=children, at=at, by=by
    )
    return registration
