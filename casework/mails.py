"""Mails of the casework. None carries a fact about a family: each says where to look."""

from audit import mail
from casework.codes import Kind


def allocated(allocation):
    mail.post(
        to=allocation.worker.email, subject="A family is new to you",
        template="mail/episode_allocated.txt", context={"episode": allocation.episode_id},
        key=f"allocated:{allocation.pk}", about=[allocation.episode.family_id],
    )  # fmt: skip


def linked(episode, decision):
    """New information about a family that is being helped goes to its key worker today.

    A lead professional does not read other agencies' referrals, and is asked to phone.
    """
    page = "episode_linked_lead" if episode.kind == Kind.PARTNER_LED else "episode_linked"
    mail.post(
        to=episode.key_worker.email, subject="There is new information about one of your families",
        template=f"mail/{page}.txt", context={"episode": episode.pk},
        key=f"linked:{decision.pk}", about=[episode.family_id],
    )  # fmt: skip


def taken_back(agreement, manager):
    """A family took back its agreement: a manager looks whether the children are safe."""
    mail.post(
        to=manager.email, subject="A family took back its agreement: please check",
        template="mail/agreement_taken_back.txt", context={"family": agreement.family_id},
        key=f"taken_back:{agreement.pk}:{manager.pk}", about=[agreement.family_id],
    )  # fmt: skip


def loss(loss, person):
    """The one mail that goes out: who knows the family learns of it before they write or call."""
    mail.post(
        to=person.email, subject="Please read this before you contact one of your families",
        template="mail/loss.txt", context={"family": loss.person.family_id},
        key=f"loss:{loss.pk}:{person.pk}",
    )  # fmt: skip
