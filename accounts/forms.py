"""Forms of the administrator."""

from django import forms

from accounts.govuk.forms import Form, ModelForm
from accounts.models import User


class UserForm(ModelForm):
    class Meta:
        model = User
        fields = ("name", "email", "role", "phone")
        labels = {"phone": "Work telephone (optional)", "email": "Work email address"}
        help_texts = {
            "role": "One role each: what this person may do. Their site or team says for whom."
        }


class RoleForm(ModelForm):
    class Meta:
        model = User
        fields = ("role",)


class FindForm(Form):
    q = forms.CharField(label="Name or email address", max_length=80, required=False)
    after = forms.CharField(max_length=120, required=False, widget=forms.HiddenInput)
