"""Plain values for the page of consistency."""

from collections import Counter

from localities.calendar import Quarter
from localities.models import AgencyKind
from outcomes.statistics import kappa, percent, round_half_away, wilson

FEWEST = 10  # second looks of a group below which an agreement says nothing
TOO_FEW = "Too few to say"
MOST_SIGNS = 15
GROUPS = (
    ("decider", "By screener who decided", "Screener"), ("agency", "By agency type", "Agency"),
    ("place", "By locality", "Locality"),
)  # fmt: skip
NOT_SAID = {"decider": "Not known", "place": "Not in a locality"}
NOBODY_S = tuple(NOT_SAID.values())


def groups(rows):
    """Tables of weighted kappa: for all, then by each of the three."""
    yield _table("all", "All second looks", "Group", {"All": _levels(rows)})
    for place, (key, caption, head) in enumerate(GROUPS):
        found = {}
        for row in rows:
            found.setdefault(_label(key, row[place]), []).append(row)
        order = sorted(found, key=lambda name: (name in NOBODY_S, name))
        by_name = {name: _levels(found[name]) for name in order}
        yield _table(key, caption, head, by_name)


def _label(key, value):
    if key == "agency":
        return AgencyKind(value).label
    return value or NOT_SAID[key]


def _levels(rows):
    return Counter((first, blind) for *_, first, blind in rows)


def _table(key, caption, first, by_name):
    head = [first, {"text": "Second looks", "numeric": True}, {"text": "Same level",
            "numeric": True}, "Agreement beyond chance (kappa)"]  # fmt: skip
    rows = [[name, f"{levels.total():,}", *_agreement(levels)] for name, levels in by_name.items()]
    return {"id": f"by-{key}", "caption": caption, "head": head, "rows": rows}


def _agreement(levels):
    """(share of the same level, kappa with its interval) as words."""
    n = levels.total()
    if n < FEWEST:
        return "", TOO_FEW
    same = sum(count for (one, other), count in levels.items() if one == other)
    return f"{percent(same, n)}%", said(kappa(levels))


def said(estimate):
    """A kappa in words; none can be worked out where everybody gave one and the same level."""
    if estimate is None:
        return "All gave one level"
    low, high = (round_half_away(end, 2) for end in estimate.interval)
    return f"{round_half_away(estimate.value, 2)} (95% sure: {low} to {high})"


def over_time(by_quarter, quarters):
    """The share of first decisions at which the screener's own level was the suggested one."""
    head = ["Quarter", {"text": "First decisions", "numeric": True},
            {"text": "Same as the suggestion", "numeric": True}, "95% sure",
            "Agreement beyond chance (kappa)"]  # fmt: skip
    return {
        "head": head,
        "rows": [_quarter(each, by_quarter[str(each)]) for each in quarters[::-1]],
    }


def _quarter(quarter: Quarter, counts):
    n, same = counts["denominator"], counts["numerator"]
    if n < FEWEST:
        return [quarter.label, f"{n:,}", "", "", TOO_FEW]
    levels = {
        tuple(map(int, name.split(","))): count for name, count in counts.items() if "," in name
    }
    low, high = (round_half_away(100 * end, 1) for end in wilson(same, n))
    return [quarter.label, f"{n:,}", f"{percent(same, n)}%", f"{low}% to {high}%",
            said(kappa(levels))]  # fmt: skip


def signs(decided, unused):
    head = ["Sign of need", {"text": "Children", "numeric": True}]
    rows = [[text, f"{count:,}"] for text, count in decided.most_common(MOST_SIGNS)]
    return {"head": head, "rows": rows, "unused": unused}
