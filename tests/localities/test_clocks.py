"""Each clock of version 2018-09, what it shows, and its words."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localities import clocks
from localities.calendar import LONDON
from localities.clock_text import clock_time, show, time_left
from localities.working_days import REFERENCE

PUBLISHED = {
    "2018-09": "c9dd6d22315f2588969858b873a3b23863dcfaee106c5a3872cb6b3d3211d73b",
    "2026-11": "785d789205b52c073ddcce7480572dfb6db1ac6860bda2c4f3157c2864794095",
}


def at(text):
    """A London moment written "2026-03-27 16:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def test_published_versions_never_change():
    carried = {
        version: hashlib.sha256(
            (REFERENCE / f"clocks_{version.replace('-', '_')}.csv").read_bytes()
        ).hexdigest()
        for version in clocks.versions()
    }
    assert carried == PUBLISHED


END = ":59.999999"  # weeks and months end with their day

# key, urgent, start, due
DUE = [
    ("written_form", False, "2026-12-25 22:00", "2026-12-26 22:00"),
    ("written_form", False, "2026-03-28 12:00", "2026-03-29 13:00"),  # 24 real hours, one is lost
    ("written_form", True, "2026-10-25 00:30", "2026-10-25 02:30"),  # 3 real hours, one comes twice
    ("written_form", True, "2026-12-25 22:00", "2026-12-26 01:00"),
    ("decision", False, "2026-03-06 16:00", "2026-03-09 16:00"),
    ("decision", True, "2026-03-06 16:00", "2026-03-06 19:00"),
    ("decision", True, "2026-03-07 23:00", "2026-03-08 02:00"),
    ("lead_acceptance", False, "2026-07-23 09:00", "2026-07-27 09:00"),
    ("allocation", False, "2025-12-24 15:00", "2025-12-29 15:00"),
    ("first_visit", False, "2026-04-01 10:00", "2026-04-10 10:00"),
    ("child_seen", False, "2026-05-01 10:00", "2026-05-18 10:00"),
    ("assessment", False, "2026-05-01 10:00", "2026-06-02 10:00"),
    ("plan", False, "2026-08-27 10:00", "2026-09-04 10:00"),
    ("review_first", False, "2026-03-02 10:00", "2026-04-13 23:59" + END),
    ("review_next", False, "2026-10-01 10:00", "2026-12-24 23:59" + END),
    ("supervision", False, "2026-02-16 23:30", "2026-03-30 23:59" + END),
    ("no_progress", False, "2024-02-29 10:00", "2025-02-28 23:59" + END),
    ("transfer", False, "2026-03-06 16:00", "2026-03-09 16:00"),
    ("transfer", True, "2026-03-07 16:00", "2026-03-07 17:00"),
    ("disagreement", False, "2026-04-02 17:00", "2026-04-09 17:00"),
]


@pytest.mark.parametrize(("key", "urgent", "start", "due"), DUE)
def test_due(key, urgent, start, due):
    assert clocks.due(key, at(start), urgent=urgent).isoformat() == at(due).isoformat()


def test_every_rule_of_the_version_is_tried():
    assert {row[:2] for row in DUE} == clocks.rules("2018-09").keys()


@pytest.mark.parametrize("version", clocks.versions())
def test_every_rule_says_where_it_comes_from(version):
    for rule in clocks.rules(version).values():
        assert rule.source and rule.from_what and rule.to_what
        assert 0 < rule.due_soon < rule.amount


def test_november_2026_adds_a_clock_and_changes_none():
    before, after = clocks.rules("2018-09"), clocks.rules("2026-11")
    assert {key: after[key] for key in before} == before
    assert {key for key, _ in after.keys() - before.keys()} == {"home_authority"}


@pytest.mark.parametrize("version", ["2018-10", "../../x", "2018-9"])
def test_an_unknown_version_is_an_error(version):
    with pytest.raises(clocks.UnknownClock):
        clocks.due("decision", at("2026-03-06 16:00"), version=version)


@pytest.mark.parametrize(("key", "urgent"), [("tea", False), ("assessment", True)])
def test_an_unknown_clock_is_an_error(key, urgent):
    with pytest.raises(clocks.UnknownClock):
        clocks.due(key, at("2026-03-06 16:00"), urgent=urgent)


