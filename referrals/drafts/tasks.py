"""The task list of a draft: what is done, what is begun, what is left."""

from dataclasses import dataclass

from referrals.drafts.answers import ADULTS, CHILDREN, SERIOUS
from referrals.drafts.pages import address

NOT_STARTED = ("Not started", "blue")
STARTED = ("Not finished", "yellow")
DONE = ("Completed", "")
OPTIONAL = ("Optional", "grey")
NOT_NEEDED = ("Not needed", "grey")
LOOK_AGAIN = ("Look again", "yellow")  # the guidance changed since


@dataclass(frozen=True)
class Task:
    """`status` is (words, colour); `step` None where it cannot be started yet."""

    text: str
    step: str | None
    status: tuple
    hint: str = ""

    @property
    def is_open(self):
        """Whether the referral cannot be sent before this is done."""
        return self.status in (NOT_STARTED, STARTED, LOOK_AGAIN) or self.step is None

    def shown(self, draft):
        """As components/task_list.html takes it."""
        words, colour = self.status
        url = address(draft, self.step) if self.step else ""
        return {"text": self.text, "url": url, "hint": self.hint, "status": words,
                "colour": colour}  # fmt: skip


def sections(answers):
    """[(heading, [Task])]"""
    return [
        ("Danger first", _danger(answers)),
        ("The family", [
            _page(answers, "family", "Family and home"),
            _people(answers, CHILDREN, "Children", NOT_STARTED),
            _people(answers, ADULTS, "Adults", OPTIONAL),
            _page(answers, "contact", "Safe contact", missing=OPTIONAL),
        ]),
        ("Your worries", [
            _page(answers, "worries", "What worries you, in your own words"),
            *([] if answers.is_level_2 else _themes(answers)),
            _page(answers, "strengths", "Strengths", missing=OPTIONAL),
        ]),
        ("Before you send it", [
            _page(answers, "agreement", "Agreement",
                  missing=NOT_NEEDED if answers.red_flags else NOT_STARTED),
        ]),
    ]  # fmt: skip


def _themes(answers):
    return [_page(answers, "themes", "Which themes matter"), _serious(answers)]


def open_tasks(answers):
    return [task for _, tasks in sections(answers) for task in tasks if task.is_open]


def _page(answers, name, text, *, missing=NOT_STARTED):
    page = answers.page(name)
    status = missing if not page else DONE if page["complete"] else STARTED
    return Task(text, name, status if answers.was(name) is None else LOOK_AGAIN)


def _danger(answers):
    asked = _page(answers, "danger", "Is a child in immediate danger?")
    if not answers.red_flags:
        return [asked]
    return [asked, _page(answers, "call", "Phone the SPOC, and say who answered")]


def _people(answers, group, text, missing):
    people = answers.people(group)
    if not people:
        return Task(text, group, missing)
    named = ", ".join(name for _, name in answers.names(group))
    whole = all(page["complete"] for _, page in people)
    return Task(text, group, DONE if whole else STARTED, named)


def _serious(answers):
    text = "How serious each theme is"
    if not answers.is_complete("themes"):
        return Task(text, None, ("Cannot start yet", ""), "First choose the themes.")
    if not answers.themes:
        return Task(text, "themes", NOT_NEEDED)
    if not answers.people(CHILDREN):
        return Task(text, None, ("Cannot start yet", ""), "First add the children.")
    left = [theme for theme in answers.themes if not answers.is_serious_answered(theme)]
    first = (left or answers.themes)[0]
    done = len(answers.themes) - len(left)
    hint = f"{done} of {len(answers.themes)} themes answered"
    status = DONE if not left else STARTED if done else NOT_STARTED
    if answers.was(f"{SERIOUS}/{first.key}") is not None:
        status = LOOK_AGAIN
    return Task(text, f"{SERIOUS}/{first.key}", status, hint)
