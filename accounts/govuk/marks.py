"""Small marks that stand in every row of a list, drawn here once: status, clock, level.

Plain Python, since a template included for each cell costs ten times as much; the templates
components/status.html, clock.html and level.html call these.
"""

import html

from django.utils.safestring import mark_safe

from accounts.govuk import times

LEVELS = {1: "universal", 2: "additional", 3: "intensive", 4: "specialist"}
DISC = '<circle cx="8" cy="8" r="8"/>'
TICK = f'{DISC}<path class="eh-clock__line" d="m4.5 8.2 2.5 2.6 4.6-5.3"/>'
HANDS = f'{DISC}<path class="eh-clock__line" d="M8 3.5V8l3 2"/>'
ICONS = {
    "running": HANDS,
    "due_soon": HANDS,
    "met": TICK,
    "late": TICK,
    "paused": f'{DISC}<path class="eh-clock__line" d="M6 5v6M10 5v6"/>',
    "overdue": '<path d="M8 .5 16 15H0z"/><path class="eh-clock__line" d="M8 5.5v4.5M8 11.5v1.5"/>',
}
SVG = (
    '<svg class="eh-clock__icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" '
    'focusable="false">{}</svg>'
)
STEPS = '<span class="eh-level__steps" aria-hidden="true"><i></i><i></i><i></i><i></i></span>'


def escape(value):
    """As conditional_escape, without its look for lazy texts, which costs twice the escaping."""
    return value.__html__() if hasattr(value, "__html__") else html.escape(str(value))


def status(text, colour=""):
    tone = f" govuk-tag--{escape(colour)}" if colour else ""
    return mark_safe(f'<strong class="govuk-tag{tone}">{escape(text)}</strong>')


def clock(facts):
    """`facts`: state (a key of ICONS), text, and due_at, an aware datetime or None.

    A clock that ends with a day says so in its text: midnight of the next date would mislead.
    """
    due_at, due = facts.get("due_at"), ""
    if due_at and "end of" not in facts["text"]:
        machine, words = times.say_to_machines(due_at), times.say_moment(due_at)
        due = f' <time class="eh-clock__due" datetime="{machine}">{words}</time>'
    icon = SVG.format(ICONS[facts["state"]])
    words = f'<span class="eh-clock__text">{escape(facts["text"])}</span>'
    return mark_safe(f'<span class="eh-clock eh-clock--{facts["state"]}">{icon}{words}{due}</span>')


def level(number, text=""):
    """Level 1 to 4 with its name and four steps filled up to it; `text` follows the name."""
    after = f" {escape(text)}" if text else ""
    name = f'<span class="eh-level__name">{LEVELS[number]}</span>'
    words = f'<span class="eh-level__text">Level {number} {name}{after}</span>'
    return mark_safe(f'<span class="eh-level eh-level--{number}">{STEPS}{words}</span>')