@pytest.fixture
def other_files(tmp_path, monkeypatch):
    """A folder in the place of the carried clocks."""
    monkeypatch.setattr(clocks, "REFERENCE", tmp_path)
    clocks.rules.cache_clear()
    clocks.versions.cache_clear()
    yield tmp_path
    clocks.rules.cache_clear()
    clocks.versions.cache_clear()


def test_a_clock_takes_the_version_in_force_at_its_start(other_files):
    first = (REFERENCE / "clocks_2018_09.csv").read_text(encoding="utf-8")
    (other_files / "clocks_2018_09.csv").write_text(first, encoding="utf-8")
    later = first.replace("assessment complete,20,", "assessment complete,30,")
    (other_files / "clocks_2026_06.csv").write_text(later, encoding="utf-8")
    assert clocks.rule("assessment", at("2026-05-31 23:59")).amount == 20
    assert clocks.rule("assessment", at("2026-06-01 00:00")).amount == 30
    assert clocks.rule("assessment", at("2026-07-01 00:00"), version="2018-09").amount == 20
    assert clocks.rule("assessment", at("2001-01-01 00:00")).amount == 20


# pauses of a decision clock begun on Tuesday 3 March 10:00, due Wednesday 10:00
PAUSES = [
    ("answered within the day", [("2026-03-03 11:00", "2026-03-03 15:00")], "2026-03-04 14:00"),
    ("open: two working days", [("2026-03-03 11:00", None)], "2026-03-06 10:00"),
    ("answered after a week: two working days", [("2026-03-03 11:00", "2026-03-10 11:00")],
     "2026-03-06 10:00"),
    ("two questions at once are one pause", [("2026-03-03 11:00", None),
     ("2026-03-03 11:00", "2026-03-03 12:00")], "2026-03-06 10:00"),
    ("two questions in turn", [("2026-03-03 11:00", "2026-03-03 12:00"),
     ("2026-03-03 14:00", "2026-03-03 16:00")], "2026-03-04 13:00"),
]  # fmt: skip


@pytest.mark.parametrize(("pauses", "due"), [pytest.param(*row[1:], id=row[0]) for row in PAUSES])
def test_a_question_pauses_at_most_two_working_days(pauses, due):
    pauses = [(at(start), end and at(end)) for start, end in pauses]
    assert clocks.due("decision", at("2026-03-03 10:00"), pauses=pauses) == at(due)


def test_a_pause_over_easter_ends_after_two_working_days():
    start, asked = at("2026-04-02 12:00"), at("2026-04-02 16:00")
    assert clocks.pause_ends("decision", start, asked) == at("2026-04-08 16:00")
    assert clocks.due("decision", start, pauses=[(asked, None)]) == at("2026-04-09 12:00")


def test_an_urgent_clock_never_pauses():
    pauses = [(at("2026-03-03 10:30"), at("2026-03-03 15:00"))]
    assert clocks.due("decision", at("2026-03-03 10:00"), urgent=True, pauses=pauses) == at(
        "2026-03-03 13:00"
    )


CALM, URGENT = False, True

# caller urgent, scores, pauses, due; first contact is on Tuesday 3 March 10:00
DECISIONS = [
    ("a calm call", CALM, [], [], "2026-03-04 10:00"),
    ("an urgent call", URGENT, [], [], "2026-03-03 13:00"),
    ("a form at once, urgent", CALM, [("2026-03-03 10:00", URGENT)], [], "2026-03-03 13:00"),
    ("a form at once, calm", CALM, [("2026-03-03 10:00", CALM)], [], "2026-03-04 10:00"),
    ("a calm call, then an urgent form", CALM, [("2026-03-03 15:00", URGENT)], [],
     "2026-03-03 18:00"),
    ("an urgent form near the due", CALM, [("2026-03-04 09:00", URGENT)], [], "2026-03-04 10:00"),
    ("an urgent form after the due", CALM, [("2026-03-04 11:00", URGENT)], [], "2026-03-04 10:00"),
    ("an urgent call and form", URGENT, [("2026-03-03 12:00", URGENT)], [], "2026-03-03 13:00"),
    ("an urgent call, then a calm form", URGENT, [("2026-03-03 12:00", CALM)], [],
     "2026-03-04 10:00"),
    ("an urgent call, then a calm form at the last moment", URGENT, [("2026-03-03 13:00", CALM)],
     [], "2026-03-04 10:00"),
    ("an urgent call, then a calm form too late", URGENT, [("2026-03-03 14:00", CALM)], [],
     "2026-03-03 13:00"),
    ("calm, then urgent by new information", URGENT, [("2026-03-03 11:00", CALM),
     ("2026-03-03 16:00", URGENT)], [], "2026-03-03 19:00"),
    ("urgent, then calm: stays urgent", CALM, [("2026-03-03 11:00", URGENT),
     ("2026-03-03 12:00", CALM)], [], "2026-03-03 14:00"),
    ("paused by a question", CALM, [], [("2026-03-03 11:00", "2026-03-03 12:00")],
     "2026-03-04 11:00"),
    ("urgent while paused", CALM, [("2026-03-03 12:00", URGENT)], [("2026-03-03 11:00", None)],
     "2026-03-03 15:00"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("caller", "scores", "pauses", "due"),
    [pytest.param(*row[1:], id=row[0]) for row in DECISIONS],
)
def test_decision_due(caller, scores, pauses, due):
    found = clocks.decision_due(
        at("2026-03-03 10:00"),
        caller_urgent=caller,
        scores=[(at(when), urgent) for when, urgent in scores],
        pauses=[(at(start), end and at(end)) for start, end in pauses],
    )
    assert found == at(due)


moments = st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))
delays = st.timedeltas(timedelta(0), timedelta(days=5))
scored = st.lists(st.tuples(delays, st.booleans()), max_size=3)
rules = st.sampled_from(sorted(clocks.rules("2018-09")))  # home_authority: from its first day on


