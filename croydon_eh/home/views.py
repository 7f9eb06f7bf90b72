"""The first page of each role: what needs me now, with its clocks, and what I most often start."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.policy import saw
from accounts.roles import Role
from croydon_eh.home import casework, front_door, handovers, oversight, restricted

_PRACTITIONER = [front_door.drafts, front_door.my_waiting, handovers.offered_to_me,
                 casework.led_by_me, front_door.my_answered]  # fmt: skip

# role -> (what to start: text and URL name, panels in order)
HOMES = {
    Role.PRACTITIONER: (("Make a referral", "referral_start"), _PRACTITIONER),
    Role.SAFEGUARDING_LEAD: (("Make a referral", "referral_start"), _PRACTITIONER),
    Role.SCREENER: (("Open the screening board", "screening_board"),
                    [front_door.mine_to_decide, front_door.to_decide,
                     front_door.calls_waiting, handovers.leads_waiting,
                     front_door.elsewhere_waiting, front_door.second_looks_waiting,
                     front_door.drafts]),
    Role.SOCIAL_WORKER: (("Open the screening board", "screening_board"),
                         [front_door.urgent_to_decide, front_door.views_asked,
                          front_door.mine_to_decide,
                          front_door.to_decide, front_door.calls_waiting,
                          front_door.second_looks_waiting]),
    Role.SPOC_MANAGER: (("Open the screening board", "screening_board"),
                        [front_door.overdue_to_decide, front_door.disagreements,
                         handovers.transfers_waiting, front_door.views_asked,
                         front_door.calls_waiting, handovers.leads_overdue,
                        front_door.elsewhere_waiting,
                         casework.to_check, restricted.short_of_names,
                         front_door.due_to_decide]),
    Role.SOCIAL_CARE: (("Answer transfers", "transfer_list"),
                       [handovers.transfers_to_answer, handovers.step_downs_offered]),
    Role.KEY_WORKER: (("Open my families", "episode_list"),
                      [casework.new_to_me, casework.my_families]),
    Role.HUB_MANAGER: (("Allocate a family", "allocation_board"),
                       [casework.to_allocate, handovers.step_downs_waiting, casework.to_check,
                        casework.late_in_teams, casework.my_workers,
                        restricted.short_of_names]),
    Role.FFT_MANAGER: (("Allocate a family", "allocation_board"),
                       [casework.to_allocate, casework.to_check, casework.late_in_teams,
                        casework.my_workers, restricted.short_of_names]),
    Role.HEAD: (("Open the reports", "report_list"),
                [oversight.reports_to_approve, front_door.overdue_to_decide,
                 handovers.overdue_transfers, casework.late_to_allocate,
                 restricted.short_of_names]),
    Role.BUSINESS_SUPPORT: (None, [casework.diary]),
    Role.BOARD_MEMBER: (("Read the latest report", "report_list"), [oversight.published_reports]),
    Role.ANALYST: (("Make a report", "report_list"),
                   [oversight.reports_to_comment, oversight.published_reports]),
    Role.ADMINISTRATOR: (("Add a person", "user_add"), [oversight.accounts]),
    Role.AUDITOR: (("Open the audit trail", "audit_trail"), [oversight.opened, oversight.refusals]),
}  # fmt: skip


def home(request):
    start, functions = HOMES[request.user.role]
    now = timezone.now()
    found = [function(request.user, now) for function in functions]
    shown = [panel for panel in found if panel.rows or panel.empty]
    named = (row.get("family") for panel in shown if panel.names for row in panel.rows)
    saw(request, sorted({pk for pk in named if pk}))
    action = {"text": start[0], "url": reverse(start[1])} if start else None
    greeting = f"Hello, {request.user.get_short_name()}"
    context = {"panels": shown, "start": action, "greeting": greeting}
    return render(request, "home/home.html", context)
