"""Which restricted family a call or conversation is about, for those who are named for one."""

from django import forms

from accounts.govuk.forms import Form, OnceMixin
from accounts.govuk.widgets import Radios

NONE = "none"


class KeepBackForm(OnceMixin, Form):
    """`families` are those that the user is named for."""

    family = forms.ChoiceField(label="Is it about one of these families?", widget=Radios())

    def __init__(self, *args, families, **options):
        super().__init__(*args, **options)
        self.families = {str(family.pk): family for family in families}
        choices = [(pk, family.name) for pk, family in self.families.items()]
        self.fields["family"].choices = [*choices, (NONE, "No: everybody who screens sees it")]

    @property
    def chosen(self):
        return self.families.get(self.cleaned_data["family"])
