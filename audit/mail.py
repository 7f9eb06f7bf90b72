"""Mail as rows of the outbox. A mail never carries a family's facts: it says where to look."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone

from audit import jobs
from audit.models import Message


def post(*, to, subject, template, context, key):
    """Queue one mail, once for a key."""
    body = render_to_string(template, {"base_url": settings.BASE_URL, **context})
    message = Message.objects.create(to=to, subject=subject, body=body)
    return jobs.enqueue("mail", payload={"message": message.pk}, key=f"mail:{key}:{to}")


@jobs.handler("mail")
def send(job):
    message = Message.objects.get(pk=job.payload["message"])
    send_mail(message.subject, message.body, settings.DEFAULT_FROM_EMAIL, [message.to])
    message.sent_at = timezone.now()
    message.save(update_fields=["sent_at"])
    return {"sent": True}
