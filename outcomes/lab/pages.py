"""Plain values for the lab's pages."""

from django.urls import reverse

from accounts.govuk.times import say_day, say_moment
from localities.calendar import Quarter
from outcomes.disclosure import HIDDEN
from outcomes.lab import sheet as cells
from outcomes.lab.replaying import AGE, AGENCY, ETHNIC, PLACE
from outcomes.lab.runs import FAMILY_SOLUTIONS
from outcomes.lab.sheet import ALL, LEVELS, STAY, SUM, sheet_of
from outcomes.statistics import round_half_away
from referrals import scoring, thresholds
from referrals.models import ThresholdAdoption
from referrals.scoring import DOMAINS
from referrals.scoring.thresholds import REFERENCE

KINDS = {"need": "need", "red_flag": "red flag", "strength": "strength"}
AXES = {
    PLACE: ("Locality", "Referrals by locality"), AGENCY: ("Agency", "Referrals by agency type"),
    AGE: ("Age", "Children by age band"), ETHNIC: ("Ethnic group", "Children by ethnic group"),
}  # fmt: skip


def lab(proposals, today):
    """The list: what is proposed, and which versions hold or will hold."""
    return {
        "head": ["Version", "Loaded by", "Loaded", "State"],
        "rows": [
            [
                {"text": row.title, "url": reverse("lab_proposal", args=[row.pk])},
                row.loaded_by.name,
                say_moment(row.loaded_at),
                _state(row, today),
            ]
            for row in proposals
        ],
        "versions": _versions(today),
    }


def _state(proposal, today):
    adoption = adoption_of(proposal)
    if adoption is None:
        return {"text": "Proposed", "colour": "grey"}
    words = f"Version {adoption.version}, from {say_day(adoption.starts_on)}"
    begun = adoption.starts_on <= today
    return {"text": "Adopted", "colour": "green" if begun else "blue", "about": words}


def adoption_of(proposal):
    return getattr(proposal, "adoption", None)


def _versions(today):
    now = thresholds.begun(today)[-1].name
    return [
        {
            "key": version.name,
            "value": f"From {say_day(version.starts_on)}"
            + (f". {version.board_reference}" if version.board_reference else "")
            + (". In force now." if version.name == now else ""),
        }
        for version in thresholds.versions(today)
    ]


def text_in_force(today):
    """The CSV of the version in force, to start a proposal from."""
    name = thresholds.begun(today)[-1].name
    adopted = ThresholdAdoption.objects.select_related("proposal").filter(version=name).first()
    if adopted:
        return adopted.proposal.text
    return (REFERENCE / f"thresholds_{name.replace('-', '_')}.csv").read_text(encoding="utf-8")


def proposal(row, replays, today):
    in_force = thresholds.in_force(today)
    return {
        "row": row, "adoption": adoption_of(row), "state": _state(row, today),
        "against": in_force.version,
        "changes": _changes(scoring.changes(in_force, thresholds.read(row))),
        "replay_head": ["Referrals sent", "Asked by", "Asked", "Figures"],
        "replays": [
            [
                {"text": period_of(replay), "url": reverse("lab_replay", args=[replay.pk])},
                replay.asked_by.name, say_moment(replay.asked_at),
                {"text": "Made", "colour": "green"} if replay.made_at
                else {"text": "Being made", "colour": "yellow"},
            ]
            for replay in replays.select_related("asked_by").defer("figures")[:50]
        ],
    }  # fmt: skip


def before_adopting(row, today):
    return {"row": row, "adoption": adoption_of(row), "in_force": thresholds.begun(today)[-1]}


def _changes(found):
    """[(heading, [sentence])] of what differs from the version in force."""
    groups = (
        ("Weighs differently", [f"{_said(a)}: was {_place(a)}, would be {_place(b)}"
                                for a, b in found.moved]),
        ("New", [f"{_said(i)}: {_place(i)}" for i in found.added]),
        ("No longer there", [f"{_said(i)}: was {_place(i)}" for i in found.dropped]),
        ("Other words", [f"{_said(a)}: would read “{b.text}”" for a, b in found.reworded]),
        ("To be talked through", [
            f"{_said(b)}: {'would be' if b.flag else 'no longer'} marked to discuss"
            for _, b in found.flagged
        ]),
    )  # fmt: skip
    return [(heading, lines) for heading, lines in groups if lines]


