"""An invented but believable quarter, as it is frozen: true counts, nothing hidden."""

from __future__ import annotations

import random

from outcomes.statistics import status, wilson

LOCALITIES = [
    {"code": "north", "name": "North"},
    {"code": "central", "name": "Central"},
    {"code": "south", "name": "South"},
    {"code": "outside", "name": "Lives outside Croydon"},
    {"code": "unknown", "name": "Not known"},
    {"code": "all", "name": "Croydon"},
]
QUARTERS = [
    "2024-Q3", "2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2",
]  # fmt: skip
BREAKDOWNS = {
    "Age band": ["Unborn", "0 to 4", "5 to 9", "10 to 14", "15 to 17", "Not known"],
    "Sex": ["Female", "Male", "Not known"],
    "Ethnic group": ["Asian", "Black", "Mixed", "White", "Other", "Not known"],
    "Disability": ["Yes", "No", "Not known"],
}
WEIGHTS = {
    "Age band": [2, 30, 28, 30, 14, 1],
    "Sex": [48, 51, 1],
    "Ethnic group": [17, 27, 15, 33, 4, 4],
    "Disability": [11, 80, 9],
}
SHARES = [38, 33, 26, 2, 1]


def sample_snapshot(seed: int = 1) -> dict:
    rng = random.Random(seed)
    return {
        "title": "Early help outcomes report",
        "board": "Croydon Safeguarding Children Board",
        "quarter": "2026-Q2",
        "quarter_label": "July to September 2026",
        "framework": "2018-09",
        "edition": 1,
        "state": "published",
        "as_at": "2026-10-01T06:00:00+01:00",
        "made_at": "2026-10-01T06:00:12+01:00",
        "localities": LOCALITIES,
        "indicators": _indicators(rng),
        "sha256": "",
    }


def _indicators(rng: random.Random) -> list[dict]:
    return [
        _count(
            rng,
            "referrals_received",
            "Referrals received",
            "How many referrals came to the single point of contact?",
            612,
            children=1015,
        ),
        _percent(
            rng,
            "decision_on_time",
            "Decisions made on time",
            "Do families hear within one working day, or three hours when it is urgent?",
            640,
            0.953,
            (95, 85, "high"),
            pending=7,
        ),
        _percent(
            rng,
            "allocation_on_time",
            "Key worker allocated on time",
            "Is a key worker named within one working day of the decision?",
            148,
            0.872,
            (95, 85, "high"),
            pending=3,
        ),
        _percent(
            rng,
            "threshold_agreement",
            "Screeners agree with the threshold guidance",
            "How often is the screener's own first level the one the guidance suggests?",
            571,
            0.79,
            (None, None, "none"),
            kappa=0.74,
        ),
        _percent(
            rng,
            "re_referral_12m",
            "Referred again within 12 months",
            "How many families had been referred in the 12 months before?",
            588,
            0.204,
            (18, 25, "low"),
        ),
        _percent(
            rng,
            "step_up",
            "Stepped up to social care",
            "How many closed episodes ended because social care took over?",
            131,
            0.13,
            (None, None, "none"),
        ),
        _percent(
            rng,
            "goals_achieved",
            "Goals met",
            "How many of the goals that families set were met by closing?",
            402,
            0.681,
            (70, 55, "high"),
            children=655,
        ),
        _mean(
            rng,
            "distance_travelled",
            "Distance travelled",
            "How far did families move on the 1 to 5 outcome scale?",
            104,
            0.86,
            (0.8, 0.4, "high"),
            children=171,
        ),
        _rate(
            rng,
            "reach_per_1000",
            "Children reached, per 1,000",
            "How many children in 1,000 who live here were referred?",
            986,
        ),
        _count(
            rng,
            "age_mix",
            "Children referred, by age",
            "How old are the children who are referred?",
            1015,
            children=1015,
            only=["Age band"],
        ),
    ]


def _split(rng: random.Random, total: int, weights: list[int]) -> list[int]:
    counts = [0] * len(weights)
    for chosen in rng.choices(range(len(weights)), weights, k=total):
        counts[chosen] += 1
    return counts


def _base(key, name, question, unit, target=None, floor=None, direction="none") -> dict:
    return {
        "key": key,
        "name": name,
        "question": question,
        "unit": unit,
        "target": target,
        "floor": floor,
        "direction": direction,
        "definition": f"{name}: counted as the framework of September 2018 says, for the families "
        "whose reference date falls in the quarter. Families are counted as merged.",
        "source": "Croydon Early Help records",
        "commentary": "",
        "rows": [],
        "breakdowns": [],
        "trend": [],
    }


