"""A referral that may be of a restricted family: those who are named are told, and nobody else.

It is looked up each minute and not when a referral is sent: sending costs nobody more, and its time
gives nothing away. Each referral that waits is looked up once.
"""

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from accounts.roles import Permission, Role, allowed
from audit import jobs, mail
from audit.models import Job
from casework import who
from families.models import Family, FamilyAccess
from referrals.models import Referral

KIND = "who is this"
AT_ONCE = 200
SCREENERS = [role for role in Role if allowed(role, Permission.SCREEN)]


def look():
    """A job for each undecided referral that was not looked up yet; none without such families."""
    if not Family.objects.filter(restricted=True).exists():
        return
    key = Concat(Value("who:"), Cast(OuterRef("pk"), CharField()))
    waiting = Referral.objects.undecided().exclude(Exists(Job.objects.filter(key=key)))
    for pk in waiting.order_by("id").values_list("pk", flat=True)[:AT_ONCE]:
        jobs.enqueue(KIND, payload={"referral": pk}, key=f"who:{pk}")


@jobs.handler(KIND)
def tell_the_named(job):
    """One mail to each named screener, without a name in it. Returns nothing that could be read."""
    referral = Referral.objects.get(pk=job.payload["referral"])
    now = timezone.now()
    named = FamilyAccess.objects.open(now).filter(
        family__in=who.kept_back(referral.family_id, now),
        basis=FamilyAccess.Basis.NAMED, user__is_active=True, user__role__in=SCREENERS,
    )  # fmt: skip
    for email in named.order_by("user__email").values_list("user__email", flat=True).distinct():
        mail.post(
            to=email, subject=f"Please look at referral {referral.reference}",
            template="mail/referral_kept_back.txt", key=f"kept back:{referral.pk}",
            context={"reference": referral.reference,
                     "path": f"/screening/{referral.reference}/"},
        )  # fmt: skip
    return {}
