"""Mail as rows of the outbox. A mail never carries a family's facts: it says where to look."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone

from audit import jobs
from audit.models import Message

STOPS = []


def asked_before_sending(function):
    """Register `fn(about, to, everybody) -> bool`: whether a mail must not leave after all."""
    STOPS.append(function)
    return function


def post(*, to, subject, template, context, key, about=(), everybody=False):
    """Queue one mail, once for a key.

    `about` are the ids of the families that it is about. When it leaves it is asked again whether
    it may: to `everybody` where it is a reminder, else to those whom such a mail disturbs.
    """
    body = render_to_string(template, {"base_url": settings.BASE_URL, **context})
    message = Message.objects.create(to=to, subject=subject, body=body)
    payload = {"message": message.pk, "about": sorted(set(about)), "everybody": everybody}
    return jobs.enqueue("mail", payload=payload, key=f"mail:{key}:{to}")


@jobs.handler("mail")
def send(job):
    message = Message.objects.get(pk=job.payload["message"])
    about = job.payload.get("about")
    if about and any(stop(about, message.to, job.payload["everybody"]) for stop in STOPS):
        message.stopped_at = timezone.now()
        message.save(update_fields=["stopped_at"])
        return {"sent": False}
    send_mail(message.subject, message.body, settings.DEFAULT_FROM_EMAIL, [message.to])
    message.sent_at = timezone.now()
    message.save(update_fields=["sent_at"])
    return {"sent": True}
