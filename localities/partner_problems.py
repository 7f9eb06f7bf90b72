"""The shape of every error of the API, as RFC 9457 has it, for the OpenAPI description."""

from rest_framework import serializers

PROBLEM = "application/problem+json"


class ProblemErrorSerializer(serializers.Serializer):
    pointer = serializers.CharField(allow_blank=True)
    detail = serializers.CharField()


class ProblemSerializer(serializers.Serializer):
    """RFC 9457 problem details."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = ProblemErrorSerializer(many=True, required=False)


# What any operation may answer beside its own answers.
PROBLEMS = {(code, PROBLEM): ProblemSerializer for code in (400, 401, 403, 404, 406)}
SENDING_PROBLEMS = PROBLEMS | {(code, PROBLEM): ProblemSerializer for code in (413, 415, 422)}
