"""What became of a referral that Family Solutions took on: for who referred, and for the family."""

from django.dispatch import receiver

from accounts.govuk.times import say_day
from casework.codes import ClosingReason, Kind, State
from casework.models import Closing, Episode
from referrals.became import Became
from referrals.signals import asked_what_became


@receiver(asked_what_became, dispatch_uid="casework.what_became")
def what_became(sender, *, referral, **_):
    """The key worker of its episode, or that the help ended; None while nobody was chosen.

    Also that the help of a lead professional ended: nobody is sent to them any more.
    """
    episodes = Episode.objects.filter(referral=referral).select_related("key_worker", "team")
    episode = episodes.order_by("-started_at", "-id").first()
    if episode is None:
        return None
    if episode.state == State.CLOSED:
        return _ended(episode)
    if episode.key_worker is None or episode.kind == Kind.PARTNER_LED:
        return None  # the front door knows who leads
    team = f" of the {episode.team.name}" if episode.team else ""
    since = say_day(episode.first_allocated_at)
    return Became(
        f"{episode.key_worker.name}{team} is the family’s key worker. The team has helped since "
        f"{since}. Tell the key worker what you see and hear.",
        "Your key worker has been chosen, and gets in touch with you.",
    )


def _ended(episode):
    """None where the episode was taken back before anybody began."""
    reasons = Closing.objects.current().filter(episode=episode).values_list("reason", flat=True)
    reason = reasons.first()
    if reason is None:
        return None
    ended = f"The help ended on {say_day(episode.closed_at)}."
    if reason == ClosingReason.DIED:  # nobody is asked to come again
        return Became(ended, "The help has ended. You can phone us whenever you want to.")
    return Became(
        f"{ended} If your worries come back, make a new referral.",
        "The help has ended. If things get harder, ask again.",
    )
