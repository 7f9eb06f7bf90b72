"""The carried thresholds: what is published stays, and a broken new file is refused."""

import hashlib
import subprocess
import sys
from datetime import date

import pytest

from referrals.scoring import (
    BrokenThresholds,
    UnknownIndicator,
    UnknownVersion,
    load_thresholds,
    score,
    version_on,
    versions,
)
from referrals.scoring.rules import RULES, rule_module
from referrals.scoring.thresholds import COLUMNS, REFERENCE, read_thresholds, theme_labels
from referrals.scoring.vocabulary import OUTCOMES

PUBLISHED = {
    "2018-09": "79b6bbc30bd09eccd9657c9ae9ce045289c51aec796057e37dfd87fbcaa5e14e",
}


def test_published_versions_never_change():
    carried = {
        version: hashlib.sha256(
            (REFERENCE / f"thresholds_{version.replace('-', '_')}.csv").read_bytes()
        ).hexdigest()
        for version in versions()
    }
    assert carried == PUBLISHED


def test_the_first_version_has_37_themes_in_three_domains():
    thresholds = load_thresholds("2018-09")
    domains = [theme.domain for theme in thresholds.themes.values()]
    assert [domains.count(d) for d in ("child", "parenting", "environment")] == [18, 11, 8]
    assert len(thresholds.of_kind("red_flag")) == 20
    assert len(thresholds.of_kind("strength")) == 11
    assert [i.key for i in thresholds.indicators.values() if i.flag] == [
        "environment.domestic_abuse.3"
    ]


def test_every_theme_has_a_name_and_every_name_a_theme():
    carried = {theme for version in versions() for theme in load_thresholds(version).themes}
    assert carried == theme_labels().keys()


def test_all_ten_outcomes_are_used():
    used = {i.outcome for i in load_thresholds("2018-09").indicators.values()}
    assert used == OUTCOMES.keys()
    assert len(OUTCOMES) == 10


@pytest.mark.parametrize("version", ["2018-10", "2018-9", "../../x", "", "٢٠١٨-09", None, 2018, []])
def test_an_unknown_version_is_an_error(version):
    with pytest.raises(UnknownVersion):
        load_thresholds(version)


def test_unknown_keys_are_an_error_that_names_them():
    with pytest.raises(UnknownIndicator) as caught:
        score(load_thresholds("2018-09"), ["child.attendance.5", "child.attendance.2", "x\ud800"])
    assert caught.value.keys == ("child.attendance.5", "x\ud800")
    assert str(caught.value).isascii()


def test_a_single_string_is_not_taken_for_a_list():
    with pytest.raises(UnknownIndicator):
        score(load_thresholds("2018-09"), "child.attendance.2")


@pytest.mark.parametrize(
    ("day", "version"),
    [(date(2026, 11, 22), "2018-09"), (date(2018, 9, 1), "2018-09"), (date(2001, 1, 1), "2018-09")],
)
def test_the_version_in_force_on_a_day(day, version):
    assert version_on(day) == version


def test_later_thresholds_keep_the_rule_until_a_newer_one():
    assert rule_module("2031-04") is RULES["2018-09"]
    assert rule_module("2010-01") is RULES["2018-09"]


GOOD = "child.growth.2,need,child,growth,2,health,Misses meals,"


@pytest.mark.parametrize(
    "line",
    [
        GOOD,  # twice
        "child.growth.3,need,child,growth,2,health,Key and level differ,",
        "child.growth.5,need,child,growth,5,health,No such level,",
        "home.growth.3,need,home,growth,3,health,No such domain,",
        "parenting.growth.3,need,parenting,growth,3,health,Theme in two domains,",
        "child.teeth.2,need,child,teeth,2,wealth,No such outcome,",
        "child.teeth.2,need,child,teeth,2,health,,",
        "child.teeth.2,need,child,teeth,2,health,No such flag,maybe",
        "redflag.injury,red_flag,,,3,health,A red flag is level 4,",
        "strength.child.school,strength,child,school,2,health,A strength has no level,",
        "strength.child.school,strength,child,school,,health,A strength has no flag,discuss",
        "child.teeth.2,wish,child,teeth,2,health,No such kind,",
    ],
)
def test_a_broken_file_is_refused(line):
    with pytest.raises(BrokenThresholds):
        read_thresholds("2018-09", [",".join(COLUMNS), GOOD, line])


def test_a_file_with_other_columns_is_refused():
    with pytest.raises(BrokenThresholds):
        read_thresholds("2018-09", ["key,level", "child.growth.2,2"])


def test_scoring_imports_no_django():
    code = (
        "import sys, referrals.scoring;"
        "print([m for m in sys.modules if m.split('.')[0] in {'django', 'rest_framework'}])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=REFERENCE.parent.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "[]"


def test_a_file_may_name_the_levels_of_a_theme_in_any_order():
    higher_first = GOOD.replace("growth.2", "growth.3").replace("growth,2", "growth,3")
    thresholds = read_thresholds("2018-09", [",".join(COLUMNS), higher_first, GOOD])
    result = score(thresholds, ["child.growth.2", "child.growth.3"])
    assert result.themes == {"growth": 3}
