"""Mails about restricted families. None says which family: each says where to look."""

from accounts.models import User
from accounts.roles import Permission, Role, allowed
from audit import mail
from families import restricting

AUDITORS = [role for role in Role if allowed(role, Permission.VIEW_AUDIT)]


def opened(access):
    """Somebody opened a restricted family with a reason: to the auditor and those named for it."""
    for auditor in User.objects.filter(role__in=AUDITORS, is_active=True).order_by("pk"):
        _post(access, auditor.email, "audit", "/audit/opened/")
    told = {row.user.email for row in restricting.named(access.family)} - {access.user.email}
    for email in sorted(told):
        _post(access, email, "named", f"/families/{access.family_id}/restricted/")


def _post(access, to, whom, path):
    mail.post(
        to=to, subject="A restricted family was opened with a reason",
        template="mail/restricted_opened.txt", key=f"opened:{whom}:{access.pk}",
        context={"path": path, "until": access.until_at, "named": whom == "named"},
    )  # fmt: skip
