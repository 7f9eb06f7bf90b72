"""The framework is dated data: what was published once never changes."""

import hashlib

import pytest

from localities.calendar import Quarter
from outcomes import frameworks
from outcomes.indicators import INDICATORS

PUBLISHED = {
    "2018-09": "983abd95483eab0f528b1ec14372be5b26fcd2b80ebd6c2fa768fe85b8fb1435",
    "2026-10": "d08a834bc36f5d62a8aca4d015d6217a9f8a6ffd2892534e973e549fa1fecdf0",
}


@pytest.mark.parametrize("version", frameworks.versions())
def test_a_published_framework_never_changes(version):
    path = frameworks.REFERENCE / f"framework_{version.replace('-', '_')}.json"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == PUBLISHED[version]


def test_every_indicator_has_its_question_and_unit():
    counted = {indicator.key: indicator.unit for indicator in INDICATORS}
    for version in frameworks.versions():
        asked = {question.key: question.unit for question in frameworks.load(version).questions}
        assert asked.items() <= counted.items(), version
    assert asked == counted, "the newest framework asks for all that is counted"


def test_the_framework_in_force_at_the_quarters_start_holds_for_it():
    assert frameworks.in_force(Quarter("2026-Q1")).version == "2018-09"
    assert frameworks.in_force(Quarter("2026-Q2")).version == "2018-09"
    assert frameworks.in_force(Quarter("2026-Q3")).version == "2026-10"
    assert frameworks.in_force(Quarter("2017-Q1")).version == "2018-09", "none before it"


def test_targets_are_exact():
    question = frameworks.load("2018-09")["distance_travelled"]
    assert (str(question.target), str(question.floor)) == ("0.8", "0.4")


def test_an_unknown_version_is_an_error():
    with pytest.raises(frameworks.UnknownFramework):
        frameworks.load("../2018-09")
