"""Tags and filters that every template has without loading them (see settings.TEMPLATES)."""

from django import template
from django.conf import settings
from django.forms.utils import flatatt

from accounts.govuk import marks, tables, times

register = template.Library()

register.filter("day", lambda value: times.say_day(value) if value else "")
register.filter("short_day", lambda value: times.say_short_day(value) if value else "")
register.filter("clock_time", lambda value: times.say_time(value) if value else "")
register.filter("machine_time", lambda value: times.say_to_machines(value) if value else "")
register.filter("moment", lambda value: times.say_moment(value) if value else "")


@register.filter
def error_summary(form):
    """[{"text", "href"}] of any form's errors, in the order of the page."""
    fields = form.in_order() if hasattr(form, "in_order") else form
    of_the_form = [{"text": text, "href": ""} for text in form.non_field_errors()]
    return of_the_form + [
        {"text": text, "href": "" if field.is_hidden else f"#{field.first_id}"}
        for field in fields
        for text in field.errors
    ]


register.simple_tag(marks.status, name="status")
register.simple_tag(marks.clock, name="clock")
register.simple_tag(marks.level, name="level")


# Django's own attrs.html is a loop that runs for each option of each select: a third of a form.
register.simple_tag(flatatt, name="attributes")


@register.simple_tag
def table_body(rows, head, stack):
    return tables.body(rows, head, stack=bool(stack))


@register.simple_tag
def service_facts():
    """Name, telephone numbers and such, also where no context processor runs (error pages)."""
    return settings.SERVICE


@register.filter
def telephone(number):
    """A number as a `tel:` link takes it: 020 8726 6400 → +442087266400."""
    digits = "".join(c for c in number if c.isascii() and (c.isdigit() or c == "+"))
    return f"+44{digits[1:]}" if digits.startswith("0") else digits
