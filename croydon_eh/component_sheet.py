"""Invented contents for /demo/components/, the sheet that shows every component and field."""

import datetime as dt

from django import forms
from django.urls import reverse_lazy

from accounts.govuk import date_fields, fields, widgets
from accounts.govuk.forms import Form, OnceMixin, VersionedMixin
from accounts.govuk.times import LONDON

NOW = dt.datetime(2026, 11, 20, 15, 31, tzinfo=LONDON)
SCHOOLS = ["Ashgrove Primary School", "Beech Hill Academy", "Castle Lane Infants", "Downs High"]
THEMES = [
    ("The child", [("attendance", "Attendance and learning"), ("speech", "Speech and language")]),
    ("Home and family", [("housing", "Housing"), ("money", "Money")]),
    ("", [("none", "None of these")]),
]


class SampleForm(OnceMixin, VersionedMixin, Form):
    name = fields.CleanCharField(label="Full name", help_text="As the family says it")
    born_on = date_fields.GovDateField(label="Date of birth", help_text="For example, 27 3 2019")
    seen_at = date_fields.MomentField(
        label="When did you see the child?", called="when you saw the child"
    )
    at = date_fields.GovTimeField(label="Time of the visit", help_text="For example, 9:30am")
    postcode = fields.PostcodeField(label="Postcode")
    children = fields.WholeNumberField(label="Number of children", max_value=20)
    hours = fields.WholeNumberField(
        label="Hours each week", widget=widgets.NumberInput(width=3, suffix="hours")
    )
    school = fields.CleanCharField(
        label="School",
        help_text="Type part of its name",
        widget=widgets.Suggest(reverse_lazy("demo_suggestions")),
    )
    source = forms.ChoiceField(
        label="Who is asking for help?",
        choices=[("", "Choose one"), ("school", "A school"), ("gp", "A GP")],
    )
    agreed = fields.YesNoField(label="Has a parent agreed to this?")
    contact = forms.ChoiceField(
        label="How should we contact the family?",
        choices=[("phone", "By phone"), ("text", "By text message"), ("never", "Do not contact")],
        widget=widgets.Radios(
            reveals={"phone": "number"}, hints={"never": "You will be asked for the reason"}
        ),
    )
    number = fields.CleanCharField(label="Safe phone number", widget=widgets.TextInput(width=20))
    themes = forms.MultipleChoiceField(
        label="What matters most?",
        help_text="Choose all that apply",
        choices=THEMES,
        widget=widgets.Checkboxes(none="none", hints={"speech": "Also hearing"}),
    )
    told = forms.BooleanField(
        label="The family knows about this referral", help_text="Tick only if it was safe to say so"
    )
    worries = fields.TextField(label="What worries you?", max_length=500)
    password = forms.CharField(
        label="Password", widget=forms.PasswordInput({"autocomplete": "off"})
    )
    paper = forms.FileField(label="Letter", required=False)


class FilterForm(Form):
    q = fields.CleanCharField(label="Family or reference", required=False)
    locality = forms.ChoiceField(
        label="Locality",
        required=False,
        choices=[("", "All"), ("north", "North"), ("south", "South")],
    )


def clock(state, text, hours):
    return {"state": state, "text": text, "due_at": NOW + dt.timedelta(hours=hours)}


CLOCKS = [
    clock("running", "due in 3 working days", 72),
    clock("due_soon", "due in 40 minutes", 1),
    clock("overdue", "overdue by 2 working days", -48),
    clock("met", "done in time", -2),
    clock("late", "done 3 hours late", -9),
    {"state": "paused", "text": "paused: waiting for the school", "due_at": None},
]
COLOURS = "grey green teal blue purple magenta red orange yellow".split()  # noqa: SIM905


def rows():
    families = ["Adeyemi", "Bennett", "Chowdhury", "Dos Santos"]
    return [
        [
            {"text": f"{name} family", "url": "#", "about": f"EH-2026-00012{n}"},
            {"clock": CLOCKS[n]},
            {"level": n + 1},
            {"text": "Waiting", "colour": COLOURS[n + 3]},
            n * 2,
        ]
        for n, name in enumerate(families)
    ]


def context(request):
    wrong = SampleForm({"born_on_day": "31", "born_on_month": "2", "born_on_year": "2019",
                        "contact": "phone", "children": "many", "postcode": "12"},
                       prefix="wrong")  # fmt: skip
    wrong.data = {f"wrong-{key}": value for key, value in wrong.data.items()}
    shown_wrong = "wrong" in request.GET
    return {
        "form": wrong if shown_wrong else SampleForm(initial={"agreed": True, "seen_at": NOW}),
        "shown_wrong": shown_wrong,
        "filters": FilterForm(request.GET or None),
        "clocks": CLOCKS,
        "colours": COLOURS,
        "levels": [1, 2, 3, 4],
        "head": ["Family", "Decision", "Level", "Status", {"text": "Children", "numeric": True}],
        "rows": rows(),
        "facts": [{"key": "Children", "value": "3"}, {"key": "Locality", "value": "North"},
                  {"key": "Key worker", "value": "Grace Mensah"}],
        "tags": [{"text": "Interpreter needed", "colour": "purple"}],
        "parts": [{"label": "Summary", "url": "#", "active": True}, {"label": "Plan", "url": "#"},
                  {"label": "Record", "url": "#"}],
        "trail": [{"label": "Home", "url": "/"}, {"label": "Families", "url": "#"}],
        "summary": [
            {"key": "Name", "value": "Amara Adeyemi", "change_url": "#"},
            {"key": "Address", "value": "1 Sample Road\nCroydon\nCR0 1EA", "change_url": "#"},
            {"key": "NHS number", "value": ""},
        ],
        "tasks": [
            {"text": "The family", "url": "#", "status": "Completed"},
            {"text": "What worries you", "url": "#", "status": "Not started", "colour": "blue",
             "hint": "In your own words"},
            {"text": "Check and send", "url": "", "status": "Cannot start yet"},
        ],
        "events": [
            {"title": "Referral decided", "by": "Amina Yusuf", "at": NOW, "status": "Accepted",
             "colour": "green", "text": "Family Solutions, level 3.", "url": "#"},
            {"title": "Referral received", "by": "Castle Lane Infants", "at": NOW.date(),
             "text": "", "url": ""},
        ],
        "conflict": [{"label": "Safe phone number", "theirs": "07700 900111", "yours": None}],
        "now": NOW,
    }  # fmt: skip


def matches(text):
    return [school for school in SCHOOLS if text.lower() in school.lower()]
