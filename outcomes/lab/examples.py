"""Referrals that would move, of those the reader may open: references and reasons, no names."""

from families.evaluation import not_objecting
from outcomes.lab.replaying import carried_over
from referrals import thresholds
from referrals.models import Observation, Referral
from referrals.scoring import score_family, successors

OF_EACH_MOVE = 5


def of(replay, user, proposed):
    """[{"then", "now", "rows": [{"id", "reference", "then": reasons, "now": reasons}]}]."""
    examples = replay.figures["examples"] if replay.figures else {}
    wanted = [pk for ids in examples.values() for pk in ids]
    seen = not_objecting(Referral.objects.visible_to(user).filter(pk__in=wanted))
    found = {row.pk: row for row in seen.prefetch_related("children")}
    groups = []
    for move in sorted(examples):
        rows = [found[pk] for pk in examples[move] if pk in found][:OF_EACH_MOVE]
        if rows:
            groups.append({"then": int(move[0]), "now": int(move[1]), "rows": rows})
    observed = _observed([row.pk for group in groups for row in group["rows"]])
    for group in groups:
        group["rows"] = [_row(row, observed.get(row.pk, ()), proposed) for row in group["rows"]]
    return groups


def _observed(ids):
    """Referral id -> [(child id or None, key)]."""
    found = {}
    rows = Observation.objects.filter(referral__in=ids, answer=Observation.Answer.OBSERVED)
    for referral, child, key in rows.values_list("referral", "child", "key"):
        found.setdefault(referral, []).append((child, key))
    return found


def _row(referral, observed, proposed):
    children = {child.pk: [] for child in referral.children.all()}
    follows = successors(thresholds.called(referral.threshold_version), proposed)
    shared = []
    for child, key in observed:
        (children[child] if child else shared).append(key)
    result = score_family(proposed, *carried_over(children, shared, follows, proposed))
    return {
        "id": referral.pk,
        "reference": referral.reference,
        "then": _highest((c.level, c.rule, c.result.get("reasons")) for c in
                         referral.children.all()),
        "now": _highest((r.level, r.rule, r.reasons) for r in result.children.values()),
    }  # fmt: skip


def _highest(children):
    """Why the family has its level: the first reason of the child that gives it."""
    level, rule, reasons = max(children, key=lambda child: (child[0], -child[1]))
    return reasons[0] if reasons else f"Level {level} by rule {rule}."
