"""Home lists of those who read reports, look after accounts, or look at the audit trail."""

from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from audit.models import Event
from croydon_eh.audit_opened import openings
from croydon_eh.home.panel import FEW, Panel
from outcomes.models import Report, ReportState


def _reports(user, title, empty, *states):
    reports = Report.objects.visible_to(user).filter(state__in=states)
    rows = [
        {
            "url": reverse("report_detail", args=[r.pk]),
            "text": f"Quarter {r.quarter}, edition {r.edition}",
            "note": r.get_state_display(),
            "at": r.published_at or r.made_at,
        }
        for r in reports.defer("snapshot", "public")[:FEW]
    ]
    return Panel(title, empty, rows, (reverse("report_list"), "All reports"))


def published_reports(user, now):
    return _reports(
        user, "Published reports", "No report has been published yet.", ReportState.PUBLISHED
    )


def reports_to_approve(user, now):
    states = (ReportState.DRAFT, ReportState.COMMENTARY, ReportState.APPROVED)
    return _reports(user, "Reports to approve", "No report waits for you.", *states)


def reports_to_comment(user, now):
    states = (ReportState.DRAFT, ReportState.COMMENTARY)
    return _reports(user, "Drafts to comment", "No draft waits for a comment.", *states)


def accounts(user, now):
    people = User.objects.order_by("-pk").values("pk", "name", "role")[:FEW]
    rows = [
        {
            "url": reverse("user_edit", args=[p["pk"]]),
            "text": p["name"],
            "note": Role(p["role"]).label,
        }
        for p in people
    ]
    return Panel("Newest accounts", "Nobody has an account yet.", rows,
                 (reverse("user_list"), "Everybody"))  # fmt: skip


def refusals(user, now):
    refused = Event.objects.filter(outcome=Event.Outcome.REFUSED).order_by("-id")[:FEW]
    rows = [
        {
            "url": reverse("audit_trail") + "?outcome=refused",
            "text": event.verb,
            "note": event.actor_role.replace("_", " "),
            "at": event.happened_at,
        }
        for event in refused
    ]
    return Panel("Newest refusals", "Nobody was refused anything.", rows,
                 (reverse("audit_trail"), "The whole trail"))  # fmt: skip


def opened(user, now):
    """Restricted families that somebody opened with a reason, for the auditor to judge."""
    rows = [
        {
            "url": reverse("audit_opened"),
            "text": row["user__name"],
            "note": row["reason"],
            "at": row["from_at"],
        }
        for row in openings().order_by("-from_at", "-id")[:FEW]
    ]
    return Panel("Restricted families opened with a reason", "Nobody opened one.", rows,
                 (reverse("audit_opened"), "All of them, and vain tries"))  # fmt: skip
