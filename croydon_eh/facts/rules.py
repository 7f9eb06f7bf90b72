"""Rules that figures rest on, which live in dated files: calendar, clocks, framework."""

from datetime import date

from croydon_eh.facts.tables import DAY, MOMENT, NUMBER, TEXT, WHOLE, YES_NO, Column
from localities import clocks
from localities.calendar import bank_holiday_facts, london_day_start
from outcomes import frameworks

DATED = (
    Column("happened_at", MOMENT, "from when it holds", ""),
    Column("recorded_at", MOMENT, "when it became known", ""),
    Column("superseded_at", MOMENT, "when it was corrected; empty while it stands", ""),
)


def bank_holidays():
    """(name, about, columns, rows) of the bank holidays."""
    columns = (
        Column("on_day", DAY, "the bank holiday", ""),
        *DATED,
    )
    rows = [
        (fact.on, fact.recorded_at, fact.recorded_at, fact.superseded_at)
        for fact in bank_holiday_facts()
    ]
    return "bank_holidays", "Bank holidays of England on weekdays.", columns, rows


def clock_versions():
    columns = (
        Column("version", TEXT, "version of the clocks", ""),
        Column("key", TEXT, "which clock", ""),
        Column("urgent", YES_NO, "the urgent form of it", ""),
        Column("amount", NUMBER, "how long, in the unit", ""),
        Column("unit", TEXT, "hours, days, working days, weeks or months", ""),
        Column("longest_pause", NUMBER, "working days that one pause may last", ""),
        *DATED,
    )
    rows = [
        (version, rule.key, rule.urgent, rule.amount, rule.unit, rule.longest_pause, at, at, None)
        for version in clocks.versions()
        for at in [london_day_start(_first_of(version))]
        for rule in clocks.rules(version).values()
    ]
    return (
        "clocks",
        "The clocks, by version. A clock keeps the version it began under.",
        columns,
        rows,
    )


def framework_versions():
    columns = (
        Column("version", TEXT, "version of the framework", ""),
        Column("key", TEXT, "indicator", ""),
        Column("target", NUMBER, "target, in the indicator's unit", ""),
        Column("floor", NUMBER, "floor", ""),
        Column("direction", TEXT, "the better side: high, low or none", ""),
        Column("position", WHOLE, "place in the report", ""),
        *DATED,
    )
    held = [frameworks.load(version) for version in frameworks.versions()]
    rows = [
        (one.version, q.key, q.target, q.floor, q.direction, number, at, at, None)
        for one in held
        for at in [london_day_start(one.starts_on)]
        for number, q in enumerate(one.questions, 1)
    ]
    return "framework", "Indicators with target and floor, by version.", columns, rows


def _first_of(version):
    return date.fromisoformat(f"{version}-01")


TABLES = (bank_holidays, clock_versions, framework_versions)
