"""Codes that a worker gives to somebody of the family: who may have one, and the mail with it."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from audit import jobs
from audit.errors import Refused
from audit.models import Message
from families.codes import GivenHow
from families.concerns import barred_from
from families.models import Person, together
from families.safety import check_way, sharing_with
from families.silence import is_silent
from referrals import answer_codes, danger
from referrals.models import AnswerCode

KIND = "family code"
RESTRICTED = "No code is given for a family that is restricted."
ANOTHER_FAMILY = "Choose somebody of this family."
OWN_REQUEST = (
    "A young person asked for this help themselves. Their family reads nothing of it before they "
    "agree."
)
STAY_AWAY = "A court told this person to stay away from a child of this referral."
HIDDEN = "(not kept here)"


def may_read(referral, person):
    """(whether this person may read what becomes of the referral, the sentence why).

    Asked when a code is given, when a mail with it leaves, and each time that it is used.
    """
    if referral.family.restricted:
        return False, RESTRICTED
    if not Person.objects.filter(pk=person.pk, family__in=together(referral.family_id)).exists():
        return False, ANOTHER_FAMILY
    children = set(referral.children.values_list("person_id", flat=True))
    if children & barred_from(person, on=timezone.localdate()):
        return False, STAY_AWAY
    sharing = sharing_with(person)
    if sharing.safe and danger.is_own_request(referral) and not _agreed(referral, person, sharing):
        return False, OWN_REQUEST
    return sharing.safe, sharing.because


def _agreed(referral, person, sharing):
    """Whether the young person reads it, or agreed that this person does."""
    return sharing.said.young_agrees or referral.children.filter(person=person).exists()


@jobs.handler(KIND)
def send(job):
    """Asks again what is safe when the mail leaves, and to which address."""
    kept = AnswerCode.objects.select_related("referral__family", "person")
    kept = kept.get(pk=job.payload["code"])
    address = _safe_address(kept)
    if not address:
        return {"sent": False}
    code = answer_codes.code_of(kept.referral, job.payload["key"])
    subject = "Your code for Croydon"
    send_mail(subject, _body(kept, code), settings.DEFAULT_FROM_EMAIL, [address])
    Message.objects.create(
        to=address, subject=subject, body=_body(kept, HIDDEN), sent_at=timezone.now()
    )
    return {"sent": True}


def _safe_address(kept):
    """The address, while this person may still read it; else "" and nothing is sent."""
    if is_silent(kept.referral.family) or not may_read(kept.referral, kept.person)[0]:
        return ""
    try:
        return check_way(kept.person, GivenHow.MAILED).email
    except Refused:
        return ""


def _body(kept, code):
    context = {"reference": kept.referral.reference, "code": code, "base_url": settings.BASE_URL,
               "path": reverse("read_answer")}  # fmt: skip
    return render_to_string("mail/family_code.txt", context)
