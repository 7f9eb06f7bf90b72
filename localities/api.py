"""Reference data for partner systems: the three localities and their wards."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from localities.models import Locality
from localities.partner_api import PartnerView
from localities.partner_problems import PROBLEMS


class LocalitySerializer(serializers.Serializer):
    code = serializers.SlugField()
    name = serializers.CharField()


class LocalityList(PartnerView):
    @extend_schema(
        summary="The localities",
        responses={200: LocalitySerializer(many=True), **PROBLEMS},
        tags=["Reference"],
    )
    def get(self, request):
        return Response(LocalitySerializer(Locality.objects.values("code", "name"), many=True).data)
