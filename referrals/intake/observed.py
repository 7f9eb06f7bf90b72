"""Rules of what was observed: keys of the version, children named where it is the child's own."""

from referrals.intake.scored import is_about_a_child
from referrals.intake.submission import Answer
from referrals.scoring.vocabulary import RED_FLAG, STRENGTH

MOST_OBSERVATIONS = 1000


def observation_problems(submission, thresholds):
    """Yield (path, sentence). A theme cannot be observed and of no concern for the same child."""
    if len(submission.observations) > MOST_OBSERVATIONS:
        yield "observations", f"Send {MOST_OBSERVATIONS} observations at most"
        return
    children = {child.key for child in submission.children}
    themes = {f"{theme.domain}.{key}" for key, theme in thresholds.themes.items()}
    for place, seen in enumerate(submission.observations):
        for field, message in _problems(seen, thresholds, themes, children):
            yield f"observations/{place}/{field}", message
    for place in _contradictions(submission.observations, thresholds):
        message = "This theme was given as observed and as not"
        yield f"observations/{place}/answer", message
    yield from _unknown(submission.danger.red_flags, "danger/red_flags", thresholds, RED_FLAG)
    yield from _unknown(submission.strengths, "strengths", thresholds, STRENGTH)


def _problems(seen, thresholds, themes, children):
    indicator = thresholds.indicators.get(seen.key)
    if seen.answer == Answer.OBSERVED and (indicator is None or indicator.kind == STRENGTH):
        yield "key", f"Threshold version {thresholds.version} has no such indicator of need"
    elif seen.answer in (Answer.NOT_KNOWN, Answer.NO_CONCERN) and seen.key not in themes:
        yield "key", f"Threshold version {thresholds.version} has no such theme"
    elif seen.child and seen.child not in children:
        yield "child", "This is no child of the referral"
    elif not seen.child and is_about_a_child(thresholds, seen.key):
        yield "child", "Say which child this is about"


def _contradictions(observations, thresholds):
    answers = {}
    for place, seen in enumerate(observations):
        indicator = thresholds.indicators.get(seen.key)
        theme = f"{indicator.domain}.{indicator.theme}" if indicator else seen.key
        first = answers.setdefault((seen.child, theme), seen.answer)
        if first != seen.answer:
            yield place


def _unknown(keys, path, thresholds, kind):
    for place, key in enumerate(keys):
        indicator = thresholds.indicators.get(key)
        if indicator is None or indicator.kind != kind:
            yield f"{path}/{place}", f"Threshold version {thresholds.version} has no such answer"
