"""What administrators do to accounts."""

from django.db.models import F

from accounts.models import User
from audit.actions import action
from audit.errors import Refused


@action
def create_user(*, email, name, role, by, phone="", password=None):
    if User.objects.filter(email__iexact=email).exists():
        raise Refused("Somebody already has an account with this email address.", field="email")
    return User.objects.create_user(email, password, name=name, role=role, phone=phone)


@action
def change_role(*, user, role, by):
    """The new role holds from the next request on: every session of the old one ends."""
    user.role = role
    user.save(update_fields=["role"])
    return _end_sessions(user)


@action
def deactivate(*, user, by):
    user.is_active = False
    user.save(update_fields=["is_active"])
    return _end_sessions(user)


@action
def end_sessions(*, user, by):
    return _end_sessions(user)


def _end_sessions(user):
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    return user
