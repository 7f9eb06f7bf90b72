"""Since a death or a pregnancy loss nothing goes out by itself about a family.

Asked when a message leaves and not only when it is written, so that what was queued stays too. The
row of the family is locked meanwhile: writing down a loss waits for a mail that is just leaving,
and each later one finds it.
"""

from accounts.models import User
from accounts.roles import PRACTITIONERS
from audit import mail
from families.models import STANDING, Family, Loss, together


def is_silent(family):
    """Whether automatic messages about this family have stopped."""
    silent = Family.objects.filter(messages_stopped_at__isnull=False)
    return silent.filter(pk__in=together(family)).exists()


def is_mourned(family):
    """Whether somebody wrote down a death or a pregnancy loss in this family."""
    return Loss.objects.current().filter(person__family__in=together(family)).exists()


def silent_ids():
    """Ids of every family whose messages have stopped, with the records merged with them."""
    stopped = Family.objects.filter(messages_stopped_at__isnull=False).values(stands=STANDING)
    rows = Family.objects.alias(stands=STANDING).filter(stands__in=stopped)
    return set(rows.values_list("pk", flat=True))


@mail.asked_before_sending
def stops(families, to, everybody):
    """Whether a mail about these families must not go to this address now.

    The council's own workers go on being told what they must do; families and partners are left
    in peace, and so is whoever would get a reminder (`everybody`).
    """
    locked = Family.objects.select_for_update(no_key=True).filter(pk__in=families)
    list(locked.order_by("pk").values_list("pk", flat=True))
    if not any(is_silent(family) for family in families):
        return False
    return everybody or not _is_staff(to)


def _is_staff(address):
    users = User.objects.filter(email__iexact=address, is_active=True)
    return users.exclude(role__in=PRACTITIONERS).exists()
