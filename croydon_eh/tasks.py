"""What the schedule starts."""

from celery import shared_task
from django.utils import timezone

from croydon_eh import digest


@shared_task(ignore_result=True)
def morning_digest():
    """One mail for everybody who has something due."""
    digest.ask_in_the_morning(timezone.now())
