"""Social care's answer to an offered family."""

from accounts.govuk.fields import TextField
from accounts.govuk.forms import Form, OnceMixin


class AcceptForm(OnceMixin, Form):
    """Nothing is asked: accepting is one press of a button."""


class RefuseForm(OnceMixin, Form):
    reason = TextField(
        label="Why can you not take this family?",
        help_text="The SPOC decides again. Both managers read this today.",
        called="the reason",
        rows=5,
    )
