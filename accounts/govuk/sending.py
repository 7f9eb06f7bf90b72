"""A form's way to its action: once for its key, and back onto the form when a rule says no."""

from audit.errors import Refused, Stale
from audit.idempotency import once


def send_once(request, form, *, what, model, do):
    """The row that `do()` changed, also when the same form comes again; None when refused.

    `what` names the action and its record, such as "referrals.decide:12". A form with a version
    gets `form.stale` when somebody else was quicker, and keeps all that was typed.
    """
    try:
        row, _ = once(
            scope=f"user:{request.user.pk}:{what}"[:80],
            key=str(form.cleaned_data["idempotency_key"]),
            body=form.body,
            model=model,
            do=do,
        )
    except Refused as refused:
        form.stale = isinstance(refused, Stale)
        form.refuse(refused)
        return None
    return row