@given(rules, moments, delays)
def test_a_later_start_is_never_due_earlier(rule, start, later):
    key, urgent = rule
    due = clocks.due(key, start, urgent=urgent)
    assert start < due <= clocks.due(key, start + later, urgent=urgent)


@given(rules, moments, delays, delays)
def test_a_pause_only_moves_the_due_later(rule, start, after, length):
    key, urgent = rule
    pause = (start + after, start + after + length)
    paused = clocks.due(key, start, urgent=urgent, pauses=[pause])
    assert paused >= clocks.due(key, start, urgent=urgent)
    assert paused <= clocks.due(key, start, urgent=urgent, pauses=[(pause[0], None)])


@given(moments, st.booleans(), scored, delays)
def test_an_urgent_score_only_moves_the_decision_earlier(contact, caller, scores, delay):
    scores = [(contact + after, urgent) for after, urgent in scores]
    before = clocks.decision_due(contact, caller_urgent=caller, scores=scores)
    more = [*scores, (contact + delay, True)]
    assert clocks.decision_due(contact, caller_urgent=caller, scores=more) <= before


@given(rules, moments)
def test_due_soon_lies_between_start_and_due(rule, start):
    key, urgent = rule
    due = clocks.due(key, start, urgent=urgent)
    assert start < clocks.soon_at(key, start, due, urgent=urgent) < due


@pytest.mark.parametrize(
    ("key", "urgent", "due", "soon"),
    [
        ("decision", False, "2026-03-09 02:00", "2026-03-06 20:00"),  # said before the weekend
        ("decision", True, "2026-03-09 02:00", "2026-03-09 01:00"),
        ("assessment", False, "2026-06-02 10:00", "2026-05-26 10:00"),
        ("review_first", False, "2026-04-13 23:59", "2026-04-06 23:59"),
        ("no_progress", False, "2026-03-31 23:59", "2026-02-28 23:59"),
    ],
)
def test_due_soon_of_a_clock(key, urgent, due, soon):
    found = clocks.soon_at(key, at("2026-01-01 00:00"), at(due), urgent=urgent)
    assert found == at(soon)


DUE_AT = at("2026-03-04 10:00")


@pytest.mark.parametrize(
    ("now", "done", "paused", "state"),
    [
        ("2026-03-04 08:59", None, False, "running"),
        ("2026-03-04 09:00", None, False, "due_soon"),
        ("2026-03-04 10:00", None, False, "due_soon"),
        ("2026-03-04 10:01", None, False, "overdue"),
        ("2026-03-04 09:30", None, True, "paused"),
        ("2026-03-04 10:01", None, True, "overdue"),
        ("2026-03-04 12:00", "2026-03-04 10:00", False, "met"),
        ("2026-03-04 12:00", "2026-03-04 10:01", False, "late"),
        ("2026-03-04 12:00", "2026-03-04 09:00", True, "met"),
        ("2026-03-04 10:00", "2026-03-04 10:00", False, "met"),
        ("2026-03-04 08:00", "2026-03-04 09:00", False, "running"),  # as it was known then
    ],
)
def test_state(now, done, paused, state):
    assert clocks.state(DUE_AT, at(now), done and at(done), paused) == state
    assert state in clocks.STATES


