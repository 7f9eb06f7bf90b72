"""What the form pages of an episode share."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.govuk.sending import send_once
from accounts.policy import saw
from casework.access import in_charge
from casework.models import Episode


def load_own(request, episode_id, **facts):
    """An episode that the user may add to, with further facts; for everybody else there is none."""
    episodes = Episode.objects.visible_to(request.user).select_related("family", "key_worker")
    episode = get_object_or_404(episodes.annotate(**facts), pk=episode_id)
    if not in_charge(request.user, episode):
        raise Http404
    return episode


def sent(request, form, *, what, model, do):
    """The row that the form's action changed; None while there is nothing to do."""
    if request.method != "POST" or not form.is_valid():
        return None
    return send_once(request, form, what=f"casework.{what}", model=model, do=do)


def done(request, text, page, episode_id):
    messages.success(request, text)
    return redirect(page, episode_id)


def show_form(request, episode, form, *, title, button, back, text="", **context):
    saw(request, [episode.pk])
    common = {
        "episode": episode, "form": form, "title": title, "button": button, "text": text,
        "back_url": reverse(back, args=[episode.pk]),
    }  # fmt: skip
    return render(request, context.pop("template", "casework/form.html"), {**common, **context})
