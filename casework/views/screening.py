"""The page on which the SPOC screens one referral, and each of its forms.

Every form has its own address, which shows the whole page: so a wrong answer loses nothing typed
and a session that ended comes back to the same place.
"""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.govuk.sending import send_once
from accounts.policy import saw
from accounts.roles import Permission
from audit.errors import Refused
from casework.screening_page import page, screened
from referrals import actions as referrals
from referrals.forms.screening import (
    AcknowledgeForm,
    AgreeForm,
    AnswerForm,
    AskViewForm,
    DecisionForm,
    DisagreementForm,
    DuplicateForm,
    GiveViewForm,
    OwnLevelForm,
    QuestionForm,
    ReopenForm,
)
from referrals.models import Disagreement, LeadOffer, Opinion, Referral

FORMS = {
    "own_level": OwnLevelForm,
    "agree": AgreeForm,
    "decide": DecisionForm,
    "ask": QuestionForm,
    "answer": AnswerForm,
    "reopen": ReopenForm,
    "duplicate": DuplicateForm,
    "ask_view": AskViewForm,
    "give_view": GiveViewForm,
    "disagreement": DisagreementForm,
    "acknowledge": AcknowledgeForm,
}


def _load(request, reference):
    return get_object_or_404(screened(request.user), reference=reference)


def _show(request, referral, **sent):
    """The page with a fresh form for each thing that can be done, but for the one that was sent."""
    saw(request, [referral.pk])
    context = page(referral, request.user, timezone.now())
    saw(request, [match["id"] for match in context["matches"] or ()], kind="family")
    initial = {"version": referral.version}
    for name, form in FORMS.items():
        context[f"{name}_form"] = sent.get(name) or form(initial=initial, prefix=name)
    wrong = next((form for form in sent.values() if form.errors), None)
    return render(request, "screening/referral.html", {**context, "form": wrong})


def _form_page(name, done, action):
    """A view for one form: `action(request, referral, form)` is called once for its key."""

    def view(request, reference):
        referral = _load(request, reference)
        if request.method != "POST":
            return _show(request, referral)
        form = FORMS[name](request.POST, prefix=name)
        if form.is_valid() and _send(request, referral, form, name, action):
            messages.success(request, done)
            return _next_page(request, reference)
        referral = _load(request, reference)
        if getattr(form, "stale", False):
            form.renew("version", referral.version)
        return _show(request, referral, **{name: form})

    return view


def _next_page(request, reference):
    """The same page, but for partner-led help that was just decided: a lead is to be named."""
    offers = LeadOffer.objects.visible_to(request.user).current().open()
    unnamed = offers.filter(referral__reference=reference, lead=None).first()
    if unnamed and request.user.has_perm(Permission.DECIDE):
        return redirect("lead_name", unnamed.pk)
    return redirect("screening_referral", reference=reference)


def _send(request, referral, form, name, action):
    return send_once(
        request, form, what=f"screening.{name}:{referral.pk}", model=Referral,
        do=lambda: action(request, referral, form.cleaned_data, form),
    )  # fmt: skip


def screening_referral(request, reference):
    return _show(request, _load(request, reference))


def screening_take(request, reference):
    """Assign it to me; pressing twice changes nothing more."""
    referral = _load(request, reference)
    if request.method == "POST":
        try:
            referrals.assign_to_me(referral=referral, by=request.user)
            messages.success(request, "This referral is assigned to you.")
        except Refused as refused:
            messages.error(request, refused.message)
    return redirect("screening_referral", reference=reference)


def _own_level(request, referral, data, form):
    return referrals.record_own_level(referral=referral, level=data["level"], by=request.user)


def _agree(request, referral, data, form):
    return referrals.agree_below_4(
        referral=referral, level=data["level"], reason=data["reason"], by=request.user
    )


def _decide(request, referral, data, form):
    return referrals.decide(
        referral=referral, by=request.user, level=data["level"], outcome=data["outcome"],
        reason=data["reason"], words=form.words, version=data["version"],
    )  # fmt: skip


def _ask(request, referral, data, form):
    return referrals.ask(
        referral=referral, question=data["question"], version=data["version"], by=request.user
    )


def _answer(request, referral, data, form):
    return referrals.answer(referral=referral, answer=data["answer"], by=request.user)


def _reopen(request, referral, data, form):
    return referrals.reopen(
        referral=referral, reason=data["reason"], version=data["version"], by=request.user
    )


def _duplicate(request, referral, data, form):
    visible = Referral.objects.visible_to(request.user)
    first = visible.filter(reference=data["reference"]).first()
    if first is None:
        raise Refused("No referral has this reference. Check it.", field="reference")
    return referrals.mark_duplicate(
        referral=referral, of=first, version=data["version"], by=request.user
    )


def _ask_view(request, referral, data, form):
    referrals.ask_for_view(
        referral=referral, asked_of=data["asked_of"], question=data["question"], by=request.user
    )
    return referral


def _give_view(request, referral, data, form):
    asked = Opinion.objects.current().filter(referral=referral, pk=data["opinion"]).first()
    if asked is None:
        raise Refused("This question is not there any more. Look at the page again.")
    referrals.give_view(opinion=asked, answer=data["answer"], by=request.user)
    return referral


def _disagreement(request, referral, data, form):
    raised = Disagreement.objects.current().filter(referral=referral).first()
    if raised is None:
        raise Refused("Nobody disagrees with this decision.")
    referrals.answer_disagreement(
        disagreement=raised, answer=data["answer"], words=data["words"],
        version=data["version"], by=request.user,
    )  # fmt: skip
    return referral


def _acknowledge(request, referral, data, form):
    facts = {name: data[name] for name in ("authority", "spoke_to", "acknowledged_at")}
    referrals.acknowledge(referral=referral, by=request.user, **facts)
    return referral


screening_own_level = _form_page("own_level", "Your level is recorded.", _own_level)
screening_agree = _form_page("agree", "Your agreement is recorded.", _agree)
screening_decide = _form_page("decide", "Decided. The referrer is told by email.", _decide)
screening_ask = _form_page("ask", "Your question is on its way.", _ask)
screening_answer = _form_page("answer", "The answer is recorded. The clock runs on.", _answer)
screening_reopen = _form_page("reopen", "The referral is back on the board.", _reopen)
screening_duplicate = _form_page("duplicate", "Marked as sent twice.", _duplicate)
screening_ask_view = _form_page("ask_view", "Your question is on its way.", _ask_view)
screening_give_view = _form_page("give_view", "Your view is recorded.", _give_view)
screening_disagreement = _form_page("disagreement", "The referrer is told.", _disagreement)
screening_acknowledge = _form_page("acknowledge", "Recorded. The SPOC lets go.", _acknowledge)
