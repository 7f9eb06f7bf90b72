"""Who did what and who saw what: ids, verbs and names of fields, for the auditor."""

import django_filters
from django import forms
from django.shortcuts import render

from accounts.models import User
from audit.models import Event

PAGE = 50


class EventFilter(django_filters.FilterSet):
    actor = django_filters.CharFilter(method="by_person", label="Who (name or email)")
    kind = django_filters.CharFilter(field_name="kind", label="Kind of record")
    record = django_filters.NumberFilter(
        method="about", label="Record number", max_value=2**63 - 1, min_value=0
    )
    outcome = django_filters.ChoiceFilter(
        choices=Event.Outcome.choices, label="What", empty_label="Anything",
        widget=forms.Select,
    )  # fmt: skip

    class Meta:
        model = Event
        fields = ()

    def by_person(self, events, name, value):
        people = User.objects.filter(name__icontains=value) | User.objects.filter(
            email__iexact=value
        )
        return events.filter(actor_kind="user", actor_id__in=people.values("pk"))

    def about(self, events, name, value):
        return events.filter(ids__contains=[int(value)])


def audit_trail(request):
    found = EventFilter(request.GET, Event.objects.order_by("-id"))
    before = request.GET.get("before", "")
    events = found.qs if found.is_valid() else Event.objects.none()
    if before.isdecimal() and len(before) < 19:
        events = events.filter(pk__lt=int(before))
    rows = list(events[: PAGE + 1])
    people = User.objects.in_bulk({e.actor_id for e in rows if e.actor_kind == "user"})
    shown = [
        {
            "at": event.happened_at,
            "who": getattr(people.get(event.actor_id), "name", event.actor_kind),
            "role": event.actor_role,
            "what": event.verb,
            "outcome": event.get_outcome_display(),
            "kind": event.kind,
            "ids": ", ".join(map(str, event.ids[:20])) + (" …" if len(event.ids) > 20 else ""),
        }
        for event in rows[:PAGE]
    ]
    more = rows[PAGE - 1].pk if len(rows) > PAGE else None
    query = request.GET.copy()
    query.pop("before", None)
    return render(
        request,
        "audit/trail.html",
        {"filter": found, "events": shown, "more": more, "query": query.urlencode()},
    )
