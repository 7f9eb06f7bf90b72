"""A family that early help has no record of, entered by children's social care on one page."""

from django import forms

from accounts.govuk.date_fields import GovDateField
from accounts.govuk.fields import CleanCharField
from accounts.govuk.forms import OnceMixin
from accounts.govuk.widgets import Radios
from families.entries import AdultEntry, ChildEntry, HomeEntry
from families.models import Relationship
from families.validators import birth_problem, due_problem
from referrals.forms.intake.family import FamilyForm
from referrals.forms.transfers import WORDS, words_of_the_sender

CHILDREN = (1, 2, 3, 4)
CHILD = ("first", "last", "born_on", "due_on")
HOME = ("area", "address", "postcode", "protected")


class NewStepDownForm(OnceMixin, FamilyForm):
    """The family and its home as in a referral, up to four children, one parent or carer."""

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields.pop("version", None)
        self.fields.pop("complete", None)
        for number in CHILDREN:
            self.fields.update(_child_fields(number))
        self.fields.update(_adult_fields())
        self.fields.update(words_of_the_sender())

    def clean(self):
        super().clean()
        for number in CHILDREN:
            self._check_child(number)

    def _check_child(self, number):
        first, last, born_on, due_on = (self.cleaned_data.get(f"{n}_{number}") for n in CHILD)
        given = first or born_on or due_on
        if given and not last:
            self.add_error(f"last_{number}", f"Enter the last name of child {number}")
        if last and not first and not due_on:
            self.add_error(f"first_{number}", f"Enter the first name of child {number}")
        if born_on and due_on:
            self.add_error(f"due_on_{number}", "Give a date of birth or a due date, not both")
        for name, problem_of in (("born_on", birth_problem), ("due_on", due_problem)):
            at = self.cleaned_data.get(f"{name}_{number}")
            problem = at and problem_of(at, self.today)
            if problem:
                self.add_error(f"{name}_{number}", problem)

    def entry(self):
        """What `new_family` takes."""
        data = self.cleaned_data
        return {
            "name": data["family_name"],
            "children": tuple(self._children()),
            "adults": tuple(self._adults()),
            "home": HomeEntry(**{name: data[name] for name in HOME}),
        }

    def _children(self):
        for number in CHILDREN:
            first, last, born_on, due_on = (self.cleaned_data[f"{n}_{number}"] for n in CHILD)
            if last:
                yield ChildEntry(key=f"c{number}", first_name=first, last_name=last,
                                 born_on=born_on, due_on=due_on)  # fmt: skip

    def _adults(self):
        data = self.cleaned_data
        if data["adult_last"]:
            yield AdultEntry(
                key="a1", first_name=data["adult_first"], last_name=data["adult_last"],
                relationship=data["relationship"] or Relationship.Kind.OTHER,
                phone=data["adult_phone"],
            )  # fmt: skip

    def words(self):
        return {name: self.cleaned_data[name] for name in WORDS}


def _child_fields(number):
    optional = "" if number == 1 else " (optional)"
    line = {"max_length": 80}
    return {
        f"first_{number}": CleanCharField(
            label=f"Child {number}: first name{optional}", required=False, **line
        ),
        f"last_{number}": CleanCharField(
            label=f"Child {number}: last name{optional}",
            called=f"the last name of child {number}", required=number == 1, **line
        ),
        f"born_on_{number}": GovDateField(
            label=f"Child {number}: date of birth", required=False
        ),
        f"due_on_{number}": GovDateField(
            label=f"Child {number}: due date, if not born yet", required=False
        ),
    }  # fmt: skip


def _adult_fields():
    return {
        "adult_first": CleanCharField(
            label="Parent or carer: first name (optional)", required=False, max_length=80
        ),
        "adult_last": CleanCharField(
            label="Parent or carer: last name (optional)", required=False, max_length=80
        ),
        "relationship": forms.ChoiceField(
            label="Who are they to the children? (optional)", choices=Relationship.Kind,
            required=False, widget=Radios(),
        ),
        "adult_phone": CleanCharField(
            label="Their telephone number (optional)", required=False, max_length=30
        ),
    }  # fmt: skip
