"""A conversation about a family, with the advice that was given."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.roles import Permission
from audit.facts import Fact, FactQuerySet
from families.models import Family
from localities.models import Site
from referrals.models.calls import not_kept_back
from referrals.models.referral import Referral

User = settings.AUTH_USER_MODEL


class ConsultationQuerySet(FactQuerySet):
    def visible_to(self, user):
        """One's own; the front door's for those who screen, but for restricted families."""
        mine = Q(by=user)
        if not user.has_perm(Permission.SCREEN):
            return self.filter(mine)
        return self.filter(mine | (Q(at_front_door=True) & not_kept_back(user)))


class Consultation(Fact):
    """No clock runs: advice was asked for and given. It may become a referral."""

    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT)
    at_front_door = models.BooleanField(default=False)  # logged by the SPOC
    with_whom = models.CharField(max_length=160)
    family_name = models.CharField(max_length=120, blank=True)
    about = models.ForeignKey(  # as a call's
        Family, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asked = models.TextField()
    advice = models.TextField()
    referral = models.ForeignKey(
        Referral, null=True, blank=True, on_delete=models.PROTECT, related_name="consultations"
    )

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["by", "-happened_at"], name="consultation_mine")]

    def __str__(self):
        return f"Conversation {self.pk}"
