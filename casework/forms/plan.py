"""The plan: goals of the family, and how each ended."""

from django import forms

from accounts.govuk.date_fields import GovDateField
from accounts.govuk.fields import CleanCharField
from accounts.govuk.forms import Form, OnceMixin
from accounts.govuk.widgets import Radios
from casework.codes import GoalEnding
from casework.forms.work import HappenedForm
from referrals.scoring import OUTCOMES

OUTCOME_CHOICES = [("", "Choose one"), *OUTCOMES.items()]


def goal_fields(people, *, required=True, number=""):
    """The questions about one goal."""

    def ask(question):
        return f"Goal {number}: {question}" if number else question[:1].upper() + question[1:]

    name = f"goal {number}".strip()
    mark = "" if required else " (optional)"
    line = {"max_length": 250, "required": False}
    whole = [("", "The whole family"), *[(p["id"], p["name"]) for p in people]]
    return {
        "text": CleanCharField(
            label=ask(f"what will be different?{mark}"),
            help_text="In words that the family would use.",
            called=name,
            max_length=250,
            required=required,
        ),
        "outcome": forms.ChoiceField(
            label=ask("which outcome does it belong to?"),
            choices=OUTCOME_CHOICES,
            required=required,
        ),
        "measure": CleanCharField(label=ask("how will we know? (optional)"), **line),
        "words": CleanCharField(label=ask("what the child or parent says (optional)"), **line),
        "person": forms.TypedChoiceField(
            label=ask("whose goal is it? (optional)"),
            coerce=int,
            empty_value=None,
            choices=whole,
            required=False,
        ),
        "by_on": GovDateField(
            label=ask("by when?"), called=f"the date of {name}", required=required
        ),
    }


def goal_of(data):
    """A Goal's own fields from a form's answers."""
    plain = {name: data[name] for name in ("text", "outcome", "measure", "words", "by_on")}
    return {**plain, "person_id": data["person"]}


class GoalForm(OnceMixin, Form):
    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in goal_fields(people).items():
            self.fields[name] = field

    def facts(self):
        return {"goal": goal_of(self.cleaned_data)}


class PlanForm(HappenedForm):
    """One goal at least; a second and third where they are begun. More are added afterwards."""

    NUMBERS = (1, 2, 3)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["happened_at"].label = "When did the family agree to the plan?"
        for number in self.NUMBERS:
            for name, field in goal_fields(people, required=number == 1, number=number).items():
                self.fields[f"goal_{number}_{name}"] = field

    def goal(self, number):
        prefix = f"goal_{number}_"
        return {
            name.removeprefix(prefix): value
            for name, value in self.cleaned_data.items()
            if name.startswith(prefix)
        }

    def clean(self):
        """A goal that was begun is finished: words, outcome and date belong together."""
        for number in self.NUMBERS[1:]:
            begun = self.goal(number)
            if any(begun.values()):
                for name, sentence in (
                    ("text", f"Enter goal {number}, or clear its other answers"),
                    ("outcome", f"Select the outcome of goal {number}"),
                    ("by_on", f"Enter the date of goal {number}"),
                ):
                    if name in begun and not begun[name]:
                        self.add_error(f"goal_{number}_{name}", sentence)
        return self.cleaned_data

    def facts(self):
        goals = [goal_of(goal) for goal in map(self.goal, self.NUMBERS) if goal["text"]]
        return {"happened_at": self.cleaned_data["happened_at"], "goals": goals}


class GoalEndForm(HappenedForm):
    ending = forms.ChoiceField(label="How did it end?", choices=GoalEnding.choices, widget=Radios())
    field_order = ("ending", "happened_at")

    def facts(self):
        return {name: self.cleaned_data[name] for name in ("ending", "happened_at")}
