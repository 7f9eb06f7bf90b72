"""Assessment, scores and reviews."""

from django import forms
from django.utils import timezone

from accounts.govuk.date_fields import MomentField
from accounts.govuk.fields import TextField
from accounts.govuk.forms import Form, OnceMixin
from accounts.govuk.widgets import Radios
from casework.codes import ScoredAt
from referrals.scoring import OUTCOMES

SCORES = {
    1: "1 In crisis",
    2: "2 Stuck",
    3: "3 Getting there",
    4: "4 Doing well",
    5: "5 Thriving",
}


class HappenedForm(OnceMixin, Form):
    """Something that happened at a moment, which is now unless somebody says otherwise."""

    happened_at = MomentField(label="When?", called="the date and time")

    def __init__(self, *args, now=None, **kwargs):
        super().__init__(*args, **kwargs)
        now = now or timezone.now()
        self.fields["happened_at"].latest = self.fields["happened_at"].initial = now


class AssessmentForm(HappenedForm):
    strengths = TextField(label="What is going well?", called="what is going well")
    needs = TextField(label="What does the family need?", called="what the family needs")
    analysis = TextField(
        label="What do you make of it?",
        help_text="What it is like to be each child here, and what must change first.",
        called="what you make of it",
        rows=7,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["happened_at"].label = "When was the assessment complete?"

    def facts(self):
        names = ("happened_at", "strengths", "needs", "analysis")
        return {name: self.cleaned_data[name] for name in names}


class ReviewForm(HappenedForm):
    notes = TextField(label="What did the review find?", called="what the review found", rows=8)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["happened_at"].label = "When was the review held?"

    def facts(self):
        return {name: self.cleaned_data[name] for name in ("happened_at", "notes")}


class ScoreForm(HappenedForm):
    """One answer for each of the ten outcomes. `latest` maps an outcome to its last score."""

    scored_at = forms.ChoiceField(
        label="What are these scores for?", choices=ScoredAt.choices, widget=Radios(inline=True)
    )

    def __init__(self, *args, latest, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["happened_at"].label = "When did you score them with the family?"
        for outcome, label in OUTCOMES.items():
            before = latest.get(outcome)
            score = forms.TypedChoiceField(
                label=label,
                help_text=f"Last time: {SCORES[before]}" if before else "",
                choices=[("", "Not scored now"), *SCORES.items()],
                coerce=int,
                empty_value=None,
                required=False,
            )
            self.fields[f"score_{outcome}"] = score

    def facts(self):
        data = self.cleaned_data
        scores = {o: data[f"score_{o}"] for o in OUTCOMES if data[f"score_{o}"] is not None}
        names = ("happened_at", "scored_at")
        return {**{name: data[name] for name in names}, "scores": scores}
