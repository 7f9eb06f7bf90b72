"""Writing down a death or a pregnancy loss; letting messages start again."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.policy import saw
from casework.forms.loss import LossForm, StartMessagesForm
from casework.views.sending import sent
from families import actions as families
from families.codes import LossKind
from families.models import Family, Loss, MessagesAgain, Person

TITLES = {
    LossKind.DEATH: "We are sorry to hear that {} has died",
    LossKind.PREGNANCY: "We are sorry to hear that the pregnancy has ended",
}
STOPS = (
    "As soon as you save, no mail about this family goes to the family or to partners by itself, "
    "and nobody is reminded of anything. The key worker and their manager get one quiet note."
)


def loss_record(request, person_id):
    people = Person.objects.visible_to(request.user).select_related("family")
    person = get_object_or_404(people, pk=person_id)
    saw(request, [person.family_id])
    kind = LossKind.PREGNANCY if person.is_unborn else LossKind.DEATH
    form = LossForm(request.POST or None)

    def do():
        return families.record_loss(person=person, kind=kind, by=request.user, **form.facts())

    if sent(request, form, what=f"loss:{person.pk}", model=Loss, do=do):
        messages.success(request, "Saved. No message goes out by itself any more.")
        return redirect("family_detail", person.family_id)
    title = TITLES[kind].format(person)
    return _form(request, person.family, form, title, "Save, and stop all messages", STOPS)


def messages_start(request, family_id):
    """A manager lets messages start again."""
    family = get_object_or_404(Family.objects.visible_to(request.user), pk=family_id)
    saw(request, [family.pk])
    form = StartMessagesForm(request.POST or None)

    def do():
        return families.start_messages(family=family, by=request.user, **form.facts())

    if sent(request, form, what=f"messages:{family.pk}", model=MessagesAgain, do=do):
        messages.success(request, "Messages about this family go out again from now on.")
        return redirect("family_detail", family.pk)
    text = "What was held back meanwhile is not sent later."
    return _form(request, family, form, "Let messages start again", "Start messages", text)


def _form(request, family, form, title, button, because):
    back = reverse("family_detail", args=[family.pk])
    context = {"family": family, "form": form, "title": title, "button": button, "back_url": back,
               "because": because, "back_text": family.name}  # fmt: skip
    return render(request, "casework/safety_form.html", context)
