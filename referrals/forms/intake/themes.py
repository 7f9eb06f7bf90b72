"""Which themes matter, and how serious each is for whom."""

from django import forms
from django.core.exceptions import ValidationError

from accounts.govuk.widgets import Checkboxes, Radios
from families.names import sort_name
from referrals.forms.intake.danger import NONE, NOT_BOTH
from referrals.forms.intake.page import PageForm
from referrals.scoring import DOMAINS
from referrals.scoring.vocabulary import STRENGTH

TITLES = {
    "child": "The child",
    "parenting": "Parents and carers",
    "environment": "Family and home",
}
NO_CONCERN, NOT_KNOWN = "no_concern", "not_known"


def title(theme):
    return theme.label[:1].upper() + theme.label[1:]


def found(theme, looked_for):
    """Whether every word looked for stands in the theme's name or in what it can look like."""
    text = sort_name(" ".join([theme.label, *(i.text for i in theme.levels.values())]))
    return all(word in text for word in sort_name(looked_for).split())


class ThemesForm(PageForm):
    """`looked_for` narrows what is drawn; what is picked is always drawn, so nothing is lost."""

    themes = forms.MultipleChoiceField(
        label="Tick all that matter",
        help_text="Next we ask how serious each one is. You can also say that you do not know.",
        error_messages={"required": "Tick the themes that matter, or “None of these”"},
        widget=Checkboxes(none=NONE, small=True),
    )

    def __init__(self, *args, thresholds, looked_for="", **options):
        super().__init__(*args, **options)
        self.thresholds, self.looked_for = thresholds, looked_for
        self.fields["themes"].choices = self._choices(thresholds.themes.values())

    def _choices(self, themes):
        groups = [
            (TITLES[domain], [(t.key, title(t)) for t in themes if t.domain == domain])
            for domain in DOMAINS
        ]
        return [group for group in groups if group[1]] + [(NONE, "None of these")]

    def narrow(self):
        """Draw the themes that were looked for, and those that are picked."""
        picked = set(self["themes"].value() or ())
        kept = [t for t in self.thresholds.themes.values()
                if t.key in picked or found(t, self.looked_for)]  # fmt: skip
        self.fields["themes"].widget.choices = self._choices(kept)
        return len([theme for theme in kept if found(theme, self.looked_for)])

    def clean_themes(self):
        ticked = self.cleaned_data["themes"]
        if NONE in ticked and len(ticked) > 1:
            raise ValidationError(NOT_BOTH, code="both")
        return ticked


class StrengthsForm(PageForm):
    heading_field = "strengths"
    strengths = forms.MultipleChoiceField(
        label="What are this family’s strengths?", required=False,
        help_text="They never count against the needs. A plan builds on them.",
        widget=Checkboxes(small=True),
    )  # fmt: skip

    def __init__(self, *args, thresholds, **options):
        super().__init__(*args, **options)
        strengths = thresholds.of_kind(STRENGTH)
        self.fields["strengths"].choices = [
            (TITLES[domain], [(s.key, s.text) for s in strengths if s.domain == domain])
            for domain in DOMAINS
        ]


class SeriousForm(PageForm):
    """How serious one theme is. For what is the child's own, one answer for each child."""

    def __init__(self, *args, theme, children, **options):
        super().__init__(*args, **options)
        levels = [(str(level), theme.levels[level].text) for level in sorted(theme.levels)]
        ends = [(NO_CONCERN, "No concern"), (NOT_KNOWN, "I do not know")]
        for name, label in questions(theme, children):
            wrong = {"required": "Choose what fits best, or “I do not know”"}
            choices = [*levels, *ends]
            self.add(name, forms.ChoiceField(
                label=label, choices=choices, widget=Radios(), error_messages=wrong
            ))  # fmt: skip


def questions(theme, children):
    """(field name, question) of a theme. `children` are (key, name)."""
    if theme.domain != next(iter(DOMAINS)):
        return [("answer", "Which of these fits best?")]
    return [(f"child_{key}", f"Which of these fits {name} best?") for key, name in children]
