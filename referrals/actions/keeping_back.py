"""A call or a conversation is about a restricted family: whoever is named for it keeps it back."""

from audit.actions import action
from audit.errors import Refused
from families import restricting


@action
def keep_back(*, row, family, by):
    """From now on the call or conversation shows to those named for the family, and who took it.

    Nothing does this by itself: a name alone proves little, and what vanishes from a queue would be
    the sign that must not be given. None as family lets everybody who screens see it again.
    """
    row = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
    for one in filter(None, (family, row.about)):
        if not restricting.is_named(by, one):
            raise Refused("You are not named for this family.", field="family")
    if family is not None and not family.restricted:
        raise Refused("This family is not restricted.", field="family")
    row.about = family
    row.save(update_fields=["about"])
    return row
