"""What may be about a restricted family: those who are named are told, and nobody else.

A referral, a step-down, a call or a conversation is looked up each minute and not when it is sent:
sending costs nobody more, and its time gives nothing away. Each is looked up once, and again when
somebody is named since: a family that is restricted while it waits would else be missed.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from audit import jobs, mail
from audit.models import Job
from casework import who
from families.models import Family, FamilyAccess
from families.restricting import SCREENERS
from referrals.models import Call, Consultation, Referral, Transfer

KIND = "who is this"
AT_ONCE = 200
AS_NEWS = timedelta(days=30)  # a conversation has no end of its own


@dataclass(frozen=True)
class Source:
    """`waiting(now)` are the rows to look up, `kept(row, now)` the families that one may be."""

    model: type
    waiting: object
    kept: object
    said: str  # what it is called in the mail, of the row's fields
    path: str
    key: str


def _talks(now):
    talks = Consultation.objects.current().filter(about=None, referral=None, at_front_door=True)
    return talks.filter(happened_at__gt=now - AS_NEWS).exclude(family_name="")


SOURCES = {
    "referral": Source(
        Referral, lambda now: Referral.objects.undecided(),
        lambda row, now: who.kept_back(row.family_id, now),
        "referral {0.reference}", "/screening/{0.reference}/", "who:",
    ),
    "transfer": Source(
        Transfer, lambda now: Transfer.objects.unanswered().down(),
        lambda row, now: who.kept_back(row.family_id, now),
        "the step-down with number {0.pk}", "/families/{0.family_id}/who/", "who:transfer:",
    ),
    "call": Source(
        Call, lambda now: Call.objects.current().open().filter(about=None).exclude(family_name=""),
        lambda row, now: who.kept_back_by_name(row.family_name),
        "call {0.pk}", "/calls/{0.pk}/", "who:call:",
    ),
    "conversation": Source(
        Consultation, _talks, lambda row, now: who.kept_back_by_name(row.family_name),
        "conversation {0.pk}", "/conversations/{0.pk}/", "who:talk:",
    ),
}  # fmt: skip


def look(now=None):
    """A job for each thing not looked up since somebody was last named; none without restricted
    families. Nobody has a second mail about the same thing."""
    if not Family.objects.filter(restricted=True).exists():
        return
    named = FamilyAccess.objects.filter(basis=FamilyAccess.Basis.NAMED).order_by("-id")
    since = f":{named.values_list('id', flat=True).first() or 0}"
    for name, source in SOURCES.items():
        key = Concat(Value(source.key), Cast(OuterRef("pk"), CharField()), Value(since))
        waiting = source.waiting(now or timezone.now())
        waiting = waiting.exclude(Exists(Job.objects.filter(key=key)))
        for pk in waiting.order_by("id").values_list("pk", flat=True)[:AT_ONCE]:
            jobs.enqueue(KIND, payload={name: pk}, key=f"{source.key}{pk}{since}")


@jobs.handler(KIND)
def tell_the_named(job):
    """One mail to each named screener, without a name in it. Returns nothing that could be read."""
    ((name, pk),) = job.payload.items()
    source, now = SOURCES[name], timezone.now()
    row = source.model.objects.get(pk=pk)
    named = FamilyAccess.objects.open(now).filter(
        family__in=source.kept(row, now).values("pk"), basis=FamilyAccess.Basis.NAMED,
        user__is_active=True, user__role__in=SCREENERS,
    )  # fmt: skip
    what = source.said.format(row)
    emails = named.order_by("user__email").values_list("user__email", flat=True).distinct()
    for email in emails:
        if Job.objects.filter(key=f"mail:kept back:{name}:{pk}:{email}").exists():
            continue  # told when it was looked up before
        mail.post(
            to=email, subject=f"Please look at {what}", template="mail/referral_kept_back.txt",
            key=f"kept back:{name}:{pk}",
            context={"what": what, "path": source.path.format(row)},
        )  # fmt: skip
    return {}