def _row(numerator, denominator=None, pending=None, value=None, **more) -> dict:
    row = {
        "numerator": numerator, "denominator": denominator, "pending": pending, "value": value,
        "low": None, "high": None, "n": denominator, "status": "none",
    }  # fmt: skip
    return row | more


def _ratio_row(numerator, denominator, goal, pending=None, **more) -> dict:
    value = 100 * numerator / denominator if denominator else None
    low, high = [100 * end for end in wilson(numerator, denominator) or ()] or (None, None)
    colour = status(value, *goal)
    return _row(numerator, denominator, pending, value, low=low, high=high, status=colour, **more)


def _by_locality(make, *columns) -> list[dict]:
    """One row a locality and the borough's as their sum."""
    cells = list(zip(*columns, strict=True))
    cells.append(tuple(sum(column) for column in columns))
    return [
        {"locality": place["code"], "breakdown": None} | make(*cell)
        for place, cell in zip(LOCALITIES, cells, strict=True)
    ]


def _breakdowns(rng, make, *totals: int, only=None) -> list[dict]:
    """The same children under each heading, so that every heading adds up to the same totals."""
    parts = []
    for name, labels in BREAKDOWNS.items():
        if only is None or name in only:
            columns = [_split(rng, total, WEIGHTS[name]) for total in totals]
            rows = zip(labels, *columns, strict=True)
            parts.append({"name": name, "rows": [{"label": r[0]} | make(*r[1:]) for r in rows]})
    return parts


def _trend(rng, last: dict, make, size: int) -> list[dict]:
    sizes = [round(size * rng.uniform(0.8, 1.15)) for _ in QUARTERS[:-1]]
    rows = [make(each) for each in sizes] + [last]
    keep = ("value", "numerator", "denominator", "n", "status")
    return [
        {"quarter": quarter} | {key: row[key] for key in keep}
        for quarter, row in zip(QUARTERS, rows, strict=True)
    ]


def _count(rng, key, name, question, total, children=None, only=None) -> dict:
    one = _base(key, name, question, "count")
    make = lambda count: _row(count, value=count)  # noqa: E731
    one["rows"] = _by_locality(make, _split(rng, total, SHARES))
    one["breakdowns"] = _breakdowns(rng, make, children, only=only) if children else []
    one["trend"] = _trend(rng, one["rows"][-1], make, total)
    return one


def _part(rng, count: int, share: float) -> int:
    return sum(rng.random() < share for _ in range(count))


def _percent(rng, key, name, question, total, share, goal, pending=0, children=0, kappa=None):
    one = _base(key, name, question, "percent", *goal)
    more = {} if kappa is None else {"kappa": kappa}
    make = lambda n, d, p=None: _ratio_row(n, d, goal, p, **more)  # noqa: E731
    bottoms = _split(rng, total, SHARES)
    tops = [_part(rng, bottom, share) for bottom in bottoms]
    one["rows"] = _by_locality(make, tops, bottoms, _split(rng, pending, SHARES))
    drawn = lambda count: make(_part(rng, count, share), count)  # noqa: E731
    met = round(children * share)
    split = lambda top, rest: make(top, top + rest)  # noqa: E731
    one["breakdowns"] = _breakdowns(rng, split, met, children - met) if children else []
    one["trend"] = _trend(rng, one["rows"][-1], drawn, total)
    return one


def _mean(rng, key, name, question, total, mean, goal, children=0) -> dict:
    one = _base(key, name, question, "mean", *goal)

    def make(count):
        value = mean + rng.uniform(-0.2, 0.2) if count else None
        low, high = (value - 2 / count**0.5, value + 2 / count**0.5) if count else (None, None)
        return _row(None, None, None, value, low=low, high=high) | {
            "n": count,
            "status": status(value, *goal),
        }

    one["rows"] = _by_locality(make, _split(rng, total, SHARES))
    one["breakdowns"] = _breakdowns(rng, make, children)
    one["trend"] = _trend(rng, one["rows"][-1], make, total)
    return one


def _rate(rng, key, name, question, total) -> dict:
    one = _base(key, name, question, "per_1000")
    people = {"north": 33450, "central": 29880, "south": 30720}
    counts = dict(zip(people, _split(rng, total, [38, 33, 26]), strict=True))
    people["all"], counts["all"] = sum(people.values()), total
    for place in LOCALITIES:
        code = place["code"]
        count, below = counts.get(code, 0), people.get(code)
        value = 1000 * count / below if below else None
        one["rows"].append(
            {"locality": code, "breakdown": None} | _row(count, below, None, value) | {"n": None}
        )
    return one