def _said(indicator):
    return f"“{indicator.text}”"


def _place(indicator):
    if indicator.kind != "need":
        return f"a {KINDS[indicator.kind]}"
    theme = indicator.theme.replace("_", " ")
    return f"level {indicator.level}, {theme} ({DOMAINS[indicator.domain]})"


def period_of(replay):
    if replay.quarter:
        return Quarter(replay.quarter).label
    if replay.first_on == replay.last_on:
        return say_day(replay.first_on)
    return f"{say_day(replay.first_on)} to {say_day(replay.last_on)}"


def about(replay):
    return {"replay": replay, "period": period_of(replay), "title": replay.proposal.title}


def replay(row, *, inside):
    """The figures; for a reader who may open no family, small ones are hidden."""
    sheet = sheet_of(row.figures)
    shown = sheet.shown(() if inside else {tuple(cell) for cell in row.figures["hidden"]})
    total, stay = shown[ALL, ALL, SUM], shown[ALL, ALL, STAY]
    return {
        **about(row),
        "inside": inside,
        "empty": not sheet.cells[ALL, ALL, SUM],
        "has_hidden": HIDDEN in shown.values(),
        "total": _number(total),
        "stay": _number(stay),
        "says_how_many": HIDDEN not in (total, stay),
        "moves_nobody": not sheet.moving,
        "matrix": _matrix(shown),
        "tables": [_by(sheet, shown, axis) for axis in AXES] if sheet.moving else [],
        "lost": _lost(row.figures["lost"], shown_to_all=inside),
        "caseload": _caseload(row.figures["caseload"], shown),
    }


def _number(value):
    return value if value == HIDDEN else f"{value:,}"


def _matrix(shown):
    head = ["Level then", *({"text": f"Now {level}", "numeric": True} for level in LEVELS),
            {"text": "All", "numeric": True}]  # fmt: skip
    rows = [
        [f"Then {then}", *(_number(shown[ALL, ALL, f"{then}{now}"]) for now in LEVELS),
         _number(shown["then", then, SUM])]
        for then in LEVELS
    ]  # fmt: skip
    last = ["All", *(_number(shown["now", now, SUM]) for now in LEVELS),
            _number(shown[ALL, ALL, SUM])]  # fmt: skip
    return {"head": head, "rows": [*rows, last]}


def _by(sheet, shown, axis):
    first, caption = AXES[axis]
    moves = [*sheet.moving, STAY, SUM]
    names = [*(f"From {move[0]} to {move[1]}" for move in sheet.moving), "Stay", "All"]
    labels = cells.labels(axis)
    rows = [
        [labels.get(code, code), *(_number(shown[axis, code, move]) for move in moves)]
        for code in sheet.codes[axis]
    ]
    of = cells.COUNTED[axis]
    rows.append(["All", *(_number(shown[of, ALL, move]) for move in moves)])
    head = [first, *({"text": name, "numeric": True} for name in names)]
    return {"id": f"by-{axis}", "caption": caption, "head": head, "rows": rows}


def _lost(lost, *, shown_to_all):
    """[(key, referrals)] of what was seen and is not in the proposal."""
    small = range(1, 6)
    return [
        (key, HIDDEN if count in small and not shown_to_all else f"{count:,}")
        for key, count in lost.items()
    ]


def _caseload(today, shown):
    """Children for each key worker today, and if level 3 grew or shrank as it does here."""
    then, now = shown["then", FAMILY_SOLUTIONS, SUM], shown["now", FAMILY_SOLUTIONS, SUM]
    if not today["key_workers"]:
        return None
    mean = today["children"] / today["key_workers"]
    known = HIDDEN not in (then, now) and then
    return {
        "today": round_half_away(mean),
        "then": _number(then), "now": _number(now),
        "would_be": round_half_away(mean * now / then) if known else None,
        "key_workers": today["key_workers"], "children": f"{today['children']:,}",
    }  # fmt: skip
