"""The reports: list, page, files, and the steps to publishing."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.roles import Permission
from audit.errors import Refused, Stale
from audit.models import Job
from localities.calendar import Quarter
from outcomes import actions, pages
from outcomes.forms import CommentForm, ConfirmForm, MakeForm
from outcomes.frameworks import load, versions
from outcomes.models import Report, ReportState
from outcomes.rendering.figures import goal_text
from outcomes.rendering.files import CONTENT_TYPES
from outcomes.runs import with_words

LOOK_AGAIN_SECONDS = 4


def _report(request, report_id):
    rows = Report.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("published_by"), pk=report_id)


def report_list(request, form=None):
    reports = list(Report.objects.visible_to(request.user).defer("snapshot", "public"))
    prepares = request.user.has_perm(Permission.PREPARE_REPORTS)
    context = {
        "head": pages.LIST_HEAD,
        "rows": pages.list_rows(reports, pages.jobs_of(reports) if prepares else {}),
        "form": form or (MakeForm() if prepares else None),
    }
    return render(request, "outcomes/list.html", context)


def report_make(request):
    form = MakeForm(request.POST)
    if form.is_valid():
        try:
            report = actions.request_report(by=request.user, **form.cleaned_data)
            return redirect("report_detail", report.pk)
        except Refused as refused:
            form.refuse(refused)
    return report_list(request, form)


def report_detail(request, report_id):
    """A reader sees the public figures of a published report, and nothing else of it."""
    report = _report(request, report_id)
    prepares = request.user.has_perm(Permission.PREPARE_REPORTS)
    job = pages.running(report) if prepares else None
    if job is not None or not report.public:
        return _progress(request, report, job)
    context = _about(request, report) | {
        "report": pages.shown(report, report.public),
        "downloads": pages.downloads(report),
        "prepares": prepares,
        "steps": _steps(request.user, report),
    }
    return render(request, "outcomes/detail.html", context)


def _about(request, report):
    quarter = Quarter(report.quarter)
    return {"row": report, "title": f"Early help, {quarter.label}", "state": ReportState(
        report.state).label, "colour": pages.COLOURS[report.state]}  # fmt: skip


def _steps(user, report):
    """What this person can do next, the main thing first: (URL name, words)."""
    if report.state == ReportState.PUBLISHED:
        return []
    comment = [("report_comment", "Write the commentary")]
    if not user.has_perm(Permission.PUBLISH_REPORTS):
        return comment if report.state != ReportState.APPROVED else []
    if report.state == ReportState.APPROVED:
        return [("report_publish", "Publish"), ("report_send_back", "Send back")]
    return [("report_approve", "Approve"), *comment]


def _progress(request, report, job):
    """How far the run is. The page looks again by itself unless it was asked to keep still."""
    works = job is not None and job.state in (Job.State.WAITING, Job.State.RUNNING)
    still = "still" in request.GET
    context = _about(request, report) | {"job": job, "works": works, "still": still}
    response = render(request, "outcomes/progress.html", context)
    if works and not still:
        response["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return response


def report_true(request, report_id):
    """True counts, for those who prepare; never for a reader of reports."""
    report = _report(request, report_id)
    if not report.snapshot:
        raise Http404
    context = _about(request, report) | {"report": pages.shown(report, with_words(report))}
    return render(request, "outcomes/true.html", context)


def report_file(request, report_id, name):
    report = _report(request, report_id)
    final = report.state == ReportState.PUBLISHED
    file = get_object_or_404(report.files, name=name, final=final)
    suffix = f".{name.rpartition('.')[2]}"
    response = HttpResponse(bytes(file.content), content_type=CONTENT_TYPES[suffix])
    kind = "inline" if suffix == ".svg" else "attachment"
    response["Content-Disposition"] = f'{kind}; filename="{name}"'
    return response


def report_try_again(request, report_id):
    report = _report(request, report_id)
    try:
        actions.try_again(report=report, by=request.user)
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("report_detail", report.pk)


def report_comment(request, report_id):
    report = _report(request, report_id)
    if not report.public:
        raise Http404
    form = CommentForm(request.POST or None, report=report, initial={"version": report.version})
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.comment(
                report=report, commentary=form.commentary, by=request.user,
                version=form.cleaned_data["version"],
            )  # fmt: skip
            messages.success(request, "The commentary is saved.")
            return redirect("report_detail", report.pk)
        except Stale:
            report.refresh_from_db()
            conflict = form.conflict(report.commentary, report.version)
        except Refused as refused:
            form.refuse(refused)
    context = _about(request, report) | {"form": form, "conflict": conflict}
    return render(request, "outcomes/comment.html", context)


STEPS = {
    "approve": (
        actions.approve, "Approve this report",
        "You have read the figures and the commentary. After this nobody can change the "
        "commentary, unless you send it back.", "Approve", "The report is approved.",
    ),
    "send_back": (
        actions.send_back, "Send this report back",
        "The commentary can then be changed. It has to be approved again.", "Send back",
        "The report is open for commentary again.",
    ),
    "publish": (
        actions.publish, "Publish this report",
        "The board can read it as soon as its files are made. A published report cannot be "
        "changed: a correction is a new edition.", "Publish", "",
    ),
}  # fmt: skip


def _confirmed(request, report_id, step):
    """Ask once, then do it: approve, send back or publish."""
    act, heading, text, button, done = STEPS[step]
    report = _report(request, report_id)
    form = ConfirmForm(request.POST or None, initial={"version": report.version})
    if request.method == "POST" and form.is_valid():
        try:
            act(report=report, version=form.cleaned_data["version"], by=request.user)
            if done:
                messages.success(request, done)
            return redirect("report_detail", report.pk)
        except Refused as refused:
            form.refuse(refused)
            form.renew("version", report.version)
    context = _about(request, report) | {
        "form": form, "heading": heading, "text": text, "button": button,
    }  # fmt: skip
    return render(request, "outcomes/confirm.html", context)


def report_approve(request, report_id):
    return _confirmed(request, report_id, "approve")


def report_send_back(request, report_id):
    return _confirmed(request, report_id, "send_back")


def report_publish(request, report_id):
    return _confirmed(request, report_id, "publish")


def measure(request, key):
    """How one indicator is counted, by the newest framework."""
    framework = load(versions()[-1])
    question = next((each for each in framework.questions if each.key == key), None)
    if question is None:
        raise Http404
    about = vars(question)
    rows = [
        {"key": "Target", "value": goal_text(about["target"], about)},
        {"key": "Floor", "value": goal_text(about["floor"], about)},
        {"key": "Source", "value": question.source},
        {"key": "Framework", "value": f"{framework.title}, version {framework.version}"},
    ]
    return render(request, "outcomes/measure.html", {"question": question, "rows": rows})
