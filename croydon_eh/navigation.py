"""What stands at the top of each page: only what this person may open."""

from django.conf import settings
from django.urls import reverse

from accounts.policy import TABLE
from accounts.roles import Permission as P

# label, URL name, permission
ITEMS = [
    ("Make a referral", "referral_start", P.REFER),
    ("Referrals", "referral_list", P.LIST_REFERRALS),
    ("Conversations", "consultation_list", P.CONSULT),
    ("Screening", "screening_board", P.SCREEN),
    ("Who is known", "family_search", P.SEARCH),
    ("Transfers", "transfer_list", P.VIEW_TRANSFERS),
    ("Allocation", "allocation_board", P.ALLOCATE),
    ("My families", "episode_list", P.WORK),
    ("Reports", "report_list", P.VIEW_REPORTS),
    ("Second look", "second_looks", P.SECOND_LOOK),
    ("Consistency", "consistency", P.CONSISTENCY),
    ("Threshold lab", "lab", P.TRY_THRESHOLDS),
    ("People and agencies", "user_list", P.MANAGE_USERS),
    ("Audit trail", "audit_trail", P.VIEW_AUDIT),
]


def context(request):
    """Template variables of every page: `nav`, `mode`, `service`."""
    user = getattr(request, "user", None)
    items = []
    if user is not None and user.is_authenticated:
        for label, name, permission in ITEMS:
            if name in TABLE and user.has_perm(permission):
                items.append({"label": label, "url": reverse(name)})
    here = max((i["url"] for i in items if request.path.startswith(i["url"])), key=len, default="")
    for item in items:
        item["active"] = item["url"] == here
    return {"nav": items, "mode": settings.MODE, "service": settings.SERVICE}
