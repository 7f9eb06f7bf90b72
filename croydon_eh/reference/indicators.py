"""docs/reference/indicators.md, from each version of the outcomes framework."""

from outcomes import frameworks
from outcomes.indicators import INDICATORS


def page():
    parts = [
        "# Indicators",
        "What each quarterly report counts. Targets are dated with the version.",
    ]
    counted = {indicator.key for indicator in INDICATORS}
    for version in frameworks.versions():
        framework = frameworks.load(version)
        parts.append(f"## Version {version}, in force from {framework.starts_on:%-d %B %Y}")
        for question in framework.questions:
            if question.key in counted:
                parts.append(_question(question))
    return "\n\n".join(parts) + "\n"


def _question(question):
    goal = ""
    if question.target is not None:
        goal = (
            f"\n\nTarget {question.target:f}, floor {question.floor:f}. Source: {question.source}."
        )
    return (
        f"### {question.name} (`{question.key}`)\n\n{question.question}\n\n"
        f"{question.definition}{goal}"
    )
