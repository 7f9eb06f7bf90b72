"""The demonstration's mailbox: what would have been sent, newest first."""

from django.shortcuts import render

from audit.models import Message


def demo_mail(request):
    mails = Message.objects.values("to", "subject", "body", "created_at", "sent_at")[:100]
    return render(request, "demo/mail.html", {"mails": mails})
