"""Write down what was done, seen or refused."""

from audit.models import Event

SYSTEM = "system"
PUBLIC = "public"


def actor(by):
    """(kind, id, role) of whoever acts: a user, a partner system, the system or the public."""
    if by in (SYSTEM, PUBLIC):
        return by, None, ""
    return by.actor_kind, by.pk, getattr(by, "role", "")


def record(verb, *, by, kind="", ids=(), fields=(), outcome=Event.Outcome.DONE):
    """Insert one audit event in the current transaction. Never pass values, only field names."""
    actor_kind, actor_id, role = actor(by)
    return Event.objects.create(
        verb=verb,
        actor_kind=actor_kind,
        actor_id=actor_id,
        actor_role=role,
        outcome=outcome,
        kind=kind,
        ids=sorted(set(ids)),
        fields=sorted(fields),
    )
