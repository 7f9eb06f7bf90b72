"""For partner systems: send a referral, and learn what became of one's own."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, pagination, status
from rest_framework.response import Response

from localities.calendar import london_date
from localities.partner_api import PartnerView
from localities.partner_problems import PROBLEMS, SENDING_PROBLEMS
from referrals import actions, became, scoring, thresholds
from referrals.api_serializers import (
    IndicatorSerializer,
    ReferralCreateSerializer,
    ReferralPageSerializer,
    ReferralSerializer,
)  # fmt: skip
from referrals.filters import PartnerReferralFilter
from referrals.models import Referral

KEY = OpenApiParameter(
    "Idempotency-Key", OpenApiTypes.STR, OpenApiParameter.HEADER, required=True,
    description="Your own key for this referral, 8 to 100 printable characters. Sent again with "
    "the same body it gives the same referral; with another body, 422.",
)  # fmt: skip


class Newest(pagination.CursorPagination):
    page_size = 25
    page_size_query_param = "page_size"
    max_page_size = 100
    ordering = ("-submitted_at", "-id")

    def decode_cursor(self, request):
        """A cursor that somebody made up is refused before it reaches the database."""
        cursor = super().decode_cursor(request)
        if cursor and cursor.position is not None and not _is_moment(cursor.position):
            raise exceptions.NotFound(self.invalid_cursor_message)
        return cursor


def _is_moment(text):
    try:
        moment = parse_datetime(text)
    except ValueError:
        return False
    return moment is not None and 2000 <= moment.year <= 2100


def idempotency_key(request):
    key = request.headers.get("Idempotency-Key", "")
    if not (8 <= len(key) <= 100 and key.isascii() and key.isprintable()):
        raise exceptions.ValidationError(
            {"Idempotency-Key": ["Send a key of 8 to 100 printable characters."]}
        )
    return key


class ReferralList(PartnerView):
    @extend_schema(
        operation_id="referrals_list",
        summary="Your own referrals, newest first",
        parameters=[
            OpenApiParameter("cursor", OpenApiTypes.STR),
            OpenApiParameter("page_size", {"type": "integer", "minimum": 1, "maximum": 100}),
            *PartnerReferralFilter.parameters(),
        ],
        responses={200: ReferralPageSerializer, **PROBLEMS},
        tags=["Referrals"],
    )
    def get(self, request):
        own = Referral.objects.visible_to_partner(request.user).with_words()
        found = PartnerReferralFilter(request.query_params, own)
        if not found.is_valid():
            raise exceptions.ValidationError(found.errors)
        pages = Newest()
        rows = pages.paginate_queryset(
            found.qs.values(*ReferralSerializer.COLUMNS), request, view=self
        )
        self.seen = [row["id"] for row in rows]
        shown = ReferralSerializer(rows, many=True, context={"now": timezone.now()})
        return pages.get_paginated_response(shown.data)

    @extend_schema(
        summary="Send a referral",
        parameters=[KEY],
        request=ReferralCreateSerializer,
        responses={201: ReferralSerializer, 200: ReferralSerializer, **SENDING_PROBLEMS},
        tags=["Referrals"],
    )
    def post(self, request):
        key = idempotency_key(request)
        sent = ReferralCreateSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        referral, new = actions.submit(
            submission=sent.submission(), by=request.user, site=request.user.site,
            idempotency_key=key,
        )  # fmt: skip
        self.seen = [referral.pk]
        own = Referral.objects.visible_to_partner(request.user).with_words()
        row = own.values(*ReferralSerializer.COLUMNS).get(pk=referral.pk)
        shown = ReferralSerializer(row, context={"now": timezone.now()})
        code = status.HTTP_201_CREATED if new else status.HTTP_200_OK
        where = reverse("api_referral", args=[referral.reference])
        return Response(shown.data, status=code, headers={"Location": where})


class ReferralDetail(PartnerView):
    @extend_schema(
        summary="One of your referrals: its status, its next clock and its decision",
        responses={200: ReferralSerializer, **PROBLEMS},
        tags=["Referrals"],
    )
    def get(self, request, reference):
        own = Referral.objects.visible_to_partner(request.user).with_words()
        row = get_object_or_404(own.values(*ReferralSerializer.COLUMNS), reference=reference)
        self.seen = [row["id"]]
        referral = Referral.objects.select_related("family").get(pk=row["id"])
        shown = ReferralSerializer(
            row, context={"now": timezone.now(), "became": became.of(referral)}
        )
        return Response(shown.data)


class IndicatorList(PartnerView):
    @extend_schema(
        summary="The threshold indicators that a referral may name",
        parameters=[OpenApiParameter("version", OpenApiTypes.STR, description="Such as 2018-09")],
        responses={200: IndicatorSerializer(many=True), **PROBLEMS},
        tags=["Reference"],
    )
    def get(self, request):
        today = london_date(timezone.now())
        version = request.query_params.get("version")
        try:
            found = thresholds.called(version) if version else thresholds.in_force(today)
        except scoring.UnknownVersion as error:
            raise exceptions.ValidationError({"version": [str(error)]}) from error
        return Response(IndicatorSerializer(found.indicators.values(), many=True).data)
