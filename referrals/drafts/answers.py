"""The answers of a draft, page by page.

`Draft.data` maps a page to its answers; people and themes are pages of their own:
"children/3f2a…", "adults/…", "serious/attendance".
"""

import secrets
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from families.people import shown_name
from localities.ages import age_on
from localities.calendar import london_date
from referrals import thresholds
from referrals.drafts import guidance
from referrals.forms.intake.danger import NONE
from referrals.forms.intake.people import BORN, NOT_BORN
from referrals.forms.intake.themes import questions

CHILDREN, ADULTS, SERIOUS = "children", "adults", "serious"
GROUPS = (CHILDREN, ADULTS)


def new_key():
    """Key of a person who is about to be added, made with the link: a double click adds one."""
    return secrets.token_hex(6)


@dataclass(frozen=True)
class Answers:
    """What has been answered so far, read with the thresholds of the day."""

    draft: object
    now: object

    @cached_property
    def thresholds(self):
        return thresholds.in_force(london_date(self.now))

    def page(self, name):
        """What was answered, but for what the thresholds of the day no longer say so."""
        return guidance.as_now(self.thresholds, name, self.draft.data.get(name, {}))

    def was(self, name):
        """What was picked under other thresholds and must be chosen anew; None on most pages."""
        return guidance.was(self.thresholds, name, self.draft.data.get(name, {}))

    def is_complete(self, name):
        return bool(self.page(name).get("complete"))

    def people(self, group):
        """[(key, answers)] in the order in which they were added."""
        found = [
            (name.partition("/")[2], answers)
            for name, answers in self.draft.data.items()
            if name.startswith(f"{group}/")
        ]
        return sorted(found, key=lambda item: item[1]["made"])

    def names(self, group):
        """[(key, name)] of the children or the adults."""
        return [
            (key, shown_name(a.get("first_name", ""), a.get("last_name", ""),
                             unborn=a.get("birth") == NOT_BORN))
            for key, a in self.people(group)
        ]  # fmt: skip

    @property
    def is_level_2(self):
        """Level 2 work to register; with a red flag it is a referral, whatever it began as."""
        return self.draft.purpose == self.draft.Purpose.LEVEL_2 and not self.red_flags

    @property
    def family_name(self):
        return self.page("family").get("family_name") or ""

    @property
    def red_flags(self):
        return [key for key in self.page("danger").get("red_flags", ()) if key != NONE]

    @property
    def themes(self):
        """The themes picked, in the order of the guidance."""
        picked = set(self.page("themes").get("themes", ()))
        return [theme for theme in self.thresholds.themes.values() if theme.key in picked]

    def serious(self, theme):
        """[(child key or "", answer or None)] of a theme, for the children there are now."""
        given = self.page(f"{SERIOUS}/{theme.key}")
        asked = questions(theme, self.names(CHILDREN))
        return [(field.partition("child_")[2], given.get(field)) for field, _ in asked]

    def is_serious_answered(self, theme):
        answers = self.serious(theme)
        return bool(answers) and all(answer for _, answer in answers)

    def who_can_agree(self):
        """[(key, label)] of the adults, then of the children, the older the sooner."""
        today = london_date(self.now)
        ages = {key: _age(answers, today) for key, answers in self.people(CHILDREN)}
        children = [
            (key, f"{name} (aged {ages[key]})" if ages[key] is not None else name)
            for key, name in self.names(CHILDREN)
        ]
        children.sort(key=lambda child: -(ages[child[0]] or 0))
        return self.names(ADULTS) + children


def _age(child, today):
    born_on = child.get("born_on") if child.get("birth") == BORN else None
    return age_on(date.fromisoformat(born_on), today) if born_on else None
