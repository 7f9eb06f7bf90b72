"""Who did what and who saw what: ids, verbs and names of fields, for the auditor."""

import django_filters
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import localtime

from accounts.govuk.forms import Form
from accounts.models import User
from audit.models import Event

PAGE = 50
COLOURS = {"done": "green", "seen": "blue", "refused": "red"}


class EventFilter(django_filters.FilterSet):
    actor = django_filters.CharFilter(method="by_person", label="Who (name or email)")
    kind = django_filters.CharFilter(field_name="kind", label="Kind of record")
    record = django_filters.NumberFilter(
        method="about", label="Record number", max_value=2**63 - 1, min_value=0
    )
    outcome = django_filters.ChoiceFilter(
        choices=Event.Outcome.choices, label="What", empty_label="Anything"
    )  # fmt: skip

    class Meta:
        model = Event
        fields = ()
        form = Form

    def by_person(self, events, name, value):
        people = User.objects.filter(name__icontains=value) | User.objects.filter(
            email__iexact=value
        )
        return events.filter(actor_kind="user", actor_id__in=people.values("pk"))

    def about(self, events, name, value):
        return events.filter(ids__contains=[int(value)])


HEAD = ["When", "Who", "What", "Outcome", "Record"]


def audit_trail(request):
    found = EventFilter(request.GET, Event.objects.order_by("-id"))
    events = found.qs if found.is_valid() else Event.objects.none()
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        events = events.filter(pk__lt=int(before))
    page = list(events[: PAGE + 1])
    context = {
        "filter": found,
        "head": HEAD,
        "rows": _rows(page[:PAGE]),
        "next": _older(request, page[PAGE - 1].pk) if len(page) > PAGE else None,
        "clear_url": request.path if request.GET else None,
    }
    return render(request, "audit/trail.html", context)


def _rows(events):
    people = User.objects.in_bulk({e.actor_id for e in events if e.actor_kind == "user"})
    return [
        [
            date_format(localtime(event.happened_at), "j M Y, H:i:s"),
            {
                "text": getattr(people.get(event.actor_id), "name", event.actor_kind),
                "about": event.actor_role.replace("_", " "),
            },
            event.verb,
            {"text": event.get_outcome_display(), "colour": COLOURS[event.outcome]},
            {"text": event.kind, "about": _some(event.ids)},
        ]
        for event in events
    ]


def _some(ids):
    return ", ".join(map(str, ids[:20])) + (f" and {len(ids) - 20} more" if len(ids) > 20 else "")


def _older(request, before):
    query = request.GET.copy()
    query["before"] = before
    return f"?{query.urlencode()}"
