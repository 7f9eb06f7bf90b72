"""Where the children of a family go to school."""

from datetime import date

from croydon_eh.demo.ages import AGES_AT
from croydon_eh.demo.numbers import upn
from croydon_eh.demo.people import Child
from croydon_eh.demo.world import World


class Schools:
    """Where the children of a family go: one primary and one secondary school near home."""

    def __init__(self, world: World, dice, ward_id, persona_site=None, phase=""):
        self.by_phase = {each: world.site_for(dice, "school", ward_id, each) for each in AGES_AT}
        if phase:
            self.by_phase[phase] = persona_site

    def of(self, child: Child, day: date):
        """The site of a child's school on a day, or None for who is too young."""
        age = child.age(day)
        found = (p for p, (first, last) in AGES_AT.items() if first <= age <= last)
        return self.by_phase.get(next(found, None))

    def enrol(self, dice, children, day: date):
        for child in children:
            school = self.of(child, day)
            if school:
                child.person["school"] = school.name
                child.person["upn"] = upn(dice, child.born_on.year) if dice.chance(0.8) else ""
