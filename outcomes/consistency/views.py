"""The page of consistency, for the SPOC's managers and the head of early help."""

from datetime import timedelta

from django import forms
from django.shortcuts import render
from django.utils import timezone

from accounts.govuk.forms import Form
from localities.calendar import Quarter, london_date
from outcomes.asking import SETTLED
from outcomes.consistency import counting, pages
from outcomes.snapshots import with_those_before


class PeriodForm(Form):
    period = forms.ChoiceField(label="Period", required=False)

    def __init__(self, *args, now, **kwargs):
        super().__init__(*args, **kwargs)
        quarters = with_those_before(Quarter.containing(now))[::-1]
        running = [(str(quarters[0]), f"{quarters[0].label}, so far")]
        over = [(str(each), each.label) for each in quarters[1:]]
        self.fields["period"].choices = [("", "The last 12 months"), *running, *over]


def _days(form, today):
    name = form.cleaned_data["period"] if form.is_valid() else ""
    if not name:
        return today - timedelta(days=364), today
    quarter = Quarter(name)
    return quarter.first_on, quarter.last_on


def consistency(request):
    now = timezone.now()
    today = london_date(now)
    form = PeriodForm(request.GET or None, now=now)
    first_on, last_on = _days(form, today)
    quarters = with_those_before(Quarter.containing(now))
    looks = counting.pairs(first_on, last_on)
    context = {
        "filters": form,
        "first_on": first_on,
        "last_on": min(last_on, today),
        "looks": len(looks),
        "groups": list(pages.groups(looks)),
        "fewest": pages.FEWEST,
        "trend": pages.over_time(counting.suggestion_by_quarter(quarters, now - SETTLED), quarters),
        "signs": pages.signs(*counting.signs(first_on, last_on, today)),
    }
    return render(request, "consistency/consistency.html", context)
