"""A parent or a young person asks for help without an account, and reads the answer."""

from django.utils import timezone

from audit.actions import action
from referrals import answer_codes
from referrals.models import AnswerCode


@action
def give_code(*, referral, key, by, at=None):
    """Let whoever sent this form read the answer; the code itself is shown once and not kept."""
    at = at or timezone.now()
    code = answer_codes.code_of(referral, key)
    kept, _ = AnswerCode.objects.get_or_create(
        referral=referral,
        defaults={
            "digest": answer_codes.digest_of(referral.reference, code),
            "made_at": at,
            "ends_at": at + answer_codes.HOLDS,
        },
    )
    return kept


@action
def read_answer(*, reference, code, by, at=None):
    """The AnswerCode that opens, or None: a wrong one, an old one and no such reference alike."""
    at = at or timezone.now()
    kept = AnswerCode.objects.select_for_update().filter(
        referral__reference=reference, ends_at__gt=at,
        wrong_tries__lt=answer_codes.MOST_TRIES, referral__family__restricted=False,
    ).first()  # fmt: skip
    if kept is None:
        answer_codes.digest_of(reference, code)  # as much work as for one that is there
        return None
    if not answer_codes.is_right(kept, reference, code):
        kept.wrong_tries += 1
        kept.save(update_fields=["wrong_tries"])
        return None
    return kept
