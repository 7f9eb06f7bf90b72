"""The indicators, in the order of the report. A new one is a file here and a line below."""

from outcomes.indicators import (
    age_mix,
    agreement_or_basis,
    allocation_on_time,
    assessment_on_time,
    decision_on_time,
    disagreements,
    distance_travelled,
    goals_achieved,
    re_referral_12m,
    reach_per_1000,
    referrals_received,
    review_on_time,
    step_down_held_6m,
    step_up,
    sustained_6m,
    threshold_agreement,
)
from outcomes.indicators.base import Indicator, Run

INDICATORS = (
    referrals_received.INDICATOR,
    age_mix.INDICATOR,
    reach_per_1000.INDICATOR,
    decision_on_time.INDICATOR,
    threshold_agreement.INDICATOR,
    agreement_or_basis.INDICATOR,
    disagreements.INDICATOR,
    re_referral_12m.INDICATOR,
    allocation_on_time.INDICATOR,
    assessment_on_time.INDICATOR,
    review_on_time.INDICATOR,
    goals_achieved.INDICATOR,
    distance_travelled.INDICATOR,
    sustained_6m.INDICATOR,
    step_up.INDICATOR,
    step_down_held_6m.INDICATOR,
)

__all__ = ["INDICATORS", "Indicator", "Run"]
