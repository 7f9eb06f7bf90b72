"""What a referrer observes: themes that fit the children's ages, at levels that fit together."""

from dataclasses import dataclass, field
from datetime import date

from croydon_eh.demo.reading import rows
from referrals.scoring import FamilyResult, score_family

CHILD = "child"
# How serious referrals are, by who sends them; shifted by the family's severity.
BANDS = {1: 9, 2: 37, 3: 42, 4: 12}
MORE_SERIOUS = {"police": 1.6, "social_care": 2.0, "gp": 1.0, "school": 1.0, "housing": 0.7,
                "childrens_centre": 0.6, "health": 1.0, "voluntary": 0.8, "youth": 1.3}  # fmt: skip


@dataclass
class Picture:
    """What was seen: `own` child id -> keys, `shared` keys for all, and the words for it."""

    own: dict
    shared: list = field(default_factory=list)
    red_flags: list = field(default_factory=list)
    strengths: list = field(default_factory=list)
    not_known: list = field(default_factory=list)  # (child id or None, "child.attendance")
    worries: list = field(default_factory=list)
    outcomes: set = field(default_factory=set)
    tell: bool = True
    result: FamilyResult | None = None

    def score(self, thresholds):
        everything = [*self.shared, *self.red_flags, *self.strengths]
        self.result = score_family(thresholds, self.own, everything)
        keys = {*self.shared, *(key for keys in self.own.values() for key in keys)}
        self.outcomes = {thresholds.indicators[key].outcome for key in sorted(keys)}


def band_of(dice, kind: str, severity: float) -> int:
    tilt = MORE_SERIOUS[kind] * 2.0**severity
    return dice.one({band: share * tilt ** (band - 2.3) for band, share in BANDS.items()})


def observe(life, children, day: date, band: int) -> Picture:
    """A Picture for these children that comes out at about this level, scored."""
    picture = Picture(own={child.id: [] for child in children})
    observer = _Observer(life, children, day, picture)
    observer.strengths()
    if band > 1:
        getattr(observer, f"level_{band}")()
    observer.not_known()
    picture.score(life.world.thresholds)
    return picture


class _Observer:
    def __init__(self, life, children, day, picture):
        self.thresholds, self.dice, self.picture = life.world.thresholds, life.dice, picture
        self.parent = life.adults[0].called
        self.children = [(child, child.age(day), child.named(day)) for child in children]
        self.used = set()

    def level_2(self):
        serious = self.dice.chance(0.22)
        self._need(3, 1 if serious else 0)
        self._need(2, 1 if serious else self.dice.one({1: 25, 2: 35, 3: 25, 4: 15}))

    def level_3(self):
        self._need(3, self.dice.one({2: 60, 3: 30, 4: 10}))
        self._need(2, self.dice.randint(1, 4))

    def level_4(self):
        how = self.dice.one({"red_flag": 45, "two": 20, "one": 35})
        if how == "red_flag":
            self._red_flag()
        else:
            self._need(4, 2 if how == "two" else 1)
        self._need(3, self.dice.randint(0, 2))
        self._need(2, self.dice.randint(1, 3))

    def strengths(self):
        for row in self.dice.some(rows("strengths"), self.dice.one({0: 20, 1: 35, 2: 30, 3: 15})):
            self.picture.strengths.append(row["key"])

    def not_known(self):
        free = [row for row in rows("needs") if row["theme"] not in self.used]
        for row in self.dice.some(free, self.dice.one({0: 45, 1: 30, 2: 25})):
            domain = self.thresholds.themes[row["theme"]].domain
            fits = self._who(row)
            if fits:
                child = fits[0][0].id if domain == CHILD else None
                self.picture.not_known.append((child, f"{domain}.{row['theme']}"))

    def _need(self, level, count):
        fits = [
            row for row in rows("needs")
            if row["theme"] not in self.used and self._who(row)
            and level in self.thresholds.themes[row["theme"]].levels
        ]  # fmt: skip
        for _ in range(min(count, len(fits))):
            row = self.dice.choices(fits, [float(row["weight"]) for row in fits])[0]
            fits.remove(row)
            self._add(row, level)

    def _add(self, row, level):
        self.used.add(row["theme"])
        indicator = self.thresholds.themes[row["theme"]].levels[level]
        fits = self._who(row)
        name = self.dice.choice(fits)[2]
        if indicator.domain != CHILD:
            self.picture.shared.append(indicator.key)
        else:
            chosen = fits if self.dice.chance(0.25) else [self.dice.choice(fits)]
            name = chosen[0][2]
            for child, *_ in chosen:
                self.picture.own[child.id].append(indicator.key)
        text = row["serious"] if level > 2 and row["serious"] else row["mild"] or row["serious"]
        self._worry(text, name)

    def _red_flag(self):
        fits = [row for row in rows("red_flags") if self._who(row)]
        if not fits:
            self._need(4, 2)
            return
        row = self.dice.choices(fits, [float(row["weight"]) for row in fits])[0]
        self.picture.red_flags.append(row["key"])
        self.picture.tell = row["tell"] == "yes"
        self._worry(row["worry"], self._who(row)[0][2])

    def _who(self, row):
        """The children whose age fits."""
        first, last = int(row["from_age"]), int(row["to_age"])
        return [each for each in self.children if first <= each[1] <= last]

    def _worry(self, text, name):
        said = text.format(name=name, parent=self.parent)
        self.picture.worries.append(said[0].upper() + said[1:])
