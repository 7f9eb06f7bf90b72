"""A proposed version of the thresholds, and referrals to replay under it."""

import random

import pytest

from families.models import Area
from referrals.models import Observation, Referral, ReferralChild
from referrals.scoring import DOMAINS, load_thresholds, score_family
from referrals.scoring.thresholds import REFERENCE
from tests.factories.referrals import MONDAY, ReferralFactory

CURRENT = (REFERENCE / "thresholds_2018_09.csv").read_text()
OLD = load_thresholds("2018-09")
ABSENT = "Persistent absence (below 90 per cent) or a reduced timetable"
WORRYING = "Attendance of 90 to 95 per cent or a worrying pattern"
NOT_SEEN = "Out of education and not seen by any professional"


def proposed():
    """What the board thinks of: absence weighs more, worn clothes count no more, and a new flag.

    `MOVED` says by hand, independently of the code, what became of each key.
    """
    lines = [line for line in CURRENT.splitlines() if not line.startswith("child.attendance.")]
    lines = [line for line in lines if not line.startswith("child.dental.2")]
    lines = [
        line + "discuss" if line.startswith("child.exclusion.3") else line
        for line in lines
    ]  # fmt: skip
    lines += [
        f"child.attendance.3,need,child,attendance,3,education,{WORRYING},",
        f"child.attendance.4,need,child,attendance,4,education,{ABSENT},",
        f"redflag.unseen,red_flag,,,4,education,{NOT_SEEN},",
        "child.sleep.2,need,child,sleep,2,health,Too little sleep to learn,",
    ]
    return "\n".join(lines) + "\n"


MOVED = {
    "child.attendance.2": "child.attendance.3",
    "child.attendance.3": "child.attendance.4",
    "child.attendance.4": "redflag.unseen",
    "child.dental.2": None,
}


class Sender:
    """Referrals with random observations, scored and written as `submit` writes them."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        attendance = ["child.attendance.2", "child.attendance.3", "child.attendance.4"]
        self.needs = [i.key for i in OLD.of_kind("need")] + 5 * attendance
        self.flags = [i.key for i in OLD.of_kind("red_flag")]

    def send(self, **facts):
        rng = self.rng
        own = {place: self._some("child", 3) for place in range(rng.choice([1, 1, 1, 2, 3]))}
        shared = self._some(("parenting", "environment"), 2)
        if rng.random() < 0.04:
            shared.append(rng.choice(self.flags))
        if rng.random() < 0.04:
            own[0].append(rng.choice(self.flags))
        result = score_family(OLD, own, shared)
        referral = ReferralFactory(**{
            "suggested_level": result.level, "suggested_rule": result.rule, "children": 0,
            "flags": list(result.flags), "submitted_at": MONDAY, "area": Area.CROYDON,
            **facts,
        })  # fmt: skip
        for place, keys in own.items():
            self._child(referral, keys, result.children[place])
        self._seen(referral, None, shared)
        return referral

    def _some(self, domains, most):
        keys = [key for key in self.needs if key.startswith(domains)]
        return list(dict.fromkeys(self.rng.choices(keys, k=self.rng.randint(0, most))))

    def _child(self, referral, keys, result):
        from tests.factories.families import ChildFactory

        child = ReferralChild.objects.create(
            referral=referral, person=ChildFactory(family=referral.family),
            age_band=self.rng.choice(["0-4", "5-9", "10-14", "15-17"]),
            ethnic_group=self.rng.choice(["WBRI", "BAFR", "AIND", "NOBT", ""]),
            level=result.level, rule=result.rule, result=result.as_json(),
        )  # fmt: skip
        self._seen(referral, child, keys)

    def _seen(self, referral, child, keys):
        Observation.objects.bulk_create(
            Observation(referral=referral, child=child, key=key) for key in keys
        )
        themes = [f"{t.domain}.{t.key}" for t in OLD.themes.values()]
        Observation.objects.create(
            referral=referral, child=child, key=self.rng.choice(themes), answer="not_known"
        )


def facts_of(referral):
    """([own keys of each child], shared keys) of a referral, read without the lab's SQL."""
    seen = list(referral.observations.filter(answer="observed"))
    children = [
        [row.key for row in seen if row.child_id == child.pk] for child in referral.children.all()
    ]
    return children, [row.key for row in seen if row.child_id is None]


def moved(keys):
    return [MOVED.get(key, key) for key in keys if MOVED.get(key, key)]


def for_everybody(key):
    return key.split(".")[0] in set(DOMAINS) - {"child"}


@pytest.fixture
def sender(db):
    return Sender(7)


@pytest.fixture
def referrals(sender):
    """Three hundred of one Monday."""
    for _ in range(300):
        sender.send()
    return list(Referral.objects.order_by("pk"))
