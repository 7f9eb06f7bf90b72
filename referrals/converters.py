"""Parts of addresses."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class Reference(StringConverter):
    """EH-2026-000123"""

    regex = "EH-[0-9]{4}-[0-9]{6,9}"


class PersonKey(StringConverter):
    """A child or adult of a draft."""

    regex = "[0-9a-z]{1,12}"


class Group(StringConverter):
    regex = "children|adults"


def register():
    register_converter(Reference, "reference")
    register_converter(PersonKey, "person_key")
    register_converter(Group, "group")
