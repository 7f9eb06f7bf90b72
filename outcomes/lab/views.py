"""The threshold lab: load a proposed version, replay the past under it, and adopt it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.govuk.sending import send_once
from accounts.policy import saw
from accounts.roles import Permission
from audit.errors import Refused
from audit.models import Job
from localities.calendar import london_date
from outcomes import actions
from outcomes.lab import examples, pages
from outcomes.lab.forms import AdoptForm, LoadForm, ReplayForm
from outcomes.models import Replay
from referrals import actions as referrals
from referrals import thresholds
from referrals.models import ThresholdAdoption, ThresholdProposal

LOOK_AGAIN_SECONDS = 3


def _proposal(request, proposal_id):
    rows = ThresholdProposal.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("loaded_by", "adoption"), pk=proposal_id)


def _replay(request, replay_id):
    rows = Replay.objects.visible_to(request.user).select_related("proposal", "asked_by")
    return get_object_or_404(rows, pk=replay_id)


def lab(request):
    today = london_date(timezone.now())
    rows = ThresholdProposal.objects.visible_to(request.user)
    context = pages.lab(rows.select_related("loaded_by", "adoption").defer("text"), today)
    return render(request, "lab/lab.html", context)


def lab_load(request):
    now = timezone.now()
    form = LoadForm(
        request.POST or None, request.FILES or None,
        initial={"text": pages.text_in_force(london_date(now))},
    )  # fmt: skip
    if form.is_valid():
        sent = send_once(
            request, form, what="lab.load", model=ThresholdProposal,
            do=lambda: referrals.propose_thresholds(
                title=form.cleaned_data["title"], text=form.cleaned_data["text"], by=request.user
            ),
        )  # fmt: skip
        if sent:
            messages.success(request, "The version is loaded. Nothing is scored by it.")
            return redirect("lab_proposal", sent.pk)
    return render(request, "lab/load.html", {"form": form})


def lab_proposal(request, proposal_id):
    return _show(request, _proposal(request, proposal_id))


def _show(request, proposal, form=None):
    now = timezone.now()
    any_days = request.user.has_perm(Permission.CONSISTENCY)
    replays = Replay.objects.visible_to(request.user).filter(proposal=proposal)
    context = pages.proposal(proposal, replays, london_date(now)) | {
        "form": form or ReplayForm(now=now, any_days=any_days),
        "may_adopt": request.user.has_perm(Permission.ADOPT_THRESHOLDS),
    }
    return render(request, "lab/proposal.html", context)


def lab_file(request, proposal_id):
    proposal = _proposal(request, proposal_id)
    response = HttpResponse(proposal.text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="thresholds-{proposal.pk}.csv"'
    return response


def lab_ask(request, proposal_id):
    """The form stands on the proposal's page; its own address keeps what was typed."""
    proposal = _proposal(request, proposal_id)
    if request.method != "POST":
        return redirect("lab_proposal", proposal.pk)
    any_days = request.user.has_perm(Permission.CONSISTENCY)
    form = ReplayForm(request.POST, now=timezone.now(), any_days=any_days)
    if form.is_valid():
        first_on, last_on = form.period
        replay = send_once(
            request, form, what=f"lab.replay:{proposal.pk}", model=Replay,
            do=lambda: actions.ask_replay(
                proposal=proposal, first_on=first_on, last_on=last_on, by=request.user
            ),
        )  # fmt: skip
        if replay:
            return redirect("lab_replay", replay.pk)
    return _show(request, proposal, form)


def lab_adopt(request, proposal_id):
    proposal = _proposal(request, proposal_id)
    form = AdoptForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        adoption = send_once(
            request, form, what=f"lab.adopt:{proposal.pk}", model=ThresholdAdoption,
            do=lambda: referrals.adopt_thresholds(
                proposal=proposal, starts_on=data["starts_on"],
                board_reference=data["board_reference"], by=request.user,
            ),
        )  # fmt: skip
        if adoption:
            messages.success(request, f"Adopted as version {adoption.version}.")
            return redirect("lab_proposal", proposal.pk)
    context = pages.before_adopting(proposal, london_date(timezone.now())) | {"form": form}
    return render(request, "lab/adopt.html", context)


def lab_replay(request, replay_id):
    replay = _replay(request, replay_id)
    if replay.figures is None:
        return _progress(request, replay)
    inside = request.user.has_perm(Permission.CONSISTENCY)
    return render(request, "lab/replay.html", pages.replay(replay, inside=inside))


def _progress(request, replay):
    job = Job.objects.filter(key=replay.job_key).first()
    works = job is not None and job.state in (Job.State.WAITING, Job.State.RUNNING)
    still = "still" in request.GET
    context = {**pages.about(replay), "job": job, "works": works, "still": still}
    response = render(request, "lab/progress.html", context)
    if works and not still:
        response["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return response


def lab_again(request, replay_id):
    replay = _replay(request, replay_id)
    try:
        actions.try_replay_again(replay=replay, by=request.user)
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("lab_replay", replay.pk)


def lab_examples(request, replay_id):
    """Referrals that would move, of those that this person may open: references and reasons."""
    replay = _replay(request, replay_id)
    found = examples.of(replay, request.user, thresholds.read(replay.proposal))
    saw(request, [row["id"] for group in found for row in group["rows"]])
    context = {**pages.about(replay), "groups": found}
    return render(request, "lab/examples.html", context)
