"""The public pages: asking for help without an account, and reading the answer with a code."""

from allauth.core import ratelimit
from django.shortcuts import render
from django.utils import timezone

from audit.errors import Refused
from localities.public import public_sender
from referrals import actions, answer_codes, told
from referrals.forms.public import YOUNG, AskForHelpForm, ReadAnswerForm

TOO_MANY = "Too many came from here in a short time. Phone us, or try again in an hour."
NOT_FOUND = "We cannot find this reference with this code. Check both, or phone us."


def ask_for_help(request):
    form = AskForHelpForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _allowed(request, form, "ask_for_help"):
        referral = _sent(form)
        if referral:
            key = str(form.cleaned_data["idempotency_key"])
            context = {"referral": referral, "code": answer_codes.code_of(referral, key)}
            return render(request, "public/sent.html", context)
    return render(request, "public/ask.html", {"form": form})


def _allowed(request, form, what):
    """Whether this address has not sent too much; else the form says so and keeps the words."""
    if ratelimit.consume(request, action=what):
        return True
    form.add_error(None, TOO_MANY)
    return False


def _sent(form):
    sender = public_sender(form.cleaned_data["who"])
    key = str(form.cleaned_data["idempotency_key"])
    try:
        referral, _ = actions.submit(
            submission=form.submission(), by=sender, site=sender.site, idempotency_key=key
        )
    except Refused as refused:
        form.refuse(refused)
        return None
    actions.give_code(referral=referral, key=key, by=sender)
    return referral


def read_answer(request):
    """Nothing but status, plain decision and what is next: no name, no fact of the family."""
    form = ReadAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _allowed(request, form, "read_answer"):
        kept = actions.read_answer(by=public_sender(YOUNG), **form.cleaned_data)
        if kept:
            context = told.without_account(kept, timezone.now())
            return render(request, "public/answer.html", context)
        form.add_error(None, NOT_FOUND)
    return render(request, "public/read.html", {"form": form})
