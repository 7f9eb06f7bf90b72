"""Suggested words for the referrer, one for each outcome, which the screener edits; and the words
that a person of the family reads, which nobody edits: free text may hold what is not for them.
"""

from referrals.codes import Outcome, State

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

# For a person of the family: (what was decided, what happens next).
FOR_THE_FAMILY = {
    Outcome.ADVICE: (
        "Services that are open to everyone can help you now.",
        "You can ask us, or whoever asked for this help, where to go. If things get harder, ask "
        "again.",
    ),
    Outcome.PARTNER_LED: (
        "Somebody whom you may know already will bring the help for your family together.",
        "We ask this person to take it on. Then they talk with you.",
    ),
    Outcome.FAMILY_SOLUTIONS: (
        "A key worker of our Family Solutions team will help your family.",
        "The team chooses the key worker, who then visits you.",
    ),
    Outcome.SOCIAL_CARE: (
        "We have asked children’s social care to talk with you.",
        "A social worker will be in touch. Until then you can phone us.",
    ),
    Outcome.LINKED: (
        "Somebody is helping your family already, and now knows of this too.",
        "Talk with whoever helps you.",
    ),
    Outcome.OTHER_SERVICE: (
        "Another service is the right one for this.",
        "We have asked it to help. It will be in touch.",
    ),
    Outcome.NO_FURTHER_ACTION: (
        "We will not do more at the moment.",
        "If something changes, ask again.",
    ),
}
WAITING_FOR_THE_FAMILY = {
    State.SUBMITTED: "We read what was sent to us and decide. You need do nothing now.",
    State.INFORMATION_REQUESTED: "We asked a question of whoever wrote to us. Then we decide.",
    State.WITHDRAWN: "This request was taken back. You can ask us for help yourself.",
    State.DUPLICATE: "This request came twice. Somebody works on the first one.",
}
