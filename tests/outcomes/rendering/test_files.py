"""Every form of a report says the same, and nothing that is hidden."""

import copy
import hashlib
import subprocess
import sys

from outcomes.disclosure import publish
from outcomes.rendering.files import CONTENT_TYPES, render_all, render_charts
from tests.outcomes.sample_snapshot import sample_snapshot

STEM = "croydon-early-help-2026-Q2-v1"
IN_A_PROCESS = """
import hashlib
from outcomes.disclosure import publish
from outcomes.rendering.files import render_all
from tests.outcomes.sample_snapshot import sample_snapshot
for name, data in render_all(publish(sample_snapshot())).items():
    print(name, hashlib.sha256(data).hexdigest())
"""


def test_the_files_are_named_after_quarter_and_edition(files):
    endings = [".pdf", ".xlsx", ".ods", ".csv", "-metadata.json"]
    assert list(files) == [f"{STEM}{ending}" for ending in endings]
    assert all(name[name.rindex(".") :] in CONTENT_TYPES for name in files)


def test_the_same_snapshot_gives_the_same_bytes_in_another_process(files):
    ran = subprocess.run(
        [sys.executable, "-c", IN_A_PROCESS], capture_output=True, text=True, check=True
    )
    there = dict(line.split() for line in ran.stdout.splitlines())
    assert there == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


def with_another_hidden_split():
    """The sample with one referral moved between two localities that are both hidden."""
    snapshot = copy.deepcopy(sample_snapshot())
    rows = {row["locality"]: row for row in snapshot["indicators"][0]["rows"]}
    assert rows["unknown"]["numerator"] == 1 and rows["outside"]["numerator"] > 5
    for place, change in (("unknown", 1), ("outside", -1)):
        rows[place]["numerator"] += change
        rows[place]["value"] += change
    return snapshot


def test_no_file_depends_on_a_hidden_figure(public, files):
    other = publish(with_another_hidden_split())
    assert other == public
    assert render_all(other) == files
    assert render_charts(other) == render_charts(public)


def test_every_file_changes_with_a_shown_figure(public, files):
    changed = copy.deepcopy(public)
    row = changed["indicators"][0]["rows"][0]
    row["numerator"] += 1
    row["value"] += 1
    after = render_all(changed)
    same = [name for name, data in files.items() if data == after[name]]
    assert same == [f"{STEM}-metadata.json"]


def test_true_figures_can_be_drawn_too_for_those_who_prepare():
    files = render_all(sample_snapshot())
    assert len(files) == 5 and all(files.values())
