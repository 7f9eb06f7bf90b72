"""The end of an episode, and a family's way to children's social care."""

from accounts.govuk.times import say_moment
from casework import actions as casework
from casework.endings import open_goals, social_care_has_accepted
from casework.forms.closing import CloseForm, StepUpForm
from casework.models import Closing, Episode
from casework.views.sending import done, load_own, sent, show_form
from referrals.models import Transfer


def episode_close(request, episode_id):
    episode = load_own(request, episode_id)
    form = CloseForm(request.POST or None, initial={"version": episode.version})
    if sent(
        request, form, what=f"close:{episode.pk}", model=Closing,
        do=lambda: casework.close(episode=episode, by=request.user, **form.facts()),
    ):  # fmt: skip
        text = "The episode is closed. You can read it for 30 days."
        return done(request, text, "episode_detail", episode.pk)
    if getattr(form, "stale", False):
        form.renew("version", Episode.objects.get(pk=episode.pk).version)
    return show_form(
        request, episode, form, title="Close this episode", button="Close the episode",
        back="episode_detail", template="casework/close.html",
        open_goals=list(open_goals(episode)), accepted=social_care_has_accepted(episode),
    )  # fmt: skip


def episode_step_up(request, episode_id):
    """Offer the family to social care; it stays with its key worker until they accept."""
    episode = load_own(request, episode_id)
    form = StepUpForm(request.POST or None)
    if sent(
        request, form, what=f"step_up:{episode.pk}", model=Transfer,
        do=lambda: casework.step_up(episode=episode, by=request.user, **form.facts()),
    ):  # fmt: skip
        text = "Children’s social care is told. The family stays with you until they accept."
        return done(request, text, "episode_detail", episode.pk)
    offered = Transfer.objects.current().visible_to(request.user).filter(
        family=episode.family_id, direction=Transfer.Direction.UP
    ).order_by("-happened_at").first()  # fmt: skip
    return show_form(
        request, episode, form, title="Step up to children’s social care",
        button="Offer this family", back="episode_detail", text=_said(offered),
    )  # fmt: skip


def _said(offered):
    phone = "If a child is in danger now, phone first: nobody watches this page."
    if offered is None:
        return phone
    if not offered.answer:
        return (
            f"Offered on {say_moment(offered.happened_at)}. Social care has not answered. {phone}"
        )
    answer = offered.get_answer_display().lower()
    return f"Last offer: {answer} on {say_moment(offered.answered_at)}. {offered.reason} {phone}"
