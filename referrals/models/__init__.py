"""The front door's facts: a referral, its children and themes, its moves, its decisions."""

from referrals.models.answers import AnswerCode
from referrals.models.calls import Call, CallQuerySet
from referrals.models.consultations import Consultation, ConsultationQuerySet
from referrals.models.drafts import Draft, DraftQuerySet
from referrals.models.leads import (
    LeadOffer,
    LeadOfferQuerySet,
    Registration,
    RegistrationQuerySet,
)
from referrals.models.observed import Observation, ReferralChild
from referrals.models.referral import Agreed, Decision, NextReference, Referral, ReferralQuerySet
from referrals.models.screening import Move, OwnLevel, Pause
from referrals.models.second_look import BlindLevel, SecondLook, SecondLookQuerySet
from referrals.models.thresholds import ThresholdAdoption, ThresholdProposal
from referrals.models.transfers import (
    Transfer,
    TransferCall,
    TransferChild,
    TransferQuerySet,
)  # fmt: skip
from referrals.models.views_on_it import Acknowledgement, Disagreement, Opinion

__all__ = [
    "Acknowledgement",
    "Agreed",
    "AnswerCode",
    "BlindLevel",
    "Call",
    "CallQuerySet",
    "Consultation",
    "ConsultationQuerySet",
    "Decision",
    "Disagreement",
    "Draft",
    "DraftQuerySet",
    "LeadOffer",
    "LeadOfferQuerySet",
    "Move",
    "NextReference",
    "Observation",
    "Opinion",
    "OwnLevel",
    "Pause",
    "Referral",
    "ReferralChild",
    "ReferralQuerySet",
    "Registration",
    "RegistrationQuerySet",
    "SecondLook",
    "SecondLookQuerySet",
    "ThresholdAdoption",
    "ThresholdProposal",
    "Transfer",
    "TransferCall",
    "TransferChild",
    "TransferQuerySet",
]
