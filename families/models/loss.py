"""Somebody of a family has died, or a pregnancy has ended: no message goes out by itself."""

from django.conf import settings
from django.db import models

from audit.facts import Fact
from families.codes import LossKind
from families.models.people import Family, Person


class Loss(Fact):
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="losses")
    kind = models.CharField(max_length=10, choices=LossKind)
    on = models.DateField()
    text = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name_plural = "losses"

    def __str__(self):
        return f"{self.kind} of {self.person_id}"


class MessagesAgain(Fact):
    """Somebody who talked with the family let messages start again."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="messages_again")
    reason = models.TextField()
    mistake = models.BooleanField(default=False)  # the loss was written down by mistake
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name_plural = "messages again"

    def __str__(self):
        return f"messages again for {self.family_id}"
