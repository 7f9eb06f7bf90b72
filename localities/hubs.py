"""Which hub has a family."""

from localities.models import Team, TeamKind


def hub_for(locality):
    """The hub team of a locality; for a home outside or unknown, the first hub is on duty.

    None only where no hub is set up.
    """
    hubs = Team.objects.filter(kind=TeamKind.HUB, locality__isnull=False)
    own = hubs.filter(locality=locality) if locality else hubs.none()
    return own.order_by("code").first() or hubs.order_by("locality__position", "code").first()
