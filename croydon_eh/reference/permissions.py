"""docs/reference/permissions.md, from the matrix of roles and the policy table."""

from django.urls import get_resolver

from accounts.policy import TABLE
from accounts.roles import MATRIX, Permission, Role


def page():
    assert get_resolver().url_patterns  # the table is filled when the URLs are loaded
    parts = ["# Permissions", "## Who may do what", _matrix(), "## Every address", _addresses()]
    return "\n\n".join(parts) + "\n"


def _matrix():
    head = "| permission | " + " | ".join(role.label for role in Role) + " |"
    rows = [head, "|---" * (len(Role) + 1) + "|"]
    for permission in Permission:
        marks = ["●" if permission in MATRIX[role] else "" for role in Role]
        rows.append(f"| {permission.label} | " + " | ".join(marks) + " |")
    return "\n".join(rows)


def _addresses():
    rows = ["| name | address | who | which rows | recorded |", "|---|---|---|---|---|"]
    for policy in sorted(TABLE.values(), key=lambda policy: policy.name):
        who = "<br>".join(
            f"{method}: {policy.scopes.get(method) or rule}"
            for method, rule in sorted(policy.methods.items())
        )
        pattern = policy.pattern or "/"
        rows.append(
            f"| {policy.name} | `{pattern}` | {who} | {policy.rows} | {policy.reads or ''} |"
        )
    return "\n".join(rows)
