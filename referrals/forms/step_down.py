"""A family that early help has no record of, entered by children's social care on one page."""

from django import forms

from accounts.govuk.date_fields import GovDateField
from accounts.govuk.fields import CleanCharField
from accounts.govuk.forms import OnceMixin
from accounts.govuk.widgets import Checkbox, Radios
from families.entries import AdultEntry, ChildEntry, HomeEntry
from families.models import Relationship
from families.validators import birth_problem, due_problem
from referrals.forms.intake.family import FamilyForm
from referrals.forms.transfers import WORDS, words_of_the_sender

CHILDREN = range(1, 9)
NTH = {2: "second", 3: "third", 4: "fourth", 5: "fifth", 6: "sixth", 7: "seventh", 8: "eighth"}
CHILD = ("first", "last", "born_on", "due_on")
HOME = ("area", "address", "postcode", "protected")


class NewStepDownForm(OnceMixin, FamilyForm):
    """The family and its home as in a referral, up to eight children, one parent or carer."""

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields.pop("version", None)
        self.fields.pop("complete", None)
        for number in CHILDREN:
            if number > 1:
                self.fields[f"more_{number}"] = _another_child(number)
            self.fields.update(_child_fields(number))
        self.fields.update(_adult_fields())
        self.fields.update(words_of_the_sender())

    def clean(self):
        super().clean()
        for number in CHILDREN:
            self._check_child(number)

    def _check_child(self, number):
        """Without scripts every box shows: a child whose own box is not ticked is asked about."""
        typed = any(self.data.get(self.add_prefix(f"{n}_{number}")) for n in ("first", "last"))
        if number > 1 and typed and not self.cleaned_data.get(f"more_{number}"):
            self.add_error(f"more_{number}", f"Tick this to add child {number}, or clear the name")
        first, last, born_on, due_on = (self.cleaned_data.get(f"{n}_{number}") for n in CHILD)
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


def _another_child(number):
    """A box to tick; the child's questions show, and count, only then."""
    reveals = tuple(f"{name}_{number}" for name in CHILD)
    return forms.BooleanField(
        label=f"Add a {NTH[number]} child", required=False, widget=Checkbox(reveals=reveals)
    )


def _child_fields(number):
    return {
        f"first_{number}": CleanCharField(
            label=f"Child {number}: first name", required=False, max_length=80,
            help_text="Leave this out for a baby who has no name yet.",
        ),
        f"last_{number}": CleanCharField(
            label=f"Child {number}: last name", called=f"the last name of child {number}",
            max_length=80,
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
