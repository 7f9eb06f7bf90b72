"""The referrals that somebody may see, and what became of each, in plain English."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.govuk.paging import counted, slice_of
from accounts.govuk.sending import send_once
from accounts.policy import saw
from accounts.roles import Permission
from referrals import actions, copy, listing, told
from referrals.codes import UNDECIDED, State
from referrals.forms.referrer import AnswerForm, DisagreeForm, ReferralSearch, WithdrawForm
from referrals.models import Disagreement, Draft, Referral
from referrals.sending import may_withdraw
from referrals.views.intake.draft import typed


def referral_list(request):
    now, user = timezone.now(), request.user
    form = ReferralSearch(request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = listing.searched(Referral.objects.visible_to(user), **wanted)
    page = slice_of(listing.rows_of(found), request.GET, moment="submitted_at", descending=True)
    saw(request, [row["id"] for row in page.rows])
    may_refer = user.has_perm(Permission.REFER)
    context = {
        "filters": form,
        "narrowed": any(wanted.values()),
        "drafts": _unsent(user) if may_refer else [],
        "head": listing.HEAD,
        "rows": [listing.shown(row, now) for row in page.rows],
        "page": page,
        "shown": f"{counted(found)} in all",
        "may_refer": may_refer,
        "may_break_glass": user.has_perm(Permission.BREAK_GLASS),
    }
    return render(request, "referrals/list.html", context)


def _unsent(user):
    return [
        {
            "draft": draft,
            "name": draft.data.get("family", {}).get("family_name") or "No name yet",
        }
        for draft in Draft.objects.visible_to(user)
    ]


def _visible(request, reference):
    """Another's, a restricted one and one that does not exist answer alike."""
    referrals = Referral.objects.visible_to(request.user).select_related("family", "site")
    referral = get_object_or_404(referrals, reference=reference)
    saw(request, [referral.pk])
    return referral


def _can_withdraw(referral, user):
    return referral.state in UNDECIDED and may_withdraw(referral, user)


def _can_disagree(referral, said, user):
    decided = referral.state == State.DECIDED and not referral.family.sharing_stopped_at
    return decided and referral.referrer_id == user.pk and said is None


def referral_detail(request, reference):
    referral = _visible(request, reference)
    return _detail(request, referral, AnswerForm(initial={"version": referral.version}))


def referral_copy(request, reference):
    """What was sent, as a PDF."""
    referral = _visible(request, reference)
    name = f"referral-{referral.reference}.pdf"
    return HttpResponse(
        copy.render(referral, timezone.now()), content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


def _detail(request, referral, form):
    context = told.page(referral, timezone.now())
    context["form"] = form
    context["may_answer"] = bool(context["question"]) and request.user.has_perm(Permission.REFER)
    context["may_withdraw"] = _can_withdraw(referral, request.user)
    context["may_disagree"] = _can_disagree(referral, context["disagreement"], request.user)
    return render(request, "referrals/detail.html", context)


def referral_answer(request, reference):
    """The referrer, or a screener who phoned, answers the SPOC's question."""
    referral = _visible(request, reference)
    form = AnswerForm(typed(request), initial={"version": referral.version})

    def do():
        return actions.answer(
            referral=referral, answer=form.cleaned_data["answer"], by=request.user,
            version=form.cleaned_data["version"],
        )  # fmt: skip

    what = f"referrals.answer:{referral.pk}"
    if form.is_valid() and send_once(request, form, what=what, model=Referral, do=do):
        return redirect("referral_detail", reference)
    return _detail(request, referral, form)


def referral_withdraw(request, reference):
    referral = _visible(request, reference)
    form = WithdrawForm(typed(request), initial={"version": referral.version})

    def do():
        return actions.withdraw(
            referral=referral, reason=form.cleaned_data["reason"], by=request.user,
            version=form.cleaned_data["version"],
        )  # fmt: skip

    what = f"referrals.withdraw:{referral.pk}"
    if form.is_valid() and send_once(request, form, what=what, model=Referral, do=do):
        return redirect("referral_detail", reference)
    context = {"referral": referral, "form": form,
               "allowed": _can_withdraw(referral, request.user)}  # fmt: skip
    return render(request, "referrals/withdraw.html", context)


def referral_disagree(request, reference):
    """Once, with a reason; a SPOC manager answers within three working days."""
    referral = _visible(request, reference)
    form = DisagreeForm(typed(request))

    def do():
        reason = form.cleaned_data["reason"]
        return actions.disagree(referral=referral, reason=reason, by=request.user)

    what = f"referrals.disagree:{referral.pk}"
    if form.is_valid() and send_once(request, form, what=what, model=Disagreement, do=do):
        return redirect("referral_detail", reference)
    said = Disagreement.objects.current().filter(referral=referral).first()
    context = {"referral": referral, "form": form,
               "allowed": _can_disagree(referral, said, request.user)}  # fmt: skip
    return render(request, "referrals/disagree.html", context)
