"""What was sent, as plain values for a page: the facts of a referral without any judgement of it.

Levels stand nowhere in it, since a screener reads it before giving their own.
"""

from families.people import shown_name
from referrals import thresholds as versions
from referrals.models import Observation
from referrals.scoring import DOMAINS
from referrals.scoring.vocabulary import NEED, RED_FLAG, STRENGTH

ANSWER = Observation.Answer
DOMAIN_TITLES = {
    "child": "The child’s own needs",
    "parenting": "Parenting",
    "environment": "Family and home",
}
TEXTS = (
    ("worries", "What worries you?"),
    ("working_well", "What works well?"),
    ("must_change", "What must change?"),
    ("tried", "What have you tried?"),
)


def told(referral):
    """The referrer's own words, as rows of a summary list."""
    return [{"key": title, "value": getattr(referral, name)} for name, title in TEXTS]


def observed(referral):
    """What was ticked, in the order of the guidance; each with the children it is about.

    {"red_flags": [line], "domains": [{"title", "themes": [{"label", "lines"}]}], "strengths":
    [line], "not_known": [label], "no_concern": [label]}; a line is {"text", "about"}. One query.
    """
    thresholds = versions.called(referral.threshold_version)
    lines = _by_key(referral)
    kinds = {
        kind: [
            {"text": i.text, "about": _listed(lines[i.key, ANSWER.OBSERVED])}
            for i in thresholds.of_kind(kind)
            if (i.key, ANSWER.OBSERVED) in lines
        ]
        for kind in (RED_FLAG, STRENGTH)
    }
    return {
        "red_flags": kinds[RED_FLAG],
        "strengths": kinds[STRENGTH],
        "domains": _domains(thresholds, lines),
        "not_known": _labels(thresholds, lines, ANSWER.NOT_KNOWN),
        "no_concern": _labels(thresholds, lines, ANSWER.NO_CONCERN),
    }


def _by_key(referral):
    """(key, answer) -> names of the children it was ticked for; none for the whole family."""
    found = {}
    rows = referral.observations.order_by("child_id", "id").values_list(
        "key", "answer", "child__person__first_name", "child__person__last_name"
    )
    for key, answer, first, last in rows:
        names = found.setdefault((key, answer), [])
        if last is not None:
            names.append(first or shown_name(first, last, unborn=True))
    return found


def _listed(names):
    return ", ".join(names)


def _domains(thresholds, lines):
    groups = {}
    for indicator in thresholds.of_kind(NEED):
        names = lines.get((indicator.key, ANSWER.OBSERVED))
        if names is not None:
            themes = groups.setdefault(indicator.domain, {})
            shown = {"text": indicator.text, "about": _listed(names)}
            themes.setdefault(thresholds.themes[indicator.theme].label, []).append(shown)
    return [
        {
            "title": DOMAIN_TITLES[domain],
            "themes": [
                {"label": label[:1].upper() + label[1:], "lines": found}
                for label, found in groups[domain].items()
            ],
        }
        for domain in DOMAINS
        if domain in groups
    ]


def _labels(thresholds, lines, answer):
    found = []
    for theme in thresholds.themes.values():
        names = lines.get((f"{theme.domain}.{theme.key}", answer))
        if names is not None:
            found.append(f"{theme.label} ({_listed(names)})" if names else theme.label)
    return found
