"""What the schedule starts."""

from celery import shared_task
from django.utils import timezone

from audit.events import SYSTEM
from localities.calendar import Quarter, is_working_day, london_date, next_working_day
from outcomes import actions


def is_first_working_day(day):
    """Whether a day is the first working day of its quarter."""
    return is_working_day(day) and next_working_day(Quarter.of_day(day).first_on) == day


@shared_task(ignore_result=True)
def draft_last_quarter():
    """On a quarter's first working day: ask for the report of the quarter before."""
    now = timezone.now()
    today = london_date(now)
    if is_first_working_day(today):
        actions.request_report(quarter=Quarter.of_day(today).previous, by=SYSTEM, at=now)
