"""A death or a pregnancy loss: automatic messages stop at once, until somebody starts them."""

from django.utils import timezone

from audit.actions import action
from audit.errors import Refused
from families import signals
from families.codes import LossKind
from families.models import Family, Loss, MessagesAgain, Person, together
from families.silence import is_silent
from localities.calendar import london_date


@action
def record_loss(*, person, kind, on, by, text="", at=None):
    """From this moment no message about the family goes to it or to partners by itself."""
    at = at or timezone.now()
    family = Family.objects.select_for_update().get(pk=person.family_id)
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    _check(person, kind, on, today=london_date(at))
    person.died_on = on
    person.version += 1
    person.save(update_fields=["died_on", "version", "sort_name"])
    _stop_since(family, at)
    loss = Loss.objects.create(
        person=person, kind=kind, on=on, text=text.strip(), by=by, happened_at=at
    )
    signals.loss_recorded.send(Loss, loss=loss, at=at, by=by)
    return loss


def _check(person, kind, on, *, today):
    if person.died_on:
        raise Refused("This is written down already.")
    if on > today:
        raise Refused("The date cannot be in the future.", field="on")
    if kind == LossKind.PREGNANCY and not person.is_unborn:
        raise Refused("Choose this only for a child who was not born yet.", field="kind")
    if kind == LossKind.DEATH and person.born_on and on < person.born_on:
        raise Refused("The date cannot be before the date of birth.", field="on")


@action
def start_messages(*, family, reason, by, mistake=False, at=None):
    """Messages start again: somebody has talked with the family, or the loss was a mistake."""
    at = at or timezone.now()
    family = Family.objects.select_for_update().get(pk=family.pk)
    if not is_silent(family):
        raise Refused("Messages about this family have not stopped.")
    if not reason.strip():
        raise Refused("Say why messages can start again.", field="reason")
    if mistake:
        _take_back(family, at=at)
    _stop_since(family, None)
    return MessagesAgain.objects.create(
        family=family, reason=reason.strip(), mistake=mistake, by=by, happened_at=at
    )


def _take_back(family, *, at):
    """The losses written down since messages stopped did not happen."""
    since = Family.objects.filter(pk__in=together(family)).exclude(messages_stopped_at=None)
    first = min(since.values_list("messages_stopped_at", flat=True))
    losses = Loss.objects.current().filter(
        person__family__in=together(family), happened_at__gte=first
    )
    for loss in losses.select_related("person"):
        loss.supersede(at=at)
        loss.person.died_on = None
        loss.person.version += 1
        loss.person.save(update_fields=["died_on", "version", "sort_name"])
        signals.loss_taken_back.send(Loss, loss=loss, at=at)


def _stop_since(family, moment):
    """On each record of the family; a second loss keeps the first moment."""
    rows = Family.objects.filter(pk__in=together(family))
    if moment:
        rows = rows.filter(messages_stopped_at=None)
    rows.update(messages_stopped_at=moment)
