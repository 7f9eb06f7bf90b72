"""Serializers drawn from the dataclasses that web and API share, so that a rule stands once."""

from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from types import UnionType
from typing import get_args, get_type_hints

from rest_framework import serializers

SIMPLE = {
    date: serializers.DateField,
    datetime: serializers.DateTimeField,
    bool: serializers.BooleanField,
}


def serializer_for(entry, name=None):
    """A Serializer class with a field for each of the dataclass `entry`.

    Text takes its longest length and its codes from the field's metadata; a tuple becomes a list
    of at most 200.
    """
    hints = get_type_hints(entry)
    shown = {part.name: _field(part, hints[part.name]) for part in fields(entry)}
    title = name or entry.__name__.removesuffix("Entry")
    return type(
        f"{title}Serializer", (serializers.Serializer,), {**shown, "__doc__": entry.__doc__}
    )


def _field(part, hint):
    about = part.metadata
    nullable = isinstance(hint, UnionType)
    if nullable:
        hint = next(inner for inner in get_args(hint) if inner is not type(None))
    options = {"required": _needed(part)}
    if nullable:
        options["allow_null"] = True
    if hint is str:
        return _text(about, options)
    if hint in SIMPLE:
        return SIMPLE[hint](**options)
    if is_dataclass(hint):
        return serializer_for(hint)(**options)
    (inner, _) = get_args(hint)  # tuple[X, ...]
    if inner is str:
        child = serializers.CharField(max_length=60)
        return serializers.ListField(child=child, max_length=200, **options)
    return serializer_for(inner)(many=True, max_length=200, **options)


def _needed(part):
    """A field that the rules require and that has nothing to fall back on."""
    if part.default is MISSING:
        return part.default_factory is MISSING
    return bool(part.metadata.get("required")) and part.default == ""


def _text(about, options):
    options["allow_blank"] = not options["required"]
    if "codes" in about:
        return serializers.ChoiceField(choices=sorted(about["codes"]), **options)
    return serializers.CharField(max_length=about.get("longest"), **options)


def build(entry, data):
    """The dataclass `entry` from validated plain data, nested ones included."""
    hints = get_type_hints(entry)
    return entry(**{name: _built(hints[name], value) for name, value in data.items()})


def _built(hint, value):
    if isinstance(hint, UnionType):
        hint = next(inner for inner in get_args(hint) if inner is not type(None))
    if value is None:
        return None
    if is_dataclass(hint):
        return build(hint, value)
    if isinstance(value, list):
        inner = get_args(hint)[0]
        return tuple(_built(inner, item) for item in value)
    return value