def test_state_takes_a_clocks_own_due_soon():
    soon = at("2026-03-03 22:00")
    assert clocks.state(DUE_AT, at("2026-03-03 21:59"), soon_at=soon) == "running"
    assert clocks.state(DUE_AT, at("2026-03-03 22:00"), soon_at=soon) == "due_soon"


# due, now, words
TEXTS = [
    ("2026-03-04 10:00", "2026-03-04 10:00", "due now"),
    ("2026-03-04 10:00", "2026-03-04 09:59", "due in 1 minute"),
    ("2026-03-04 10:00", "2026-03-04 09:15", "due in 45 minutes"),
    ("2026-03-04 10:00", "2026-03-04 09:00", "due in 1 hour"),
    ("2026-03-04 10:00", "2026-03-04 07:20", "due in 2 hours 40 minutes"),
    ("2026-03-04 10:00", "2026-03-04 06:59", "due in 3 hours"),
    ("2026-03-04 16:00", "2026-03-04 08:30", "due in 7 hours"),
    ("2026-03-05 02:00", "2026-03-04 23:00", "due in 3 hours"),
    ("2026-03-05 16:00", "2026-03-04 23:00", "due tomorrow at 4:00pm"),
    ("2026-03-06 09:05", "2026-03-04 23:00", "due Friday at 9:05am"),
    ("2026-03-10 12:00", "2026-03-04 23:00", "due Tuesday at midday"),
    ("2026-03-11 16:00", "2026-03-04 23:00", "due 11 March at 4:00pm"),
    ("2027-01-04 16:00", "2026-12-04 23:00", "due 4 January 2027 at 4:00pm"),
    ("2026-03-10 00:00", "2026-03-08 12:00", "due by the end of tomorrow"),
    ("2026-03-10 00:00", "2026-03-09 12:00", "due by the end of today"),
    ("2026-03-10 00:00", "2026-03-09 23:00", "due in 1 hour"),
    ("2026-04-13 23:59:59.999999", "2026-04-09 12:00", "due by the end of Monday"),
    ("2026-04-13 23:59:59.999999", "2026-03-09 12:00", "due by the end of 13 April"),
    ("2026-03-29 12:00", "2026-03-29 00:30", "due in 10 hours"),  # an hour is lost that night
    ("2026-03-04 10:00", "2026-03-04 10:00:30", "overdue by 1 minute"),
    ("2026-03-04 10:00", "2026-03-04 15:30", "overdue by 5 hours"),
    ("2026-03-04 10:00", "2026-03-05 10:00", "overdue by 1 working day"),
    ("2026-03-06 16:00", "2026-03-07 15:00", "overdue by 23 hours"),
    ("2026-03-06 16:00", "2026-03-07 16:00", "overdue by less than a working day"),
    ("2026-03-06 16:00", "2026-03-08 16:00", "overdue by less than a working day"),
    ("2026-03-06 16:00", "2026-03-10 17:00", "overdue by 2 working days"),
    ("2026-04-02 16:00", "2026-04-08 16:00", "overdue by 2 working days"),
]


@pytest.mark.parametrize(("due", "now", "words"), TEXTS)
def test_time_left(due, now, words):
    assert time_left(at(due), at(now)) == words


def test_time_left_reads_the_same_in_utc():
    due, now = (at(m).astimezone(UTC) for m in ("2026-07-03 16:00", "2026-07-02 09:00"))
    assert time_left(due, now) == "due tomorrow at 4:00pm"


def test_what_is_done_says_so():
    now = at("2026-03-09 12:00")
    assert time_left(DUE_AT, now, done_at=at("2026-03-04 09:00")) == "done on time"
    assert time_left(DUE_AT, now, done_at=at("2026-03-06 11:00")) == (
        "done late, by 2 working days"
    )


def test_show_is_what_the_clock_component_takes():
    now = at("2026-03-03 12:00")
    assert show(DUE_AT, now, "paused") == {
        "due_at": DUE_AT,
        "state": "paused",
        "text": "paused, then due tomorrow at 10:00am",
    }


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-07-03 00:05", "12:05am"),
        ("2026-07-03 12:30", "12:30pm"),
        ("2026-07-03 23:00", "11:00pm"),
    ],
)
def test_clock_time(moment, words):
    assert clock_time(at(moment)) == words
