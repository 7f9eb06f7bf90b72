"""Records that hang together by the merges that hold, and the one that stands for them all."""

from django.db.models import Q


def connected(model, kept, ids):
    """The ids with all that are merged with them, also through others.

    `model` is a merge whose field `kept` names the record that stayed, `duplicate` the other.
    """
    while True:
        near = Q(**{f"{kept}__in": ids}) | Q(duplicate__in=ids)
        found = model.objects.current().filter(near).values_list(kept, "duplicate")
        wider = ids.union(*found)
        if wider == ids:
            return ids
        ids = wider


def stand_for(model, kept, ids):
    """Each id -> the id that stands for it now; itself where it is merged into none."""
    merges = model.objects.current().filter(duplicate__in=connected(model, kept, set(ids)))
    into = dict(merges.values_list("duplicate", kept))
    return {pk: _last(pk, into) for pk in ids}


def _last(pk, into):
    while pk in into:
        pk = into[pk]
    return pk
