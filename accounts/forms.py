"""Forms of the administrator."""

from accounts.govuk.forms import ModelForm
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
