"""Suggested words for the referrer, one for each outcome; the screener edits them."""

from referrals.codes import Outcome

WORDS = {
    Outcome.ADVICE: (
        "Thank you for telling us. From what you wrote, services that are open to everyone can "
        "help this family now. Please tell the family about them. If your worries grow, send a new "
        "referral or phone the SPOC."
    ),
    Outcome.PARTNER_LED: (
        "Thank you for telling us. This family needs some extra help from people who know them. A "
        "lead professional will be asked to bring that help together. Please go on supporting the "
        "family until the lead professional is in touch."
    ),
    Outcome.FAMILY_SOLUTIONS: (
        "Thank you for telling us. A Family Solutions key worker will work with this family. The "
        "team chooses the key worker within one working day, and they visit within five. "
        "Please tell the family, if it is safe, and go on supporting them until then."
    ),
    Outcome.SOCIAL_CARE: (
        "Thank you for telling us. We have asked children's social care to take this on. A social "
        "worker may phone you. If a child is in danger now, phone 999."
    ),
    Outcome.LINKED: (
        "Thank you for telling us. The family is already being helped. What you wrote has gone to "
        "the worker who helps them, who may phone you."
    ),
    Outcome.OTHER_SERVICE: (
        "Thank you for telling us. Another service is the right one for this. We have sent it on "
        "and the service will be in touch."
    ),
    Outcome.NO_FURTHER_ACTION: (
        "Thank you for telling us. We have looked at this carefully and will not do more at the "
        "moment. If something changes, send a new referral or phone the SPOC."
    ),
}
