"""What partner systems send and read, field by field."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from localities import clocks
from localities.partner_fields import build, serializer_for
from referrals.codes import Level, Outcome, State
from referrals.intake import Submission
from referrals.next_steps import NEEDS, SHARING, next_step


class IndicatorSerializer(serializers.Serializer):
    key = serializers.CharField()
    kind = serializers.CharField()
    domain = serializers.CharField(allow_blank=True)
    theme = serializers.CharField(allow_blank=True)
    level = serializers.IntegerField(allow_null=True)
    text = serializers.CharField()


class ClockSerializer(serializers.Serializer):
    due_at = serializers.DateTimeField()
    state = serializers.ChoiceField(clocks.STATES)
    text = serializers.CharField()


class DecisionSerializer(serializers.Serializer):
    decided_at = serializers.DateTimeField()
    level = serializers.ChoiceField(Level.choices)
    outcome = serializers.ChoiceField(Outcome.choices)
    words = serializers.CharField()


class ReferralSerializer(serializers.Serializer):
    """A referral as its sender may see it: never the suggestion, never the screeners' reasons."""

    COLUMNS = ("id", "reference", "partner_reference", "submitted_at", "level", "latest_words",
               *NEEDS)  # fmt: skip

    reference = serializers.CharField()
    partner_reference = serializers.CharField(allow_blank=True)
    submitted_at = serializers.DateTimeField()
    state = serializers.ChoiceField(State.choices)
    state_text = serializers.SerializerMethodField()
    next_step = serializers.SerializerMethodField()
    next_clock = serializers.SerializerMethodField()
    decision = serializers.SerializerMethodField()

    def to_representation(self, row):
        became = self.context.get("became")  # of the one referral that is asked for, not in lists
        step = {"text": became.words, "clock": None} if became else None
        step = step or next_step(row, self.context["now"])
        return super().to_representation(row | {"next": step})

    def get_state_text(self, row) -> str:
        return State(row["state"]).label

    @extend_schema_field(ClockSerializer(allow_null=True))
    def get_next_clock(self, row):
        return row["next"]["clock"]

    def get_next_step(self, row) -> str:
        return row["next"]["text"]

    @extend_schema_field(DecisionSerializer(allow_null=True))
    def get_decision(self, row):
        if row["state"] != State.DECIDED or row[SHARING]:
            return None
        return {
            "decided_at": row["first_decided_at"],
            "level": row["level"],
            "outcome": row["outcome"],
            "words": row["latest_words"],
        }


class ReferralPageSerializer(serializers.Serializer):
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = ReferralSerializer(many=True)


class ReferralCreateSerializer(serializer_for(Submission, "ReferralCreate")):
    """A referral as a partner's system sends it. Red flags: phone the SPOC first, then say who
    answered in `danger`."""

    def submission(self):
        return build(Submission, self.validated_data)
