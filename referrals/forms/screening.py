"""Forms of the SPOC: the board's search, own level, agreement, decision, question, second look."""

from django import forms
from django.utils import timezone

from accounts.govuk.date_fields import MomentField
from accounts.govuk.fields import CleanCharField, TextField
from accounts.govuk.forms import Form, OnceMixin, VersionedMixin
from accounts.govuk.widgets import Radios
from referrals.board import QUEUES as BOARD_QUEUES
from referrals.codes import LEVEL_OF, Level, Outcome
from referrals.models import Disagreement, Opinion
from referrals.words import WORDS

LEVEL_HINTS = {
    1: "Services that are open to everyone are enough",
    2: "Extra help from people who know the family",
    3: "A key worker for the whole family",
    4: "Children’s social care",
}


def _with_hint(level):
    return f"Level {LEVEL_OF[level]}" if level in LEVEL_OF else "Any level"


class LevelField(forms.TypedChoiceField):
    """A level of need, 1 to `highest`, as a number."""

    def __init__(self, *, highest=4, **options):
        choices = [(level.value, level.label) for level in Level if level <= highest]
        widget = Radios(hints={level: LEVEL_HINTS[level] for level, _ in choices})
        super().__init__(choices=choices, coerce=int, empty_value=None, widget=widget, **options)


class BoardForm(Form):
    agency = CleanCharField(label="From (agency or site)", required=False, max_length=80)
    place = forms.ChoiceField(label="Lives in", required=False)
    flag = forms.ChoiceField(
        label="Flag",
        required=False,
        choices=[("", "Any"), ("immediate", "Immediate concern"), ("discuss", "Discuss")],
    )
    show = forms.ChoiceField(
        required=False,
        choices=[(key, title) for key, (title, _) in BOARD_QUEUES.items()],
        widget=forms.HiddenInput,
    )

    def __init__(self, *args, localities, **kwargs):
        super().__init__(*args, **kwargs)
        elsewhere = [("elsewhere", "Lives elsewhere"), ("unknown", "Address not known")]
        self.fields["place"].choices = [("", "Anywhere"), *localities, *elsewhere]


class AssignForm(Form):
    worker = forms.ChoiceField(label="Who takes them?", widget=Radios())

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        choices = [(pk, person.name) for pk, person in self.people.items()]
        self.fields["worker"].choices = choices

    @property
    def somebody(self):
        return self.people[self.cleaned_data["worker"]]


class OwnLevelForm(OnceMixin, Form):
    level = LevelField(label="Your own level", help_text="Before you see the suggestion. You "
                       "cannot change it afterwards.")  # fmt: skip


class AgreeForm(OnceMixin, Form):
    level = LevelField(label="Level you agree to", highest=3)
    reason = TextField(label="Why a level below 4 is right", called="the reason", rows=4)


class DecisionForm(OnceMixin, VersionedMixin, Form):
    """One answer for each outcome reveals its own words, which the screener edits."""

    level = LevelField(label="Level")
    outcome = forms.ChoiceField(
        label="What happens next",
        choices=Outcome.choices,
        widget=Radios(
            hints={o.value: _with_hint(o) for o in Outcome},
            reveals={o.value: f"words_{o.value}" for o in Outcome},
        ),
    )
    reason = TextField(
        label="Reason (staff read it)",
        help_text="Needed when your level differs from the suggestion, and for no further action.",
        called="the reason",
        required=False,
        rows=4,
    )
    field_order = ("level", "outcome", "reason")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for outcome in Outcome:
            words = TextField(
                label="Words for the referrer",
                help_text="They read exactly this. Change it so that it fits.",
                called="the words for the referrer",
                initial=WORDS[outcome],
                rows=6,
            )
            self.fields[f"words_{outcome.value}"] = words

    @property
    def words(self):
        return self.cleaned_data.get(f"words_{self.cleaned_data['outcome']}", "")

    def refuse(self, refused):
        if refused.field == "words":
            refused.field = f"words_{self.cleaned_data['outcome']}"
        super().refuse(refused)


class QuestionForm(OnceMixin, VersionedMixin, Form):
    question = TextField(
        label="Your question to the referrer",
        help_text="The clock stops for two working days at most. With a red flag it never stops.",
        called="the question",
        rows=4,
    )


class AnswerForm(OnceMixin, Form):
    answer = TextField(label="Answer", rows=5)


class ReopenForm(OnceMixin, VersionedMixin, Form):
    reason = TextField(label="Why does this decision need a second look?", rows=4)


class AskViewForm(OnceMixin, Form):
    asked_of = forms.ChoiceField(
        label="Whom do you ask?", choices=Opinion.AskedOf.choices, widget=Radios()
    )
    question = TextField(
        label="Your question", help_text="The clock runs on. You can decide before the answer.",
        called="the question", rows=3,
    )  # fmt: skip


class GiveViewForm(OnceMixin, Form):
    opinion = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**62)
    answer = TextField(label="Your view", rows=4)


class DisagreementForm(OnceMixin, VersionedMixin, Form):
    answer = forms.ChoiceField(
        label="Your answer", choices=Disagreement.Answer.choices, widget=Radios()
    )
    words = TextField(
        label="Words for the referrer",
        help_text="They read exactly this. Say what you looked at, and why.",
        called="the words for the referrer",
        rows=5,
    )


class AcknowledgeForm(OnceMixin, Form):
    authority = CleanCharField(
        label="Which authority?", called="the name of the authority", max_length=120
    )
    spoke_to = CleanCharField(label="Who acknowledged it?", called="a name", max_length=120)
    acknowledged_at = MomentField(label="When?", called="the date and time")

    def __init__(self, *args, now=None, **kwargs):
        super().__init__(*args, **kwargs)
        now = now or timezone.now()
        self.fields["acknowledged_at"].latest = now
        self.fields["acknowledged_at"].initial = now


class DuplicateForm(OnceMixin, VersionedMixin, Form):
    """For an identical resend only; the action compares the two."""

    reference = CleanCharField(label="Reference of the first one", max_length=20)


class BlindLevelForm(OnceMixin, Form):
    level = LevelField(
        label="The level that you see",
        help_text="From what the referrer wrote and saw. You can give it once.",
    )  # fmt: skip
