"""The decorator that every public function of every actions.py wears."""

import functools
import inspect

from django.db import models, transaction

from audit import events


def _touched(result):
    rows = result if isinstance(result, list | tuple) else [result]
    rows = [row for row in rows if isinstance(row, models.Model)]
    kinds = ",".join(dict.fromkeys(row._meta.model_name for row in rows))
    return kinds, [row.pk for row in rows if isinstance(row.pk, int)]


def action(function):
    """Make a function one audited step: keyword-only, with `by=`, atomic, one event inside.

    The event's verb is "<app>.<function>", its ids those of the row or rows returned; so an action
    returns what it changed.
    """
    parameters = inspect.signature(function).parameters.values()
    if any(p.kind is not p.KEYWORD_ONLY for p in parameters) or "by" not in {
        p.name for p in parameters
    }:
        raise TypeError(f"{function.__qualname__}: an action takes keywords only, `by` among them")
    verb = f"{function.__module__.split('.')[0]}.{function.__name__}"

    @functools.wraps(function)
    def wrapper(*, by, **kwargs):
        with transaction.atomic():
            result = function(by=by, **kwargs)
            kind, ids = _touched(result)
            events.record(verb, by=by, kind=kind, ids=ids)
            return result

    wrapper.is_action = True
    return wrapper
