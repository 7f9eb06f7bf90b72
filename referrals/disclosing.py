"""Write down when a family's facts are first opened to an agency beyond referrer and SPOC.

Whoever opens a record to people outside the SPOC calls this in the same transaction; once for a
family and agency. The council's early help is one agency with the SPOC. ADR 171.
"""

from django.db.models import Min, Q

from families.homes import locality_at_home
from families.models import Disclosure, together
from localities.access import holding
from localities.agencies import source_code_of
from localities.calendar import london_date
from localities.models import Agency, AgencyKind, Membership
from referrals.models import Referral, Registration, Transfer


def to_people(family, users, *, at):
    """To the agencies at whose sites these people work."""
    places = Membership.objects.filter(holding(london_date(at)), user__in=users)
    _write(family, Agency.objects.filter(pk__in=places.values("site__agency")), at=at)


def to_social_care(family, *, at):
    if _brought_by_social_care(family):
        return
    of_kind = Agency.objects.filter(kind=AgencyKind.SOCIAL_CARE).order_by("pk")
    agency = of_kind.first() or Agency.objects.create(
        name=AgencyKind.SOCIAL_CARE.label, kind=AgencyKind.SOCIAL_CARE,
        source_code=source_code_of(AgencyKind.SOCIAL_CARE),
    )  # fmt: skip
    _write(family, Agency.objects.filter(pk=agency.pk), at=at)


def _write(family, agencies, *, at):
    ours = Q(kind=AgencyKind.COUNCIL)
    knew = {"family__in": together(family)}
    told_us = Q(sites__in=Referral.objects.filter(**knew).values("site")) | Q(
        sites__in=Registration.objects.filter(**knew).values("site")
    )
    known = Q(pk__in=Disclosure.objects.current().filter(**knew).values("agency"))
    new = agencies.exclude(pk__in=Agency.objects.filter(ours | told_us | known).values("pk"))
    locality = locality_at_home(family.pk, on=london_date(at))
    Disclosure.objects.bulk_create(
        [
            Disclosure(family=family, agency=agency, locality=locality, happened_at=at)
            for agency in new
        ],
        ignore_conflicts=True,  # two may open it at once: the constraint keeps the first
    )


def _brought_by_social_care(family):
    """They offered the family before anybody else had told us of it: the facts are theirs."""
    own = {"family__in": together(family)}
    down = Transfer.objects.down().filter(**own).aggregate(at=Min("happened_at"))["at"]
    return (
        down is not None
        and not Referral.objects.filter(submitted_at__lt=down, **own).exists()
        and not Registration.objects.filter(happened_at__lt=down, **own).exists()
    )
