"""What casework does when the front door has decided. Runs inside the decision's transaction."""

from django.dispatch import receiver

from accounts.models import User
from audit.errors import Refused
from casework import access, mails
from casework.actions import allocation, leads
from casework.codes import Kind, State
from casework.holder import holder
from casework.joining import children_of
from casework.models import Episode, EpisodeChild
from families.models import together
from families.restricting import told_of
from families.signals import (
    agreement_withdrawn,
    loss_recorded,
    loss_taken_back,
    restriction_lifted,
)
from localities.calendar import london_date
from localities.models import TeamKind
from localities.staff import managers_of, working_in
from referrals import holding
from referrals.codes import Outcome
from referrals.signals import (
    decided,
    lead_accepted,
    level_2_registered,
    step_down_accepted,
    stepping_down,
)


@receiver(decided, dispatch_uid="casework.follow_decision")
def follow_decision(sender, *, referral, decision, at, by, **_):
    """Family Solutions opens an episode; another outcome takes back one that nobody has begun.

    Partner-led help opens none yet: it begins when a named lead professional accepts it.
    """
    if decision.outcome == Outcome.PARTNER_LED:
        _refuse_a_second_lead(referral.family)
    if decision.outcome == Outcome.FAMILY_SOLUTIONS:
        allocation.open_episode(referral=referral, decision=decision, by=by, at=at)
        return
    for episode in Episode.objects.waiting().filter(referral=referral):
        allocation.undo_episode(episode=episode, by=by, at=at)
    if decision.outcome == Outcome.LINKED:
        open_now = Episode.objects.filter(family__in=together(referral.family), state=State.OPEN)
        for episode in open_now.select_related("key_worker", "family"):
            if told_of(User.objects.filter(pk=episode.key_worker_id), episode.family).exists():
                mails.linked(episode, decision)


@receiver(stepping_down, dispatch_uid="casework.only_what_social_care_holds")
def only_what_social_care_holds(sender, *, family, **_):
    """Nobody hands over what early help works with already."""
    if holder(family.pk).party == holding.EARLY_HELP:
        raise Refused("Early help is helping this family already. Phone its key worker instead.")


@receiver(step_down_accepted, dispatch_uid="casework.follow_step_down")
def follow_step_down(sender, *, transfer, at, by, **_):
    allocation.open_step_down(transfer=transfer, by=by, at=at)


def _refuse_a_second_lead(family):
    led = Episode.objects.open().filter(family__in=together(family), kind=Kind.PARTNER_LED)
    if led.exists():
        raise Refused(
            "This family has a lead professional already. Choose “Linked to open work”, so that "
            "they learn of this today.", field="outcome",
        )  # fmt: skip


@receiver(lead_accepted, dispatch_uid="casework.follow_acceptance")
def follow_acceptance(sender, *, offer, at, by, **_):
    """The named lead said yes: their episode begins."""
    leads.lead_episode(
        family=offer.family, referral=offer.referral, lead=offer.lead, cover=offer.cover,
        children=children_of(offer.referral), by=by, at=at,
    )  # fmt: skip


@receiver(level_2_registered, dispatch_uid="casework.follow_registration")
def follow_registration(sender, *, registration, children, at, by, **_):
    """Who registers level 2 work leads it."""
    leads.lead_episode(family=registration.family, lead=by, children=children, by=by, at=at)


@receiver(agreement_withdrawn, dispatch_uid="casework.tell_managers")
def tell_managers(sender, *, agreement, at, **_):
    for manager in _managers(agreement.family, at):
        mails.taken_back(agreement, manager)


@receiver(loss_recorded, dispatch_uid="casework.stop_after_a_loss")
def stop_after_a_loss(sender, *, loss, at, **_):
    """The child leaves the episode, and those who help the family are told, with their managers."""
    family = loss.person.family
    for child in _in_open_episodes(loss.person).filter(left_on=None):
        child.left_on = max(loss.on, child.joined_on)
        child.save(update_fields=["left_on"])
    helping = Episode.objects.filter(family__in=together(family), state=State.OPEN)
    workers = {episode.key_worker for episode in helping.select_related("key_worker")}
    for person in sorted(workers | set(_managers(family, at)), key=lambda user: user.pk):
        mails.loss(loss, person)


@receiver(loss_taken_back, dispatch_uid="casework.go_on_after_a_mistake")
def go_on_after_a_mistake(sender, *, loss, **_):
    for child in _in_open_episodes(loss.person):
        if child.left_on == max(loss.on, child.joined_on):
            child.left_on = None
            child.save(update_fields=["left_on"])


@receiver(restriction_lifted, dispatch_uid="casework.keep_who_works_with_it")
def keep_who_works_with_it(sender, *, records, at, **_):
    """Who was given the family while it was restricted was let in by name alone."""
    episodes = Episode.objects.open().filter(family__in=[record.pk for record in records])
    for episode in episodes.select_related("family", "key_worker", "cover"):
        access.open_again(episode, at=at)


def _in_open_episodes(person):
    return EpisodeChild.objects.filter(person=person).exclude(episode__state=State.CLOSED)


def _managers(family, at):
    """Those of the team that helps now; where none does, those of the SPOC."""
    helping = Episode.objects.exclude(state=State.CLOSED).filter(family__in=together(family))
    teams = list(helping.exclude(team=None).values_list("team", flat=True))
    on = london_date(at)
    managers = (
        managers_of(teams, on=on) if teams else working_in(on=on, team__kind=TeamKind.FRONT_DOOR)
    )
    return told_of(managers, family).order_by("pk")
