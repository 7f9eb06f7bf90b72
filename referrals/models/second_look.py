"""Decided referrals that another screener judges again, without seeing what was decided."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from audit.facts import Fact
from families.models import named_for
from referrals.codes import Level
from referrals.models.referral import Referral

User = settings.AUTH_USER_MODEL


class SecondLookQuerySet(models.QuerySet):
    def waiting(self, now):
        """Not judged yet, and with nobody who took it lately."""
        free = Q(held_until__isnull=True) | Q(held_until__lte=now)
        return self.filter(free, referral__blind_level=None)

    def visible_to(self, user):
        """The one that this person took and has not judged yet, for as long as it is held."""
        return self.filter(
            taken_by_id=user.pk, held_until__gt=timezone.now(), referral__blind_level=None
        ).filter(open_family(user))

    def may_be_given_to(self, user):
        """Nobody judges again what they judged, agreed or sent."""
        return (
            self.exclude(decided_by=user)
            .exclude(referral__referrer=user)
            .exclude(referral__own_levels__by=user)
            .exclude(referral__agreed__by=user)
            .filter(open_family(user))
        )


def open_family(user):
    """Never a restricted family, unless this person is named for it."""
    return Q(referral__family__restricted=False) | Q(named_for(user, family="referral__family_id"))


class SecondLook(models.Model):
    """A place in the queue. Whoever holds it may read what was sent, and no more of the family."""

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="second_look")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sampled_at = models.DateTimeField()
    taken_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    held_until = models.DateTimeField(null=True)

    objects = SecondLookQuerySet.as_manager()

    class Meta:
        ordering = ["sampled_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_by__isnull=True) | ~Q(taken_by=F("decided_by")),
                name="second_look_is_another_s",
            )
        ]

    def __str__(self):
        return f"second look at {self.referral_id}"


class BlindLevel(Fact):
    """The level that a second screener gave without knowing the first, or the suggestion."""

    append_only = True

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="blind_level")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(choices=Level)

    def __str__(self):
        return f"{self.level} for {self.referral_id}"
