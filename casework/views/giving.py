"""The plan and the chronology for one person of the family, and the copy that they get."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.policy import saw
from casework import actions as casework
from casework import agreement, plan_copy
from casework.for_person import chronology_for, plan_for
from casework.forms.giving import GivePlanForm
from casework.views.sending import load_own, sent
from families.codes import GivenWhat
from families.concerns import concern_of
from families.models import Family, Given, Person, together
from families.safety import sharing_with


def plan_for_person(request, episode_id, person_id):
    """What this person may have, and the form with which it is given."""
    episode = load_own(request, episode_id)
    people = Person.objects.filter(family__in=together(episode.family_id))
    person = get_object_or_404(people, pk=person_id)
    saw(request, [episode.pk])
    shown = _shown(request.user, episode, person)
    form = GivePlanForm(request.POST or None, goals=shown.get("goals", ()))

    def do():
        return casework.give_plan(
            episode=episode, person=person, how=form.cleaned_data["how"],
            goals=form.cleaned_data["goals"], by=request.user,
        )  # fmt: skip

    given = sent(request, form, what=f"plan:{episode.pk}:{person.pk}", model=Given, do=do)
    if given:
        messages.success(request, f"Written down. Now print the copy for {person}.")
        return redirect("plan_for_person", episode.pk, person.pk)
    context = {
        "episode": episode, "person": person, "form": form, "given": _given(episode, person),
        "back_url": reverse("episode_plan", args=[episode.pk]), **shown,
    }  # fmt: skip
    return render(request, "casework/for_person.html", context)


def _shown(user, episode, person):
    """What this person may have; while it is not safe, only why not."""
    sharing = sharing_with(person)
    if not sharing.safe:
        return {"sharing": sharing}
    concern = concern_of(person, on=timezone.localdate())
    return {
        "sharing": sharing,
        **plan_for(person, episode, concern, as_at=timezone.now()),
        "one_home": concern.one_home,
        "orders_head": agreement.ORDERS_HEAD,
        "orders": agreement.orders(episode.family_id),
        "items": chronology_for(
            person, episode.family_id, concern, user, young_agrees=sharing.said.young_agrees
        ),
    }


def _given(episode, person):
    rows = Given.objects.current().filter(
        person=person, what=GivenWhat.PLAN, about=f"Episode {episode.pk}"
    )
    return rows.select_related("by").order_by("-id")


def given_plan(request, given_id):
    """The copy itself, while it is still safe; else back to the page that says why not."""
    rows = Given.objects.current().filter(
        what=GivenWhat.PLAN, person__family__in=Family.objects.visible_to(request.user)
    )
    given = get_object_or_404(rows.select_related("person"), pk=given_id)
    episode = load_own(request, int(given.about.removeprefix("Episode ")))
    saw(request, [episode.pk])
    if not sharing_with(given.person).safe:
        return redirect("plan_for_person", episode.pk, given.person_id)
    return HttpResponse(
        plan_copy.render(given, episode, on=timezone.localdate()), content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="plan-{given.pk}.pdf"'},
    )  # fmt: skip
