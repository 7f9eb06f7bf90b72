"""One invented quarter, published, and its files: made once, since drawing takes seconds."""

import pytest

from outcomes.disclosure import publish
from outcomes.rendering.files import render_all
from tests.outcomes.sample_snapshot import sample_snapshot


@pytest.fixture(scope="session")
def public():
    return publish(sample_snapshot())


@pytest.fixture(scope="session")
def files(public):
    return render_all(public)


@pytest.fixture(scope="session")
def file(files):
    """The content of the one file whose name ends so."""

    def find(ending):
        (name,) = [name for name in files if name.endswith(ending)]
        return files[name]

    return find


@pytest.fixture
def hostile():
    """A snapshot whose names would do harm if anything took them for code."""
    snapshot = sample_snapshot()
    snapshot["localities"] = [dict(place) for place in snapshot["localities"]]
    snapshot["localities"][0]["name"] = "=HYPERLINK(1)"
    snapshot["localities"][1]["name"] = "\u200b＋cmd"
    snapshot["title"] = "Report #panic(1) *bold* $x$ \\ <script>alert(1)</script>"
    snapshot["indicators"][0]["name"] = "@SUM(1) #include"
    snapshot["indicators"][0]["commentary"] = "#eval(1)\n\n<img src=x onerror=alert(1)> \x00 & 50%"
    snapshot["indicators"][0]["definition"] = "-1+1|' /C calc'!A0"
    return publish(snapshot)
