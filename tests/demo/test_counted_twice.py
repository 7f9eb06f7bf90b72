"""On the demo's borough too, every indicator equals the independent count of the exported facts."""

from croydon_eh.facts import export
from localities.calendar import Quarter
from outcomes import figures
from tests.outcomes.again import Counted
from tests.outcomes.test_independent import NEWEST, QUARTERS, RATES, added_up, counted


def test_every_quarter_and_locality_of_the_demo(borough, tmp_path):
    export(tmp_path, key="for this test")
    quarters = [Quarter(name) for name in QUARTERS]
    counts = figures.compute(NEWEST, quarters, borough, breakdowns=False)
    again = Counted(tmp_path, borough)
    different = [key for key in RATES if counted(counts[key]) != added_up(getattr(again, key)())]
    assert different == []
    assert sum(len(counted(counts[key])) for key in RATES) > 100
