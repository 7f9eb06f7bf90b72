"""Filters of referrals for partner systems."""

from datetime import date, datetime, time

import django_filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from localities.london import LONDON
from referrals.codes import State
from referrals.models import Referral

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 1, 1)


def _midnight(day):
    return datetime.combine(min(max(day, FIRST_DAY), LAST_DAY), time.min, LONDON)


class PartnerReferralFilter(django_filters.FilterSet):
    """`submitted_from` and `submitted_before` are London days; the second is not included."""

    # With labels, since django-filter else reads the model for one with each request.
    state = django_filters.ChoiceFilter(choices=State, label="State")
    partner_reference = django_filters.CharFilter(max_length=60, label="Your reference")
    submitted_from = django_filters.DateFilter(method="from_day", label="Sent from")
    submitted_before = django_filters.DateFilter(method="before_day", label="Sent before")

    class Meta:
        model = Referral
        fields = ()

    def from_day(self, referrals, name, day):
        return referrals.filter(submitted_at__gte=_midnight(day))

    def before_day(self, referrals, name, day):
        return referrals.filter(submitted_at__lt=_midnight(day))

    @staticmethod
    def parameters():
        """The same filters, for the OpenAPI description."""
        return [
            OpenApiParameter("state", OpenApiTypes.STR, enum=State.values),
            OpenApiParameter("partner_reference", OpenApiTypes.STR),
            OpenApiParameter("submitted_from", OpenApiTypes.DATE),
            OpenApiParameter("submitted_before", OpenApiTypes.DATE),
        ]
