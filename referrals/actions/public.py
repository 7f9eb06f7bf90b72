"""Codes with which somebody without an account reads what became of a request."""

from django.db.models import F
from django.utils import timezone

from audit import jobs
from audit.actions import action
from audit.errors import Refused
from families.codes import GivenHow, GivenWhat
from families.models import Given
from families.safety import check_way
from referrals import answer_codes, family_codes
from referrals.models import AnswerCode


@action
def give_code(*, referral, key, by, at=None):
    """Let whoever sent this form read the answer; the code itself is shown once and not kept."""
    at = at or timezone.now()
    code = answer_codes.code_of(referral, key)
    kept, _ = AnswerCode.objects.get_or_create(
        referral=referral,
        person=None,
        defaults={
            "digest": answer_codes.digest_of(referral.reference, code),
            "made_at": at,
            "ends_at": at + answer_codes.HOLDS,
        },
    )
    return kept


@action
def give_family_code(*, referral, person, how, key, by, at=None):
    """Give somebody of the family a code, where it is safe; the code itself is shown once.

    By mail it goes to the safe address alone, and what is safe is asked again when it leaves.
    """
    at = at or timezone.now()
    safe, because = family_codes.may_read(referral, person)
    if not safe:
        raise Refused(because, field="person")
    check_way(person, how)
    code = answer_codes.code_of(referral, key)
    kept = AnswerCode.objects.create(
        referral=referral, person=person, given_by=by, made_at=at, ends_at=at + answer_codes.HOLDS,
        digest=answer_codes.digest_of(referral.reference, code),
    )  # fmt: skip
    Given.objects.create(
        person=person, what=GivenWhat.CODE, about=referral.reference, how=how, by=by, happened_at=at
    )
    if how == GivenHow.MAILED:
        payload = {"code": kept.pk, "key": key}
        jobs.enqueue(family_codes.KIND, payload=payload, key=f"family code:{kept.pk}")
    return kept


@action
def read_answer(*, reference, code, by, at=None):
    """The AnswerCode that opens, or None: a wrong one, an old one, no such reference, and one
    given to somebody with whom it is not safe to share any more answer alike."""
    at = at or timezone.now()
    rows = AnswerCode.objects.filter(
        referral__reference=reference, ends_at__gt=at,
        wrong_tries__lt=answer_codes.MOST_TRIES, referral__family__restricted=False,
    )  # fmt: skip
    waiting = rows.select_for_update(of=("self",)).select_related("referral__family", "person")
    kept = answer_codes.right_one(waiting, reference, code)
    if kept is None:
        rows.update(wrong_tries=F("wrong_tries") + 1)
        return None
    if kept.person and not family_codes.may_read(kept.referral, kept.person)[0]:
        return None
    return kept
