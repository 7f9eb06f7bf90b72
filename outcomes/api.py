"""For partner systems: the published figures, small numbers hidden, as every reader sees them."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.response import Response

from localities.partner_api import PartnerView
from localities.partner_problems import PROBLEMS
from outcomes.models import Report


class ReportSerializer(serializers.Serializer):
    quarter = serializers.CharField()
    edition = serializers.IntegerField()
    framework = serializers.CharField()
    board = serializers.CharField()
    published_at = serializers.DateTimeField()
    public_sha256 = serializers.CharField()


COLUMNS = tuple(ReportSerializer().fields)


class ReportList(PartnerView):
    @extend_schema(
        operation_id="reports_list",
        summary="The published quarterly reports, newest first",
        responses={200: ReportSerializer(many=True), **PROBLEMS}, tags=["Figures"],
    )  # fmt: skip
    def get(self, request):
        reports = Report.objects.published().order_by("-quarter", "-edition").values(*COLUMNS)
        return Response(ReportSerializer(reports, many=True).data)


class ReportFigures(PartnerView):
    @extend_schema(
        summary="The newest published figures of a quarter; “c” stands for a hidden number",
        responses={
            200: inline_serializer("Figures", {"figures": serializers.JSONField()}),
            **PROBLEMS,
        },
        tags=["Figures"],
    )
    def get(self, request, quarter):
        reports = Report.objects.published().filter(quarter=quarter).order_by("-edition")
        newest = get_object_or_404(reports[:1])
        return Response({"figures": newest.public})
