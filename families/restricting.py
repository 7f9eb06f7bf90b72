"""Who is named for a restricted family, and whether they are enough."""

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission, Role, allowed
from audit.errors import Refused
from families.models import Family, FamilyAccess, Restriction, behind, together
from localities.calendar import london_date
from localities.models import TeamKind
from localities.staff import working_in

LEAST_SCREENERS = 2  # domain.md: a referral that matches goes to at least two
SCREENERS = [role for role in Role if allowed(role, Permission.SCREEN)]
MANAGERS = [role for role in Role if allowed(role, Permission.RESTRICT)]
READERS = [role for role in Role
           if allowed(role, Permission.VIEW_FAMILY) or allowed(role, Permission.LEAD)]  # fmt: skip
NAMED, BREAK_GLASS = FamilyAccess.Basis.NAMED, FamilyAccess.Basis.BREAK_GLASS


def safe_screeners(now):
    """Active people who screen today: some of these hear first of a referral that matches."""
    kinds = (TeamKind.SPOC, TeamKind.FRONT_DOOR)
    return working_in(on=london_date(now), team__kind__in=kinds).filter(role__in=SCREENERS)


def named(family, now=None):
    """Rows of those who are named for the family now, also on a record that it is joined with."""
    rows = FamilyAccess.objects.open(now).filter(family__in=together(family), through=None)
    return (
        rows.filter(basis=NAMED, user__is_active=True)
        .select_related("user")
        .order_by("from_at", "id")
    )


def is_named(user, family):
    return named(family).filter(user=user).exists()


def families_named_for(user):
    """The restricted families for which this user is named, once each; opening one is not that."""
    rows = FamilyAccess.objects.open().filter(user=user, basis=NAMED, family=OuterRef("pk"))
    restricted = Family.objects.filter(Exists(rows), restricted=True, merged_into=None)
    return list(restricted.order_by("sort_name", "pk"))


def may_manage(user, family):
    """Whether this user, who sees the family, may change who is named, or lift it.

    Opening it once by break-glass is no way to name oneself, unless no manager is left who could.
    """
    if not user.has_perm(Permission.RESTRICT):
        return False
    managers = named(family).filter(user__role__in=MANAGERS)
    return is_named(user, family) or not managers.exists()


def told_of(people, family):
    """Of these users, whom a mail about the family may reach: of a restricted one, the named."""
    if not family.restricted:
        return people
    return people.filter(pk__in=named(family).order_by().values("user"))


def check(people, now):
    """Refuse a list of names with which the family could be lost or left without a manager."""
    ids = [person.pk for person in people]
    for person in people:
        if not person.is_active or person.role not in READERS:
            raise Refused(f"{person.name} may not read family records.", field="people")
    if safe_screeners(now).filter(pk__in=ids).count() < LEAST_SCREENERS:
        raise Refused(
            "Name at least two people who screen referrals, so that one is always there when "
            "somebody refers this family again.", field="people",
        )  # fmt: skip
    if not any(person.role in MANAGERS for person in people):
        raise Refused("Name at least one manager, who can change this later.", field="people")


def short_of_names(now=None):
    """Restricted families with too few named: `screeners` who screen today, `managers` left."""
    now = now or timezone.now()
    rows = FamilyAccess.objects.open(now).filter(basis=NAMED, user__is_active=True)
    rows = rows.filter(family__in=behind("pk"))
    screen = rows.filter(user__in=safe_screeners(now))
    manage = rows.filter(user__role__in=MANAGERS)
    families = Family.objects.filter(restricted=True, merged_into=None)
    families = families.annotate(screeners=_people(screen), managers=_people(manage))
    return families.filter(Q(screeners__lt=LEAST_SCREENERS) | Q(managers=0)).order_by("pk")


def _people(rows):
    counted = rows.order_by().values("basis").annotate(n=Count("user", distinct=True)).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def history(family):
    """Every restriction of these records, the newest first, and everybody who was ever let in."""
    records = together(family)
    restrictions = Restriction.objects.current().filter(family__in=records)
    rows = FamilyAccess.objects.filter(family__in=records, through=None)
    rows = rows.filter(basis__in=(NAMED, BREAK_GLASS))
    return (
        restrictions.select_related("by", "lifted_by").order_by("-happened_at", "-id"),
        rows.select_related("user").order_by("-from_at", "-id"),
    )


def by_email(addresses):
    """The active users of these addresses; Refused names the first that is not known."""
    found = {user.email: user for user in User.objects.filter(email__in=addresses, is_active=True)}
    for address in addresses:
        if address not in found:
            raise Refused(f"Nobody with the address {address} has an account.", field="others")
    return list(found.values())


def version_of(family):
    """The sum of the versions of all its records, as they are seen: each only grows."""
    return sum(Family.objects.filter(pk__in=together(family)).values_list("version", flat=True))
