"""Plain sentences for what is wrong with an answer, in place of Django's own wording."""

from django import forms

NO_ARTICLE = {
    "a", "all", "an", "any", "at", "her", "his", "how", "one", "our", "the", "their", "these",
    "this", "what", "when", "where", "which", "who", "why", "your",
}  # fmt: skip


def called(field):
    """How a sentence calls the field: `date of birth`, but `NHS number`."""
    name = getattr(field, "called", None) or str(field.label or "answer")
    name = name.removesuffix(" (optional)")
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def subject(field):
    """The same at the start of a sentence."""
    name = called(field)
    return name[:1].upper() + name[1:]


def the(field):
    """The same after a verb: `the date of birth`, but `your name`, `when you saw the child`."""
    name = called(field)
    return name if name.split(" ")[0] in NO_ARTICLE else f"the {name}"


def asks(field):
    """Whether its label is a question, which cannot stand within another sentence."""
    return str(field.label).endswith("?") and not hasattr(field, "called")


def required(field):
    if asks(field):
        return f"Answer the question “{field.label}”"
    if isinstance(field, forms.BooleanField):
        return f"Tick the box “{field.label}” to go on"
    if isinstance(field, forms.FileField):
        return f"Choose a file for {the(field)}"
    verb = "Select" if isinstance(field, CHOICES) else "Enter"
    return f"{verb} {the(field)}"


def invalid(field):
    if isinstance(field, forms.EmailField):
        return "Enter an email address in the correct format, like name@example.com"
    if isinstance(field, forms.IntegerField):
        return f"{subject(field)} must be a number, like 3"
    if isinstance(field, CHOICES):
        return pick(field)
    return f"Check {the(field)}: it is not in a form that we can read"


def pick(field):
    return required(field) if asks(field) else f"Select {the(field)} from the list"


CHOICES = (forms.ChoiceField, forms.ModelChoiceField)


def sentences(field):
    """Code of the error -> the sentence. `%(limit_value)s` is filled in by Django."""
    name = subject(field)
    return {
        "required": required(field),
        "invalid": invalid(field),
        **dict.fromkeys(
            ("invalid_choice", "invalid_list", "invalid_pk_value", "list"), pick(field)
        ),
        "max_length": f"{name} must be %(limit_value)s characters or fewer",
        "min_length": f"{name} must be %(limit_value)s characters or more",
        "max_value": f"{name} must be %(limit_value)s or less",
        "min_value": f"{name} must be %(limit_value)s or more",
        "null_characters_not_allowed": (
            f"{name} holds a character that cannot be stored. Delete it and type the text again"
        ),
        "empty": "The file is empty. Choose another file",
        "missing": f"Choose a file for {the(field)}",
    }


def _defaults(field):
    messages = {}
    for parent in reversed(type(field).__mro__):
        if parent.__module__.startswith("django."):
            messages.update(vars(parent).get("default_error_messages", {}))
    return messages


def make_plain(field):
    """Give the field a plain sentence wherever nobody wrote one for it."""
    defaults = _defaults(field)
    for code, sentence in sentences(field).items():
        if field.error_messages.get(code) is defaults.get(code):
            field.error_messages[code] = sentence
